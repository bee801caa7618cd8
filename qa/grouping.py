"""Spans that say the same thing are one answer with several witnesses."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.records import Document
from qa.question import STOP_WORDS, words
from qa.records import Candidate, Group

WITNESS_WEIGHT = 0.5  # logits for each doubling of independent witnesses

_TITLES = frozenset(
    """mr mrs ms miss dr prof sir dame lord lady gen general maj major col colonel lt lieutenant capt captain sgt
    sergeant brig brigadier adm admiral cmdr commander president minister prime secretary senator sen rep
    representative gov governor king queen prince princess pope ayatollah sheikh imam rabbi judge justice chief
    acting former then late spokesman spokeswoman spokesperson defense foreign state deputy leader""".split()
)
_HEDGES = frozenset(
    """about around roughly nearly almost approximately some least over than more up estimated""".split()
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNITS = {
    w: i
    for i, w in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_MONTHS = {m: i for i, m in enumerate("""jan feb mar apr may jun jul aug sep oct nov dec""".split(), start=1)}


@lru_cache(4096)
def fold(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@lru_cache(4096)
def content_words(text: str) -> tuple[str, ...]:
    """The folded words that carry the meaning: no articles (Arabic ones too), no titles, no hedges."""
    folded = [re.sub(r"^(?:al|el|ul|ad|as|ash|an)-(?=\w{3})", "", fold(w)).strip(".") for w in words(text)]
    kept = [w for w in folded if w not in STOP_WORDS and w not in _TITLES and w not in _HEDGES]
    return tuple(kept or folded)


@lru_cache(4096)
def number_values(text: str) -> tuple[float, ...]:
    """The numbers in a text by value: "5,200" and "two dozen" and "1.5 million" and "twenty-five".

    Vague plurals ("dozens", "hundreds") have no value. Empty when there is none.
    """
    values: list[float] = []
    current: float | None = None
    for token in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", fold(text)):
        if _NUMBER.fullmatch(token):
            if current is not None:
                values.append(current)
            current = float(token.replace(",", ""))
        elif token in _UNITS or token in _TENS:
            current = (current or 0.0) + float(_UNITS.get(token, _TENS.get(token, 0)))
        elif token in _SCALES:
            current = (1.0 if current is None else current) * _SCALES[token]
        elif token == "dozen":
            current = 12.0 * (1.0 if current is None else current)
        elif token not in ("and", "a") and current is not None:
            values.append(current)
            current = None
    if current is not None:
        values.append(current)
    return tuple(values)


@lru_cache(4096)
def skeleton(word: str) -> str:
    """The consonants of a name, as transliterations keep them: Muhandis, Mohandes and Muhandas are one.

    Doubled letters count once; q/k/c and g before a back vowel are not told apart from each other only where a
    transliteration swaps them (q, k). Vowels, w, y and apostrophes drop out after the first letter.
    """
    folded = re.sub(r"[^a-z]", "", fold(word))
    folded = folded.replace("kh", "h").replace("gh", "g").replace("dh", "d").replace("ph", "f").replace("q", "k")
    kept = folded[:1] + re.sub(r"[aeiouwy]", "", folded[1:])
    return re.sub(r"(.)\1+", r"\1", kept)


def same_word(a: str, b: str) -> bool:
    """Equal, or two spellings of one name: the same consonants in the same order, at least three of them."""
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or any(c.isdigit() for c in a + b):
        return False
    bones = skeleton(a)
    return len(bones) >= 3 and bones == skeleton(b) and abs(len(a) - len(b)) <= 2


@lru_cache(4096)
def _month_days(text: str) -> frozenset[tuple[int, int]]:
    """Month and day pairs written out: "Jan. 5", "5 January"."""
    folded = fold(text)
    pairs = re.findall(r"\b([a-z]{3})[a-z]*\.? (\d{1,2})\b(?!,?\d)", folded)
    pairs += [(m, d) for d, m in re.findall(r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3})[a-z]*", folded)]
    return frozenset((_MONTHS[m], int(d)) for m, d in pairs if m in _MONTHS)


def same_answer(a: str, b: str) -> bool:
    """Whether two spans say the same thing.

    Numbers must be the same numbers and dates the same dates; otherwise one span's words must all stand in the other.
    """
    days_a, days_b = _month_days(a), _month_days(b)
    if days_a and days_b:
        return days_a == days_b
    numbers_a, numbers_b = number_values(a), number_values(b)
    if set(numbers_a) != set(numbers_b) and numbers_a and numbers_b:
        return False
    words_a, words_b = content_words(a), content_words(b)
    if not words_a or not words_b:
        return fold(a) == fold(b)
    if numbers_a and numbers_a == numbers_b:
        words_a, words_b = _without_numbers(words_a), _without_numbers(words_b)
        if not words_a or not words_b:
            return True
    short, long = sorted((words_a, words_b), key=len)
    if len(short) == 1 and len(short[0]) < 3 and len(long) > 1:
        return False
    return all(any(same_word(w, other) for other in long) for w in short)


def _without_numbers(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w for w in tokens if not w[0].isdigit() and w not in _UNITS | _TENS | _SCALES and w != "dozen")


def family(document: Document) -> str:
    """What counts as one witness: all versions of one article."""
    return document.url or document.origin


def group(candidates: Iterable[Candidate]) -> list[Group]:
    """Put candidates that say the same thing together.

    Returns:
        Groups best first; ties are broken by where the best candidate stands. Empty for no candidates.
    """
    ordered = sorted(candidates, key=lambda c: (-c.score, c.document.id, c.start, c.end))
    heaps: list[list[Candidate]] = []
    for candidate in ordered:
        for heap in heaps:
            if same_answer(heap[0].text, candidate.text):
                heap.append(candidate)
                break
        else:
            heaps.append([candidate])
    groups = [_make(heap) for heap in heaps]
    return sorted(groups, key=lambda g: (-g.score, g.best.document.id, g.best.start))


def _make(heap: Sequence[Candidate]) -> Group:
    best = heap[0].score
    # A witness counts when it is nearly as sure as the best: a doubtful echo is no support.
    families = {family(c.document) for c in heap if c.reader_score > 0 and c.score > best - 4.0} or {""}
    return Group(tuple(heap), best + WITNESS_WEIGHT * math.log2(len(families)), len(families))
