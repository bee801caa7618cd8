"""What is looked at for one question: passages are retrieved, read and weighed, a few at a time, until it is enough."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.records import Hit
from qa.candidates import Weigher, Weights
from qa.confidence import Features, features
from qa.grouping import group, tied
from qa.listed import listed, rivals
from qa.news.disagreements import newest_first, without_conflicting
from qa.news.spelled import Spelled
from qa.question import Question
from qa.reader import Reading
from qa.records import Candidate, Focus, Group

if TYPE_CHECKING:
    from qa.answerer import Answerer


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is read and how it is weighed; the numbers were chosen on development data, see ``evals/``."""

    looks: tuple[int, ...] = (5, 5, 10)  # passages read at a time, best first, until an answer is sure enough
    sure: float = 0.85  # confidence that ends the reading before half of the looks' passages are read
    hopeless: tuple[float, ...] = (0.1, 0.4)  # confidence after a look below which the next ones are not worth reading
    max_short: int = 8  # parts of a list
    max_citations: int = 4
    list_reach: float = 2.0  # logits behind the best passage within which another adds parts to a list
    weights: Weights = field(default_factory=Weights)
    furniture_penalty: float = 2.0  # logits a menu or note must be surer by


@dataclass(slots=True)
class Clock:
    """Milliseconds a stage."""

    stages: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.stages[name] = round(self.stages.get(name, 0.0) + 1000 * (time.perf_counter() - began), 2)


@dataclass(slots=True)
class Work:
    """Everything looked at for one question."""

    spelled: Spelled
    weigher: Weigher
    within: bool = False  # only some documents are asked
    hits: list[Hit] = field(default_factory=list)
    unread: list[Hit] = field(default_factory=list)  # retrieved, but an answer was sure without them
    readings: list[Reading] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    confidence: float = 0.0
    clock: Clock = field(default_factory=Clock)

    @property
    def question(self) -> Question:
        """The question, slips set right."""
        return self.spelled.question


def look(
    answerer: Answerer,
    text: str,
    top: int | None,
    documents: Sequence[str] | None,
    focus: Focus,
    today: datetime.date | None = None,
) -> Work:
    """Retrieve, read and weigh until an answer is sure, or nothing more is to be hoped for.

    Args:
        answerer: its index, reader, calibration, threshold and settings are used.
        text: the question.
        top: how many passages to read at first; as the settings have it when None.
        documents: ids to look in; all when None.
        focus: what a conversation has just been about.
        today: what "this week" means in the question.
    """
    clock = Clock()
    with clock.stage("spell"):
        spelled = Spelled.of(answerer.index, text)
    weigher = Weigher(answerer.index, spelled.question, answerer.settings.weights, focus.documents, answerer.versions)
    work = Work(spelled, weigher, within=documents is not None, clock=clock)
    looks = (top, *answerer.settings.looks) if top else answerer.settings.looks
    with work.clock.stage("retrieve"):
        hits = spelled.search(answerer.index, focus.about, sum(looks), documents, today)
    _look_until_sure(answerer, work, hits, looks)
    if work.confidence < answerer.threshold:
        _look_at_furniture(answerer, work, documents)
    return work


def _look_until_sure(answerer: Answerer, work: Work, hits: Sequence[Hit], looks: Sequence[int]) -> None:
    """Read a look's passages at a time; little read asks for more confidence than much, and next to none after
    the best passages is not looked for further down."""
    read = 0
    hopeless = (*[0.0] * (len(looks) - 1 - len(answerer.settings.hopeless)), *answerer.settings.hopeless, 0.0)
    for size, least in zip(looks, hopeless, strict=False):
        _read(answerer, work, hits[read : read + size])
        read += size
        early = 2 * read < sum(looks)
        enough = max(answerer.threshold, answerer.settings.sure if early else 0.0)
        if read >= len(hits) or work.confidence >= enough or work.confidence < min(least, answerer.threshold):
            break
    work.unread = list(hits[read:])


def _read(answerer: Answerer, work: Work, hits: Sequence[Hit]) -> None:
    """Read more passages and weigh everything anew."""
    with work.clock.stage("read"):
        work.hits.extend(hits)
        work.readings.extend(work.spelled.read(answerer.reader, hits))
    with work.clock.stage("weigh"):
        candidates = work.weigher.candidates(work.hits, work.readings)
        families = work.weigher.families
        work.groups = newest_first(work.question, group(candidates, work.question.kind, families.key), families)
        if work.groups:
            work.confidence = answerer.calibration.probability(weighed(answerer, work))


def _look_at_furniture(answerer: Answerer, work: Work, documents: Sequence[str] | None) -> None:
    """Bylines, notes about the page, credits: only when the text itself does not answer."""
    with work.clock.stage("retrieve"):
        hits = answerer.index.search(work.question.text, 8, documents=documents, furniture=True)
    side = Work(work.spelled, work.weigher, within=work.within, clock=work.clock)
    _read(answerer, side, [h for h in hits if h.passage.kind == "furniture"])
    if not side.groups or side.groups[0].best.reader_score < answerer.settings.furniture_penalty:
        return
    if side.confidence >= max(answerer.threshold, work.confidence):
        work.hits, work.readings = side.hits + work.hits, side.readings + work.readings
        work.groups, work.confidence = side.groups, side.confidence


def candidates_in(answerer: Answerer, work: Work, hits: Sequence[Hit]) -> list[Candidate]:
    """What the reader finds in passages, read or not before, weighed."""
    further: list[Candidate] = []
    for hit, reading in zip(hits, work.spelled.read(answerer.reader, hits) if hits else [], strict=True):
        document = answerer.index.document(hit.passage.document_id)
        spans = [work.weigher.candidate(document, hit, span) for span in reading.spans]
        further += [candidate for candidate in spans if candidate is not None]
    return further


def weighed(answerer: Answerer, work: Work) -> Features:
    """What speaks for the best group; values that would be shown beside it do not speak against it."""
    groups = without_conflicting(work.question, work.groups, work.weigher.families)
    return features(work.question, rivals(groups, _members(answerer, work)))


def said(answerer: Answerer, work: Work) -> list[Candidate]:
    """What is shown as the answer, at least one: all parts of a list, answers that tie, or the best alone."""
    several = _members(answerer, work) or [g.best for g in tied(work.question, work.groups)]
    return several if len(several) > 1 else [work.groups[0].best]


def _members(answerer: Answerer, work: Work) -> list[Candidate]:
    """All parts of a list: those of the passage that answers best, and what others nearly as good add."""
    best = {c.hit.passage.id: c for g in reversed(work.groups) for c in reversed(g.candidates)}
    read = [(best[h.passage.id], r) for h, r in zip(work.hits, work.readings, strict=True) if h.passage.id in best]
    read.sort(key=lambda pair: (-pair[0].score, pair[0].document.id, pair[0].start))
    near = [pair for pair in read if pair[0].score >= read[0][0].score - answerer.settings.list_reach]
    parts = ([work.weigher.candidate(top.document, top.hit, span) for span in reading.members] for top, reading in near)
    passages = ([part for part in found if part is not None] for found in parts)
    return listed(work.question.text, passages, work.groups, answerer.settings.max_short)
