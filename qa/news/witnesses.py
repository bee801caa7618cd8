"""How many independent sources say something: versions, copies and passages taken over word for word count once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from index.records import Document
from index.sentences import sentence_spans
from qa.news.versions import word_shingles
from qa.records import Candidate

LEAST_SENTENCE = 0.6  # of the shorter sentence's runs of three words; copies lie above, reports of one fact below 0.4
LEAST_PASSAGE = 0.5  # of the shorter passage's runs of five words
LEAST_RUNS = 6  # a shorter sentence must be the same from beginning to end


def page(document: Document) -> str:
    """What a document is a version of as far as it alone tells: its URL, or where it was read from."""
    return document.url or document.origin


def independent(candidates: Sequence[Candidate], family: Mapping[str, str] | None = None) -> int:
    """The number of independent sources among candidates; 0 for none.

    Args:
        candidates: spans that say the same thing.
        family: document id to family (``qa.news.versions.Families.key``); others count by their page.
    """
    family = family or {}
    sources: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        document = candidate.document
        sources.setdefault(family.get(document.id) or page(document), []).append(candidate)
    heaps: list[list[Candidate]] = []
    for members in sources.values():
        copied = [heap for heap in heaps if any(copies(a, b) for a in heap for b in members)]
        heaps = [heap for heap in heaps if heap not in copied] + [[c for heap in [*copied, members] for c in heap]]
    return len(heaps)


def copies(a: Candidate, b: Candidate) -> bool:
    """Whether two candidates stand in one text that was taken over: nearly the same sentence, or passage."""
    one, other = sentence_of(a), sentence_of(b)
    if _plain(one) == _plain(other):
        return len(_plain(one).split()) > 3
    if _contained(word_shingles(one, 3), word_shingles(other, 3)) >= LEAST_SENTENCE:
        return True
    return _contained(word_shingles(a.hit.passage.text, 5), word_shingles(b.hit.passage.text, 5)) >= LEAST_PASSAGE


def _contained(a: frozenset[int], b: frozenset[int]) -> float:
    """Share of the smaller set that the other has (Broder's containment); 0.0 when it is too small to tell."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller >= LEAST_RUNS else 0.0


def sentence_of(candidate: Candidate) -> str:
    """The sentence or sentences of the passage that hold the candidate's span."""
    start, end = sentence_bounds(candidate)
    return candidate.document.text[start:end]


def sentence_bounds(candidate: Candidate) -> tuple[int, int]:
    """Where :func:`sentence_of` begins and ends, in code points of the document's text."""
    passage = candidate.hit.passage
    start, end = candidate.start - passage.start, candidate.end - passage.start
    held = [(a, b) for a, b in _spans(passage.text) if a < end and start < b]
    first, last = (held[0][0], held[-1][1]) if held else (start, end)
    return passage.start + first, passage.start + last


@lru_cache(512)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentence_spans(text))


def _plain(sentence: str) -> str:
    return " ".join(re.findall(r"\w+", sentence.casefold()))
