"""Exact match and F1 as the official SQuAD 2.0 evaluation script defines them (Rajpurkar et al. 2018), and a set F1
for lists."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise_answer(text: str) -> str:
    """Lower case, ASCII punctuation dropped, English articles dropped, single spaces."""
    text = text.lower().translate(_PUNCTUATION)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def exact(predicted: str, gold: str) -> float:
    """1.0 when both normalise to the same string."""
    return float(normalise_answer(predicted) == normalise_answer(gold))


def f1(predicted: str, gold: str) -> float:
    """Harmonic mean of word precision and recall; if either side has no words, 1.0 when both have none, else 0.0."""
    ours, theirs = normalise_answer(predicted).split(), normalise_answer(gold).split()
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs))


def best_over_golds(predicted: str, golds: Sequence[str]) -> tuple[float, float]:
    """(exact, F1), each the best over the gold answers.

    As in the official script, golds that normalise to nothing are ignored; with none left the question has no answer
    and the only right prediction is the empty string.
    """
    kept = [gold for gold in golds if normalise_answer(gold)] or [""]
    return max(exact(predicted, gold) for gold in kept), max(f1(predicted, gold) for gold in kept)


def set_f1(predicted: Sequence[str], golds: Sequence[str]) -> float:
    """F1 between two sets of answers, with word F1 as the credit of a pair.

    Pairs are matched greedily, best first, each side at most once; precision is the credit over the predictions,
    recall over the golds. Both empty: 1.0; one empty: 0.0.
    """
    if not predicted or not golds:
        return float(not predicted and not golds)
    pairs = sorted(
        ((f1(p, g), i, j) for i, p in enumerate(predicted) for j, g in enumerate(golds)), key=lambda x: (-x[0], x[1:])
    )
    used_predicted: set[int] = set()
    used_gold: set[int] = set()
    credit = 0.0
    for score, i, j in pairs:
        if i not in used_predicted and j not in used_gold:
            used_predicted.add(i)
            used_gold.add(j)
            credit += score
    return 2 * credit / (len(predicted) + len(golds))
