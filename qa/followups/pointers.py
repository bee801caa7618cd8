"""Words that point back ("he", "its", "there", "that league") put into the words of what they point at.

A pronoun whose antecedent stands in the same question is left alone, as is one for which no earlier turn has a
candidate of its kind: a question kept as asked is better than one that says something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.followups import mentions
from qa.followups import word_classes as wc
from qa.followups.phrase_kinds import is_person
from qa.followups.phrases import Phrase, phrases
from qa.followups.tagging import Token, tokens
from qa.records import Turn

_HE = frozenset("he she him".split())
_HIS = frozenset("his her hers".split())
_THEY = frozenset("they them".split())
_SUBJECTS = frozenset("he she it they".split())
_POINTERS = _HE | _HIS | _THEY | frozenset("her it its their theirs there".split())
_EMPTY_IT = re.compile(
    r"\bit\b\s+(?:(?:be|been|really|still|ever|just|also)\s+)?(?:(?:take|took|cost|mean|matter)\b.*\bto\b|"
    r"(?:true|possible|likely|known|clear|legal|illegal|safe|common|normal|important|necessary|hard|easy|difficult|"
    r"dangerous|rare|certain|fair|worth|time|too|urgent|revealed|announced|reported|rain\w*|snow\w*|get|that|to|been|"
    r"all over|in\b.*\bfor|about\b.*\bthat|called\s+\w+|(?!\w+(?:ed|en|ing)\b)\w+\s+(?:for\b.*\s)?to|"
    r"\w+ that(?=\s+\w))\b)|"
    r"\btime (?:is|was) it\b|\b(?:make|made|find|found|think|thought)\s+it\b",
    re.IGNORECASE,
)
_SAYING = frozenset("say tell claim think believe hope explain argue admit know write add deny".split())
_HOLDS = re.compile(r"\b(?:hold|holds|seat|seats|capacity|located)\b", re.IGNORECASE)
_MOTION = frozenset("go come travel fly move flee get sail drive return".split())
_SOMEBODY = frozenset("man woman boy girl".split())
_BE_THERE = wc.BE | frozenset("be been".split())
_CATAPHORA = re.compile(
    r"^(?:\w+,\s*)?(?:according to|besides|before|after|when|while|since|as|if|although|until|once|in|on|for|despite)\b"
    r"[^,]*,",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?P<det>that|this|those|these|the same|the)\s+(?P<words>(?:[\w-]+\s+){0,2}?)(?P<noun>[\w-]+)$", re.IGNORECASE
)
_RELATIVE = frozenset("that who which whose where of".split())


def resolve(line: str, turns: Sequence[Turn], first: str | None = None) -> str:
    """``line`` with its pointing words replaced.

    Args:
        line: a question.
        turns: what was said before, oldest first.
        first: what the first pronoun stands for where that is already known ("and Harris, did he …").
    """
    changed, done = line, set[str]()
    for _ in range(6):
        step = _step(changed, turns, first, done)
        if step is None:
            break
        changed, first = step, None
    return _nouns(changed, turns)


def points_back(line: str) -> bool:
    """Whether a pointing word without an antecedent in the question is left in it."""
    words = tokens(line)
    return any(
        (word.low in _POINTERS and not _empty(line, words, i) and not _bound(line, words, i))
        or (word.low in ("that", "this") and (i + 1 == len(words) or words[i + 1].tag == "MARK"))
        for i, word in enumerate(words)
    )


def _step(line: str, turns: Sequence[Turn], first: str | None, done: set[str]) -> str | None:
    """One pointing word replaced; None when there is none left that can be."""
    words = tokens(line)
    for i, word in enumerate(words):
        if word.low not in _POINTERS or word.low in done or _empty(line, words, i):
            continue
        if first is None and (_bound(line, words, i) or (i + 1 < len(words) and words[i + 1].low in ("and", "or"))):
            continue
        owner = word.low in ("its", "their") or (word.low in _HIS and _owns(words, i))
        if first is not None:
            if word.low == "there":
                continue
            found: str | None = first
        else:
            found = _antecedent(word.low, words, i, turns)
        done.add(word.low)
        if not found or (word.low != "there" and _named_already(found, line)):
            continue
        new = mentions.possessive(found) if owner else found
        return line[: word.start] + (_capital(new) if word.start == 0 else new) + line[word.end :]
    return None


def _antecedent(low: str, words: list[Token], i: int, turns: Sequence[Turn]) -> str | None:
    subject = low in _SUBJECTS and (i == 0 or words[i - 1].tag in ("AUX", "CONJ", "MARK", "ADV", "WH"))
    if low in _HE or low in _HIS or low == "her":
        return mentions.person(turns, low)
    if low in _THEY or low in ("their", "theirs"):
        return mentions.group(turns, subject=subject or low == "their")
    if low == "there":
        spot = mentions.place(turns)
        if spot is None:
            return None
        bare = i > 0 and words[i - 1].tag == "PREP"
        preposition = "to" if i > 0 and wc.base_form(words[i - 1].text) in _MOTION else spot[0]
        return spot[1] if bare else f"{preposition} {spot[1]}"
    if _HOLDS.search(" ".join(word.text for word in words)) and (held := mentions.answered_place(turns)):
        return held
    if low == "its":
        return mentions.owner_of(turns)
    passive = subject and words[i - 1].low in wc.BE and i + 1 < len(words) and wc.is_participle(words[i + 1].text)
    return mentions.thing(turns, subject=subject and not passive)


def _owns(words: list[Token], i: int) -> bool:
    """Whether "her" is followed by what she has; "his" always is."""
    after = words[i + 1] if i + 1 < len(words) else None
    if words[i].low != "her":
        return words[i].low in ("his", "its", "their")
    return after is not None and (after.tag in ("WORD", "NAME", "NUM") or after.low in ("first", "last", "only", "own"))


def _named_already(found: str, line: str) -> bool:
    return found.lower() in line.lower()


def _empty(line: str, words: list[Token], i: int) -> bool:
    """ "it" and "there" that stand for nothing: "is it true that", "was there a fire"."""
    if words[i].low == "it":
        return any(m.start() <= words[i].start < m.end() for m in _EMPTY_IT.finditer(line))
    if words[i].low == "there":
        before = words[i - 1].low if i else ""
        after = words[i + 1] if i + 1 < len(words) else None
        if before in _BE_THERE or (after is not None and after.low in _BE_THERE):
            at_end = after is None or after.tag == "MARK" or (after.tag == "ADV")
            return not (at_end and i > 1)
        return after is not None and (after.low in ("has", "have", "had", "will", "would", "be", "been"))
    return False


def _bound(line: str, words: list[Token], i: int) -> bool:
    """Whether the question itself says what the pronoun stands for; in doubt it does."""
    low, before = words[i].low, _before(line, words, i)
    if low in _SUBJECTS and _behind_auxiliary(words, i):
        return any(_agrees(p, low) for p in before if p.role != "asked")
    if low in ("he", "she", "they") or (low == "it" and _embedded(words, i)):
        return bool(before) or words[0].tag == "WH"
    if low in _HIS | {"its", "their"} and _owns(words, i):
        if words[0].low == "who" and i > 1 and not _behind_auxiliary(words, i):
            return any(p.named for p in phrases(line))
        return any(_may_own(p, low) for p in before if not (p.role == "asked" and _behind_auxiliary(words, i)))
    subject = next((p for p in before if p.role == "subject"), None)
    if subject and low != "there" and _its_object(words, i):
        end = subject.start + len(subject.full)
        inside = [p for p in before if subject.start <= p.start < end]
        before = [p for p in before if p.role == "owner" or (p not in inside and p.role != "subject")]
    asks_subject = not any(word.tag == "AUX" for word in words[:i])
    if asks_subject and low not in ("there", "it") and (words[0].low == "whose" or not _its_object(words, i)):
        return True
    return any(_agrees(p, low) for p in before if asks_subject or p.role != "asked")


def _before(line: str, words: list[Token], i: int) -> list[Phrase]:
    """What the pronoun can stand for: phrases before it, and the subject behind an opening phrase it stands in."""
    at = words[i].start
    found = [p for p in phrases(line) if p.kind not in ("time", "number")]
    opening = _CATAPHORA.match(line)
    auxiliary = next((word.start for word in words if word.tag == "AUX"), 0)
    fronted = at < max(auxiliary, opening.end() if opening else 0)
    return [p for p in found if p.end <= at or (fronted and p.start > auxiliary and p.role in ("subject", "owner"))]


def _behind_auxiliary(words: list[Token], i: int) -> bool:
    back = words[i - 1] if i else None
    if back is not None and back.tag == "ADV" and i > 1:
        back = words[i - 2]
    return back is None or back.tag == "AUX"


def _embedded(words: list[Token], i: int) -> bool:
    """Whether "it" is the subject of a clause within the question: "on the day it showed", "when it is done"."""
    after = words[i + 1] if i + 1 < len(words) else None
    if after is None or words[i - 1].tag == "PREP":
        return False
    verb = after.tag == "AUX" or (after.tag == "WORD" and (wc.is_finite(after.text) or after.low in wc.BASES))
    return verb or words[i - 1].tag in ("CONJ", "WH")


def _its_object(words: list[Token], i: int) -> bool:
    """Whether the pronoun is the object of the question's own verb, so that its subject is somebody else."""
    clause = False
    for word, after in pairwise(words[2 : i + 1]):
        lists = after.tag == "NAME"  # "Norway, Chad and Peru"
        clause |= word.tag == "WH" or word.low in ("to", "as") or wc.base_form(word.text) in _SAYING
        clause |= (word.tag == "CONJ" or word.low == ",") and not lists
    return not clause and (words[i - 1].tag != "PREP" or words[i - 1].low in ("of", "about", "for", "to", "against"))


