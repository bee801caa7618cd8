"""Receipts: an answer's quotations with the sha256 of each document, enough to check later that they still stand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index import DocumentIndex
from index.errors import UnknownDocument
from index.records import Citation
from qa.errors import ReceiptError
from qa.records import Answer

Standing = Literal["still there", "moved", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation as a receipt keeps it; offsets are code points of the document's text."""

    document_id: str
    sha256: str  # of the whole document's text when the receipt was made
    start: int
    end: int
    quote: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was asked, what was answered, and the quotations that proved it."""

    question: str
    short: tuple[str, ...]
    quotations: tuple[Quotation, ...]

    @classmethod
    def of(cls, answer: Answer, index: DocumentIndex) -> Receipt:
        """The receipt of an answer; without quotations for a refusal."""
        return cls(answer.question, tuple(answer.short), tuple(_keep(c, index) for c in answer.citations))

    def to_json(self) -> str:
        """One JSON object; :meth:`from_json` reads it."""
        return json.dumps({"quoted_receipt": 1, **asdict(self)}, ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Receipt:
        """Read a receipt back.

        Raises:
            ReceiptError: it is not JSON, or not a receipt.
        """
        try:
            data: dict[str, Any] = json.loads(text)
            if data["quoted_receipt"] != 1:
                raise ReceiptError("this receipt was made by a newer version: upgrade quoted")
            quotations = tuple(Quotation(**q) for q in data["quotations"])
            return cls(str(data["question"]), tuple(map(str, data["short"])), quotations)
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, ReceiptError):
                raise
            raise ReceiptError("this is not a receipt: give the JSON that 'quoted ask --receipt' wrote") from error


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation and how it stands now; ``start`` and ``end`` are its present offsets, None when it stands no more."""

    quotation: Quotation
    standing: Standing
    start: int | None = None
    end: int | None = None


def verify(receipt: Receipt, index: DocumentIndex) -> list[CheckedQuotation]:
    """Check every quotation of a receipt against the documents as they are now.

    Returns:
        One result a quotation, in order: *still there* (same offsets), *moved* (same words elsewhere in the document),
        *changed* (the document no longer has these words), *gone* (the document is not in the store).
    """
    return [_check(quotation, index) for quotation in receipt.quotations]


def changed(quotations: Iterable[CheckedQuotation]) -> list[CheckedQuotation]:
    """Those that no longer stand."""
    return [q for q in quotations if q.standing in ("changed", "gone")]


def _keep(citation: Citation, index: DocumentIndex) -> Quotation:
    document = index.document(citation.document_id)
    return Quotation(
        document_id=citation.document_id,
        sha256=document.sha256,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        title=citation.title,
        source=citation.source,
    )


def _check(quotation: Quotation, index: DocumentIndex) -> CheckedQuotation:
    try:
        text = index.document(quotation.document_id).text
    except UnknownDocument:
        return CheckedQuotation(quotation, "gone")
    if quotation.quote and text[quotation.start : quotation.end] == quotation.quote:
        return CheckedQuotation(quotation, "still there", quotation.start, quotation.end)
    at = text.find(quotation.quote) if quotation.quote else -1
    if at < 0:
        return CheckedQuotation(quotation, "changed")
    return CheckedQuotation(quotation, "moved", at, at + len(quotation.quote))
