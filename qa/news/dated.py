"""Days as an answer names them, compared by value and only as precisely as both say."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from qa.grouping import fold

_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>(?:1[5-9]|20)\d\d)\b)?"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH.replace('month', 'month2')}"
    rf"(?:,? (?P<year2>(?:1[5-9]|20)\d\d)\b)?"
    rf"|\b{_MONTH.replace('month', 'month3')},? (?:of )?(?P<year3>(?:1[5-9]|20)\d\d)\b"
    r"|\b(?P<year4>(?:1[5-9]|20)\d\d)\b(?![,.]?\d)"
)
_WEEKDAYS = {d: i for i, d in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_WEEKDAY = re.compile(rf"\b(?P<last>last |next )?(?P<day>{'|'.join(_WEEKDAYS)})\b")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is known; ``inferred`` when parts were taken from the article's own date."""

    year: int | None
    month: int | None
    day: int | None
    inferred: bool = False

    def next_to(self, other: Day) -> bool:
        """Whether two full dates are one day apart."""
        mine, theirs = self._date(), other._date()
        return mine is not None and theirs is not None and abs((mine - theirs).days) == 1

    def _date(self) -> datetime.date | None:
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None


def days_compatible(a: Day, b: Day) -> bool:
    """Whether two dates can be the same day: no part that both name differs."""
    parts = ((a.year, b.year), (a.month, b.month), (a.day, b.day))
    return all(x is None or y is None or x == y for x, y in parts)


def day_of(text: str, published: str | None) -> Day | None:
    """The one date that an answer names, weekdays counted back from the article's date; None for none or several.

    "last week", "two days later" and the like are not worked out here.
    """
    found = explicit_days(text, published)
    if found:
        return found[0] if len(found) == 1 else None
    weekdays = list(_WEEKDAY.finditer(fold(text)))
    reference = _reference(published)
    if len(weekdays) != 1 or weekdays[0]["last"] or reference is None:
        return None
    back = (reference.weekday() - _WEEKDAYS[weekdays[0]["day"]]) % 7
    day = reference - datetime.timedelta(days=back)
    return Day(day.year, day.month, day.day, inferred=True)


def explicit_days(text: str, published: str | None) -> list[Day]:
    """The dates that a text writes out; a month and day without a year get the year nearest the article's date."""
    found: list[Day] = []
    for match in _DATE.finditer(fold(text)):
        month = _MONTHS.get((match["month"] or match["month2"] or match["month3"] or "")[:3])
        day = match["day"] or match["day2"]
        year = match["year"] or match["year2"] or match["year3"] or match["year4"]
        read = Day(int(year) if year else None, month, int(day) if day else None)
        if read.year is None and (reference := _reference(published)) and read.month and read.day:
            read = _nearest_year(read, reference)
        if read not in found:
            found.append(read)
    return found


def _nearest_year(day: Day, reference: datetime.date) -> Day:
    candidates = [Day(reference.year + shift, day.month, day.day, inferred=False) for shift in (-1, 0, 1)]
    real = [(abs((d - reference).days), c) for c in candidates if (d := c._date()) is not None]
    return min(real, key=lambda pair: pair[0])[1] if real else day


def _reference(published: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
