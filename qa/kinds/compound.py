"""Two questions in one sentence: "Who speaks for the ministry, and who leads it?" is asked as two.

A question is split where a second question word follows "and", or where one noun is asked about in several places
("the presidents of Peru and of Chile"). Nothing is split that is one question: a clause that only describes ("the man
who resigned and who fled") keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.followups import word_classes as wc

if TYPE_CHECKING:
    from qa.followups.phrases import Phrase

_WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
_PREPOSITION = r"(?:in|at|on|from|to|for|by|with|of|under|about|against|over|during)"
_OPENING = re.compile(rf"^(?:and |so |but )?(?P<preposition>{_PREPOSITION} )?(?P<wh>{_WH})\b", re.IGNORECASE)
_SECOND = re.compile(rf"(?P<join>,?\s+and(?:\s+also)?|[;,])\s+(?=(?:{_PREPOSITION}\s+)?{_WH}\b)", re.IGNORECASE)
_FINITE = (
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must|[a-z]+ed|[a-z]+s|"
    + "|".join(sorted(wc.PASTS))
    + ")"
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_BE_OR_HAVE = r"was|were|is|are|have|has|had"
_PAST = "|".join(sorted(wc.PASTS))
_ELLIPTIC = re.compile(
    r"^(?P<first>who|what|where|when|which \w+)\s+(?P<verb>(?:[a-z]+\s+){1,3}?)"
    r"(?P<preposition>for|in|of|to|at|from|with)\s+"
    r"(?P<one>.+?),?\s+and\s+(?P<second>who|what|where|when|which \w+)\s+(?P=preposition)\s+(?P<two>.+)$",
    re.IGNORECASE,
)
_COORDINATED = re.compile(
    r"^(?P<wh>who|what)\s+(?P<be>are|were)\s+(?P<head>(?:the\s+)?(?:[\w’'-]+\s+){0,3}?(?P<noun>[a-z]+s))\s+"
    r"(?P<preposition>of|in|for|at)\s+(?P<one>.+?),?\s+and\s+(?P=preposition)\s+(?P<two>.+?)"
    r"(?P<tail>\s+(?:at the time|at that time|"
    r"in (?:1\d|20)\d\d|during [^?]+|when [^?]+))?$",
    re.IGNORECASE,
)
_COUNTRIES = re.compile(_COORDINATED.pattern.replace(r"(?P=preposition)\s+", "", 1), re.IGNORECASE)
_LONGER_COUNTRIES = frozenset(
    ("united states", "united kingdom", "soviet union", "saudi arabia", "south africa", "new zealand", "sri lanka",
     "north korea", "south korea", "czech republic", "costa rica", "el salvador", "ivory coast", "sierra leone")
)  # fmt: skip
_COUNTED = re.compile(
    r"^(?P<head>how many\s+(?P<noun>[a-z]+(?:\s+[a-z]+)?))\s+(?P<verb>(?:were|are|was)\s+\w+|died|live|work|serve)\s+"
    r"in\s+(?P<one>[A-Z][\w .’'-]*?)\s+and\s+(?P<again>how many\s+)?in\s+(?P<two>[A-Z][\w .’'-]*)$",
    re.IGNORECASE,
)
_BOTH_WH = re.compile(
    r"^(?P<preposition>in |at |on |from )?which\s+(?P<one>[a-z]+)\s+and\s+which\s+(?P<two>[a-z]+)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)


def split(question: str) -> list[str]:
    """The questions a compound question is made of, each able to stand alone; empty when it is one question.

    Args:
        question: one line.

    Returns:
        Two or more questions in the order asked, or none.
    """
    line = question.strip().rstrip("?").strip()
    if len(line.split()) < 5:
        return []
    for way in (_bare, _shared_noun, _elliptic, _coordinated, _counted, _wh_twice):
        parts = way(line)
        if parts:
            return [_closed(part) for part in parts]
    return []


_BARE_WORD = r"(?:when|where|why|how|by whom|with whom)"
_BARE = re.compile(rf"^(?P<main>.+?)(?:,|,? and) (?P<bare>{_BARE_WORD}(?:(?:,|,? and) {_BARE_WORD})*)$", re.IGNORECASE)


def is_bare(part: str) -> bool:
    """Whether a part is a question word alone, "Where?", to be filled from what was answered before it."""
    return bool(re.fullmatch(rf"{_BARE_WORD}\?", part, re.IGNORECASE))


def _bare(line: str) -> list[str]:
    """ "Who was freed, when and why": what is told of the first holds for the words that stand alone."""
    match = _BARE.match(line)
    if not match or not _stands(match["main"]) or re.search(rf"\b{_WH}$|\band$", match["main"], re.IGNORECASE):
        return []
    bare = [word.strip() for word in re.split(r",? and |, ", match["bare"], flags=re.IGNORECASE)]
    return [*(split(match["main"]) or _wh_twice(match["main"], joined=True) or [match["main"]]), *bare]


def _closed(part: str) -> str:
    text = re.sub(r"^(?:and|also)\s+", "", part.strip(" ,;?"))
    return text[:1].upper() + text[1:] + "?"


def _wh_twice(line: str, *, joined: bool = False) -> list[str]:
    """ "Who A, and who B": each side must be able to stand as a question; ``joined`` where "and" comes later."""
    if not _OPENING.match(line):
        return []
    cuts = list(_SECOND.finditer(line))
    if not cuts or not (joined or any("and" in m["join"].lower() for m in cuts)):
        return []
    starts = [0, *(m.end() for m in cuts)]
    ends = [*(m.start() for m in cuts), len(line)]
    parts = [line[a:b].strip() for a, b in zip(starts, ends, strict=True)]
    if not all(_stands(part) for part in parts) or _relative(parts):
        return []
    if counted := _both_counted(parts):
        return counted
    return [parts[0], *(_with_antecedent(parts[0], part) for part in parts[1:])]


_HOW_MANY = re.compile(
    rf"^how many (?P<noun>(?:(?!(?:{_BE_OR_HAVE}) )[\w’'-]+ )*?)"
    rf"(?P<verb>(?:{_BE_OR_HAVE}) \w+|{_PAST}|[a-z]+ed)(?P<tail> .+)?$",
    re.IGNORECASE,
)
_BARE_COUNT = re.compile(rf"^how many (?P<noun>[\w’' -]+?) (?P<tail>{_PREPOSITION} .+)$", re.IGNORECASE)


def _both_counted(parts: list[str]) -> list[str]:
    """ "How many A died and how many were hurt in B": noun, verb and place are said once and hold for both."""
    if len(parts) != 2:
        return []
    first, second = (_HOW_MANY.match(part) for part in parts)
    if first is None:
        return []
    if second is None:
        bare = _BARE_COUNT.match(parts[1])
        return [parts[0], f"how many {bare['noun']} {first['verb']} {bare['tail']}"] if bare else []
    noun = second["noun"] or first["noun"]
    tails = (first["tail"] or second["tail"] or "", second["tail"] or first["tail"] or "")
    return [f"how many {first['noun']}{first['verb']}{tails[0]}", f"how many {noun}{second['verb']}{tails[1]}"]


def _stands(part: str) -> bool:
    """Whether a piece is a whole question: a question word, a verb, and something it is about."""
    return (
        len(part.split()) >= 3
        and bool(_OPENING.match(part))
        and bool(re.search(rf"\b{_FINITE}\b", part.split(maxsplit=1)[1]))
    )


def _relative(parts: list[str]) -> bool:
    """Whether the second question word goes on describing: "the man who resigned and who fled"."""
    first, second = parts[0], parts[1]
    wh = _OPENING.match(second)
    word = wh["wh"].lower() if wh else ""
    embedded = re.search(
        rf"\b(?:say|said|tell|told|ask|asked|explain|explained|know|known|knew|decide|show|showed|reveal|revealed|describe|"
        rf"described|discuss|wonder|learn|see|clear)\b[^,]*\b{_WH}\b",
        first,
        re.IGNORECASE,
    )
    if embedded:
        return True
    inner = (
        re.search(rf"\S\s+(?:{_PREPOSITION}\s+)?\b{word}\b", first[4:], re.IGNORECASE)
        if word in ("who", "which", "whose", "whom")
        else None
    )
    return inner is not None


def _with_antecedent(first: str, second: str) -> str:
    """The second question with "its", "it", "the country" put into words where the first names what it can be."""
    from qa.followups.phrases import phrases

    pointer = re.search(r"\b(its|it)\b", second, re.IGNORECASE)
    noun = _NOUN_AGAIN.search(second)
    if pointer is None and noun is None:
        return second
    named = [p for p in phrases(first + "?") if p.role != "asked" and p.kind in ("place", "group", "name", "thing")]
    if pointer is None:
        return _with_noun(second, noun, named) if noun is not None else second
    if not named:
        return second
    owners = [p for p in named if p.role == "owner"]
    acting = [p for p in named if p.role in ("subject", "object")]
    its = pointer.group().lower() == "its"
    thing = (owners or (named if its else acting) or named)[-1 if its else 0].text
    head, _, last = thing.rpartition(" ")
    thing = head if wc.is_participle(last) and head.lower() not in ("", "the", "a") else thing
    replacement = f"{thing}’s" if its else thing
    return second[: pointer.start()] + replacement + second[pointer.end() :]


_AGAIN = {
    "place": "country nation state kingdom republic city town village island province region",
    "name": "company firm group organisation organization agency party team club union bank university",
}
_NOUN_AGAIN = re.compile(
    rf"\bthe (?P<noun>{'|'.join(' '.join(_AGAIN.values()).split())})\b(?! of\b| in\b)", re.IGNORECASE
)


def _with_noun(second: str, again: re.Match[str], named: Sequence[Phrase]) -> str:
    """The second question with "the country" exchanged for the only name in the first that it can stand for."""
    of_place = again["noun"].lower() in _AGAIN["place"].split()
    capital = [p for p in named if p.named and not re.search(rf"\b{again['noun']}\b", p.text, re.IGNORECASE)]
    fitting = (
        [p for p in capital if p.kind == "place"] if of_place else [p for p in capital if p.kind in ("name", "group")]
    )
    fitting = [p for p in fitting if p.role == "owner"] or [
        p for p in fitting if "’s " not in p.text and "'s " not in p.text
    ]
    if len(fitting) != 1:
        return second
    return second[: again.start()] + fitting[0].text + second[again.end() :]


def _elliptic(line: str) -> list[str]:
    """ "Who speaks for A, and who for B": the verb is said once."""
    match = _ELLIPTIC.match(line)
    if not match or not re.search(rf"\b{_FINITE}\b", match["verb"]):
        return []
    middle = f"{match['verb'].strip()} {match['preposition']}"
    return [f"{match['first']} {middle} {match['one']}", f"{match['second']} {middle} {match['two']}"]


def _coordinated(line: str) -> list[str]:
    """ "Who were the presidents of A and of B": one of each."""
    match = _COORDINATED.match(line) or _countries(line)
    if not match or not wc.is_plural(match["noun"]):
        return []
    be = "is" if match["be"].lower() == "are" else "was"
    head = match["head"][: -len(match["noun"])] + _one(match["noun"])
    head = re.sub(r"\bnames$", "name", head)
    tail = match["tail"] or ""
    one, two = _alike(match["one"], match["two"])
    return [f"{match['wh']} {be} {head} {match['preposition']} {thing}{tail}" for thing in (one, two)]


def _countries(line: str) -> re.Match[str] | None:
    """ "The capitals of A and B" are one each of two countries; "the owners of A and B" may own one firm."""
    match = _COUNTRIES.match(line)
    both = [match[side].lower().removeprefix("the ") for side in ("one", "two")] if match else []
    return match if both and set(both) <= wc.COUNTRIES | _LONGER_COUNTRIES else None


def _one(noun: str) -> str:
    return wc.singular(noun)


def _alike(one: str, two: str) -> tuple[str, str]:
    return one.strip(" ,"), two.strip(" ,")


def _counted(line: str) -> list[str]:
    """ "How many were killed in A and in B": one number each."""
    match = _COUNTED.match(line)
    if not match:
        return []
    return [f"{match['head']} {match['verb']} in {match[side].strip()}" for side in ("one", "two")]


_SAME_DAY = re.compile(rf"(?P<on>\bon )the same (?=(?:{'|'.join(_DAYS)})\b)| at the same time\b", re.IGNORECASE)


def _shared_noun(line: str) -> list[str]:
    """ "In which strait and which gulf did A": what follows is asked of both."""
    match = _BOTH_WH.match(line)
    if not match:
        return []
    before = match["preposition"] or ""
    rest = _SAME_DAY.sub(r"\g<on>", match["rest"])
    return [f"{before}which {match[side]} {rest}" for side in ("one", "two")]
