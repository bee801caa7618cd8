"""One question split into several by a language model: what it proposes, and which of it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qa.llm.facts import moments, numbers
from qa.llm.instructions import instructs
from qa.llm.names import missing
from qa.records import Turn

MAX_PARTS = 4
MAX_PART_CHARS = 300
MIN_WORDS = 7  # of a question that is offered for splitting
_SEVERAL = re.compile(r"\b(?:and|or|both|each|compared?|versus|vs|while|respectively|as well as)\b", re.IGNORECASE)
_LIST_SIGN = re.compile(r"^\s*(?:[-*•]|\(?\d{1,2}[.):]|Q\d?:)\s*")


def may_have_parts(question: str) -> bool:
    """Whether a question may ask several things, so that a model is worth asking how to split it."""
    return len(question.split()) >= MIN_WORDS and bool(_SEVERAL.search(question))


def read_parts(written: str, question: str, turns: Sequence[Turn] = ()) -> list[str]:
    """The parts that may be asked, of what a model wrote, one a line; empty when it is one question.

    A part that names, counts or dates what neither the question nor the conversation does, or that gives
    instructions, makes all of them void: parts ask for what was asked and for nothing else.

    Args:
        written: the model's answer.
        question: what was asked.
        turns: what the conversation has been about.
    """
    lines = [_LIST_SIGN.sub("", line).strip() for line in written.splitlines()]
    asked = list(dict.fromkeys(line for line in lines if line.endswith("?")))
    if not 2 <= len(asked) <= MAX_PARTS or not all(_same_matter(part, question, turns) for part in asked):
        return []
    return asked


def _same_matter(part: str, question: str, turns: Iterable[Turn]) -> bool:
    known = " ".join([question, *(f"{t.question} {'; '.join(t.short)}." for t in turns)])
    if len(part) > min(MAX_PART_CHARS, 2 * len(question)) or instructs(part):
        return False
    figures = [part[q.start : q.end] for q in numbers(part)] + [m.text for m in moments(part)]
    return not missing(part, [known]) and all(figure.casefold() in known.casefold() for figure in figures)
