"""Who and what earlier turns were about: the antecedents a follow-up's pronouns can stand for.

The newest turn is asked first. Within it the answer comes before the question where the answer is of the kind that the
pronoun needs; otherwise a subject pronoun prefers the subject and an object pronoun the object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.followups import word_classes as wc
from qa.followups.phrase_kinds import is_person
from qa.followups.phrases import Phrase, phrases
from qa.question import kind_of
from qa.records import Turn

MAX_ANSWER_WORDS = 9
_VAGUE = frozenset("time kind part number name sort type way lot rest same other case percent share turn".split())
_SUBJECT_FIRST = ("subject", "asked", "object", "prep", "owner")
_OBJECT_FIRST = ("object", "prep", "subject", "asked", "owner")
_CIRCUMSTANCE = frozenset("in at on near during by from after before since".split())
_SHE = frozenset("she her hers".split())
_POINTING = re.compile(r"^(?:his|her|its|their|this|that|these|those|each|every|any|no)\b", re.IGNORECASE)
_FEMALE = frozenset(
    "mrs ms queen princess actress mother sister daughter wife widow woman girl aunt niece lady".split()
)
_MALE = frozenset("mr king prince father brother son husband man boy uncle nephew sir pope lord".split())


def person(turns: Sequence[Turn], pronoun: str = "he") -> str | None:
    """Who "he" or "she" is; a name or title known to be of the other gender is passed over."""
    wanted = "f" if pronoun.lower() in _SHE else "m"
    for turn in reversed(turns):
        found = [phrase.full for phrase in _people(turn) if gender(phrase.text) in (None, wanted)]
        if found:
            return next((name for name in found if gender(name) == wanted), found[0])
    return None


def gender(name: str) -> str | None:
    """ "f" or "m" where a title or a common given name tells, else None."""
    owned = re.split(r"['’]s?\s+", name)[-1]  # of "Ana Diaz's lawyer" the lawyer counts
    words = [wc.bare(word) for word in re.findall(r"[\w'’-]+", owned)]
    titles = [i for i, word in enumerate(words) if word in wc.PERSON_NOUNS]
    given = words[titles[-1] + 1 :] if titles else words
    for word in (*(words[i] for i in titles), *given[:1], *words[:1]):
        if word in _FEMALE or word in wc.SHE_NAMES:
            return "f"
        if word in _MALE or word in wc.HE_NAMES:
            return "m"
    return None


def _people(turn: Turn) -> Iterator[Phrase]:
    kind = kind_of(turn.question)
    if kind in ("who", "what") and len(turn.short) == 1:
        for phrase in answer_phrases(turn):
            named = kind == "who" and phrase.kind == "name" and not phrase.text.lower().startswith("the ")
            if phrase.kind == "person" or (named and not _organisation_asked(turn)):
                yield phrase
    found = [p for p in phrases(turn.question) if not p.plural and not _POINTING.match(p.text)]
    people = [p for p in found if p.kind == "person" and not (p.text.islower() and _answered_who(turn))]
    yield from sorted(_by_role(people, _SUBJECT_FIRST), key=lambda p: p.named and gender(p.text) is None)
    maybe = [p for p in found if p.kind == "name" and is_person(p.text) and not p.text.lower().startswith("the ")]
    yield from _by_role([p for p in maybe if p.preposition not in ("in", "at", "from", "to", "of")], _SUBJECT_FIRST)


def _answered_who(turn: Turn) -> bool:
    """Whether a who-question was answered with a person: "the judge" of the question is that person."""
    return kind_of(turn.question) == "who" and any(p.kind == "person" for p in answer_phrases(turn))


def _organisation_asked(turn: Turn) -> bool:
    return any(p.role == "asked" and p.kind != "person" for p in phrases(turn.question))


def thing(turns: Sequence[Turn], *, subject: bool = True) -> str | None:
    """What "it" is: the answer to "which …", else one thing the question was about."""
    order = _SUBJECT_FIRST if subject else _OBJECT_FIRST
    for turn in reversed(turns):
        found = phrases(turn.question)
        asked = [p for p in found if p.role == "asked" and p.kind in ("group", "place", "thing") and not p.plural]
        if asked and asked[0].head not in _VAGUE and kind_of(turn.question) in ("who", "what", "where"):
            named = [p for p in answer_phrases(turn) if p.named and not p.plural]
            if named and (asked[0].kind == "group" or named[0].kind != "person"):
                return turn.short[0] if asked[0].kind == "group" else named[0].full
        good = [
            p for p in found if not p.plural and p.kind in ("thing", "group", "place", "name") and p.role != "asked"
        ]
        good = _outermost([p for p in good if p.head not in _VAGUE and not _POINTING.match(p.text)])
        sure = [p for p in good if p.kind != "name" or not is_person(p.text) or p.text.lower().startswith("the ")]
        if not sure and (got := [p for p in answer_phrases(turn) if p.kind in ("thing", "place", "group")]):
            return re.sub(r"^an?\s", "the ", got[0].full)
        sure = [p for p in sure if p.named or " " in p.text] or sure
        near = [p for p in sure if p.preposition not in _CIRCUMSTANCE] or sure
        if subject:
            near = [p for p in near if p.role in ("subject", "object")] or near
            near = [p for p in near if re.search(r"[A-Z]", p.full)] or near
        for phrase in (*_by_role(near if subject else near[::-1], order), *_by_role(good, order)):
            return phrase.full
    return None


def owner_of(turns: Sequence[Turn]) -> str | None:
    """Whose "its" is: what the talk is about, or what that itself belongs to: Graz for "the population of Graz"."""
    found = thing(turns)
    belongs = re.fullmatch(r"the [a-z ]+ of ((?:the )?[A-Z].*)", found or "")
    return belongs[1] if belongs else found


def _outermost(found: Sequence[Phrase]) -> list[Phrase]:
    """Without the phrases that are part of a fuller one: "the strike at the airport" alone, not "the airport" too."""
    return [p for p in found if not any(o.start < p.start < o.start + len(o.full) for o in found)]


def group(turns: Sequence[Turn], *, subject: bool = True) -> str | None:
    """Who "they" are: several answers together, else what is plural in the last question, else an organisation."""
    for turn in reversed(turns):
        if len(turn.short) > 1 and kind_of(turn.question) in ("who", "what", "where"):
            return joined(turn.short[:5])
        if kind_of(turn.question) in ("who", "what"):
            several = [p for p in answer_phrases(turn) if p.plural]
            if several or re.search(r"[A-Z]\w+,? and [A-Z]", " ".join(turn.short)):
                return several[0].full if several and len(several) == 1 else turn.short[0]
        found = [p for p in phrases(turn.question) if not _POINTING.match(p.text) and p.head not in _VAGUE]
        if turn.short and any(p.role == "asked" and p.kind == "group" for p in found) and answer_phrases(turn):
            return turn.short[0]
        order = _SUBJECT_FIRST if subject else _OBJECT_FIRST
        plural = [p for p in found if p.plural]
        bodies = [p for p in found if p.kind in ("group", "name") and p.role != "asked" and not p.plural]
        bodies = [p for p in bodies if p.preposition not in ("in", "at", "from", "to")]
        if (those := _those_asked(turn.question, found)) is not None:
            return those
        for phrase in (*_by_role([p for p in plural if p.role != "asked"], order), *_by_role(bodies, order), *plural):
            return f"the {phrase.text}" if phrase.role == "asked" and not phrase.named else phrase.full
    return None


def _those_asked(question: str, found: Sequence[Phrase]) -> str | None:
    """ "How many people were in the boat" → "the people in the boat"; None unless people were counted."""
    asked = next((p for p in found if p.role == "asked" and p.plural), None)
    if asked is None or not (asked.head in wc.GROUP_NOUNS or asked.kind == "group"):
        return None
    rest = question[asked.end :].strip(" ?.!")
    words = rest.lower().split()
    if len(words) < 2 or words[0] not in wc.BE or len(words) > 9:
        return None
    if words[1] in wc.PREPOSITIONS:
        return f"the {asked.text} {rest.split(' ', 1)[1]}"
    return f"the {asked.text} who {rest}" if wc.is_participle(words[1]) else None


def place(turns: Sequence[Turn]) -> tuple[str, str] | None:
    """Where "there" is, as (preposition, place)."""
    for turn in reversed(turns):
        if turn.short and kind_of(turn.question) == "where" and len(turn.short[0].split()) <= MAX_ANSWER_WORDS:
            spot = re.match(
                r"(?:(in|at|on|off|near|outside|inside|across|along)\s+)?(.+)$", turn.short[0], re.IGNORECASE
            )
            if spot:
                return (spot[1] or "in").lower(), spot[2]
        found = [p for p in phrases(turn.question) if p.kind not in ("time", "number", "person")]
        if turn.short and any(p.role == "asked" and p.kind == "place" for p in found):
            return "in", joined(turn.short[:4])
        placed = [
            p for p in found if p.preposition in ("in", "at", "on", "near", "to", "from") and p.head not in _VAGUE
        ]
        placed = [p for p in placed if p.named or p.kind == "place"] or [p for p in found if p.kind == "place"]
        if placed:
            spot_phrase = placed[-1]
            known = spot_phrase.preposition in ("in", "at", "on", "near")
            return (spot_phrase.preposition if known else "in"), spot_phrase.text
        named = [p for p in found if p.kind == "name" and not is_person(p.text)]
        if named:
            return "at", named[-1].text
    return None


def answered_place(turns: Sequence[Turn]) -> str | None:
    """The named place that answered the last question, a where-question; None otherwise."""
    if kind_of(turns[-1].question) != "where":
        return None
    named = [p.text for p in answer_phrases(turns[-1]) if p.named]
    return named[0] if named else None


def same_noun(noun: str, turns: Sequence[Turn]) -> str | None:
    """The fuller phrase an earlier turn has for "the mine": "the new coal mine in Cumbria"; None when it has none."""
    head = wc.singular(noun)
    for turn in reversed(turns):
        for phrase in phrases(turn.question):
            both_bodies = phrase.role == "asked" and {head, phrase.head} <= wc.ORGANISATION_NOUNS
            if (
                (wc.singular(phrase.head) != head and not both_bodies)
                or phrase.kind in ("time", "number")
                or phrase.role == "owner"
            ):
                continue
            if phrase.role == "asked":
                named = [p for p in answer_phrases(turn) if p.named]
                if named and not phrase.plural:
                    return named[0].text
                continue
            if re.match(r"(?:his|her|its|their)\b", phrase.text, re.IGNORECASE):
                return _owned(phrase, turn)
            if _POINTING.match(phrase.text) or len(phrase.full.split()) < 3:
                continue
            return re.sub(r"^an?\s", "the ", phrase.full)
    return None


def _owned(phrase: Phrase, turn: Turn) -> str | None:
    """ "his own label" with the subject's name."""
    owner = next((p.text for p in phrases(turn.question) if p.role == "subject" and p.named), None)
    return f"{possessive(owner)} {phrase.text.split(' ', 1)[1]}" if owner else None


