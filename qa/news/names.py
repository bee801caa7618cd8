"""What the documents show about names: who bears a surname, and which names a text says are one person's.

A wrong merge is worse than a missed one: a bare surname that two people in the documents bear stands for neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from index.transliteration import bones, fold
from qa.news.aliases import Alias, aliases_in
from qa.news.same_name import (
    FATHER,
    FEW,
    LONE_ARTICLES,
    SON,
    TITLES,
    is_name,
    one_word,
    plain_word,
    same_name,
    same_units,
    units,
)

__all__ = ["TITLES", "NameBook", "is_name", "same_name", "units"]

_CAPITAL = re.compile(r"\b[^\W\d_a-z][\w'’\-]{2,}")
_BEFORE = re.compile(r"\S+(?=\s)|\S+-$")


class _Text(Protocol):
    """A document or a passage."""

    @property
    def id(self) -> str:
        """What :meth:`NameBook.same` names it by."""
        ...

    @property
    def text(self) -> str:
        """Its words."""
        ...


class NameBook:
    """What a set of documents shows about names: who bears a surname, and which names a text equates.

    Nothing is read before it is asked for: a question looks up a handful of words.

    Args:
        texts: what was read: documents, or passages of them.
    """

    def __init__(self, texts: Iterable[_Text]) -> None:
        self._texts = {text.id: text.text for text in texts}
        self._aliases: list[Alias] | None = None
        self._bearers: dict[str, dict[str, list[tuple[str, ...]]]] = {}

    def same(self, a: str, b: str, in_a: str | None = None, in_b: str | None = None) -> bool:
        """Whether two names are one.

        Args:
            a: a name.
            b: another.
            in_a: id of the document that ``a`` stands in: a bare surname there is the person that document names.
            in_b: the same for ``b``.
        """
        if self.equated(a, b):
            return True
        if not same_name(a, b):
            return False
        return self._fits(units(a), in_a, units(b), in_b)

    def equated(self, a: str, b: str) -> bool:
        """Whether a text says that the two are one: a nom de guerre, an abbreviation it introduces."""
        return any(
            (_same_full(a, alias.name) and _same_full(b, alias.other))
            or (_same_full(a, alias.other) and _same_full(b, alias.name))
            for alias in self.aliases()
        )

    def other_names(self, text: str) -> list[str]:
        """Names that the documents equate with a name in ``text``; empty when there are none."""
        plain = " " + " ".join(units(text)) + " "
        found: list[str] = []
        for alias in self.aliases():
            for name, other in ((alias.name, alias.other), (alias.other, alias.name)):
                if _stands_in(name, text, plain) and not _stands_in(other, text, plain):
                    found.append(other)
        return list(dict.fromkeys(found))

    def aliases(self) -> list[Alias]:
        """Every alias in the documents, in their order."""
        if self._aliases is None:
            self._aliases = [alias for key, text in self._texts.items() for alias in aliases_in(text, key)]
        return self._aliases

    def bearers(self, surname: str) -> dict[str, list[tuple[str, ...]]]:
        """Document id → the full names (as units) that end in a spelling of ``surname`` there."""
        if surname not in self._bearers:
            self._bearers[surname] = {
                key: _full_names(text, spellings)
                for key, text in self._texts.items()
                if (spellings := _spellings(surname, _capitals(text)))
            }
        return self._bearers[surname]

    def _fits(self, a: tuple[str, ...], in_a: str | None, b: tuple[str, ...], in_b: str | None) -> bool:
        """Whether the people that bare surnames stand for, as far as the documents tell, can be the same."""
        if len(a) > 1 and len(b) > 1:
            return True
        here_a, here_b = self._named_in(a, in_a), self._named_in(b, in_b)
        if len(here_a) == 1 and len(here_b) == 1:
            return same_units(here_a[0], here_b[0])
        if len(a) == len(b):
            return True  # two bare surnames, and nothing tells them apart
        bare, full = (a, b) if len(a) == 1 else (b, a)
        ambiguous = here_a if bare is a else here_b
        known = ambiguous or _distinct(name for names in self.bearers(bare[0]).values() for name in names)
        return len(known) < 2 and all(same_units(full, name) for name in known)

    def _named_in(self, name: tuple[str, ...], document_id: str | None) -> list[tuple[str, ...]]:
        """The full names that a bare surname may stand for in its document; a full name stands for itself."""
        if len(name) != 1:
            return [name]
        return _distinct(self.bearers(name[0]).get(document_id or "", []))


def _same_full(a: str, b: str) -> bool:
    """Names equal up to spelling, neither shortened; abbreviations letter by letter."""
    first, second = units(a), units(b)
    if a.isupper() or b.isupper():
        return a.replace(".", "") == b.replace(".", "")
    return len(first) == len(second) and bool(first) and same_units(first, second)


def _stands_in(name: str, text: str, plain: str) -> bool:
    if name.isupper():
        return bool(re.search(rf"\b{re.escape(name)}\b", text))
    words = units(name)
    if not words:
        return False
    tokens = plain.split()
    spread = range(len(tokens) - len(words) + 1)
    return any(all(one_word(tokens[i + k], word) for k, word in enumerate(words)) for i in spread)


@lru_cache(256)
def _capitals(text: str) -> frozenset[str]:
    return frozenset(_CAPITAL.findall(text))


def _spellings(surname: str, words: Iterable[str]) -> list[str]:
    """The words that can be the surname, as they stand."""
    return [
        w
        for w in words
        if surname in (w, *units(w)) or (bones(w) == bones(surname) and one_word(plain_word(w), surname))
    ]


def _full_names(text: str, spellings: Iterable[str]) -> list[tuple[str, ...]]:
    """Full names that end in one of these words: the capitalised words before it, up to three and their particles."""
    found: list[tuple[str, ...]] = []
    for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, spellings))})\b", text):
        whole = units(" ".join([*_given(_BEFORE.findall(text[max(0, match.start() - 60) : match.start()])), match[0]]))
        if len(whole) > 1 and len(whole[0]) > 1:
            found.append(whole)
    return found


def _given(words: Sequence[str]) -> list[str]:
    """The words of ``words``, at its end, that belong to the name that follows."""
    kept: list[str] = []
    for word in reversed(words):
        word = word.rstrip("-–") or "-"
        particle = word.lower() in SON or word.lower() in FATHER or word.lower() in LONE_ARTICLES
        initial = bool(re.fullmatch(r"[A-Z]\.?", word))
        if not (particle or initial or (word[0].isupper() and not word.endswith((".", "'s", "’s", "'", "’")))):
            break
        if fold(word).strip(".") in TITLES | FEW or word.lower() in _NOT_GIVEN or word.endswith("ly"):
            break
        kept.insert(0, word)
    return kept[-3:]


# Words with a capital at the start of a sentence, or that make an adjective or an office of what follows.
_NOT_GIVEN = frozenset(
    """but when while as if after before because although though since until then however meanwhile he she it they we
    said says told that this these those his her its their our your with by from about against under over between mr
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december also still yet now both not only like u.s us later earlier then today yesterday
    tomorrow instead indeed perhaps once here there why how what who where which even just asked last next early late
    soon again despite during amid among without within upon so or nor if for ever never thus hence whether neither
    either all some many most few each every another other such asked given former under near""".split()
)


def _distinct(names: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """One of each person: names that can be one are one, the longest stands for them."""
    kept: list[tuple[str, ...]] = []
    for name in sorted(set(names), key=lambda n: (-len(n), n)):
        if not any(same_units(name, other) for other in kept):
            kept.append(name)
    return kept
