"""Printed lines back into paragraphs: line breaks, hyphens at line ends and running heads belong to the paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_WIDER = 1.35  # times the usual distance of two lines: a gap between paragraphs
_INDENT = (0.8, 4.0)  # times the letter size: how much further in the first line of a paragraph starts
_SHORT = 0.75  # of the usual line length: a sentence that ends so early ends its paragraph
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_ITEM = re.compile(r"^(?:[•●▪◦‣–—*·]\s+|\(?\d{1,3}[.)]\s+\S|\(?[a-z][.)]\s+\S)")
_HYPHENATED = re.compile(r"([^\W_]+)[-\u2010\u00ad]$")
_DASH_END, _DASH_START = re.compile(r"\w[—―]$"), re.compile(r"[—―]\w")  # set without spaces
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_EDGE = 2  # lines at the top and the bottom of a page that may be a running head or a page number
_COUNT = r"(?:(?:page|seite|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?"
_PAGE_NUMBER = re.compile(rf"^\W*{_COUNT}\W*$", re.IGNORECASE)
_COUNT_BESIDE = re.compile(rf"^{_COUNT}\b|\b{_COUNT}$", re.IGNORECASE)


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

    Page numbers are left out. Of a running head one copy is kept, before the text; of a running foot one, after it.
    """
    heads, kept, feet = _running_heads([line for line in lines if line.text.strip()])
    blocks = [line.text.strip() for line in heads]
    if kept:
        blocks += _reflowed(kept)
    return "\n\n".join((*blocks, *(line.text.strip() for line in feet)))


def _reflowed(lines: Sequence[Line]) -> list[str]:
    layout = _Layout(lines)
    words = _whole_words(lines)
    done, current = [], lines[0].text.strip()
    for i in range(1, len(lines)):
        text = lines[i].text.strip()
        if layout.breaks(i):
            done.append(current)
            current = text
        else:
            current = _join(current, text, words)
    return [*done, current]


class _Layout:
    """The usual distances on these pages, and where they are broken."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.size = Counter(line.size for line in lines).most_common(1)[0][0] or 10.0
        gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * self.size]
        # A low one of all distances: where most paragraphs have one line, the median is that between paragraphs.
        self.gap = sorted(gaps)[len(gaps) // 5] if gaps else 0.0
        lengths = sorted(len(line.text.strip()) for line in lines)
        self.length = lengths[int(0.8 * (len(lengths) - 1))]
        starts = Counter(round(line.x) for line in lines)
        self.indents = {x for x in starts if any(starts[x] < starts[m] and self._is_further_in(x, m) for m in starts)}

    def _is_further_in(self, x: int, margin: int) -> bool:
        return _INDENT[0] * self.size < x - margin < _INDENT[1] * self.size

    def breaks(self, i: int) -> bool:
        """Whether a new paragraph starts at line ``i``, which is not the first."""
        before, line = self.lines[i - 1], self.lines[i]
        ended = bool(_SENTENCE_END.search(before.text.strip()))
        if _ITEM.match(line.text.strip()) or abs(before.size - line.size) > 0.1 * max(before.size, line.size):
            return True
        if before.page != line.page or line.y > before.y + 1:  # next page or column
            return ended
        usual = self.gap * max(1.0, line.size / self.size)  # headlines are set wider
        if self.gap and before.y - line.y > _WIDER * max(usual, 1.0):
            return True
        width = len(before.text.strip()) * (before.size or self.size)
        return self._starts_indented(i) or (ended and width < _SHORT * self.length * self.size)

    def _starts_indented(self, i: int) -> bool:
        """A line further in than its column's margin, with the line before or after elsewhere (else it is a block)."""
        x = round(self.lines[i].x)
        after = self.lines[i + 1] if i + 1 < len(self.lines) else None
        alone = round(self.lines[i - 1].x) != x or (after is not None and round(after.x) not in self.indents)
        return x in self.indents and alone


def _join(text: str, line: str, words: Counter[str]) -> str:
    hyphen = _HYPHENATED.search(text)
    if hyphen is None or not line[:1].isalnum():
        return text + ("" if _DASH_END.search(text) or _DASH_START.match(line) else " ") + line
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


def _running_heads(lines: list[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Running heads (one copy of each), the lines of the text, running feet (one copy of each); no page numbers."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    if len(pages) == 1:
        return [], lines, []
    top: set[int] = set()
    bottom: set[int] = set()
    for page in pages.values():
        ordered = sorted(page, key=lambda line: -line.y)
        edge = min(_EDGE, (len(page) + 1) // 2)
        top.update(map(id, ordered[: min(edge, len(page) // 2)]))
        bottom.update(map(id, ordered[-edge:]))
    edges = top | bottom
    often = Counter(shape for page in pages.values() for shape in {_shape(x) for x in page if id(x) in edges})
    heads: dict[tuple[str, int], Line] = {}
    feet: dict[tuple[str, int], Line] = {}
    kept = []
    for line in lines:
        shape = _shape(line)
        if id(line) in edges and often[shape] >= max(2, len(pages) // 2) and shape[0]:
            (heads if id(line) in top else feet).setdefault(shape, line)
        elif id(line) not in edges or not _PAGE_NUMBER.match(line.text):
            kept.append(line)
    return list(heads.values()), kept, list(feet.values())


def _shape(line: Line) -> tuple[str, int]:
    """What copies of a running head have in common: the words, but for a page number beside them, and the height."""
    return _COUNT_BESIDE.sub("", " ".join(line.text.split()).casefold()).strip(), round(line.y / 3)
