"""Does a question ask for several things, and for how many? "Which two ships", "Name the ports", "Who were the owners".

Only what the words make plain: a plural after "which", a number, "one" in all but name. For everything else the
reader's own impression counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.followups import word_classes as wc

_COUNTS = {w: n for n, w in enumerate("two three four five six seven eight nine ten".split(), start=2)}
_COUNT = rf"(?P<count>{'|'.join(_COUNTS)}|[2-9]|10)"
_ASKED = re.compile(r"\b(?P<wh>which|what)\s+(?P<rest>.+)$", re.IGNORECASE)
_NAME_THEM = re.compile(r"^\W*(?:please\s+)?(?:name|list|give|tell)\s+(?:me\s+)?(?P<rest>.+)$", re.IGNORECASE)
_WHO_ARE = re.compile(r"^\W*(?:who|what)\s+(?:are|were)\s+(?P<rest>.+)$", re.IGNORECASE)
_COUNTED = re.compile(rf"^(?:(?:the|of the|some|other|another|first|last)\s+)*{_COUNT}\b", re.IGNORECASE)
_NUMBER = re.compile(r"\bhow (?:many|much|long|old|far|often|big|high)\b", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:and|or|respectively|each)\b", re.IGNORECASE)
_OWNER = re.compile(r"^(?:(?:the|some|any|all|his|her|its|their|[\w.]+[’']s?)\s+)+", re.IGNORECASE)
_PLURAL = frozenset("media police criteria phenomena teeth feet mice geese".split())
_SINGULAR = frozenset("means series species news politics economics physics athletics corps headquarters".split())
_STOPS = wc.AUXILIARIES | wc.PASTS | wc.CONJUNCTIONS | wc.ADVERBS | wc.PREPOSITIONS | wc.DETERMINERS | wc.PRONOUNS
_STOPS |= frozenset("most more many few fewer fewest least less much only".split())
_DESCRIBING = (wc.PREPOSITIONS | {"besides", "except", "alongside"}) - {"to"}
_MARKS = "“”\"‘’'?,.;:()"
_PHRASE_WORDS = 7  # looked at for a noun


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many things a question asks for.

    ``several``: True or False where its words say so, None where they do not; ``count``: the number it names.
    """

    several: bool | None = None
    count: int | None = None


def wanted(question: str) -> Wanted:
    """How many things a question asks for, as far as its words tell; nothing is known of an empty one."""
    line = " ".join(question.split())
    counting = _NUMBER.search(line)
    asked = _ASKED.search(line)
    if counting and not (asked and asked.start() < counting.start()):
        return Wanted() if _JOINED.search(line, counting.end()) else Wanted(several=False)
    if asked:
        return _of_phrase(asked["rest"], what=asked["wh"].lower() == "what")
    opened = _NAME_THEM.match(line) or _WHO_ARE.match(line)
    if opened is None:
        return Wanted()
    if counted := _counted(opened["rest"]):
        return counted
    words = _words(_OWNER.sub("", opened["rest"]))
    return Wanted(several=True) if words and any(map(_plural, words[-1:])) else Wanted()


def _of_phrase(rest: str, *, what: bool) -> Wanted:
    """What the words after "which" or "what" say; "what" with no verb after its noun may have none: "what causes"."""
    if counted := _counted(rest):
        return counted
    words = _words(rest)
    following = rest.split()[len(words) :]
    if not words or (what and not any(map(_verb, following))):
        return Wanted()
    at_once = bool(following) and _verb(following[0])
    plurals = [at for at, word in enumerate(words) if _plural(word)]
    one = Wanted() if what or " and " in rest[: rest.find(words[-1]) + len(words[-1]) + 5] else Wanted(several=False)
    if not plurals or (at_once and plurals[-1] < len(words) - 1):
        return one  # "which sports club won"
    if at_once or plurals[0] < len(words) - 1 or what or _described(following):
        return Wanted(several=True)  # "which mills employ most", "which mills in Leeds closed"
    return one if len(words) > 1 else Wanted()  # "which mill employs most"


def _described(following: list[str]) -> bool:
    """Whether more is said about a noun before its verb: "in Leeds closed"."""
    return bool(following) and following[0].strip(_MARKS).lower() in _DESCRIBING and any(map(_verb, following))


def _counted(rest: str) -> Wanted | None:
    found = _COUNTED.match(rest)
    if found is None:
        return None
    number = found["count"].lower()
    return Wanted(several=True, count=_COUNTS.get(number) or int(number))


def _words(rest: str) -> list[str]:
    """The words of the noun phrase that opens ``rest``: up to a verb, an adverb, a preposition, a determiner."""
    found: list[str] = []
    for word in rest.split()[:_PHRASE_WORDS]:
        plain = word.strip(_MARKS)
        stops = plain.lower() in _STOPS and plain not in ("US", "IT")
        if not plain or stops or (found and (_verb(word) or plain.endswith("ing"))):
            break
        found.append(plain)
        if word[-1] in "?,;:":
            break
    return found


def _plural(word: str) -> bool:
    low = word.lower()
    if low in _SINGULAR or low.endswith(("'s", "’s")):
        return False
    regular = low.endswith("s") and wc.is_plural(low) and low not in wc.GROUP_NOUNS
    return low in _PLURAL or low.endswith(("men", "people", "children")) or regular


def _verb(word: str) -> bool:
    plain = word.strip(_MARKS)
    known = plain in wc.AUXILIARIES or plain in wc.PASTS or plain.endswith(("ed", "ly"))
    return plain.islower() and known and "-" not in plain
