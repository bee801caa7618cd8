"""Numbers and dates of a sentence, and whether the passages it cites carry them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from qa.news.quantities import Quantity, quantities

_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:1[4-9]\d\d|20\d\d)"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTH_DAY = re.compile(
    rf"\b({_MONTH})\b(?:\.\s*|\s+)(\d{{1,2}})(?:st|nd|rd|th)?\b(?![,.]\d|:\d)(?:,?\s+({_YEAR})\b)?", re.I
)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\b\.?(?:,?\s+({_YEAR})\b)?", re.I)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\b\.?,?\s+(?:of\s+)?({_YEAR})\b", re.I)
_ISO = re.compile(rf"\b({_YEAR})-(\d\d)(?:-(\d\d))?(?!\d)")
_MONTH_ALONE = re.compile(
    r"\b(January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|(?<=[a-z] )(May)\b|(?<=mid-)(May)\b"
)
_YEAR_ALONE = re.compile(rf"(?<![\d,.$€£#-])\b({_YEAR})\b(?![,.]\d|%|\s*(?:percent|miles|people|troops|feet|dollars))")
_DECADE = re.compile(r"\b(?:((?:1[4-9]|20)\d)0s|(?:['’])(\d)0s)\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(_DAYS)})s?\b", re.I)
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?\s?m\b|\b(\d{1,2}):(\d\d)\b|\b(noon|midnight)\b", re.I)
_RELATIVE = re.compile(
    r"\b(yesterday|today|tonight|tomorrow|(?:last|next|this|previous|following) (?:week|month|year|decade|century|"
    r"night|spring|summer|autumn|fall|winter|weekend))\b",
    re.I,
)
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b", re.I)
_ONES = {w: i for i, w in enumerate("one two three four five six seven eight nine".split(), start=1)}
_ORDINAL_WORDS = {
    w: i
    for i, w in enumerate(
        """second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
        sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        start=2,
    )
}
_TENS_ORDINAL = re.compile(
    rf"\b(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ]"
    rf"(?P<unit>first|{'|'.join(list(_ORDINAL_WORDS)[:8])})\b|\b(?P<alone>thirtieth|fortieth|fiftieth|sixtieth|seventieth|"
    r"eightieth|ninetieth|hundredth)\b",
    re.I,
)
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_HUNDREDS = re.compile(rf"\b(?P<count>{'|'.join(_ONES)}|an?)\s+hundred(?:\s+and)?\s+$", re.I)
_TWO = re.compile(r"\b(?:both|pair|couple|twin|twins|double[ds]?|doubling|twice|either|neither|duo)\b", re.I)
# A number that is stated more loosely than the source states it is still carried; one stated more sharply is not.
_LOOSER = {"exact": {"exact"}, "about": {"about", "exact", "nearly"}, "nearly": {"nearly", "about"},
           "at least": {"at least"}, "at most": {"at most"}, "vague": {"vague"}}  # fmt: skip
_SPELT_HEDGES = {"younger than": "under", "older than": "over", "as high as": "up to", "as tall as": "up to",
                 "as low as": "at least", "reaching": "up to", "peaking at": "up to"}  # fmt: skip
