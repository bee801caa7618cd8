"""What is scored: anything that gives a Reply to a question. Quoted itself is here, baselines in baselines.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from evals.judge import outcome
from evals.metrics.citations import verbatim
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
        )

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
