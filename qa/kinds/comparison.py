"""Questions that compare two things: each is asked about by itself, and the answers are compared by value.

"Are there more teachers in Oslo or in Bergen?" needs two numbers, "Which came first, the strike or the vote?" two
dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.followups import word_classes as wc
from qa.kinds.days import day_of
from qa.kinds.things import alike, date_question, with_shared_verb
from qa.patterns import AUXILIARY, BE, PREPOSITION, without_mark

Way = Literal["more", "less", "first", "last", "before or after", "before", "after"]

_ADJECTIVES = {
    "larger": "large", "bigger": "big", "higher": "high", "longer": "long", "older": "old", "taller": "tall",
    "heavier": "heavy", "greater": "great", "wider": "wide", "deeper": "deep", "faster": "fast", "smaller": "large",
    "lower": "high", "shorter": "long", "younger": "old", "lighter": "heavy", "slower": "fast", "narrower": "wide",
    "cheaper": "much", "dearer": "much",
}  # fmt: skip
_LESS = frozenset("fewer less smaller lower shorter younger lighter slower narrower cheaper".split())
_SIZE = frozenset("larger bigger greater smaller".split())
_MORE_IN = re.compile(
    rf"^(?P<aux>{AUXILIARY}) (?P<there>there )?(?P<way>more|fewer|less) (?P<noun>.+?) "
    rf"(?P<preposition>{PREPOSITION}) (?P<one>.+?),? "
    rf"or (?P<again>{PREPOSITION} )?(?P<two>.+)$",
    re.IGNORECASE,
)
_HIGHER_IN = re.compile(
    rf"^(?P<aux>{BE}) (?P<noun>(?:the|a|an) .+?) (?P<way>{'|'.join(_ADJECTIVES)}) "
    rf"(?P<preposition>{PREPOSITION}) (?P<one>.+?),? "
    rf"or (?P<again>{PREPOSITION} )?(?P<two>.+)$",
    re.IGNORECASE,
)
_WHICH_LARGER = re.compile(
    rf"^(?:which|what|who)(?: of (?:these|the two))?(?P<noun> [\w’'-]+(?: [\w’'-]+)?)?? (?P<aux>{BE}) (?:the )?"
    rf"(?P<way>{'|'.join(_ADJECTIVES)})(?: one)?[,:]? (?P<one>.+?),? or (?P<two>.+)$",
    re.IGNORECASE,
)
_BARE_IN = re.compile(
    rf"^(?P<aux>{BE}) (?P<noun>(?!the |an? |there )[\w’' -]+?) (?P<way>{'|'.join(_ADJECTIVES)}) "
    rf"(?P<preposition>{PREPOSITION}) (?P<one>.+?),? or (?P<again>{PREPOSITION} )?(?P<two>.+)$",
    re.IGNORECASE,
)
_THAN = re.compile(
    rf"^(?P<aux>{BE}) (?P<one>.+?) (?P<way>{'|'.join(_ADJECTIVES)}) than (?P<two>(?:the |an? |[A-Z]).+)$",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(
    rf"^(?P<aux>{AUXILIARY}) (?P<there>there )?(?P<way>more|fewer|less) (?P<noun>.+?) "
    rf"(?P<preposition>{PREPOSITION}) (?P<one>.+?) than (?P<again>{PREPOSITION}) (?P<two>.+)$",
    re.IGNORECASE,
)
_WHICH_MORE = re.compile(
    rf"^(?:which|what|who)(?: [\w’'-]+){{0,2}}? (?P<verb>{'|'.join(sorted(wc.PASTS))}|has|[a-z]+ed|[a-z]+s) "
    r"(?:the )?(?P<way>more|fewer|less) (?P<noun>[\w ’'-]+?)"
    r"[,:] (?P<one>.+?),? or (?P<two>.+)$",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^(?:which|what)(?: of (?:these|the (?:two|three|following)))?(?: (?:of these events|[\w’'-]+))?? "
    r"(?:came|comes|happened|occurred|took place|was|is|started|began|ended|opened|followed)(?: (?P<verb>[a-z]+ed))? "
    r"(?P<way>first|earlier|earliest|last|later|latest)(?: (?:in|of) (?P<year>\d{4}))?[,:]? (?P<things>.+)$",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"^(?P<aux>did|was|were|does|do|is|are|had|has) (?P<one>.+?) "
    r"(?P<way>before or after|after or before|before|after) (?P<two>.+)$",
    re.IGNORECASE,
)
_OPEN_ENDED = re.compile(
    r"\b(?:still|yet|already|again|ever|long|shortly|soon|days?|hours?|weeks?|years?|months?|any|anyone|more|not|n[’']t)\b",
    re.IGNORECASE,
)


_EVENT_VERB = re.compile(r"\b(?:happen|occur|take place|come|start|begin|open|close|arrive)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison, read: what is compared, what to ask about each, and which wins."""

    way: Way
    things: tuple[str, ...]  # as the question words them, with their preposition
    questions: tuple[str, ...]  # one each, in the same order
    yes_no: bool = False  # "Is A longer than B?": asks whether the first wins


