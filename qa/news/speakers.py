"""The noun phrase beside a speech verb: where it starts and ends, and whom a pronoun there stands for."""

from __future__ import annotations

import re

from qa.followups import word_classes as wc

PRONOUNS = frozenset("he she they it".split())
_SPEAKING = frozenset(
    """official officials source sources statement report reports police authorities witness witnesses television media
    agency ministry government spokesman spokeswoman spokesperson embassy newspaper network broadcaster people residents
    experts analysts lawmakers diplomats prosecutors investigators doctors leaders activists critics scientists
    researchers aides organizers organisers forces military army command center centre office department group statement
    others many some survivors relatives neighbors neighbours firefighters rescuers advisers advisors coalition militia
    document documents study survey poll documents records filing complaint letter team campaign""".split()
)
OPENERS = frozenset(  # words that begin a lead-in, not a speaker
    """in on at by for with from after before during since until when while as if although though because despite amid
    among under over about asked speaking writing citing responding referring meanwhile however still then later earlier
    but and so yet or nor what which who whose that how why where whether there here also instead according to not only
    even once now just hours days weeks months minutes addressing following next alongside like unlike""".split()
)
_AUX = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|should|must|do|does|did|won|ca)(?:n?[’']t|not)?\b"
)
_WORD = re.compile(r"[^\W\d_][\w’'.&-]*|\d[\d,.]*")
_BEFORE_VERB = re.compile(
    r"(?:\s+(?:also|later|then|has|had|have|previously|repeatedly|publicly|once|again|recently|himself|herself|earlier|"
    r"reportedly|\w+ly))+\s*$"
)
_TIME_LEAD = re.compile(
    r"(?:(?:Earlier|Later|Late|Early|On|Last|This|Still|Also|Meanwhile|But|And|However|Yet|Then|So)\s+)*"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|to|yester)day|[Ww]eek|[Mm]onth|[Yy]ear|[Nn]ight)?"
    r"(?:\s+(?:morning|afternoon|evening|night))?"
    r"(?:(?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?!\d))?(?:In\s+(?:1\d|20)\d\d)?\s*"
)
_AGENT = re.compile(r"[a-z]{3,}(?:er|or|ist|ian|man|men|woman|women|person)s?(?:’s|'s)?")
_TITLED = re.compile(
    r"\b(?:Gen|Maj|Col|Lt|Capt|Sgt|Adm|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|President|Minister|Secretary|Ambassador|General|Colonel|"
    r"Commander|Captain|Professor|Senator|Mayor|Ayatollah|King|Queen|Prince|Judge)\.?\s+(?:[A-Z][\w’'.-]*\s+)*(?P<last>[A-Z][\w’'-]+)"
)
_DESCRIBING = re.compile(r"\b(?:the|an?|his|her|its|their|former|then)\s+(?:\w+ly\s+)?\w+ed\b")
_TIME_TAIL = re.compile(
    r"\s+(?:(?:on\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)|(?:last|this)\s+(?:week|month|year)|both|all)"
    r"(?:\s+(?:morning|night|evening|afternoon))?\s*$"
)
_NAME = re.compile(r"(?:[A-Z][\w’'-]*\.?\s+(?:(?:al|bin|de|van|von|el)[- ])?)*[A-Z][\w’'-]+")


def finite(text: str) -> bool:
    """Whether a verb in a tense stands in ``text``; participles before a preposition ("briefed on") do not count."""
    if _AUX.search(text):
        return True
    found = list(re.finditer(r"(?<![\w’'-])[a-z][a-z’'-]+", text))
    for match in found:
        if not wc.is_finite(match.group()):
            continue
        after = re.match(r"\s+(in|by|on|with|at|to|near|from|as|for|about)\b", text[match.end() :])
        if not (after and match.group().endswith(("ed", "en", "n")) and match.start() > 0):
            return True
    return False


def noun_phrase(text: str) -> bool:
    """Whether ``text`` can be a speaker: a name, a pronoun, or a noun for who can speak; no verb in it."""
    found = _WORD.findall(text)
    if not found or len(found) > 22 or "\ue000" in text[:2]:
        return False
    first = found[0].lower()
    if found[-1].lower() in OPENERS:
        return False
    if first in PRONOUNS:
        return len(found) == 1
    if first in OPENERS or (wc.is_participle(first) and found[0].islower()):
        return False
    if re.search(r"\b(?:that|whether|because|if|when)\b", text) or finite(text):
        return False
    if any(re.fullmatch(r"two|three|four|five|six|seven|eight|nine|ten|\d.*", w) for w in found[1:]):
        return False
    if any(_AGENT.fullmatch(w) for w in found):
        return True
    named = any(w[0].isupper() for w in found[1:]) or (found[0][0].isupper() and first not in wc.DETERMINERS)
    return named or any(speaks(w) for w in found)


