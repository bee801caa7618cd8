"""The threshold below which a question is refused, fitted to questions whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evals.rows import Row

MIN_PRECISION = 0.85


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold on confidence, and what it does to the questions it was fitted on."""

    threshold: float  # answers of at least this confidence are shown, 0 to 1
    coverage: float  # share of all questions answered
    precision: float  # share of the answers shown that are right; 1.0 when none is shown
    reached: bool  # whether the precision asked for was reached


def fit_threshold(rows: Sequence[Row], precision: float = MIN_PRECISION) -> Threshold:
    """The lowest threshold at which at least this share of the answers shown is right.

    Thresholds are tried halfway between neighbouring confidences, so that none sits on the edge of what was seen. When
    no threshold reaches the precision, the one of the highest CRAG-style score (right +1, wrong −1) is taken. No rows:
    1.0.
    """
    tried = [_at(threshold, rows, precision) for threshold in _cuts(rows)]
    good = [found for found in tried if found.reached and found.coverage > 0]
    if good:
        return max(good, key=lambda found: (found.coverage, found.threshold))
    gain = {found: found.coverage * (2 * found.precision - 1) for found in tried}
    return max(tried, key=lambda found: (gain[found], found.threshold))


def _cuts(rows: Sequence[Row]) -> list[float]:
    values = sorted({row.reply.confidence for row in rows})
    return [0.0, *((low + high) / 2 for low, high in pairwise(values)), 1.0]


def _at(threshold: float, rows: Sequence[Row], precision: float) -> Threshold:
    shown = [row for row in rows if row.reply.confidence >= threshold and row.reply.candidate]
    right = sum(row.candidate_right for row in shown)
    share = right / len(shown) if shown else 1.0
    return Threshold(threshold, len(shown) / len(rows) if rows else 0.0, share, share >= precision)
