"""Numbers that a passage does not write but plainly gives: rounded ones, shares, differences, spans of time, counts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.lexis import content
from qa.llm.facts import Moment, moments, numbers, ordinals
from qa.news.quantities import Quantity, quantities
from qa.patterns import NUMBER_WORDS

_YEAR, _DAY, _MINUTE = 31556952.0, 86400.0, 60.0  # seconds
_WORDS = {word: value for value, word in enumerate(NUMBER_WORDS) if value}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_WORDS)})"
_IN = re.compile(rf"\b(?P<some>{_COUNT})\s+(?:in|out of)\s+(?:every\s+)?(?P<all>{_COUNT})\b", re.I)
_FRACTION = re.compile(
    rf"\b(?:(?P<some>a|one|two|three|four|five)[ -](?P<part>{'|'.join(p for p in _PARTS if p != 'half')})s?"
    r"|(?P<half>half))\b(?!\s+(?:an?|the)\s+(?:dozen|hour|century))",
    re.I,
)
_UP = re.compile(r"(?:more than|over|at least|above|well over|just over|upwards of)\s+$", re.I)
_DOWN = re.compile(r"(?:fewer than|less than|under|below|at most|nearly|almost|just under|close to)\s+$", re.I)
_ABOUT = re.compile(r"(?:about|around|roughly|approximately|some|nearly|almost|close to)\s+$", re.I)
_APART = re.compile(
    r"\b(?:more|less|fewer|higher|lower|above|below|gap|differ\w*|apart|ahead|behind|lead\w*|margin|r[oi]se\w*|f[ae]ll\w*|"
    r"drop\w*|increas\w*|decreas\w*|cut\w*|gain\w*|los[et]\w*|grew|shr[aiu]nk|up|down|wider|narrower|longer|shorter|older|"
    r"younger|taller|heavier|cheaper|dearer|climb\w*|jump\w*|slip\w*|declin\w*|shed|added)\b",
    re.I,
)
_TOGETHER = re.compile(r"\b(?:total\w*|altogether|combined|together|in all|sum|overall|between them|both)\b", re.I)
_EACH = re.compile(r"\s*(?:per|each|apiece|every|an?)\b|\s*(?:times|fold)\b|-fold\b", re.I)
_MEAN = re.compile(r"\b(?:works? out|worked out|average\w*|mean)\b", re.I)
_SPAN = re.compile(
    r"\b(?:later|earlier|after|before|between|for|ago|since|until|lasted|long|within|in|over|during|following|"
    r"previous|apart|older|younger|first)\b",
    re.I,
)
_REACHED = re.compile(r"\b(?:reach\w*|hit\w*|top\w*|pass\w*|surpass\w*|exceed\w*)(?:\s+(?:the|a))?\s+$", re.I)
_LASTING = re.compile(
    r"over (?:the )?[\w.,-]+ (?:seasons?|years?|months?|weeks?|days?|games?|decades?|hours?|rounds?)\b", re.I
)
_NAMED_PAIR = re.compile(r"[A-Z][\w’'.-]+(?:\s+\([^)]*\))?,?\s+and\s+(?:[A-Z][\w’'-]+\.\s+)*[A-Z]")


def derivable(number: Quantity, claim: str, text: str, published: str | None = None) -> bool:
    """Whether ``text`` gives the number without writing it.

    Args:
        number: one of ``numbers(claim)``.
        claim: the sentence.
        text: what it cites.
        published: ISO 8601 date of ``text``, from which "ago" counts; None when unknown.
    """
    here = numbers(text)
    number = _as_meant(number, claim)
    if _during(number, claim, here) or any(rounds(number, other) for other in here) or _reaching(number, claim, here):
        return True
    if _share(number, claim, text) or _elapsed(number, claim, text, published):
        return True
    return _computed(number, claim, here) or _counted(number, claim, text)


def _as_meant(number: Quantity, claim: str) -> Quantity:
    """Cents as a share of a dollar."""
    if number.dimension == "" and re.match(r"\s*cents?\b", claim[number.end :]):
        return replace(number, low=number.low / 100, high=number.high / 100, dimension="$")
    return number


def _during(number: Quantity, claim: str, there: Iterable[Quantity]) -> bool:
    """ "over 30 seasons", which may mean during just as many."""
    meant = _LASTING.match(claim, number.start)
    return meant is not None and any(o.low == o.high == number.low and o.hedge == "exact" for o in there)


def fits(number: Quantity, value: float, *, scale: float = 1.0) -> bool:
    """Whether a known value is what a number with its hedge says, in the number's unit over ``scale``."""
    low = number.low * scale
    if number.low != number.high or low <= 0:
        return False
    if number.hedge == "about":
        return abs(value - low) <= 0.06 * low
    if number.hedge == "at least":
        return low < value <= 1.25 * low
    if number.hedge in ("at most", "nearly"):
        return 0.75 * low <= value < low
    return abs(value - low) <= 0.006 * low