_SPELT_HEDGE = re.compile(rf"\b(?:{'|'.join(_SPELT_HEDGES)})\b(?= \W?\d)", re.I)
_PLUS = re.compile(r"\s?(?:[-–]plus\b|\+|plus\b(?! \d)|(?:[a-z]+ )?or (?:more|longer|older)\b)", re.I)
_ONE_SPAN = re.compile(
    r"\b(?:an?|the (?:past|last)|one) (?P<unit>second|minute|hour|day|week|month|year|decade)\b", re.I
)
_LONG_SPANS = {"centur": 100, "millenni": 1000}
_LONG_SPAN = re.compile(r"[\s-]+(?P<unit>centur|millenni)(?:y|ies|um|a|ums)\b", re.I)
_YEAR_SECONDS = 31556952.0


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or part of one; None for what is not said."""

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday is 0
    other: str = ""  # "2 p.m.", "last week", "1980s": what is compared as it stands


def _month(name: str) -> int:
    return _MONTHS[name[:3].lower()]


_Maker = Callable[[re.Match[str]], Moment]
_FORMS: tuple[tuple[re.Pattern[str], _Maker], ...] = (  # the longer forms first: what one took the next does not see
    (_ISO, lambda m: Moment(m[0], int(m[1]), int(m[2]), int(m[3]) if m[3] else None)),
    (_MONTH_DAY, lambda m: Moment(m[0], int(m[3]) if m[3] else None, _month(m[1]), int(m[2]))),
    (_DAY_MONTH, lambda m: Moment(m[0], int(m[3]) if m[3] else None, _month(m[2]), int(m[1]))),
    (_MONTH_YEAR, lambda m: Moment(m[0], int(m[2]), _month(m[1]))),
    (_DECADE, lambda m: Moment(m[0], other=f"{m[1] or ''}{m[2] or ''}"[-1:] + "0s")),
    (_MONTH_ALONE, lambda m: Moment(m[0], month=_month(next(g for g in m.groups() if g)))),
    (_YEAR_ALONE, lambda m: Moment(m[0], int(m[1]))),
    (_WEEKDAY, lambda m: Moment(m[0], weekday=_DAYS.index(m[1].lower()))),
    (_CLOCK, lambda m: Moment(m[0], other=_clock(m))),
    (_RELATIVE, lambda m: Moment(m[0], other=m[1].lower())),
)


@lru_cache(4096)
def moments(text: str) -> tuple[Moment, ...]:
    """All dates, years, weekdays, times and words such as "last week" of a text; empty where there are none."""
    found: list[Moment] = []
    for pattern, make in _FORMS:
        found.extend(make(match) for match in pattern.finditer(text))
        text = pattern.sub(lambda m: " " * len(m.group()), text)
    return tuple(found)


def _clock(m: re.Match[str]) -> str:
    if m[6]:
        return "12:00" if m[6].lower() == "noon" else "0:00"
    if m[4]:
        return f"{int(m[4])}:{m[5]}"
    hour = int(m[1]) % 12 + (12 if m[3].lower() == "p" else 0)
    return f"{hour}:{m[2] or '00'}"


def _published(published: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def carried_date(moment: Moment, sources: list[tuple[str, str | None]], *, itself: bool = True) -> bool:
    """Whether one of ``sources``, (text, date of publication), says or implies the date.

    A weekday is the last one before publication; a date without its year is of the year of publication. With
    ``itself`` the date of publication is carried too.
    """
    return any(_carries(moment, text, published, itself) for text, published in sources)


def _carries(moment: Moment, text: str, published: str | None, itself: bool) -> bool:
    out = _published(published)
    there = list(moments(text))
    if not itself:
        pass
    elif out:
        there.append(Moment("", out.year, out.month, out.day, out.weekday()))
    elif published and re.match(r"\d{4}", published):
        there.append(Moment("", int(published[:4]), int(published[5:7]) if len(published) > 6 else None))
    if moment.other:
        return any(moment.other == m.other for m in there) or _hour_only(moment.other, there)
    return any(_same(moment, m, out) for m in there)


def _hour_only(other: str, there: list[Moment]) -> bool:
    return bool(re.fullmatch(r"\d+:00", other)) and any(m.other == other for m in there)


def _same(wanted: Moment, have: Moment, out: datetime.date | None) -> bool:
    year, month, day, weekday = have.year, have.month, have.day, have.weekday
    if out and weekday is not None and month is None:
        resolved = out - datetime.timedelta(days=(out.weekday() - weekday) % 7)
        year, month, day = resolved.year, resolved.month, resolved.day
    if have.other in ("last year", "this year", "today", "yesterday") and out:
        back = datetime.timedelta(days=have.other == "yesterday")
        year = out.year - (have.other == "last year")
        if have.other in ("today", "yesterday"):
            month, day = (out - back).month, (out - back).day
    if out and month is not None and year is None:
        year = out.year if datetime.date(out.year, month, 1) <= out else out.year - 1
        if wanted.year in (out.year, out.year - 1):
            year = wanted.year if have.year is None and day is None else year
    if weekday is None and wanted.weekday is not None and None not in (year, month, day):
        weekday = _weekday(year, month, day)
    pairs = ((wanted.year, year), (wanted.month, month), (wanted.day, day), (wanted.weekday, weekday))
    return all(w is None or w == h for w, h in pairs)


def _weekday(year: int | None, month: int | None, day: int | None) -> int | None:
    try:
        return datetime.date(year or 0, month or 0, day or 0).weekday()
    except ValueError:
        return None


def unquoted(text: str) -> str:
    """The text without quotation marks, so that a number half of which is quoted is read as one."""
    return re.sub('[“”"]', "", text)


def without_dates(text: str) -> str:
    """The text with its dates blanked out, so that their figures are not taken for numbers; same length."""
    for pattern in (_ISO, _MONTH_DAY, _DAY_MONTH, _MONTH_YEAR, _DECADE, _YEAR_ALONE, _CLOCK):
        text = pattern.sub(lambda m: " " * len(m.group()), text)
    return text


@lru_cache(4096)
def numbers(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text; dates, years, ordinals and "several" or "a few" are none."""
    plain = _ORDINAL.sub(lambda m: " " * len(m.group()), without_dates(text))
    plain = _SPELT_HEDGE.sub(lambda m: _SPELT_HEDGES[m.group().lower()].ljust(len(m.group())), plain)
    read = [_with_ending(q, plain) for q in quantities(plain)]
    return tuple(q for q in read if q.hedge != "vague" or q.low >= 20)


