"""Answering only when sure: how often wrong (risk) at each share of questions answered (coverage).

Source: Geifman and El-Yaniv 2017 (arXiv:1705.08500). Confidences that are equal come in no particular order, so within
such a group the errors are spread evenly: the curve does not depend on the order of its input.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Points (coverage, risk) for the 1, 2, …, n most confident answers, coverage rising to 1.0; no answers: []."""
    pairs = sorted(zip(confidence, right, strict=True), key=lambda pair: -pair[0])
    points: list[tuple[float, float]] = []
    done, errors = 0, 0.0
    for _, tied in groupby(pairs, key=lambda pair: pair[0]):
        group = [ok for _, ok in tied]
        share = group.count(False) / len(group)
        points += [((done + k) / len(pairs), (errors + share * k) / (done + k)) for k in range(1, len(group) + 1)]
        done, errors = done + len(group), errors + group.count(False)
    return points


def aurc(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Area under the risk–coverage curve: the mean risk over its n points, 0 (best) to 1; no answers: 0.0."""
    points = risk_coverage(confidence, right)
    return sum(risk for _, risk in points) / len(points) if points else 0.0


def coverage_at_risk(confidence: Sequence[float], right: Sequence[bool], risk: float) -> float:
    """The largest coverage at which the risk is at most this; 0.0 when there is none.

    Only whole groups of equal confidence count: a threshold cannot cut between them.
    """
    pairs = sorted(zip(confidence, right, strict=True), key=lambda pair: -pair[0])
    best, done, errors = 0.0, 0, 0
    for _, tied in groupby(pairs, key=lambda pair: pair[0]):
        group = [ok for _, ok in tied]
        done, errors = done + len(group), errors + group.count(False)
        if errors / done <= risk:
            best = done / len(pairs)
    return best
