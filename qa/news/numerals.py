"""Numbers in figures and in words: "5,200", "twenty-five", "three hundred and twelve", "half a million", "dozens".

Words come folded and cut at every mark; :mod:`qa.news.quantities` cuts them and reads what stands around a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Hedge = Literal["exact", "about", "at least", "at most", "nearly", "vague"]

ONES = {
    w: i
    for i, w in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
PLURALS = {  # what a plural without a number may stand for
    "dozens": (24.0, 100.0), "scores": (20.0, 200.0), "hundreds": (100.0, 1e3), "thousands": (1e3, 1e4),
    "millions": (1e6, 1e9), "billions": (1e9, 1e12), "several": (3.0, 12.0), "few": (2.0, 10.0),
    "handful": (2.0, 10.0), "couple": (2.0, 3.0),
}  # fmt: skip
TENS_OF = {"tens": 10.0, "dozens": 10.0, "hundreds": 100.0}  # "tens of thousands"


def number_at(words: Sequence[str], at: int) -> tuple[float, float, Hedge, int] | None:
    """(low, high, hedge, index after) of a number or a range that begins at ``at``."""
    vague = _vague(words, at)
    if vague is not None:
        return vague
    first = _number(words, at)
    if first is None:
        return None
    value, end = first
    link = words[end] if end < len(words) else ""
    sign = currency(words[at - 1]) if at else ""
    if link in ("to", "-", "–", "—", "or") or (link == "and" and at >= 1 and words[at - 1] == "between"):
        after = end + 1 + (end + 1 < len(words) and bool(sign) and currency(words[end + 1]) == sign)
        second = _number(words, after)
        if second is not None:
            low = value
            scale = _scale_at(words, second[1] - 1)
            if scale and _scale_at(words, end - 1) is None and value < second[0] / scale:
                low = value * scale  # "5 to 6 million"
            if low < second[0]:
                return low, second[0], "exact", second[1]
    return value, value, "exact", end


def _vague(words: Sequence[str], at: int) -> tuple[float, float, Hedge, int] | None:
    word = words[at]
    if word in TENS_OF and at + 2 < len(words) and words[at + 1] == "of" and words[at + 2] in PLURALS:
        times, (low, _) = TENS_OF[word], PLURALS[words[at + 2]]
        return low * times, low * times * 10, "vague", at + 3
    if word in ("several", "few") and at + 1 < len(words) and words[at + 1] in SCALES:
        low, high = PLURALS[word]
        return low * SCALES[words[at + 1]], high * SCALES[words[at + 1]], "vague", at + 2
    if word == "few" and not (at and words[at - 1] == "a"):
        return None
    if word in ("handful", "couple") and not (at and words[at - 1] == "a"):
        return None
    if word in PLURALS:
        return (*PLURALS[word], "vague", at + 1)
    return None


def _number(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """(value, index after) of one number that begins at ``at``, in figures or in words."""
    if at >= len(words):
        return None
    word = words[at]
    if word[0] in "0123456789":
        value, end = float(word.replace(",", "")), at + 1
        short = SHORT_SCALES.get(words[end]) if end < len(words) else None
        if short and (words[end] != "m" or (at and currency(words[at - 1]))):  # "5m" is a length, "$5m" a sum
            return value * short, end + 1
    elif word in ("a", "an", "half") and (scaled := _article_scale(words, at)):
        return scaled
    elif word in ONES or word in TENS:
        value, end = _spelt(words, at)
    else:
        return None
    while end < len(words) and words[end] in SCALES:
        value *= SCALES[words[end]]
        end += 1
        if value >= 100 and (rest := _after_hundred(words, end)):
            value, end = value + rest[0], rest[1]
    return value, end


def _article_scale(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """ "a dozen", "half a million"."""
    half = words[at] == "half"
    noun = at + 1 + (half and at + 1 < len(words) and words[at + 1] in ("a", "an"))
    if noun < len(words) and words[noun] in SCALES:
        return SCALES[words[noun]] * (0.5 if half else 1.0), noun + 1
    return None


def _spelt(words: Sequence[str], at: int) -> tuple[float, int]:
    """A number under a hundred in words: "twenty-five", "seventeen"."""
    value, end = float(TENS.get(words[at], ONES.get(words[at], 0))), at + 1
    if words[at] in TENS:
        step = end + (end < len(words) and words[end] == "-")
        if step < len(words) and 0 < ONES.get(words[step], 0) < 10:
            return value + ONES[words[step]], step + 1
    return value, end


def _after_hundred(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """The rest of "three hundred and twelve"."""
    at += at < len(words) and words[at] == "and"
    if at < len(words) and (words[at] in TENS or words[at] in ONES):
        value, end = _spelt(words, at)
        return None if end < len(words) and words[end] in SCALES else (value, end)
    return None


def _scale_at(words: Sequence[str], at: int) -> float | None:
    return SCALES.get(words[at]) or SHORT_SCALES.get(words[at])


def currency(word: str) -> str:
    """The sign of a currency, dollars of all countries alike; "" for other words."""
    return "$" if word.endswith("$") else word if word in "€£¥₹" else ""