def _may_own(phrase: Phrase, low: str) -> bool:
    """Whether "his", "its" or "their" can go back to this phrase; what is not known to be a thing may be a person."""
    if low == "their":
        return True
    if low == "its":
        return mentions.gender(phrase.text) is None and not phrase.plural
    known = mentions.gender(phrase.text)
    return not phrase.plural and phrase.kind not in ("group", "place") and known in (None, "m" if low == "his" else "f")


def _agrees(phrase: Phrase, low: str) -> bool:
    """Whether the pronoun can stand for this phrase."""
    person = phrase.kind == "person" or (phrase.kind == "name" and is_person(phrase.text) and not _placed(phrase))
    if low in _HE or low in _HIS:
        known = mentions.gender(phrase.text)
        return person and not phrase.plural and known in (None, "f" if low in ("she", "her", "hers") else "m")
    if low == "there":
        return phrase.preposition in ("in", "at", "on", "near", "to") and (phrase.kind == "place" or phrase.named)
    if low in _THEY:
        return phrase.plural or phrase.kind == "group" or (phrase.kind == "name" and phrase.role == "subject")
    return phrase.kind != "person" and not phrase.plural


def _placed(phrase: Phrase) -> bool:
    return phrase.preposition in ("in", "at", "near", "from") or phrase.text.lower().startswith("the ")


