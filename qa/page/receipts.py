"""Receipts on the page: read what was pasted, look up each quotation, show how it stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index import DocumentIndex
from qa.errors import ReceiptError
from qa.page.html import escape, notice_html
from qa.receipts import CheckedQuotation, Receipt, verify

MAX_CHARS = 5_000_000
_MEANING = {
    "still there": "at the same place, word for word",
    "moved": "word for word, at another place",
    "changed": "the document is there, these words are not",
    "gone": "the document was removed",
}


def read_receipts(text: str) -> list[Receipt]:
    """A receipt, or the receipts of an exported conversation.

    Raises:
        ReceiptError: it is neither, or too long.
    """
    if len(text) > MAX_CHARS:
        raise ReceiptError("this is too long for a receipt: paste the JSON of one conversation")
    try:
        data: Any = json.loads(text)
    except ValueError:
        data = None
    except RecursionError as error:
        raise ReceiptError("this is not a receipt: paste the JSON that was saved from a conversation") from error
    if not isinstance(data, dict) or "quoted_conversation" not in data:
        return [Receipt.from_json(text)]
    turns = data.get("turns")
    kept = [t.get("receipt") for t in turns if isinstance(t, dict)] if isinstance(turns, list) else []
    return [Receipt.from_json(json.dumps(receipt)) for receipt in kept if receipt]


def receipts_html(index: DocumentIndex, text: str) -> str:
    """How the quotations of what was pasted stand now, as a table a receipt, or advice."""
    if not text.strip():
        return notice_html("Paste a receipt or an exported conversation (JSON), or choose its file.")
    try:
        receipts = read_receipts(text)
    except ReceiptError as error:
        return notice_html(str(error))
    checked = [(receipt, verify(receipt, index)) for receipt in receipts]
    if not any(found for _, found in checked):
        return notice_html("There is no quotation in it: nothing to look up.")
    return "".join(_table(receipt, found) for receipt, found in checked if found)


def file_html(index: DocumentIndex, path: Path) -> str:
    """:func:`receipts_html` for an uploaded copy, which is deleted once it is read."""
    try:
        if path.stat().st_size > 4 * MAX_CHARS:
            return notice_html("This file is too large for a receipt.")
        return receipts_html(index, path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return notice_html("This file is not a receipt: choose the JSON that was saved from a conversation.")
    finally:
        path.unlink(missing_ok=True)


def _table(receipt: Receipt, found: Sequence[CheckedQuotation]) -> str:
    head = "<thead><tr><th scope='col'>Now</th><th scope='col'>Quotation</th><th scope='col'>Document</th></tr></thead>"
    rows = "".join(map(_row, found))
    caption = f'<caption dir="auto">{escape(receipt.question)}</caption>'
    return f'<table class="quoted-table quoted-receipt">{caption}{head}<tbody>{rows}</tbody></table>'


def _row(checked: CheckedQuotation) -> str:
    quotation = checked.quotation
    name = checked.standing.replace(" ", "-")
    standing = f'<span class="quoted-{name}" title="{escape(_MEANING[checked.standing])}">{checked.standing}</span>'
    title = escape(str(quotation.title))
    if checked.start is not None:
        title = f'<a href="#quoted-{escape(str(quotation.document_id))}-{checked.start}-{checked.end}">{title}</a>'
    return f'<tr><td>{standing}</td><td dir="auto">{escape(str(quotation.quote))}</td><td dir="auto">{title}</td></tr>'
