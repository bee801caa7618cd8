"""Which answers are shown together for a question that asks for several things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.coordination import items, siblings
from qa.grouping import TIE, same_answer
from qa.kinds.listing import wanted
from qa.news.names import NameBook
from qa.records import Candidate, Group

MAX_PARTS = 8
REACH = 4.0  # logits behind the best within which an answer from elsewhere is a part, as among a passage's own parts
LESS_SURE = 0.01  # logits: what only stands in one list with a part comes after it


def listed(
    question: str, passages: Iterable[Sequence[Candidate]], groups: Sequence[Group], most: int = MAX_PARTS
) -> list[Candidate]:
    """The parts of a list answer, each once, however it is spelled.

    Args:
        question: one line; where it names a number, no more parts than that.
        passages: the parts that each passage worth it gives, the best passage first.
        groups: all answers found, best first; where the question's words ask for several, they fill up what the
            passages leave open, to the number named or to two.
        most: parts shown where no number is named.

    Returns:
        Parts in the order of the passages and of their text; fewer than two where there is no list.
    """
    asks = wanted(question)
    if asks.several is False:
        return []
    book = NameBook({g.best.document.id: g.best.document for g in groups}.values())
    found: list[Candidate] = []
    for parts in passages:
        new = [part for n, part in enumerate(parts) if _new(part, [*found, *parts[:n]], book)]
        whole = len(found) >= (asks.count or 2)
        if not whole or (not asks.count and len(new) < len(parts)):  # a list told in one place is whole
            found += new
    if asks.several and groups:
        found = _filled(found or [groups[0].best], groups, asks.count or 2, book)
    return found[: asks.count or most]


def _filled(found: list[Candidate], groups: Sequence[Group], count: int, book: NameBook) -> list[Candidate]:
    """At least ``count`` parts where there are so many: what other sources name in one breath with those found, then
    other answers that stand by themselves."""
    said = [c for g in groups if not _new(g.best, found, book) for c in g.candidates if c.reader_score > 0]
    beside = [other for c in said for other in _beside(c)]
    strong = [g.best for g in groups if g.best.reader_score > 0 and g.score > groups[0].score - REACH]
    kept = list(found)
    for candidate in [*beside, *strong]:
        if len(kept) < count and _new(candidate, kept, book):
            kept.append(candidate)
    return kept


def _beside(candidate: Candidate) -> list[Candidate]:
    """What stands in one list with a candidate, in its passage."""
    passage = candidate.hit.passage
    places = siblings(passage.text, candidate.start - passage.start, candidate.end - passage.start)
    less = candidate.reader_score - LESS_SURE, candidate.score - LESS_SURE
    return [
        replace(candidate, start=passage.start + a, end=passage.start + b, reader_score=less[0], score=less[1])
        for a, b in places
    ]


def falls_short(question: str, shown: Sequence[Candidate]) -> bool:
    """Whether a question names a number of things of which not even half are shown: it is not answered then."""
    return 2 * _told(shown) < (wanted(question).count or 0)


def shortfall(question: str, shown: Sequence[Candidate]) -> str:
    """A line that says how many of the things asked for are shown; "" where none is missing or no number is named."""
    count, found = wanted(question).count or 0, _told(shown)
    return f"The question asks for {count}; the documents read name {found}." if found < count else ""


def _told(shown: Sequence[Candidate]) -> int:
    """How many things are shown; one quotation may list several."""
    return sum(len(items(c.document.text, c.start, c.end)) for c in shown)


def rivals(groups: Sequence[Group], shown: Sequence[Candidate]) -> list[Group]:
    """The best group and those that speak against it: not what stands beside it as another part of one list.

    Args:
        groups: best first, at least one.
        shown: what is shown together. What one passage tells beside a part, or what ties with the best, is no rival;
            an answer from elsewhere that only fills up a list still is.
    """
    told = {c.hit.passage.id for c in shown if _overlaps(c, groups[0].candidates)}
    least = groups[0].score - TIE
    parts = [c for c in shown if c.hit.passage.id in told or c.score > least]
    if len(parts) < 2:
        return list(groups)
    apart = [g for g in groups[1:] if not any(_overlaps(part, g.candidates) for part in parts)]
    return [*groups[:1], *(g for g in apart if not any(same_answer(g.best.text, part.text) for part in parts))]


def _overlaps(one: Candidate, others: Iterable[Candidate]) -> bool:
    return any(
        one.document.id == other.document.id and one.start < other.end and other.start < one.end for other in others
    )


def _new(part: Candidate, found: Sequence[Candidate], book: NameBook) -> bool:
    return not any(same_answer(part.text, c.text, book, (part.document.id, c.document.id)) for c in found)
