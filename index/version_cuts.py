"""Where, on a line that holds an old paragraph and a new one, the one may end and the other begin."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

_QUOTES_OPEN, _QUOTES_CLOSE = "“«„", "”»"
_ENDS = re.compile(r"(?P<end>[.!?…]+[\"'”’»)\]]*)(?P<gap>\s*)(?=[\"'“‘«„(\[]*[A-Z0-9À-ÖØ-Þ])")
_TITLES = frozenset(
    "mr mrs ms dr prof gen maj col lt sgt capt cmdr adm rep sen gov rev hon st mt ft no vs messrs pres supt "
    "insp brig cpl pvt "
    "jan feb mar apr jun jul aug sept sep oct nov dec fig vol pp ave blvd".split()
)
_PRONOUNS = frozenset(
    "he she it they his her its their him them this that these those both such another others here there".split()
)
_CONNECTIVES = frozenset(
    "but and however also meanwhile still yet so then instead moreover nor or though although while besides thus "
    "therefore nevertheless nonetheless additionally furthermore".split()
)
_STOP = frozenset(
    "the a an of in on at to for from by with and or but as is are was were be been being has have had it its "
    "he she they "
    "his her their that this which who whom will would could should may might can not no after before over "
    "under into out "
    "up down about than then there when where what said says say also more most other some any all one two".split()
)
_NAMED = re.compile(r"(?:[A-Z][\w.’'-]* ){2,}")  # begins with a name or a title and a name
_TIMED = re.compile(r"(?:On|In|At|Last|Earlier|Later|Since|After|Before|During|By|Until|Meanwhile)\b")
# Logistic regression on joints of news paragraphs, made by training/fit_version_cuts.py; one weight a feature below.
WEIGHTS: tuple[float, ...] = (
    3.25, -1.06, -0.75, -0.53, 2.08, 0.82, -1.90, -1.87, 2.09, -0.53, 2.09, -3.41, 0.44, -0.44, 0.35,
    -0.11, -0.64, -0.72, -0.22, -1.40, 0.17, -0.01, 0.36, 0.91, -1.70, -0.34, -0.51, 0.08, 0.15, -0.07,
)  # fmt: skip
_GLUED_BONUS = 1.5  # a missing space is more often a joint than a typist's slip; such joints were not in the data


def sentences(line: str) -> list[tuple[int, int]]:
    """Spans of the pieces of a line between possible joints, in order; together they are the line without the gaps.

    More is cut than a sentence splitter would: "in the U.S. “Yes”" is a possible joint, and so is a missing space.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _ENDS.finditer(line):
        end = match.end("end")
        if _is_abbreviation(match["end"], line, match.start("end"), match.end("gap")) or end <= start:
            continue
        spans.append((start, end))
        start = match.end("gap")
    if line[start:].strip():
        spans.append((start, len(line)))
    return spans


def _is_abbreviation(end: str, line: str, at: int, after: int) -> bool:
    """Is the full stop at ``at`` part of a word, an initial or a title rather than an end?"""
    if end != ".":
        return end.startswith(".") and not end.strip(".") and after - at == len(end)  # "and...so"
    word = re.search(r"[^\s(\[\"“‘']*$", line[:at]).group()  # type: ignore[union-attr]  # it matches anything
    following = line[after:]
    if word.lower() in _TITLES or (
        re.fullmatch(r"[A-Z]|[A-Z]\.-?[A-Z]", word) and not _may_follow_initials(word, following)
    ):
        return True
    if after == at + 1:  # nothing between: "U.S.-led", "3.5", "example.com", or a missing space
        return "." in word or len(word) < 3 or word[-1].isdigit()
    return bool(re.fullmatch(r"(?:\w\.)+\w", word)) and not _may_follow_initials(word, following)


def _may_follow_initials(word: str, following: str) -> bool:
    """Can a sentence that ends with "U.S." or "p.m." go over into this?"""
    return (
        "." in word
        and re.match(r"[\"“‘]|(?:The|In|On|At|But|And|He|She|It|They|A|An|After|This|That)\b", following) is not None
    )


def content_words(text: str) -> list[str]:
    """Lower-case words and numbers that carry meaning, plural and verb endings cut off."""
    return [_stem(w) for w in re.findall(r"[^\W_]+", text.lower()) if w not in _STOP and (len(w) > 1 or w.isdigit())]


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "edly", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def word_weights(pieces: Sequence[str]) -> dict[str, float]:
    """Inverse document frequency of every content word, a piece counted as a document: log((n + 1) / df)."""
    spread = Counter(word for piece in pieces for word in set(content_words(piece)))
    return {word: math.log((len(pieces) + 1) / count) for word, count in spread.items()}


