"""The words of the documents themselves: how they spell a name of the question, and what a mistyped word may be.

Only a word that no document has, and that the embedding model does not know as one word either, is taken for a slip.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from index.rows import get_meta
from index.store import CHANGES
from index.transliteration import bones, fold, same_word

MIN_NAME, MIN_SLIP = 4, 4  # letters; what is shorter is looked up as it is written
MAX_VARIANTS = 6
WORDS_KEPT = 4096
# First letters that romanisations take for one another, each group with all its members.
_FIRST = ("kqgcxh", "sztc", "jdgziy", "eyijh", "ouaw", "aei", "vwfo", "td", "bp", "dz")
_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʿʼ\-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the documents' vocabulary says about a question's words, each as the question writes it."""

    variants: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # a name → its other spellings, most used first
    slips: Mapping[str, str] = field(default_factory=dict)  # a mistyped word → the word meant

    def extra(self) -> list[str]:
        """Words to look for beside the question's own."""
        return [word for words in self.variants.values() for word in words] + list(self.slips.values())

    def corrected(self, text: str) -> str:
        """``text`` with the words meant in place of the mistyped ones; names stay as they are written."""
        for slip, meant in self.slips.items():
            text = re.sub(rf"\b{re.escape(slip)}\b", _like(slip, meant), text)
        return text


_Found = tuple[str, ...] | str | None  # other spellings of a name, the word meant by a slip, nothing


_ENDINGS = ("s", "ed", "ing", "er", "ly")
MIN_STEM = 4  # letters that the forms of a word share


class Vocabulary:
    """What was found out about words, kept while the store stays as it is; safe to share between threads."""

    def __init__(self) -> None:
        """Knows nothing yet."""
        self._kept: tuple[int, dict[tuple[str, bool], _Found]] = (-1, {})  # change of the store, what was found then

    def spelling(self, connection: sqlite3.Connection, text: str, known: Callable[[str], bool]) -> Spelling:
        """:func:`spelling`, but each word is looked up once only; ``known`` must always say the same."""
        changes = int(get_meta(connection, CHANGES) or 0)
        kept = self._kept
        if kept[0] != changes or len(kept[1]) > WORDS_KEPT:
            self._kept = kept = changes, {}
        return spelling(connection, text, known, kept[1])


def spelling(
    connection: sqlite3.Connection,
    text: str,
    known: Callable[[str], bool],
    kept: dict[tuple[str, bool], _Found] | None = None,
) -> Spelling:
    """Looks a question's words up in the documents' vocabulary.

    Args:
        connection: the store's.
        text: a question.
        known: whether a word is one that people use, whatever the documents have.
        kept: what was found out before, by word and whether it is taken for a name; added to.

    Returns:
        Other spellings of its names, and the words meant by its slips; nothing for a text without words.
    """
    kept = {} if kept is None else kept
    variants: dict[str, tuple[str, ...]] = {}
    slips: dict[str, str] = {}
    first = True
    for word in dict.fromkeys(_WORD.findall(text)):
        name = word[0].isupper() and not (first and known(word))
        first = False
        for part in _parts(word):
            if (part, name) not in kept:
                kept[part, name] = _look_up(connection, part, name, known)
            found = kept[part, name]
            if isinstance(found, str):
                slips[part] = found
            elif found:
                variants[part] = found
    return Spelling(variants, slips)


def _parts(word: str) -> Iterator[str]:
    word = re.sub(r"['’](?:s|t|d|ll|re|ve|m)$", "", word)
    yield from (part for part in re.split(r"[-–]", word) if len(part) >= min(MIN_NAME, MIN_SLIP))


def _look_up(connection: sqlite3.Connection, word: str, name: bool, known: Callable[[str], bool]) -> _Found:
    folded = fold(word)
    there = _count(connection, folded)
    ordinary = known(word)
    if name or not (there or ordinary):
        variants = _variants(connection, folded)
        if variants:
            return variants
    if there or ordinary or not folded.isascii():
        return None
    return _meant(connection, folded, name)


def _count(connection: sqlite3.Connection, word: str) -> int:
    row = connection.execute("SELECT doc FROM vocabulary WHERE term = ?", (word,)).fetchone()
    return int(row[0]) if row else 0