def read_comparison(question: str) -> Comparison | None:
    """The comparison a question asks for; None where it asks for none, or for one that is not understood."""
    line = re.sub(r"^(?:and|so|but) ", "", without_mark(question), flags=re.IGNORECASE)
    for way in (_more_in, _higher_in, _bare_in, _than, _which_more, _order, _which_larger, _around):
        found = way(line)
        if found is not None:
            return found
    return None


def _more_in(line: str) -> Comparison | None:
    match = _MORE_IN.match(line) or _MORE_THAN.match(line)
    if not match:
        return None
    aux, noun, preposition = match["aux"].lower(), match["noun"], match["preposition"]
    if " or " in noun:
        return None
    second = (match["again"] or preposition).strip()
    things = (f"{preposition} {match['one']}", f"{second} {match['two']}")
    if aux in ("did", "do", "does"):
        nouns, verb = _noun_and_verb(noun)
        if not verb:
            return None
        verb = _past(verb) if aux == "did" else verb
        questions = [f"How many {nouns} {verb} {thing}?" for thing in things]
    else:
        there = " there" if match["there"] and not preposition else ""
        questions = [_how_many(noun, aux, thing, there) for thing in things]
    return Comparison(_way(match["way"]), things, tuple(questions), yes_no=match.re is _MORE_THAN)


def _how_many(noun: str, aux: str, thing: str, there: str) -> str:
    """ "How many people were killed in A": a participle goes behind the auxiliary."""
    words = noun.split()
    at = next((i for i, w in enumerate(words) if i and wc.is_participle(w)), len(words))
    rest = " " + " ".join(words[at:]) if at < len(words) else ""
    return f"How many {' '.join(words[:at])} {aux}{there}{rest} {thing}?"


def _noun_and_verb(text: str) -> tuple[str, str]:
    words = text.split()
    at = next((i for i, w in enumerate(words) if i and w.lower() in wc.BASES), None)
    return (" ".join(words[:at]), " ".join(words[at:])) if at is not None else (text, "")


def _past(verb: str) -> str:
    base, *rest = verb.split()
    known = {b: p for p, b in wc.BASE_OF.items() if p in wc.PASTS}
    past = known.get(base) or (base + "d" if base.endswith("e") else base + "ed")
    return " ".join([past, *rest])


def _higher_in(line: str) -> Comparison | None:
    match = _HIGHER_IN.match(line)
    if not match:
        return None
    second = (match["again"] or match["preposition"]).strip()
    things = (f"{match['preposition']} {match['one']}", f"{second} {match['two']}")
    return Comparison(
        _way(match["way"]), things, tuple(f"What {match['aux'].lower()} {match['noun']} {thing}?" for thing in things)
    )


def _bare_in(line: str) -> Comparison | None:
    """ "Was bread cheaper in May or in June?": the noun has no article."""
    match = _BARE_IN.match(line)
    if not match:
        return None
    second = (match["again"] or match["preposition"]).strip()
    things = (f"{match['preposition']} {match['one']}", f"{second} {match['two']}")
    way, aux = match["way"].lower(), match["aux"].lower()
    return Comparison(_way(way), things, tuple(_how(way, aux, f"{match['noun']}", f" {thing}") for thing in things))


