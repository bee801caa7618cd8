"""Numbers as news writes them: a value or a range, its hedge ("at least", "nearly", "about"), its unit.

A hedged number stands for an interval, so that "at least 25", "25" and "dozens" do not contradict one another while
"about 5,000" and "roughly 5,200" do. How wide a hedge reaches is a reading of ordinary use (a reporter who knows of
50 does not write "at least 25"), stated once, in ``_REACH``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from qa.news.numerals import ONES, PLURALS, SCALES, TENS, Hedge, currency, number_at

Comparison = Literal["compatible", "differs", "not comparable"]

_BEFORE: tuple[tuple[str, Hedge], ...] = (
    ("at least", "at least"), ("no fewer than", "at least"), ("no less than", "at least"),
    ("not less than", "at least"), ("a minimum of", "at least"), ("no more than", "at most"),
    ("not more than", "at most"), ("more than", "at least"),
    ("upwards of", "at least"), ("over", "at least"), ("above", "at least"), ("exceeding", "at least"),
    ("well over", "at least"), ("greater than", "at least"), ("just over", "about"), ("slightly more than", "about"),
    ("a little over", "about"), ("nearly", "nearly"), ("almost", "nearly"), ("close to", "nearly"),
    ("just under", "nearly"), ("just short of", "nearly"), ("as many as", "at most"), ("as much as", "at most"),
    ("up to", "at most"), ("at most", "at most"), ("a maximum of", "at most"), ("fewer than", "at most"),
    ("less than", "at most"), ("under", "at most"), ("below", "at most"), ("about", "about"), ("around", "about"),
    ("roughly", "about"), ("approximately", "about"), ("some", "about"), ("an estimated", "about"),
    ("estimated", "about"), ("approx", "about"), ("circa", "about"), ("nearing", "nearly"), ("approaching", "nearly"),
)  # fmt: skip
_AFTER: tuple[tuple[str, Hedge], ...] = (
    ("or more", "at least"), ("at least", "at least"), ("or so", "about"), ("or fewer", "at most"),
    ("or less", "at most"),
)  # fmt: skip
_REACH: dict[Hedge, tuple[float, float]] = {  # the interval that a hedged value covers, as multiples of the value
    "exact": (1.0, 1.0), "about": (0.965, 1.035), "at least": (1.0, 1.5), "at most": (0.667, 1.0), "nearly": (0.9, 1.0),
    "vague": (1.0, 1.0),
}  # fmt: skip
_MEASURES: dict[str, tuple[str, float]] = {  # unit → (dimension, how many of the dimension's own unit)
    "%": ("share", 1), "percent": ("share", 1), "pct": ("share", 1), "percentage": ("share", 1),
    "second": ("time", 1), "minute": ("time", 60), "hour": ("time", 3600), "day": ("time", 86400),
    "week": ("time", 604800), "month": ("time", 2629746), "year": ("time", 31556952), "decade": ("time", 315569520),
    "metre": ("length", 1), "meter": ("length", 1), "m": ("length", 1), "kilometre": ("length", 1e3),
    "kilometer": ("length", 1e3), "km": ("length", 1e3), "mile": ("length", 1609.344), "foot": ("length", 0.3048),
    "feet": ("length", 0.3048), "ft": ("length", 0.3048), "yard": ("length", 0.9144), "inch": ("length", 0.0254),
    "inches": ("length", 0.0254), "centimetre": ("length", 0.01), "centimeter": ("length", 0.01),
    "cm": ("length", 0.01),
    "acre": ("area", 4046.856), "hectare": ("area", 1e4), "kg": ("mass", 1), "kilogram": ("mass", 1),
    "tonne": ("mass", 1e3), "ton": ("mass", 1e3), "pound": ("mass", 0.4536), "gram": ("mass", 1e-3),
    "degree": ("degree", 1), "mph": ("speed", 0.44704), "kph": ("speed", 0.27778), "km/h": ("speed", 0.27778),
    "dollar": ("$", 1), "euro": ("€", 1), "yen": ("¥", 1), "rupee": ("₹", 1), "litre": ("volume", 1),
    "liter": ("volume", 1), "gallon": ("volume", 3.785), "barrel": ("volume", 158.987), "megawatt": ("power", 1e6),
    "kilowatt": ("power", 1e3), "gigawatt": ("power", 1e9), "watt": ("power", 1),
}  # fmt: skip
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:[a-z]{2,6})?"
_DATES = re.compile(
    rf"\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? (?:1[5-9]|20)\d\d\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b\.?(?:,? (?:1[5-9]|20)\d\d\b)?|\b{_MONTH}\.? (?:1[5-9]|20)\d\d\b"
    r"|\b(?:in|since|until|by|of|from|during|before|after) (?:1[5-9]|20)\d\d\b(?![,.]?\d)|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"\s+(?:\w+\s+)?(?:out\s+)?of\s+(?:(?:the|its|all|their|some)\s+){0,2}(?:[\w-]+['’]s?\s+)?")
_TOKEN = re.compile(
    r"(?:US|A|C|HK)?\$|[€£¥₹%]|[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?|km/h|[^\W\d_]+|[-–—]|[^\w\s]", re.UNICODE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its hedge and unit; offsets are code points of the text it was read from."""

    low: float  # as written; equal to ``high`` unless a range or a plural such as "dozens"
    high: float
    hedge: Hedge
    dimension: str  # "$", "share", "time", "length", …; "" for a count of things
    factor: float  # what one unit is worth in the dimension's own unit
    start: int
    end: int

    @property
    def interval(self) -> tuple[float, float]:
        """The values it may stand for, in the dimension's own unit."""
        down, up = _REACH[self.hedge]
        return self.low * down * self.factor, self.high * up * self.factor


