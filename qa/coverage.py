"""How much of a question stands in a passage, up to the endings of words and the spellings of names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.records import Document, Passage
from qa.grouping import fold, same_word, skeleton
from qa.question import words

_ENDING = re.compile(r"(?<=\w{3})(?:ations?|ions?|ings?|ers?|ors?|ies|ied|ed|es|ly|s|e|y)$")


def stem(word: str) -> str:
    """A folded word without its ending: "vote", "voted" and "voting" are one. At least three letters stay."""
    return _ENDING.sub("", word)


def coverage(wanted: Sequence[str], text: str) -> float:
    """Share of ``wanted`` words that stand in ``text``; 1.0 when none are wanted."""
    return _coverage(tuple(wanted), text) if wanted else 1.0


@lru_cache(1024)
def _coverage(wanted: tuple[str, ...], text: str) -> float:
    """:func:`coverage`, remembered: every span of a passage asks for it again."""
    there, stems, bones = _vocabulary(text)

    def found(word: str) -> bool:
        folded = fold(word)
        if folded in there or stem(folded) in stems:
            return True
        return skeleton(folded) in bones and any(same_word(folded, other) for other in there)

    return sum(found(w) for w in wanted) / len(wanted)


def context(document: Document, passage: Passage) -> str:
    """What a passage is read with: its text, and its document's headline and date."""
    return f"{passage.text} {document.title} {document.published or ''}"


@lru_cache(512)
def _vocabulary(text: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    there = frozenset(fold(w) for w in words(text))
    return there, frozenset(map(stem, there)), frozenset(skeleton(w) for w in there if len(w) > 4)
