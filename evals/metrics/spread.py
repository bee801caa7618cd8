"""How sure is a figure: percentiles and bootstrap intervals."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
RESAMPLES = 1000
SEED = 20201


def percentile(values: Sequence[float], q: float) -> float:
    """The q-th percentile (0 to 100) with linear interpolation between the two nearest values, as numpy's default.

    Raises:
        ValueError: no values, or q outside 0 to 100.
    """
    if not values or not 0 <= q <= 100:
        raise ValueError("a percentile needs at least one value and q between 0 and 100")
    ordered = sorted(values)
    place = (len(ordered) - 1) * q / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean; of nothing, 0.0."""
    return sum(values) / len(values) if values else 0.0


def bootstrap_interval(
    rows: Sequence[T],
    statistic: Callable[[Sequence[T]], float],
    *,
    level: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[float, float]:
    """Percentile bootstrap interval (Efron 1979): the statistic over rows drawn again with replacement.

    The same rows and seed always give the same interval. No rows: (0.0, 0.0).
    """
    if not rows:
        return 0.0, 0.0
    draw = random.Random(seed)
    values = [statistic(draw.choices(rows, k=len(rows))) for _ in range(resamples)]
    tail = 100 * (1 - level) / 2
    return percentile(values, tail), percentile(values, 100 - tail)
