"""Does a text hold an answer? Compared word by word after a normalisation that keeps figures intact.

SQuAD's normalisation is not used here: it turns "3.5" into "35". This one folds what two careful people would
write differently for the same thing, and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SAME = {month[:3]: month for month in _MONTHS} | {"sept": "september"}
_SAME |= {word: str(number) for number, word in enumerate(f"{_SMALL} eighteen nineteen".split())}
_SAME |= {word: str(10 * number) for number, word in enumerate(_TENS.split(), 2)}
_SKIPPED = {"a", "an", "the"}
_NEGATIONS = {"not", "no", "never", "without", "neither", "nor", "denied"}
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|%", re.UNICODE)


def words(text: str) -> list[str]:
    """The text as comparable words.

    Case, accents, punctuation and articles fall away; "U.S." is "us"; "1,000" is "1000" and "3.5" stays one word;
    month abbreviations and number words up to ninety become their usual form; "%" and "per cent" are "percent"; a
    possessive "'s" and an ordinal's "th" are dropped. Empty text gives an empty list.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['’‘ʼ]s\b", "", plain)
    plain = re.sub(r"['’‘ʼ`]", "", plain)  # O'Brien and O’Brien, al-Qa'im: one word each
    plain = re.sub(r"\b(?:[a-z]\.){2,}", lambda found: found.group().replace(".", "") + " ", plain)
    plain = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", plain)
    plain = re.sub(r"\bper cent\b|%", " percent ", plain)
    found = [re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", token) for token in _TOKEN.findall(plain)]
    return [_SAME.get(token, token) for token in found if token not in _SKIPPED]


def numbers(tokens: Iterable[str]) -> set[str]:
    """Those of the words that begin with a digit."""
    return {token for token in tokens if token[:1].isdigit()}


def holds(text: str, answer: str, *, affirmed: bool = False) -> bool:
    """Whether the answer stands in the text as whole words, in order and together.

    A date may stand in another order ("3 January" in "January 3, 2020"). With ``affirmed`` an answer right after "not",
    "no", "never" … does not count, unless it begins with that word itself. An empty answer stands nowhere.
    """
    hay, needle = words(text), words(answer)
    if not needle:
        return False
    size = len(needle)
    for start in range(len(hay) - size + 1):
        if hay[start : start + size] == needle and not (affirmed and start and hay[start - 1] in _NEGATIONS):
            return True
    return _is_date(needle) and _together(hay, needle)


def holds_any(text: str, answers: Sequence[str]) -> bool:
    """Whether any of the accepted answers stands in the text. No answers: False."""
    return any(holds(text, answer) for answer in answers)


def contains_answer(texts: Sequence[str], answers: Sequence[str]) -> float:
    """1.0 when one of the texts holds one of the accepted answers, else 0.0. Also called has-answer or hit@k."""
    return float(any(holds_any(text, answers) for text in texts))


def _is_date(tokens: Sequence[str]) -> bool:
    return bool(numbers(tokens)) and any(token in _MONTHS for token in tokens) and len(tokens) <= 4


def _together(hay: Sequence[str], needle: Sequence[str]) -> bool:
    """All words of a date within a window one word longer than the date."""
    window = len(needle) + 1
    return any(set(needle) <= set(hay[start : start + window]) for start in range(max(1, len(hay) - window + 1)))
