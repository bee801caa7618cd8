"""Who and what earlier turns were about: the antecedents a follow-up's pronouns can stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.question import STOP_WORDS, kind_of
from qa.records import Turn

_JOIN = r"(?:of|the|for|and|de|da|del|von|van|bin|ibn|al|el|la|le|du|des|&)"
_CAP = r"(?:[A-Z][\w.’'\-]*|\d{4}(?=\s[A-Z])|al-[A-Z]\w+|el-[A-Z]\w+)"
_NAME = re.compile(rf"{_CAP}(?:\s+(?:{_JOIN}\s+){{0,2}}{_CAP})*")
_OPENERS = frozenset(
    """who whom whose what which when where why how is are was were do does did has have had can could will would
    should may might must name list in on at for from to by since until with and but so about during under after
    before the a an if besides according tell give does""".split()
)
_ORGANISATION = re.compile(
    r"\b(?:Inc|Corp|Ltd|Company|Group|Party|University|College|Hospital|School|Church|Bank|Department|Ministry|Agency|"
    r"Council|Committee|Court|Congress|Parliament|Senate|House|Force|Forces|Army|Navy|Union|Association|League|Club|"
    r"Times|Post|Journal|News|Cup|Games|Prize|Act|Festival|County|City|State|States|Street|River|Island|Islands|"
    r"Airport|Airlines|Airways|Park|Tower|Stadium|Hotel|Museum|Theatre|Theater|Institute|Foundation|Organi[sz]ation)\b"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_NOUN_PHRASE = re.compile(
    r"\b(?:the|this|that|these|those|its|his|her|their|[A-Z][\w.\-]*['’]s)\s+"
    r"((?:(?!(?:was|were|is|are|did|do|does|has|have|had|will|would|can|could|said|say|says|been)\b)[\w.’'\-]+\s*){1,4})"
)


def names(text: str) -> list[str]:
    """Capitalised names in order, possessive endings and opening question words removed."""
    found = []
    for match in _NAME.finditer(text):
        tokens = match.group().split()
        while tokens and tokens[0].lower() in _OPENERS:
            tokens.pop(0)
        name = _POSSESSIVE.sub("", " ".join(tokens)).rstrip(".,")
        if name and name.lower() not in STOP_WORDS:
            found.append(name)
    return found


def is_person(name: str) -> bool:
    """Whether a name looks like a person's: no word of an organisation or place kind, no digits, not an acronym."""
    return not (_ORGANISATION.search(name) or any(c.isdigit() for c in name) or (name.isupper() and len(name) > 3))


def person(turns: Sequence[Turn]) -> str | None:
    """Who "he" or "she" is: the answer to the last who-question, else the last person asked about."""
    for turn in reversed(turns):
        if turn.short and kind_of(turn.question) == "who" and names(turn.short[0]) and is_person(turn.short[0]):
            return turn.short[0]
        people = [n for n in names(turn.question) if is_person(n)]
        several_words = [n for n in people if " " in n]
        if several_words or people:
            return (several_words or people)[0]
    return None


def thing(turns: Sequence[Turn]) -> str | None:
    """What "it" is: what the last question was about: its noun phrase, else a name in it or in its answer."""
    for turn in reversed(turns):
        phrase = noun_phrase(turn.question)
        if phrase:
            return phrase
        candidates = names(turn.question) or [n for s in turn.short[:1] for n in names(s)]
        others = [n for n in candidates if not (is_person(n) and " " in n)]
        if others or candidates:
            return (others or candidates)[-1]
    return None


def place(turns: Sequence[Turn]) -> str | None:
    """Where "there" is: the answer to a where-question, else the last thing that is no person."""
    for turn in reversed(turns):
        if turn.short and kind_of(turn.question) == "where":
            return turn.short[0]
        spots = [n for n in names(turn.question) if not (is_person(n) and " " in n)]
        if spots:
            return spots[-1]
    return None


def group(turns: Sequence[Turn]) -> str | None:
    """Who "they" are: several answers together, else an organisation, else what the last question was about."""
    for turn in reversed(turns):
        if len(turn.short) > 1:
            return " and ".join(turn.short[:3])
        bodies = [n for n in names(turn.question) if not (is_person(n) and " " in n)]
        if bodies:
            return bodies[0]
    return thing(turns)


def noun_phrase(question: str) -> str | None:
    """The last "the …" or "X's …" phrase of a question, without a trailing clause; None when there is none."""
    found = [m.group().strip(" ?.,") for m in _NOUN_PHRASE.finditer(question)]
    return found[-1] if found else None


def topic(question: str) -> str:
    """The words of a question that carry its matter, in order: what a follow-up leans on when nothing else fits."""
    kept = [w for w in question.rstrip("?.! ").split() if w.lower().strip(",") not in _OPENERS]
    return " ".join(kept)
