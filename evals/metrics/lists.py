"""Answers of several parts: which of the parts asked for were given, and which of those given were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.metrics.contains import holds_any


@dataclass(frozen=True, slots=True)
class SetScore:
    """Precision, recall and F1 of a list answer, each 0 to 1."""

    precision: float
    recall: float
    f1: float


def matches(given: Sequence[str], groups: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Pairs (part given, group it matches): as many as possible, each part and each group at most once.

    Maximum bipartite matching by augmenting paths (Kuhn 1955); a part can match a group when it holds one of the
    group's spellings, see :func:`evals.metrics.contains.holds`.
    """
    edges = [[g for g, group in enumerate(groups) if holds_any(part, group)] for part in given]
    owner: dict[int, int] = {}  # group -> part

    def place(part: int, seen: set[int]) -> bool:
        for group in edges[part]:
            if group in seen:
                continue
            seen.add(group)
            if group not in owner or place(owner[group], seen):
                owner[group] = part
                return True
        return False

    for part in range(len(given)):
        place(part, set())
    return sorted((part, group) for group, part in owner.items())


def set_score(given: Sequence[str], groups: Sequence[Sequence[str]]) -> SetScore:
    """Set precision, recall and F1 (2PR / (P + R)) under the best matching.

    Args:
        given: the parts of the answer, in any order.
        groups: for each part asked for, its accepted spellings.

    Nothing given and nothing asked for is a perfect score; one of the two empty is zero.
    """
    if not given or not groups:
        both = float(not given and not groups)
        return SetScore(both, both, both)
    matched = len(matches(given, groups))
    return SetScore(matched / len(given), matched / len(groups), 2 * matched / (len(given) + len(groups)))


def covered(given: Sequence[str], groups: Sequence[Sequence[str]]) -> float:
    """Share of the groups that stand somewhere in the parts given, one part may hold several; no groups: 0.0."""
    if not groups:
        return 0.0
    return sum(any(holds_any(part, group) for part in given) for group in groups) / len(groups)
