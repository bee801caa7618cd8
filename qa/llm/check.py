"""Does a sentence say what the passages it cites say? A verdict with its reason, sentence by sentence.

Facts are checked one by one and strictly: marks, quotations, numbers, dates, names and titles. Then the wording: a
sentence close to a source sentence is held against it for what was turned around; everything else is left to a
fitted score (:mod:`qa.llm.support`). What a sentence says has to stand in one place: facts of several sources belong
to several stretches, each with its own mark.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from qa.lexis import aligned, content
from qa.llm import derived, facts, names, quotes, wording
from qa.llm.alignment import hedge_dropped, nearest_clause
from qa.llm.instructions import without_instructions
from qa.llm.marks import Segment, segments
from qa.llm.support import Features, Measure, Scorer, Window, best_windows, coverage, default_scorer, windows
from qa.news.quantities import Quantity

Kind = Literal[
    "", "mark", "markup", "quotation", "number", "date", "name", "negation", "hedge", "attribution", "role", "support"
]

CLOSE = 0.75  # share of covered words from which a sentence counts as the source's own, and is held to its wording
CLOSE_ORDER = 0.6  # and share of its neighbouring words that are neighbours there too
VERBATIM = 0.9  # the score of a stretch that repeats its source and that no rule found wrong
MEANT, ALIKE = 0.5, 0.6  # a stretch with no more of the passages' words than this has to be this like one sentence
PATCHED, ADDED = 0.7, 0.8  # neighbours kept, from which words from another sentence, or from nowhere, are patched in
FEW = 4  # words in common, from which their order says something
CLOSE_NEGATED = 0.5  # share of covered words from which a negated word is looked for in both
CLOSE_NAMES = 0.85  # share of covered words from which names have to stand in the source's order
CARRIES = 0.5  # share from which a further passage that is marked is cited too
_MARKUP = re.compile(r"https?://|www\.|<[a-z/!][^>]*>|!\[|\]\(|`{3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered passage as the model was given it."""

    text: str
    published: str | None = None  # ISO 8601
    context: str = ""  # title, publisher, authors: they carry names, but are no sentence


