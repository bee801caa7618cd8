"""Logits of one window -> candidate spans; pure functions over numpy arrays.

``start`` and ``end`` are measured from the logits at [CLS], which stand for "not in this passage": a span's score is
``start[i] + end[j]``, the log of how much likelier the span is than no answer at all, and can be compared across
passages.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
CANDIDATE_ENDS = 20  # best starts and best ends that are paired


@dataclass(frozen=True, slots=True)
class Window:
    """Logits over n consecutive passage tokens.

    ``offsets`` (n, 2): code points of each token in the passage; ``words`` (n,): which word a token is part of.
    """

    start: Floats  # (n,)
    end: Floats  # (n,)
    inside: Floats  # (n,) log-odds of being within an answer
    offsets: NDArray[np.int64]
    words: NDArray[np.int64]


def best_pairs(start: Floats, end: Floats, count: int, longest: int) -> list[tuple[float, int, int]]:
    """The best (score, first, last) token pairs with ``first <= last < first + longest``, best first; ties by position.

    Only the :data:`CANDIDATE_ENDS` best starts and ends are paired. No tokens: no pairs.
    """
    k = max(CANDIDATE_ENDS, 2 * count)
    firsts = np.argsort(-start, kind="stable")[:k]
    lasts = np.argsort(-end, kind="stable")[:k]
    scores = start[firsts][:, None] + end[lasts][None, :]  # (k, k)
    gap = lasts[None, :] - firsts[:, None]
    allowed = (gap >= 0) & (gap < longest)
    rows, columns = np.nonzero(allowed)
    found, low, high = scores[rows, columns], firsts[rows], lasts[columns]
    best = np.lexsort((high, low, -found))[: 4 * count + CANDIDATE_ENDS]  # the last key counts most
    return list(zip(found[best].tolist(), low[best].tolist(), high[best].tolist(), strict=True))


def whole_words(window: Window, first: int, last: int) -> tuple[int, int]:
    """Widens a token pair to the ends of the words it begins and ends in."""
    while first > 0 and window.words[first - 1] == window.words[first]:
        first -= 1
    while last + 1 < len(window.words) and window.words[last + 1] == window.words[last]:
        last += 1
    return first, last


def characters(window: Window, first: int, last: int, text: str) -> tuple[int, int]:
    """Code points [start, end) of a token pair; marks that combine with the last character belong to it."""
    start, end = int(window.offsets[first, 0]), int(window.offsets[last, 1])
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return start, end


def over_words(odds: Floats, words: NDArray[np.int64]) -> Floats:
    """Each token's odds (n,) replaced by the highest among the pieces of its word."""
    if not len(odds):
        return odds
    firsts = np.flatnonzero(np.concatenate([[True], words[1:] != words[:-1]]))
    highest = np.maximum.reduceat(odds, firsts)
    return np.repeat(highest, np.diff(np.append(firsts, len(odds))))


def runs(odds: Floats, threshold: float) -> list[tuple[int, int]]:
    """Maximal runs (first, last) of tokens whose log-odds are above the threshold."""
    above = np.concatenate([[False], odds > threshold, [False]])
    edges = np.flatnonzero(above[1:] != above[:-1])
    return [(int(first), int(stop) - 1) for first, stop in zip(edges[::2], edges[1::2], strict=True)]


def without_overlaps(spans: list[tuple[float, int, int]], count: int) -> list[tuple[float, int, int]]:
    """Best first, each span that shares a character with a better one dropped; at most ``count``."""
    kept: list[tuple[float, int, int]] = []
    for score, start, end in sorted(spans, key=lambda s: (-s[0], s[1], s[2])):
        if len(kept) == count:
            break
        if all(end <= other[1] or start >= other[2] for other in kept):
            kept.append((score, start, end))
    return kept