def _with_ending(q: Quantity, text: str) -> Quantity:
    """The quantity with what stands behind it: "two centuries" as years, "2,000-plus" as at least 2,000."""
    if not q.dimension and (span := _LONG_SPAN.match(text, q.end)):
        years = _LONG_SPANS[span["unit"].lower()] * _YEAR_SECONDS
        q = replace(q, dimension="time", factor=years, end=span.end())
    if q.hedge == "exact" and (plus := _PLUS.match(text, q.end)):
        q = replace(q, hedge="at least", end=plus.end())
    return q


@lru_cache(4096)
def single_spans(text: str) -> tuple[Quantity, ...]:
    """Spans of time that an article counts: "a decade" is one decade."""
    found = (quantities(f"one {m['unit']}") for m in _ONE_SPAN.finditer(text))
    return tuple(q for read in found for q in read)


def carried_number(number: Quantity, text: str) -> bool:
    """Whether ``text`` states the number: same value, same kind of unit, and a hedge that the number keeps."""
    if any(_same_number(number, other) for other in numbers(text)):
        return True
    if number.dimension == "time" and any(_same_number(number, other) for other in single_spans(text)):
        return True
    return number.low == number.high == 2 and not number.dimension and bool(_TWO.search(text))


def _same_number(a: Quantity, b: Quantity) -> bool:
    if a.dimension and b.dimension and a.dimension != b.dimension:
        return False
    if b.hedge not in _LOOSER[a.hedge]:
        return False
    factors = (a.factor, b.factor) if a.dimension and b.dimension else (1.0, 1.0)
    room = 0.05 if factors[0] != factors[1] else 1e-6
    pairs = ((a.low * factors[0], b.low * factors[1]), (a.high * factors[0], b.high * factors[1]))
    return all(abs(x - y) <= room * max(abs(x), abs(y), 1e-9) for x, y in pairs)


@lru_cache(4096)
def ordinals(text: str) -> tuple[int, ...]:
    """The ordinal numbers from second on; days of the month are none. "first" is an ordinary word here."""
    plain = without_dates(text)
    single = _TENS_ORDINAL.sub(" ", plain.lower())
    words = [_ORDINAL_WORDS[w] for w in re.findall(r"[a-z]+", single) if w in _ORDINAL_WORDS]
    compound = [(m.start(), _compound(m)) for m in _TENS_ORDINAL.finditer(plain.lower())]
    hundreds = [(_HUNDREDS.search(plain.lower()[:at]), value) for at, value in compound]
    found = [value + 100 * _ONES.get(m["count"], 1) if m else value for m, value in hundreds]
    return tuple([int(m[1]) for m in _ORDINAL.finditer(plain)] + words + found)


def _compound(match: re.Match[str]) -> int:
    """38 for "thirty-eighth"."""
    if match["alone"]:
        return {"hundredth": 100}.get(match["alone"]) or _TENS[match["alone"].replace("ieth", "y")]
    return _TENS[match["tens"]] + _ORDINAL_WORDS.get(match["unit"], 1)
