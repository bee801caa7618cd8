"""A time axis that keeps days of many events apart: pure functions from days to places and labels.

Documents of one week tell of that week and of what led to it, years ago. One scale for both would heap the week on a
dot's width. So the axis is cut at wide gaps into stretches; within a stretch, equal times are equally wide.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qa.news.periods import MONTHS

WIDTH, NARROW = 560.0, 300.0  # pixels the plot is laid out for, and those of a phone; wider ones only have more room
APART = 11.0  # pixels from one dot to the next
MOST_STRETCHES = 5
CUT = 2.0  # days that one more stretch must set apart to be worth a break; of days that fall evenly it sets fewer
LEAST, BETWEEN = 52.0, 22.0  # pixels of a stretch, and from one to the next
BEYOND = 30.0  # pixels that the last label may stand out at the right
MOST_A_DAY = 120.0  # pixels
_CHARACTER, _ROOM = 6.6, 10.0  # pixels of a label's letter, and after its last one
_DAYS = {"day": 1, "month": 30, "year": 365}
_STEPS = [("day", 1), ("day", 2), ("day", 7), ("day", 14), ("month", 1), ("month", 3),
          *(("year", n * ten) for ten in (1, 10, 100, 1000) for n in (1, 2, 5))]  # fmt: skip
Date = datetime.date


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from ``first`` to before ``end``, as ordinals, drawn from ``left`` to ``right``, in pixels of WIDTH."""

    first: int
    end: int
    left: float
    right: float

    def at(self, day: int) -> float:
        """Where a day begins; days outside are drawn at the nearer end."""
        share = (day - self.first) / (self.end - self.first)
        return self.left + (self.right - self.left) * min(1.0, max(0.0, share))


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the axis; ``year`` is a second line, "" where the label before it has the same."""

    at: float  # pixels of WIDTH
    label: str
    year: str
    narrow: bool = False  # there is room for it on a phone too


def stretches(periods: Sequence[tuple[Date, Date]]) -> list[Stretch]:
    """The axis for events from their first to their last day, oldest stretch first; empty for no events."""
    days = sorted({first.toordinal() for first, _ in periods})
    if not days:
        return []
    cuts: tuple[int, ...] = ()
    while len(cuts) < MOST_STRETCHES - 1:
        ways = (tuple(sorted((*cuts, cut))) for cut in range(1, len(days)) if cut not in cuts)
        best = min(ways, key=lambda way: (_heaped(days, way), way), default=cuts)
        if _heaped(days, best) + CUT > _heaped(days, cuts):
            break
        cuts = best
    named = min(last.toordinal() for first, last in periods if first.toordinal() == days[-1])
    return list(_laid_out(days, cuts, named))


def _heaped(days: Sequence[int], cuts: Sequence[int]) -> float:
    """How many neighbouring days are closer than a dot is wide; those that nearly stand apart count in part."""
    return sum(
        max(0.0, 1 - (stretch.at(after) - stretch.at(before)) / APART)
        for stretch, (a, b) in zip(_laid_out(days, cuts), pairwise((0, *cuts, len(days))), strict=True)
        for before, after in pairwise(days[a:b])
    )


def _laid_out(days: Sequence[int], cuts: Sequence[int], named: int = 0) -> Iterator[Stretch]:
    """The stretches that cuts make, each as wide as the share of the days in it.

    Args:
        days: on which something begins, in order.
        cuts: before which of them, by number, the axis is cut.
        named: the last day of what begins on the last of ``days``; counts where that has a stretch to itself.
    """
    bounds = (0, *cuts, len(days))
    free = WIDTH - BETWEEN * len(cuts) - LEAST * (len(cuts) + 1)
    left = 0.0
    for a, b in pairwise(bounds):
        end = days[b - 1] + 1
        if b - a == 1:  # as long as it lasts
            end = max(end, named + 1) if b == len(days) else end
        wide = min(LEAST + free * (b - a) / len(days), MOST_A_DAY * (end - days[a]))
        yield Stretch(days[a], end, left, left + wide)
        left += wide + BETWEEN


def place(axis: Sequence[Stretch], day: int) -> float:
    """Where a day begins, in pixels of WIDTH; what lies between two stretches is drawn at the end of the first."""
    held = next((s for s in reversed(axis) if s.first <= day), axis[0])
    return held.at(day)


def ticks(axis: Sequence[Stretch]) -> list[Tick]:
    """Labels for an axis, as close as there is room for; at least one a stretch."""
    found: list[Tick] = []
    edges = [*(stretch.left for stretch in axis), WIDTH + BEYOND][1:]
    for stretch, edge in zip(axis, edges, strict=True):
        wide = _apart(list(_candidates(stretch)), edge, 1.0)
        years = [tick for tick in wide if tick.year]
        narrow = {tick.at for tick in _apart(years if len(years) > 1 else wide, edge, NARROW / WIDTH)}
        found += [replace(tick, narrow=tick.at in narrow) for tick in wide]
    return found


def _candidates(stretch: Stretch) -> Iterator[Tick]:
    """A label at each step of the smallest one whose labels stand apart."""
    step = next((s for s in _STEPS if _fits(stretch, s)), _STEPS[-1])
    days = list(_days(stretch, step))
    if not days or (step[1] > 1 and stretch.first in _days(stretch, (step[0], 1))):
        days.insert(0, stretch.first)
    for day in dict.fromkeys(days):
        yield _tick(stretch, day, step[0])


def _fits(stretch: Stretch, step: tuple[str, int]) -> bool:
    unit, count = step
    per_day = (stretch.right - stretch.left) / (stretch.end - stretch.first)
    letters = {"day": 6, "month": 4, "year": 4}[unit]
    return per_day * _DAYS[unit] * count >= letters * _CHARACTER + _ROOM


def _days(stretch: Stretch, step: tuple[str, int]) -> Iterator[int]:
    """The days of a stretch at which a step begins; weeks begin on Mondays."""
    unit, count = step
    if unit == "day":
        yield from (day for day in range(stretch.first, stretch.end) if (day - 1) % count == 0)
        return
    first, last = Date.fromordinal(stretch.first), Date.fromordinal(stretch.end - 1)
    for year in range(first.year, last.year + 1):
        for month in range(1, 13, count) if unit == "month" else (1,):
            day = Date(year, month, 1).toordinal()
            if stretch.first <= day < stretch.end and (unit == "month" or year % count == 0):
                yield day


def _tick(stretch: Stretch, ordinal: int, unit: str) -> Tick:
    day = Date.fromordinal(ordinal)
    if unit == "year":
        return Tick(stretch.at(ordinal), str(day.year), "")
    month = MONTHS[day.month - 1][:3]
    return Tick(stretch.at(ordinal), month if unit == "month" else f"{day.day} {month}", str(day.year))


def _apart(shown: Sequence[Tick], edge: float, scale: float) -> list[Tick]:
    """Those that do not run into the one before or over the edge, the first one always; a year where it changes."""
    kept: list[Tick] = []
    free, year = -math.inf, ""
    for tick in shown:
        ends = tick.at * scale + len(tick.label) * _CHARACTER + _ROOM
        if tick.at * scale < free or (kept and ends > edge * scale):
            continue
        kept.append(replace(tick, year="" if tick.year == year else tick.year))
        free, year = ends, tick.year
    return kept
