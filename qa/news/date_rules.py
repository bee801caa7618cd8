"""What the words of a date mean, as days: one rule for each form in which news text names dates.

A rule gets the match of its form and what the date is read against; None where no day can be told.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from qa.news import periods
from qa.news.periods import Date, Period

_NUMBERS = {
    w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "the": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "a couple of": 2, "several": 0, "few": 0}
_AHEAD = 6  # a day to come counts as this many times as far off as one past


@dataclass(slots=True)
class Context:
    """What a date expression is read against."""

    today: Date | None  # the day the text was written for
    previous: Period | None  # the last day named before
    beside: Period | None  # the same, where nothing but a comma stands between
    years: int | None  # the year of the last full date nearby, where it is not today's
    future: bool  # the clause speaks of what is to come
    after: str  # the text that follows, to the end of the sentence
    event: Callable[[str], Period | None]  # when what these words tell of happened, as the text dated it before


Rule = Callable[[re.Match[str], Context], Period | None]


def month_number(name: str) -> int:
    """1 to 12, from a month's name or abbreviation."""
    return [m[:3] for m in periods.MONTHS].index(name[:3].capitalize()) + 1


def _part_of(match: re.Match[str]) -> str:
    words = (match["part"] or "").split()
    return {"middle": "mid", "beginning": "early", "start": "early", "end": "late", "the": "late"}.get(
        words[0] if words else "", words[0] if words else ""
    )


def full(match: re.Match[str], context: Context) -> Period | None:
    """ "March 3, 2021", "3 to 5 March 2021", "2021-03-03"."""
    number = int(match["month"]) if match["month"].isdigit() else month_number(match["month"])
    first = _date(int(match["year"]), number, _int(match["day"]))
    last = _date(int(match["year"]), number, _int(match["to"])) if match.groupdict().get("to") else first
    return None if first is None or last is None or last < first else _between(first, last)


def month_day(match: re.Match[str], context: Context) -> Period | None:
    """ "March 3", "3 to 5 March": in the year that is nearest."""
    number, day = month_number(match["month"]), _int(match["day"])
    first = _nearest(lambda year: _date(year, number, day), context)
    if first is None:
        return None
    last = _date(first.year, number, _int(match["to"])) if match.groupdict().get("to") else first
    return None if last is None or last < first else _between(first, last)


def month_year(match: re.Match[str], context: Context) -> Period | None:
    """ "March 2021", "early March 2021"."""
    return periods.part(periods.month(int(match["year"]), month_number(match["month"])), _part_of(match))


def month(match: re.Match[str], context: Context) -> Period | None:
    """ "last March", "late March", "in March"."""
    number, how = month_number(match["month"]), (match["how"] or "").lower()
    if context.today is None:
        return None
    if how in ("last", "past"):
        year = context.today.year - (number >= context.today.month)
    elif how in ("next", "coming"):
        year = context.today.year + (number <= context.today.month)
    elif how == "this":
        year = context.today.year
    else:
        first = _nearest(lambda year: Date(year, number, 1), context)
        year = first.year if first else context.today.year
    return periods.part(periods.month(year, number), _part_of(match))


def year(match: re.Match[str], context: Context) -> Period | None:
    """ "2021", "early 2021"."""
    return periods.part(periods.year(int(match["year"])), _part_of(match))


def decade(match: re.Match[str], context: Context) -> Period | None:
    """ "the 1990s"."""
    return periods.part(periods.decade(int(match["year"])), _part_of(match))


def season(match: re.Match[str], context: Context) -> Period | None:
    """ "last winter", "the summer of 2021"."""
    name, how = match["season"].lower(), (match["how"] or "").lower()
    if match["year"]:
        return periods.season(name, int(match["year"]))
    if context.today is None or not how:
        return None
    seasons = [periods.season(name, context.today.year + k) for k in (-2, -1, 0, 1)]
    if how in ("last", "past"):
        return [s for s in seasons if s.last < context.today][-1]
    if how == "next":
        return next(s for s in seasons if s.first > context.today)
    middle, today = datetime.timedelta(days=45), context.today
    return min(seasons, key=lambda s: abs((s.first + middle - today).days))


def quarter(match: re.Match[str], context: Context) -> Period | None:
    """ "the second quarter of 2021", "the first half of the year"."""
    year = int(match["year"]) if match["year"] else context.today.year if context.today else None
    if year is None:
        return None
    place = "first second third fourth".split().index(match["nth"].lower())
    months = 6 if match["unit"] == "half" else 3
    if place * months >= 12:
        return None
    first = Date(year, place * months + 1, 1)
    return periods.span(first, first + relativedelta(months=months, days=-1), "quarter")


