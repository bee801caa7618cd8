"""A follow-up question made standalone, without a language model.

People lean on what was said before in four ways: a correction ("no, I meant the mayor"), a bare question word ("since
when?"), a fragment ("and in Korea?"), and words that point back ("he", "there", "that league"). Where it is not plain
what is meant the question stays as it was asked, and only says that it leans on the turns before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.followups import mentions, pointers
from qa.followups.ellipsis import asked_again, bare_question, counted_again, put_in
from qa.followups.phrases import phrases
from qa.followups.tagging import tokens
from qa.patterns import OPENS_YES_NO
from qa.question import clean
from qa.records import Turn

_CORRECTION = re.compile(
    r"^(?:(?:no|nope|oops|sorry|wait|actually|oh|hmm)\b[\s,.!—-]+)+"
    r"(?:(?:but\s+)?i\s+(?:meant?|was asking about|was talking about)|meant)?[\s,:]*(?P<rest>.+)$"
    r"|^(?:but\s+)?i\s+(?:meant?|was asking about)[\s,:]+(?P<meant>.+)$|^(?P<swap>not\s+[^,;]+[,;].+)$",
    re.IGNORECASE,
)
_NOT_THIS = re.compile(
    r"^not\s+(?P<old>[^,;]+?)\s*(?:[,;]|\bbut\b)\s*(?:but\s+)?(?P<new>.+)$|^(?P<new2>.+?),?\s+not\s+(?P<old2>.+)$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|but|so|ok|okay|then|also|well|right|what about|how about|what of|(?:the )?same (?:question )?for)\b"
    r"[\s,]*)+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^(?:(?:since|until|by|from|to|for|at|in|on|with|of|before|after)\s+)?(?:who|whom|whose|what|which|when|where|why|how)\b"
    rf"|^{OPENS_YES_NO}\b|^(?:name|list|tell|give|show)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"\b(?:then|else|too|instead|also|another|since|as well|this time|the ones?|the others?|one|next|afterwards?|"
    r"in (?:response|return|reply|turn))\s*[?.!]*$|"
    r"\bthe (?:ones?|others?|same|former|latter)\b|\bsuch\b",
    re.IGNORECASE,
)
_SHORT_QUESTION = 4  # words
_FRAGMENT_WORDS = 6  # of a fragment that neither "and" nor "what about" leads in
_NAMED_FRAGMENT_WORDS = 4


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is understood, and whether it leans on the turns before."""

    question: str
    leans: bool


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """``question`` so that it can be understood without the turns before it; see :func:`understand`."""
    return understand(question, turns).question


def understand(question: str, turns: Sequence[Turn]) -> Understood:
    """What a question means after the turns before it.

    Args:
        question: as asked.
        turns: earlier questions as understood, with their short answers, oldest first.

    Returns:
        The question itself, not leaning, when there are no turns or it stands alone. ``leans`` also holds where the
        words stay as asked but the matter is that of the turns before.

    Raises:
        QuestionError: it is empty or too long.
    """
    line = clean(question)
    if not turns:
        return Understood(line, False)
    understood = _understood(line, turns)
    return Understood(understood, understood != line or _leans(line))


def _leans(line: str) -> bool:
    """Whether an unchanged question names nothing of its own, or points at something."""
    if _LEAD.match(line) or pointers.points_back(line) or _LEANING.search(line):
        return True
    if any(phrase.named or phrase.kind == "number" for phrase in phrases(line)):
        return False
    return line != line.lower() or len(line.split()) <= _SHORT_QUESTION  # typed without capitals it may name something


def _understood(line: str, turns: Sequence[Turn]) -> str:
    correction = _CORRECTION.match(line)
    if correction:
        return _corrected((correction["rest"] or correction["meant"] or correction["swap"]).strip(), line, turns)
    part = _LEAD.sub("", line)
    led = part != line
    if not part:
        return line
    if match := bare_question(part):
        return asked_again(match, turns[-1]) or line
    if counted := counted_again(part, turns[-1].question.rstrip("?.! ")):
        return counted
    if led and (name_first := _name_first(part, turns)):
        return name_first
    if _CLAUSE.match(part):
        return pointers.resolve(_capital(part) if led else line, turns)
    if led or _leading_fragment(part):
        return _fragment(part, turns) or line
    return pointers.resolve(line, turns)


