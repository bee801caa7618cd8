"""One question about versions, with what is needed to answer it."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.editions import Edition
from index.records import Citation, Document
from qa.news.narrowed import Keep, Narrowed
from qa.news.version_choice import place_of
from qa.news.version_questions import VersionRequest, read_version
from qa.news.versions import Families
from qa.records import Answer, iso
from qa.rendering import REFUSAL, answer_text

if TYPE_CHECKING:
    from qa.answerer import Answerer

# Confidence of what is looked up, not read: a headline, a name's form, a change that holds all the words; not fitted.
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Asking:
    """One question about versions, with what is needed to answer it."""

    answerer: Answerer
    request: VersionRequest
    families: Families
    groups: list[tuple[Edition, ...]]  # families that may be meant
    documents: dict[str, Document]  # theirs
    allowed: frozenset[str] | None  # ids to answer from; None for all
    asked: str
    question: str
    today: datetime.date | None
    rest: dict[str, Any]  # further arguments of Answerer.ask_quoted

    def version_of(self, group: Sequence[Edition]) -> Document | None:
        """The version of a family that was asked for; None where there is none, or it may not be used."""
        place = place_of(self.request, group, self.families)
        return None if place is None else self.usable(group[place].id)

    def usable(self, document_id: str) -> Document | None:
        """A document, unless the question is limited to others."""
        return self.documents[document_id] if self.allowed is None or document_id in self.allowed else None

    def meant(self) -> list[Document]:
        """The versions that were asked for, one a family."""
        return [d for group in self.groups if (d := self.version_of(group)) is not None]

    def plainly(self, question: str, documents: Sequence[str] | None, keep: Keep | None = None) -> Answer:
        """The answer of some documents to a question about what they report; spans may be left out."""
        answerer = self.answerer
        if keep is not None:
            answerer = copy.copy(answerer)
            answerer.reader = Narrowed(answerer.reader, keep)
        ask = answerer.ask_plainly if keep is not None or read_version(question) else answerer.ask_quoted
        return ask(question, today=self.today, documents=documents, asked=self.asked, **self.rest)

    def found(
        self, short: list[str], citations: list[Citation], confidence: float, text: str = "", *, trusted: bool = False
    ) -> Answer:
        """An answer that was looked up; below the threshold, unless it is ``trusted``, a refusal."""
        sure = bool(short) and (trusted or confidence >= self.answerer.threshold)
        by_text = self.request.which != "changes" and self.request.about in ("text", "headline", "in headline")
        return Answer(
            question=self.request.question if by_text else self.question,
            asked=self.asked,
            found=sure,
            short=short if sure else [],
            text=(text or answer_text(short, citations)) if sure else f"{REFUSAL} Looked through: {self._looked()}.",
            citations=citations if sure else [],
            confidence=round(confidence, 4),
            nearest=[] if sure else citations,
            witnesses=int(sure),
            as_of=iso(self.today),
        )

    def _looked(self) -> str:
        number = len(self.groups)
        if self.request.which == "changes":
            return f"the versions of {number} article{'s' * (number != 1)}"
        return f"{self.request.label} of {number} article{'s' * (number != 1)}"


def title_of(document: Document) -> Citation | None:
    """The headline as it stands in the text; None where it does not."""
    at = document.text.find(document.title) if document.title.strip() else -1
    return None if at < 0 else document.cite(at, at + len(document.title))
