"""How likely an answer is right: a logistic regression over a handful of readable features.

The weights stand in ``qa/weights/confidence.json`` with how they were fitted; ``training/fit_answering.py`` makes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from index.errors import WeightsError
from qa.answer_types import type_fit
from qa.coverage import context, coverage
from qa.grouping import tied
from qa.question import Question, words
from qa.records import Group


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against the best group."""

    reader: float  # the surest span's logit difference to "not here"
    lead: float  # score ahead of all groups that are not shown (their log-sum-exp), logits; at most 10; 10 for none
    several: float  # log2 of the answers shown together; one of them right is enough
    witnesses: float  # log2 of independent sources
    retrieval: float  # fused score of its passage, 0 to 1
    similarity: float  # cosine of the question and the answer's sentence
    length: float  # log of one more than its words: a clause is rarely chosen by chance
    type_fit: float  # -1 to 1: does it look like an answer to this kind of question
    names: float  # share of the question's names found in the passage or its headline; 1 when it has none
    terms: float  # share of the question's telling words found there; 1 when it has none
    yesno: float  # 1 for a yes/no question
    why: float  # 1 for why and how questions


def features(question: Question, groups: Sequence[Group]) -> Features:
    """The features of the best of ``groups``, which must not be empty."""
    best = groups[0].best
    shown = tied(question, groups)
    rivals = groups[max(1, len(shown)) :]
    read = context(best.document, best.hit.passage)
    return Features(
        reader=max(c.reader_score for c in groups[0].candidates),
        lead=min(10.0, groups[0].score - _together([g.score for g in rivals])) if rivals else 10.0,
        several=math.log2(max(1, len(shown))),
        witnesses=math.log2(max(1, groups[0].witnesses)),
        retrieval=best.hit.score,
        similarity=best.similarity,
        length=math.log1p(len(words(best.text))),
        type_fit=type_fit(question.kind, best.text),
        names=coverage(question.names, read),
        terms=coverage(question.terms, read),
        yesno=float(question.kind == "yesno"),
        why=float(question.kind in ("why", "how")),
    )


def _together(scores: Sequence[float]) -> float:
    """log Σ exp: what several rivals weigh together. ``scores`` must not be empty."""
    top = max(scores)
    return top + math.log(sum(math.exp(score - top) for score in scores))


@dataclass(frozen=True)
class Calibration:
    """Weights by feature name, an intercept, and the threshold below which Quoted refuses."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float

    def probability(self, of: Features) -> float:
        """``1 / (1 + exp(-(w · x + b)))``."""
        logit = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in asdict(of).items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def default_calibration() -> Calibration:
    """The calibration that ships with the package.

    Raises:
        WeightsError: the file is missing or not readable.
    """
    try:
        data = json.loads((files("qa") / "weights" / "confidence.json").read_text("utf-8"))
        return Calibration(data["weights"], data["intercept"], data["threshold"])
    except (OSError, ValueError, KeyError) as error:
        raise WeightsError(f"qa/weights/confidence.json cannot be read ({error}): reinstall quoted") from error
