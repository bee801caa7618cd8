"""An answer in prose: passages out, sentences back, each checked before it counts."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index.records import Citation, Document, Hit
from qa.kinds.combining import asked_in_parts
from qa.lexis import content
from qa.llm import prompts
from qa.llm.budget import counter
from qa.llm.check import Checker, Source, Verdict
from qa.llm.errors import ModelFailure
from qa.llm.events import Event, Finished, Retrying, Sentence, Started
from qa.llm.marks import segments, without_marks
from qa.llm.parts import may_have_parts, read_parts
from qa.llm.stream import Limits, pieces, plain, sentences
from qa.llm.support import Measure, coverage
from qa.records import Answer, Struck, Turn
from qa.rendering import excerpt, source_line

if TYPE_CHECKING:
    from qa.answerer import Answerer

PASSAGES = 12  # at most, whatever the budget
BUDGET_TOKENS = 3_000  # of passages; less for a model with a small window
RESERVED_TOKENS = 1_600  # of the window: instructions, question, conversation, answer
QUOTED_WORDS = 30
_WIDE = re.compile(
    r"\b(?:summar\w+|compar\w+|overview|outline|describe|explain|tell me|contrast|differ\w*|main points?|"
    r"what do(?:es)? .{2,40} say|how do(?:es)? .{2,60} (?:see|view|report|describe))\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Try:
    """One answer of the model, as far as it came."""

    kept: list[tuple[str, Verdict]] = field(default_factory=list)
    struck: list[tuple[str, Verdict]] = field(default_factory=list)
    refused: bool = False  # it said that the passages do not answer

    @property
    def unknown(self) -> int:
        return sum(len(v.unknown) for _, v in self.struck)


@dataclass(frozen=True, slots=True)
class _Given:
    """The numbered passages."""

    hits: tuple[Hit, ...]
    documents: tuple[Document, ...]

    @property
    def sources(self) -> list[Source]:
        return [
            Source(h.passage.text, d.published, " ".join(filter(None, (d.title, d.publisher, *d.authors))))
            for h, d in zip(self.hits, self.documents, strict=True)
        ]


class Writer:
    """Writes answers with a language model and keeps only what the passages carry.

    Args:
        answerer: gives the extractive answer, the documents and the reader.
        llm: any of LlamaIndex's language models.
        limits: when the model is given up.

    Attributes:
        strict: keep only sentences that the check is sure of; set it before the first question.
    """

    def __init__(self, answerer: Answerer, llm: Any, *, limits: Limits | None = None, name: str = "") -> None:
        from qa.llm import llamaindex

        self._answerer, self._llm, self.limits = answerer, llm, limits or Limits()
        self._deltas = llamaindex.deltas
        self.name = name or llamaindex.name_of(llm)
        self._budget = max(300, min(BUDGET_TOKENS, llamaindex.window_of(llm) - RESERVED_TOKENS))
        self.strict = False
        self._checker: Checker | None = None

    def events(
        self, extractive: Answer, *, documents: Sequence[str] | None = None, turns: Sequence[Turn] = ()
    ) -> Iterator[Event]:
        """Ask the model about ``extractive.question``; the last event is always a Finished.

        Args:
            extractive: the answer without a model, which stands when the model's does not.
            documents: ids to write from; all when None.
            turns: what the conversation has been about.
        """
        began, deadline = time.perf_counter(), time.monotonic() + self.limits.total_seconds
        given = self._passages(extractive, documents)
        yield Started(self.name, len(given.hits), extractive)
        whole, extractive = extractive, self._in_parts(extractive, documents, turns, deadline)
        if extractive is not whole:
            given = self._passages(extractive, documents)
        if not given.hits:
            yield Finished(self._fallen_back(extractive, "there are no passages to write from", _Try()))
            return
        attempt, note, again = _Try(), "", None
        messages = self._messages(extractive.question, given, turns)
        for last in (False, True):
            before = attempt
            attempt = _Try()
            try:
                yield from self._write(messages + (again or []), given, attempt, deadline)
                note = self._complaint(extractive, attempt)
            except ModelFailure as failure:
                note = str(failure)
                if not attempt.kept and not last and failure.retry and self._wait(failure, deadline):
                    yield Retrying(note)
                    continue
                last = True
            if last and len(before.kept) > len(attempt.kept):
                attempt, note = before, self._complaint(extractive, before)
            if last or not attempt.struck or time.monotonic() > deadline - 1:
                break
            reasons = [(text, verdict.reason) for text, verdict in attempt.struck]
            said = " ".join(text for text, _ in attempt.kept + attempt.struck)
            again = [("assistant", said), ("user", prompts.again(reasons))]
            yield Retrying("; ".join(dict.fromkeys(reason for _, reason in reasons)))
        answer = (
            self._fallen_back(extractive, note, attempt)
            if note and not self._stands(extractive, attempt)
            else (self._written(extractive, attempt, given))
        )
        spent = round(1000 * (time.perf_counter() - began), 2)
        yield Finished(replace(answer, timings={**answer.timings, "write": spent}))

    def answer(self, extractive: Answer, **options: Any) -> Answer:
        """The last event's answer; options as for :meth:`events`."""
        finished = [event for event in self.events(extractive, **options) if isinstance(event, Finished)]
        return finished[-1].answer

    def _in_parts(
        self, extractive: Answer, documents: Sequence[str] | None, turns: Sequence[Turn], deadline: float
    ) -> Answer:
        """The answer to what the model says a question asks for, each part quoted, where none was found to the whole.

        ``extractive`` where the question is one, or no part is answered, or the model says nothing that can be used.
        """
        question = extractive.question
        if extractive.found or not may_have_parts(question):
            return extractive
        try:
            written = pieces(
                lambda: self._deltas(self._llm, prompts.split_request(question, turns)), self.limits, deadline
            )
            parts = read_parts(plain("".join(written)), question, turns)
        except ModelFailure:
            return extractive
        today = datetime.date.fromisoformat(extractive.as_of) if extractive.as_of else None
        answered: list[bool] = []

        def ask(part: str) -> Answer:
            answer = self._answerer.ask_quoted(part, today=today, documents=documents)
            answered.append(answer.found)
            return answer

        found = asked_in_parts(question, parts, ask, extractive.asked) if parts else extractive
        return found if any(answered) else extractive

    def _passages(self, extractive: Answer, documents: Sequence[str] | None) -> _Given:
        """What the extractive answer cites, then the usual ranking, while the budget lasts."""
        index, count = self._answerer.index, counter()
        ranked = index.search(extractive.question, 3 * PASSAGES, documents=documents)
        cited = [(c.document_id, c.start, c.end) for c in extractive.citations or extractive.nearest]
        first = [h for h in ranked if any(_holds(h, *place) for place in cited)]
        hits: list[Hit] = []
        left = self._budget
        for hit in dict.fromkeys(first + ranked):
            cost = count(hit.passage.text) + 40
            if cost <= left and len(hits) < PASSAGES:
                hits.append(hit)
                left -= cost
        return _Given(tuple(hits), tuple(index.document(h.passage.document_id) for h in hits))

    def _messages(self, question: str, given: _Given, turns: Sequence[Turn]) -> list[tuple[str, str]]:
        pairs = enumerate(zip(given.hits, given.documents, strict=True), start=1)
        passages = [prompts.passage(number, hit, document) for number, (hit, document) in pairs]
        return [("system", prompts.INSTRUCTIONS), ("user", prompts.request(question, passages, turns))]

    def _write(
        self, messages: list[tuple[str, str]], given: _Given, attempt: _Try, deadline: float
    ) -> Iterator[Sentence]:
        """One answer of the model, sentence by sentence; what stands and what does not goes into ``attempt``."""
        stream = pieces(lambda: self._deltas(self._llm, messages), self.limits, deadline)
        sources, count, silent = given.sources, 0, True
        for text in sentences(stream):
            count += 1
            silent = False
            if _is_refusal(text):
                attempt.refused = True
                continue
            verdict = self.checker.check(text, sources)
            (attempt.kept if verdict.ok else attempt.struck).append((text, verdict))
            cited = tuple(dict.fromkeys(_citations(verdict, given))) if verdict.ok else ()
            yield Sentence(text, verdict.ok, cited, verdict.reason, verdict.kind)
            if count >= self.limits.sentences:
                raise ModelFailure("the language model's answer did not end")
        if silent:
            raise ModelFailure("the language model answered with nothing", retry=True)

    @property
    def checker(self) -> Checker:
        """Checks sentences with the index's embedder and the reader; made on first use."""
        if self._checker is None:
            self._checker = Checker(Measure(self._answerer.index.embedder(), self._answerer.reader), strict=self.strict)
        return self._checker

    def _wait(self, failed: ModelFailure, deadline: float) -> bool:
        """Wait as long as the server asks for, if that is not too long."""
        if failed.wait_seconds > self.limits.wait_seconds or time.monotonic() + failed.wait_seconds > deadline - 1:
            return False
        time.sleep(failed.wait_seconds or 0.2)
        return True

    def _complaint(self, extractive: Answer, attempt: _Try) -> str:
        """Why an answer of the model is none; "" for one that is."""
        if attempt.refused and not attempt.kept:
            return "the language model found no answer in the passages"
        if not attempt.kept:
            return "no sentence of the language model stood the check"
        return "" if self._answers(extractive, attempt) else "what stood the check does not answer the question"

    def _stands(self, extractive: Answer, attempt: _Try) -> bool:
        return bool(attempt.kept) and self._answers(extractive, attempt)

    def _answers(self, extractive: Answer, attempt: _Try) -> bool:
        """Whether the sentences that stand answer: they say what the extractive answer says, or the reader finds one.

        A summary or a comparison answers when it is about what was asked.
        """
        prose = " ".join(without_marks(text) for text, _ in attempt.kept)
        if extractive.found and any(coverage(short, prose) >= 0.99 for short in extractive.short):
            return True
        if _WIDE.search(extractive.question):
            told = " ".join(s.text for _, v in attempt.kept for s in v.support)
            asked = [t for t in content(extractive.question) if t.word[0].isupper() or t.low.isdigit()]
            return not asked or coverage(" ".join(t.word for t in asked[1:] or asked), f"{prose} {told}") > 0
        reading = self._answerer.reader.read(extractive.question, [prose])[0]
        return bool(reading.spans) and reading.spans[0].score > 0

    def _written(self, extractive: Answer, attempt: _Try, given: _Given) -> Answer:
        citations: list[Citation] = []
        prose = [_renumbered(text, verdict, given, citations) for text, verdict in attempt.kept]
        quotes = [
            f"“{excerpt(c.quote, (), QUOTED_WORDS)}” [{n}] ({source_line(c)})" for n, c in enumerate(citations, start=1)
        ]
        sure = min(verdict.score for _, verdict in attempt.kept)
        return replace(
            extractive,
            found=True,
            short=extractive.short if extractive.found else [without_marks(attempt.kept[0][0])],
            text="\n".join([" ".join(prose), *quotes]),
            citations=citations,
            confidence=extractive.confidence if extractive.found else round(sure, 4),
            nearest=[],
            model=self.name,
            prose=prose,
            struck=_struck(attempt),
            unknown_marks=attempt.unknown,
        )

    def _fallen_back(self, extractive: Answer, note: str, attempt: _Try) -> Answer:
        """The extractive answer, which says why it stands."""
        said = f"Answered without the language model: {note}."
        return replace(
            extractive,
            text=f"{extractive.text}\n({said})",
            model=self.name,
            note=said,
            struck=_struck(attempt),
            unknown_marks=attempt.unknown,
        )


