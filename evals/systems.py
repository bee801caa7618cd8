"""What is scored: anything that gives a Reply to a question. Quoted itself is here, baselines in baselines.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from evals.judge import outcome
from evals.metrics.citations import verbatim
from evals.metrics.sentences import sentence_precision, sentence_recall
from evals.questions import GoldQuestion

if TYPE_CHECKING:
    from index import DocumentIndex
    from index.records import Hit
    from qa import Answerer
    from qa.records import Answer

DEPTH = 20  # passages looked at for the retrieval figures


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system did with one question."""

    shorts: tuple[str, ...]  # short answers, best first; empty when it refused
    shown: str  # everything a person has to read
    confidence: float  # probability, 0 to 1, that the best candidate is right; 1.0 from systems that never doubt
    candidate: tuple[str, ...]  # what it would have said if it had to; equals shorts when it answered
    citations: tuple[tuple[str, str], ...] = ()  # pairs (document name, quotation)
    verbatim: bool = True  # every quotation is its document's text at its offsets
    understood: str = ""  # the question in its standalone form
    retrieved: tuple[tuple[str, str], ...] = ()  # pairs (document name, passage text), best first, at most DEPTH
    read: int = 0  # how many passages were read for an answer; 0 and no spans where the reply is right
    spans: tuple[str, ...] = ()  # every text taken for a possible answer, best first
    milliseconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)  # milliseconds a stage, where the system says so
    sentences: tuple[CitedSentence, ...] = ()  # of a language model, as far as they are shown
    struck: int = 0  # sentences of a language model that are not shown
    model: str = ""  # the language model that was asked


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A language model's sentence as it is shown, with how well the quotations beside it carry it."""

    text: str
    quotes: tuple[str, ...]
    precision: float  # 0 to 1, see evals.metrics.sentences
    recall: float


class System(Protocol):
    """A way of answering questions about a set of documents."""

    name: str

    def reply(self, question: GoldQuestion) -> Reply:
        """Answer one question, its history played first."""
        ...


class Quoted:
    """Quoted as it ships, asked the way a person asks it."""

    name = "Quoted"

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer
        self.names = document_names(answerer.index)

    def reply(self, question: GoldQuestion) -> Reply:
        """Ask; then, untimed, see what was retrieved and, where the reply is not right, what it was chosen from."""
        answer, milliseconds = self._ask(question)
        shorts = tuple(answer.short) if answer.found else ()
        explained: dict[str, Any] = {"hits": [], "spans": [], "groups": []}
        if outcome(shorts, question) != "right":
            explained = self.answerer.explain(answer.question)
        retrieved = self.answerer.index.search(answer.question, DEPTH)
        return Reply(
            shorts=shorts,
            shown=answer.text,
            confidence=answer.confidence,
            candidate=shorts or tuple(text for text, *_ in explained["groups"][:1]),
            citations=tuple((self.names[c.document_id], c.quote) for c in answer.citations),
            verbatim=self._verbatim(answer),
            understood=answer.question,
            retrieved=name_hits(self.names, retrieved),
            read=len(explained["hits"]),
            spans=tuple(text for _, text, *_ in explained["spans"]),
            milliseconds=milliseconds,
            stages=dict(answer.timings),
            sentences=tuple(self._sentences(answer)),
            struck=len(answer.struck),
            model=answer.model or "",
        )

    def _sentences(self, answer: Answer) -> Iterator[CitedSentence]:
        """The language model's sentences, each held against the quotations beside it alone, not their passages."""
        if self.answerer.writer is None or not answer.prose:
            return
        from qa.llm.check import Source
        from qa.llm.marks import segments, without_marks

        checker = self.answerer.writer.checker
        for text in answer.prose:
            cited = [answer.citations[n - 1] for n in dict.fromkeys(m for s in segments(text) for m in s.marks)]
            sources = {c.quote: Source(c.quote, c.published, f"{c.title} {c.publisher or ''}") for c in cited}
            plain = without_marks(text).rstrip(".")

            def carries(quotes: Sequence[str], plain: str = plain, sources: dict[str, Source] = sources) -> bool:
                marks = "".join(f"[{n}]" for n in range(1, len(quotes) + 1))
                return checker.check(f"{plain} {marks}.", [sources[q] for q in quotes]).ok

            quotes = tuple(sources)
            yield CitedSentence(text, quotes, sentence_precision(carries, quotes), sentence_recall(carries, quotes))

    def _ask(self, question: GoldQuestion) -> tuple[Answer, float]:
        """The answer and the milliseconds it took, without those of earlier turns."""
        ask: Callable[..., Answer] = self.answerer.ask
        if question.history:
            chat = self.answerer.conversation()
            for earlier in question.history:
                chat.ask(earlier, today=question.today)
            ask = chat.ask
        began = time.perf_counter()
        answer = ask(question.question, today=question.today)
        return answer, 1000 * (time.perf_counter() - began)

    def _verbatim(self, answer: Answer) -> bool:
        document = self.answerer.index.document
        return all(verbatim(c.quote, document(c.document_id).text, c.start, c.end) for c in answer.citations)


def document_names(index: DocumentIndex) -> dict[str, str]:
    """For each document id the stem of the file it came from, by which gold questions name it."""
    return {document.id: Path(document.origin).stem for document in index.documents()}


def name_hits(names: dict[str, str], hits: Sequence[Hit]) -> tuple[tuple[str, str], ...]:
    """Hits as pairs (document name, passage text), in their order."""
    return tuple((names[hit.passage.document_id], hit.passage.text) for hit in hits)
