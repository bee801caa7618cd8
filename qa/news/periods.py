"""Stretches of days that date expressions name: pure functions of a day.

Weeks run from Monday to Sunday (ISO 8601); seasons are the northern hemisphere's whole months.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

Date = datetime.date
Precision = Literal["day", "days", "week", "month", "season", "quarter", "year", "years"]

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first month


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included, and how exactly they were named."""

    first: Date
    last: Date
    precision: Precision

    @property
    def label(self) -> str:
        """As a person writes it: "2 January 2020", "January 2020", "2009", "30 December 2019 to 5 January 2020"."""
        first = f"{self.first.day} {MONTHS[self.first.month - 1]} {self.first.year}"
        if self.first == self.last:
            return first
        if self == month(self.first.year, self.first.month):
            return f"{MONTHS[self.first.month - 1]} {self.first.year}"
        if self == year(self.first.year):
            return str(self.first.year)
        if self.precision == "years" and self == decade(self.first.year):
            return f"{self.first.year}s"
        return f"{first} to {self.last.day} {MONTHS[self.last.month - 1]} {self.last.year}"


def day(date: Date) -> Period:
    """One day."""
    return Period(date, date, "day")


def span(first: Date, last: Date, precision: Precision = "days") -> Period:
    """From one day to another."""
    return Period(first, last, precision)


def week(date: Date) -> Period:
    """The week that a day is in."""
    monday = date - datetime.timedelta(days=date.weekday())
    return Period(monday, monday + datetime.timedelta(days=6), "week")


def weekend(date: Date) -> Period:
    """Saturday and Sunday of the week that a day is in."""
    sunday = week(date).last
    return Period(sunday - datetime.timedelta(days=1), sunday, "days")


def month(year_: int, number: int) -> Period:
    """A calendar month."""
    first = Date(year_, number, 1)
    return Period(first, first + relativedelta(months=1, days=-1), "month")


def year(number: int) -> Period:
    """A calendar year."""
    return Period(Date(number, 1, 1), Date(number, 12, 31), "year")


def decade(number: int) -> Period:
    """The ten years that begin with ``number``."""
    return Period(Date(number, 1, 1), Date(number + 9, 12, 31), "years")


def season(name: str, number: int) -> Period:
    """A season by the year it begins in; the winter of 2019 ends in February 2020."""
    first = Date(number, SEASONS[name], 1)
    return Period(first, first + relativedelta(months=3, days=-1), "season")


def part(whole: Period, which: str) -> Period:
    """The "early", "mid", "late" part of a period: a third of it, in days of a month, months of a year, years."""
    if which not in ("early", "mid", "late"):
        return whole
    third = ("early", "mid", "late").index(which)
    if whole.precision == "month":
        first, last = ((1, 10), (11, 20), (21, whole.last.day))[third]
        return Period(whole.first.replace(day=first), whole.first.replace(day=last), "days")
    if whole.precision == "year":
        first_month, last_month = ((1, 4), (5, 8), (9, 12))[third]
        end = month(whole.first.year, last_month).last
        return Period(Date(whole.first.year, first_month, 1), end, "season")
    if whole.precision == "years":
        low, high = ((0, 3), (4, 6), (7, 9))[third]
        return Period(Date(whole.first.year + low, 1, 1), Date(whole.first.year + high, 12, 31), "years")
    return whole


def shift(period: Period, count: int, unit: str) -> Period:
    """A period moved by whole units and made as vague as the unit: "two years later" names a year, not a day."""
    if unit == "decade":
        count, unit = 10 * count, "year"
    if unit == "fortnight":
        count, unit = 2 * count, "week"
    if unit in ("day", "week"):
        moved = datetime.timedelta(days=count * (1 if unit == "day" else 7))
        return Period(period.first + moved, period.last + moved, period.precision)
    moment = period.first + relativedelta(**{f"{unit}s": count})
    return month(moment.year, moment.month) if unit == "month" else year(moment.year)


def holiday(name: str, number: int) -> Period | None:
    """A holiday's day in a year; None for a name that is none, or whose day no rule gives."""
    sunday = easter(number)
    days = {
        "new year's eve": Date(number, 12, 31), "new year's day": Date(number, 1, 1), "new year's": Date(number, 1, 1),
        "christmas eve": Date(number, 12, 24), "christmas day": Date(number, 12, 25), "christmas": Date(number, 12, 25),
        "boxing day": Date(number, 12, 26), "valentine's day": Date(number, 2, 14), "may day": Date(number, 5, 1),
        "halloween": Date(number, 10, 31), "easter sunday": sunday, "easter": sunday,
        "good friday": sunday - datetime.timedelta(days=2), "easter monday": sunday + datetime.timedelta(days=1),
        "palm sunday": sunday - datetime.timedelta(days=7), "ash wednesday": sunday - datetime.timedelta(days=46),
        "fourth of july": Date(number, 7, 4), "bastille day": Date(number, 7, 14),
        "thanksgiving": Date(number, 11, 1) + datetime.timedelta(days=(3 - Date(number, 11, 1).weekday()) % 7 + 21),
    }  # fmt: skip
    found = days.get(name)
    return day(found) if found else None
