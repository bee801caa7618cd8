"""Days as answers name them, compared only as precisely as each is known."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.news.dates import ResolvedDate, dates_in
from qa.records import Answer

_ANY_YEAR = datetime.date(1996, 7, 1)  # a leap year's middle: every day and month has its place around it


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is known."""

    year: int | None
    month: int | None
    day: int | None

    @property
    def date(self) -> datetime.date | None:
        """The day, where all of it is known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None


def day_of(text: str, published: str | None) -> Day | None:
    """The one day, month or year that words name; None for none, several, or a stretch such as a week.

    Args:
        text: an answer's words.
        published: ISO 8601, what weekdays and days without a year are counted from. Of a month alone its last day is
            taken; unknown, days keep an unknown year.
    """
    written = _date(f"{published}-28" if re.fullmatch(r"\d{4}-\d\d", published or "") else published or "")
    found = _one(text, written)
    if found is not None or written is not None:
        return found
    yearless = _one(text, _ANY_YEAR) if re.search(r"[A-Za-z]{3,}\.? \d|\d [A-Za-z]{3,}", text) else None
    return None if yearless is None else replace(yearless, year=None)


def _one(text: str, written: datetime.date | None) -> Day | None:
    found = dates_in(f"({text})", written)  # a bracket: four digits after it are a year
    return named(found[0]) if len(found) == 1 else None


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def named(date: ResolvedDate) -> Day | None:
    """A date expression's day, month or year; None for a stretch such as a week."""
    first, precision = date.first, date.precision
    if precision not in ("day", "month", "year"):
        return None
    return Day(first.year, None if precision == "year" else first.month, first.day if precision == "day" else None)


def day(answer: Answer) -> Day | None:
    """The one day, month or year an answer gives; None for none, several, or a stretch such as a week."""
    if len(answer.short) != 1 or not answer.citations:
        return None
    if len(answer.resolved) == 1:
        return named(answer.resolved[0])
    return day_of(answer.short[0], answer.citations[0].published)


def dated(answers: Sequence[Answer]) -> list[Day] | None:
    """The day of each answer; None where one has none.

    Days without a year that stand in one document are taken for days of one year, when they are so close in it that
    no turn of the year can lie between them and no leap day either.
    """
    days = [d for d in (day(a) for a in answers) if d is not None]
    if len(days) != len(answers):
        return None
    documents = {a.citations[0].document_id for a in answers}
    months = [d.month for d in days if d.month is not None]
    if len(documents) > 1 or len(months) < len(days) or any(d.year is not None for d in days):
        return days
    if max(months) - min(months) > 5 or min(months) <= 2 < max(months):
        return days
    return [replace(d, year=1) for d in days]


def key(day: Day) -> tuple[int, int, int]:
    """Sorts days; parts that are not known come first."""
    return day.year or 0, day.month or 0, day.day or 0


def certainly_before(a: Day, b: Day) -> bool:
    """Whether ``a`` is before ``b`` whatever the parts are that either leaves out."""
    for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day)):
        if x is None or y is None:
            return False
        if x != y:
            return x < y
    return False
