"""Do two candidates, each from its own source, speak of what was asked, and of the same event?

Deliberately hard to satisfy: a conflict that is none does more harm than one that is missed.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from index.records import Document
from index.sentences import sentence_spans
from qa.coverage import context, coverage
from qa.followups import word_classes as wc
from qa.grouping import content_words, fold
from qa.news.dates import published_day
from qa.news.quantities import Quantity, compare, quantities
from qa.news.values import CUMULATIVE, day, quantity
from qa.news.witnesses import sentence_bounds, sentence_of
from qa.question import STOP_WORDS, Kind, Question, words
from qa.records import Candidate

LEAST_TERMS = 0.5  # share of the question's words that both sentences must hold …
LEAST_SHARED = 3  # … or the number of content words that they must share with one another …
AS_SURE = 0.5  # … or the reader holds the other value this share as surely, names and a word of the question there
LEAST_KEPT = 0.5  # share of the question's words by the one value that the other's passage or headline must hold too
LARGE = 100  # a smaller count without a unit turns up by chance
GENERIC = frozenset("many much number total people figure amount long often date day year month time when who".split())
_ANYBODY = frozenset("people persons men women others residents villagers inhabitants victims".split())
_NAMED = re.compile(r"(?<![.!?]\s)(?<!^)\b[^\W\d_a-z][\w’'-]{2,}")  # capitalised, not opening a sentence
_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december""".split()
)
_TO_COME = re.compile(r"\b(?:will|shall)\b|\b(?:is|are)\b.*\bto (?:be )?\w+\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|did|had)\b", re.IGNORECASE)
_NOUN_AFTER = re.compile(r"(?:[\s-]+(?:(?:[A-Z]\.){2,}|[^\W\d_][\w’'-]*)){1,3}")


def same_matter(question: Question, kind: Kind, a: Candidate, b: Candidate) -> bool:
    """Whether ``b`` speaks of what was asked as ``a``, the answer, does."""
    if not one_event((a.hit.passage.text, a.document), (b.hit.passage.text, b.document)):
        return False
    if kind == "number" and (_known_to(a, b) or _other_toll(question, a, b) or _other_things(question, a, b)):
        return False
    if kind == "when" and _other_tense(question, b):
        return False
    return _about_the_same(question, a, b)


def one_event(a: tuple[str, Document], b: tuple[str, Document]) -> bool:
    """Whether two passages, each with its document's headline, share a name: reports of one event do.

    A headline's capitals may be mere style: its words are names where one of the two texts has them as names.
    """
    mine, theirs = (_names(text) | _headed(document.title) for text, document in (a, b))
    known = _names(a[1].text) | _names(b[1].text)
    return bool((mine & theirs & known) - STOP_WORDS - _CALENDAR)


@lru_cache(256)
def _names(text: str) -> frozenset[str]:
    return frozenset(fold(n) for n in _NAMED.findall(text))


def _headed(title: str) -> frozenset[str]:
    return frozenset(fold(w) for w in words(title) if w[0].isupper())


def _known_to(a: Candidate, b: Candidate) -> bool:
    """Whether the answer's own document states the other value too: then it is the value of something else."""
    theirs = quantity(b)
    if theirs is None or (not theirs.dimension and theirs.low < LARGE):
        return False
    return any(
        compare(q, theirs) == "compatible" and (q.low, q.high) == (theirs.low, theirs.high)
        for q in quantities(a.document.text)
    )


def _other_toll(question: Question, a: Candidate, b: Candidate) -> bool:
    """Whether the other number counts dead, hurt or the like, and neither the question nor the answer is about that."""
    return bool(CUMULATIVE.search(sentence_of(b))) and not CUMULATIVE.search(f"{question.text} {sentence_of(a)}")


def _other_things(question: Question, a: Candidate, b: Candidate) -> bool:
    """Whether one of the numbers counts other things than the question: "219 people" are not how many children."""
    asked = _asked_for(question)
    mine, theirs = quantity(a), quantity(b)
    if not asked or asked in _ANYBODY or mine is None or theirs is None:
        return False
    for candidate, value, other in ((a, mine, theirs), (b, theirs, mine)):
        counted = "" if value.dimension else _counted(candidate, value)
        if counted and not coverage([asked], counted) and (counted not in _ANYBODY or value.high > other.high):
            return True
    return False


def _asked_for(question: Question) -> str:
    """The plural noun after "how many"; "" for none."""
    after = re.split(r"\bhow many\b", question.text, maxsplit=1, flags=re.IGNORECASE)[1:]
    return next((w.lower() for w in words(after[0]) if _plural(w)), "") if after else ""


def _counted(candidate: Candidate, value: Quantity) -> str:
    """The noun right behind a number: "fighters" of "two dozen armed fighters", "sheep" of "40 sheep"; "" for none."""
    match = _NOUN_AFTER.match(candidate.document.text, value.end)
    last = ""
    for word in words(match.group().lower()) if match else []:
        if _plural(word):
            return word
        if word in STOP_WORDS or wc.is_finite(word):
            break
        last = "" if wc.is_participle(word) or CUMULATIVE.fullmatch(word) else word
    return last


def _plural(word: str) -> bool:
    return word.lower() in _ANYBODY | {"children"} or (wc.is_plural(word.lower()) and word.lower() not in STOP_WORDS)


def _other_tense(question: Question, b: Candidate) -> bool:
    """Whether a day was already past for a question about what is to come, or the other way round."""
    named, written = day(b), published_day(b.document)
    if named is None or written is None:
        return False
    if _TO_COME.search(question.text):
        return named.last < written
    return bool(_PAST.search(question.text)) and named.first > written + datetime.timedelta(days=1)  # another time zone


def _about_the_same(question: Question, a: Candidate, b: Candidate) -> bool:
    """Whether both sentences speak of what was asked."""
    contexts = [context(c.document, c.hit.passage) for c in (a, b)]
    names = list(question.names)
    if names and coverage(names, contexts[1]) < coverage(names, contexts[0]) - 0.34:
        return False
    # "It is 7 metres long" says in the sentence before of what.
    one, other = (f"{_sentence_before(c)} {sentence_of(c)}" for c in (a, b))
    terms = [t for t in question.terms if t not in GENERIC and not t[0].isdigit()]
    kept = [t for t in terms if coverage([t], one)]
    if kept and coverage(kept, contexts[1]) < LEAST_KEPT:
        return False
    if terms and min(coverage(terms, one), coverage(terms, other)) >= LEAST_TERMS:
        return True
    if len(_stems(a) & _stems(b)) >= LEAST_SHARED:
        return True
    named = {n.lower() for n in names}
    plain = [t for t in terms if t not in named]
    sure = b.reader_score >= AS_SURE * a.reader_score and coverage(names, contexts[1]) >= coverage(names, contexts[0])
    return sure and any(coverage([t], sentence_of(b)) for t in plain)


def _sentence_before(candidate: Candidate) -> str:
    """The sentence before the candidate's in the same passage; "" for the first."""
    start, _ = sentence_bounds(candidate)
    text = candidate.document.text[candidate.hit.passage.start : start]
    spans = sentence_spans(text)
    return text[spans[-1][0] : spans[-1][1]] if spans else ""


def _stems(candidate: Candidate) -> set[str]:
    """The first letters of the words that carry a candidate's sentence's meaning, the answer's own left out."""
    own = set(content_words(candidate.text))
    found = content_words(sentence_of(candidate))
    return {w[:5] for w in found if w not in own and len(w) > 3 and not w[0].isdigit()}
