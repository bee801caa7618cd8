"""Where sentences begin and end, with exact offsets.

A line break always ends a sentence (loaders join hard-wrapped lines). Within a line every stop (. ! ? … and their
kin in other scripts) is looked at once; :mod:`index.sentence_ends` decides from the word before it and the words
after it. No rule looks further than a bounded number of characters, so time grows with the length of the text,
whatever the text is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from index.abbreviations import BEFORE_NUMBER, MONTHS
from index.sentence_ends import Line, Stop, ends, skip, word_before

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOP = re.compile(
    r"(?P<own>[。！？｡।॥؟۔։።။។]+)"  # full stops of scripts that use them for nothing else
    r"|(?P<dots>(?:\.(?:[ \u00a0]?\.)+|…)[.…!?]*)"
    r"|(?P<mark>[!?][!?.…]*)"
    r"|(?P<dot>[.．])"
)
_CLOSERS = re.compile(
    r"(?:[\"'”’»›)\]}」』】）］〉》]|[“«‹](?=\s|$)|[ \u00a0\u202f]»(?=\s|$))*"
    r"(?:\[\w{1,4}\])*[¹²³⁰⁴-⁹†‡]*[\"”’»)\]」』）]*"
)
_FOOTNOTE = re.compile(r"\d{1,3}(?=\s+[^\W\d_])")  # "ended.12 The": the mark lost its raised place
_SPACE = re.compile(r"\s*")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence, in order; between them there is white space and nothing else.

    Closing quotation marks, brackets and footnote marks belong to the sentence they close. No sentences for a
    text of white space. Linear in the length of the text.
    """
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        content = line.group()
        offset = line.start() + len(content) - len(content.lstrip())
        content = content.strip()
        if content:
            spans.extend((offset + a, offset + b) for a, b in _line_spans(content))
    return spans


def _line_spans(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    whole = Line(line)
    for stop in _stops(line):
        if stop.closed >= len(line):
            break
        if stop.closed > start and ends(whole, start, stop):
            yield start, stop.closed
            start = stop.after
    yield start, len(line)


def _stops(line: str) -> Iterator[Stop]:
    """Every stop with what closes it; a straight quotation mark that opens what follows is left to what follows."""
    quotes = [match.start() for match in re.finditer('"', line)]
    for match in _STOP.finditer(line):
        closed = skip(_CLOSERS, line, match.end())
        if line[closed - 1] == '"' and line[closed : closed + 1].isalnum() and bisect_left(quotes, closed - 1) % 2 == 0:
            closed -= 1
        kind = str(match.lastgroup)
        if kind == "dot" and closed == match.end():
            closed = _footnote_end(line, match.start(), closed)
        yield Stop(match.start(), match.end(), closed, skip(_SPACE, line, closed), kind)


def _footnote_end(line: str, dot: int, closed: int) -> int:
    """Past a footnote number glued to the full stop of an ordinary word, else ``closed``."""
    mark = _FOOTNOTE.match(line, closed)
    word = word_before(line, dot)
    if mark is None or len(word) < 3 or not word[-2:].islower() or "." in word:
        return closed
    return closed if word.lower() in BEFORE_NUMBER or word in MONTHS else mark.end()
