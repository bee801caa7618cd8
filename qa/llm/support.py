"""How far a passage carries a sentence: readable features of the pair, and a logistic regression over them.

The weights stand in ``qa/weights/checker.json`` with how they were fitted; ``training/fit_checker.py`` makes it.
"""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from index.errors import WeightsError
from index.sentences import sentence_spans
from qa.lexis import aligned, content, tokens
from qa.llm import alignment, wording
from qa.llm.facts import moments, numbers
from qa.llm.names import names
from qa.llm.opposites import turned

if TYPE_CHECKING:
    from index.embedding import Embedder
    from qa.reader import Reader


@dataclass(frozen=True, slots=True)
class Window:
    """One sentence, or two neighbours, of one cited passage."""

    source: int  # which of the cited passages
    start: int  # offsets in that passage's text
    end: int
    text: str
    sentences: int


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against a sentence; shares lie between 0 and 1."""

    covered: float  # share of its content words that one source sentence has
    covered_pair: float  # the same of two neighbouring sentences
    scattered: float  # share of them that only the rest of what is cited has
    missing_words: float  # content words that nothing cited has, capped at 8, over 8
    like: float  # cosine of it and the source sentence most like it
    like_best: float  # cosine of it and the source sentence that covers it best
    like_missing: float  # mean over its missing words of the cosine with the nearest word cited; 1 when none is missing
    like_worst: float  # the smallest of these; 1 when none is missing
    disorder: float  # share of neighbouring matched words that stand in another order in the source sentence
    hedge_dropped: float  # kinds of hedges that the source sentence has and it has not, over 3
    hedge_added: float
    absolute_added: float  # words that leave no exception, which the source sentence has not, over 2
    cause_added: float  # 1 when it names a cause and the source sentence names none
    time_added: float
    speech_clash: float  # 1 when their verbs of saying are of different kinds
    speech_dropped: float  # 1 when only the source sentence does
    speaker_differs: float  # 1 when a name before its verb of saying is not in the source sentence
    names_apart: float  # share of its names that the source sentence lacks
    numbers_apart: float  # share of its numbers and dates that the source sentence lacks
    hedge_here: float  # 1 when the source has a hedge before a word that it has, and it has none of that kind
    negation_new: float  # 1 when it negates and nothing in the source sentences does
    negation_lost: float  # 1 when only the stretch of the source that it retells negates
    read: float  # how sure the reader, asked the sentence as a question, is of an answer: logits, -10 to 10, over 10
    missing_run: float  # most content words in a row that the source sentences lack, at most 6, over 6
    opposites: float  # words whose opposite the source sentences have in their place, at most 2, over 2
    times_crossed: float  # 1 when one says "before" and the other "after"
    other_subject: float  # 1 when a verb has another name before it than in the source sentences
    other_owner: float  # 1 when a number stands beside another thing than there


@lru_cache(4096)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentence_spans(text))


def windows(sources: Sequence[str]) -> list[Window]:
    """Every sentence and every pair of neighbours of the passages cited, single sentences first."""
    single, pairs = [], []
    for number, text in enumerate(sources):
        spans = _sentences(text)
        single += [Window(number, a, b, text[a:b], 1) for a, b in spans]
        pairs += [Window(number, a, d, text[a:d], 2) for (a, _), (_, d) in itertools.pairwise(spans)]
    return single + pairs


def coverage(claim: str, source: str) -> float:
    """Share of the claim's content words that the source has; 1.0 for a claim without any."""
    found = aligned(claim, source)
    return sum(f is not None for f in found) / len(found) if found else 1.0


def best_windows(claim: str, sources: Sequence[str]) -> tuple[Window, Window] | None:
    """The sentence, and the sentence or pair, that cover the claim best; None where nothing is cited."""
    every = windows(sources)
    if not every:
        return None
    scored = [(coverage(claim, w.text), w) for w in every]
    one = max((s for s in scored if s[1].sentences == 1), key=lambda s: s[0])
    two = max(scored, key=lambda s: s[0])
    return one[1], two[1]


