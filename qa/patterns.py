"""Closed classes of English words as alternations for regular expressions, and counts in words: written once."""

from __future__ import annotations

BE = r"(?:is|are|was|were)"
AUXILIARY = r"(?:is|are|was|were|do|does|did|have|has|had|will|would)"
OPENS_YES_NO = (  # what a yes/no question begins with
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|"
    r"isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|hadn't|won't|can't)"
)
PREPOSITION = r"(?:in|at|on|from|by|to|for|during|among|under)"
NUMBER_WORDS = tuple("no one two three four five six seven eight nine ten".split())


def counted(count: int) -> str:
    """A count as people write it: in words up to ten ("no" for 0), in figures above."""
    return NUMBER_WORDS[count] if count < len(NUMBER_WORDS) else f"{count:,}"


def without_mark(question: str) -> str:
    """A question as one phrase, without its question mark and what stands around it."""
    return question.strip().rstrip("?").strip()
