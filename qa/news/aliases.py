"""Names that a text itself equates: "X, better known as Y", "Long Name (LN)", each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from index.records import Citation, Document
from index.sentences import sentence_spans

AliasKind = Literal["also known as", "born", "formerly", "abbreviation"]

_CAP = (
    r"(?:[^\W\d_a-z]\.(?!\S*\n)|[^\W\d_a-z][\w'’]*(?:[-–.][\w'’]+)*|"
    r"(?:al|el|ul|ad|as|ash|an|ar|az)[-–][^\W\d_a-z][\w'’\-]*)"
)
_LINK = r"(?:al|el|bin|ibn|ben|de|del|da|dos|du|la|van|von|der|den|of|the|and|in|for|to|on)"
NAME = rf"{_CAP}(?:(?:\s+{_LINK}){{0,3}}\s+{_CAP})*"
_QUOTES = r"[\"“”‘’'«»]?"
_HOW = r"(?:(?:better|also|widely|commonly|popularly|best|more\s+commonly|universally|sometimes|usually|often)\s+)?"
_BY = (
    r"(?:by|under)\s+(?:his|her|the|their|its)\s+(?:nom\s+de\s+guerre|alias|nickname|pen\s+name|stage\s+name|pseudonym)"
)
_KNOWN = (
    rf"(?:{_HOW}(?:known|called)\s+(?:simply\s+|only\s+)?(?:as\b|{_BY}\s*(?:of\b)?)|{_HOW}called\b|(?:also\s+)?nicknamed\b|"
    r"a\.?k\.?a\.?|alias\b|whose\s+(?:nom\s+de\s+guerre|real\s+name|birth\s+name|given\s+name)\s+(?:is|was)\b|"
    r"whose\s+nom\s+de\s+guerre,?|who\s+(?:used|goes\s+by|went\s+by|took)\s+the\s+(?:name|nom\s+de\s+guerre|alias)\b)"
)
_LEAD = r"\s*(?:,|\(|–|—)\s*(?:or\s+)?(?:(?:who|which)\s+(?:is|was|are)\s+)?"
_CHAIN = re.compile(rf"(?P<name>{NAME}){_LEAD}{_KNOWN}\s*,?\s*(?:the\s+)?{_QUOTES}(?P<other>{NAME})")
_BORN = re.compile(rf"(?P<name>{NAME})\s*[,(]\s*born\s+(?:as\s+)?(?P<other>{NAME})(?=\s*[,);])(?!\s+\d)")
_FORMER = re.compile(rf"(?P<name>{NAME})\s*[,(]\s*formerly\s+(?:known\s+as\s+|called\s+)?(?:the\s+)?(?P<other>{NAME})")
_PRONOUN = re.compile(
    rf"^\s*(?:He|She)\s+(?:is|was)\b[^.;:!?]{{0,120}}?\b{_KNOWN}\s*,?\s*{_QUOTES}(?P<other>{NAME})", re.MULTILINE
)
_SPEAKER = re.compile(
    rf"\b(?:said|says|told\s+\w+|added|warned|wrote|according\s+to)\s+(?:[a-z]+\s+){{0,3}}(?P<name>{NAME})"
)
_OPENING = re.compile(rf"^[\s\"“]*(?P<name>{NAME})")
_BRACKETS = re.compile(r"\(\s*(?:the\s+|or\s+)?(?P<short>[A-Z][A-Za-z0-9&.\-]{1,9})\s*[);,]")
_REVERSED = re.compile(rf"\b(?P<short>[A-Z][A-Z0-9.\-]{{1,9}})\s*\(\s*(?:the\s+)?(?P<long>{NAME})\s*\)")
_OR = re.compile(
    rf"(?P<long>{NAME}),\s+(?:or|known\s+as|abbreviated\s+as)\s+(?:the\s+)?(?P<short>[A-Z][A-Z0-9.\-]{{1,9}})\b"
)
_ACRONYM = re.compile(
    rf"\b(?P<short>[A-Z]{{2,9}})\b[^.!?\n]{{0,80}}?\b(?:an?\s+|the\s+)?(?:\w+\s+)?"
    rf"(?:acronym|abbreviation|initials|shorthand)\s+(?:for|of)\s+(?:the\s+)?(?P<long>{NAME})"
)
_SHORT_FORMS = (
    (_REVERSED, re.compile(r"\b[A-Z][A-Z0-9.\-]+\s?\((?:the\s)?[A-Z]")),
    (_OR, re.compile(r",\s(?:or|known as|abbreviated as)\s(?:the\s)?[A-Z][A-Z0-9]")),
    (_ACRONYM, re.compile(r"\b(?:acronym|abbreviation|initials|shorthand)\s(?:for|of)\b")),
)
_REACH = 100
_KNOWN_HINT = re.compile(
    r"\b(?:known|called|nicknamed|a\.?k\.?a|alias|(?:real|birth|given) name|nom de guerre|took the name|by the name)\b"
)
_NO_NAME = frozenset("he she it they we i who which that this the a an but and in on at when while mr mrs ms".split())


@dataclass(frozen=True, slots=True)
class Alias:
    """Two names that a text says are one: ``text[start:end]`` says so."""

    name: str  # as it stands there
    other: str
    kind: AliasKind
    start: int
    end: int
    document_id: str = ""


def aliases(document: Document) -> list[Alias]:
    """The names a document equates, in its order; empty when it equates none."""
    return aliases_in(document.text, document.id)


def evidence(document: Document, alias: Alias) -> Citation:
    """The words that equate the names, as a quotation."""
    return document.cite(alias.start, alias.end)


@lru_cache(512)
def _aliases_in(text: str, document_id: str) -> tuple[Alias, ...]:
    found = [*_known(text, document_id), *_abbreviations(text, document_id), *_of_pronouns(text, document_id)]
    kept: dict[tuple[str, str], Alias] = {}
    for alias in sorted(found, key=lambda a: (a.start, a.end)):
        if alias.name != alias.other:
            kept.setdefault((alias.name, alias.other), alias)
    return tuple(kept.values())


def aliases_in(text: str, document_id: str = "") -> list[Alias]:
    """As :func:`aliases`, for a bare text."""
    return list(_aliases_in(text, document_id))


def _known(text: str, document_id: str) -> Iterator[Alias]:
    patterns: tuple[tuple[AliasKind, re.Pattern[str], re.Pattern[str]], ...] = (
        ("also known as", _CHAIN, _KNOWN_HINT),
        ("born", _BORN, re.compile(r"\bborn\b")),
        ("formerly", _FORMER, re.compile(r"\bformerly\b")),
    )
    for kind, pattern, hint in patterns:
        for match in _near(pattern, hint, text):
            yield from _make(match["name"], match["other"], kind, match.start(), match.end(), document_id)


def _near(pattern: re.Pattern[str], hint: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches of a pattern around the places where a cheap ``hint`` stands; the whole text is never tried."""
    done = 0
    for place in hint.finditer(text):
        begin = max(done, place.start() - _REACH)
        for match in pattern.finditer(text, begin, min(len(text), place.end() + _REACH)):
            if match.start() >= done:
                done = match.end()
                yield match


