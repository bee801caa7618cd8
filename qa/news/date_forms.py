"""The forms in which news text names dates, each with the rule that turns it into days."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from qa.news import periods
from qa.news.periods import Date, Period

_MONTH = (
    r"(?:January|Jan\.?|February|Feb\.?|March|Mar\.|April|Apr\.?|May|June|Jun\.|July|Jul\.|August|Aug\.?|"
    r"September|Sept?\.?|October|Oct\.?|November|Nov\.?|December|Dec\.?)(?![a-z])"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:])(?!,\d|\.\d|\s?%)"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
_PART = (
    r"(?:(?P<part>early|mid|middle\s+of|late|beginning\s+of|start\s+of|end\s+of|the\s+end"
    r"\s+of)[\s-]+(?:the\s+)?(?:in\s+)?)?"
)
_NUMBERS = {
    w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "the": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "a couple of": 2, "several": 0, "few": 0}
_NUMBER = (
    r"(?:a\s+couple\s+of|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|twenty|thirty|\d{1,3})"
)
_UNIT = r"(?:day|week|fortnight|month|year|decade)s?"
_AHEAD = 6  # a day to come counts as this many times as far off as one past
_HOLIDAY = (
    r"(?:New\s+Year['’]s\s+(?:Eve|Day)|New\s+Year['’]s|Christmas(?:\s+(?:Eve|Day))?|Boxing\s+Day|Valentine['’]s\s+Day|"
    r"May\s+Day|Halloween|Easter(?:\s+(?:Sunday|Monday))?|Good\s+Friday|Palm\s+Sunday|Ash\s+Wednesday|"
    r"(?:the\s+)?Fourth\s+of\s+July|Bastille\s+Day|Thanksgiving)"
)


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


def _full(match: re.Match[str], context: Context) -> Period | None:
    number = int(match["month"]) if match["month"].isdigit() else month_number(match["month"])
    first = _date(int(match["year"]), number, _int(match["day"]))
    last = _date(int(match["year"]), number, _int(match["to"])) if match.groupdict().get("to") else first
    return None if first is None or last is None or last < first else _between(first, last)


def _month_day(match: re.Match[str], context: Context) -> Period | None:
    number, day = month_number(match["month"]), _int(match["day"])
    first = _nearest(lambda year: _date(year, number, day), context)
    if first is None:
        return None
    last = _date(first.year, number, _int(match["to"])) if match.groupdict().get("to") else first
    return None if last is None or last < first else _between(first, last)


def _month_year(match: re.Match[str], context: Context) -> Period | None:
    return periods.part(periods.month(int(match["year"]), month_number(match["month"])), _part_of(match))


def _month(match: re.Match[str], context: Context) -> Period | None:
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


def _year(match: re.Match[str], context: Context) -> Period | None:
    return periods.part(periods.year(int(match["year"])), _part_of(match))


def _decade(match: re.Match[str], context: Context) -> Period | None:
    return periods.part(periods.decade(int(match["year"])), _part_of(match))


def _season(match: re.Match[str], context: Context) -> Period | None:
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


def _quarter(match: re.Match[str], context: Context) -> Period | None:
    year = int(match["year"]) if match["year"] else context.today.year if context.today else None
    if year is None:
        return None
    place = "first second third fourth".split().index(match["nth"].lower())
    months = 6 if match["unit"] == "half" else 3
    if place * months >= 12:
        return None
    first = Date(year, place * months + 1, 1)
    return periods.span(first, first + relativedelta(months=months, days=-1), "quarter")


def _weekday(match: re.Match[str], context: Context) -> Period | None:
    if context.today is None:
        return None
    number, how = periods.WEEKDAYS.index(match["weekday"].lower()), (match["how"] or "").lower()
    if how in ("last", "next"):
        monday = periods.week(context.today).first
        return periods.day(monday + datetime.timedelta(days=number + (-7 if how == "last" else 7)))
    if context.future or how in ("this", "coming"):
        return periods.day(context.today + datetime.timedelta(days=(number - context.today.weekday()) % 7))
    return periods.day(context.today - datetime.timedelta(days=(context.today.weekday() - number) % 7))


def _near_today(match: re.Match[str], context: Context) -> Period | None:
    if context.today is None:
        return None
    words = match.group().lower()
    off = -1 if words.startswith(("yesterday", "last")) else 1 if words.startswith("tomorrow") else 0
    if "before yesterday" in words or "after tomorrow" in words:
        off = -2 if "yesterday" in words else 2
    return periods.day(context.today + datetime.timedelta(days=off))


def _relative_unit(match: re.Match[str], context: Context) -> Period | None:
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


def _ago(match: re.Match[str], context: Context) -> Period | None:
    count = _count(match["count"])
    if context.today is None or not count:
        return None
    return periods.shift(periods.day(context.today), -count, _unit(match["unit"]))


def _past(match: re.Match[str], context: Context) -> Period | None:
    """ "the past three days": up to today."""
    if context.today is None or not (count := _count(match["count"])):
        return None
    unit = _unit(match["unit"])
    delta = (
        relativedelta(**{f"{unit}s": count}) if unit in ("day", "week", "month", "year") else relativedelta(years=10)
    )
    return periods.span(context.today - delta, context.today)


def _later(match: re.Match[str], context: Context) -> Period | None:
    """ "two days later", "a week earlier": counted from the day named before."""
    count = _count(match["count"])
    if context.previous is None or not count:
        return None
    back = match["way"].lower() in ("earlier", "before", "previously", "prior")
    return periods.shift(context.previous, -count if back else count, _unit(match["unit"]))


def _after(match: re.Match[str], context: Context) -> Period | None:
    """ "two days after the vote": counted from when the text says that the vote was; beside a date, that date."""
    count = _count(match["count"])
    if context.beside is not None:
        return context.beside
    event = context.event(context.after)
    if event is None or not count:
        return None
    return periods.shift(event, -count if match["way"].lower() == "before" else count, _unit(match["unit"]))


def _next_day(match: re.Match[str], context: Context) -> Period | None:
    """ "the next day", "the day before", "the same day": beside the day named before."""
    if context.previous is None or context.previous.precision != "day":
        return None
    words = match.group().lower()
    step = 0 if re.search("same|that", words) else -1 if re.search("before|previous|earlier", words) else 1
    return periods.shift(context.previous, step, "day")


def _holiday(match: re.Match[str], context: Context) -> Period | None:
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


_BEFORE_A_MONTH = "in In since Since by By until Until during During from From of after After before Before"
_TO = rf"(?:\s?[-–]\s?|\s+(?:to|and|through)\s+)(?P<to>{_DAY})"
_OF_DAY = r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night))?"
_SMALL = r"(?:,?\s+(?:of\s+)?)"

FORMS: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(form), rule)
    for form, rule in (
        (rf"(?:\b{_WEEKDAY},?\s+)?\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:{_TO})?,?\s+(?P<year>{_YEAR})", _full),
        (rf"(?:\b{_WEEKDAY},?\s+)?(?<![\d,.$])\b(?P<day>{_DAY})(?:{_TO})?\s+(?:of"
         rf"\s+)?(?P<month>{_MONTH}),?\s+(?P<year>{_YEAR})", _full),
        (rf"(?<![\d-])(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)(?!\d)", _full),
        (rf"(?:\b{_WEEKDAY},?\s+)?\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:{_TO})?", _month_day),
        (rf"(?:\b{_WEEKDAY},?\s+)?(?<![\d,.$])\b(?P<day>{_DAY})(?:{_TO})?\s+(?:of"
         rf"\s+)?(?P<month>{_MONTH})(?!\s+\d)", _month_day),
        (rf"\b(?i:{_PART})(?P<month>{_MONTH}){_SMALL}(?P<year>{_YEAR})", _month_year),
        (
            rf"\b(?i:{_PART})(?:(?P<how>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming)\s+)"
            rf"(?P<month>{_MONTH})(?!\s+\d)", _month,
        ),
        (rf"\b(?i:(?P<part>early|mid|late|end\s+of))[\s-]+(?P<how>)(?P<month>{_MONTH})(?!\s+\d)", _month),
        *(
            (rf"(?P<part>)(?P<how>)(?<=\b{word}\s)(?P<month>{_MONTH})(?!\s+\d)", _month)
            for word in _BEFORE_A_MONTH.split()
        ),
        (rf"\b(?i:{_PART})(?<![\d,.$£€#/-])(?P<year>{_YEAR})(?![\d,]\d|[.]\d|\s?%|/|-\d)", _year),
        (rf"\b(?i:{_PART})(?P<year>(?:1[5-9]|20)\d0)['’]?s\b", _decade),
        (rf"\b(?P<how>)(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:\s+of)?"
         rf"\s+(?P<year>{_YEAR})", _season),
        (r"\b(?P<how>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast)\s+(?P<season>spring|summer|autumn|fall"
         r"|winter)\b(?P<year>)", _season),
        (
            rf"\b(?i:(?P<nth>first|second|third|fourth)\s+(?P<unit>quarter|half)\s+of\s+(?:the\s+year\b|"
            rf"(?:this\s+year\b)|(?P<year>{_YEAR})))", _quarter,
        ),
        (rf"\b(?:(?P<how>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s+)?(?P<weekday>{_WEEKDAY}){_OF_DAY}", _weekday),
        (r"\b(?i:(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow))\b", _near_today),
        (r"\b(?i:today|tonight|yesterday|tomorrow|this\s+(?:morning|afternoon|evening)|last\s+night)\b", _near_today),
        (
            r"\b(?i:(?:(?P<part>early|mid|late|end\s+of)[\s-]+(?:in\s+)?)?(?:the\s+)?"
            r"(?P<how>last|this|next|previous|coming)\s+(?P<unit>week|month|year|decade|weekend))\b", _relative_unit,
        ),
        (r"\b(?i:(?P<part>)(?:over|at|during|on|for)\s+(?P<how>the)\s+(?P<unit>weekend))\b", _relative_unit),
        (rf"\b(?i:(?P<count>{_NUMBER})\s+(?P<unit>{_UNIT})\s+ago)\b", _ago),
        (rf"\b(?i:(?:the|these)\s+(?:past|last)\s+(?P<count>{_NUMBER})\s+(?P<unit>{_UNIT}))\b", _past),
        (
            rf"\b(?i:(?P<count>{_NUMBER})\s+(?P<unit>{_UNIT})\s+(?P<way>later|earlier|afterwards?"
            rf"|previously|prior|before|after))"
            r"(?=\s*[,.;:!?”\"\n]|$)", _later,
        ),
        (rf"\b(?i:(?P<count>{_NUMBER})\s+(?P<unit>{_UNIT})\s+(?P<way>later|earlier))\b", _later),
        (rf"\b(?i:(?P<count>{_NUMBER}|the)\s+(?P<unit>{_UNIT})\s+(?P<way>after|before))(?=\s+\w)", _after),
        (
            r"\b(?i:the\s+(?:next|following|previous|same)\s+(?:day|morning|afternoon|evening"
            r"|night)|that\s+(?:same\s+)?"
            r"(?:day|morning|afternoon|evening|night)|the\s+day\s+(?:before|after)(?=\s*[,.;:]|$))\b", _next_day,
        ),
        (rf"\b(?P<name>{_HOLIDAY})(?:,?\s+(?P<year>{_YEAR}))?", _holiday),
    )
)  # fmt: skip