def _how(way: str, aux: str, noun: str, tail: str = "") -> str:
    if _ADJECTIVES[way] != "much":
        return f"How {_ADJECTIVES[way]} {aux} {noun}{tail}?"
    return f"How much {'did' if aux in ('was', 'were') else 'does'} {noun} cost{tail}?"


def _than(line: str) -> Comparison | None:
    """ "Is A longer than B?": yes or no, by the two lengths."""
    match = _THAN.match(line)
    if not match:
        return None
    things, way, aux = (match["one"], match["two"]), match["way"].lower(), match["aux"].lower()
    return Comparison(_way(way), things, tuple(_how(way, aux, thing) for thing in things), yes_no=True)


def _which_larger(line: str) -> Comparison | None:
    match = _WHICH_LARGER.match(line)
    if not match:
        return None
    things, way, aux = alike(match["one"], match["two"]), match["way"].lower(), match["aux"].lower()
    return Comparison(_way(way), things, tuple(_size_of(thing, way, aux) for thing in things))


def _size_of(thing: str, way: str, aux: str) -> str:
    bare = re.sub(r"^the ", "", thing, flags=re.IGNORECASE)
    head = re.split(rf" (?:{PREPOSITION}|of|sent|who|that|which|[a-z]+ed)\b", bare)[0].split()[-1]
    if way in _SIZE and wc.is_plural(head):
        return f"How many {bare} {'were there' if aux in ('was', 'were') else 'are there'}?"
    return _how(way, aux, thing)


def _which_more(line: str) -> Comparison | None:
    match = _WHICH_MORE.match(line)
    if not match:
        return None
    things, verb, noun = (match["one"], match["two"]), match["verb"].lower(), match["noun"]
    past = verb != "has" and (verb in wc.PASTS or verb.endswith("ed"))
    base = "have" if verb == "has" else wc.base_form(verb) if past else verb.removesuffix("s")
    many = "many" if wc.is_plural(noun.split()[0]) or wc.is_plural(noun.split()[-1]) else "much"
    head, _, rest = noun.partition(" a ")  # "cloth a day"
    tail = f" a {rest}" if rest else ""
    questions = tuple(f"How {many} {head} {'did' if past else 'does'} {t} {base}{tail}?" for t in things)
    return Comparison(_way(match["way"]), things, questions)


def _order(line: str) -> Comparison | None:
    match = _ORDER.match(line)
    if not match:
        return None
    things = tuple(t.strip(" ,") for t in re.split(r",\s*(?:or\s+)?|\s+or\s+", match["things"]) if t.strip(" ,"))
    if not 2 <= len(things) <= 4:
        return None
    way: Way = "first" if match["way"].lower() in ("first", "earlier", "earliest") else "last"
    when = f" in {match['year']}" if match["year"] else ""
    verb = (match["verb"] or "").lower()
    return Comparison(
        way, things, tuple(f"When was {t} {verb}{when}?" if verb else date_question(t, when) for t in things)
    )


def _around(line: str) -> Comparison | None:
    """ "Did A happen before or after B?" and "Did A happen before B?"."""
    match = _AROUND.match(line)
    if not match or match["two"].lower().startswith(("or ", "that", "this", "it")):
        return None
    way: Way = (
        "before or after"
        if " or " in match["way"].lower()
        else "before"
        if match["way"].lower() == "before"
        else "after"
    )
    two = match["two"]
    plain = way == "before or after" or _EVENT_VERB.search(match["one"])
    if not plain or (
        way != "before or after" and (_OPEN_ENDED.search(match["one"]) or day_of(two, None) or len(two.split()) < 2)
    ):
        return None
    one = re.sub(r"\s+(?:already)$", "", match["one"])
    aux = match["aux"].lower()
    return Comparison(way, (one, two), (f"When {aux} {one}?", with_shared_verb(two, aux, one)))


def _way(word: str) -> Way:
    return "less" if word.lower() in _LESS else "more"
