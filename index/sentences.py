"""Where sentences begin and end, with exact offsets.

A line break always ends a sentence (loaders join hard-wrapped lines). Within a line every stop (. ! ? … and their
kin in other scripts) is looked at once, with the word before it and the word after it; no rule looks further than a bounded
number of characters, so that time grows with the length of the text whatever the text is. The words are in
:mod:`index.abbreviations`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from index.abbreviations import (
    AFTER_CLOCK,
    BEFORE_NUMBER,
    CLOCK,
    CONNECTORS,
    DOUBLE_DUTY,
    MAY_END,
    MONTHS,
    SAYING,
    STARTERS,
    TITLES,
    WEB_ENDINGS,
    WEEKDAYS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_WORD_CHARS = 30  # how far back a word is read
_ASIDE_CHARS = 400  # an aside in brackets longer than this is cut like running text
_NAME_WORDS = 7  # how many words may stand between “…?” and its verb of saying

_STOP = re.compile(
    r"(?P<own>[。！？｡।॥؟۔։።။។]+)"  # full stops of scripts that use them for nothing else
    r"|(?P<dots>(?:\.(?:[ \u00a0]?\.)+|…)[.…!?]*)"
    r"|(?P<mark>[!?][!?.…]*)"
    r"|(?P<dot>[.．])"
)
_CLOSERS = re.compile(
    r"(?:[\"'”’»›)\]}」』】）］〉》]|“(?=\s|$)|[ \u00a0\u202f]»(?=\s|$))*"
    r"(?:\[\w{1,4}\])*[¹²³⁰⁴-⁹†‡]*[\"”’»)\]」』）]*"
)
_FOOTNOTE = re.compile(r"\d{1,3}(?=\s+[^\W\d_])")  # "ended.12 The": the mark lost its raised place
_SPACE = re.compile(r"\s*")
_OPENERS = re.compile(r"(?:[-–—•·*]+\s+)?[\"'“‘„«‹(\[{「『【（¿¡]*")
_TOKEN_BEFORE = re.compile(r"[^\s\"“”‘«»()\[\]{}—–/,;:!?]+$")
_NEXT_WORD = re.compile(r"[^\W\d_](?:[\w'’\-]|\.(?=\w)){0,40}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]")  # U.S, J.-P, W.H.O: letters and stops in turn
_NO_VOWEL = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,3}")  # Brt, Mgr: no word, so short for one
_NUMERAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,5}|[IVXLC]{1,5}|[^\W\d_]")
_SMALL_START = re.compile(r"[^\W\d_]{1,2}[A-Z]|(?:al|el|an|ar|as|ash|at|ad|bin|ibn)-[A-Z]")  # iPhone, al-Amin
_SMALL_NAME_WORDS = frozenset("of the de da di du van von der den bin ibn al and for".split())


class _Stop(NamedTuple):
    """A stop in a line: ``line[start:end]``, closing marks after it up to ``closed``, next character at ``after``."""

    start: int
    end: int
    closed: int
    after: int
    kind: str


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
    asides = _Asides(line)
    for stop in _stops(line):
        if stop.closed >= len(line):
            break
        if stop.closed > start and _ends(line, start, stop, asides):
            yield start, stop.closed
            start = stop.after
    yield start, len(line)


def _stops(line: str) -> Iterator[_Stop]:
    """Every stop with what closes it; a straight quotation mark that opens what follows is left to what follows."""
    quotes = [match.start() for match in re.finditer('"', line)]
    for match in _STOP.finditer(line):
        closed = _CLOSERS.match(line, match.end()).end()  # type: ignore[union-attr]  # matches the empty string too
        if line[closed - 1] == '"' and line[closed : closed + 1].isalnum() and bisect_left(quotes, closed - 1) % 2 == 0:
            closed -= 1
        kind = str(match.lastgroup)
        if kind == "dot" and closed == match.end():
            closed = _footnote_end(line, match.start(), closed)
        yield _Stop(match.start(), match.end(), closed, _SPACE.match(line, closed).end(), kind)  # type: ignore[union-attr]


def _footnote_end(line: str, dot: int, closed: int) -> int:
    """Past a footnote number glued to the full stop of an ordinary word, else ``closed``."""
    mark = _FOOTNOTE.match(line, closed)
    word = _word_before(line, dot)
    if mark is None or len(word) < 3 or not word[-2:].islower() or "." in word:
        return closed
    return closed if word.lower() in BEFORE_NUMBER or word in MONTHS else mark.end()


class _Asides:
    """The outermost pairs of round or square brackets of a line, as far as they are short."""

    def __init__(self, line: str) -> None:
        pairs: list[tuple[int, int]] = []
        opened: list[int] = []
        for match in re.finditer(r"[()\[\]（）]", line):
            if match.group() in "([（":
                opened.append(match.start())
            elif opened and match.start() - opened[-1] <= _ASIDE_CHARS:
                pairs.append((opened.pop(), match.start()))
        self._pairs: list[tuple[int, int]] = []
        for pair in sorted(pairs):
            if not self._pairs or pair[0] > self._pairs[-1][1]:
                self._pairs.append(pair)

    def around(self, position: int) -> tuple[int, int] | None:
        """The pair that encloses a position."""
        i = bisect_left(self._pairs, (position, 0)) - 1
        return self._pairs[i] if i >= 0 and position < self._pairs[i][1] else None


def _ends(line: str, start: int, stop: _Stop, asides: _Asides) -> bool:
    """Whether the sentence begun at ``start`` ends at this stop."""
    aside = asides.around(stop.start)
    if aside and aside[0] > _OPENERS.match(line, start).end() and not _closes(line, stop, aside):  # type: ignore[union-attr]
        return False
    if stop.kind == "own":
        return line[stop.closed] not in "とっ"  # Japanese: 「…。」と言った goes on
    if stop.closed == stop.after:
        return _ends_glued(line, start, stop)
    return _ends_before(line, start, stop, _OPENERS.match(line, stop.after).end())  # type: ignore[union-attr]


def _closes(line: str, stop: _Stop, aside: tuple[int, int]) -> bool:
    """A full stop after an ordinary word right before the closing bracket: the bracket ends the sentence, too."""
    return stop.closed > aside[1] and stop.kind == "dot" and _word_before(line, stop.start).islower()


def _ends_glued(line: str, start: int, stop: _Stop) -> bool:
    """No space after the stop: a web name, a decimal, a suffix, or two sentences whose space was lost."""
    begin = _OPENERS.match(line, stop.closed).end()  # type: ignore[union-attr]  # the next sentence's first letter
    if begin > stop.closed or stop.closed > stop.end:  # quotation marks or brackets stand between
        return line[begin : begin + 1].isupper() and _ends_before(line, start, stop, begin)
    word = _NEXT_WORD.match(line, begin)
    before = _word_before(line, stop.start)
    if word is None or not _looks_like_prose(before, word.group(), line[word.end() : word.end() + 1]):
        return False
    if line[stop.start - len(before) - 1 : stop.start - len(before)] in ("/", ":"):
        return False  # within an address
    return stop.kind != "dot" or _full_stop(line, start, stop, word.group(), begin)


def _looks_like_prose(before: str, word: str, following: str) -> bool:
    """"spokesman said.The ministry", unlike "System.Out", "nord.Com", "a@b.De", "?Id=3", "e.V" or "H.R.McMaster"."""
    if len(before) < 2 or not (before[-1].islower() or before[-1].isdigit()) or set(before) & set(".@_#=&%$\\"):
        return False
    if not word[0].isupper() or not (word[1:2].islower() or word in ("A", "I")):
        return False
    return "." not in word and following not in ("(", "@", "/", "=", "_") and word.lower() not in WEB_ENDINGS


def _ends_before(line: str, start: int, stop: _Stop, begin: int) -> bool:
    """Whether what stands at ``begin``, after space and opening marks, is the beginning of a sentence."""
    first = line[begin : begin + 1]
    word = _NEXT_WORD.match(line, begin)
    if word is None:
        if not first or first in ",;:.)]}%/=+&|<>_":
            return False
        return stop.kind != "dot" or _full_stop(line, start, stop, first, begin)
    if first.islower() and not _SMALL_START.match(word.group()) and any(map(str.isupper, line[:200])):
        return False  # small letter: the sentence goes on, unless the whole text is in small letters
    if stop.kind == "mark":
        quoted = any(mark in line[stop.end : stop.closed] for mark in "\"'”’»“")
        return not (quoted and _is_attribution(line, begin))
    return stop.kind != "dot" or _full_stop(line, start, stop, word.group(), begin)


def _is_attribution(line: str, begin: int) -> bool:
    """After “…?”: a name and a verb of saying, "Mayor Ana Silva asked"."""
    for number, word in enumerate(line[begin : begin + 30 * _NAME_WORDS].split(" ", _NAME_WORDS)[:_NAME_WORDS]):
        if number and word.rstrip(".,:;") in SAYING:
            return True
        if (number == 0 and word in STARTERS) or not word or word[-1] in ",;:?!”\"":
            return False
        if not (word[0].isupper() or word in _SMALL_NAME_WORDS or _SMALL_START.match(word)):
            return False
    return False


def _full_stop(line: str, start: int, stop: _Stop, following: str, begin: int) -> bool:
    """Whether a single full stop ends its sentence, from the word before and ``following``, which begins at ``begin``."""
    word = _word_before(line, stop.start)
    opening = _OPENERS.match(line, start).end()  # type: ignore[union-attr]
    if stop.start - len(word) <= opening and _NUMERAL.fullmatch(word):
        return False  # "1. ", "IV. ", "A. " open a list item, or an initial opens a name
    if not following[0].isalpha():
        return _ends_before_number(word)
    base = word.rsplit("-", 1)[-1]
    if base.isupper() and len(base) > 1 and following.isupper():
        base = base.capitalize()  # a headline in capitals: "GEN. SMITH"
    starts = following in STARTERS or _opens_quoted_sentence(line, stop, begin)
    if base in CONNECTORS:
        return False
    if base in DOUBLE_DUTY or base in MAY_END or _INITIALS.fullmatch(base) or _NO_VOWEL.fullmatch(base):
        return following not in AFTER_CLOCK if base in CLOCK else starts
    if base in CLOCK:
        return following not in AFTER_CLOCK
    if base in WEEKDAYS:
        return following.rstrip(".") not in AFTER_CLOCK
    if len(base) == 1 and base.isalpha():
        return starts or (base == "I" and line[stop.start - 3 : stop.start - 2].islower())
    return base not in TITLES


def _ends_before_number(word: str) -> bool:
    """Before a digit or a sign: after months, "No.", titles and what may end a sentence, the sentence goes on."""
    if word in MONTHS or word in WEEKDAYS or word in TITLES or word in MAY_END or word in CLOCK:
        return False
    return word.lower() not in BEFORE_NUMBER and word not in CONNECTORS and not _INITIALS.fullmatch(word)


def _opens_quoted_sentence(line: str, stop: _Stop, begin: int) -> bool:
    """A double quotation mark opens, and its second word is small: “So do I think”, not “Space Force”."""
    if not any(mark in line[stop.after : begin] for mark in "\"“„«"):
        return False
    words = line[begin : begin + 80].split(maxsplit=2)
    return len(words) > 1 and words[1][0].islower()


def _word_before(line: str, end: int) -> str:
    """The word that ends at ``end``, inner full stops and hyphens included; empty after a bracket or quotation mark."""
    match = _TOKEN_BEFORE.search(line[max(0, end - _WORD_CHARS) : end])
    return match.group() if match else ""