def _of_pronouns(text: str, document_id: str) -> Iterator[Alias]:
    """ "He is better known as Y": he is whoever the sentence before quotes, or opens with."""
    if not re.search(r"\b(?:He|She) (?:is|was)\b[^.!?]{0,120}\b(?:known|called|nicknamed|alias)\b", text):
        return
    spans = sentence_spans(text)
    for (a, b), (c, d) in pairwise(spans):
        match = _PRONOUN.search(text[c:d])
        if not match or "\n\n" in text[b:c]:
            continue
        sentence = text[a:b]
        who = _SPEAKER.search(sentence) or _OPENING.search(sentence)
        if who:
            yield from _make(
                who["name"], match["other"], "also known as", a + who.start("name"), c + match.end(), document_id
            )


def _abbreviations(text: str, document_id: str) -> Iterator[Alias]:
    for match in _BRACKETS.finditer(text):
        start = _long_form(match["short"], text, match.start())
        if start is not None:
            long = text[start : match.start()].strip()
            yield Alias(long, match["short"], "abbreviation", start, match.end(), document_id)
    for pattern, hint in _SHORT_FORMS:
        for match in _near(pattern, hint, text):
            short, long = match["short"], _clean(match["long"])
            said = pattern is _ACRONYM
            if long and short != long and (said or _initials_fit(short, long)):
                yield Alias(long, short, "abbreviation", match.start(), match.end(), document_id)


def _make(name: str, other: str, kind: AliasKind, start: int, end: int, document_id: str) -> Iterator[Alias]:
    first, second = _clean(name), _clean(other)
    if first and second and first.casefold() != second.casefold():
        yield Alias(first, second, kind, start, end, document_id)


def _clean(name: str) -> str:
    name = re.sub(r"['’]s?$|[.,]$", "", " ".join(name.split()))
    words = name.split()
    while words and words[0].casefold() in _NO_NAME:
        words = words[1:]
    return " ".join(words)


def _long_form(short: str, text: str, end: int) -> int | None:
    """Where the long form of an abbreviation in brackets begins, or None: Schwartz and Hearst 2003, backwards.

    Stricter than theirs: the abbreviation has at least two capitals, its letters are initials of words wherever the
    words are enough, and the long form is written with capitals.
    """
    letters = [c for c in short if c.isalnum()]
    if sum(c.isupper() for c in letters) < 2 or len(letters) > 8:
        return None
    window = max(0, end - 120)
    line = max(text.rfind("\n", window, end), text.rfind("(", window, end), text.rfind(". ", window, end)) + 1
    words = [(m.start(), m.group()) for m in re.finditer(r"[\w'’]+", text[max(window, line) : end])]
    words = words[-min(len(letters) + 5, 2 * len(letters)) :]
    base = max(window, line)
    for count in range(min(2, len(letters)), len(words) + 1):
        begin, first = words[-count]
        long = text[base + begin : end]
        if first[0].isupper() and first[0].casefold() == letters[0].casefold() and _initials_fit(short, long):
            return base + begin
    return None


def _initials_fit(short: str, long: str) -> bool:
    """Whether the letters of an abbreviation are the initials of a name's words; little words may be passed over."""
    letters = [c.casefold() for c in short if c.isalnum()]
    words = [w for w in re.findall(r"[^\W_]+", long.casefold()) if w]
    telling = [
        w for w in words if w not in {"of", "the", "and", "in", "for", "to", "on", "al", "de", "la", "du", "des"}
    ]
    return [w[0] for w in telling] == letters or [w[0] for w in words] == letters
