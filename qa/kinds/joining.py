"""One Answer made of several: their quotations together, the least of their confidences, a statement in front."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.records import Citation
from qa.followups.followup import standalone
from qa.kinds.compound import is_bare
from qa.news.attribution import lead
from qa.records import Answer, Turn
from qa.rendering import REFUSAL, excerpt, source_line

MAX_WORDS = 80
MAX_CITATIONS = 4
_MARK = re.compile(r"\[(\d)\]")
_LEANS = re.compile(
    r"\b(?:he|she|they|him|her|his|their|them|it|its|"
    r"the (?:country|city|town|company|group|agency|party|team)(?:['’]s)?)\b",
    re.IGNORECASE,
)


def in_turn(part: str, before: Sequence[Answer]) -> str:
    """A part of a question made standalone after the parts that were answered before it."""
    turns = [Turn(a.question, tuple(a.short)) for a in before if a.found]
    return standalone(part, turns) if turns and (_LEANS.search(part) or is_bare(part)) else part


def worded(answer: Answer) -> str:
    """An answer's words, with who says so where one speaker does."""
    return lead(answer.short, answer.attribution[0] if len(answer.short) == 1 and answer.attribution else None)


def marked(statement: str, answers: Sequence[Answer]) -> str:
    """``statement`` with its marks, which count answers, made to count their first quotations: two may share one."""
    firsts = list(dict.fromkeys(a.citations[0] for a in answers))
    return _MARK.sub(lambda m: f"[{firsts.index(answers[int(m[1]) - 1].citations[0]) + 1}]", statement)


def joined(answers: Sequence[Answer], short: list[str], statement: str, citations: Sequence[Citation] = ()) -> Answer:
    """One found Answer from several found ones; the first quotation of each comes first, in order."""
    firsts = list(citations) or [a.citations[0] for a in answers]
    others = [c for a in answers for c in a.citations[1:] if c not in firsts]
    quotes = list(dict.fromkeys([*firsts, *others]))[: max(MAX_CITATIONS, len(answers))]
    return replace(
        answers[0],
        found=True,
        short=short,
        text=_text(statement, list(dict.fromkeys(firsts)), [s for a in answers for s in a.short]),
        citations=quotes,
        confidence=min(a.confidence for a in answers),
        disagreements=[d for a in answers for d in a.disagreements],
        attribution=list(dict.fromkeys(by for a in answers for by in a.attribution)),
        nearest=[],
        resolved=[day for a in answers for day in a.resolved],
        witnesses=min(a.witnesses for a in answers),
        timings=_timings(answers),
    )


def _text(statement: str, citations: Sequence[Citation], focus: Sequence[str]) -> str:
    """The statement, then every quotation, cut so that all of them fit."""
    sources = sum(len(source_line(c).split()) + 1 for c in citations)
    room = max(8, (MAX_WORDS - len(statement.split()) - sources) // max(1, len(citations)))
    lines = [f"“{excerpt(c.quote, focus, room)}” [{n}] ({source_line(c)})" for n, c in enumerate(citations, start=1)]
    return "\n".join([stopped(statement), *lines])


def stopped(text: str) -> str:
    """A statement with its full stop."""
    return text if text.endswith((".", "!", "?", "”", '"')) else text + "."


def refused(answers: Sequence[Answer], text: str = "", nearest: Sequence[Citation] | None = None) -> Answer:
    """One refusal from several answers, found or not: with the reason given, or the first one's."""
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