def rounds(number: Quantity, other: Quantity) -> bool:
    """Whether a hedged number rounds one that the source has exactly: "over 10,000" of 10,240."""
    if number.hedge in ("exact", "vague") or other.hedge != "exact" or other.low != other.high:
        return False
    if number.dimension != other.dimension or _figures(number.low) >= _figures(other.low):
        return False
    return fits(number, other.low * other.factor, scale=number.factor)


def _figures(value: float) -> int:
    """Significant figures of a value: 2 for 5,200."""
    return len(f"{value:.10g}".replace(".", "").strip("0").split("e")[0]) or 1


def _reaching(number: Quantity, claim: str, there: Iterable[Quantity]) -> bool:
    """ "reached 1,000 points" where the source has "at least 1,000 points"."""
    if number.hedge != "exact" or not _REACHED.search(claim[: number.start]):
        return False
    return any(o.hedge == "at least" and o.low == number.low and o.dimension == number.dimension for o in there)


def _share(number: Quantity, claim: str, text: str) -> bool:
    """ "fewer than one in five" where the source has 18%."""
    for pattern in (_IN, _FRACTION):
        for match in pattern.finditer(claim):
            if match.start() <= number.start < match.end() or match.start() < number.end <= match.end():
                return share_stands(match, claim, text)
    return False


def share_stands(match: re.Match[str], claim: str, text: str) -> bool:
    """Whether a share written in words, as ``_IN`` or ``_FRACTION`` found it, is a percentage of the text."""
    known = match.groupdict()
    some = 1 if known.get("half") else _value(known["some"] or "one")
    whole = 2 if known.get("half") else _PARTS.get((known.get("part") or "").lower()) or _value(known.get("all") or "1")
    share = 100 * some / max(1, whole)
    before = claim[: match.start()]
    for other in numbers(text):
        if other.dimension != "share" or other.low != other.high:
            continue
        if _UP.search(before):
            near = share < other.low <= share + 12
        elif _DOWN.search(before) and not (_ABOUT.search(before) and other.low > share):
            near = share - 5 <= other.low < share
        else:
            near = abs(other.low - share) <= (3.0 if _ABOUT.search(before) else 0.7)
        if near:
            return True
    return False


def fractions(claim: str) -> list[re.Match[str]]:
    """Shares in words with an ordinal as their part, such as "a fifth"; their ordinals are no places in a row."""
    return [m for m in _FRACTION.finditer(claim) if m["part"]]


def _value(word: str) -> int:
    return _WORDS.get(word.lower(), int(word) if word.isdigit() else 1)


def _computed(number: Quantity, claim: str, there: Sequence[Quantity]) -> bool:
    """A difference, sum, quotient or product of two numbers there, where the claim's words say that it is one."""
    exact = [replace(o, low=v, high=v) for o in there if o.hedge != "vague" for v in {o.low, o.high}]
    for a, b in itertools.combinations(exact, 2):
        x, y = a.low * a.factor, b.low * b.factor
        alike = a.dimension == b.dimension == number.dimension
        if alike and x != y and _APART.search(claim) and fits(number, abs(x - y), scale=number.factor):
            return True
        if alike and _TOGETHER.search(claim) and fits(number, x + y, scale=number.factor):
            return True
        divided = _EACH.match(claim, number.end) or _MEAN.search(claim)
        if divided and min(x, y) > 0 and _quotient(number, claim, a, b):
            return True
    return False