@dataclass(frozen=True, slots=True)
class Support:
    """A stretch of the sentence and the words that carry it: ``(number of the source from 1, start, end)`` each."""

    text: str
    places: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence stands, and why not."""

    ok: bool
    kind: Kind = ""
    reason: str = ""
    score: float = 0.0  # probability that the passages carry it, of its weakest stretch; 0 where a rule struck it
    support: tuple[Support, ...] = ()
    unknown: tuple[int, ...] = ()  # marks that no passage has


@dataclass(slots=True)
class Checker:
    """Checks sentences against numbered passages.

    Attributes:
        measure: what likeness is measured with.
        scorer: weights and thresholds; the shipped ones when None.
        strict: strike what the score is not sure of; catches more, and strikes most sentences in free words.
    """

    measure: Measure = field(default_factory=Measure)
    scorer: Scorer | None = None
    strict: bool = False

    def check(self, sentence: str, sources: Sequence[Source]) -> Verdict:
        """The verdict on one sentence with its marks; mark ``[1]`` is ``sources[0]``."""
        stretches = segments(sentence)
        said = tuple(dict.fromkeys(m for s in stretches for m in s.marks))
        unknown = tuple(m for m in said if not 1 <= m <= len(sources))
        if unknown:
            return Verdict(False, "mark", f"no passage [{unknown[0]}]", unknown=unknown)
        if not stretches or any(not s.marks for s in stretches):
            return Verdict(False, "mark", "no passage is cited")
        if match := _MARKUP.search(sentence):
            return Verdict(False, "markup", f"“{match.group()}” is no plain text")
        if quotes.unbalanced(sentence):
            return Verdict(False, "quotation", "a quotation mark has no partner")
        supports: list[Support] = []
        weakest = 1.0
        for stretch in stretches:
            verdict = self._stretch(stretch, sources)
            if not verdict.ok:
                return verdict
            supports += verdict.support
            weakest = min(weakest, verdict.score)
        return Verdict(True, score=weakest, support=tuple(supports))

    def _stretch(self, stretch: Segment, sources: Sequence[Source]) -> Verdict:
        cited = [sources[m - 1] for m in stretch.marks]
        texts = [without_instructions(s.text) for s in cited]
        if fault := fault_of(stretch.text, cited, texts):
            return Verdict(False, *fault)
        if verbatim(stretch.text, texts):
            return Verdict(True, score=VERBATIM, support=(_support(stretch, texts),))
        context = " ".join(s.context for s in cited)
        features = self.measure.features(stretch.text, texts, context)
        scorer = self.scorer or default_scorer()
        score = scorer.probability(features)
        if is_foreign(features):
            return Verdict(False, "support", _why(features))
        if score < (scorer.strict_threshold if self.strict else scorer.threshold):
            return Verdict(False, "support", _why(features), score)
        return Verdict(True, score=score, support=(_support(stretch, texts),))


def is_foreign(features: Features) -> bool:
    """Whether a stretch shares too little with what it cites to be a retelling of it, in words and in likeness."""
    return features.covered_pair + features.scattered <= MEANT and features.like < ALIKE


def fault_of(claim: str, cited: Sequence[Source], texts: Sequence[str]) -> tuple[Kind, str] | None:
    """What rules find wrong with a stretch, and why; None when the score is to decide.

    Args:
        claim: the stretch without its marks.
        cited: what its marks name.
        texts: their texts without sentences that instruct the reader.
    """
    if fault := fact_fault(claim, cited, texts):
        return fault
    if not (window := carrying(claim, texts)):
        return "support", "the passage cited holds no sentence"
    whole = " ".join(texts)
    if wording.causal(claim) and not wording.causal(whole):
        return "support", "it names a cause, and the source names none"
    if (wording.speech(claim) - wording.speech(whole)) & _BINDING and not wording.negations(whole):
        return "attribution", "the source has another verb of saying"
    context = " ".join(s.context for s in cited)
    dates = [s.published for s in cited]
    return wording_fault(claim, window, dates, context) or _patched(claim, texts, context)


def fact_fault(claim: str, cited: Sequence[Source], texts: Sequence[str]) -> tuple[Kind, str] | None:
    """The first quotation, number, date, name or title that the cited passages do not carry."""
    for quote in quotes.quoted(claim):
        if not any(quotes.stands(quote, text) for text in texts) and not _title_of(quote, cited):
            return "quotation", f"“{quote}” does not stand there word for word"
    bare, claim = facts.unquoted(" ".join(texts)), facts.unquoted(claim)
    for number in facts.numbers(claim):
        if not facts.carried_number(number, bare) and not _derived(number, claim, cited, texts):
            return "number", f"“{claim[number.start : number.end]}” does not stand there"
    for ordinal in _places(claim, bare):
        if ordinal not in facts.ordinals(bare):
            return "number", f"no “{ordinal}th” there"
    dated = [(text, source.published) for text, source in zip(texts, cited, strict=True)]
    for moment in facts.moments(claim):
        if not facts.carried_date(moment, dated) and not derived.near_clock(moment, claim, bare):
            return "date", f"“{moment.text}” does not stand there"
    if missing := names.missing(claim, [*texts, *(s.context for s in cited if s.context)]):
        return "name", f"“{missing}” does not stand there"
    return None


def _derived(number: Quantity, claim: str, cited: Sequence[Source], texts: Sequence[str]) -> bool:
    """Whether one of the cited passages gives the number without writing it."""
    bare = [facts.unquoted(text) for text in texts]
    return any(
        derived.derivable(number, claim, text, source.published) for text, source in zip(bare, cited, strict=True)
    )


def _places(claim: str, text: str) -> tuple[int, ...]:
    """The ordinals of a claim but those of fractions that stand there as a share."""
    for match in derived.fractions(claim):
        if derived.share_stands(match, claim, text):
            claim = claim[: match.start()] + " " * (match.end() - match.start()) + claim[match.end() :]
    return facts.ordinals(claim)


def _title_of(quote: str, cited: Sequence[Source]) -> bool:
    return any(quotes.stands(quote, s.context) for s in cited if s.context)


def carrying(claim: str, texts: Sequence[str]) -> Window | None:
    """The sentence or pair of neighbours that carries the claim best; None where there is none.

    A single sentence is preferred to a pair that covers hardly more.
    """
    best = best_windows(claim, texts)
    if best is None:
        return None
    one, two = best
    return two if coverage(claim, two.text) > coverage(claim, one.text) + 0.1 else one


def wording_fault(claim: str, window: Window, dates: Sequence[str | None], context: str) -> tuple[Kind, str] | None:
    """What a sentence in the source's own words turns around; None for one that is not close to its source.

    Args:
        claim: the sentence without its marks.
        window: what carries it.
        dates: the cited passages' dates of publication.
        context: titles and publishers, whose words count as covered.
    """
    covered = coverage(claim, f"{window.text} {context}")
    if covered >= CLOSE_NAMES and (swapped := _swapped(claim, window.text)):
        return "role", f"the source has {swapped} the other way round"
    if covered >= CLOSE_NEGATED and wording.negation_clash(claim, window.text):
        return "negation", "one of the two is negated: “" + _short(window.text) + "”"
    if covered < CLOSE or in_its_words(claim, window.text) < CLOSE_ORDER:
        return None
    for fault in (
        _elsewhere(claim, window, dates),
        _turned(claim, window, context),
    ):
        if fault:
            return fault
    return None


def in_its_words(claim: str, source: str) -> float:
    """Share of neighbouring words, of those the source has, that stand next to each other there too; 1.0 for one."""
    places = [p for p in aligned(claim, source) if p is not None]
    steps = [0 < b - a <= 2 for a, b in itertools.pairwise(places)]
    return sum(steps) / len(steps) if steps else 1.0


def verbatim(claim: str, texts: Sequence[str]) -> bool:
    """Whether nearly all of a stretch stands in one place in the same order: quoting, which needs no likeness."""
    window = carrying(claim, texts)
    return window is not None and coverage(claim, window.text) >= 0.9 and in_its_words(claim, window.text) >= 0.8


def _elsewhere(claim: str, window: Window, dates: Sequence[str | None]) -> tuple[Kind, str] | None:
    """A number or date that stands in the passage, but in another sentence."""
    plain = facts.unquoted(claim)
    for number in facts.numbers(plain):
        there = facts.unquoted(window.text)
        if not facts.carried_number(number, there) and not derived.derivable(number, plain, there):
            return "number", f"“{plain[number.start : number.end]}” is said of something else there"
    for moment in facts.moments(plain):
        if not facts.carried_date(moment, [(window.text, dates[window.source])], itself=False):
            return "date", f"“{moment.text}” is said of something else there"
    return None


def _patched(claim: str, texts: Sequence[str], context: str) -> tuple[Kind, str] | None:
    """A sentence in the source's own words and order, into which words from elsewhere are put."""
    best = best_windows(claim, texts)
    source, whole = best[1].text if best else "", " ".join(texts)
    if sum(p is not None for p in aligned(claim, source)) < FEW:
        return None
    order, near = in_its_words(claim, source), f"{source} {context}"
    if order >= PATCHED and coverage(claim, f"{whole} {context}") - coverage(claim, near) > 0.1:
        return "support", "no one sentence there says all of it"
    if order < ADDED or coverage(claim, near) < MEANT:
        return None
    words, places = content(claim), aligned(claim, near)
    for i in range(len(words) - 2):
        if places[i] is places[i + 1] is places[i + 2] is None:
            return "support", f"“{claim[words[i].start : words[i + 2].end]}” does not stand there"
    return None


