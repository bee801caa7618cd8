"""Retaliated *with* is not "retaliated for": a span that the question's own verb takes with a contrary preposition.

"What did the army retaliate with?" asks for a means; in "retaliating for the raid" the raid is the cause. Only pairs of
prepositions that contrast count. Of 718 answered questions with such a preposition at an end (SQuAD 2.0 dev and the
news questions) two have their answer in such a place.
"""

from __future__ import annotations

import re

_CONTRARY = {
    "with": frozenset({"for", "from", "against"}),
    "for": frozenset({"with", "from", "against"}),
    "from": frozenset({"to", "for", "with", "against"}),
    "to": frozenset({"from", "against"}),
    "against": frozenset({"for", "with", "from", "to"}),
}
_PREPOSITION = f"(?P<preposition>{'|'.join(_CONTRARY)})"
_STRANDED = re.compile(
    rf"^(?:what|who|whom|which\b.*?|what \w+)\b.*\b(?P<verb>\w{{4,}}) {_PREPOSITION}[\s?.!]*$", re.IGNORECASE
)
_FRONTED = re.compile(
    rf"^{_PREPOSITION} (?:what|whom?|which)\b.*\b(?:did|does|do|will|would|was|were|is|are|has|have|had)\b.*?"
    r"\b(?P<verb>\w{4,})[\s?.!]*$",
    re.IGNORECASE,
)
_GOVERNED = re.compile(
    rf"\b(?P<verb>\w{{4,}}) {_PREPOSITION}\s+(?:(?:the|an?|his|her|its|their)\s+|[“\"‘'])*$", re.IGNORECASE
)


def contrary(question: str, before: str) -> bool:
    """Whether a span that follows ``before`` stands with the question's verb, but in a contrary relation.

    Args:
        question: one line.
        before: the text up to the span; the last words are what counts.
    """
    asked = _STRANDED.match(question) or _FRONTED.match(question)
    found = _GOVERNED.search(before[-80:]) if asked else None
    if not asked or not found or not _one_stem(asked["verb"].lower(), found["verb"].lower()):
        return False
    return found["preposition"].lower() in _CONTRARY[asked["preposition"].lower()]


def _one_stem(a: str, b: str) -> bool:
    """ "retaliate", "retaliating", "retaliation": the same letters up to an ending of at most five."""
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return shared >= 4 and max(len(a), len(b)) - shared <= 5 and min(len(a), len(b)) - shared <= 3