def _starting(
    connection: sqlite3.Connection, letters: str, lengths: tuple[int, int], inside: str = ""
) -> Iterator[tuple[str, int]]:
    """Words that begin with one of the letters, are so long, and have the letters ``inside`` in this order."""
    pattern = "%" + "".join(f"{letter}%" for letter in inside)
    for letter in letters:
        yield from connection.execute(
            "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?"
            " AND term LIKE ?",
            (letter, chr(ord(letter) + 1), *lengths, pattern),
        )


def _variants(connection: sqlite3.Connection, word: str) -> tuple[str, ...]:
    """The documents' words that romanise the same name, most used first."""
    letters = "".join(sorted({word[0], *(letter for group in _FIRST if word[0] in group for letter in group)}))
    key = bones(word)
    found = [
        (-count, term)
        for term, count in _starting(connection, letters, (len(word) - 3, len(word) + 3), key)
        if term != word and bones(term) == key and same_word(word, term)
    ]
    return tuple(term for _, term in sorted(found)[:MAX_VARIANTS])


def _meant(connection: sqlite3.Connection, word: str, name: bool) -> str | None:
    """The documents' one word nearest to a mistyped one; of equally near ones one with a letter lost, doubled or
    swapped before one with another letter, then the most used; None for none.

    A name may have lost a letter, got one too many inside, or have two swapped; with another letter it is another name
    (Osama, Obama), and without its ending too (Baghdadi, Baghdad).
    """
    if len(word) < MIN_SLIP:
        return None
    reach = 1 if name or len(word) < 10 else 2
    near = [
        (slips, len(term) == len(word) and sorted(term) != sorted(word), -count, term)
        for term, count in _starting(connection, "".join(sorted(set(word[:2]))), (len(word) - reach, len(word) + reach))
        if len(set(term) ^ set(word)) <= 2 * reach
        if (slips := damerau(word, term, reach)) <= reach and not (name and _another_name(word, term))
    ]
    meant = min(near)[3] if near else None
    return None if meant is None or inflected(word, meant) else meant


def inflected(word: str, term: str) -> bool:
    """Whether two words are forms of one: a question that has "lawmaker" where the documents have "lawmakers" asks for
    one, and is no slip."""
    return bool(_stems(word) & _stems(term))


def _stems(word: str) -> set[str]:
    """What a word may be a form of, an "e" or "y" at the end left out."""
    whole = {word, *(word.removesuffix(ending) for ending in _ENDINGS)}
    return {re.sub(r"(?:ie|e|y|i)$", "", stem) for stem in whole if len(stem) >= MIN_STEM}


def _another_name(word: str, term: str) -> bool:
    if len(word) == len(term):
        return sorted(word) != sorted(term)
    return len(word) > len(term) and word.startswith(term) and not word.endswith("s")


def damerau(a: str, b: str, limit: int) -> int:
    """Letters put in, left out, changed or swapped with their neighbour, each at one place only once.

    Args:
        a: a word.
        b: another.
        limit: more than this is not counted; ``limit + 1`` says so.

    The optimal string alignment distance (Damerau 1964, in Boytsov's 2011 terms the restricted one).
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, start=1):
            cost = min(before[j - 1] + (x != y), before[j] + 1, row[j - 1] + 1)
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def respell(text: str, passage: str, variants: Mapping[str, tuple[str, ...]]) -> str:
    """A question as its passage would spell it: names that the passage writes otherwise, in the passage's letters.

    Args:
        text: the question.
        passage: what is read.
        variants: from :class:`Spelling`.

    Returns:
        The question, changed only where the passage has another spelling of a name and not the question's own.
    """
    if not variants:
        return text
    there = {fold(word): word for word in re.findall(r"[^\W\d_]+", passage)}
    for name, others in variants.items():
        if fold(name) in there:
            continue
        own = next((there[other] for other in others if other in there), None)
        if own:
            text = re.sub(rf"\b{re.escape(name)}\b", own, text)
    return text


def _like(written: str, meant: str) -> str:
    return meant.capitalize() if written[0].isupper() else meant
