"""Paragraphs with their quotations blanked out, so that what is said cannot be taken for who says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.sentences import sentence_spans

BLANK = "\ue000"  # stands for one character of a quotation


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of a text."""

    start: int  # code points of the whole text
    text: str
    blanked: str  # as long as the text, quoted words made ``BLANK``
    quotes: tuple[tuple[int, int], ...]  # marks included, offsets in this paragraph
    open: bool  # the last quotation is not closed

    def sentences(self) -> list[tuple[int, int]]:
        """Offsets of the sentences of the blanked text: a quotation of several sentences stays in one."""
        line = list(self.blanked.replace(BLANK, "x"))
        for a, _ in self.quotes:
            first = self.text[a + 1 : a + 2]
            if first.isupper() or first in {"‘", "'", "…"}:
                line[a + 1] = "X"  # a capital tells where a sentence begins
        return sentence_spans("".join(line))


def quotations(line: str) -> tuple[list[tuple[int, int]], bool]:
    """Start and end of the quotations of one paragraph, marks included, and whether the last one is left open."""
    found: list[tuple[int, int]] = []
    at = 0
    while (match := re.search(r"[“\"]", line[at:])) is not None:
        start = at + match.start()
        end = line.find("”" if match.group() == "“" else '"', start + 1)
        if end < 0:
            return [*found, (start, len(line))], True
        found.append((start, end + 1))
        at = end + 1
    return found, False


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The lines of a text that are not empty, in order."""
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        quotes, is_open = quotations(line)
        blanked = list(line)
        for a, b in quotes:
            last = b if is_open and b == len(line) else b - 1
            keep = last - 1 if last - 1 > a and line[last - 1] in ".,!?…" else last
            blanked[a + 1 : keep] = BLANK * max(0, keep - a - 1)
        yield Paragraph(match.start(), line, "".join(blanked), tuple(quotes), is_open)
