"""Where an answer begins and ends, and the sentence that holds it."""

from __future__ import annotations

import re
from functools import lru_cache

from index.sentences import sentence_spans

_EDGE = " \t\n,;:.–—-"
_PAIRS = {"“": "”", '"': '"', "(": ")", "[": "]", "‘": "’", "«": "»"}
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+", re.IGNORECASE)
_ABBREVIATIONS = frozenset({"inc.", "corp.", "ltd.", "co.", "jr.", "sr.", "st.", "no."})


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets without the punctuation and unpaired brackets or quotation marks at a span's edges."""
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE and not _abbreviation(text, start, end):
        end -= 1
    inner = text[start:end]
    for left, right in _PAIRS.items():
        if inner.startswith(left) and right not in inner[1:]:
            return trim(text, start + 1, end)
        if inner.endswith(right) and left not in inner[:-1]:
            return trim(text, start, end - 1)
    return start, end


@lru_cache(1024)
def sentences(passage: str) -> tuple[tuple[int, int], ...]:
    """:func:`index.sentences.sentence_spans` of a passage, remembered: each of its spans asks for them again."""
    return tuple(sentence_spans(passage))


def around(passage: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences of ``passage`` that hold ``passage[start:end]``."""
    held = [(a, b) for a, b in sentences(passage) if a < end and start < b]
    return (min(held[0][0], start), max(held[-1][1], end)) if held else (start, end)


def cuts_address(text: str, start: int, end: int) -> bool:
    """Whether a span is a piece of a web address: the words of its path say nothing, the whole address may."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    for match in _ADDRESS.finditer(text, line, len(text) if stop < 0 else stop):
        first, last = match.start(), match.start() + len(match.group().rstrip(".,;:!?)]>\"'”’»"))
        if first < end and start < last and not (start <= first and last <= end):
            return True
    return False


def _abbreviation(text: str, start: int, end: int) -> bool:
    """A full stop that belongs to the last word: "U.S.", "a.m.", "Inc."."""
    last = text[start:end].rsplit(maxsplit=1)[-1] if start < end else ""
    return last.count(".") > 1 or last.lower() in _ABBREVIATIONS
