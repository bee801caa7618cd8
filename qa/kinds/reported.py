"""Questions about what somebody said: "Did the mayor say that she would stay?"."""

from __future__ import annotations

import re

from qa.followups import word_classes as wc
from qa.grouping import fold
from qa.kinds.predicate import AUXILIARIES, predicate, same_form
from qa.question import words

_SAYING = (
    r"(?:sa(?:y|ys|id)|claim(?:s|ed)?|state[sd]?|declare[sd]?|announce[sd]?|"
    r"insist(?:s|ed)?|admit(?:s|ted)?|tells?|told)"
)

REPORTED = re.compile(
    rf"^(?i:did|does|do|has|have|had)\s+(?P<who>.+?)\s+{_SAYING}\s+(?:that\s+)?"
    r"(?P<subject>he|she|they|it|(?:the|his|her|its|their)\s+[\w’'-]+|[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*)\s+"
    rf"(?P<rest>(?:{'|'.join(sorted(AUXILIARIES))}|{'|'.join(sorted(wc.PASTS))}|[a-z]+ed|[a-z]+s)\s.+)$"
)

_SPEAKS = re.compile(
    r"\b(?:sa(?:y|ys|id)|told|wrote|writes|tweeted|declared|announced|stated|insisted|added|claimed|warned|replied)\b"
)

_CLAUSE_BREAK = re.compile(r"[,;:—–“”\"]|\b(?:as|while|but|after|when|because)\b")


def of_statement(reported: re.Match[str]) -> str:
    """A statement somebody is asked to have made, as a question: "he wants to stay" is "Does he want to stay"."""
    verb, _, rest = reported["rest"].partition(" ")
    who = reported["subject"]
    if verb.lower() in AUXILIARIES:
        return f"{verb.capitalize()} {who} {rest}"
    base = wc.base_form(verb)
    base = verb.removesuffix("s") if base == verb.lower() and verb.removesuffix("s") in wc.BASES else base
    return f"Does {who} {base} {rest}"


def says(who: str, evidence: str, span: str, statement: str) -> bool:
    """Whether the evidence has somebody speak whom it names as the question does: the subject of the verb of saying
    that governs the words, or what stands behind them."""
    last = [fold(w) for w in words(who)][-1:]
    turning, start = predicate(statement), max(0, evidence.find(span))
    at = next((m.start() for m in re.finditer(r"[\w’'-]+", evidence[start:]) if same_form(fold(m.group()), turning)), 0)
    before = [m.start() for m in _SPEAKS.finditer(evidence, 0, start + at)]
    if before:
        subjects = [_CLAUSE_BREAK.split(evidence[: before[-1]])[-1]]
    else:
        subjects = re.findall(
            rf"[”\"]\s+(?:{_SPEAKS.pattern})\s+([^,.;]+)|[”\"]\s+([^,.;]+?)\s+{_SPEAKS.pattern}", evidence
        )
        subjects = [" ".join(groups) for groups in subjects]
    return any(bool(last) and set(last) <= {fold(w) for w in words(part)} for part in subjects)