def _turned(claim: str, window: Window, context: str) -> tuple[Kind, str] | None:
    """Negations, hedges and verbs of saying that only one of the two has."""
    source = nearest_clause(claim, window.text)
    mine, theirs = wording.negations(claim), wording.negations(source)
    plainer, other = (claim, window.text) if mine < theirs else (window.text, claim)
    reworded = wording.negative_words(plainer) - wording.negative_words(other)
    odd = (mine - theirs) % 2 == 1 and not reworded
    if odd and (mine > wording.negations(window.text) or mine < theirs):
        return "negation", "one of the two is negated: “" + _short(source) + "”"
    if added := wording.absolutes_added(claim, window.text, context):
        return "hedge", f"“{min(added)}” is more than the source says"
    if dropped := hedge_dropped(claim, source):
        return "hedge", f"the source says “{dropped}”"
    said = wording.speech(claim) - wording.speech(window.text)
    if wording.speech_clash(claim, window.text) or (said & _BINDING and not wording.negations(window.text)):
        return "attribution", "the source has another verb of saying"
    return None


def _swapped(claim: str, source: str) -> str:
    """Two names in the other order than in the source, everything else in the same; "" where there are none."""
    if bool(_BY.search(claim)) != bool(_BY.search(source)):
        return ""
    pairs = [(t, p) for t, p in zip(content(claim), aligned(claim, source), strict=True) if p is not None]
    called = [(t, p) for t, p in pairs if t.word[0].isupper() and t.low not in names.DATE_WORDS]
    rest = [p for t, p in pairs if not t.word[0].isupper()]
    if sum(b < a for a, b in itertools.pairwise(rest)) > len(rest) // 6:
        return ""
    for (a, at), (b, to) in itertools.combinations(called, 2):
        if to < at and not any(at == p for t, p in called if t is not a) and a.low != b.low:
            here = {p for t, p in pairs if a.start < t.start < b.start}
            if any(to < p < at and p in here for p in rest):
                return f"{a.word} and {b.word}"
    return ""


