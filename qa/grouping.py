"""Spans that say the same thing are one answer with several witnesses."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from index.transliteration import same_word as transliterated
from qa.followups import word_classes as wc
from qa.news.names import TITLES, NameBook, is_name, same_name
from qa.news.quantities import Quantity, compare, quantities, quantity_at
from qa.news.witnesses import independent
from qa.question import STOP_WORDS, Kind, Question, may_be_several, words
from qa.records import Candidate, Group

TIE = 2.0  # logits behind the best within which another answer to an open who-question is shown as well
MAX_TIED = 3
WITNESS_WEIGHT = 0.5  # logits for each doubling of independent witnesses
WITNESS_REACH = 8.0  # logits behind the best within which a candidate is a witness

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
_NUMBER_WORDS = frozenset(_UNITS | _TENS | _SCALES) | frozenset(
    "dozen dozens scores hundreds thousands millions billions tens".split()
)
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
    kept = [w for w in folded if w not in STOP_WORDS and w not in TITLES and w not in _HEDGES]
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


@lru_cache(16384)
def same_word(a: str, b: str) -> bool:
    """Equal, or two ways to write one foreign word in Latin letters; short words must be equal."""
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or any(c.isdigit() for c in a + b):
        return False
    return len(skeleton(a)) >= 3 and transliterated(a, b)


@lru_cache(4096)
def _month_days(text: str) -> frozenset[tuple[int, int]]:
    """Month and day pairs written out: "Jan. 5", "5 January"."""
    folded = fold(text)
    pairs = re.findall(r"\b([a-z]{3})[a-z]*\.? (\d{1,2})\b(?!,?\d)", folded)
    pairs += [(m, d) for d, m in re.findall(r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3})[a-z]*", folded)]
    return frozenset((_MONTHS[m], int(d)) for m, d in pairs if m in _MONTHS)


def same_answer(a: str, b: str, book: NameBook | None = None, places: tuple[str, str] | None = None) -> bool:
    """Whether two spans say the same thing.

    Numbers must be compatible with their hedges ("at least 25", "25", "dozens"), dates the same dates, and names the
    same names; otherwise one span's words must all stand in the other.

    Args:
        a: a span.
        b: another.
        book: what the documents show about names.
        places: ids of the documents that the spans stand in.
    """
    if not _NUMBER.search(a + b) and is_name(a) and is_name(b) and not (_month_days(a) or _month_days(b)):
        return book.same(a, b, *(places or (None, None))) if book else same_name(a, b)
    days_a, days_b = _month_days(a), _month_days(b)
    if days_a and days_b:
        return days_a == days_b
    numbers_a, numbers_b = number_values(a), number_values(b)
    quantities_a, quantities_b = quantities(a), quantities(b)
    hedged = len(quantities_a) == len(quantities_b) == 1 and compare(quantities_a[0], quantities_b[0]) == "compatible"
    if set(numbers_a) != set(numbers_b) and numbers_a and numbers_b and not hedged:
        return False
    words_a, words_b = content_words(a), content_words(b)
    if not words_a or not words_b:
        return fold(a) == fold(b)
    if hedged or (numbers_a and numbers_a == numbers_b):
        words_a, words_b = _without_numbers(words_a), _without_numbers(words_b)
        if not words_a or not words_b:
            return True
    short, long = sorted((words_a, words_b), key=len)
    if len(short) == 1 and len(short[0]) < 3 and len(long) > 1:
        return False
    return all(any(same_word(w, other) for other in long) for w in short)


def _without_numbers(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w for w in tokens if not w[0].isdigit() and w not in _NUMBER_WORDS)


def group(candidates: Iterable[Candidate], kind: Kind = "what", family: Mapping[str, str] | None = None) -> list[Group]:
    """Put candidates that say the same thing together.

    Args:
        candidates: in any order.
        kind: what the question asks for; where it is a number, "25 fighters" and "dozens of men" are one answer.
        family: document id to family of versions and copies; documents that are not in it count by their page.

    Returns:
        Groups best first; ties are broken by where the best candidate stands. Empty for no candidates.
    """
    ordered = sorted(candidates, key=lambda c: (-c.score, c.document.id, c.start, c.end))
    book = NameBook({c.document.id: c.document for c in ordered}.values())
    heaps: list[list[tuple[Candidate, Quantity | None]]] = []
    for candidate in ordered:
        value = quantity_at(candidate.document.text, candidate.start, candidate.end) if kind == "number" else None
        for heap in heaps:
            if _belongs(candidate, value, heap, book):
                heap.append((candidate, value))
                break
        else:
            heaps.append([(candidate, value)])
    groups = [_make([c for c, _ in heap], family) for heap in heaps]
    return sorted(groups, key=lambda g: (-g.score, g.best.document.id, g.best.start))


def _belongs(
    candidate: Candidate, value: Quantity | None, heap: Sequence[tuple[Candidate, Quantity | None]], book: NameBook
) -> bool:
    """Whether a candidate says what all of a heap says: as a number where both state one, else in words."""
    best, first = heap[0]
    if value is None or first is None:
        return same_answer(best.text, candidate.text, book, (best.document.id, candidate.document.id))
    return all(other is None or compare(value, other) == "compatible" for _, other in heap)


def _make(heap: Sequence[Candidate], family: Mapping[str, str] | None) -> Group:
    best = heap[0].score
    # A witness counts when it is nearly as sure as the best: a doubtful echo is no support.
    sure = [c for c in heap if c.reader_score > 0 and c.score > best - WITNESS_REACH]
    witnesses = max(1, independent(sure, family))
    return Group(tuple(heap), best + WITNESS_WEIGHT * math.log2(witnesses), witnesses)


_OFFICE = re.compile(rf"^\W*who\s+(?:is|was)\s+(?:{'|'.join(wc.PERSON_NOUNS)})\s+(?:of|at|in)\b", re.IGNORECASE)


def tied(question: Question, groups: Sequence[Group]) -> list[Group]:
    """The groups shown together as answers to a question that may have several; empty when the best stands alone."""
    if not may_be_several(question) or _OFFICE.match(question.text):
        return []
    held = [g for g in groups if g.score > groups[0].score - TIE and g.best.reader_score > 0][:MAX_TIED]
    return held if len(held) > 1 else []