def _quotient(number: Quantity, claim: str, a: Quantity, b: Quantity) -> bool:
    """A price for each of several things, or how many times one number is the other."""
    if a.dimension == b.dimension:
        ratio = max(a.low * a.factor, b.low * b.factor) / min(a.low * a.factor, b.low * b.factor)
        return not number.dimension and bool(re.search(r"\btimes|fold\b", claim)) and fits(number, ratio)
    if number.dimension != a.dimension:
        a, b = b, a
    return number.dimension == a.dimension and a.dimension in tuple("$€¥₹£") and fits(number, a.low / b.low)


def _elapsed(number: Quantity, claim: str, text: str, published: str | None) -> bool:
    """The time between two dates, years or hours of the passage, or from one of them to its publication."""
    if number.dimension != "time" or not _SPAN.search(claim):
        return False
    there = list(moments(text))
    seconds = number.low * number.factor
    if number.factor >= _YEAR:
        known = {float(m.year) for m in there if m.year} | {float(y) for y in re.findall(r"^\d{4}", published or "")}
        years = sorted(known)
        spans = [b - a for a, b in itertools.combinations(years, 2)]
        near = number.hedge == "nearly"
        return any(fits(number, s * _YEAR, scale=number.factor) or (near and s * _YEAR == seconds) for s in spans)
    unit, points = (_DAY, _days(there)) if number.factor >= _DAY else (_MINUTE, _clocks(there))
    spans = [abs(a - b) * unit for a, b in itertools.combinations(points, 2)]
    return any(fits(number, s, scale=number.factor) for s in spans if s)


def _days(there: Iterable[Moment]) -> list[float]:
    """Days of one year, counted with months of 30.44 days from those that name month and day."""
    return [30.44 * m.month + m.day for m in there if m.month and m.day]


def _clocks(there: Iterable[Moment]) -> list[float]:
    """Minutes since midnight of the times of day."""
    read = [re.fullmatch(r"(\d{1,2}):(\d\d)", m.other) for m in there]
    return [60.0 * int(m[1]) + int(m[2]) for m in read if m]


def near_clock(moment: Moment, claim: str, text: str) -> bool:
    """ "shortly before 10:30" where the source has 10:23."""
    at = claim.find(moment.text)
    hedge = re.search(r"\b(before|after|about|around|nearly|almost|past)\s+$", claim[: max(0, at)], re.I)
    if hedge is None or not (mine := _clocks([moment])):
        return False
    word = hedge[1].lower()
    if word in ("before", "after", "past") and not re.search(r"\b(?:shortly|just|soon)\s+\w+\s+$", claim[:at], re.I):
        return False
    away = [mine[0] - other for other in _clocks(moments(text))]
    low, high = {"before": (0, 15), "nearly": (0, 15), "almost": (0, 15), "after": (-15, 0), "past": (-15, 0)}.get(
        word, (-10, 10)
    )
    return any(low <= a <= high for a in away)


def _counted(number: Quantity, claim: str, text: str) -> bool:
    """How many things the passage lists, or the last of an ordinal count; a noun that it counts otherwise is not."""
    if number.dimension or number.low != number.high or not 2 <= number.low <= 60 or number.low % 1:
        return False
    if number.hedge not in ("exact", "at least") or _counted_otherwise(number, claim, text):
        return False
    wanted = int(number.low)
    if wanted > 2 and wanted in ordinals(text):
        return True
    if wanted == 2:
        return bool(_NAMED_PAIR.search(text))
    return wanted <= 9 and wanted in list_lengths(text)


def _counted_otherwise(number: Quantity, claim: str, text: str) -> bool:
    heads = {t.stem for t in content(claim[number.end :])[:1]}
    for other in quantities(text):
        after = content(text[other.end : other.end + 40])[:1]
        if not other.dimension and other.low != number.low and heads & {t.stem for t in after}:
            return True
    return False


def list_lengths(text: str) -> frozenset[int]:
    """How many members the coordinations of a text have: 3 for "Ostrava, Dorn and Velm"."""
    found: set[int] = set()
    for clause in re.split(r"[.;:!?“”\"](?:\s|$)", text):
        parts = re.split(r",\s+", clause)
        for start in range(len(parts)):
            for end in range(start + 1, min(len(parts), start + 8)):
                if re.match(r"(?:and|or)\s", parts[end]):
                    found.add(end - start + 1)
                    break
                if re.match(r"(?:\S+\s+){1,6}?(?:and|or)\s+\S", parts[end]):
                    found.add(end - start + 2)
                    break
                if len(parts[end].split()) > 7:
                    break
    return frozenset(found)
