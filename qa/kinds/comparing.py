"""Comparisons, orders in time and stretches of time: asked about part by part, decided, each fact quoted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.records import Citation
from qa.grouping import content_words, same_answer
from qa.kinds.aboutness import speaks_of
from qa.kinds.comparison import Comparison
from qa.kinds.deciding import Decision, compared, compares, in_words
from qa.kinds.elapsed import Interval, elapsed, is_duration, stated_gap
from qa.kinds.joining import in_turn, joined, marked, refused
from qa.kinds.options import Options
from qa.kinds.parallel import Kind, same_words, side_by_side
from qa.kinds.stated import Stated, stated
from qa.kinds.weighing import Weighed, weighed
from qa.records import Answer
from qa.rendering import REFUSAL

Ask = Callable[[str], Answer]
Offer = Callable[[str], Options]
Decide = Callable[[Sequence[Answer]], Decision | None]


def comparison_answer(question: str, comparison: Comparison, ask: Ask, offer: Offer | None) -> Answer | None:
    """Decided by value, or as a text states it; where one names the winner in a sentence that compares, that is it.

    None where a yes/no question gets no value at all: it is a plain one then.

    Args:
        question: the whole question.
        comparison: the same, read.
        ask: answers one plain question.
        offer: all that was found for a question that was asked; None where only answers are known.
    """
    kind: Kind = "number" if comparison.way in ("more", "less") else "when"
    answers = [ask(q) for q in comparison.questions]
    found = _settled(comparison.things, answers, kind, lambda all_: compared(comparison, all_))
    likely = None if found else _likeliest(comparison.things, answers, lambda all_: compared(comparison, all_), offer)
    if likely is not None and likely.sure:
        found = _decided(likely.answers, likely.decision)
    if kind == "when" and (told := _told_order(question, comparison.things, answers, ask, offer)):
        return _in_words(comparison, told, found, likely, answers)
    if found is not None:
        return found
    if comparison.yes_no:
        return refused(answers) if any(a.found for a in answers) else None
    direct = ask(question)
    if comparison.way in ("before", "after"):
        return direct
    named = [t for t in comparison.things if direct.found and _names(direct.short[0], t)]
    compares_there = bool(named) and compares(direct.citations[0].quote, kind)
    if len(named) != 1 or not compares_there:
        return refused([direct, *answers])
    about = comparison.questions[comparison.things.index(named[0])]
    return direct if speaks_of(about, direct) else refused([direct, *answers])


def _settled(things: Sequence[str], answers: Sequence[Answer], kind: Kind, decide: Decide) -> Answer | None:
    """What the answers decide, or what one passage that tells both values does; None where nothing is decided."""
    if all(a.found and speaks_of(a.question, a) for a in answers) and not same_words(answers):
        decided = decide(answers)
        if decided is not None:
            return _decided(answers, decided)
    both = side_by_side(things, [a.question for a in answers], answers, kind)
    decided = decide(both) if both and all(speaks_of(a.question, a, named=False) for a in both) else None
    return _decided(both, decided) if decided is not None else None


def _likeliest(things: Sequence[str], answers: Sequence[Answer], decide: Decide, offer: Offer | None) -> Weighed | None:
    return weighed(things, [offer(a.asked) for a in answers], decide) if offer else None


def _told_order(
    question: str, things: Sequence[str], answers: Sequence[Answer], ask: Ask, offer: Offer | None
) -> Stated | None:
    """The order that a passage states in words, looked for in what was read about each thing, then about both."""
    if offer is None or len(things) != 2:
        return None
    parts = [offer(a.asked) for a in answers]
    told = stated(things, parts)
    if told is None or told.answer.confidence < parts[0].least:
        told = stated(things, [*parts, offer(ask(question).asked)])
    return told


def _in_words(
    comparison: Comparison, told: Stated, found: Answer | None, likely: Weighed | None, answers: Sequence[Answer]
) -> Answer:
    """What is told in words, unless the dates surely say otherwise.

    Where neither is sure enough by itself and both lead to the same, each by facts of its own, both would have to be
    wrong for the answer to be.
    """
    decision, confidence = in_words(comparison, told.first), told.answer.confidence
    if found is not None:
        agrees = found.short == [decision.short]
        return found if agrees else refused([found, *answers], f"{REFUSAL} What they say about the order disagrees.")
    facts = [told.answer]
    if confidence < told.least and likely is not None and likely.decision.short == decision.short:
        confidence = round(1 - (1 - confidence) * (1 - likely.confidence), 4)
        facts += likely.answers
    if confidence < told.least:
        return refused([told.answer, *answers], f"{REFUSAL} What they say does not decide it.")
    quotes = list(dict.fromkeys([*told.answer.citations, *(c for a in facts[1:] for c in a.citations[:1])]))
    return replace(_decided(facts, decision, quotes), confidence=confidence)


def _names(short: str, thing: str) -> bool:
    """Whether a short answer is one of the things compared, and says no more."""
    return same_answer(thing, short) and len(content_words(short)) <= len(content_words(thing))


def interval_answer(question: str, interval: Interval, ask: Ask, offer: Offer | None) -> Answer:
    """Worked out from two dates; where one is not found, a stretch of time that the text itself states."""
    first = ask(interval.questions[0])
    answers = [first, ask(in_turn(interval.questions[1], [first]))]
    found = _settled(interval.things, answers, "when", lambda both: elapsed(interval, both))
    if found is not None:
        return found
    likely = _likeliest(interval.things, answers, lambda both: elapsed(interval, both), offer)
    if likely is not None and likely.sure:
        return _decided(likely.answers, likely.decision)
    told = _told_order(question, interval.things, answers, ask, offer)
    gap = stated_gap(interval, told.first, told.gap) if told is not None else None
    if told is not None and gap is not None and told.answer.confidence >= told.least:
        return _decided([told.answer], gap, told.answer.citations)
    direct = ask(question)
    stated_there = direct.found and is_duration(direct.short[0]) and speaks_of(question, direct)
    return direct if stated_there else refused([direct, *answers])


def _decided(answers: Sequence[Answer], decision: Decision, citations: Sequence[Citation] = ()) -> Answer:
    return joined(answers, [decision.short], f"{decision.short}. {marked(decision.step, answers)}", citations)
