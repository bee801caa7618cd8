"""Values told side by side: "The mill at Ash was opened in 1952, the one at Elm in 1967."

Asked about each thing by itself, a reader readily takes the first value for both. Where one passage gives each of two
things a value of its own, clause by clause or sentence by sentence, the words that tell the things apart tell the
values apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from index.records import Citation
from index.sentences import sentence_spans
from qa.coverage import coverage
from qa.followups import word_classes as wc
from qa.grouping import content_words
from qa.news.dates import ResolvedDate, dates_in
from qa.news.periods import Date
from qa.news.quantities import Quantity, quantities
from qa.question import read_question
from qa.records import Answer

Kind = Literal["number", "when"]
LEAST_TERMS = 0.5  # share of a question's words that the passage must hold
APART = 1  # sentences that may lie between the two values' sentences, counting from one to the next
_CLAUSE = re.compile(r"[;:]\s|,\s|\s(?:and|while|whereas|but)\s")


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause or a sentence of a passage that tells one thing's value."""

    sentence: int
    whole: bool  # a sentence, not a clause of one
    value: Quantity | ResolvedDate  # offsets in the passage


def same_words(answers: Sequence[Answer]) -> bool:
    """Whether two found answers are the same words of the same sentence: one of them is the other thing's."""
    found = [a for a in answers if a.found]
    return any(_one_place(a, b) for n, a in enumerate(found) for b in found[:n])


def _one_place(a: Answer, b: Answer) -> bool:
    one, other = a.citations[0], b.citations[0]
    words = a.short[0] in b.short[0] or b.short[0] in a.short[0]
    return words and (one.document_id, one.start) == (other.document_id, other.start)


def side_by_side(
    things: Sequence[str], questions: Sequence[str], answers: Sequence[Answer], kind: Kind
) -> list[Answer]:
    """Both answers out of one passage that tells both values.

    Args:
        things: two, as the question words them.
        questions: what was asked about each.
        answers: what was answered, found or not; their quotations and nearest passages are looked at.
        kind: what the values are.

    Returns:
        Two found answers with their quotations, or none.
    """
    if len(things) != 2:
        return []
    keys = _telling_apart(things[0], things[1])
    if not all(keys):
        return []
    for citation in _passages(answers):
        found = _pair(citation, keys, questions, answers, kind)
        if found:
            template = next((a for a in answers if a.found), answers[0])
            return [_answer(template, q, citation, part) for q, part in zip(questions, found, strict=True)]
    return []


def _pair(
    citation: Citation,
    keys: tuple[tuple[str, ...], tuple[str, ...]],
    questions: Sequence[str],
    answers: Sequence[Answer],
    kind: Kind,
) -> tuple[_Part, _Part] | None:
    """The two things' values: one of them what its own question was answered with, or both in clauses of a sentence
    of a passage that has the questions' words."""
    parts = [
        _parts(citation, own, other, kind) or _answered(citation, answer, other, kind)
        for own, other, answer in ((keys[0], keys[1], answers[0]), (keys[1], keys[0], answers[1]))
    ]
    pairs = [(a, b) for a in parts[0] for b in parts[1] if _together(a, b)]
    for one, two in pairs:
        if _said(citation, answers[0], one) or _said(citation, answers[1], two):
            return one, two
    read = f"{citation.passage} {citation.title}"
    if min(coverage(read_question(q).terms, read) for q in questions) < LEAST_TERMS:
        return None
    return next((p for p in pairs if p[0].sentence == p[1].sentence and not (p[0].whole or p[1].whole)), None)


def _telling_apart(one: str, two: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of each thing that the other does not have, verbs left out where there are others."""
    mine, theirs = content_words(one), content_words(two)
    own = tuple(w for w in mine if w not in theirs), tuple(w for w in theirs if w not in mine)
    first, second = (tuple(w for w in side if not wc.is_participle(w)) or side for side in own)
    return first, second


def _passages(answers: Sequence[Answer]) -> Iterator[Citation]:
    seen = set()
    for citation in [c for a in answers for c in a.citations[:1]] + [c for a in answers for c in a.nearest]:
        place = (citation.document_id, citation.passage)
        if place not in seen:
            seen.add(place)
            yield citation


def _parts(citation: Citation, own: Sequence[str], other: Sequence[str], kind: Kind) -> list[_Part]:
    """Where the passage tells one value beside a word of ``own`` and none of ``other``, clauses first."""
    return [part for part, piece in _pieces(citation, kind) if coverage(own, piece) and not coverage(other, piece)]


def _answered(citation: Citation, answer: Answer, other: Sequence[str], kind: Kind) -> list[_Part]:
    """The value a question was answered with, where the passage says it without a word of the ``other`` thing."""
    pieces = _pieces(citation, kind) if answer.found else []
    return [part for part, piece in pieces if _said(citation, answer, part) and not coverage(other, piece)]


def _pieces(citation: Citation, kind: Kind) -> list[tuple[_Part, str]]:
    """The clauses, then the sentences, of a passage that hold just one value."""
    text, values = citation.passage, _values(citation, kind)
    found: list[tuple[_Part, str]] = []
    for number, (a, b) in enumerate(sentence_spans(text)):
        cuts = [a, *(a + m.end() for m in _CLAUSE.finditer(text[a:b])), b]
        for start, end in [*pairwise(cuts), (a, b)]:
            inside = [v for v in values if start <= v.start and v.end <= end]
            if len(inside) == 1:
                found.append((_Part(number, (start, end) == (a, b), inside[0]), text[start:end]))
    return sorted(found, key=lambda pair: pair[0].whole)


def _values(citation: Citation, kind: Kind) -> list[Quantity | ResolvedDate]:
    if kind == "number":
        return list(quantities(citation.passage))
    return list(dates_in(citation.passage, _date(citation.published)))


def _date(published: str | None) -> Date | None:
    try:
        return Date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _together(one: _Part, two: _Part) -> bool:
    """Whether two values stand side by side and are of one kind; the second clause may leave the unit out."""
    a, b = one.value, two.value
    if isinstance(a, Quantity) and isinstance(b, Quantity) and a.dimension != b.dimension:
        bare = not (a.dimension and b.dimension) and one.sentence == two.sentence
        return bare and a.start != b.start
    return a.start != b.start and abs(one.sentence - two.sentence) <= APART


def _said(citation: Citation, answer: Answer, part: _Part) -> bool:
    """Whether a found answer is the value of a part of this passage."""
    if not answer.found or answer.citations[0].passage != citation.passage:
        return False
    value = citation.passage[part.value.start : part.value.end]
    return answer.short[0] in value or value in answer.short[0]


def _answer(template: Answer, question: str, citation: Citation, part: _Part) -> Answer:
    text = citation.passage
    start, end = sentence_spans(text)[part.sentence]
    shift = citation.start - text.index(citation.quote)
    value = part.value
    words = text[value.start : value.end]
    resolved = (
        [replace(value, start=value.start + shift, end=value.end + shift)] if isinstance(value, ResolvedDate) else []
    )
    quote = replace(citation, start=start + shift, end=end + shift, quote=text[start:end])
    return replace(
        template, question=question, asked=question, found=True, short=[words], text=words, citations=[quote],
        disagreements=[], attribution=[], resolved=resolved, nearest=[], witnesses=1,
    )  # fmt: skip
