"""One Row for each question that a system was asked: the reply, judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from evals.judge import is_proved, is_right, outcome, says
from evals.metrics.citations import citation_precision
from evals.metrics.contains import contains_answer, holds_any
from evals.metrics.crag import Outcome
from evals.metrics.lists import set_score
from evals.metrics.squad import exact_match, f1
from evals.questions import GoldQuestion
from evals.systems import Reply, System

Lost = Literal["", "not retrieved", "not read", "no span", "outvoted", "refused", "answered anyway"]


@dataclass(frozen=True, slots=True)
class Row:
    """A question, the reply, and the verdicts; verdicts that do not apply are None."""

    question: GoldQuestion
    reply: Reply
    outcome: Outcome
    candidate_right: bool  # what it said, or would have said, is right; never for what has no answer
    exact: float | None
    f1: float | None
    set_f1: float | None
    contains: float | None  # the text shown holds an accepted answer
    proved: bool | None  # of right answers only
    citation_precision: float | None
    citation_recall: float | None
    rank: int | None  # of the first passage, from 1, that supports the answer; 0: not among those looked at
    lost: Lost
    sentence_precision: float | None = None  # mean over a language model's sentences that are shown
    sentence_recall: float | None = None

    @property
    def right(self) -> bool:
        """Answered right, or rightly refused."""
        return self.outcome == "right"

    @property
    def refused(self) -> bool:
        """Nothing was shown as an answer."""
        return not self.reply.shorts


def ask_all(system: System, questions: Iterable[GoldQuestion]) -> list[Row]:
    """Every question once, in order."""
    return [judge(question, system.reply(question)) for question in questions]


def judge(question: GoldQuestion, reply: Reply) -> Row:
    """The verdicts on one reply."""
    can, single = question.answerable, question.answerable and not question.groups
    verdict = outcome(reply.shorts, question)
    answered_right = can and verdict == "right"
    rank = supporting_rank(question, reply)
    first = reply.shorts[0] if reply.shorts else ""
    cited = reply.citations if can and reply.shorts else ()
    names = [name for name, _ in reply.citations]
    return Row(
        question=question,
        reply=reply,
        outcome=verdict,
        candidate_right=can and is_right(reply.candidate, question),
        exact=exact_match(first, question.answers) if single else None,
        f1=f1(first, question.answers) if single else None,
        set_f1=set_score(reply.shorts, question.groups).f1 if can and question.groups else None,
        contains=contains_answer([reply.shown], question.accepted) if can and reply.shorts else None,
        proved=is_proved(reply.citations, question) if answered_right and reply.citations else None,
        citation_precision=citation_precision(
            cited, () if question.computed else question.accepted, question.supporting(names) or names
        ),
        citation_recall=_document_recall(question, names) if cited else None,
        rank=rank,
        lost=where_lost(question, reply, rank, verdict),
        sentence_precision=_mean([s.precision for s in reply.sentences]),
        sentence_recall=_mean([s.recall for s in reply.sentences]),
    )


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _document_recall(question: GoldQuestion, names: list[str]) -> float | None:
    """1.0 when a supporting document is cited, else 0.0: each document that a question names is enough by itself."""
    return float(bool(question.supporting(names))) if question.documents else None


def supporting_rank(question: GoldQuestion, reply: Reply) -> int | None:
    """Rank, from 1, of the first retrieved passage that holds an accepted answer and is in a supporting document.

    Returns:
        0 when none of the retrieved passages does; None where the question cannot tell: it has no answer, its answer is
        worked out, or the system retrieves nothing.
    """
    if not question.answerable or question.computed or not reply.retrieved:
        return None
    good = question.supporting({name for name, _ in reply.retrieved})
    for rank, (name, text) in enumerate(reply.retrieved, 1):
        if (name in good or not question.documents) and holds_any(text, question.accepted):
            return rank
    return 0


def where_lost(question: GoldQuestion, reply: Reply, rank: int | None, verdict: Outcome) -> Lost:
    """The first stage after which a question that was not answered right could not be saved.

    not retrieved    no supporting passage among those looked at
    not read         retrieved, but below the passages that the reader got
    no span          read, but the right text was never taken for a possible answer
    outvoted         taken, but something else was put first
    refused          put first, but not trusted
    answered anyway  there was nothing to answer
    """
    if verdict == "right":
        return ""
    if not question.answerable:
        return "answered anyway"
    if is_right(reply.candidate, question):
        return "refused"
    if rank == 0:
        return "not retrieved"
    if rank is not None and rank > reply.read > 0:
        return "not read"
    taken = any(says(span, answer) for span in reply.spans for answer in question.accepted)
    return "outvoted" if taken else "no span"