def speaks(word: str) -> bool:
    """Whether a common noun is one for people or bodies that speak."""
    low = wc.bare(word)
    nouns = _SPEAKING | wc.PERSON_NOUNS | wc.ORGANISATION_NOUNS
    return low in nouns or wc.singular(low) in nouns


def _segments(line: str, lo: int, hi: int) -> list[tuple[int, int]]:
    spans = []
    at = lo
    for piece in line[lo:hi].split(","):
        start = at + len(piece) - len(piece.lstrip())
        spans.append((start, start + len(piece.strip())))
        at += len(piece) + 1
    return [(s, e) for s, e in spans if e > s]


def _without_lead(line: str, start: int, end: int) -> tuple[int, int]:
    """A phrase without the time or the conjunction before it: "But on Thursday Diaz" is "Diaz"."""
    match = _TIME_LEAD.match(line, start, end)
    if match and match.end() < end and match.end() > start and noun_phrase(line[match.end() : end]):
        return match.end(), end
    lead = re.match(r"(?:but|and|while|as|though|although)\s+", line[start:end], re.IGNORECASE)
    return (start + lead.end(), end) if lead else (start, end)


def subject_before(line: str, a: int, verb: int) -> tuple[int, int] | None:
    """The speaker whose verb starts at ``verb`` in the sentence that starts at ``a``; None where it is not plain.

    An apposition is left out: in "Ana Diaz, the mayor, said" the speaker is "Ana Diaz".
    """
    if re.search(
        r"\b(?:is|are|was|were|be|been|being|to|the|a|an|his|her|its|their|of|not|n[’']t|would|will|could)\s+$",
        line[a:verb],
    ):
        return None
    left = _BEFORE_VERB.sub("", line[a:verb].rstrip())
    hard = [m.end() for m in re.finditer(r"[;:—–”]|\s-\s|\"(?=\s|$)", left)]
    lo, hi = a + (hard[-1] if hard else 0), a + len(left)
    closed = left.endswith(",")
    segments = _segments(line, lo, hi)
    if not segments:
        return None
    if not closed:
        start, end = _without_lead(line, *segments[-1])
        end = start + len(_TIME_TAIL.sub("", line[start:end]))
        return (start, end) if noun_phrase(line[start:end]) else None
    return _with_apposition(line, segments)


