"""Orders in time that the passages read state in words, each with its quotation and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.kinds.options import Options
from qa.kinds.told_order import order, statements
from qa.news.witnesses import independent
from qa.records import Answer, Candidate, Group
from qa.spans import sentences


@dataclass(frozen=True, slots=True)
class _Told:
    """A statement about the two things: where it stands in its passage."""

    first: int
    gap: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement about two things."""

    first: int  # which of the two came first, 0 or 1
    gap: str  # how much later the other came, as it stands there; "" where nothing is said
    answer: Answer  # found, with the sentence or the two neighbouring ones as its quotations
    least: float  # confidence below which nothing is shown


def stated(things: Sequence[str], parts: Sequence[Options]) -> Stated | None:
    """The surest statement of the order of two things; None for none, or where statements contradict one another.

    Args:
        things: two, as the question words them.
        parts: what was found for the questions about them. A sentence counts only where the reader found part of an
            answer in it. All that say the same are witnesses of it; nothing else speaks for or against it.
    """
    if len(things) != 2:
        return None
    found = [(part, c, one) for part in parts for c, one in _found(things, part)]
    if len({one.first for _, _, one in found}) != 1:
        return None
    surest = [_witnessed(part, [(c, one) for p, c, one in found if p is part]) for part in _distinct(found)]
    return max(surest, key=lambda one: (one.answer.confidence, bool(one.gap)))


def _distinct(found: Sequence[tuple[Options, Candidate, _Told]]) -> list[Options]:
    parts: list[Options] = []
    for part, _, _ in found:
        if not any(part is other for other in parts):
            parts.append(part)
    return parts


def _found(things: Sequence[str], part: Options) -> Iterator[tuple[Candidate, _Told]]:
    for group in part.groups:
        for candidate in group.candidates:
            for one in _in(candidate, things):
                yield candidate, one


def _in(candidate: Candidate, things: Sequence[str]) -> Iterator[_Told]:
    """What the sentence of a candidate states, by itself or with the one before or after it."""
    passage = candidate.hit.passage
    spans = sentences(passage.text)
    texts = [passage.text[a:b] for a, b in spans]
    begin, end = candidate.start - passage.start, candidate.end - passage.start
    held = [n for n, (a, b) in enumerate(spans) if a < end and begin < b]
    for at in range(held[0], min(held[-1] + 2, len(spans))) if held else ():
        for one in statements(texts, at):
            first = order(things, one)
            if first is not None and one.first <= held[-1]:
                yield _Told(first, one.gap, tuple(spans[one.first : one.last + 1]))


def _witnessed(part: Options, found: Sequence[tuple[Candidate, _Told]]) -> Stated:
    """The surest of the candidates whose sentences say one thing, with the others as its witnesses."""
    ordered = sorted(found, key=lambda pair: (-pair[0].score, pair[0].document.id, pair[0].start))
    best, told = ordered[0]
    told = next((one for c, one in ordered if one.gap and c.document.id == best.document.id), told)
    candidates = tuple({(c.document.id, c.start, c.end): c for c, _ in reversed(ordered)}.values())[::-1]
    witnesses = max(1, independent([c for c in candidates if c.reader_score > 0], part.family))
    group = Group(candidates, best.score, witnesses)
    owner = next(c for c, one in ordered if one is told)
    at = owner.hit.passage
    sure = round(replace(part, groups=(group,)).probability(0, ()), 4)
    quotes = [owner.document.cite(at.start + a, at.start + b, at.text) for a, b in told.spans]
    answer = replace(part.found(owner, sure, witnesses), citations=quotes, attribution=[], resolved=[])
    return Stated(told.first, told.gap, answer, part.least)
