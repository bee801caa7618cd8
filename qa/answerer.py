"""Question in, quotations out: retrieve, read, group, weigh, cite."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index import DocumentIndex
from index.records import Citation, Hit
from qa.candidates import Weigher, Weights
from qa.confidence import Calibration, Features, default_calibration, features
from qa.explaining import looked_at, note_asked, note_route, traced
from qa.grouping import group, tied
from qa.kinds.combining import combined, with_verdict
from qa.kinds.options import Options, options_of
from qa.listed import listed, rivals
from qa.news.attribution import attributions, lead
from qa.news.dates import beside, resolve
from qa.news.disagreements import disagreements, newest_first, told, without_conflicting
from qa.news.other_sources import to_compare
from qa.news.spelled import Spelled
from qa.news.values import value_of
from qa.news.version_answers import ask_version, only_old
from qa.news.version_questions import read_version
from qa.news.versions import Families, VersionBook
from qa.question import Question
from qa.reader import Reader, Reading
from qa.records import Answer, Candidate, Disagreement, Focus, Group, Turn, iso
from qa.rendering import answer_text, refusal_text
from qa.spans import around

if TYPE_CHECKING:
    from qa.conversation import Conversation
    from qa.llm.events import Event
    from qa.llm.writer import Writer
    from qa.news.all_sources import SourceAnswer


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
class _Clock:
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
    clock: _Clock = field(default_factory=_Clock)

    @property
    def question(self) -> Question:
        """The question, slips set right."""
        return self.spelled.question


class Answerer:
    """Answers questions about one index.

    Args:
        index: the documents.
        reader: the span reader; the shipped one when None.
        calibration: confidence weights and threshold; the shipped ones when None.
        threshold: refuse below this confidence, 0 to 1; when None the one fitted to this store, else the calibration's.
        settings: how much is read and how it is weighed.
        llm: any of LlamaIndex's language models, or what ``--llm`` takes, such as "ollama:MODEL"; it writes the
            answers, and only sentences that the documents carry are shown. None: nothing of LlamaIndex is imported.

    Raises:
        ModelError: ``llm`` names no model that can be used here.
    """

    def __init__(
        self,
        index: DocumentIndex,
        *,
        reader: Reader | None = None,
        calibration: Calibration | None = None,
        threshold: float | None = None,
        settings: Settings | None = None,
        llm: Any = None,
    ) -> None:
        self.index = index
        self.settings = settings or Settings()
        self.calibration = calibration or default_calibration()
        self.threshold = _threshold(index, self.calibration) if threshold is None else threshold
        self.reader = reader or Reader.load()
        self.versions = VersionBook(index)
        self.writer: Writer | None = None
        if llm is not None:
            from qa.llm.configured import writer

            self.writer = writer(self, llm)

    def ask(
        self,
        question: str,
        *,
        today: datetime.date | None = None,
        top: int | None = None,
        documents: Sequence[str] | None = None,
        asked: str | None = None,
        focus: Focus | None = None,
        turns: Sequence[Turn] = (),
    ) -> Answer:
        """Answer one question; with a language model, in its checked sentences where they answer.

        Args:
            question: in words; a follow-up belongs into a :meth:`conversation`.
            today: what "this week" means in the question.
            top: how many passages to read at first.
            documents: ids to answer from; all when None.
            asked: the words the person used, where ``question`` is their standalone form.
            focus: what a conversation has just been about; a mild preference, no filter.
            turns: what a conversation has been about; only a language model is told.

        Returns:
            An Answer whose every citation is a slice of a stored document, or a refusal.

        Raises:
            QuestionError: the question is empty or too long.
        """
        answer = self.ask_quoted(question, today=today, top=top, documents=documents, asked=asked, focus=focus)
        return answer if self.writer is None else self.writer.answer(answer, documents=documents, turns=turns)

    def ask_stream(
        self,
        question: str,
        *,
        today: datetime.date | None = None,
        documents: Sequence[str] | None = None,
        asked: str | None = None,
        focus: Focus | None = None,
        turns: Sequence[Turn] = (),
    ) -> Iterator[Event]:
        """:meth:`ask` as it happens: each sentence of the language model once it is checked, the answer last.

        See :mod:`qa.llm.events`. Without a language model the answer is the only event.
        """
        from qa.llm.events import Finished

        answer = self.ask_quoted(question, today=today, documents=documents, asked=asked, focus=focus)
        if self.writer is None:
            yield Finished(answer)
        else:
            yield from self.writer.events(answer, documents=documents, turns=turns)

    def ask_quoted(
        self,
        question: str,
        *,
        today: datetime.date | None = None,
        top: int | None = None,
        documents: Sequence[str] | None = None,
        asked: str | None = None,
        focus: Focus | None = None,
    ) -> Answer:
        """:meth:`ask` without the language model, whether there is one or not: quotations alone."""
        asked = question if asked is None else asked
        request = read_version(question)
        if request is not None:
            answer = ask_version(
                self, request, question, today=today, top=top, documents=documents, asked=asked, focus=focus
            )
            if answer is not None:
                note_route("version")
                return answer

        works: dict[str, Work] = {}

        def plainly(one: str) -> Answer:
            return self.ask_plainly(one, today=today, top=top, documents=documents, asked=one, focus=focus, works=works)

        def options(one: str) -> Options:
            return options_of(works[one], self.calibration, self.threshold, self._cite, self._candidates_in)

        whole = combined(question, plainly, asked, options)
        if whole is not None:
            note_route("combined")
            return whole
        plain = plainly(question)
        said = with_verdict(plain, self._alike, plainly, options)
        note_route("plain" if said is plain else "yes or no")
        return replace(said, asked=asked)

    def _alike(self, question: str, sentence: str) -> float:
        """Cosine of a question and a sentence, -1 to 1."""
        embedder = self.index.embedder()
        return float(embedder.embed_passages([sentence])[0] @ embedder.embed_query(question))

    def ask_plainly(
        self,
        question: str,
        *,
        today: datetime.date | None,
        top: int | None,
        documents: Sequence[str] | None,
        asked: str,
        focus: Focus | None,
        works: dict[str, Work] | None = None,
    ) -> Answer:
        """:meth:`ask` without a look at what the question says about versions; ``works`` keeps what was looked at."""
        work = self._work(question, top, documents, focus or Focus(), today)
        if works is not None:
            works[question] = work
        answer = self._answer(work, asked, today)
        note_asked(work, answer)
        return answer

    def ask_each(self, question: str, *, today: datetime.date | None = None) -> list[SourceAnswer]:
        """Ask each source separately; see :func:`qa.news.all_sources.ask_each`."""
        from qa.news.all_sources import ask_each

        return ask_each(self, question, today=today)

    def explain(self, question: str, *, today: datetime.date | None = None) -> dict[str, Any]:
        """Ask, and say which way the question went and what was looked at.

        Returns:
            ``route`` and ``answer`` as :meth:`ask_quoted` gives it; ``parts``, what was looked at for every question
            put to the documents on that way, each with its own ``question`` and ``answer``; and beside them the same
            for the whole question read as a plain one: ``hits``, ``spans`` and ``groups`` (best first),
            ``candidates``, ``features``. See :mod:`qa.explaining`.
        """
        with traced() as trace:
            answer = self.ask_quoted(question, today=today)
        parts = [self._looked_at(work, part) for work, part in trace.asked]
        if trace.route in ("plain", "yes or no"):
            whole = parts[0]
        else:
            work = self._work(question, None, None, Focus(), today)
            whole = self._looked_at(work, self._answer(work, question, today))
        return {**whole, "route": trace.route, "parts": parts, "answer": answer}

    def _looked_at(self, work: Work, answer: Answer) -> dict[str, Any]:
        if not work.groups:
            return looked_at(work, answer, None, [])
        return looked_at(work, answer, self._features(work), [c.text for c in self._said(work)])

    def conversation(self) -> Conversation:
        """A new conversation: follow-ups are understood from what was asked and answered before."""
        from qa.conversation import Conversation

        return Conversation(self)

    def as_query_engine(self) -> Any:
        """This answerer as LlamaIndex's query engine (imports LlamaIndex)."""
        from qa.llamaindex import QuotedQueryEngine

        return QuotedQueryEngine(self)

    def _work(
        self,
        text: str,
        top: int | None,
        documents: Sequence[str] | None,
        focus: Focus,
        today: datetime.date | None = None,
    ) -> Work:
        clock = _Clock()
        with clock.stage("spell"):
            spelled = Spelled.of(self.index, text)
        weigher = Weigher(self.index, spelled.question, self.settings.weights, focus.documents, self.versions)
        work = Work(spelled, weigher, within=documents is not None, clock=clock)
        looks = (top, *self.settings.looks) if top else self.settings.looks
        with work.clock.stage("retrieve"):
            hits = spelled.search(self.index, focus.about, sum(looks), documents, today)
        self._look_until_sure(work, hits, looks)
        if work.confidence < self.threshold:
            self._look_at_furniture(work, documents)
        return work

    def _look_until_sure(self, work: Work, hits: Sequence[Hit], looks: Sequence[int]) -> None:
        """Read a look's passages at a time; little read asks for more confidence than much, and next to none after
        the best passages is not looked for further down."""
        read = 0
        hopeless = (*[0.0] * (len(looks) - 1 - len(self.settings.hopeless)), *self.settings.hopeless, 0.0)
        for size, least in zip(looks, hopeless, strict=False):
            self._look(work, hits[read : read + size])
            read += size
            early = 2 * read < sum(looks)
            enough = max(self.threshold, self.settings.sure if early else 0.0)
            if read >= len(hits) or work.confidence >= enough or work.confidence < min(least, self.threshold):
                break
        work.unread = list(hits[read:])

    def _look(self, work: Work, hits: Sequence[Hit]) -> None:
        """Read more passages and weigh everything anew."""
        with work.clock.stage("read"):
            work.hits.extend(hits)
            work.readings.extend(work.spelled.read(self.reader, hits))
        with work.clock.stage("weigh"):
            candidates = work.weigher.candidates(work.hits, work.readings)
            families = work.weigher.families
            work.groups = newest_first(work.question, group(candidates, work.question.kind, families.key), families)
            if work.groups:
                work.confidence = self.calibration.probability(self._features(work))

    def _look_at_furniture(self, work: Work, documents: Sequence[str] | None) -> None:
        """Bylines, notes about the page, credits: only when the text itself does not answer."""
        with work.clock.stage("retrieve"):
            hits = self.index.search(work.question.text, 8, documents=documents, furniture=True)
        side = Work(work.spelled, work.weigher, within=work.within, clock=work.clock)
        self._look(side, [h for h in hits if h.passage.kind == "furniture"])
        if not side.groups or side.groups[0].best.reader_score < self.settings.furniture_penalty:
            return
        if side.confidence >= max(self.threshold, work.confidence):
            work.hits, work.readings = side.hits + work.hits, side.readings + work.readings
            work.groups, work.confidence = side.groups, side.confidence

    def _answer(self, work: Work, asked: str, today: datetime.date | None) -> Answer:
        with work.clock.stage("cite"):
            found = bool(work.groups) and work.confidence >= self.threshold
            answer = self._found(work) if found else self._refusal(work)
        timings = {**work.clock.stages, "total": round(sum(work.clock.stages.values()), 2)}
        return Answer(
            question=work.question.text,
            asked=asked,
            found=found,
            confidence=round(work.confidence, 4),
            timings=timings,
            as_of=iso(today),
            **answer,
        )

    def _found(self, work: Work) -> dict[str, Any]:
        best, families = work.groups[0], work.weigher.families
        said = self._said(work)
        short = [c.text for c in said]
        citations = self._cite_group(best, families)
        if len(said) > 1:
            citations = self._list(said, citations)
        by = attributions(said)
        days = [resolve(c.document, c.start, c.end) if work.question.kind == "when" else None for c in said]
        shown = [beside(words, day) for words, day in zip(short, days, strict=True)]
        others = [] if len(said) > 1 else self._disagreements(work)
        citations += [d.citation for d in others if d.citation not in citations]
        notes = [told(citations[0], value_of(best.best), others)] if others else []
        notes += [only_old(best.candidates, families, self.index)] if len(said) < 2 and not work.within else []
        return {
            "short": short,
            "citations": citations,
            "text": answer_text(
                short, citations, lead(shown, by[0] if len(short) == 1 and by else None), [n for n in notes if n]
            ),
            "attribution": by,
            "disagreements": others,
            "resolved": [day for day in days if day is not None],
            "witnesses": best.witnesses,
        }

    def _disagreements(self, work: Work) -> list[Disagreement]:
        """Other values for what was asked, from sources read and from others that are read to compare them."""
        hits = to_compare(work.question, work.groups, work.unread, self.index.document)
        further = self._candidates_in(work, hits)
        documents = {c.document.id: c.document for c in [*(c for g in work.groups for c in g.candidates), *further]}
        families = self.versions.around(list(documents.values())) if further else work.weigher.families
        return disagreements(work.question, work.groups, families, self._cite, further)

    def _candidates_in(self, work: Work, hits: Sequence[Hit]) -> list[Candidate]:
        """What the reader finds in passages, read or not before, weighed."""
        further: list[Candidate] = []
        for hit, reading in zip(hits, work.spelled.read(self.reader, hits) if hits else [], strict=True):
            document = self.index.document(hit.passage.document_id)
            spans = [work.weigher.candidate(document, hit, span) for span in reading.spans]
            further += [candidate for candidate in spans if candidate is not None]
        return further

    def _said(self, work: Work) -> list[Candidate]:
        """What is shown as the answer, at least one: all parts of a list, answers that tie, or the best alone."""
        several = self._members(work) or self._tied(work)
        return several if len(several) > 1 else [work.groups[0].best]

    def _members(self, work: Work) -> list[Candidate]:
        """All parts of a list: those of the passage that answers best, and what others nearly as good add."""
        best = {c.hit.passage.id: c for g in reversed(work.groups) for c in reversed(g.candidates)}
        read = [(best[h.passage.id], r) for h, r in zip(work.hits, work.readings, strict=True) if h.passage.id in best]
        read.sort(key=lambda pair: (-pair[0].score, pair[0].document.id, pair[0].start))
        near = [pair for pair in read if pair[0].score >= read[0][0].score - self.settings.list_reach]
        parts = (
            [work.weigher.candidate(top.document, top.hit, span) for span in reading.members] for top, reading in near
        )
        passages = ([part for part in found if part is not None] for found in parts)
        return listed(work.question.text, passages, work.groups, self.settings.max_short)

    def _features(self, work: Work) -> Features:
        """What speaks for the best group; values that would be shown beside it do not speak against it."""
        groups = without_conflicting(work.question, work.groups, work.weigher.families)
        return features(work.question, rivals(groups, self._members(work)))

    def _tied(self, work: Work) -> list[Candidate]:
        """Answers nearly as strong as the best, for a question that may have several; empty when it stands alone."""
        return [g.best for g in tied(work.question, work.groups)]

    def _list(self, members: Sequence[Candidate], citations: list[Citation]) -> list[Citation]:
        quotes = list(dict.fromkeys(self._cite(member) for member in members))
        quotes += [c for c in citations if c not in quotes]
        return quotes[: self.settings.max_citations]

    def _cite_group(self, answers: Group, families: Families) -> list[Citation]:
        """One quotation a source, the best first; of several versions the newest that says so."""
        chosen: dict[str, Candidate] = {}
        for candidate in answers.candidates:
            if candidate.reader_score <= 0 and candidate is not answers.best:
                continue
            key = families.key.get(candidate.document.id, candidate.document.id)
            held = chosen.setdefault(key, candidate)
            if families.superseded(held.document.id) and not families.superseded(candidate.document.id):
                chosen[key] = candidate
        return [self._cite(c) for c in chosen.values()][: self.settings.max_citations]

    def _cite(self, candidate: Candidate) -> Citation:
        passage = candidate.hit.passage
        start, end = around(passage.text, candidate.start - passage.start, candidate.end - passage.start)
        return candidate.document.cite(passage.start + start, passage.start + end, passage.text)

    def _refusal(self, work: Work) -> dict[str, Any]:
        read = {h.passage.document_id: self.index.document(h.passage.document_id) for h in work.hits}
        nearest = [
            read[h.passage.document_id].cite(h.passage.start, h.passage.end, h.passage.text) for h in work.hits[:3]
        ]
        return {
            "short": [],
            "citations": [],
            "text": refusal_text(len(work.hits), len(read)),
            "nearest": nearest,
        }


def _threshold(index: DocumentIndex, calibration: Calibration) -> float:
    """What ``quoted eval --fit`` kept in the store, else what ships."""
    fitted = index.setting("threshold")
    return calibration.threshold if fitted is None else float(fitted)
