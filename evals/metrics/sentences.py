"""Citation recall and precision of a sentence: do the quotations beside it carry it, and is each of them needed?

The definitions are those of ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations",
section 3): a sentence has recall 1 when its citations taken together carry it; a citation is precise when the sentence
is carried and the citation carries it alone or the others do not carry it without this one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Carries = Callable[[Sequence[str]], bool]
"""Whether these quotations, taken together, carry the sentence in question."""


def sentence_recall(carries: Carries, quotes: Sequence[str]) -> float:
    """1.0 when the quotations together carry the sentence, else 0.0; 0.0 for a sentence without any."""
    return float(bool(quotes) and carries(quotes))


def sentence_precision(carries: Carries, quotes: Sequence[str]) -> float:
    """The share of the quotations that are needed; 0.0 where they do not carry the sentence or there are none."""
    if not sentence_recall(carries, quotes):
        return 0.0
    needed = [_needed(carries, quotes, i) for i in range(len(quotes))]
    return sum(needed) / len(needed)


def _needed(carries: Carries, quotes: Sequence[str], i: int) -> bool:
    if len(quotes) == 1 or carries([quotes[i]]):
        return True
    return not carries([*quotes[:i], *quotes[i + 1 :]])
