"""Spans the reader found, weighed by everything else that speaks for or against them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from index.records import Document, Hit
from index.sentences import sentence_spans
from qa.answer_types import type_fit
from qa.coverage import context, coverage
from qa.news.attribution import speech_weight
from qa.news.versions import Families, VersionBook
from qa.prepositions import contrary
from qa.question import Question
from qa.records import Candidate
from qa.spans import cuts_address, sentences, trim

if TYPE_CHECKING:
    from index import DocumentIndex
    from qa.reader import Reading, Span


@dataclass(frozen=True, slots=True)
class Weights:
    """Logits that each piece of evidence is worth beside the reader's own; chosen on development data."""

    retrieval: float = 5.0  # a fused retrieval score of 1
    similarity: float = 5.0  # a cosine of 1 between the question and the span's sentence
    type_fit: float = 1.6  # looking like the kind of answer asked for
    names: float = 2.0  # all of the question's names standing in the passage or its headline
    terms: float = 1.6  # all of its telling words standing there
    old_version: float = -1.0  # standing in a version that a newer one replaced
    broken: float = -3.0  # running over the end of a sentence
    contrary: float = -6.0  # standing with the question's verb in a contrary relation
    focus: float = 2.0  # standing in a document that a conversation has just been about
    hopeless: float = 12.0  # behind the best by this much, a span is no longer looked at


class Weigher:
    """Makes candidates for one question."""

    def __init__(
        self,
        index: DocumentIndex,
        question: Question,
        weights: Weights,
        focus: Collection[str],
        versions: VersionBook | None = None,
    ) -> None:
        self._index, self._question, self._weights, self._focus = index, question, weights, focus
        self._versions = versions or VersionBook(index)
        self.families = Families({}, {})  # of the documents read so far

    def candidates(self, hits: Sequence[Hit], readings: Sequence[Reading]) -> list[Candidate]:
        """Every span of every passage that is not hopelessly behind, weighed; in no particular order."""
        documents = {d: self._index.document(d) for d in {h.passage.document_id for h in hits}}
        self.families = self._versions.around(list(documents.values()))
        found = []
        for hit, reading in zip(hits, readings, strict=True):
            document = documents[hit.passage.document_id]
            old = self.families.superseded(document.id)
            found += [c for span in reading.spans if (c := self.candidate(document, hit, span, old=old))]
        best = max((c.score for c in found), default=0.0)
        return [c for c in found if c.score > best - self._weights.hopeless]

    def candidate(self, document: Document, hit: Hit, span: Span, *, old: bool = False) -> Candidate | None:
        """One span, weighed; None when trimming leaves nothing of it, it runs from one paragraph into another, or it is
        a piece of a web address."""
        start, end = trim(document.text, hit.passage.start + span.start, hit.passage.start + span.end)
        if start >= end or "\n" in document.text[start:end] or cuts_address(document.text, start, end):
            return None
        text, weights = document.text[start:end], self._weights
        read = context(document, hit.passage)
        alike = similarity(hit, start - hit.passage.start, end - hit.passage.start)
        evidence = (
            weights.retrieval * hit.score
            + weights.similarity * alike
            + weights.type_fit * type_fit(self._question.kind, text)
            + weights.names * coverage(self._question.names, read)
            + weights.terms * coverage(self._question.terms, read)
            + weights.old_version * old
            + weights.broken * (len(sentence_spans(text)) > 1)
            + weights.contrary * contrary(self._question.text, document.text[hit.passage.start : start])
            + weights.focus * (document.id in self._focus)
        )
        found = Candidate(document, hit, start, end, span.score, span.score + evidence, alike)
        return replace(found, score=found.score + speech_weight(self._question, found))


def similarity(hit: Hit, start: int, end: int) -> float:
    """Cosine of the question and the nearest sentence of a passage that ``passage.text[start:end]`` touches, -1 to 1;
    the whole passage's where its sentences have no vectors of their own."""
    spans = sentences(hit.passage.text)
    if len(spans) == len(hit.sentence_scores):
        touched = [score for (a, b), score in zip(spans, hit.sentence_scores, strict=True) if a < end and start < b]
        if touched:
            return max(touched)
    return hit.vector_score or 0.0


def evidence(question: Question, candidate: Candidate) -> dict[str, Any]:
    """What :class:`Weights` weighs of a candidate, by name, with its text; for fitting them and for explaining."""
    return {
        "text": candidate.text,
        "reader": candidate.reader_score,
        "retrieval": candidate.hit.score,
        "similarity": candidate.similarity,
        "type_fit": type_fit(question.kind, candidate.text),
        "names": coverage(question.names, context(candidate.document, candidate.hit.passage)),
        "terms": coverage(question.terms, context(candidate.document, candidate.hit.passage)),
        "broken": float(len(sentence_spans(candidate.text)) > 1),
    }