def weekday(match: re.Match[str], context: Context) -> Period | None:
    """ "Thursday", "last Thursday", "Thursday evening"."""
    if context.today is None:
        return None
    number, how = periods.WEEKDAYS.index(match["weekday"].lower()), (match["how"] or "").lower()
    if how in ("last", "next"):
        monday = periods.week(context.today).first
        return periods.day(monday + datetime.timedelta(days=number + (-7 if how == "last" else 7)))
    if context.future or how in ("this", "coming"):
        return periods.day(context.today + datetime.timedelta(days=(number - context.today.weekday()) % 7))
    return periods.day(context.today - datetime.timedelta(days=(context.today.weekday() - number) % 7))


def near_today(match: re.Match[str], context: Context) -> Period | None:
    """ "yesterday", "tonight", "the day after tomorrow"."""
    if context.today is None:
        return None
    words = match.group().lower()
    off = -1 if words.startswith(("yesterday", "last")) else 1 if words.startswith("tomorrow") else 0
    if "before yesterday" in words or "after tomorrow" in words:
        off = -2 if "yesterday" in words else 2
    return periods.day(context.today + datetime.timedelta(days=off))


def relative_unit(match: re.Match[str], context: Context) -> Period | None:
    """ "last week", "this year", "next month", "over the weekend"."""
    today, unit, how = context.today, match["unit"].lower(), match["how"].lower()
    if today is None:
        return None
    step = -1 if how in ("last", "previous") else 1 if how in ("next", "coming") else 0
    if unit == "weekend":
        weeks = step if how != "the" else (1 if context.future else 0 if today.weekday() >= 5 else -1)
        if context.future and how == "the":
            weeks = 0
        return periods.weekend(today + datetime.timedelta(days=7 * weeks))
    if unit == "week":
        return periods.week(today + datetime.timedelta(days=7 * step))
    if unit == "month":
        moved = today + relativedelta(months=step)
        return periods.part(periods.month(moved.year, moved.month), _part_of(match))
    if unit == "decade":
        return periods.decade(10 * (today.year // 10 + step))
    return periods.part(periods.year(today.year + step), _part_of(match))


def ago(match: re.Match[str], context: Context) -> Period | None:
    """ "two weeks ago"."""
    count = _count(match["count"])
    if context.today is None or not count:
        return None
    return periods.shift(periods.day(context.today), -count, _unit(match["unit"]))


def past(match: re.Match[str], context: Context) -> Period | None:
    """ "the past three days": up to today."""
    if context.today is None or not (count := _count(match["count"])):
        return None
    unit = _unit(match["unit"])
    delta = (
        relativedelta(**{f"{unit}s": count}) if unit in ("day", "week", "month", "year") else relativedelta(years=10)
    )
    return periods.span(context.today - delta, context.today)


def later(match: re.Match[str], context: Context) -> Period | None:
    """ "two days later", "a week earlier": counted from the day named before."""
    count = _count(match["count"])
    if context.previous is None or not count:
        return None
    back = match["way"].lower() in ("earlier", "before", "previously", "prior")
    return periods.shift(context.previous, -count if back else count, _unit(match["unit"]))


def after(match: re.Match[str], context: Context) -> Period | None:
    """ "two days after the vote": counted from when the text says that the vote was; beside a date, that date."""
    count = _count(match["count"])
    if context.beside is not None:
        return context.beside
    event = context.event(context.after)
    if event is None or not count:
        return None
    return periods.shift(event, -count if match["way"].lower() == "before" else count, _unit(match["unit"]))


def next_day(match: re.Match[str], context: Context) -> Period | None:
    """ "the next day", "the day before", "the same day": beside the day named before."""
    if context.previous is None or context.previous.precision != "day":
        return None
    words = match.group().lower()
    step = 0 if re.search("same|that", words) else -1 if re.search("before|previous|earlier", words) else 1
    return periods.shift(context.previous, step, "day")


def holiday(match: re.Match[str], context: Context) -> Period | None:
    """ "Christmas", "Easter 2021"."""
    name = re.sub(r"^the\s+", "", " ".join(match["name"].lower().replace("’", "'").split()))
    if match["year"]:
        return periods.holiday(name, int(match["year"]))

    def on(year: int) -> Date | None:
        found = periods.holiday(name, year)
        return found.first if found else None

    first = _nearest(on, context)
    return periods.day(first) if first else None


def _nearest(on: Callable[[int], Date | None], context: Context) -> Date | None:
    """The year that a date without one is in: the nearest, where what is to come must be much nearer than what was."""
    if context.years is not None:
        return on(context.years)
    today = context.today
    if today is None:
        return None
    dates = [found for year in (today.year - 1, today.year, today.year + 1) if (found := on(year))]
    if context.future:
        dates = [found for found in dates if found >= today] or dates
    return min(dates, key=lambda d: (d - today).days * _AHEAD if d > today else (today - d).days, default=None)


def _between(first: Date, last: Date) -> Period:
    return periods.day(first) if first == last else periods.span(first, last)


def _date(year: int, month: int, day: int) -> Date | None:
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def _int(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _count(text: str) -> int:
    plain = " ".join(text.lower().split())
    return int(plain) if plain.isdigit() else _NUMBERS.get(plain, 0)


def _unit(text: str) -> str:
    return text.lower().rstrip("s")