class Measure:
    """Measures pairs of a sentence and the passages it cites.

    Args:
        embedder: for likeness of words and sentences; without one those features are neutral.
        reader: was trained to tell questions that a passage answers from ones made by changing a word of such; without
            one its feature is neutral.
    """

    def __init__(self, embedder: Embedder | None = None, reader: Reader | None = None) -> None:
        self._embedder, self._reader = embedder, reader
        self._known: dict[str, np.ndarray] = {}

    def features(self, claim: str, sources: Sequence[str], context: str = "") -> Features:
        """The features of a claim; ``context`` (titles, dates) carries words like a passage but is no sentence."""
        best = best_windows(claim, sources)
        one = best[0].text if best else ""
        pair = best[1].text if best else ""
        whole = " ".join([*sources, context])
        lacking = [t.low for t, f in zip(content(claim), aligned(claim, whole), strict=True) if f is None]
        like, like_best = self._likeness(claim, sources, one)
        near = self._word_likeness(lacking, whole)
        return Features(
            covered=coverage(claim, f"{one} {context}"),
            covered_pair=coverage(claim, f"{pair} {context}"),
            scattered=max(0.0, coverage(claim, whole) - coverage(claim, f"{pair} {context}")),
            missing_words=min(len(lacking), 8) / 8,
            like=like,
            like_best=like_best,
            like_missing=float(np.mean(near)) if near else 1.0,
            like_worst=min(near, default=1.0),
            **_turns(claim, pair, whole),
            **_apart(claim, pair, context),
            read=self._reading(claim, sources),
            missing_run=min(6, alignment.missing_run(claim, f"{pair} {context}")) / 6,
            opposites=min(2, len(turned(claim, pair))) / 2,
            times_crossed=float(alignment.times_crossed(claim, pair)),
            other_subject=float(bool(alignment.other_subject(claim, pair))),
            other_owner=float(bool(alignment.other_owner(claim, pair))),
        )

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new and self._embedder is not None:
            if len(self._known) > 20_000:
                self._known.clear()
                new = list(dict.fromkeys(texts))
            self._known.update(zip(new, self._embedder.embed_passages(new), strict=True))
        return np.array([self._known[t] for t in texts])

    def _likeness(self, claim: str, sources: Sequence[str], best: str) -> tuple[float, float]:
        every = [w.text for w in windows(sources) if w.sentences == 1]
        if self._embedder is None or not every:
            return 0.7, 0.7
        cosines = self._vectors(every) @ self._vectors([claim])[0]
        return float(cosines.max()), float(cosines[every.index(best)])

    def _reading(self, claim: str, sources: Sequence[str]) -> float:
        """The best span's score in any of the passages, for the claim as a question."""
        if self._reader is None or not sources:
            return 0.0
        scores = [r.spans[0].score for r in self._reader.read(f"{claim.rstrip(' .')}?", sources) if r.spans]
        return max(-10.0, min(10.0, max(scores, default=-10.0))) / 10

    def _word_likeness(self, lacking: Sequence[str], source: str) -> list[float]:
        there = list(dict.fromkeys(t.low for t in content(source)))
        if self._embedder is None or not lacking or not there:
            return [0.5] * len(lacking)
        return [float(row.max()) for row in self._vectors(lacking) @ self._vectors(there).T]


def _turns(claim: str, source: str, whole: str) -> dict[str, float]:
    """Meaning turned around: hedges, negations, causes, times, speech."""
    mine, theirs = wording.hedges(claim), wording.hedges(source)
    clause = alignment.nearest_clause(claim, source)
    negated, there = wording.negations(claim) > 0, wording.negations(source) > 0
    new = negated and (not wording.negations(whole) or not (there or wording.negative_words(source)))
    lost = not negated and wording.negations(clause) > 0 and not wording.negative_words(claim)
    return {
        "hedge_here": float(bool(alignment.hedge_dropped(claim, clause))),
        "negation_new": float(new),
        "negation_lost": float(lost),
        "hedge_dropped": min(3, len(theirs - mine)) / 3,
        "hedge_added": min(3, len(mine - theirs)) / 3,
        "absolute_added": min(2, len(wording.absolutes_added(claim, source))) / 2,
        "cause_added": float(wording.causal(claim) and not wording.causal(source)),
        "time_added": min(3, len(wording.times(claim) - wording.times(source))) / 3,
        "speech_clash": float(wording.speech_clash(claim, source)),
        "speech_dropped": float(bool(wording.speech(source)) and not wording.speech(claim)),
    }


def _apart(claim: str, source: str, context: str) -> dict[str, float]:
    """What of the claim stands elsewhere than in the sentences that carry it, or in another order."""
    there = {t.low for t in tokens(f"{source} {context}")}
    roots = {t[:4] for t in there if len(t) > 3}
    called = names(claim)
    lost = [n for n in called if not any(w.low in there or w.low[:4] in roots for w in n.words)]
    figures = [claim[q.start : q.end] for q in numbers(claim)] + [m.text for m in moments(claim)]
    gone = [f for f in figures if coverage(f, source) < 0.99]
    places = [p for p in aligned(claim, source) if p is not None]
    steps = [b < a for a, b in itertools.pairwise(places)]
    speaker = _speaker(claim)
    return {
        "disorder": sum(steps) / len(steps) if steps else 0.0,
        "names_apart": len(lost) / len(called) if called else 0.0,
        "numbers_apart": len(gone) / len(figures) if figures else 0.0,
        "speaker_differs": float(bool(speaker) and coverage(speaker, source) < 0.5),
    }


def _speaker(claim: str) -> str:
    """The words before the first verb of saying, or behind "according to"; "" where nobody is said to speak."""
    match = re.search(r"\baccording to\s+([^,.;]+)", claim, re.I) or re.match(
        r"(?P<who>[^,;]{2,60}?)\s+(?:has |have |had |also )?(?:said|told|wrote|added|denied|warned|claimed|announced|"
        r"argued|confirmed|insisted|admitted|acknowledged|vowed|pledged|promised|tweeted|stated)\b",
        claim,
    )
    return match[1] if match else ""


@dataclass(frozen=True)
class Scorer:
    """Weights by feature name and an intercept; a sentence stands from the probability ``threshold`` on."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float
    strict_threshold: float = 1.0

    def probability(self, of: Features) -> float:
        """``1 / (1 + exp(-(w · x + b)))``, the probability that the passages carry the sentence."""
        logit = self.intercept + sum(self.weights.get(k, 0.0) * v for k, v in asdict(of).items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def default_scorer() -> Scorer:
    """The weights that ship with the package.

    Raises:
        WeightsError: the file is missing or not readable.
    """
    try:
        data = json.loads((files("qa") / "weights" / "checker.json").read_text("utf-8"))
        return Scorer(data["weights"], data["intercept"], data["threshold"], data["strict_threshold"])
    except (OSError, ValueError, KeyError) as error:
        raise WeightsError(f"qa/weights/checker.json cannot be read ({error}): reinstall quoted") from error
