"""How long one thing came after another: worked out from two dates, each with its quotation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.kinds.days import Day, dated
from qa.kinds.deciding import Decision
from qa.kinds.things import date_question, its_own, with_shared_verb
from qa.news.speakers import finite
from qa.patterns import counted, without_mark
from qa.records import Answer

_UNITS = r"(?:days|weeks|months|years|decades)"
_AFTER = re.compile(rf"^how (?:long|many (?P<unit>{_UNITS})) (?P<way>after|before) (?P<rest>.+)$", re.IGNORECASE)
_DID = re.compile(r"\s(?P<aux>did|does|do)\s", re.IGNORECASE)
_WAS = re.compile(r"\s(?P<aux>was|were|had|has|is|are)\s", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"^how (?:long|many (?P<unit>{_UNITS})|much time)"
    r"(?: (?:passed|lay|lies|elapsed|went by|were there|are there|was it|was there|"
    r"is it|is there|did it take))?(?: by)? between (?P<things>.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Interval:
    """A question for the time between two things."""

    unit: str  # "days", "weeks", "months", "years", "decades"; "" for whatever fits
    things: tuple[str, str]
    questions: tuple[str, str]
    earlier: int | None = None  # which of the things the question takes to be the earlier; None for "between"


def read_interval(question: str) -> Interval | None:
    """The interval a question asks for; None where it asks for none, or where its two ends are not plain."""
    line = without_mark(question)
    if match := _AFTER.match(line):
        aux = _DID.search(match["rest"]) or _WAS.search(match["rest"])
        if aux is None:
            return None
        one, two = match["rest"][: aux.start()], match["rest"][aux.end() :]
        if len(two.split()) < 2 or re.match(r"(?:that|this|it|which)$", one, re.IGNORECASE):
            return None
        if re.match(r"[a-z]+ing\b", one):  # "after leaving the pact did Oslo …": who left it stands behind
            return None
        questions = (with_shared_verb(one, aux["aux"].lower(), two), f"When {aux['aux'].lower()} {two}?")
        earlier = 0 if match["way"].lower() == "after" else 1
        return Interval((match["unit"] or "").lower(), (one, two), questions, earlier)
    if match := _BETWEEN.match(line):
        halves = _halves(match["things"])
        if halves is None:
            return None
        halves = halves[0], its_own(*halves)
        return Interval((match["unit"] or "").lower(), halves, (date_question(halves[0]), date_question(halves[1])))
    return None


def _halves(text: str) -> tuple[str, str] | None:
    """The two things of "A and B"; None where "and" stands more than once and no comma or article tells which."""
    cuts = list(re.finditer(r",? and (?=(?:the|a|an|his|her|its|their|[A-Z][\w’'-]*[’']s?)\b)", text)) or list(
        re.finditer(r",? and ", text)
    )
    if len(cuts) != 1:
        return None
    return text[: cuts[0].start()], text[cuts[0].end() :]


def elapsed(interval: Interval, answers: Sequence[Answer]) -> Decision | None:
    """The time between the dates of two found answers, as precisely as both allow.

    Returns:
        None where a date is missing, or is less precise than the unit asked for.
    """
    days = dated(answers)
    if days is None or len(days) != 2:
        return None
    said = between(days[0], days[1], interval.unit)
    if said is None:
        return None
    shown = "; ".join(
        f"{t}: {a.short[0]}{_resolved(d, a.short[0])} [{n}]"
        for n, (t, a, d) in enumerate(zip(interval.things, answers, days, strict=True), 1)
    )
    return Decision(said, f"{shown} → {said}")


def stated_gap(interval: Interval, first: int, gap: str) -> Decision | None:
    """The stretch of time a text gives in words, where it puts the things in the order that the question does.

    Args:
        interval: the question, read.
        first: which of its things the text puts first.
        gap: "two days"; "" where the text gives none.
    """
    in_unit = not interval.unit or interval.unit.rstrip("s") in gap.lower()
    if not gap or not in_unit or interval.earlier not in (None, first):
        return None
    one, two = interval.things[first], interval.things[1 - first]
    return Decision(gap, f"{one}, {gap.lower()} later {two} [1]")


def _resolved(day: Day, words: str) -> str:
    """The date behind words such as "Friday": ", 3 May 2019"."""
    date = day.date
    return "" if date is None or day.year == 1 or str(date.day) in words else f", {date.isoformat()}"


def between(a: Day, b: Day, unit: str = "") -> str | None:
    """ "3 days", "2 weeks", "5 months", "71 years"; None where the dates do not allow the unit.

    Months and years between dates without days are counted by the calendar (May to August are 3 months).
    """
    one, two = a.date, b.date
    if unit in ("days", "weeks") or (not unit and one is not None and two is not None and abs((two - one).days) < 60):
        if one is None or two is None:
            return None
        count = abs((two - one).days)
        return _say(count, "days") if unit != "weeks" else _rounded(count, 7, "weeks")
    if unit in ("years", "decades") or a.month is None or b.month is None:
        return _years(a, b, unit)
    if a.year is None or b.year is None:
        return None
    months = abs(12 * (b.year - a.year) + b.month - a.month)
    if one is not None and two is not None and (max(one, two).day < min(one, two).day):
        months -= 1
    if not unit and months >= 24:
        return _years(a, b, "years")
    return _say(months, "months")


def _years(a: Day, b: Day, unit: str) -> str | None:
    if a.year is None or b.year is None or unit == "months":
        return None
    first, second = sorted((a, b), key=lambda d: (d.year or 0, d.month or 0, d.day or 0))
    years = (second.year or 0) - (first.year or 0)
    if first.month and second.month and (second.month, second.day or 31) < (first.month, first.day or 1):
        years -= 1
    return _say(years // 10, "decades") if unit == "decades" else _say(years, "years")


def _rounded(count: int, size: int, unit: str) -> str:
    return _say(count // size, unit) if count % size == 0 else f"about {_say(round(count / size), unit)}"


def _say(count: int, unit: str) -> str:
    return f"{counted(count)} {unit[:-1] if count == 1 else unit}"


def is_duration(text: str) -> bool:
    """Whether an answer is itself a stretch of time: "two days later"."""
    stretch = re.search(r"\b(?:hours?|days?|weeks?|months?|years?|decades?|century|centuries|minutes?)\b", text)
    return bool(stretch) and not re.search(r"\bago\b", text) and not finite(text)
