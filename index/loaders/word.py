"""Word documents (.docx): python-docx opens the package, the text is read from the document's own elements.

python-docx's ``paragraph.text`` passes over text in content controls, text boxes and tracked insertions; here all of
it is read, in the order of the document, and what was deleted with tracking is not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from index.article import Metadata
from index.errors import LoadError
from index.loaders import archive
from index.loaders.content import Content, one_line, require_text

_NO_TEXT = "this Word document holds no text: if its pages are pictures, run text recognition (OCR) and add the result"
_BROKEN = "this Word document is broken: open it in a word processor and save it again as .docx"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_SHOWN = frozenset(
    {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", f"{_W}footnoteReference"}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}
_JUNK_AUTHORS = frozenset({"python-docx", "microsoft office user", "user", "admin", "administrator", "unknown"})
_DEEPEST = 40  # tables within tables, controls within controls


def read(data: bytes) -> Content:
    """Paragraphs, headings and tables in order, a row a line with `` | `` between cells; footnotes at the end.

    Raises:
        EmptyDocument: there is no text.
        LoadError: the file is broken.
        TooLarge: it unpacks to too much.
    """
    import docx

    with archive.opened(data):
        pass  # sizes checked before anything is unpacked
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = [*_blocks(document.element.body), *_notes(document.part)]
        properties = document.core_properties
        title, author = properties.title, properties.author
    except Exception as error:  # a damaged package fails in python-docx, lxml or zipfile
        raise LoadError(_BROKEN) from error
    return Content(require_text("\n\n".join(blocks), _NO_TEXT), _metadata(title, author))


def _blocks(parent: Any, depth: int = 0) -> Iterator[str]:
    """The texts of paragraphs and tables below an element, none of them empty."""
    for child in parent:
        if child.tag == f"{_W}p":
            text, boxes = _paragraph(child)
            yield from ([text] if text else [])
            for box in boxes if depth < _DEEPEST else []:
                yield from _blocks(box, depth + 1)
        elif child.tag == f"{_W}tbl":
            own = (row for row in child.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is child)
            rows = "\n".join(row for row in map(_row, own) if row)
            yield from ([rows] if rows else [])
        elif child.tag not in _NOT_SHOWN and len(child) and depth < _DEEPEST:
            yield from _blocks(child, depth + 1)


def _paragraph(paragraph: Any) -> tuple[str, list[Any]]:
    """The paragraph's text, and the text boxes anchored in it (which are no part of it)."""
    pieces: list[str] = []
    boxes: list[Any] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in _SIGNS:
            pieces.append(_SIGNS[element.tag])
        elif element.tag == f"{_W}txbxContent":
            boxes.append(element)
        elif element.tag not in _NOT_SHOWN:
            stack.extend(reversed(element))
    return "".join(pieces).strip(), boxes


def _row(row: Any) -> str:
    """One line for a row: its cells' texts; tables within a cell count as their cell's text."""
    cells = (cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row)
    texts = (" ".join(" ".join(_blocks(cell)).split()) for cell in cells)
    return " | ".join(text for text in texts if text)


def _notes(part: Any) -> Iterator[str]:
    """The texts of footnotes and endnotes."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    for relation in part.rels.values():
        if relation.reltype in {RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES} and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                if note.get(f"{_W}type") not in {"separator", "continuationSeparator", "continuationNotice"}:
                    yield from _blocks(note)


def _metadata(title: Any, author: Any) -> Metadata:
    name = one_line(author) if isinstance(author, str) else None
    return Metadata(
        title=one_line(title) if isinstance(title, str) else None,
        authors=(name,) if name and name.casefold() not in _JUNK_AUTHORS else (),
    )