def _nouns(line: str, turns: Sequence[Turn]) -> str:
    """ "that country", "the mine": said in full where an earlier turn has the same noun or the one place."""
    for phrase in phrases(line):
        match = _SHORT.fullmatch(phrase.text)
        if not match or phrase.full != phrase.text or phrase.role == "owner" or phrase.named or _modified(line, phrase):
            continue
        found = mentions.same_noun(match["noun"], turns)
        if match["noun"].lower() in _SOMEBODY and not match["words"]:
            found = mentions.person(turns, "she" if mentions.gender(match["noun"]) == "f" else "he")
        if found and not set(match["words"].lower().split()) <= set(found.lower().split()):
            found = None
        if not found and match["det"].lower() in ("that", "this") and wc.singular(match["noun"]) in wc.PLACE_NOUNS:
            found = mentions.only_place(turns)
        if found and not _named_already(found, line) and not _names_shared(found, line):
            return line[: phrase.start] + found + line[phrase.end :]
    return line


def _modified(line: str, phrase: Phrase) -> bool:
    """Whether the phrase goes on behind its noun: "the mine that closed", "the head of the navy"."""
    after = tokens(line[phrase.end :])
    return bool(after) and (after[0].low in _RELATIVE or after[0].low in ("'s", "'", "’s", "’"))


def _names_shared(found: str, line: str) -> bool:
    """Whether the fuller phrase would bring a name that the question has already."""
    mine = {t.low for t in tokens(line) if t.tag == "NAME"}
    return any(t.tag == "NAME" and t.low in mine for t in tokens(found))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
