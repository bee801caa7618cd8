"""The words of a question, each with the part it can play: a first, crude tagging by closed classes and capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.followups import word_classes as wc

_TOKEN = re.compile(
    r"\"[^\"]*\"|“[^”]*”|(?<=\w)['’](?:s|re|ll|d)\b|(?:[A-Z]\.){2,}|[^\W_](?:[\w&]|[.'’/\-](?=\w)|,(?=\d{3}))*|[^\w\s]"
)
_CONTRACTED = re.compile(r"^(who|what|where|when|how|why|that|there|it|he|she|they)(['’](?:s|re|ll|d))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with its offsets and the part it can play."""

    text: str
    start: int
    end: int
    tag: str  # WH AUX DET PRON PREP CONJ ADV NUM NAME QUOTE WORD MARK

    @property
    def low(self) -> str:
        """In lower case, typewriter apostrophes."""
        return self.text.lower().replace("’", "'")


def tokens(text: str) -> list[Token]:
    """Words and marks in order; "where's" is two."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word, at = match.group(), match.start()
        split = _CONTRACTED.match(word)
        for part in (split[1], split[2]) if split else (word,):
            found.append(Token(part, at, at + len(part), _tag(part, not found)))
            at += len(part)
    return found


def _tag(word: str, first: bool) -> str:
    low = word.lower().replace("’", "'")
    if word[0] in '"“':
        return "QUOTE"
    if not word[0].isalnum() and low not in wc.AUXILIARIES:
        return "MARK"
    for tag, words in _CLASSES:
        if low in words and not (word[0].isupper() and not first and tag not in ("DET", "PREP", "AUX", "PRON", "WH")):
            if len(word) > 1 and word.isupper() and not first:  # "US", "IT", "WHO"
                return "NAME"
            return "NAME" if word[0].isupper() and not first and low in ("may", "will") else tag
    if word[0].isdigit():
        return "NUM" if re.fullmatch(r"[\d.,]+(?:st|nd|rd|th|s|m|bn)?", low) else "NAME"
    return "NAME" if word[0].isupper() or re.match(r"(?:al|el|as|ad|an)-[A-Z]", word) else "WORD"


_CLASSES = (
    ("WH", wc.WH), ("AUX", wc.AUXILIARIES), ("DET", wc.DETERMINERS), ("PRON", wc.PRONOUNS),
    ("PREP", wc.PREPOSITIONS), ("CONJ", wc.CONJUNCTIONS), ("ADV", wc.ADVERBS),
)  # fmt: skip
