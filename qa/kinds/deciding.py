"""Comparisons decided: the answers to a comparison's questions, set side by side by value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qa.kinds.comparison import Comparison
from qa.kinds.days import certainly_before, dated, key
from qa.news.quantities import Quantity, quantities, quantity_at
from qa.records import Answer


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a comparison: the short answer, and the step that led to it."""

    short: str
    step: str


def amount(answer: Answer) -> Quantity | None:
    """The one number an answer gives, with a hedge or unit beside it; None for none or several that differ."""
    short = answer.short[0]
    quote = answer.citations[0].quote if answer.citations else ""
    at = quote.find(short)
    whole = quantity_at(quote, at, at + len(short)) if at >= 0 else None
    if whole is not None:
        return whole
    found = quantities(short)
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
    known = dated(answers)
    if known is None:
        return None
    order = sorted(range(len(known)), key=lambda i: key(known[i]))
    if any(not certainly_before(known[a], known[b]) for a, b in pairwise(order)):
        return None
    said = "; ".join(
        f"{t}: {a.short[0]} [{n}]" for n, (a, t) in enumerate(zip(answers, comparison.things, strict=True), 1)
    )
    short = _order_answer(comparison, order)
    return Decision(short, f"{said} → {short}")


def _order_answer(comparison: Comparison, order: Sequence[int]) -> str:
    if comparison.way == "first":
        return comparison.things[order[0]]
    if comparison.way == "last":
        return comparison.things[order[-1]]
    before = "before" if order[0] == 0 else "after"
    if comparison.way == "before or after":
        return before
    return "Yes" if before == comparison.way else "No"
