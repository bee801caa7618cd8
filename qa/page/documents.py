"""Documents on the page: the table, uploads and addresses added one by one, removal."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from index import AddReport, DocumentIndex
from index.errors import QuotedError
from index.records import Document
from qa.page.html import escape, notice_html

MAX_FILE_BYTES = 50_000_000
MOST_FILES = 50  # in one go
FREE_BYTES = 500_000_000  # that adding leaves on the disk
ROWS_SHOWN = 200
EMPTY = "There are no documents yet. Upload files or add a web address under Documents, then ask here."
_NAME = re.compile(r"[^\w .,()+-]")


def describe(index: DocumentIndex) -> str:
    """What the page says about the documents it answers from."""
    count = len(index.documents())
    return f"{count} document{'s' * (count != 1)}" if count else EMPTY


def choices(index: DocumentIndex) -> list[tuple[str, str]]:
    """Label and id of each document, to choose from."""
    return [(label(document), document.id) for document in index.documents()]


def label(document: Document) -> str:
    """Headline, publisher, date and version, in short."""
    version = f"version {document.version}" if document.version is not None else ""
    facts = ", ".join(f for f in (document.publisher, (document.published or "")[:10], version) if f)
    return f"{document.title} ({facts})" if facts else document.title


def table_html(index: DocumentIndex, search: str | None = "") -> str:
    """The documents whose headline, publisher, date or source hold every word of ``search``."""
    documents = index.documents()
    if not documents:
        return notice_html("There are no documents yet. Upload files or add a web address above.")
    wanted = (search or "").casefold().split()
    found = [d for d in documents if all(word in _searched(d) for word in wanted)]
    if not found:
        return notice_html("No document fits this search: try fewer words.")
    names = ("Headline", "Publisher", "Date", "Passages", "Version", "Added", "Remove")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = "".join(_row(index, document) for document in found[:ROWS_SHOWN])
    more = len(found) - ROWS_SHOWN
    rest = notice_html(f"{more} more: search for words of their headlines.") if more > 0 else ""
    caption = f"<caption>{len(found)} of {len(documents)} documents</caption>"
    return f'<table class="quoted-table">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{rest}'


def _searched(document: Document) -> str:
    return f"{label(document)} {document.source}".casefold()


def _row(index: DocumentIndex, document: Document) -> str:
    title = escape(document.title)
    cells = [
        f'<a href="#quoted-{escape(document.id)}-0-0" title="Open the document">{title}</a>',
        escape(document.publisher or ""),
        escape((document.published or "")[:10]),
        str(len(index.passages(document.id))),
        str(document.version or ""),
        _when(document.added),
        f'<button type="button" class="quoted-button" data-remove="{escape(document.id)}" '
        f'aria-label="Remove {title}">Remove</button>',
    ]
    return "<tr>" + "".join(f'<td dir="auto">{cell}</td>' for cell in cells) + "</tr>"


def _when(added: str | None) -> str:
    """The day, its exact time on hover; nothing where the store does not know it."""
    return f'<time datetime="{escape(added)}" title="{escape(added)}">{escape(added[:10])}</time>' if added else ""


def add_files(index: DocumentIndex, paths: Sequence[Path]) -> Iterator[list[str]]:
    """Add uploaded copies one by one; yields all lines said so far, before each file and at the end.

    The copies are deleted once they are read. A document's origin is its file's name without what is not a letter, a
    digit or plain punctuation, so that the same name again is an update.
    """
    done: list[str] = []
    if len(paths) > MOST_FILES:
        for path in paths[MOST_FILES:]:
            path.unlink(missing_ok=True)
        done.append(f"{len(paths)} files are too many at once: the first {MOST_FILES} are read, add the rest later")
    for number, path in enumerate(paths[:MOST_FILES], start=1):
        name = safe_name(path.name)
        yield [*done, f"Reading {number} of {min(len(paths), MOST_FILES)}: {name} …"]
        done.append(f"{name}: {_add_file(index, path, name)}")
    yield done


def safe_name(name: str) -> str:
    """What an upload is called: the last part of its name, with nothing in it that means something elsewhere."""
    kept = _NAME.sub("", re.split(r"[/\\]", name)[-1]).strip(" .")
    return kept[-120:] or "upload"


def _add_file(index: DocumentIndex, path: Path, name: str) -> str:
    try:
        return add_data(index, path.read_bytes() if path.stat().st_size <= MAX_FILE_BYTES else None, name)
    except OSError as error:
        return f"not added, it cannot be read ({error.strerror}): upload it again"
    finally:
        path.unlink(missing_ok=True)


def add_data(index: DocumentIndex, data: bytes | None, name: str) -> str:
    """Add what a file holds, and say what came of it; ``data`` is None for one that is too large."""
    if data is None or len(data) > MAX_FILE_BYTES:
        return f"not added, it is larger than {MAX_FILE_BYTES // 1_000_000} MB: split it"
    if shutil.disk_usage(index.path).free < FREE_BYTES + 3 * len(data):
        return "not added, the disk is nearly full: make room first"
    try:
        return outcome(index.add_bytes(data, name))
    except QuotedError as error:
        return f"not added, {error}"


def add_url(index: DocumentIndex, url: str) -> str:
    """Fetch and add one page of the web, and say what came of it; private addresses are refused."""
    if not re.match(r"\s*https?://", url, re.IGNORECASE):
        return "not added: give an address that begins with http:// or https://"
    try:
        return outcome(index.add([url.strip()]))
    except QuotedError as error:
        return f"not added, {error}"


def outcome(report: AddReport) -> str:
    """What an add did, in one line."""
    if report.failed:
        return f"not added, {report.failed[0].reason}"
    for said, notes in (("added", report.added), ("updated", report.updated), ("unchanged", report.unchanged)):
        if notes:
            return f"{said} “{'”, “'.join(note.title for note in notes)}”"
    return "nothing to add: there is no text in it"


def remove(index: DocumentIndex, document_id: str) -> str:
    """Remove a document from everywhere, and say so."""
    try:
        title = index.document(document_id).title
        index.remove(document_id)
    except QuotedError as error:
        return f"Not removed: {error}"
    return f"Removed “{title}”. No answer will quote it any more."


def lines_html(lines: Sequence[str]) -> str:
    """Lines said about documents, one below another; nothing for none."""
    return "".join(notice_html(line) for line in lines)
