"""Exact match and F1 over answer strings, by the official definition of SQuAD.

Source: Rajpurkar et al. 2016 (arXiv:1606.05250) section 6.1; for questions without an answer 2018 (arXiv:1806.03822).
This is the only implementation in the project: training and evaluation both use it.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b", re.UNICODE)
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise_answer(text: str) -> str:
    """Lower case, ASCII punctuation dropped, then the articles a, an, the; runs of space become one.

    The order matters ("U.S." becomes "us" before words are looked at) and is the official one.
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_score(prediction: str, reference: str) -> float:
    """1.0 when both are equal after normalisation, else 0.0. Two empty strings are equal."""
    return float(normalise_answer(prediction) == normalise_answer(reference))


def f1_score(prediction: str, reference: str) -> float:
    """Harmonic mean of precision and recall over the bags of normalised words, 0 to 1.

    When either side has no words left the score is 1.0 if both have none, else 0.0.
    """
    predicted, expected = normalise_answer(prediction).split(), normalise_answer(reference).split()
    if not predicted or not expected:
        return float(predicted == expected)
    shared = sum((Counter(predicted) & Counter(expected)).values())
    # 2PR / (P + R) with P = shared / |predicted| and R = shared / |expected|
    return 2 * shared / (len(predicted) + len(expected))


def exact_match(prediction: str, references: Sequence[str]) -> float:
    """Best :func:`exact_score` over the accepted answers; see :func:`best` for a question without any."""
    return best(exact_score, prediction, references)


def f1(prediction: str, references: Sequence[str]) -> float:
    """Best :func:`f1_score` over the accepted answers; see :func:`best` for a question without any."""
    return best(f1_score, prediction, references)


def best(score: Callable[[str, str], float], prediction: str, references: Sequence[str]) -> float:
    """The highest score against any accepted answer.

    References that normalise to nothing are left out, as the official script does. A question without accepted
    answers has the empty string as its only right answer.
    """
    kept = [reference for reference in references if normalise_answer(reference)] or [""]
    return max(score(prediction, reference) for reference in kept)