def possessive(name: str) -> str:
    """The owner's form: "Trump's", "the workers'"; a name that has one already keeps it."""
    if re.search(r"['’]s?$", name):
        return name
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def only_place(turns: Sequence[Turn]) -> str | None:
    """The one place the last turn names, for "that country"."""
    found = {
        p.text for p in (*phrases(turns[-1].question), *answer_phrases(turns[-1])) if p.kind == "place" and p.named
    }
    return found.pop() if len(found) == 1 else None


def full_name(name: str, turns: Sequence[Turn]) -> str:
    """A surname with the given name that an earlier turn has for it; the name itself otherwise."""
    for turn in reversed(turns):
        for text in (turn.question, *turn.short):
            for phrase in phrases(text):
                if phrase.kind == "person" and " " in phrase.text and phrase.text.split()[-1] == name:
                    return phrase.text
    return name


def answer_phrases(turn: Turn) -> list[Phrase]:
    """The noun phrases of a short answer; none when it is long or there are several."""
    if len(turn.short) != 1 or len(turn.short[0].split()) > MAX_ANSWER_WORDS:
        return []
    return [p for p in phrases(turn.short[0]) if p.role != "owner"]


def joined(parts: Sequence[str]) -> str:
    """ "A, B and C"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _by_role(found: Sequence[Phrase], order: Sequence[str]) -> list[Phrase]:
    return sorted(found, key=lambda phrase: order.index(phrase.role))
