"""The document beside the chat: its text with the quotations of an answer marked, and the buttons that step through."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import DocumentIndex
from index.errors import QuotedError
from index.records import Citation, Document
from qa.page.html import block, escape, kept, link, notice_html
from qa.wording import closed

AROUND_CHARS = 20_000  # shown before and after the quotation; more would make a book slow to open
MOST_PLACES = 50
_SCROLLS = 'tabindex="0" role="region" aria-label="Text of the document"'
NOTHING_YET = (
    "Choose a mark such as [1] in an answer, or a headline under Documents or Timeline: the document opens here."
)


class PlaceError(QuotedError, ValueError):
    """What was asked for is not a place in a document."""


@dataclass(frozen=True, slots=True)
class Place:
    """``document.text[start:end]``; an empty one (0 to 0) stands for the document as a whole."""

    document_id: str
    start: int
    end: int


def places_of(citations: Iterable[Citation]) -> list[Place]:
    """Where the quotations stand, in their order."""
    return [Place(c.document_id, c.start, c.end) for c in citations]


def read_wanted(text: str) -> tuple[list[Place], int]:
    """What the page asks for: ``{"places": [[id, start, end], …], "at": 0}``.

    Raises:
        PlaceError: it is something else.
    """
    try:
        data = json.loads(text)
        places = [Place(str(id_), int(start), int(end)) for id_, start, end in data["places"][:MOST_PLACES]]
        at = int(data["at"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise PlaceError("this is not a place in a document: choose a mark in an answer") from error
    if not 0 <= at < len(places):
        raise PlaceError("there is no such quotation in this answer: choose a mark that is there")
    return places, at


def proof_html(index: DocumentIndex, places: Sequence[Place], at: int = 0) -> str:
    """The document of one place, the place marked, the answer's other places in it marked lighter.

    Args:
        index: where the documents are.
        places: all quotations of an answer; none shows what the panel is for.
        at: which of them is opened.
    """
    if not places:
        return notice_html(NOTHING_YET)
    try:
        document = index.document(places[at].document_id)
        here = places[at]
        if here.end:
            document.cite(here.start, here.end)
    except QuotedError:
        return notice_html("This document was changed or removed since the answer was given: ask again.")
    others = [p for p in places if p.document_id == document.id and p != here]
    data = escape(json.dumps([[p.document_id, p.start, p.end] for p in places]))
    head = _head(document) + _steps(places, at)
    text = f'<div class="quoted-text" {_SCROLLS}>{text_html(document, here, others)}</div>'
    place = f'data-places="{data}" data-at="{at}"'
    return f'<section class="quoted-proof" aria-label="The source" {place}>{head}{text}</section>'


def _head(document: Document) -> str:
    version = f"version {document.version}" if document.version is not None else ""
    facts = [document.publisher, (document.published or "")[:10], version]
    known = closed(", ".join(fact for fact in facts if fact))
    headline = f'<h2 class="quoted-headline" tabindex="-1" dir="auto">{escape(document.title)}</h2>'
    return headline + block("p", "source", f"{escape(known)} {link(document.source)}")


def _steps(places: Sequence[Place], at: int) -> str:
    if not places[at].end:
        return ""
    buttons = [
        f'<button type="button" class="quoted-button" data-step="{step}" aria-label="{label}"{gone}>{sign}</button>'
        for step, label, sign, gone in (
            (-1, "Previous quotation", "&#8249;", "" if at else " disabled"),
            (1, "Next quotation", "&#8250;", "" if at + 1 < len(places) else " disabled"),
        )
    ]
    said = f'<span role="status">Quotation {at + 1} of {len(places)}</span>'
    return f'<p class="quoted-steps">{buttons[0]} {said} {buttons[1]}</p>'


def text_html(document: Document, here: Place, others: Sequence[Place] = ()) -> str:
    """The document's text around a place, a paragraph a line, with all places marked; what is left out is said."""
    low, high = max(0, here.start - AROUND_CHARS), min(len(document.text), here.end + AROUND_CHARS)
    parts = [_left_out(low)] if low else []
    start = low
    for line in document.text[low:high].split("\n"):
        if line.strip():
            parts.append(f'<p dir="auto">{_line(document.text, start, start + len(line), here, others)}</p>')
        start += len(line) + 1
    if high < len(document.text):
        parts.append(_left_out(len(document.text) - high))
    return "".join(parts)


def _left_out(chars: int) -> str:
    return block("p", "note", f"{chars:,} more characters of this document are not shown here")


def _line(text: str, start: int, end: int, here: Place, others: Sequence[Place]) -> str:
    """One line of the text, cut wherever a mark begins or ends."""
    edges = {start, end} | {edge for p in (here, *others) for edge in (p.start, p.end) if start < edge < end}
    cuts = sorted(edges)
    shown = []
    for left, right in pairwise(cuts):
        words = kept(text[left:right])
        if here.start <= left and right <= here.end:
            words = f'<mark class="quoted-here">{words}</mark>'
        elif any(p.start <= left and right <= p.end for p in others):
            words = f'<mark class="quoted-other">{words}</mark>'
        shown.append(words)
    return "".join(shown)
