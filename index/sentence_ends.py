"""Whether a stop ends its sentence: decided from the word before it and the words after it.

The words that matter are in :mod:`index.abbreviations`, each class with its reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

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

_WORD_CHARS = 30  # how far back a word is read
_ASIDE_CHARS = 400  # an aside in brackets longer than this is cut like running text
_NAME_WORDS = 7  # how many words may stand between “…?” and its verb of saying
_OPENERS = re.compile(r"(?:[-–—•·*]+\s+)?[\"'“‘„«‹(\[{「『【（¿¡]*")
_TOKEN_BACKWARDS = re.compile(r"[^\s\"“”‘«»()\[\]{}—–/,;:!?]*")
_NEXT_WORD = re.compile(r"[^\W\d_](?:[\w'’\-]|\.(?=\w)){0,40}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]")  # U.S, J.-P, W.H.O: letters and stops in turn
_NO_VOWEL = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,3}")  # Brt, Mgr: no word, so short for one
_NUMERAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,5}|[IVXLC]{1,5}|[^\W\d_]")
_SMALL_START = re.compile(r"[^\W\d_]{1,2}[A-Z]|(?:al|el|an|ar|as|ash|at|ad|bin|ibn)-[A-Z]")  # iPhone, al-Amin
_SMALL_NAME_WORDS = frozenset("of the de da di du van von der den bin ibn al and for".split())


class Stop(NamedTuple):
    """A stop in a line: ``line[start:end]``, closing marks after it up to ``closed``, next character at ``after``."""

    start: int
    end: int
    closed: int
    after: int
    kind: str


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


class Line:
    """A line of text and what is found out about it once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asides = _Asides(text)
        self.has_capitals = any(map(str.isupper, text))


def ends(line: Line, start: int, stop: Stop) -> bool:
    """Whether the sentence begun at ``start`` ends at this stop."""
    text = line.text
    aside = line.asides.around(stop.start)
    if aside and aside[0] >= skip(_OPENERS, text, start) and not _closes(text, stop, aside):
        return False
    if stop.kind == "own":
        return text[stop.closed] not in "とっ"  # Japanese: 「…。」と言った goes on
    if stop.closed == stop.after:
        return _ends_glued(line, start, stop)
    return _ends_before(line, start, stop, skip(_OPENERS, text, stop.after))


def _closes(line: str, stop: Stop, aside: tuple[int, int]) -> bool:
    """A full stop after an ordinary word right before the closing bracket: the bracket ends the sentence, too."""
    return stop.closed > aside[1] and stop.kind == "dot" and word_before(line, stop.start).islower()


def _ends_glued(whole: Line, start: int, stop: Stop) -> bool:
    """No space after the stop: a web name, a decimal, a suffix, or two sentences whose space was lost."""
    line = whole.text
    begin = skip(_OPENERS, line, stop.closed)  # the next sentence's first letter
    if begin > stop.closed or stop.closed > stop.end:  # quotation marks or brackets stand between
        return line[begin : begin + 1].isupper() and _ends_before(whole, start, stop, begin)
    word = _NEXT_WORD.match(line, begin)
    before = word_before(line, stop.start)
    if word is None or not _looks_like_prose(before, word.group(), line[word.end() : word.end() + 1]):
        return False
    if line[stop.start - len(before) - 1 : stop.start - len(before)] in ("/", ":"):
        return False  # within an address
    return stop.kind != "dot" or _full_stop(line, start, stop, word.group(), begin)


def _looks_like_prose(before: str, word: str, following: str) -> bool:
    """ "spokesman said.The ministry", unlike "System.Out", "nord.Com", "a@b.De", "?Id=3", "e.V" or "H.R.McMaster"."""
    if len(before) < 2 or not (before[-1].islower() or before[-1].isdigit()) or set(before) & set(".@_#=&%$\\"):
        return False
    if not word[0].isupper() or not (word[1:2].islower() or word in ("A", "I")):
        return False
    return "." not in word and following not in ("(", "@", "/", "=", "_") and word.lower() not in WEB_ENDINGS


def _ends_before(whole: Line, start: int, stop: Stop, begin: int) -> bool:
    """Whether what stands at ``begin``, after space and opening marks, is the beginning of a sentence."""
    line = whole.text
    first = line[begin : begin + 1]
    word = _NEXT_WORD.match(line, begin)
    if word is None:
        if not first or first in ",;:.)]}%/=+&|<>_":
            return False
        return stop.kind != "dot" or _full_stop(line, start, stop, first, begin)
    if first.islower() and not _SMALL_START.match(word.group()) and whole.has_capitals:
        return False  # small letter: the sentence goes on, unless the whole text is in small letters
    if stop.kind == "mark":
        quoted = any(mark in line[stop.end : stop.closed] for mark in "\"'”’»“")
        return not (quoted and _is_attribution(line, begin))
    if stop.kind == "dots" and word.group() == word_before(line, stop.start):
        return False  # "I… I do not know": a stammer
    return stop.kind != "dot" or _full_stop(line, start, stop, word.group(), begin)


def _is_attribution(line: str, begin: int) -> bool:
    """After “…?”: a name and a verb of saying, "Mayor Ana Silva asked"."""
    for number, word in enumerate(line[begin : begin + 30 * _NAME_WORDS].split(" ", _NAME_WORDS)[:_NAME_WORDS]):
        if number and word.rstrip(".,:;") in SAYING:
            return True
        if (number == 0 and word in STARTERS) or not word or word[-1] in ',;:?!”"':
            return False
        if not (word[0].isupper() or word in _SMALL_NAME_WORDS or _SMALL_START.match(word)):
            return False
    return False


def _full_stop(line: str, start: int, stop: Stop, following: str, begin: int) -> bool:
    """Whether a single full stop ends its sentence; ``following`` is the word after it, which begins at ``begin``."""
    word = word_before(line, stop.start)
    opening = skip(_OPENERS, line, start)
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


def _opens_quoted_sentence(line: str, stop: Stop, begin: int) -> bool:
    """A double quotation mark opens, and its second word is small: “So do I think”, not “Space Force”."""
    if not any(mark in line[stop.after : begin] for mark in '"“„«'):
        return False
    words = line[begin : begin + 80].split(maxsplit=2)
    return len(words) > 1 and words[1][0].islower()


def word_before(line: str, end: int) -> str:
    """The word that ends at ``end``, inner full stops and hyphens included; empty after a bracket or quotation mark."""
    backwards = line[max(0, end - _WORD_CHARS) : end][::-1]
    return backwards[: skip(_TOKEN_BACKWARDS, backwards, 0)][::-1]


def skip(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where a pattern that begins at ``position`` ends; ``position`` when it does not."""
    match = pattern.match(text, position)
    return match.end() if match else position
