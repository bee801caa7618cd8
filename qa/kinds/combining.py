"""Answers put together from several: each part asked for by itself, each with its quotation, the step stated."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.records import Citation
from qa.followups.followup import standalone
from qa.grouping import content_words, same_answer
from qa.kinds.comparison import Comparison, read_comparison
from qa.kinds.compound import split
from qa.kinds.deciding import Decision, compared
from qa.kinds.elapsed import Interval, elapsed, is_duration, read_interval
from qa.kinds.parallel import Kind, same_words, side_by_side
from qa.kinds.yes_no import turns_on, verdict
from qa.news.attribution import lead
from qa.question import clean, kind_of
from qa.records import Answer, Turn
from qa.rendering import REFUSAL, excerpt, source_line

Ask = Callable[[str], Answer]

MAX_CHARS = 400  # of a question that is looked at for parts
# Measured on training questions: 0.5 keeps 62% of right evidence and 18% of sentences about something else; where the
# question's own verb stands there, 0.3 keeps 98% of right evidence, and such sentences about something else are few.
MIN_ALIKE = 0.5
MIN_ALIKE_MATCHED = 0.3
MAX_WORDS = 80
MAX_CITATIONS = 4
_LEANS = re.compile(
    r"\b(?:he|she|they|him|her|his|their|them|it|its|"
    r"the (?:country|city|town|company|group|agency|party|team)(?:['’]s)?)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"\[(\d)\]")
_COUNT_NAMED = re.compile(
    r"^how many (?P<noun>[\w’'-]+(?: [\w’'-]+){0,3}?) (?P<be>are|were|is|was) (?P<verb>named|listed|mentioned by name|"
    r"identified by name|quoted|mentioned|cited)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_NUMBERS = "no one two three four five six seven eight nine ten".split()


def combined(question: str, ask: Ask, asked: str) -> Answer | None:
    """The answer to a question that takes several answers; None for every other question.

    Args:
        question: as understood.
        ask: answers one plain question.
        asked: the words the person used.

    Returns:
        An Answer to the whole question, ``found`` only when every part is.

    Raises:
        QuestionError: the question is empty or too long.
    """
    line = clean(question)
    answer = _combined(line, ask) if len(line) <= MAX_CHARS else None
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
    return replace(_compound(parts, ask), question=question, asked=asked)


def _combined(question: str, ask: Ask) -> Answer | None:
    if parts := split(question):
        return _compound(parts, ask)
    if interval := read_interval(question):
        return _interval(interval, ask, question)
    if (comparison := read_comparison(question)) and (found := _comparison(question, comparison, ask)):
        return found
    if counted := _COUNT_NAMED.match(question.strip().rstrip("?")):
        return _counted(question, f"Which {counted['noun']} {counted['be']} {counted['verb']}{counted['rest']}?", ask)
    return None


def with_verdict(answer: Answer, alike: Callable[[str, str], float]) -> Answer:
    """A found answer to a yes/no question with Yes or No in front, where its first quotation plainly says so.

    Args:
        answer: to a plain question.
        alike: cosine, -1 to 1, of a question and a sentence; evidence about something else decides nothing.
    """
    if not answer.found or len(answer.short) != 1 or kind_of(answer.question) != "yesno":
        return answer
    said = verdict(answer.question, answer.citations[0].quote, answer.short[0])
    if said is None:
        return answer
    evidence = answer.citations[0].quote
    needed = MIN_ALIKE_MATCHED if turns_on(answer.question, evidence, answer.short[0]) else MIN_ALIKE
    if alike(answer.question, evidence) < needed:
        return answer
    by = answer.attribution[0] if answer.attribution else None
    head = lead([f"{said}: “{answer.short[0].strip('“”')}”"], by)
    _, *rest = answer.text.split("\n")
    return replace(answer, short=[said], text="\n".join([_stopped(head), *rest]))


def _compound(parts: Sequence[str], ask: Ask) -> Answer:
    answers: list[Answer] = []
    for part in parts:
        turns = [Turn(a.question, tuple(a.short)) for a in answers if a.found]
        answers.append(ask(standalone(part, turns) if turns and _LEANS.search(part) else part))
    if not all(a.found for a in answers):
        return _partly(answers)
    short = [s for a in answers for s in a.short]
    said = "; ".join(f"{_said(a)} [{n}]" for n, a in enumerate(answers, start=1))
    return _joined(answers, short, _marked(said, answers))


def _said(answer: Answer) -> str:
    return lead(answer.short, answer.attribution[0] if len(answer.short) == 1 and answer.attribution else None)


def _marked(said: str, answers: Sequence[Answer]) -> str:
    """``said`` with its marks, which count answers, made to count their first quotations: two may share one."""
    firsts = list(dict.fromkeys(a.citations[0] for a in answers))
    return _MARK.sub(lambda m: f"[{firsts.index(answers[int(m[1]) - 1].citations[0]) + 1}]", said)


def _comparison(question: str, comparison: Comparison, ask: Ask) -> Answer | None:
    """Decided by value; where the text itself names one of the things as the answer, that quotation is the answer.

    None where a yes/no question gets no value at all: it is a plain one then.
    """
    kind: Kind = "number" if comparison.way in ("more", "less") else "when"
    answers = [ask(q) for q in comparison.questions]
    found = _decision(comparison.things, answers, kind, lambda both: compared(comparison, both))
    if found is not None:
        return found
    if comparison.yes_no:
        return _refused(answers) if any(a.found for a in answers) else None
    direct = ask(question)
    if comparison.way in ("before", "after"):
        return direct
    named = [t for t in comparison.things if direct.found and _names(direct.short[0], t)]
    return direct if len(named) == 1 else _refused([direct, *answers])


def _decision(
    things: Sequence[str], answers: Sequence[Answer], kind: Kind, decide: Callable[[Sequence[Answer]], Decision | None]
) -> Answer | None:
    """What two answers decide, or what one passage that tells both values does; None where nothing is decided."""
    if all(a.found for a in answers) and not same_words(answers):
        decided = decide(answers)
        if decided is not None:
            return _decided(answers, decided)
    both = side_by_side(things, [a.question for a in answers], answers, kind)
    decided = decide(both) if both else None
    return _decided(both, decided) if decided is not None else None


def _names(short: str, thing: str) -> bool:
    """Whether a short answer is one of the things compared, and says no more."""
    return same_answer(thing, short) and len(content_words(short)) <= len(content_words(thing))


def _interval(interval: Interval, ask: Ask, question: str) -> Answer:
    """Worked out from two dates; where one is not found, a stretch of time that the text itself states."""
    first = ask(interval.questions[0])
    second = interval.questions[1]
    if first.found and _LEANS.search(second):
        second = standalone(second, [Turn(first.question, tuple(first.short))])
    answers = [first, ask(second)]
    found = _decision(interval.things, answers, "when", lambda both: elapsed(interval, both))
    if found is not None:
        return found
    direct = ask(question)
    return direct if direct.found and is_duration(direct.short[0]) else _refused([direct, *answers])


def _counted(question: str, listing: str, ask: Ask) -> Answer:
    """A number that the text states is preferred; otherwise the parts of a list that one passage gives are counted."""
    listed = ask(listing)
    if not listed.found or len(listed.short) < 2 or len({c.document_id for c in listed.citations}) != 1:
        return ask(question)
    count = len(listed.short)
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return _joined([listed], [number], f"{number} ({', '.join(listed.short)})", listed.citations)


def _decided(answers: Sequence[Answer], decision: Decision) -> Answer:
    return _joined(answers, [decision.short], f"{decision.short}. {_marked(decision.step, answers)}")


def _joined(answers: Sequence[Answer], short: list[str], said: str, citations: Sequence[Citation] = ()) -> Answer:
    """One found Answer from several found ones; the first quotation of each comes first, in order."""
    firsts = list(citations) or [a.citations[0] for a in answers]
    others = [c for a in answers for c in a.citations[1:] if c not in firsts]
    quotes = list(dict.fromkeys([*firsts, *others]))[: max(MAX_CITATIONS, len(answers))]
    return replace(
        answers[0],
        found=True,
        short=short,
        text=_text(said, list(dict.fromkeys(firsts)), [s for a in answers for s in a.short]),
        citations=quotes,
        confidence=min(a.confidence for a in answers),
        disagreements=[d for a in answers for d in a.disagreements],
        attribution=list(dict.fromkeys(by for a in answers for by in a.attribution)),
        nearest=[],
        resolved=[day for a in answers for day in a.resolved],
        witnesses=min(a.witnesses for a in answers),
        timings=_timings(answers),
    )


def _text(said: str, citations: Sequence[Citation], focus: Sequence[str]) -> str:
    """The statement, then every quotation, cut so that all of them fit."""
    sources = sum(len(source_line(c).split()) + 1 for c in citations)
    room = max(8, (MAX_WORDS - len(said.split()) - sources) // max(1, len(citations)))
    lines = [f"“{excerpt(c.quote, focus, room)}” [{n}] ({source_line(c)})" for n, c in enumerate(citations, start=1)]
    return "\n".join([_stopped(said), *lines])


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”", '"')) else text + "."


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
    return _refused(answers, "\n".join(lines), shown)


def _refused(answers: Sequence[Answer], text: str = "", nearest: Sequence[Citation] | None = None) -> Answer:
    missing = [a for a in answers if not a.found]
    shown = [c for a in answers for c in (a.nearest or a.citations[:1])] if nearest is None else nearest
    told = missing[0].text if missing else f"{REFUSAL} What they say does not decide it."
    return replace(
        answers[0],
        found=False,
        short=[],
        text=text or told,
        citations=[],
        confidence=min(a.confidence for a in answers),
        disagreements=[],
        attribution=[],
        resolved=[],
        nearest=list(dict.fromkeys(shown))[:3],
        witnesses=0,
        timings=_timings(answers),
    )


def _timings(answers: Sequence[Answer]) -> dict[str, float]:
    stages = dict.fromkeys(stage for a in answers for stage in a.timings)
    return {stage: round(sum(a.timings.get(stage, 0.0) for a in answers), 2) for stage in stages}