def joint_logits(line: str, spans: Sequence[tuple[int, int]], weights: Mapping[str, float]) -> list[float]:
    """How likely each gap between two spans is the joint of two paragraphs, as log-odds; (len(spans) − 1,).

    Args:
        line: the line.
        spans: its pieces, as :func:`sentences` gives them.
        weights: how much a shared word counts, as :func:`word_weights` gives it for the page.
    """
    logits = []
    for k in range(1, len(spans)):
        features = joint_features(line, spans, k, weights)
        glued = spans[k - 1][1] == spans[k][0]
        logits.append(sum(w * f for w, f in zip(WEIGHTS, features, strict=True)) + _GLUED_BONUS * glued)
    return logits


def joint_features(line: str, spans: Sequence[tuple[int, int]], k: int, weights: Mapping[str, float]) -> list[float]:
    """Features of the gap before span ``k``; (30,), the first is the bias."""
    pieces = [line[start:end] for start, end in spans]
    before, after = pieces[k - 1], pieces[k]
    left, right = line[: spans[k - 1][1]], line[spans[k][0] :]
    first = re.match(r"[\"“‘'«(]*([^\W_]+)", after)
    word = first.group(1) if first else ""
    starts_quote, has_quote = after[:1] in '"“‘«', any(mark in before for mark in '"”»')
    words_before, words_after = set(content_words(before)), set(content_words(after))
    words_left, words_right = set(content_words(left)), set(content_words(right))
    opening = " ".join(after.split()[1:6]).lower()
    words_next = set(content_words(pieces[k + 1])) if k + 1 < len(pieces) else set()
    words_first = set(content_words(pieces[0]))
    return [
        1.0,
        float(word.lower() in _PRONOUNS),
        float(word.lower() in _CONNECTIVES),
        float(starts_quote and has_quote),
        float(starts_quote and not has_quote),
        float(has_quote and not starts_quote),
        float(_open_quote(left)),
        _shared(words_before, words_after, weights),
        _shared(words_left, words_after, weights),
        _shared(words_left, words_right, weights),
        _shared(words_after, words_next, weights),
        _shared(words_before, words_right, weights),
        _overlap(words_first, words_after) if k > 1 else 0.0,
        float(re.search(r"\b(?:he|she|they|it|his|her|their|its|this|these|those|also)\b", opening) is not None),
        float(_NAMED.match(after) is not None),
        float(_TIMED.match(after) is not None),
        float(k == 1),
        float(k == len(pieces) - 1),
        float(word == "The"),
        abs(math.log((len(left) + 20) / (len(right) + 20))),
        math.log(len(left) + 20) - 5,
        math.log(len(right) + 20) - 5,
        math.log(len(before) + 20) - 5,
        math.log(len(after) + 20) - 5,
        math.log(len(pieces)),
        float(len(left) < 60),
        float(len(right) < 60),
        _shared_names(left, after),
        float(re.search(r"\b(?:said|says|told|added|according)\b", after) is not None),
        float(re.search(r"\b(?:said|says|told|added|according)\b", before) is not None),
    ]


def _shared(one: set[str], other: set[str], weights: Mapping[str, float]) -> float:
    """Weight of the shared words over the root of both sums of weights, 0 to 1 (a cosine of binary vectors)."""
    both = sum(weights.get(word, 1.0) for word in one & other)
    norm = math.sqrt(sum(weights.get(w, 1.0) for w in one) * sum(weights.get(w, 1.0) for w in other))
    return both / norm if norm else 0.0


def _overlap(one: set[str], other: set[str]) -> float:
    """Overlap coefficient, 0 to 1; 0 when either is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _open_quote(text: str) -> bool:
    curly = sum(text.count(mark) for mark in _QUOTES_OPEN) - sum(text.count(mark) for mark in _QUOTES_CLOSE)
    return curly > 0 or text.count('"') % 2 == 1


def _shared_names(left: str, after: str) -> float:
    """Share of the capitalised words inside the sentence ``after`` that ``left`` has, too; 0 when there are none."""
    names = set(re.findall(r"(?<=[a-z,] )[A-Z][^\W_]+", after))
    return sum(name in left for name in names) / len(names) if names else 0.0
