"""The things a comparison is about, as the question words them: what they share, and what to ask for their dates."""

from __future__ import annotations

import re

from qa.followups import word_classes as wc
from qa.news.speakers import finite

_PREPOSITIONS = r"\b(?:in|at|on|from|by|to|for|during|among|under|of|near|with|between|after|before|against|over)\b"
_DESCRIBING = re.compile(r"\b(?:the|an?|his|her|its|their|first|second|last|\w+[’']s)\s+\w+ed\b")
_TURN = re.compile(r"^the (?P<turn>start|beginning|end|opening|closing|closure) of (?P<rest>.+)$", re.IGNORECASE)
_TURNS = {
    "start": "begin",
    "beginning": "begin",
    "end": "end",
    "opening": "open",
    "closing": "close",
    "closure": "close",
}
_EVENT = re.compile(  # nouns for what happens; other things are founded, opened, found
    r"(?:.+(?:tion|sion|ment|ance|ence|ship|quake|storm|ings?|als?)|attacks?|votes?|wars?|strikes?|fires?|floods?|crash|"
    r"accidents?|fall|rise|deaths?|births?|fights?|battles?|raids?|coup|revolts?|protests?|march|visits?|trips?|speech|"
    r"talks|games?|match|races?|launch|release|arrests?|murders?|siege|truce|ceasefire|treaty|deal|accord|pact|merger|"
    r"sales?|purchase|theft|robbery|collapse|blast|spill|outbreak|epidemic|pandemic|drought|famine|hurricane|cyclone|"
    r"typhoon|tsunami|verdict|ruling|sentence|fine|swarm|reform|conference|summit|concert|ceremony|discovery|start|end|"
    r"stop|riots?|derailment|landing|departure|closure|failure|leak|ban|boycott|invasion|landslide|avalanche|victory|"
    r"defeat|debate|inquiry|reshuffle|blackout|lockdown|referendum|census|plague|mutiny|crisis|disaster|tragedy)$",
    re.IGNORECASE,
)


def alike(one: str, two: str) -> tuple[str, str]:
    """Two things with what is said once said of both: "the old bridge or the new bridge in Porto" are both in Porto."""
    cut = re.search(_PREPOSITIONS, two)
    if cut is None or re.search(_PREPOSITIONS, one) or head(one) != head(two):
        return one, two
    return f"{one} {two[cut.start() :]}", two


def its_own(one: str, two: str) -> str:
    """The second thing with "its" put into words: "the start of the strike" and "its end" is the end of the strike."""
    its = re.match(r"its (?P<noun>[\w’'-]+)$", two, re.IGNORECASE)
    of = re.search(r"\bof (?P<whole>.+)$", one)
    return f"the {its['noun']} of {of['whole']}" if its and of else two


def date_question(thing: str, when: str = "") -> str:
    """What to ask for the date of a thing: an event ("the vote") or a clause ("the dam burst")."""
    if turn := _TURN.match(thing):
        return f"When did {turn['rest']} {_TURNS[turn['turn'].lower()]}{when}?"
    verbs = finite(_DESCRIBING.sub("", thing))
    return f"When was it that {thing}{when}?" if verbs else f"When did {thing} happen{when}?"


def with_shared_verb(thing: str, aux: str, other: str) -> str:
    """What to ask for the date of a thing that is no event, where the other was "founded": when it was founded."""
    verb = other.split()[-1]
    passive = aux in ("was", "were", "is", "are") and wc.is_participle(verb)
    if not passive or _EVENT.match(head(thing)) or finite(_DESCRIBING.sub("", thing)):
        return date_question(thing)
    return f"When {aux} {thing} {verb}?"


def head(thing: str) -> str:
    """The noun of a phrase: its last word before a preposition."""
    cut = re.search(_PREPOSITIONS, thing)
    found = thing[: cut.start() if cut else len(thing)].split()
    return wc.singular(found[-1]) if found else ""
