"""Citation marks: ``[2]``, ``[1, 3]``, ``[1][3]``, ``[1-3]``, read out of a model's sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"\s*\[\s*(?P<inner>[^\[\]\n]{0,40})\s*\]")
_NUMBERS = re.compile(r"\^?\d{1,4}(?:\s*(?:,|;|and|&|-|–)\s*\^?\d{1,4})*")
_NESTED = re.compile(r"\[\s*((?:\[[^\[\]]*\]\s*[,;]?\s*)+)\]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence with the marks that stand behind it: what those passages have to carry."""

    text: str
    marks: tuple[int, ...]


def _values(inner: str) -> tuple[int, ...] | None:
    """The numbers of one bracket; None for a bracket that is no mark, such as "[sic]"."""
    inner = re.sub(r"^(?:source|passage|ref\.?|no\.?|#)s?\s*", "", inner.strip(), flags=re.IGNORECASE)
    if not _NUMBERS.fullmatch(inner):
        return None
    found: list[int] = []
    for part in re.split(r"\s*(?:,|;|and|&)\s*", inner):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        low, high = ends[0], ends[-1]
        found.extend(range(low, high + 1) if low <= high < low + 50 else ends)
    return tuple(dict.fromkeys(found))


def segments(sentence: str) -> tuple[Segment, ...]:
    """A sentence cut behind its marks; words behind the last mark belong to the stretch before it.

    A sentence without a mark is one Segment with no marks. Empty for a sentence of white space.
    """
    flat = _NESTED.sub(lambda m: re.sub(r"\]\s*[,;]\s*\[", "][", m[1]), sentence)
    found: list[Segment] = []
    text, at = "", 0
    marks: tuple[int, ...] = ()
    for match in _MARK.finditer(flat):
        values = _values(match["inner"])
        if values is None:
            continue
        between = flat[at : match.start()]
        if marks and _says_something(between):
            found.append(Segment(_tidy(text), marks))
            text, marks = "", ()
        text += between
        marks = tuple(dict.fromkeys(marks + values))
        at = match.end()
    rest = flat[at:]
    if marks or _says_something(text + rest):
        found.append(Segment(_tidy(text + rest), marks))
    return tuple(found)


def without_marks(sentence: str) -> str:
    """The sentence as a person would say it."""
    return _tidy("".join(segment.text + " " for segment in segments(sentence)))


def _says_something(text: str) -> bool:
    return bool(re.search(r"[^\W_]", text))


def _tidy(text: str) -> str:
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split()))
