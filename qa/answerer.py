"""Question in, quotations out: retrieve, read, group, weigh, cite."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from index import DocumentIndex
from qa.confidence import Calibration, default_calibration
from qa.explaining import looked_at, note_asked, note_route, traced
from qa.kinds.combining import combined, with_verdict
from qa.kinds.options import Options, options_of
from qa.listed import falls_short
from qa.looking import Settings, Work, candidates_in, look, said, weighed
from qa.news.version_answers import ask_version
from qa.news.version_questions import read_version
from qa.news.versions import VersionBook
from qa.reader import Reader
from qa.records import Answer, Focus, Turn, iso
from qa.telling import cite, found, refusal

if TYPE_CHECKING:
    from qa.conversation import Conversation
    from qa.llm.events import Event
    from qa.llm.writer import Writer
    from qa.news.all_sources import SourceAnswer


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
            return options_of(works[one], self.calibration, self.threshold, cite, partial(candidates_in, self))

        whole = combined(question, plainly, asked, options)
        if whole is not None:
            note_route("combined")
            return whole
        plain = plainly(question)
        judged = with_verdict(plain, self._alike, plainly, options)
        note_route("plain" if judged is plain else "yes or no")
        return replace(judged, asked=asked)

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
        work = look(self, question, top, documents, focus or Focus(), today)
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
            work = look(self, question, None, None, Focus(), today)
            whole = self._looked_at(work, self._answer(work, question, today))
        return {**whole, "route": trace.route, "parts": parts, "answer": answer}

    def _looked_at(self, work: Work, answer: Answer) -> dict[str, Any]:
        if not work.groups:
            return looked_at(work, answer, None, [])
        return looked_at(work, answer, weighed(self, work), [c.text for c in said(self, work)])

    def conversation(self) -> Conversation:
        """A new conversation: follow-ups are understood from what was asked and answered before."""
        from qa.conversation import Conversation

        return Conversation(self)

    def as_query_engine(self) -> Any:
        """This answerer as LlamaIndex's query engine (imports LlamaIndex)."""
        from qa.llamaindex import QuotedQueryEngine

        return QuotedQueryEngine(self)

    def _answer(self, work: Work, asked: str, today: datetime.date | None) -> Answer:
        with work.clock.stage("cite"):
            sure = bool(work.groups) and work.confidence >= self.threshold
            sure = sure and not falls_short(work.question.text, said(self, work))
            answer = found(self, work) if sure else refusal(self, work)
        timings = {**work.clock.stages, "total": round(sum(work.clock.stages.values()), 2)}
        return Answer(
            question=work.question.text,
            asked=asked,
            found=sure,
            confidence=round(work.confidence, 4),
            timings=timings,
            as_of=iso(today),
            **answer,
        )


def _threshold(index: DocumentIndex, calibration: Calibration) -> float:
    """What ``quoted eval --fit`` kept in the store, else what ships."""
    fitted = index.setting("threshold")
    return calibration.threshold if fitted is None else float(fitted)
