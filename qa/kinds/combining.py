"""Answers put together from several: each part asked for by itself, each with its quotation, the step stated."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.kinds.aboutness import about
from qa.kinds.comparing import Ask, Offer, comparison_answer, interval_answer
from qa.kinds.comparison import read_comparison
from qa.kinds.compound import is_bare, split
from qa.kinds.distinct import told_apart
from qa.kinds.elapsed import read_interval
from qa.kinds.joining import in_turn, joined, marked, refused, stopped, worded
from qa.kinds.verdicts import LEAST_TOLD, decided
from qa.kinds.yes_no import turning_word, turns_on, verdict
from qa.news.attribution import lead
from qa.patterns import counted as in_words
from qa.question import clean, kind_of
from qa.records import Answer
from qa.rendering import REFUSAL, excerpt, source_line

MAX_CHARS = 400  # of a question that is looked at for parts
# Measured on training questions: 0.5 keeps 62% of right evidence and 18% of sentences about something else; where the
# question's own verb stands there, 0.3 keeps 98% of right evidence, and such sentences about something else are few.
MIN_ALIKE = 0.5
MIN_ALIKE_MATCHED = 0.3
_COUNT_NAMED = re.compile(
    r"^how many (?P<noun>[\w’'-]+(?: [\w’'-]+){0,3}?) (?P<be>are|were|is|was) (?P<verb>named|listed|mentioned by name|"
    r"identified by name|quoted|mentioned|cited)\b(?P<rest>.*)$",
    re.IGNORECASE,
)


def combined(question: str, ask: Ask, asked: str, offer: Offer | None = None) -> Answer | None:
    """The answer to a question that takes several answers; None for every other question.

    Args:
        question: as understood.
        ask: answers one plain question.
        asked: the words the person used.
        offer: all that was found for a question that was asked; None where only answers are known.

    Returns:
        An Answer to the whole question, ``found`` only when every part is.

    Raises:
        QuestionError: the question is empty or too long.
    """
    line = clean(question)
    answer = _combined(line, ask, offer) if len(line) <= MAX_CHARS else None
    return None if answer is None else replace(answer, question=line, asked=asked)


def asked_in_parts(question: str, parts: Sequence[str], ask: Ask, asked: str) -> Answer:
    """The answer to a question of which somebody has said what it asks: each part quoted, or a refusal that says which
    part the documents do not answer.

    Args:
        question: as understood.
        parts: questions, two or more; a later one may lean on an earlier one's answer.
        ask: answers one plain question.
        asked: the words the person used.
    """
    return replace(_compound(parts, ask, None), question=question, asked=asked)


def _combined(question: str, ask: Ask, offer: Offer | None) -> Answer | None:
    if parts := split(question):
        return _compound(parts, ask, offer)
    if interval := read_interval(question):
        return interval_answer(question, interval, ask, offer)
    if (comparison := read_comparison(question)) and (found := comparison_answer(question, comparison, ask, offer)):
        return found
    if counted := _COUNT_NAMED.match(question.strip().rstrip("?")):
        return _counted(question, f"Which {counted['noun']} {counted['be']} {counted['verb']}{counted['rest']}?", ask)
    return None


def with_verdict(
    answer: Answer, alike: Callable[[str, str], float], ask: Ask | None = None, offer: Offer | None = None
) -> Answer:
    """An answer to a yes/no question with Yes or No in front, where a quotation plainly says so: its own first one, or
    another sentence that was read and decides the question.

    Args:
        answer: to a plain question, found or not.
        alike: cosine, -1 to 1, of a question and a sentence; evidence about something else decides nothing.
        ask: answers one plain question; None where only the answer is known.
        offer: all that was found for a question that was asked.
    """
    if kind_of(answer.question) != "yesno":
        return answer
    said = _with_own_verdict(answer, alike)
    if said is not answer or ask is None or offer is None:
        return said
    options = offer(answer.asked)
    other = decided(options, lambda wording: offer(ask(wording).asked))
    if other is None or other.answer.confidence < options.least:
        return answer
    quoted = f"{other.verdict}: “{other.answer.short[0].strip('“”')}”"
    return joined([other.answer], [other.verdict], lead([quoted], (*other.answer.attribution, None)[0]))


def _with_own_verdict(answer: Answer, alike: Callable[[str, str], float]) -> Answer:
    if not answer.found or len(answer.short) != 1:
        return answer
    said = verdict(answer.question, answer.citations[0].quote, answer.short[0])
    if said is None:
        return answer
    evidence = answer.citations[0].quote
    needed = MIN_ALIKE_MATCHED if turns_on(answer.question, evidence, answer.short[0]) else MIN_ALIKE
    before = f"{answer.citations[0].title}\n{answer.citations[0].passage.partition(evidence)[0]}"
    turning = turning_word(answer.question)
    if not about(answer.question, evidence, before, LEAST_TOLD["No"], without=turning):
        return answer
    if alike(answer.question, evidence) < needed:
        return answer
    by = answer.attribution[0] if answer.attribution else None
    head = lead([f"{said}: “{answer.short[0].strip('“”')}”"], by)
    _, *rest = answer.text.split("\n")
    return replace(answer, short=[said], text="\n".join([stopped(head), *rest]))


def _compound(parts: Sequence[str], ask: Ask, offer: Offer | None) -> Answer:
    answers: list[Answer] = []
    for part in parts:
        if is_bare(part) and not all(a.found for a in answers):
            break  # "where?" of nothing known
        answers.append(ask(in_turn(part, answers)))
    answers = told_apart(answers, offer) if offer else answers
    if not all(a.found for a in answers):
        return _partly(answers)
    short = [s for a in answers for s in a.short]
    said = "; ".join(f"{worded(a)} [{n}]" for n, a in enumerate(answers, start=1))
    return joined(answers, short, marked(said, answers))


def _counted(question: str, listing: str, ask: Ask) -> Answer:
    """A number that the text states is preferred; otherwise the parts of a list that one passage gives are counted."""
    listed = ask(listing)
    if not listed.found or len(listed.short) < 2 or len({c.document_id for c in listed.citations}) != 1:
        return ask(question)
    count = len(listed.short)
    number = in_words(count)
    return joined([listed], [number], f"{number} ({', '.join(listed.short)})", listed.citations)


def _partly(answers: Sequence[Answer]) -> Answer:
    """A refusal that says which part the documents do not answer, and shows what they say to the others."""
    missing = [a for a in answers if not a.found]
    found = [a for a in answers if a.found]
    lines = [f"{REFUSAL} Not answered: " + " ".join(a.question for a in missing)]
    for answer in found:
        citation = answer.citations[0]
        lines.append(
            f"Answered: {answer.question} {'; '.join(answer.short)}: “{excerpt(citation.quote, answer.short, 20)}” "
            f"({source_line(citation)})"
        )
    shown = [c for a in found for c in a.citations[:1]] + [c for a in missing for c in a.nearest]
    return refused(answers, "\n".join(lines), shown)
