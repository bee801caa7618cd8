"""What other programs may ask for, over HTTP or MCP: plain values in, plain values out."""

from __future__ import annotations

import base64
import binascii
import contextlib
import datetime
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from index import DocumentIndex
from index.errors import LoadError
from index.records import Document
from qa.errors import QuestionError
from qa.page import documents as page_documents
from qa.page.receipts import read_receipts
from qa.receipts import Receipt
from qa.receipts import verify as verify_receipt

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.records import Answer

MOST_HITS = 50
_LISTED = ("id", "title", "publisher", "authors", "published", "version", "source", "sha256", "added")


class Programs:
    """The operations over one index; the names are those of the endpoints.

    Every failure is a :class:`index.errors.QuotedError` of one line.
    """

    def __init__(self, index: DocumentIndex, answerer: Answerer) -> None:
        """Neither is changed by anything but :meth:`add` and :meth:`remove`."""
        self._index = index
        self._answerer = answerer

    def ask(self, question: str, documents: list[str] | None = None, today: str = "") -> dict[str, Any]:
        """Answer one question with quotations that can be checked, or say that the documents don't.

        Args:
            question: in words; it must stand alone.
            documents: ids to answer from; all when empty.
            today: what "this week" means, as YYYY-MM-DD.

        Returns:
            The fields of an Answer: found, short, text, citations (document_id, start, end, quote, …), confidence, …
            and its receipt, which :meth:`verify` takes.
        """
        ids = [self._index.document(i).id for i in documents] if documents else None
        return self._with_receipt(self._answerer.ask(question, today=_day(today), documents=ids))

    def converse(self, questions: list[str]) -> dict[str, Any]:
        """Answer the last of several questions, which may lean on those before it; as :meth:`ask` answers."""
        conversation = self._answerer.conversation()
        for question in questions[:-1]:
            with contextlib.suppress(QuestionError):
                conversation.recall(question)
        return self._with_receipt(conversation.ask(questions[-1]))

    def _with_receipt(self, answer: Answer) -> dict[str, Any]:
        receipt = {"quoted_receipt": 1, **asdict(Receipt.of(answer, self._index))}
        return {**_plain(answer.to_dict()), "receipt": _plain(receipt)}

    def search(self, query: str, top_k: int = 10) -> list[dict[str, Any]]:
        """The passages that fit a query best, best first.

        Args:
            query: any text.
            top_k: how many, at most 50.
        """
        hits = self._index.search(query, max(0, min(int(top_k), MOST_HITS)))
        return [{**asdict(hit.passage), "score": hit.score} for hit in hits]

    def documents(self) -> list[dict[str, Any]]:
        """All documents, in the order they were added, without their texts."""
        return [_listed(document) for document in self._index.documents()]

    def read(self, document_id: str, start: int = 0, chars: int = 20_000) -> dict[str, Any]:
        """A document's text, or the part of it from ``start`` on, at most ``chars`` characters."""
        document = self._index.document(document_id)
        start, chars = max(0, int(start)), max(0, min(int(chars), 200_000))
        return {**_listed(document), "start": start, "chars": len(document.text), "text": document.text[start:][:chars]}

    def add(self, url: str = "", name: str = "", content_base64: str = "") -> str:
        """Add a web page by its address, or a file by its name and its content in base64.

        Returns:
            What was added, updated or unchanged.
        """
        if url:
            said = page_documents.add_url(self._index, url)
        else:
            try:
                data = base64.b64decode(content_base64, validate=True)
            except (binascii.Error, ValueError) as error:
                raise LoadError("content_base64 is not base64: encode the file's bytes") from error
            said = page_documents.add_data(self._index, data, page_documents.safe_name(name))
        if said.startswith("not added"):
            raise LoadError(said)
        return said

    def remove(self, document_id: str) -> str:
        """Remove a document from everywhere; no answer quotes it any more."""
        title = self._index.document(document_id).title
        self._index.remove(document_id)
        return f"removed {title}"

    def verify(self, receipt: str) -> list[dict[str, Any]]:
        """How the quotations of a receipt (its JSON) stand now: still there, moved, changed or gone."""
        return [asdict(checked) for one in read_receipts(receipt) for checked in verify_receipt(one, self._index)]


def _listed(document: Document) -> dict[str, Any]:
    return {name: _plain(getattr(document, name)) for name in _LISTED}


def _plain(value: Any) -> Any:
    """``value`` as JSON has it: lists for tuples, ISO 8601 for dates."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise QuestionError(f"{text[:40]!r} is not a date: write it as 2020-01-08") from error