def _leading_fragment(part: str) -> bool:
    """ "In Korea?", "the mayor?", "his lawyer?" without a lead: a phrase and nothing else."""
    words = tokens(part.rstrip("?.! "))
    if not words:
        return False
    only = [p for p in phrases(part) if p.role != "owner"]
    name = part.endswith("?") and len(words) <= 3 and all(w.tag == "NAME" for w in words)
    opens = name or words[0].tag in ("PREP", "DET") or [w.tag for w in words] == ["NUM"]
    length = _FRAGMENT_WORDS if only and not only[0].named else _NAMED_FRAGMENT_WORDS
    return opens and len(words) <= length and len(only) == 1 and only[0].end == words[-1].end


def _corrected(rest: str, line: str, turns: Sequence[Turn]) -> str:
    """What was really meant, put in the place of what was understood."""
    body = turns[-1].question.rstrip("?.! ")
    swap = _NOT_THIS.match(rest.rstrip("?.! "))
    if swap and not _CLAUSE.match(rest):
        old, new = (swap["old"], swap["new"]) if swap["old"] else (swap["old2"], swap["new2"])
        at = re.search(rf"(?<!\w){re.escape(old.strip())}(?!\w)", body, re.IGNORECASE)
        if at:
            return f"{body[: at.start()]}{new.strip()}{body[at.end() :]}?"
        rest = new
    if match := bare_question(rest):
        return asked_again(match, turns[-1]) or line
    if "," in rest and _CLAUSE.match(rest.split(",", 1)[1].strip()):
        name, clause = (part.strip() for part in rest.split(",", 1))
        if len(clause.split()) <= 4 and (whole := put_in(mentions.full_name(name, turns), body)):
            return f"{whole}?"
        return _name_first(rest, turns) or line
    if _CLAUSE.match(rest):
        return pointers.resolve(_capital(rest), turns)
    return _fragment(rest, turns) or line


def _name_first(part: str, turns: Sequence[Turn]) -> str | None:
    """ "Harris, did he remember the ball?" → "Did Harris remember the ball?"; None for anything else."""
    name, comma, clause = (piece.strip() for piece in part.partition(","))
    if (
        not comma
        or not _CLAUSE.match(clause)
        or _CLAUSE.match(name)
        or len(clause.split()) < 2
        or len(name.split()) > 7
    ):
        return None
    if name[:1].isupper() and len(name.split()) > 3 and not phrases(name):
        return None
    if tokens(name)[0].tag == "PREP":  # "In 2019, who won?"
        return None
    name = mentions.full_name(_owned(name, turns), turns)
    return pointers.resolve(_capital(clause), turns, first=name)


def _fragment(text: str, turns: Sequence[Turn]) -> str | None:
    """A fragment put into the last question; None when it fits nowhere."""
    part = text.rstrip("?.! ")
    if tokens(part)[0].tag in ("PREP", "DET"):
        part = part[:1].lower() + part[1:]
    part = mentions.full_name(_owned(part, turns), turns)
    body = turns[-1].question.rstrip("?.! ")
    head, comma, tail = part.partition(",")
    if comma and tail.strip() and (whole := put_in(head.strip(), body)):
        return f"{re.sub(rf' {re.escape(tail.split()[0])}$', '', whole, flags=re.IGNORECASE)},{tail}?"
    whole = put_in(part, body)
    if whole and (known := mentions.gender(part)):
        whole = re.sub(r"\b(?:him|her)self\b", "himself" if known == "m" else "herself", whole)
    return f"{whole}?" if whole else None


def _owned(part: str, turns: Sequence[Turn]) -> str:
    """ "his lawyer" with the owner's name."""
    words = tokens(part)
    if words and words[0].low in ("his", "her", "its", "their"):
        low = words[0].low
        owner = (
            mentions.person(turns, low) if low in ("his", "her")
            else mentions.owner_of(turns) if low == "its" else mentions.group(turns)
        )  # fmt: skip
        if owner:
            return f"{mentions.possessive(owner)}{part[words[0].end :]}"
    return part


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
