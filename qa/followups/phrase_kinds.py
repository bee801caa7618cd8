"""What sort of thing a noun phrase names, by its words alone: a person, a group, a place, a time, a number."""

from __future__ import annotations

import re
from typing import Literal

from qa.followups import word_classes as wc
from qa.followups.tagging import Token

Kind = Literal["person", "group", "place", "time", "number", "name", "thing"]

_TIME = re.compile(
    r"^(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|christmas|easter|day|week|month|year|"
    r"night|morning|evening|noon|midnight|weekend|hour|days|weeks|months|years|hours|1\d{3}|20\d\d|(?:1\d|20)\d0s)$",
    re.IGNORECASE,
)
_ORGANISED = re.compile(
    r"\b(?:Inc|Corp|Ltd|Co|Company|Group|Party|University|College|Hospital|School|Church|Bank|Department|Ministry|Agency|"
    r"Council|Committee|Commission|Court|Congress|Parliament|Senate|House|Force|Forces|Army|Navy|Guard|Union|Association|"
    r"League|Club|Times|Post|Journal|News|Cup|Games|Prize|Act|Festival|County|City|State|States|Street|River|Island|"
    r"Islands|Airport|Airlines|Airways|Park|Tower|Stadium|Hotel|Museum|Theat(?:re|er)|Institute|Foundation|Fire|Bridge|"
    r"Organi[sz]ation|Brewing|Motors|Golf|World|War|United|National|International|North|South|East|West|New|San|Los|"
    r"Panel|Authority|Federation|Service|Alliance|Network|Coalition|Office|Bureau|Open|Masters|Invitational|Championship|Bowl|Award|Awards|Mine|Lake|Mount|Valley|Building|Center|Centre|Hall)\b"
)


def kind_of(text: str, words: list[Token], preposition: str = "") -> tuple[Kind, bool]:
    """What sort of thing a noun phrase names, and whether it is several of them."""
    head, named = words[-1], [w for w in words if w.tag == "NAME"]
    low = wc.bare(head.text)
    if _TIME.match(low) and (head.tag != "WORD" or preposition or words[0].tag == "DET"):
        return "time", False
    if head.tag == "NUM" and _TIME.match(words[0].low):
        return "time", False
    if head.tag == "NUM":
        return "number", False
    if head.tag == "WORD":
        single = wc.singular(low)
        if low in wc.PERSON_NOUNS:
            return "person", False
        if single in wc.PERSON_NOUNS:
            return "group", True
        if low in wc.ORGANISATION_NOUNS:
            return "group", False
        return ("place" if single in wc.PLACE_NOUNS else "thing"), wc.is_plural(low)
    if low in wc.COUNTRIES or head.low in wc.COUNTRIES:
        return "place", False
    if any(w.low in wc.PERSON_NOUNS for w in named[:-1]):  # "Mayor Ana Diaz", "Prince Karim"
        return "person", False
    if words[0].low == "the" and low.endswith("s") and not preposition and not _ORGANISED.search(text):
        return "group", True
    if is_person(text):
        first = re.sub(r"\W", "", named[0].low) if named else ""
        if len(named) > 1 or first in wc.HE_NAMES or first in wc.SHE_NAMES:
            return ("person" if words[0].tag != "DET" else "name"), False
    if preposition in ("in", "near", "across") and not text.isupper():
        return "place", False
    return "name", False


def is_person(name: str) -> bool:
    """Whether a name can be a person's: no word of an organisation or place, no digit, no acronym, not too long."""
    words = name.split()
    shouted = any(w.isupper() and len(w.strip(".")) > 2 and "." not in w for w in words)
    return not (_ORGANISED.search(name) or any(c.isdigit() for c in name) or shouted or len(words) > 6)