_BINDING = frozenset(("deny", "promise"))  # kinds of speech that no other verb of saying stands for
_BY = re.compile(r"\b(?:by|from)\b")


def _support(stretch: Segment, texts: Sequence[str]) -> Support:
    """Where the stretch stands, the passage that carries it best first, then those marked that carry it too."""
    if (window := carrying(stretch.text, texts)) is None:
        return Support(stretch.text, ())
    places = [(stretch.marks[window.source], window.start, window.end)]
    for number, text in enumerate(texts):
        if number == window.source:
            continue
        single = [w for w in windows([text]) if w.sentences == 1]
        best = max(single, key=lambda w: coverage(stretch.text, w.text), default=None)
        if best is not None and coverage(stretch.text, best.text) >= CARRIES:
            places.append((stretch.marks[number], best.start, best.end))
    return Support(stretch.text, tuple(places))


def _why(features: Features) -> str:
    for name, reason in _REASONS.items():
        if getattr(features, name) > 0:
            return reason
    if features.scattered > 0.2:
        return "no one sentence there says all of it"
    if features.covered_pair < 0.5:
        return "too little of it stands there"
    return "the passage does not plainly say so"


_REASONS = {  # what speaks against a sentence by itself, plainest first
    "other_subject": "the source has somebody else do it",
    "negation_new": "it negates what the source does not",
    "hedge_here": "the source hedges it",
    "other_owner": "a number is said of something else there",
    "times_crossed": "the source has before and after the other way round",
    "cause_added": "it names a cause where the source names none",
    "absolute_added": "it leaves no exception where the source does",
    "speech_clash": "the source has another verb of saying",
}


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 90 else plain[:88].rsplit(" ", 1)[0] + " …"
