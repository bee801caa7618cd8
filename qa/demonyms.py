"""Two capitalised words that can be one name: spellings, demonyms ("Kenya", "Kenyans"), abbreviated titles."""

from __future__ import annotations

import re

from qa.grouping import same_word
from qa.lexis import Token

_ABBREVIATED = {
    "gen": "general", "sen": "senator", "gov": "governor", "rep": "representative", "lt": "lieutenant",
    "col": "colonel", "maj": "major", "sgt": "sergeant", "capt": "captain", "adm": "admiral", "prof": "professor",
    "dr": "doctor", "st": "saint", "brig": "brigadier", "cmdr": "commander", "dept": "department",
    "corp": "corporation", "fed": "federal", "defence": "defense", "mt": "mount", "intl": "international",
}  # fmt: skip
_SAME = (  # one bearer, several names that share no letters
    frozenset("us usa america american americans".split()),
    frozenset("uk britain british briton britons".split()),
    frozenset("un".split()), frozenset("eu european".split()),
    frozenset("netherlands dutch".split()), frozenset("france french".split()), frozenset("germany german".split()),
    frozenset("switzerland swiss".split()), frozenset("denmark danish dane danes".split()),
    frozenset("spain spanish spaniard".split()), frozenset("greece greek".split()), frozenset("wales welsh".split()),
    frozenset("ireland irish".split()), frozenset("poland polish pole poles".split()),
    frozenset("turkey turkish turk turks".split()), frozenset("sweden swedish swede".split()),
    frozenset("finland finnish finn".split()), frozenset("thailand thai".split()), frozenset("china chinese".split()),
    frozenset("lebanon lebanese".split()), frozenset("peru peruvian".split()), frozenset("england english".split()),
    frozenset("scotland scottish scot scots".split()), frozenset("democrat democrats democratic".split()),
    frozenset("norway norwegian".split()), frozenset("iraq iraqi iraqis".split()), frozenset("yemen yemeni".split()),
)  # fmt: skip
_DEMONYM = re.compile(r"(?:ians?|eans?|ans?|is?|ese|ites?|ish|ers?|erns?|s)?")


def plain(word: Token) -> str:
    """A word in lower case, an abbreviated title spelt out."""
    return _ABBREVIATED.get(word.low, word.low)


def same(a: Token, b: Token) -> bool:
    """Whether two capitalised words can be one name: spellings, demonyms, the few pairs that share no letters."""
    one, other = plain(a), plain(b)
    if one == other or one.rstrip("s") == other.rstrip("s"):
        return True
    if any(one in group and other in group for group in _SAME):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 4:
        root = short.rstrip("aeyi") if len(short) > 4 else short
        rest = long[len(root) :]
        if long.startswith(root) and (_DEMONYM.fullmatch(rest) or _DEMONYM.fullmatch(rest.lstrip("aeyi"))):
            return True
    return same_word(one, other)
