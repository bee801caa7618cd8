"""Questions that compare two things: each is asked about by itself, and the answers are compared by value.

"Are there more teachers in Oslo or in Bergen?" needs two numbers, "Which came first, the strike or the vote?" two
dates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from qa.followups import word_classes as wc
from qa.news.dated import Day, day_of
from qa.news.quantities import Quantity, quantities, quantity_at
from qa.news.speakers import finite
from qa.records import Answer

Way = Literal["more", "less", "first", "last", "before or after", "before", "after"]

_ADJECTIVES = {
    "larger": "large", "bigger": "big", "higher": "high", "longer": "long", "older": "old", "taller": "tall",
    "heavier": "heavy", "greater": "great", "wider": "wide", "deeper": "deep", "faster": "fast", "smaller": "large",
    "lower": "high", "shorter": "long", "younger": "old", "lighter": "heavy", "slower": "fast", "narrower": "wide",
}  # fmt: skip
_LESS = frozenset("fewer less smaller lower shorter younger lighter slower narrower cheaper".split())
_SIZE = frozenset("larger bigger greater smaller".split())
_BE = r"(?:is|are|was|were)"
_AUX = r"(?:is|are|was|were|do|does|did|have|has|had|will|would)"
_PREPOSITION = r"(?:in|at|on|from|by|to|for|during|among|under)"
_MORE_IN = re.compile(
    rf"^(?P<aux>{_AUX}) (?P<there>there )?(?P<way>more|fewer|less) (?P<noun>.+?) "
    rf"(?P<preposition>{_PREPOSITION}) (?P<one>.+?),? "
    rf"or (?P<again>{_PREPOSITION} )?(?P<two>.+)$",
    re.IGNORECASE,
)
_HIGHER_IN = re.compile(
    rf"^(?P<aux>{_BE}) (?P<noun>(?:the|a|an) .+?) (?P<way>{'|'.join(_ADJECTIVES)}) "
    rf"(?P<preposition>{_PREPOSITION}) (?P<one>.+?),? "
    rf"or (?P<again>{_PREPOSITION} )?(?P<two>.+)$",
    re.IGNORECASE,
)
_WHICH_LARGER = re.compile(
    rf"^(?:which|what|who)(?: of (?:these|the two))?(?P<noun> [\w’'-]+(?: [\w’'-]+)?)?? (?P<aux>{_BE}) (?:the )?"
    rf"(?P<way>{'|'.join(_ADJECTIVES)})(?: one)?[,:]? (?P<one>.+?),? or (?P<two>.+)$",
    re.IGNORECASE,
)
_WHICH_MORE = re.compile(
    r"^(?:which|what|who)(?: [\w’'-]+){0,2}? (?P<verb>had|has|got|won|lost|sent|made|scored|employs|employed|produced|"
    r"produces|received|spent|sold|killed|received|took|raised|earned) "
    r"(?:the )?(?P<way>more|fewer|less) (?P<noun>[\w ’'-]+?)"
    r"[,:] (?P<one>.+?),? or (?P<two>.+)$",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^(?:which|what)(?: of (?:these|the (?:two|three|following)))?(?: (?:event|one|thing|of these events))? "
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


_DESCRIBING = re.compile(r"\b(?:the|an?|his|her|its|their|first|second|last|\w+[’']s)\s+\w+ed\b")
_EVENT_VERB = re.compile(r"\b(?:happen|occur|take place|come|start|begin|open|close|arrive)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison, read: what is compared, what to ask about each, and which wins."""

    way: Way
    things: tuple[str, ...]  # as the question words them, with their preposition
    questions: tuple[str, ...]  # one each, in the same order


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a comparison: the short answer, and the step that led to it."""

    short: str
    step: str


def read_comparison(question: str) -> Comparison | None:
    """The comparison a question asks for; None where it asks for none, or for one that is not understood."""
    line = question.strip().rstrip("?").strip()
    line = re.sub(r"^(?:and|so|but) ", "", line, flags=re.IGNORECASE)
    for way in (_more_in, _higher_in, _which_more, _order, _which_larger, _around):
        found = way(line)
        if found is not None:
            return found
    return None


def _more_in(line: str) -> Comparison | None:
    match = _MORE_IN.match(line)
    if not match:
        return None
    aux, noun, preposition = match["aux"].lower(), match["noun"], match["preposition"]
    second = (match["again"] or preposition).strip()
    things = (f"{preposition} {match['one']}", f"{second} {match['two']}")
    if aux in ("did", "do", "does"):
        nouns, verb = _noun_and_verb(noun)
        if not verb:
            return None
        questions = [f"How many {nouns} {aux} {verb} {thing}?" for thing in things]
        if aux == "did":
            questions = [f"How many {nouns} {_past(verb)} {thing}?" for thing in things]
    else:
        there = " there" if match["there"] and not preposition else ""
        questions = [_how_many(noun, aux, thing, there) for thing in things]
    return Comparison(_way(match["way"]), things, tuple(questions))


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


def _which_larger(line: str) -> Comparison | None:
    match = _WHICH_LARGER.match(line)
    if not match:
        return None
    things, way, aux = (match["one"], match["two"]), match["way"].lower(), match["aux"].lower()
    return Comparison(_way(way), things, tuple(_size_of(thing, way, aux) for thing in things))


def _size_of(thing: str, way: str, aux: str) -> str:
    bare = re.sub(r"^the ", "", thing, flags=re.IGNORECASE)
    head = re.split(rf" (?:{_PREPOSITION}|of|sent|who|that|which|[a-z]+ed)\b", bare)[0].split()[-1]
    if way in _SIZE and wc.is_plural(head):
        return f"How many {bare} {'were there' if aux in ('was', 'were') else 'are there'}?"
    return f"How {_ADJECTIVES[way]} {aux} {thing}?"


def _which_more(line: str) -> Comparison | None:
    match = _WHICH_MORE.match(line)
    if not match:
        return None
    things, verb = (match["one"], match["two"]), match["verb"].lower()
    return Comparison(
        _way(match["way"]), things, tuple(f"How many {match['noun']} did {t} {wc.base_form(verb)}?" for t in things)
    )


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


def date_question(thing: str, when: str = "") -> str:
    """What to ask for the date of a thing: an event ("the vote") or a clause ("the dam burst")."""
    verbs = finite(_DESCRIBING.sub("", thing))
    return f"When was it that {thing}{when}?" if verbs else f"When did {thing} happen{when}?"


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
    first = f"When {match['aux'].lower()} {one}?"
    return Comparison(way, (one, two), (first, date_question(two)))


def _way(word: str) -> Way:
    return "less" if word.lower() in _LESS else "more"


def amount(answer: Answer) -> Quantity | None:
    """The one number an answer gives, with a hedge or unit beside it; None for none or several that differ."""
    short = answer.short[0]
    quote = answer.citations[0].quote if answer.citations else ""
    at = quote.find(short)
    whole = quantity_at(quote, at, at + len(short)) if at >= 0 else None
    if whole is not None:
        return whole
    found = quantities(short)
    return found[0] if found and len({(q.low, q.high) for q in found}) == 1 else None


def day(answer: Answer) -> Day | None:
    """The one day, month or year an answer gives; None for none, several, or a stretch such as a week.

    Weekdays and days without a year are worked out from the source's date; where that names only a month, its last
    day is taken for it.
    """
    if len(answer.short) != 1 or not answer.citations:
        return None
    if len(answer.resolved) == 1:
        first, precision = answer.resolved[0].first, answer.resolved[0].precision
        if precision not in ("day", "month", "year"):
            return None
        return Day(first.year, None if precision == "year" else first.month, first.day if precision == "day" else None)
    published = answer.citations[0].published or ""
    return day_of(answer.short[0], f"{published}-28" if re.fullmatch(r"\d{4}-\d\d", published) else published)


def dated(answers: Sequence[Answer]) -> list[Day] | None:
    """The day of each answer; None where one has none.

    Days without a year that stand in one document are taken for days of one year, when they are so close in it that
    no turn of the year can lie between them and no leap day either.
    """
    days = [d for d in (day(a) for a in answers) if d is not None]
    if len(days) != len(answers):
        return None
    documents = {a.citations[0].document_id for a in answers}
    months = [d.month for d in days if d.month is not None]
    if len(documents) > 1 or len(months) < len(days) or any(d.year is not None for d in days):
        return days
    if max(months) - min(months) > 5 or min(months) <= 2 < max(months):
        return days
    return [replace(d, year=1) for d in days]


def compared(comparison: Comparison, answers: Sequence[Answer]) -> Decision | None:
    """Decide a comparison from the answers to its questions, found ones all.

    Returns:
        None where a value is missing, two are equal, or they are too vague to tell which is more.
    """
    if comparison.way in ("more", "less"):
        return _by_number(comparison, answers)
    return _by_date(comparison, answers)


def _by_number(comparison: Comparison, answers: Sequence[Answer]) -> Decision | None:
    values = [amount(a) for a in answers]
    if len(values) != 2 or values[0] is None or values[1] is None or values[0].dimension != values[1].dimension:
        return None
    (low_a, high_a), (low_b, high_b) = values[0].interval, values[1].interval
    if low_a > high_b:
        bigger = 0
    elif low_b > high_a:
        bigger = 1
    else:
        return None
    winner = comparison.things[bigger if comparison.way == "more" else 1 - bigger]
    said = "; ".join(
        f"{a.short[0]} ({t}) [{n}]" for n, (a, t) in enumerate(zip(answers, comparison.things, strict=True), 1)
    )
    return Decision(winner, f"{said} → {comparison.way} {winner}")


def _by_date(comparison: Comparison, answers: Sequence[Answer]) -> Decision | None:
    known = dated(answers)
    if known is None:
        return None
    order = sorted(range(len(known)), key=lambda i: key(known[i]))
    if any(not certainly_before(known[a], known[b]) for a, b in pairwise(order)):
        return None
    said = "; ".join(
        f"{t}: {a.short[0]} [{n}]" for n, (a, t) in enumerate(zip(answers, comparison.things, strict=True), 1)
    )
    short = _order_answer(comparison, order)
    return Decision(short, f"{said} → {short}")


def _order_answer(comparison: Comparison, order: Sequence[int]) -> str:
    if comparison.way == "first":
        return comparison.things[order[0]]
    if comparison.way == "last":
        return comparison.things[order[-1]]
    before = "before" if order[0] == 0 else "after"
    if comparison.way == "before or after":
        return before
    return "Yes" if before == comparison.way else "No"


def key(day: Day) -> tuple[int, int, int]:
    """Sorts days; parts that are not known come first."""
    return day.year or 0, day.month or 0, day.day or 0


def certainly_before(a: Day, b: Day) -> bool:
    """Whether ``a`` is before ``b`` whatever the parts are that either leaves out."""
    for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day)):
        if x is None or y is None:
            return False
        if x != y:
            return x < y
    return False
