"""The order of two events as a sentence puts it: "hours after the blast the port was shut", "the vote followed a raid".

A statement has an earlier and a later side. Which of the two events a question names stands on which side is told by
their words; where both could stand on both, or a side is only planned, feared or denied, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.followups import word_classes as wc
from qa.kinds.senses import same_sense, stands, telling
from qa.kinds.things import head
from qa.lexis import Token, tokens
from qa.news.speakers import finite

LEAST_TELLING = 0.5  # share of an event's telling words, its head among them, that its side of a statement must have
_COUNT = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}|several|some|a few)"
_UNIT = r"(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies))"
_GAP = rf"(?:(?P<gap>(?:(?:about|nearly|almost|just|less than|more than|barely)\s+)?{_COUNT}\s+{_UNIT})|{_UNIT})"
_SOON = r"(?:shortly|soon|right|immediately|just|not long|long|only)"
_AFTER = re.compile(
    rf"(?:\b(?:{_GAP}|{_SOON})\s+)?\b(?:(?:in\s+(?:direct\s+)?(?:response|retaliation|reaction|answer|reply)\s+to|"
    r"in\s+(?:revenge|retaliation|reprisal)\s+for|in\s+the\s+(?:wake|aftermath)\s+of)|after|following)\s+",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?:\b(?:{_GAP}|{_SOON})\s+)?\b(?:before|ahead\s+of|prior\s+to)\s+", re.IGNORECASE)
_FOLLOWED = re.compile(r"(?:,?\s+which)?\s+followed\s+(?!by\b|through\b|up\b|suit\b)", re.IGNORECASE)
_CAUSED = re.compile(
    r"(?:,?\s+which)?\s+(?:(?:was|were)\s+followed\s+by|preceded(?!\s+by)|led\s+to|prompted|triggered|sparked|provoked)\s+",
    re.IGNORECASE,
)
_PRECEDED_BY = re.compile(r"\s+(?:was|were)\s+preceded\s+by\s+", re.IGNORECASE)
_THEN = re.compile(
    rf"^(?:(?:But|And)\s+)?(?:{_GAP}\s+later|(?:Shortly|Soon|Immediately)\s+(?:after(?:ward)?s?|thereafter)|Then|"
    r"In\s+(?:response|retaliation|reply|reaction|return))\s*,?\s+",
    re.IGNORECASE,
)
_AND_THEN = re.compile(rf"(?:,?\s+(?:and|but)|;)\s+(?:{_GAP}\s+later|then)\s*,?\s+", re.IGNORECASE)
_NO_CONNECTIVE = re.compile(
    r"\b(?:not|never|n[’']t|until|even|named|called|looked?|looking|modell?ed|sought|one|day|year|week|time|inquired?|"
    r"soul|only)\s+$",
    re.IGNORECASE,
)
_CUT = re.compile(r"[,;:—–()]|\s-\s")
_SUBORDINATE = re.compile(r"\b(?:so\s+that|because|although|though|whereas|in\s+order\s+to)\b|;|—", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:would|will|shall|could|may|might|should|if|unless|whether|plan(?:s|ned)?|scheduled|expected|due|hope[sd]?|"
    r"vow(?:s|ed)?|threaten(?:s|ed)?|want(?:s|ed)?|rumou?red|denied|denies|deny|not|never|no|n[’']t|without)\b",
    re.IGNORECASE,
)
_DEFINITE = r"\b(?:the|that|this|these|those)\s+(?:\w+\s+)?$"


@dataclass(frozen=True, slots=True)
class Statement:
    """An order that one or two neighbouring sentences state; the sides are their words."""

    earlier: str
    later: str
    gap: str  # "two days"; "" where none is given
    context: str  # what the passage says before, for "the attack" on a side
    first: int  # index of the first sentence
    last: int


def statements(sentences: Sequence[str], at: int) -> Iterator[Statement]:
    """The orders that ``sentences[at]`` states, by itself or with the sentence before it."""
    text, before = sentences[at], " ".join(sentences[:at])
    for earlier, later, gap in _within(text):
        if _told(earlier) and _told(later):
            yield Statement(earlier, later, gap, before, at, at)
    if at and (match := _THEN.match(text)):
        later, earlier = _main(text[match.end() :]), _main(sentences[at - 1])
        if _told(earlier) and _told(later):
            yield Statement(earlier, later, match["gap"] or "", " ".join(sentences[: at - 1]), at - 1, at)


def _within(text: str) -> Iterator[tuple[str, str, str]]:
    for match in _AFTER.finditer(text):
        if sides := _around(text, match):
            yield sides[1], sides[0], match["gap"] or ""
    for match in _BEFORE.finditer(text):
        if sides := _around(text, match):
            yield sides[0], sides[1], match["gap"] or ""
    for pattern, turned in ((_FOLLOWED, True), (_PRECEDED_BY, True), (_CAUSED, False)):
        for match in pattern.finditer(text):
            one, two = _clause_before(text[: match.start()]), _until_cut(text[match.end() :])
            yield (two, one, "") if turned else (one, two, "")
    for match in _AND_THEN.finditer(text):
        yield _clause_before(text[: match.start()]), _main(text[match.end() :]), match["gap"] or ""


def _around(text: str, match: re.Match[str]) -> tuple[str, str] | None:
    """What is said to have happened, and what it is placed by: "after A, B", "B after A", "in May, after A, B"."""
    head_, rest = text[: match.start()], text[match.end() :]
    if _NO_CONNECTIVE.search(head_ + " " if head_ and not head_.endswith(" ") else head_):
        return None
    placed_by = _until_cut(rest)
    if finite(head_) or len(head_.split()) > 8:
        return _clause_before(head_), placed_by
    after = rest[len(placed_by) :].lstrip(" ,—–)")
    return (_main(after), placed_by) if after else None


def _until_cut(text: str) -> str:
    cut = _CUT.search(text)
    return text[: cut.start()] if cut else text


def _main(text: str) -> str:
    """A clause without what is said to explain it."""
    cut = _SUBORDINATE.search(text)
    return text[: cut.start()] if cut else text


def _clause_before(text: str) -> str:
    """The last coordinate clause of what stands before a connective."""
    return re.split(r"[;:—]|,\s+(?:and|but|while)\s+", text)[-1]


def _told(side: str) -> bool:
    """Whether a side tells something that happened."""
    return bool(side.strip()) and not _OPEN.search(side)


def order(things: Sequence[str], statement: Statement) -> int | None:
    """Which of two events a statement puts first, 0 or 1; None where it does not speak of both, each on one side."""
    straight = _fits(things[0], things[1], statement.earlier, statement) and _fits(
        things[1], things[0], statement.later, statement
    )
    turned = _fits(things[1], things[0], statement.earlier, statement) and _fits(
        things[0], things[1], statement.later, statement
    )
    return None if straight == turned else 0 if straight else 1


def _fits(thing: str, other: str, side: str, statement: Statement) -> bool:
    """Whether a side of a statement tells of the thing: its head stands there, and what else tells it apart from the
    other thing, there or, of something spoken of as known ("the attack"), before."""
    wanted = telling(thing)
    if not wanted:
        return False
    main = _head(thing, wanted)
    if not stands(main, side):
        return False
    others = telling(other)
    rest = [w for w in wanted if w is not main]
    own = [w for w in rest if not any(same_sense(w, o) for o in others)] or rest
    known = f"{statement.context} {side}" if _spoken_of(main, side) else side
    named = [w for w in wanted if w.word[:1].isupper() and w is not main]
    if not all(stands(w, known) for w in named if len(named) < 3):
        return False
    held = sum(stands(w, known) for w in own)
    return not own or held / len(own) >= LEAST_TELLING


def _head(thing: str, wanted: Sequence[Token]) -> Token:
    """The word that says what happened: a clause's verb, a phrase's noun."""
    if finite(re.sub(r"^(?:the|an?)\s+", "", thing)) and not re.match(r"(?:the|an?)\s+\w+\s+(?:of|in|on|at)\b", thing):
        verbs = [w for w in wanted if wc.is_finite(w.low) or w.low in wc.BASES]
        if verbs:
            return verbs[0]
    noun = head(thing)
    bare = [w for w in wanted if wc.singular(w.low) == noun]
    nouns = [w for w in wanted if not (wc.is_participle(w.low) and w is not wanted[0])]
    return (bare or nouns or list(wanted))[-1]


def _spoken_of(main: Token, side: str) -> bool:
    """Whether the side speaks of what happened as of something known: "the attack", "his remarks"."""
    for word in tokens(side):
        if same_sense(main, word) and re.search(_DEFINITE, side[: word.start], re.IGNORECASE):
            return True
    return False
