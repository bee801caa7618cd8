"""Printed lines back into paragraphs: line breaks, hyphens at line ends and running heads belong to the paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_WIDER = 1.35  # times the usual distance of two lines: a gap between paragraphs
_INDENT = 0.8  # times the letter size: the first line of a paragraph starts this much further in
_SHORT = 0.75  # of the usual line length: a sentence that ends so early ends its paragraph
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_ITEM = re.compile(r"^(?:[•●▪◦‣–—*·]\s+|\(?\d{1,3}[.)]\s+\S|\(?[a-z][.)]\s+\S)")
_HYPHENATED = re.compile(r"([^\W_]+)[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_EDGE = 2  # lines at the top and the bottom of a page that may be a running head or a page number
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|seite|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its text and where it starts, in points from the lower left corner of its page."""

    text: str
    page: int  # 0-based
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0  # of its letters, in points; 0 when unknown


def paragraphs(lines: Sequence[Line]) -> str:
    """The text with one line a paragraph and an empty line between paragraphs; empty for no lines.

    Page numbers are left out, and so is a running head after its first appearance.
    """
    kept = _without_running_heads([line for line in lines if line.text.strip()])
    if not kept:
        return ""
    layout = _Layout(kept)
    words = _whole_words(kept)
    done, current = [], kept[0].text.strip()
    for before, line in pairwise(kept):
        if layout.breaks(before, line):
            done.append(current)
            current = line.text.strip()
        else:
            current = _join(current, line.text.strip(), words)
    return "\n\n".join((*done, current))


class _Layout:
    """The usual distances on these pages, and where they are broken."""

    def __init__(self, lines: Sequence[Line]) -> None:
        # A low one of all distances: where most paragraphs have one line, the median is that between paragraphs.
        gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * (a.size or 12)]
        self.gap = sorted(gaps)[len(gaps) // 5] if gaps else 0.0
        lengths = sorted(len(line.text.strip()) for line in lines)
        self.length = lengths[int(0.8 * (len(lengths) - 1))]
        self.margins = Counter(round(line.x) for line in lines)

    def breaks(self, before: Line, line: Line) -> bool:
        """Whether a new paragraph starts at ``line``."""
        ended = bool(_SENTENCE_END.search(before.text.strip()))
        if _ITEM.match(line.text.strip()) or abs(before.size - line.size) > 0.1 * max(before.size, line.size):
            return True
        if before.page != line.page or line.y > before.y + 1:  # next page or column
            return ended
        if self.gap and before.y - line.y > _WIDER * max(self.gap, 1.0):
            return True
        if self._is_indented(before, line):
            return True
        return ended and len(before.text.strip()) < _SHORT * self.length

    def _is_indented(self, before: Line, line: Line) -> bool:
        """A first line that starts further in than the line before, which itself starts at a usual margin."""
        usual = self.margins[round(before.x)] >= self.margins[round(line.x)]
        return usual and _INDENT * (line.size or 10) < line.x - before.x < 6 * (line.size or 10)


def _join(text: str, line: str, words: Counter[str]) -> str:
    hyphen = _HYPHENATED.search(text)
    if hyphen is None or not line[:1].isalnum():
        return text + ("" if text.endswith(("—", "–-")) else " ") + line
    if not line[0].islower():
        return text + line
    first, second = hyphen.group(1).casefold(), _WORD.match(line)
    rest = second.group().casefold() if second else ""
    return text + line if _keeps_hyphen(first, rest, words) and text[-1] != "\u00ad" else text[:-1] + line


def _keeps_hyphen(first: str, rest: str, words: Counter[str]) -> bool:
    """Whether "Iran-" + "backed" is a compound: asked of the document's other words; cut words are the usual case."""
    compound, whole = words[f"{first}-{rest}"], words[first + rest]
    if compound or whole:
        return compound > whole
    return bool(words[first] and words[rest]) or first.isdigit()


def _whole_words(lines: Sequence[Line]) -> Counter[str]:
    """How often each word stands in the text, words that a line end cuts in two left out."""
    words: Counter[str] = Counter()
    cut = False
    for line in lines:
        found = [word.casefold() for word in _WORD.findall(line.text)]
        ends_cut = bool(_HYPHENATED.search(line.text.strip()))
        words.update(found[int(cut) : len(found) - int(ends_cut)])
        cut = ends_cut
    return words


def _without_running_heads(lines: list[Line]) -> list[Line]:
    """Lines without page numbers, and without later copies of what stands at the same edge of page after page."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = {id(line) for page in pages.values() for line in (*page[:_EDGE], *page[-_EDGE:])}
    shapes = Counter(shape for page in pages.values() for shape in {_shape(x) for x in page if id(x) in edges})
    often = max(3, len(pages) // 2)
    seen: set[tuple[str, int]] = set()
    kept = []
    for line in lines:
        shape = _shape(line)
        if id(line) in edges:
            number = len(pages) > 1 and _PAGE_NUMBER.match(line.text)
            if number or (shapes[shape] >= often and shape in seen):
                continue
            seen.add(shape)
        kept.append(line)
    return kept


def _shape(line: Line) -> tuple[str, int]:
    """What copies of a running head have in common: the words, but for a page number beside them, and the height."""
    words = re.sub(r"^\d{1,4}\b|\b\d{1,4}$", "", " ".join(line.text.split()).casefold()).strip()
    return words, round(line.y / 3)
