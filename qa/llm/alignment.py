"""Who does what, which number belongs to what: a claim's words against the order its source has them in."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from qa.demonyms import same
from qa.followups.word_classes import is_finite
from qa.lexis import Token, aligned, content, matches
from qa.llm import wording
from qa.llm.facts import numbers
from qa.llm.names import DATE_WORDS, names
from qa.news.quantities import Quantity

_PASSIVE = re.compile(r"\b(?:by|from)\b", re.I)


def missing_run(claim: str, source: str) -> int:
    """The most content words of the claim in a row that the source does not have; 0 when it has all."""
    groups = itertools.groupby(aligned(claim, source), key=lambda place: place is None)
    return max((len(list(group)) for lost, group in groups if lost), default=0)


def _called(text: str) -> list[Token]:
    """The last word of each name of a text."""
    return [n.words[-1] for n in names(text) if n.surely and n.words[-1].low not in DATE_WORDS]


def other_subject(claim: str, source: str) -> str:
    """A verb that both have, before which they name different bearers, each of whom both name; "" when there is none.

    Sentences of which one has "by" or "from" and the other has not are not compared: one may be passive.
    """
    if bool(_PASSIVE.search(claim)) != bool(_PASSIVE.search(source)):
        return ""
    mine, theirs = _called(claim), _called(source)
    for verb in content(claim):
        if not (verb.word[0].islower() and (is_finite(verb.word) or verb.low.endswith(("ed", "ing")))):
            continue
        others = [t for t in content(source) if t.word[0].islower() and matches(verb, t)]
        if len(others) != 1:
            continue
        a, b = _last_before(verb, mine), _last_before(others[0], theirs)
        if a and b and not same(a, b) and any(same(a, t) for t in theirs) and any(same(b, t) for t in mine):
            return verb.word
    return ""


def _last_before(token: Token, called: Sequence[Token]) -> Token | None:
    before = [t for t in called if t.end <= token.start]
    return before[-1] if before else None


def other_owner(claim: str, source: str) -> str:
    """A number or date that stands beside a thing which the source puts beside another one; "" when there is none."""
    for q in numbers(claim):
        head = _head(claim, q)
        if head is None:
            continue
        there = [(o, _head(source, o)) for o in numbers(source)]
        same_value = [h for o, h in there if o.low == q.low and o.dimension == q.dimension and h is not None]
        same_head = [o for o, h in there if h is not None and matches(head, h) and o.dimension == q.dimension]
        apart = same_head and same_value and not any(matches(head, h) for h in same_value)
        if apart and all(o.low != q.low for o in same_head):
            return claim[q.start : q.end]
    return ""


def _head(text: str, q: Quantity) -> Token | None:
    """The content word behind a number, within its clause: "aircraft" of "100 aircraft"."""
    rest = re.split(r"[,;:.]\s|\band\b", text[q.end :], maxsplit=1)[0]
    found = content(rest)
    return found[0] if found else None


def times_crossed(claim: str, source: str) -> bool:
    """Whether one says "before" and the other "after" between words that both have, in the same order."""
    mine, theirs = wording.times(claim), wording.times(source)
    crossed = ("before" in mine and "after" in theirs - mine) or ("after" in mine and "before" in theirs - mine)
    if not crossed or {"before", "after"} <= mine or {"before", "after"} <= theirs:
        return False
    places = [p for p in aligned(claim, source) if p is not None]
    return sum(b > a for a, b in itertools.pairwise(places)) * 2 >= len(places) - 1


def nearest_clause(claim: str, text: str) -> str:
    """The source from the first to the last word that the claim has of it, with a few words to either side."""
    places = [p for p in aligned(claim, text) if p is not None]
    there = content(text)
    if not places:
        return text
    start, end = there[min(places)].start, there[max(places)].end
    lead = re.split(r"(?<=\w{4})[.!?][\"”’]?\s", text[:start])[-1]
    before = re.search(r"(?:\S+\s+){0,4}$", lead)
    after = re.match(r"(?:\s*[^\s.;:!?,]+){0,2}", text[end:])
    return f"{before.group() if before else ''}{text[start:end]}{after.group() if after else ''}"


_SOFT = re.compile(
    r"\b(may|might|could|possibly|perhaps|probably|likely|reportedly|allegedly|alleged|apparently|suspected|"
    r"(?:appear|seem)(?:s|ed)?(?= to\b| likely| that)|"
    r"expected|planned|plans|considering|some|mostly|mainly|partly|almost|unconfirmed)\b",
    re.IGNORECASE,
)


def hedge_dropped(claim: str, source: str) -> str:
    """A hedge right before a word that the claim has, where the claim itself has no hedge of that kind."""
    kinds = wording.hedges(claim)
    stems = {t.stem for t in content(claim)}
    for match in _SOFT.finditer(source):
        after = content(source[match.end() :])[:2]
        if any(t.stem in stems for t in after) and not wording.hedges(match.group()) & kinds:
            return match.group()
    return ""
