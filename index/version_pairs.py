"""Which pieces of a two-version page had better be of different versions, and which of the same.

A rewritten sentence has its near twin in the other version; a writer spells a name one way, introduces a person once
by full name, and uses the last name alone only after that.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from index.version_cuts import content_words

_TWIN_FLOOR, _TWIN_SLOPE, _TWIN_MOST = 0.3, 8.0, 6.0  # cost of two pieces of one version by their similarity
_MOST_PAIRS = 12
_NAMED_TWICE = 0.5
_INTRODUCED = 1.2  # who is called by the last name alone was introduced in the same version
_SPELT = 1.5  # two spellings of a name are of two writers


def unlike_pairs(pieces: Sequence[str], shared: str) -> list[list[tuple[int, float]]]:
    """For every piece, the pieces it should not share a version with, and the cost if it does; symmetric.

    A negative cost is a gain: the two had better be of one version.
    """
    page = " ".join([*pieces, shared])
    variants = _spellings(page)
    words = [{variants.get(word, word) for word in content_words(piece)} for piece in pieces]
    spread = Counter(word for some in words for word in some)
    weights = {word: math.log((len(pieces) + 1) / count) for word, count in spread.items()}
    names = [_introduced(piece, page) for piece in pieces]
    spelt = [_spelt(piece, variants) for piece in pieces]
    bound = _bound_to_introduction(pieces, names, shared)
    weighed: list[tuple[float, int, int]] = []
    for i, j in combinations(range(len(pieces)), 2):
        alike = cosine(words[i], words[j], weights) if min(len(words[i]), len(words[j])) >= 3 else 0.0
        weight = min(_TWIN_MOST, max(0.0, _TWIN_SLOPE * (alike - _TWIN_FLOOR)))
        weight += _NAMED_TWICE * len(names[i] & names[j]) if alike > _TWIN_FLOOR / 2 else 0.0
        weight += sum(
            _SPELT * (1 if spelt[i][key] != spelt[j][key] else -1) for key in spelt[i].keys() & spelt[j].keys()
        )
        weight -= _INTRODUCED * ((i, j) in bound)
        if weight:
            weighed.append((weight, i, j))
    return _strongest(weighed, len(pieces))


def _strongest(weighed: list[tuple[float, int, int]], count: int) -> list[list[tuple[int, float]]]:
    """Pairs as lists of neighbours, no piece with more than a dozen: the strongest first."""
    pairs: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for weight, i, j in sorted(weighed, key=lambda pair: (-abs(pair[0]), pair[1], pair[2])):
        if max(len(pairs[i]), len(pairs[j])) < _MOST_PAIRS:
            pairs[i].append((j, weight))
            pairs[j].append((i, weight))
    return pairs


def _bound_to_introduction(pieces: Sequence[str], names: Sequence[set[str]], shared: str) -> set[tuple[int, int]]:
    """Pairs (introduction, later piece with the last name alone) of people whom one piece alone introduces."""
    introductions: dict[str, list[int]] = {}
    for i, some in enumerate(names):
        for name in some:
            introductions.setdefault(name.split()[-1], []).append(i)
    found = set()
    for last, where in introductions.items():
        if len(where) == 1 and not re.search(rf"\b{re.escape(last)}\b", shared):
            bare = re.compile(rf"(?:^|[a-z,.“\"’] ){re.escape(last)}\b(?! [A-Z])")
            found |= {(where[0], j) for j in range(where[0] + 1, len(pieces)) if bare.search(pieces[j])}
    return found


def _spellings(page: str) -> dict[str, str]:
    """Lower-case names of the page that differ in vowels alone ("Quds", "Qods"), each mapped to their skeleton."""
    names = {name.lower() for name in re.findall(r"(?<=[\w,.] )[A-Z][a-z]{3,}\b", page)}
    names = {name for name in names if not re.search(rf"\b{name}\b", page)}
    skeletons: dict[str, set[str]] = {}
    for name in names:
        skeleton = re.sub("[aeiouy]", "_", name)
        if sum(letter != "_" for letter in skeleton) >= 3:
            skeletons.setdefault(skeleton, set()).add(name)
    return {name: skeleton for skeleton, group in skeletons.items() if len(group) > 1 for name in group}


def _spelt(piece: str, variants: dict[str, str]) -> dict[str, str]:
    """How a piece spells each name that the page spells in several ways."""
    return {variants[w]: w for w in re.findall(r"[^\W_]+", piece.lower()) if w in variants}


def cosine(one: set[str], other: set[str], weights: dict[str, float]) -> float:
    """Cosine of two sets of weighted words, 0 to 1; 0 when either is empty."""
    dot = sum(weights[word] ** 2 for word in one & other)
    norms = math.sqrt(sum(weights[w] ** 2 for w in one) * sum(weights[w] ** 2 for w in other))
    return dot / norms if norms else 0.0


def _introduced(piece: str, page: str) -> set[str]:
    """Full names in a piece whose last name also stands alone on the page: people, introduced once a version."""
    found = set()
    for match in re.finditer(r"\b([A-Z][a-z’'-]+(?: [A-Z]\.)?) ([A-Z][\w’'-]+?)(?=['’]s\b|\b)", piece):
        if re.search(rf"(?:^|[a-z,.“\"’] ){re.escape(match[2])}\b(?! [A-Z])", page):
            found.add(f"{match[1].split()[0]} {match[2]}")
    return found
