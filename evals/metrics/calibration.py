"""Does a confidence of 0.8 mean right four times in five?

Source: Guo et al. 2017 (arXiv:1706.04599), equal-width bins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram; ``confidence`` and ``accuracy`` are means over its answers."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(confidence: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """The bins that hold an answer, lowest first; a bin holds (low, high], the first also 0.0.

    Raises:
        ValueError: a confidence outside 0 to 1.
    """
    held: dict[int, list[tuple[float, bool]]] = {}
    for value, ok in zip(confidence, right, strict=True):
        if not 0.0 <= value <= 1.0:
            raise ValueError(f"confidence {value} is not between 0 and 1")
        # the bin whose upper edge is the first at or above the value
        index = next(i for i in range(bins) if value <= (i + 1) / bins)
        held.setdefault(index, []).append((value, ok))
    return [
        Bin(
            low=index / bins,
            high=(index + 1) / bins,
            count=len(rows),
            confidence=sum(value for value, _ in rows) / len(rows),
            accuracy=sum(ok for _, ok in rows) / len(rows),
        )
        for index, rows in sorted(held.items())
    ]


def expected_calibration_error(confidence: Sequence[float], right: Sequence[bool], bins: int = BINS) -> float:
    """Σ over bins of (count / n) · |accuracy − confidence|, 0 (best) to 1; ten bins unless told; no answers: 0.0."""
    total = len(confidence)
    return sum(b.count / total * abs(b.accuracy - b.confidence) for b in reliability(confidence, right, bins))
