"""First questions to try, made from the documents themselves and kept only where they are answered well.

Questions are made by general rules from the first sentences of each document: a sentence that begins "Greta Holm opened
the dam on 9 March" gives "Who opened the dam?" and "When did Greta Holm open the dam?", one that begins "Greta Holm was
elected in Tarn" gives "Who was elected in Tarn?"; a person who is quoted gives "What did … say?". Then each is asked:
only what is answered surely, and from that very document or a version of it, is suggested.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from index.errors import QuotedError
from index.records import Document, Passage
from index.sentences import sentence_spans
from qa.followups import word_classes as wc
from qa.followups.phrases import Phrase, phrases
from qa.news.speech import speeches
from qa.page.html import escape

if TYPE_CHECKING:
    from index import DocumentIndex
    from qa.answerer import Answerer

MOST = 4
SURE = 0.75  # confidence from which a question is suggested
MOST_DOCUMENTS = 12  # looked at
MOST_ASKED = 5  # questions tried a document
_LEAD_SENTENCES = 4
_LONGEST = 90  # characters of a question
_LEANS = re.compile(
    r"\b(?:same|this|these|those|such|there|then|another|others?|he|she|it|they|him|them|his|hers?|its|theirs?)\b",
    re.IGNORECASE,
)  # a question with one of these stands on text that is not shown beside it
_DATE_PART = re.compile(
    r"\s+(?:on|in|last|this|early|late|since|by) (?:(?:the )?[A-Z\d]|week|month|year|night).*", re.DOTALL
)
_ADVERB = re.compile(r"\w+ly")
_AFTER = re.compile(r"[,;:—–(]| (?:after|as|while|when|because|and|but|who|which|saying|according) ")


def candidates(document: Document, passages: list[Passage]) -> Iterator[str]:
    """Questions that the document may answer and that stand alone, the most telling first; none where no rule fits."""
    return (question for question in _made(document, passages) if not _LEANS.search(question))


def _made(document: Document, passages: list[Passage]) -> Iterator[str]:
    lead = [p for p in passages if p.kind == "body"][:2]
    sentences = [p.text[a:b] for p in lead for a, b in sentence_spans(p.text)]
    for sentence in sentences[:_LEAD_SENTENCES]:
        yield from _of_sentence(" ".join(sentence.split()))
    named = dict.fromkeys(document.text[s.start : s.end] for s in speeches(document.text) if s.last)
    yield from (f"What did {name} say?" for name in list(named)[:2] if _is_plain_name(name))
    yield from (f"Who is {name}?" for name in list(named)[:2] if _is_plain_name(name))


def _of_sentence(sentence: str) -> Iterator[str]:
    """Questions about who did what and when, of a sentence that begins with its subject and a verb in the past."""
    subject = next(iter(phrases(sentence)), None)
    if subject is None or subject.start > 4 or not subject.named or not sentence.startswith(sentence[: subject.end]):
        return
    name, rest = sentence[: subject.end], sentence[subject.end :].strip()
    verb, _, tail = rest.partition(" ")
    if verb.lower() in ("was", "were"):
        yield from _of_passive(verb, tail, subject)
        return
    if not verb.isalpha() or not wc.is_finite(verb) or not verb.lower().endswith(("ed", "ew", "ld", "t", "ok", "ve")):
        return
    what = _DATE_PART.sub("", _AFTER.split(f" {tail}")[0]).strip(' ."”“')
    if _ADVERB.fullmatch(what) or len(what) + len(name) > _LONGEST:
        return
    if what:
        yield f"Who {verb} {what}?"
        yield f"When did {_inside(name)} {wc.base_form(verb)} {what}?"
    elif _DATE_PART.match(f" {tail}"):  # "The council voted on 9 March"
        yield f"When did {_inside(name)} {wc.base_form(verb)}?"


def _of_passive(verb: str, tail: str, subject: Phrase) -> Iterator[str]:
    """ "Who was elected in Tarn?", where a person was; nothing of a sentence without a place or the like."""
    participle, _, more = tail.partition(" ")
    what = _DATE_PART.sub("", _AFTER.split(f" {more}")[0]).strip(' ."”“')
    if subject.kind == "person" and wc.is_participle(participle) and what and len(what) <= _LONGEST:
        yield f"Who {verb} {participle} {what}?"


def _inside(name: str) -> str:
    """A sentence's first words as they stand inside one."""
    first, space, rest = name.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in ("The", "A", "An", "Its", "Their", "His", "Her") else name


def _is_plain_name(name: str) -> bool:
    return 1 < len(name.split()) <= 4 and len(name) <= 40 and "\n" not in name


class Suggestions:
    """Finds the questions once, when first asked for, and again only after the documents have changed."""

    def __init__(self, index: DocumentIndex, answerer: Answerer) -> None:
        """Asks nothing yet."""
        self._index = index
        self._answerer = answerer
        self._lock = threading.Lock()
        self._for: tuple[str, ...] | None = None
        self._found: list[str] = []

    def questions(self) -> list[str]:
        """At most four questions that are answered; empty for an empty store. Slow the first time (a second or two)."""
        with self._lock:
            documents = self._index.documents()
            ids = tuple(f"{d.id}{d.sha256}" for d in documents)
            if ids != self._for:
                self._found = list(islice(self._good(documents), MOST))
                self._for = ids
            return list(self._found)

    def warm_up(self) -> None:
        """Look for the questions in a thread of its own, which does not keep the process alive."""
        threading.Thread(target=self._quietly, args=(self.questions,), name="suggestions", daemon=True).start()

    def _quietly(self, find: Callable[[], object]) -> None:
        try:
            find()
        except QuotedError:  # the store was closed or is being changed: whoever opens the page looks again
            return

    def _good(self, documents: list[Document]) -> Iterator[str]:
        """Good questions, one a document, then a second one of each, and so on."""
        seen: set[str] = set()
        of_each = [self._good_of(document, seen) for document in documents[:MOST_DOCUMENTS]]
        while of_each:
            left = []
            for questions in of_each:
                if (question := next(questions, None)) is not None:
                    left.append(questions)
                    yield question
            of_each = left

    def _good_of(self, document: Document, seen: set[str]) -> Iterator[str]:
        for question in islice(candidates(document, self._index.passages(document.id)), MOST_ASKED):
            if question not in seen and self._answers(question, document):
                seen.add(question)
                yield question

    def _answers(self, question: str, document: Document) -> bool:
        try:
            answer = self._answerer.ask_quoted(question)
        except QuotedError:
            return False
        return answer.found and answer.confidence >= SURE and answer.citations[0].source == document.source


def suggestions_html(questions: list[str]) -> str:
    """The questions as buttons; nothing for none."""
    buttons = (
        f'<button type="button" class="quoted-button" data-ask="{escape(q)}" dir="auto">{escape(q)}</button>'
        for q in questions
    )
    return f'<div class="quoted-suggestions" role="group" aria-label="Questions to try">{"".join(buttons)}</div>'
