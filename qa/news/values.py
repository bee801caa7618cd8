"""Values of one kind set side by side: the number, day or name that a candidate gives, and whether two can both be
right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.grouping import fold, same_answer
from qa.news.dates import ResolvedDate, dates, resolve
from qa.news.quantities import Quantity, compare, quantities, quantity_at
from qa.news.versions import word_shingles
from qa.news.witnesses import sentence_bounds, sentence_of
from qa.question import Kind, Question, words
from qa.records import Candidate, Group

LEAST_ALIKE = 0.5  # for names: share of runs of two words that the sentences share when the names are taken out
LEAST_RUNS = 4
CUMULATIVE = re.compile(  # what only grows from report to report
    r"\b(?:kill\w*|dead|die[ds]?|death\w*|toll|casualt\w*|injur\w*|wound\w*|hurt|missing|infect\w*|cases|displac\w*|"
    r"evacuat\w*|arrest\w*|detain\w*|rescu\w*|homeless|victims?|bodies|fatalit\w*|recovered|hospitali[sz]ed)\b",
    re.IGNORECASE,
)


def kind_compared(question: Question, groups: Sequence[Group]) -> Kind | None:
    """As what the values are compared: number, date or name; None where they are not.

    "What was the turnout?" asks for a number without saying so: its answer's own form tells.
    """
    if not groups:
        return None
    if question.kind in ("number", "when", "who"):
        return question.kind
    best = groups[0].best
    if question.kind == "what" and len(best.text.split()) <= 5:
        if quantity(best) is not None:
            return "number"
        named = day(best)
        if named is not None and len(named.text) >= len(best.text) / 2:
            return "when"
    return None


def quantity(candidate: Candidate) -> Quantity | None:
    """The one quantity a candidate's span states, with its hedge; None for none or several."""
    return quantity_at(candidate.document.text, candidate.start, candidate.end)


def day(candidate: Candidate) -> ResolvedDate | None:
    """The one date a candidate's span names; None for none or several."""
    return resolve(candidate.document, candidate.start, candidate.end)


def value_of(candidate: Candidate) -> str:
    """The span with the hedge that stands before it: "about 5,000 troops"."""
    found = quantity(candidate)
    if found is None:
        return candidate.text
    text = candidate.document.text[min(candidate.start, found.start) : max(candidate.end, found.end)]
    return " ".join(text.split())


def differ(kind: Kind, a: Candidate, b: Candidate) -> bool:
    """Whether two candidates give values that cannot both be right, as far as their own sentences tell."""
    if kind == "number":
        return _numbers_differ(a, b)
    return _days_differ(a, b) if kind == "when" else _names_differ(a, b)


def overlap(a: ResolvedDate, b: ResolvedDate) -> bool:
    """Whether two dates can be the same day, each as exactly as it was named."""
    return a.first <= b.last and b.first <= a.last


def in_figures(date: ResolvedDate) -> bool:
    """Whether a date is written with figures, not as a weekday or the like."""
    return any(c.isdigit() for c in date.text)


def _numbers_differ(a: Candidate, b: Candidate) -> bool:
    mine, theirs = quantity(a), quantity(b)
    if mine is None or theirs is None or compare(mine, theirs) != "differs":
        return False
    one, other = sentence_of(a), sentence_of(b)
    if _agrees(other, mine) or _agrees(one, theirs):
        return False  # one sentence holds both values: it speaks of two things, and the reader took the other one
    days, other_days = ([d for d in _days_beside(c) if in_figures(d)] for c in (a, b))
    if days and other_days and not any(overlap(x, y) for x in days for y in other_days):
        return CUMULATIVE.search(f"{one} {other}") is not None
    return True


def _agrees(sentence: str, value: Quantity) -> bool:
    return any(compare(q, value) == "compatible" for q in quantities(sentence) if q.hedge != "vague")


def _days_differ(a: Candidate, b: Candidate) -> bool:
    mine, theirs = day(a), day(b)
    if mine is None or theirs is None or overlap(mine, theirs):
        return False
    # Again, a sentence that holds both values speaks of two things.
    held = [*((d, mine) for d in _days_beside(b)), *((d, theirs) for d in _days_beside(a))]
    return not any(d.precision != "year" and overlap(d, value) for d, value in held)


def _days_beside(candidate: Candidate) -> list[ResolvedDate]:
    """The dates that a candidate's sentence names."""
    start, end = sentence_bounds(candidate)
    return [d for d in dates(candidate.document) if start <= d.start and d.end <= end]


def _names_differ(a: Candidate, b: Candidate) -> bool:
    """Two names in one slot of what is otherwise the same sentence."""
    if same_answer(a.text, b.text) or not all(any(w[:1].isupper() for w in words(c.text)) for c in (a, b)):
        return False
    one, other = sentence_of(a), sentence_of(b)
    if fold(a.text) in fold(other) or fold(b.text) in fold(one):
        return False
    left, right = (word_shingles(s.replace(c.text, " "), 2) for s, c in ((one, a), (other, b)))
    smaller = min(len(left), len(right))
    return smaller >= LEAST_RUNS and len(left & right) / smaller >= LEAST_ALIKE
