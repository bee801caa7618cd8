"""All that the documents offer as answers to one question, and how sure each is against the others that would matter.

A decision ("more in Oslo") rests on several answers, but does not need each of them to be settled: where one source
counts 5,200 and another 5,000, both are more than 900. So an option is weighed only against those that would lead to
another decision, by the calibration that also weighs plain answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.records import Citation
from qa.confidence import Calibration, features
from qa.news.attribution import attributions
from qa.news.dates import resolve
from qa.question import Question
from qa.records import Answer, Candidate, Group

if TYPE_CHECKING:
    from qa.answerer import Work

MOST = 6  # options looked at, best first


@dataclass(frozen=True, slots=True)
class Options:
    """What was found for one question, best first."""

    question: Question
    groups: tuple[Group, ...]
    answers: tuple[Answer, ...]  # one each for the first ``MOST`` groups: found, as if it were the answer
    family: Mapping[str, str]  # document id to its family of versions and copies
    calibration: Calibration
    least: float  # confidence below which nothing is shown

    def probability(self, chosen: int, rivals: Iterable[int]) -> float:
        """How likely an option is right, 0 to 1, when only ``rivals`` (indices) would make a difference."""
        against = [self.groups[r] for r in sorted(rivals) if r != chosen]
        return self.calibration.probability(features(self.question, [self.groups[chosen], *against]))

    def others(self) -> list[int]:
        """Indices of the groups for which there is no answer: they always count as rivals."""
        return list(range(len(self.answers), len(self.groups)))


def options_of(work: Work, calibration: Calibration, least: float, cite: Callable[[Candidate], Citation]) -> Options:
    """The options for the question of ``work``; no answers where the reader found nothing."""
    answers = tuple(_answer(work, g, calibration, cite) for g in work.groups[:MOST])
    return Options(work.question, tuple(work.groups), answers, work.weigher.families.key, calibration, least)


def _answer(work: Work, group: Group, calibration: Calibration, cite: Callable[[Candidate], Citation]) -> Answer:
    best, question = group.best, work.question
    date = resolve(best.document, best.start, best.end) if question.kind == "when" else None
    return Answer(
        question=question.text,
        asked=question.text,
        found=True,
        short=[best.text],
        text=best.text,
        citations=[cite(best)],
        confidence=round(calibration.probability(features(question, [group])), 4),
        witnesses=group.witnesses,
        attribution=attributions([best]),
        resolved=[date] if date else [],
    )
