"""A text as units: lines, or paragraphs where a paragraph is wrapped over several lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W_]+(?:[.'’&/-][^\W_]+)*\.?")
_FUNCTION_WORDS = frozenset(
    "a an and as at but by for from in into is nor of off on onto or over per so than that the to up via vs "
    "with yet".split()
)
_WRAP_MIN_CHARS, _WRAP_MAX_CHARS = 40, 110
_PROSE_CHARS = 700  # no heading is longer


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph or isolated line: ``document.text[start:end]``; ``text`` has its line breaks replaced by spaces."""

    start: int
    end: int
    text: str
    block: int  # units of one block have no blank line between them

    @property
    def words(self) -> list[str]:
        """Its words, punctuation left out."""
        return _WORD.findall(self.text)

    @property
    def ends_sentence(self) -> bool:
        """Does it end with a full stop, question or exclamation mark (closing quotes allowed)?"""
        return _TERMINAL.search(self.text) is not None

    @property
    def is_title_case(self) -> bool:
        """Do all words but the little ones begin with a capital or a digit?"""
        words = [w for w in self.words if w.lower() not in _FUNCTION_WORDS]
        return bool(words) and all(w[0].isupper() or w[0].isdigit() for w in words)

    @property
    def is_prose(self) -> bool:
        """Is it running text: a whole sentence of some length, or simply too long for a heading?"""
        if len(self.text) > _PROSE_CHARS:
            return True
        count = len(self.words)
        return count >= 35 or (count >= 9 and self.ends_sentence)


def units(text: str) -> list[Unit]:
    """Cut a normalised text into units, in order; blank lines belong to none. Empty for an empty text."""
    found: list[Unit] = []
    for number, block in enumerate(_blocks(text)):
        for group in _groups(text, block):
            start, end = group[0][0], group[-1][1]
            found.append(Unit(start, end, " ".join(map(str.strip, text[start:end].split("\n"))), number))
    return found


def _blocks(text: str) -> list[list[tuple[int, int]]]:
    """Runs of lines that are not blank, each line as (start, end) without surrounding spaces."""
    blocks: list[list[tuple[int, int]]] = [[]]
    for match in re.finditer(r"[^\n]*(?:\n|$)", text):
        line = match.group()
        if stripped := line.strip():
            start = match.start() + line.index(stripped)
            blocks[-1].append((start, start + len(stripped)))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _groups(text: str, block: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Lines of a block that belong to one paragraph: joined where the block is wrapped at a width."""
    if not _is_wrapped(text, block):
        return [[line] for line in block]
    width = max(end - start for start, end in block)
    groups: list[list[tuple[int, int]]] = [[]]
    for line in block:
        groups[-1].append(line)
        content = text[line[0] : line[1]]
        if len(content) < 0.75 * width and _TERMINAL.search(content):
            groups.append([])
    return [group for group in groups if group]


def _is_wrapped(text: str, block: list[tuple[int, int]]) -> bool:
    """Is this block one text broken at a width, rather than lines that stand for themselves?"""
    lengths = [end - start for start, end in block]
    if len(block) < 2 or not _WRAP_MIN_CHARS <= max(lengths) <= _WRAP_MAX_CHARS:
        return False
    continued = sum(text[start].islower() for start, _ in block[1:])
    full = sum(length >= 0.7 * max(lengths) for length in lengths[:-1])
    return continued >= 1 and full >= 0.6 * (len(block) - 1)
