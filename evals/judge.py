"""When is an answer right? The definition that every figure in the report rests on.

An answer to a question with one answer is right when one of the short answers shown

* holds an accepted answer as whole words, in order and not negated (``evals.metrics.contains``), or has the same
  figures and a SQuAD F1 of at least 0.8 with one, and
* all short answers together have at most 25 words: showing half the article is not answering.

An answer to a list question is right when every part asked for stands in the short answers, each of at most 25 words,
and no more parts are shown than twice those asked for. A question that the documents do not answer is right when it is
refused, or when what is shown is one of the corrections that the question accepts. A right answer is proved when one
of its quotations holds an accepted answer and comes from a supporting document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evals.metrics.contains import holds, holds_any, numbers, words
from evals.metrics.crag import Outcome
from evals.metrics.lists import covered
from evals.metrics.squad import f1_score
from evals.questions import GoldQuestion

MAX_WORDS = 25
MIN_F1 = 0.8


def says(short: str, answer: str) -> bool:
    """Whether a short answer says what the accepted answer says."""
    if holds(short, answer, affirmed=True):
        return True
    same_figures = numbers(words(short)) == numbers(words(answer))
    return same_figures and f1_score(short, answer) >= MIN_F1


def is_right(shorts: Sequence[str], question: GoldQuestion) -> bool:
    """Whether the short answers, best first, answer the question; nothing shown never does."""
    if not question.answerable:
        return bool(question.correction) and is_right(
            shorts, replace(question, answerable=True, answers=question.correction, groups=())
        )
    if question.groups:
        brief = [short for short in shorts if len(short.split()) <= MAX_WORDS]
        return len(shorts) <= 2 * len(question.groups) and covered(brief, question.groups) == 1.0
    if sum(len(short.split()) for short in shorts) > MAX_WORDS:
        return False
    return any(says(short, answer) for short in shorts for answer in question.answers)


def outcome(shorts: Sequence[str], question: GoldQuestion) -> Outcome:
    """Right, refused or wrong; no short answers is a refusal, which is right when there is nothing to answer."""
    if shorts:
        return "right" if is_right(shorts, question) else "wrong"
    return "refused" if question.answerable else "right"


def is_proved(citations: Sequence[tuple[str, str]], question: GoldQuestion) -> bool:
    """Whether the citations, pairs (document name, quotation), prove a right answer.

    A list is proved when its parts stand in the quotations taken together. Where the answer is worked out, or the
    question names no document, that half of the test falls away.
    """
    names = {name for name, _ in citations}
    good = question.supporting(names) if question.documents else names
    quotes = [quote for name, quote in citations if name in good]
    if question.computed:
        return bool(quotes)
    if question.groups:
        return covered(quotes, question.groups) == 1.0
    return any(holds_any(quote, question.answers) for quote in quotes)
