"""Comparisons decided: the answers to a comparison's questions, set side by side by value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.kinds.comparison import Comparison
from qa.kinds.days import surely_before
from qa.news.dates import beside
from qa.news.quantities import Quantity, quantities, quantity_at
from qa.records import Answer


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a comparison: the short answer, and the step that led to it."""

    short: str
    step: str


_GOES_ON = re.compile(r"(?:\s+[\w’'-]+){0,3}?,?\s+and\s+[a-z]+(?:ed|ing)\b")  # "two dozen and wounding 50": of others


def amount(answer: Answer) -> Quantity | None:
    """The one number an answer gives, with a hedge or unit beside it; None for none or several that differ."""
    short = answer.short[0]
    quote = answer.citations[0].quote if answer.citations else ""
    at = quote.find(short)
    whole = quantity_at(quote, at, at + len(short)) if at >= 0 else None
    if whole is not None:
        return whole
    found = quantities(short)
    if found and _GOES_ON.match(short, found[0].end):
        return found[0]
    return found[0] if found and len({(q.low, q.high) for q in found}) == 1 else None


def compared(comparison: Comparison, answers: Sequence[Answer]) -> Decision | None:
    """Decide a comparison from the answers to its questions, found ones all.

    Returns:
        None where a value is missing, two are equal, or they are too vague to tell which is more.
    """
    if comparison.way in ("more", "less"):
        return _by_number(comparison, answers)
    return _by_date(comparison, answers)


def _by_number(comparison: Comparison, answers: Sequence[Answer]) -> Decision | None:
    values = _in_one_unit(answers)
    if values is None:
        return None
    (low_a, high_a), (low_b, high_b) = (value.interval for value in values)
    if low_a > high_b:
        bigger = 0
    elif low_b > high_a:
        bigger = 1
    else:
        return None
    first = bigger if comparison.way == "more" else 1 - bigger
    winner = comparison.things[first]
    said = "; ".join(
        f"{a.short[0]} ({t}) [{n}]" for n, (a, t) in enumerate(zip(answers, comparison.things, strict=True), 1)
    )
    if comparison.yes_no:
        return Decision("No" if first else "Yes", f"{said} → {comparison.way}: {winner}")
    return Decision(winner, f"{said} → {comparison.way} {winner}")


def _in_one_unit(answers: Sequence[Answer]) -> tuple[Quantity, Quantity] | None:
    """Two answers' numbers; a bare one takes the unit of the other where one sentence says both."""
    values = [v for v in (amount(a) for a in answers) if v is not None]
    if len(answers) != 2 or len(values) != 2:
        return None
    one, two = values
    if one.dimension == two.dimension:
        return one, two
    if (one.dimension and two.dimension) or answers[0].citations[0] != answers[1].citations[0]:
        return None
    unit = one if one.dimension else two
    first, second = (replace(v, dimension=unit.dimension, factor=unit.factor) for v in values)
    return first, second


def _by_date(comparison: Comparison, answers: Sequence[Answer]) -> Decision | None:
    short = _order_answer(comparison, answers)
    if short is None:
        return None
    said = "; ".join(
        f"{t}: {_dated(a)} [{n}]" for n, (a, t) in enumerate(zip(answers, comparison.things, strict=True), 1)
    )
    return Decision(short, f"{said} → {short}")


def _dated(answer: Answer) -> str:
    """An answer's words with the day they name."""
    return beside(answer.short[0], answer.resolved[0] if len(answer.resolved) == 1 else None)


def _order_answer(comparison: Comparison, answers: Sequence[Answer]) -> str | None:
    """The thing that surely comes first or last, or how two stand to one another; None where that is open."""
    if comparison.way in ("first", "last"):
        for n, answer in enumerate(answers):
            others = [other for m, other in enumerate(answers) if m != n]
            first = comparison.way == "first"
            if all(surely_before(answer, o) if first else surely_before(o, answer) for o in others):
                return comparison.things[n]
        return None
    if surely_before(answers[0], answers[1]):
        return around(comparison, "before")
    return around(comparison, "after") if surely_before(answers[1], answers[0]) else None


def around(comparison: Comparison, found: str) -> str:
    """How the first thing stands to the second, or whether that is as the question has it."""
    if comparison.way == "before or after":
        return found
    return "Yes" if found == comparison.way else "No"


def in_words(comparison: Comparison, first: int) -> Decision:
    """The outcome where a text says in words which of two things came first, 0 or 1."""
    one, two = comparison.things[first], comparison.things[1 - first]
    if comparison.way in ("first", "last"):
        short = one if comparison.way == "first" else two
    else:
        short = around(comparison, "after" if first else "before")
    return Decision(short, f"{one}, then {two} [1]")


_COMPARES: dict[str, re.Pattern[str]] = {
    "number": re.compile(
        r"\b(?:more|most|fewer|fewest|less|least|(?:larg|bigg|high|long|small|low|short|old)(?:er|est)|outnumber\w*|"
        r"majority|minority|twice|half|double|times as|exceed\w*|than|bulk)\b",
        re.IGNORECASE,
    ),
    "when": re.compile(
        r"\b(?:first|last|before|after|earlier|later|earliest|latest|follow\w*|preced\w*|then|since|until|previous\w*|"
        r"already|eventually|finally)\b",
        re.IGNORECASE,
    ),
}


def compares(quote: str, kind: str) -> bool:
    """Whether a quotation itself compares in number or sets an order ("when")."""
    return bool(_COMPARES[kind].search(quote))
