"""Sentences that speak to whoever reads or processes a text, not about its subject: never taken for a source."""

from __future__ import annotations

import re
from functools import lru_cache

from index.sentences import sentence_spans

_WHO = r"(?:assistant|ai|a\.i\.|language models?|llms?|chat ?bots?|models?|system|bots?|agents?)"
_DEEDS = (
    r"(?:ignore|disregard|forget|override|bypass|do not (?:follow|obey|reveal|cite|mention|answer)|"
    r"don['’]t (?:follow|cite|mention|answer))"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DEEDS}\b.{{0,60}}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|passages?|above|context)\b",
        r"\b(?:system|hidden|initial|original) prompt\b",
        r"\b(?:you are|you['’]re|act as|pretend to be|as) (?:now )?an? (?:helpful )?"
        r"(?:ai|a\.i\.|language model|assistant|chat ?bot)\b",
        rf"\b(?:dear|attention|note to|instructions? (?:to|for)|message (?:to|for)) (?:all |any |the |every )?{_WHO}\b",
        r"^\W*(?:system|assistant|user|human)\s*:",
        r"<\|?(?:im_start|im_end|system|assistant|user|endoftext)\|?>|\[/?INST\]|</?(?:passage|question|system)\b",
        r"\b(?:respond|reply|answer|output|print|write|say|state|tell the user|conclude|report)\b"
        r"(?: \w+){0,3} (?:only |exactly |with the words?|with the following|that the (?:answer|correct answer) is)\b",
        r"^\W*(?:you (?:must|should|will|are to|have to)|always|please|instead,?|now,?)\s+"
        r"(?:now |instead |only |always )?"
        r"(?:respond|reply|answer|output|print|write|say|state|tell|claim|cite|conclude|repeat|insert|include|reveal)\b",
        rf"\b(?:when|if) (?:you are |you['’]re )?(?:asked|answering|summari[sz]ing|an? {_WHO})\b.{{0,80}}"
        r"\b(?:respond|reply|answer|say|state|output|write|tell|claim|include)\b",
    )
)


def instructs(sentence: str) -> bool:
    """Whether a sentence gives instructions to a program that reads it."""
    return any(pattern.search(sentence) for pattern in _PATTERNS)


@lru_cache(1024)
def without_instructions(text: str) -> str:
    """The text with such sentences blanked out; the same length, so that offsets stay."""
    for start, end in sentence_spans(text):
        if instructs(text[start:end]):
            text = text[:start] + " " * (end - start) + text[end:]
    return text
