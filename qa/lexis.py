"""Words compared as words: stems, content words, and which of a sentence's words another sentence has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.followups.word_classes import AUXILIARIES, BASE_OF, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS, WH
from qa.grouping import fold, same_word
from qa.question import STOP_WORDS

_TOKEN = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*", re.UNICODE)
_LIGHT = frozenset(  # words that carry grammar or emphasis and no fact of their own
    """also too just very quite even still then there here such same other another as well so than that which who whose
    one ones own much many more most less least further both either including involving concerning regarding
    meanwhile however moreover therefore thus additionally get gets got getting go goes going went gone come comes came
    make makes made making take takes took taken put puts set sets give gives gave given have having do doing does
    done be being been become becomes became say says said saying tell tells told telling add adds added according note
    notes noted report reports reported state states stated statement article source sources passage passages""".split()
)
FUNCTION_WORDS = (
    STOP_WORDS | AUXILIARIES | CONJUNCTIONS | DETERMINERS | PREPOSITIONS | PRONOUNS | WH | _LIGHT
)  # fmt: skip
_ENDINGS = (
    ("ational", "at"), ("isation", "is"), ("ization", "iz"), ("iveness", "iv"), ("fulness", "ful"), ("ations", "at"),
    ("ation", "at"), ("ments", ""), ("ment", ""), ("ings", ""), ("ing", ""), ("ions", ""), ("ion", ""), ("ies", "y"),
    ("ied", "y"), ("edly", ""), ("ers", ""), ("ors", ""), ("er", ""), ("or", ""), ("als", ""), ("al", ""),
    ("ers", ""), ("ely", ""), ("ly", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word with where it stands; ``text[start:end]``, a possessive ending left out."""

    word: str  # as written
    low: str  # folded
    stem: str
    start: int
    end: int


@lru_cache(16384)
def stem(word: str) -> str:
    """A rough stem, the same for forms and near derivations of a word: retaliate, retaliated, retaliation."""
    low = BASE_OF.get(word, word)
    for ending, instead in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            low = low[: len(low) - len(ending)] + instead
            break
    if len(low) > 3 and low[-1] == low[-2] and low[-1] not in "sl":
        low = low[:-1]
    return low.removesuffix("e") if len(low) > 3 else low


@lru_cache(4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text, hyphenated compounds as their parts, in order."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        for part in re.finditer(r"[^\-]+", match.group()):
            word = re.sub(r"['’]s?$", "", part.group())
            low = fold(word.replace("’", "'")).replace(".", "")
            start = match.start() + part.start()
            if low:
                found.append(Token(word, low, stem(low), start, start + len(word)))
    return tuple(found)


@lru_cache(4096)
def content(text: str) -> tuple[Token, ...]:
    """The words that carry facts; numbers among them."""
    return tuple(t for t in tokens(text) if t.low not in FUNCTION_WORDS and (len(t.low) > 1 or t.low.isdigit()))


def matches(a: Token, b: Token) -> bool:
    """Whether two words are forms of one, or two spellings of one name."""
    if a.low == b.low or a.stem == b.stem:
        return True
    if (
        min(len(a.low), len(b.low)) >= 6
        and a.low[:5] == b.low[:5]
        and not (a.word[0].isupper() and b.word[0].isupper())
    ):
        return abs(len(a.low) - len(b.low)) <= 4
    return a.word[0].isupper() and b.word[0].isupper() and same_word(a.low, b.low)


def aligned(claim: str, source: str) -> tuple[int | None, ...]:
    """For each content word of ``claim`` the index of a content word of ``source`` that matches it, or None.

    Where several match, the one that stands closest behind the word matched before is taken.
    """
    there = content(source)
    found: list[int | None] = []
    last = -1
    for word in content(claim):
        fitting = [i for i, other in enumerate(there) if matches(word, other)]
        exact = [i for i in fitting if there[i].low == word.low] or fitting
        best = min(exact, key=lambda i: (i <= last, abs(i - last)), default=None)
        found.append(best)
        last = best if best is not None else last
    return tuple(found)
