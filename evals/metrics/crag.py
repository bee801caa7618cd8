"""One figure for answering and refusing together: a wrong answer costs as much as a right one earns.

Source: the CRAG benchmark's truthfulness score (Yang et al. 2024, arXiv:2406.04744), without its half points.
A question that has no answer and is refused counts as right here, since refusing is what it asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Outcome = Literal["right", "refused", "wrong"]
POINTS: dict[Outcome, int] = {"right": 1, "refused": 0, "wrong": -1}


def crag_score(outcomes: Sequence[Outcome]) -> float:
    """Mean of right +1, refused 0, wrong −1: between −1 and 1; no questions: 0.0."""
    return sum(POINTS[outcome] for outcome in outcomes) / len(outcomes) if outcomes else 0.0
