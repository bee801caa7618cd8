"""Days as answers name them, compared only as precisely as each is known."""

from __future__ import annotations

import calendar
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


_MONTH_DAY = r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8})"
_DATELINE = re.compile(
    rf"\W*[^\W\d_a-z][^\W\d_a-z .’'-]+(?:,\s+[^\W\d_][\w .’'-]{{0,30}})?,?\s+\(?{_MONTH_DAY}(?:,\s+\d{{4}})?\)?"
    r"\s*(?:\([^)]{1,30}\)\s*)?[-–—:]"
)
_BARE_GAP = re.compile(
    r"^(?:(?:about|nearly|almost|just|some|over|more than|less than)\s+)?[\w-]+\s+"
    r"(?:minute|hour|day|week|month|year|decade)s?(?:\s+(?:after|before|since|from))?$",
    re.IGNORECASE,
)


def tells_day(answer: Answer) -> bool:
    """Whether an answer's words can be when something happened: neither the day in a dateline, which is when the
    report was written, nor a stretch from something else ("three months after")."""
    if len(answer.short) != 1 or not answer.citations:
        return False
    dateline = _DATELINE.match(answer.citations[0].quote)
    if dateline is not None and answer.short[0].strip(" .,") in dateline.group():
        return False
    return not _BARE_GAP.match(answer.short[0]) or bool(re.match(r"(?:this|last|next|that)\b", answer.short[0], re.I))


def day(answer: Answer) -> Day | None:
    """The one day, month or year an answer gives; None for none, several, or a stretch such as a week."""
    if not tells_day(answer):
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


def stretch(answer: Answer) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of the time an answer names, a week or a weekend too; None where the year is open."""
    if not tells_day(answer):
        return None
    if len(answer.resolved) == 1:
        return answer.resolved[0].first, answer.resolved[0].last
    found = day(answer)
    if found is None or found.year is None:
        return None
    last = 31 if found.month is None else calendar.monthrange(found.year, found.month)[1]
    try:
        first_day = datetime.date(found.year, found.month or 1, found.day or 1)
        return first_day, datetime.date(found.year, found.month or 12, found.day or last)
    except ValueError:
        return None


def overlap(a: Answer, b: Answer) -> bool:
    """Whether two answers name times with a day in common."""
    one, other = stretch(a), stretch(b)
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


def placed_by(answers: Sequence[Answer], place: int) -> list[Answer]:
    """The answers, a day without a year at ``place`` read as the one that is nearest to the others' days."""
    known = [s for n, a in enumerate(answers) if n != place and (s := stretch(a)) is not None]
    loose = day(answers[place])
    if not known or loose is None or loose.year is not None or loose.month is None or loose.day is None:
        return list(answers)
    near = known[0][0]
    dates = [d for y in (-1, 0, 1) if (d := replace(loose, year=near.year + y).date) is not None]
    if not dates:
        return list(answers)
    nearest = min(dates, key=lambda d: abs((d - near).days))
    words = answers[place].short[0]
    fixed = replace(answers[place], resolved=[ResolvedDate(words, 0, len(words), nearest, nearest, "day")])
    return [fixed if n == place else a for n, a in enumerate(answers)]


def surely_before(a: Answer, b: Answer) -> bool:
    """Whether the time one answer names is over before the other's begins."""
    one, other = stretch(a), stretch(b)
    if one is not None and other is not None:
        return one[1] < other[0]
    known = dated([a, b])
    return known is not None and certainly_before(known[0], known[1])


def certainly_before(a: Day, b: Day) -> bool:
    """Whether ``a`` is before ``b`` whatever the parts are that either leaves out."""
    for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day)):
        if x is None or y is None:
            return False
        if x != y:
            return x < y
    return False
