"""An HTML element as plain text: one paragraph a block, in the page's order, with nothing of the markup left.

Blocks are separated by an empty line, items of a list and rows of a table by a line break; cells of a row by `` | ``;
items of an ordered list keep their numbers. Captions and headings are blocks. Scripts, forms, hidden elements and
the small numbers that lead to footnotes are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody "
    "tfoot thead tr ul".split()
)
SILENT = frozenset(
    "applet area audio base button canvas col colgroup command datalist embed frame frameset head iframe input link "
    "map meta noembed noframes noscript object optgroup option param progress rp rt script select source style svg "
    "template textarea title track video".split()
)
_TIGHT = frozenset({"li", "dt", "dd", "tr", "figcaption", "caption"})  # follow each other without an empty line
_CONTAINERS = frozenset({"ul", "ol", "dl", "table"})  # an empty line before each, unless it stands in a list
CELLS = frozenset({"td", "th"})
_NO_DATA = frozenset({"table", "ul", "ol", "h1", "h2", "h3", "figure", "article", "form"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def tag_of(element: Any) -> str:
    """The element's name in small letters without its namespace; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def to_text(root: Any, skip: Collection[Any] = ()) -> str:
    """The text of an lxml element.

    Args:
        root: an element of lxml.html or lxml.etree (XHTML).
        skip: elements to leave out together with everything in them.

    Returns:
        Blocks separated by ``\\n\\n`` or ``\\n``, without white space at either end; empty for an element without text.
    """
    writer = _Writer()
    for event, element in walk(root, set(skip)):
        if event == "text":
            writer.write(element)
        elif event == "start":
            writer.start(element)
        else:
            writer.end(element)
    return writer.finish()


def walk(root: Any, skip: Collection[Any] = ()) -> Iterator[tuple[str, Any]]:
    """("start" | "end", element) and ("text", text) in reading order; no recursion, so depth does not matter."""
    stack: list[tuple[str, Any]] = [("element", root)]
    while stack:
        event, item = stack.pop()
        if event != "element":
            yield event, item
            continue
        if item is not root and item.tail:
            stack.append(("text", item.tail))
        if item in skip or is_silent(item):
            continue
        yield "start", item
        stack.append(("end", item))
        stack.extend(("element", child) for child in reversed(item))
        if item.text:
            stack.append(("text", item.text))


def is_silent(element: Any) -> bool:
    """Whether a browser shows no running text for this element."""
    tag = tag_of(element)
    if (
        not tag
        or tag in SILENT
        or element.get("hidden") is not None
        or (tag == "dialog" and element.get("open") is None)
    ):
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style") or "")) or _is_note_mark(element, tag)


def _is_note_mark(element: Any, tag: str) -> bool:
    """A raised number or sign that only links to a place on the page: ``<sup><a href="#fn1">1</a></sup>``."""
    if tag == "a":
        return "noteref" in (element.get("{http://www.idpf.org/2007/ops}type") or element.get("epub:type") or "")
    if tag != "sup" or len(element) != 1 or (element.text or "").strip():
        return False
    link = element[0]
    return tag_of(link) == "a" and (link.get("href") or "").startswith("#") and not (link.tail or "").strip()


class _Writer:
    """Collects inline text into blocks, and blocks into one text."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.text: list[str] = []
        self.last_tight = False
        self.preformatted = 0
        self.row: list[str] | None = None  # the cells so far, while in a row of a data table
        self.grids: list[bool] = []  # for each open table: is it data, or mere layout?
        self.numbers: list[int | None] = []  # for each open list: the next number, None when not ordered
        self.marker = ""

    def write(self, text: str) -> None:
        self.pieces.append(text if self.preformatted else _SPACE.sub(" ", text))

    def start(self, element: Any) -> None:
        tag = tag_of(element)
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "q":
            self.pieces.append("“")
        elif tag in CELLS:
            self._break(tag)
        elif tag in BLOCKS:
            self._break(tag)
            self._open(element, tag)

    def _open(self, element: Any, tag: str) -> None:
        if tag in _CONTAINERS and not self.numbers:
            self.last_tight = False
        if tag == "table":
            self.grids.append(_is_data(element))
        elif tag == "tr" and self.grids and self.grids[-1]:
            self.row = []
        elif tag == "pre":
            self.preformatted += 1
        elif tag in {"ol", "ul"}:
            self.numbers.append(_first_number(element) if tag == "ol" else None)
        elif tag == "li" and self.numbers and self.numbers[-1] is not None:
            self.marker = f"{self.numbers[-1]}. "
            self.numbers[-1] += 1

    def end(self, element: Any) -> None:
        tag = tag_of(element)
        if tag == "q":
            self.pieces.append("”")
        elif tag in CELLS:
            if self.row is None:
                self._break("p")
            else:
                self.row.append(_SPACE.sub(" ", self._take().replace("\n", " ")).strip())
        elif tag in BLOCKS:
            self._close(tag)

    def _close(self, tag: str) -> None:
        if tag == "tr" and self.row is not None:
            cells, self.row = [cell for cell in self.row if cell], None
            self.pieces = [" | ".join(cells)]
        self._break(tag)
        if tag == "table" and self.grids:
            self.grids.pop()
        elif tag == "pre":
            self.preformatted = max(0, self.preformatted - 1)
        elif tag in {"ol", "ul"} and self.numbers:
            self.numbers.pop()
        elif tag == "li":
            self.marker = ""

    def _take(self) -> str:
        raw, self.pieces = "".join(self.pieces), []
        if self.preformatted:
            return raw.strip("\n")
        return re.sub(r" ?\n ?", "\n", re.sub(r" {2,}", " ", raw)).strip(" \n")

    def _break(self, tag: str) -> None:
        """A block begins or ends here: what was collected is one block. Inside a table cell it is only a space."""
        if self.row is not None and tag != "tr":
            self.pieces.append(" ")
            return
        block = self._take()
        if not block.strip():
            return
        tight = tag in _TIGHT or bool(self.marker) or bool(self.numbers)
        if self.text:
            self.text.append("\n" if tight and self.last_tight else "\n\n")
        self.text.append(self.marker + block)
        self.marker, self.last_tight = "", tight

    def finish(self) -> str:
        self._break("p")
        return "".join(self.text).strip()


def _first_number(ordered_list: Any) -> int:
    start = (ordered_list.get("start") or "").strip()
    return int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1


def _is_data(table: Any) -> bool:
    """Whether a table holds data: no table, list, heading or several paragraphs within a cell."""
    paragraphs: Counter[Any] = Counter()
    for element in table.iterdescendants():
        tag = tag_of(element)
        if tag in _NO_DATA:
            return False
        if tag == "p":
            cell = next((holder for holder in element.iterancestors() if tag_of(holder) in CELLS), None)
            paragraphs[cell] += 1
    return all(count == 1 for cell, count in paragraphs.items() if cell is not None)