def _with_apposition(line: str, segments: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The name, whichever comes first of it and what it is: "Ana Diaz, the mayor" and "the mayor, Ana Diaz"."""
    for i, segment in enumerate(segments):
        start, end = _without_lead(line, *segment)
        rest = segments[i + 1 :]
        if not rest or not all(apposed(line[s:e]) for s, e in rest):
            continue
        if (
            _ONE_OF.match(line, start, end)
            and noun_phrase(line[slice(*rest[0])])
            and _NAME.search(line[slice(*rest[0])])
        ):
            return rest[0]  # "One of them, the farmer Ana Diaz,"
        described = _DESCRIPTION.match(line, start, end) and not finite(line[start:end])
        if described and _PROPER.fullmatch(line[slice(*rest[0])]) and noun_phrase(line[slice(*rest[0])]):
            return rest[0]
        if noun_phrase(line[start:end]):
            return start, end
    return None


_DESCRIPTION = re.compile(r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[A-Z][\w’'-]+[’']s)\s")
_ONE_OF = re.compile(r"(?:[Oo]ne|[Aa]nother) of\s")
_PROPER = re.compile(
    r"(?:[A-Z][\w’'.-]*|[A-Z]\.|al-[A-Z]\w+)(?:\s+(?:[A-Z][\w’'.-]*|al-[A-Z]\w+|bin|ibn|de|da|del|van|von|der|el|&|of|and))*"
    r"\s+(?:[A-Z][\w’'.-]*|al-[A-Z]\w+)"
)


def apposed(text: str) -> bool:
    """Whether words between commas can say who somebody is: no verb in a tense, or a relative clause."""
    return text.startswith(("who ", "whose ", "which ")) or not finite(_DESCRIBING.sub("", text))


def subject_after(line: str, verb_end: int, b: int, anything: bool = False) -> tuple[int, int] | None:
    """The speaker that follows a verb ("said Ana Diaz, the mayor") or "according to"; None where there is none."""
    start = verb_end + len(line[verb_end:b]) - len(line[verb_end:b].lstrip())
    stop = re.search(
        r",(?!\d)|[;:()—–“\"\ue000]|\s(?:who|which|that|when|as|during|after|before|while|but|"
        r"and (?=\w+ (?:is|was|has)))\s"
        r"|\s(?=[a-z]{3,}ed\b)|\s(?:in|on|at) (?=(?:an?|the|his|her|their) (?:\w+ ){0,2}"
        r"(?:statement|interview|email|tweet|news|post|letter|"
        r"speech|briefing|report|hearing|phone|video))"
        r"|\s(?:on )?(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|[.!?…]$",
        line[start:b],
    )
    end = start + len(line[start : start + stop.start() if stop else b].rstrip())
    text = line[start:end]
    if not text or (not anything and text.split()[0].lower() in ("it", "that", "to")):
        return None
    good = noun_phrase(text) or (anything and not finite(text) and len(text.split()) <= 14)
    return (start, end) if good else None


def main_subject(line: str, a: int, b: int) -> tuple[int, int] | None:
    """The subject a sentence opens with, where a name or a noun for people who speak is followed by its verb.

    Appositions may stand between: "Ana Diaz, the mayor, rose".
    """
    segments = _segments(line, a, b)
    for k, (start, end) in enumerate(segments[1:4], start=1):
        word = re.match(r"[a-z]+", line[start:end])
        if word and (wc.is_finite(word.group()) or _AUX.fullmatch(word.group())):
            return _with_apposition(line, segments[:k])
        if finite(_DESCRIBING.sub("", line[start:end])) and not line[start:end].startswith(("who ", "whose ")):
            break
    for start, end in segments:
        start, end = _without_lead(line, start, end)
        for match in re.finditer(r"\s+(?=[a-z]+)", line[start:end]):
            word = re.match(r"[a-z]+", line[start + match.end() : end])
            if word and (wc.is_finite(word.group()) or _AUX.fullmatch(word.group())):
                head = line[start : start + match.start()]
                return (start, start + match.start()) if noun_phrase(head) else None
        if finite(line[start:end]):
            return None
    return None


def stands_for(pronoun: str, speaker: str, between: str) -> bool:
    """Whether it is plain that ``pronoun`` is the speaker before it, given the words ``between`` them."""
    low = pronoun.lower()
    if len(between) > 600 or _another_person(between, speaker):
        return False
    heads = [w for w in _WORD.findall(speaker) if w[0].islower()]
    person = is_person(speaker)
    if low == "they":
        return any(wc.is_plural(w) for w in heads)
    if low == "it":
        return not person and bool(heads or len(speaker.split()) > 1)
    first_names = {w.lower().rstrip(".") for w in _WORD.findall(speaker)}
    hers = bool(first_names & (wc.SHE_NAMES | {"mrs", "ms", "spokeswoman", "she"}))
    his = bool(first_names & (wc.HE_NAMES | {"mr", "spokesman", "he"}))
    if (low == "he" and hers and not his) or (low == "she" and his and not hers):
        return False
    return person


def is_person(speaker: str) -> bool:
    """Whether a noun phrase names one person."""
    found = _WORD.findall(speaker)
    if speaker.lower() in PRONOUNS or "and" in found or any(wc.bare(w) in wc.COUNTRIES for w in found[-1:]):
        return False
    if any(wc.is_plural(w) for w in found if w[0].islower()):
        return False
    if any(wc.bare(w) in wc.PERSON_NOUNS for w in found):
        return True
    bodies = {wc.bare(w) for w in found} & (
        wc.ORGANISATION_NOUNS | {"agency", "ministry", "television", "media", "department"}
    )
    return not bodies and speaker[0].isupper() and found[0].lower() not in ("the", "a", "an")


def _another_person(between: str, speaker: str) -> bool:
    """Whether a sentence in between opens with some other name that does something."""
    mine = set(_WORD.findall(speaker))
    if any(match["last"] not in mine for match in _TITLED.finditer(between)):
        return True
    for line in re.split(r"\n+|(?<=[.!?”\"])\s+", between):
        match = _NAME.match(line.lstrip('“" '))
        if match and not set(_WORD.findall(match.group())) & mine:
            after = re.match(r"\s+([a-z]+)", line.lstrip('“" ')[match.end() :])
            several = len(match.group().split()) > 1
            if (
                after
                and (wc.is_finite(after[1]) or _AUX.fullmatch(after[1]))
                and (several or match.group().lower() not in wc.DETERMINERS | OPENERS | wc.PRONOUNS)
            ):
                return True
    return False