def compare(a: Quantity, b: Quantity) -> Comparison:
    """Whether two quantities can both be right.

    Amounts of different dimensions (dollars and percent) are not comparable; the same dimension in two units (miles
    and kilometres) is compared with 5% of room for rounding.
    """
    if a.dimension != b.dimension:
        return "not comparable"
    if a.hedge == b.hedge == "about":  # two rounded values: the room of one of them, not of both
        b = replace(b, hedge="exact")
    (low_a, high_a), (low_b, high_b) = a.interval, b.interval
    room = 0.05 * max(abs(high_a), abs(high_b)) if a.factor != b.factor else 1e-9 * max(abs(high_a), abs(high_b))
    return "compatible" if low_a <= high_b + room and low_b <= high_a + room else "differs"


@lru_cache(4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of a text, in order; days of the month, years and times of day are none. Empty when there is none.

    "one" is a number only before a scale or a unit ("one million", "one day"): elsewhere it is mostly a pronoun.
    """
    dates = [m.span() for m in _DATES.finditer(text)]
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    tokens = [t for t in tokens if not any(a <= t[1] < b and t[0][0].isdigit() for a, b in dates)]
    words = [t[0].casefold() for t in tokens]
    found, at = [], 0
    while at < len(tokens):
        read = number_at(words, at)
        if read is None:
            at += 1
            continue
        low, high, hedge, end = read
        quantity, at = _finish(tokens, words, at, end, (low, high, hedge))
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def quantity_at(text: str, start: int, end: int) -> Quantity | None:
    """The one quantity that ``text[start:end]`` states, with a hedge or unit that stands just outside of it.

    None where it states none, or several (then it is no single value to compare).
    """
    left, right = max(0, start - 40), min(len(text), end + 40)
    while 0 < left < start and not text[left - 1].isspace():
        left += 1
    window = text[left:right]
    inside = [q for q in quantities(window) if q.start < end - left and start - left < q.end]
    inside = [q for q in inside if _core_inside(q, window, start - left, end - left)]
    if len(inside) == 2 and _PART_OF.fullmatch(window[inside[0].end : inside[1].start]):
        inside = inside[:1]  # "47 of the 84 seats"
    if len(inside) != 1:
        return None
    return replace(inside[0], start=inside[0].start + left, end=inside[0].end + left)


def _core_inside(quantity: Quantity, window: str, start: int, end: int) -> bool:
    """Whether the number itself, not just its hedge or unit, overlaps the slice."""
    lo, hi = max(start, quantity.start), min(end, quantity.end)
    part = window[lo:hi].casefold()
    return bool(re.search(r"\d", part)) or any(
        w in ONES or w in TENS or w in SCALES or w in PLURALS or w == "tens" for w in re.findall(r"[a-z]+", part)
    )


def _finish(
    tokens: Sequence[tuple[str, int, int]], words: Sequence[str], at: int, end: int, value: tuple[float, float, Hedge]
) -> tuple[Quantity | None, int]:
    """The quantity with what stands around the number: currency and hedge before, unit and hedge after."""
    low, high, hedge = value
    begin = at
    dimension, factor = "", 1.0
    if at and currency(words[at - 1]):
        dimension, begin = currency(words[at - 1]), at - 1
    begin -= begin > 0 and words[begin - 1] in ("a", "between", "from") and low != high
    unit = _unit(words, end)
    if unit and not dimension:
        dimension, factor, end = unit
    elif low == high == 1 and words[at] == "one":
        return None, end
    for phrase, kind in _BEFORE:
        parts = phrase.split()
        if list(words[max(0, begin - len(parts)) : begin]) == parts:
            hedge = kind if hedge == "exact" else hedge
            begin -= len(parts)
            break
    for phrase, kind in _AFTER:
        parts = phrase.split()
        if hedge == "exact" and list(words[end : end + len(parts)]) == parts:
            hedge, end = kind, end + len(parts)
            break
    return Quantity(low, high, hedge, dimension, factor, tokens[begin][1], tokens[end - 1][2]), end


def _unit(words: Sequence[str], at: int) -> tuple[str, float, int] | None:
    """(dimension, factor, index after) of a unit of measure at ``at``; "square" and "cubic" make their own."""
    at += at < len(words) and words[at] == "-"
    if at + 1 < len(words) and words[at] == "per" and words[at + 1] == "cent":
        return "share", 1.0, at + 2
    power = words[at] if at < len(words) and words[at] in ("square", "cubic") else ""
    at += bool(power)
    if at >= len(words):
        return None
    unit = _MEASURES.get(words[at]) or _MEASURES.get(words[at].removesuffix("s"))
    if unit is None:
        return None
    if power:
        exponent = 2 if power == "square" else 3
        return ("area" if exponent == 2 else "volume"), unit[1] ** exponent * (1e3 if exponent == 3 else 1), at + 1
    return unit[0], float(unit[1]), at + 1
