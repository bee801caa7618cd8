"""All that the documents offer as answers to one question, and how sure each is against the others that would matter.

A decision ("more in Oslo") rests on several answers, but does not need each of them to be settled: where one source
counts 5,200 and another 5,000, both are more than 900. So an option is weighed only against those that would lead to
another decision, by the calibration that also weighs plain answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.records import Citation, Hit
from qa.confidence import Calibration, features
from qa.news.attribution import attributions
from qa.news.dates import resolve
from qa.question import Question
from qa.records import Answer, Candidate, Group

if TYPE_CHECKING:
    from qa.looking import Work

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
    cite: Callable[[Candidate], Citation]
    more: Callable[[Callable[[str], bool]], Iterable[Candidate]]  # found in passages retrieved whose text passes a test

    def found(self, candidate: Candidate, confidence: float, witnesses: int = 1) -> Answer:
        """A found answer whose words are a candidate's."""
        date = resolve(candidate.document, candidate.start, candidate.end) if self.question.kind == "when" else None
        return Answer(
            question=self.question.text,
            asked=self.question.text,
            found=True,
            short=[candidate.text],
            text=candidate.text,
            citations=[self.cite(candidate)],
            confidence=confidence,
            witnesses=witnesses,
            attribution=attributions([candidate]),
            resolved=[date] if date else [],
        )

    def probability(self, chosen: int, rivals: Iterable[int]) -> float:
        """How likely an option is right, 0 to 1, when only ``rivals`` (indices) would make a difference."""
        against = [self.groups[r] for r in sorted(rivals) if r != chosen]
        return self.calibration.probability(features(self.question, [self.groups[chosen], *against]))

    def others(self) -> list[int]:
        """Indices of the groups for which there is no answer: they always count as rivals."""
        return list(range(len(self.answers), len(self.groups)))


def options_of(
    work: Work,
    calibration: Calibration,
    least: float,
    cite: Callable[[Candidate], Citation],
    read: Callable[[Work, list[Hit]], list[Candidate]],
) -> Options:
    """The options for the question of ``work``; no answers where the reader found nothing.

    Args:
        work: everything looked at.
        calibration: gives probabilities.
        least: confidence below which nothing is shown.
        cite: makes the quotation of a candidate.
        read: the candidates in passages.
    """

    def more(test: Callable[[str], bool]) -> list[Candidate]:
        return read(work, [hit for hit in (*work.hits, *work.unread) if test(hit.passage.text)])

    bare = Options(work.question, tuple(work.groups), (), work.weigher.families.key, calibration, least, cite, more)
    answers = tuple(
        bare.found(g.best, round(calibration.probability(features(work.question, [g])), 4), g.witnesses)
        for g in work.groups[:MOST]
    )
    return replace(bare, answers=answers)
