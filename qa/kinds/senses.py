"""Whether words of a question and of a text can mean one thing: forms of a word, names, and common words for what
happens in the news ("blaze" and "fire", "remarks" and "warned")."""

from __future__ import annotations

from functools import cache, lru_cache

from qa.demonyms import same
from qa.lexis import Token, stem, tokens
from qa.question import STOP_WORDS

# Each line is one kind of event, by its nouns and verbs; a word may stand in several.
_EVENTS = """
    kill killing death die dead murder assassinate assassination slay slaying slain fatality toll casualty
    hurt injure injury wound casualty
    attack assault strike airstrike raid bomb bombing bombard bombardment shelling missile rocket storm storming
    siege besiege storm storming assault breach
    drone airstrike strike
    remark statement comment speech word address warn warning say tell announce announcement declare declaration
    vote ballot poll election referendum
    suspend suspension halt pause freeze stop
    work operation mission activity
    resign resignation quit departure
    arrest detain detention seize capture
    protest demonstration demonstrator protester rally march unrest
    crackdown repression suppress suppression
    open opening inaugurate inauguration launch start begin beginning
    end ending finish close closing closure until
    send sent deploy deployment dispatch
    withdraw withdrawal pullout leave exit departure
    quake earthquake tremor temblor
    crash collision wreck derail derailment accident
    fire blaze inferno burn
    explosion blast explode detonate
    flood flooding deluge inundation
    deal agreement accord pact treaty
    law bill act legislation
    decision resolution ruling verdict judgment judgement
    trial hearing proceedings
    win victory triumph
    lose loss defeat
    founding found establish establishment
    build construction construct
    buy purchase acquire acquisition takeover
    visit trip tour
    live inhabitant resident population dwell
    worker employee employ staff workforce
    theft thief thieves steal stole stolen robbery rob robber burglary burglar break-in
    dismiss dismissal fire fired sack
    restore restoration
    warn warning
    talks negotiation negotiate meeting meet summit
    find discovery discover
    hospital clinic
    soldier troop force serviceman
    lawmaker legislator deputy mp
    wages pay salary
    vessel ship boat
    jail prison imprison
    fine penalty
    increase rise growth grow
    decrease fall drop decline cut
"""
LONG, LONGER = 6, 3  # letters of a word that may go on by so many: "parliament", "parliamentary"
_LIGHT = frozenset(
    """make made makes making give given gave take took taken hold held happen happened occur occurred take place event
    do did done carry carried""".split()
)


@cache
def _kinds() -> dict[str, frozenset[int]]:
    """Stem → the events it is a word for."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_EVENTS.strip().splitlines()):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def telling(text: str) -> list[Token]:
    """The words of a phrase that say what it is about: no function words, no verbs that only carry a noun."""
    return [t for t in tokens(text) if (t.low not in STOP_WORDS or t.word.isupper()) and t.low not in _LIGHT]


@lru_cache(65536)
def same_sense(a: Token, b: Token) -> bool:
    """Whether two words are one word, one name, or words for one kind of event."""
    short, long = sorted((a.low, b.low), key=len)
    if a.stem == b.stem or (len(short) >= LONG and long.startswith(short) and len(long) - len(short) <= LONGER):
        return True
    if a.word[:1].isupper() and b.word[:1].isupper() and same(a, b):
        return True
    kinds = _kinds()
    return bool(kinds.get(a.stem, frozenset()) & kinds.get(b.stem, frozenset()))


def stands(word: Token, text: str) -> bool:
    """Whether a text has the word in some form, or another for the same."""
    return any(same_sense(word, other) for other in tokens(text))