def _holds(hit: Hit, document_id: str, start: int, end: int) -> bool:
    passage = hit.passage
    return passage.document_id == document_id and passage.start < end and start < passage.end


def _is_refusal(text: str) -> bool:
    return without_marks(text).strip(" .").casefold() == prompts.CANNOT_ANSWER.strip(" .").casefold()


def _struck(attempt: _Try) -> list[Struck]:
    return [Struck(text, verdict.reason, verdict.kind) for text, verdict in attempt.struck]


def _citations(verdict: Verdict, given: _Given) -> list[Citation]:
    """What carries a sentence, as slices of documents."""
    return [_cite(place, given) for support in verdict.support for place in support.places]


def _cite(place: tuple[int, int, int], given: _Given) -> Citation:
    number, start, end = place
    passage, document = given.hits[number - 1].passage, given.documents[number - 1]
    return document.cite(passage.start + start, passage.start + end, passage.text)


def _renumbered(text: str, verdict: Verdict, given: _Given, citations: list[Citation]) -> str:
    """The sentence with marks that count ``citations``, to which its own are added."""
    parts = []
    for stretch, support in zip(segments(text), verdict.support, strict=True):
        numbers = []
        for place in support.places:
            citation = _cite(place, given)
            if citation not in citations:
                citations.append(citation)
            numbers.append(citations.index(citation) + 1)
        body = stretch.text.rstrip(".")
        parts.append(f"{body} {''.join(f'[{n}]' for n in dict.fromkeys(numbers))}")
    joined = re.sub(r"\s+([,;:])", r"\1", " ".join(parts))
    return joined + (text.rstrip()[-1] if text.rstrip()[-1] in "!?" else ".")
