"""A follow-up question made standalone, without a language model.

Four ways people lean on what was said before: a correction ("no, I meant the mayor"), a bare question word ("since
when?"), a fragment ("and in Korea?"), and a word that points back ("he", "it", "there", "that company"). A question
that does none of these is left exactly as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa import mentions
from qa.question import clean
from qa.records import Turn

_AUX = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|"
    r"isn't|aren't|wasn't|weren't|don't|doesn't|didn't)"
)
_CORRECTION = re.compile(
    r"^(?:no|nope|oops|sorry|wait|actually|not that)\b[\s,.!—-]*(?:(?:no|wait|sorry|actually)\b[\s,.!—-]*)*"
    r"(?:i\s+(?:meant?|was asking about)|meant?|not [^,;]+[,;])?[\s,]*(?P<rest>.+)$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:and|but|so|ok|okay|then|also|what about|how about)\b[\s,]*", re.IGNORECASE)
_BARE = re.compile(
    r"^(?P<wh>(?:(?:since|until|till|by|from|to|for|at|in|on|with|of)\s+)?(?:who|whom|when|where|why|how(?:\s+\w+)?|"
    r"(?:what|which)(?:\s+\w+)?|how (?:many|much)(?:\s+\w+)?|for how many \w+))"
    r"(?:\s+(?:then|so|exactly|though))?\s*\??$",
    re.IGNORECASE,
)
_WH_START = re.compile(
    r"^(?:(?:since|until|by|from|to|for|at|in|on|with|of|before|after)\s+)?(?:who|whom|whose|what|which|when|where|why|"
    rf"how)\b|^{_AUX}\b|^(?:name|list|tell|give)\b",
    re.IGNORECASE,
)
_WH_PHRASE = re.compile(
    rf"^(?P<wh>(?:(?:\w+)\s+)?(?:who|whom|what|which|when|where|why|how)\b(?:(?!\b{_AUX}\b).)*?)\s*(?=\b{_AUX}\b)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"^(in|for|on|at|by|to|from|during|under|with|as|after|before)\s+(.+)$", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|she|him)\b", re.IGNORECASE)
_HIS = re.compile(r"\b(?:his|her(?=\s+\w)|hers)\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|them|those|these)\b(?!\s+(?:who|that)\b)", re.IGNORECASE)
_THEIR = re.compile(r"\b(?:their|theirs)\b", re.IGNORECASE)
_IT = re.compile(r"\bit\b(?!['’]s\b)(?!\s+(?:true|possible|likely|known|clear|rain\w*|snow\w*))", re.IGNORECASE)
_ITS = re.compile(r"\bits\b", re.IGNORECASE)
_THERE = re.compile(rf"(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b(?!\s+{_AUX}\b)", re.IGNORECASE)
_POINTING = re.compile(r"\b(?:that|this)(?=\s*[?.!]?$)|\b(?:that|this|those|these|the same) (\w+)", re.IGNORECASE)
_CLASS_NOUN = re.compile(
    r"\bthe (?:company|firm|airline|league|film|movie|book|song|show|series|hospital|team|club|party|country|city|"
    r"state|town|group|panel|agency|court|judge|bank|school|university|college|paper|newspaper|studio|brand|operation|"
    r"law|bill|attack|strike|vote|election|case|trial|deal|agreement|report|study|crash|fire|storm|suspect|victim|"
    r"victims|killer|driver|pilot|author|actor|singer|player|coach|general|commander|minister|president)\b",
    re.IGNORECASE,
)


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """``question`` so that it can be understood without the turns before it.

    Args:
        question: as asked.
        turns: earlier questions as understood, with their short answers, oldest first.

    Returns:
        The question itself when there are no turns or it leans on none of them.

    Raises:
        QuestionError: it is empty or too long.
    """
    line = clean(question)
    if not turns:
        return line
    correction = _CORRECTION.match(line)
    if correction and not line.lower().startswith("no one"):
        return _fragment(correction["rest"], turns)
    bare = _LEAD.sub("", line)
    if match := _BARE.match(bare):
        return _recast(match["wh"], turns[-1])
    if bare != line and not _clause(bare):
        return _fragment(bare, turns)
    if not _clause(bare) and len(bare.split()) <= 4 and (_HIS.search(bare) or bare.lower().startswith("the ")):
        return _fragment(bare, turns)
    return _resolve(_capital(bare) if bare != line else line, turns)


def _clause(text: str) -> bool:
    """Whether a fragment is a question of its own, perhaps after a name: "and Harris, did he …"."""
    tail = text.split(",", 1)[1].strip() if "," in text else ""
    return bool(_WH_START.match(text) or (tail and _WH_START.match(tail) and len(tail.split()) > 1))


def _recast(wh: str, last: Turn) -> str:
    """The last question asked again with another question word, its answer put in."""
    body = last.question.rstrip("?.! ")
    answer = " and ".join(last.short[:3])
    phrase = _WH_PHRASE.match(body)
    if not phrase:  # "did parliament vote", "who leads the party"
        subject = re.match(r"^who\s+(.+)$", body, re.IGNORECASE)
        rest = f"{answer} {subject[1]}" if subject and answer else body[:1].lower() + body[1:]
        return f"{_capital(wh)} {rest}?"
    rest = body[phrase.end() :].strip()
    be = re.match(rf"^({_AUX})\s+(.*)$", rest, re.IGNORECASE)
    asks_subject = re.fullmatch(r"(?:who|what|which \w+|what \w+|how many \w+)", phrase["wh"].strip(), re.IGNORECASE)
    if (
        be
        and answer
        and asks_subject
        and be[1].lower() in ("is", "are", "was", "were", "has", "have", "had")
        and not mentions.names(be[2].split(" ")[0])
        and not be[2].lower().startswith("the ")
    ):
        return f"{_capital(wh)} {be[1]} {answer} {be[2]}?"
    adverbial = re.match(r"^(?:when|where|why|how)$", phrase["wh"].strip(), re.IGNORECASE)
    tail = f" {answer}" if answer and answer.lower() not in rest.lower() else ""
    return f"{_capital(wh)} {rest}{' ' + _joined(last, answer) if adverbial and tail else tail}?"


def _joined(last: Turn, answer: str) -> str:
    """A time or place put behind a clause, with a preposition where it brings none."""
    if _PREPOSITION.match(answer) or last.question.lower().startswith(("why", "how")):
        return answer
    return f"in {answer}" if re.fullmatch(r"(?:early |late |mid-)?(?:\d{4}|[A-Z]\w+)", answer) else f"({answer})"


def _fragment(text: str, turns: Sequence[Turn]) -> str:
    """A fragment put into the last question in the place of what it replaces."""
    part = _LEAD.sub("", text).rstrip("?.! ")
    if _clause(part):
        if "," in part and not _WH_START.match(part):
            name, rest = (s.strip() for s in part.split(",", 1))
            return _resolve(_capital(rest.rstrip("?")) + "?", [*turns, Turn(f"Who is {_owned(name, turns)}?", ())])
        return _resolve(_capital(part) + "?", turns)
    if text.lower().startswith("not ") and "," in text:
        part = text.split(",", 1)[1].strip()
    part = re.sub(r"^not [^,]+,\s*", "", _owned(part, turns), flags=re.IGNORECASE)
    body = turns[-1].question.rstrip("?.! ")
    return f"{_replaced(body, part)}?"


def _replaced(body: str, part: str) -> str:
    """``body`` with the phrase that ``part`` stands for replaced; appended when no phrase fits."""
    preposition = _PREPOSITION.match(part)
    if preposition:
        same = list(
            re.finditer(
                rf"\b{preposition[1]}\s+(?:the\s+)?(?:[\w.’'-]+)(?:\s+(?!(?:in|for|on|at|by|to|from)\b)[\w.’'-]+){{0,3}}",
                body,
                re.IGNORECASE,
            )
        )
        return body[: same[-1].start()] + part + body[same[-1].end() :] if same else f"{body} {part}"
    if re.fullmatch(r"\d{4}", part) and (year := re.search(r"\b\d{4}\b", body)):
        return body[: year.start()] + part + body[year.end() :]
    shared = [w for w in part.split() if len(w) > 3 and re.search(rf"\b{re.escape(w)}\b", body, re.IGNORECASE)]
    if shared and part.lower().startswith("the "):
        head = re.search(rf"(?:the\s+)?(?:[\w-]+\s+)?\b{re.escape(shared[-1])}\b", body, re.IGNORECASE)
        new = part if head and head.group().lower().startswith("the ") else part[4:]
        return body[: head.start()] + new + body[head.end() :] if head else f"{body} {part}"
    old = _counterpart(body, part)
    return body.replace(old, part, 1) if old else f"{body}, {part}"


def _counterpart(body: str, part: str) -> str | None:
    """The name in ``body`` that a new name takes the place of."""
    found = mentions.names(body)
    if not found:
        return None
    if part.lower().startswith("the ") and (after := [n for n in found if f"the {n}" in body]):
        return f"the {after[-1]}"
    if re.search(r"['’]s?$", part) and (owners := [n for n in found if re.search(rf"{re.escape(n)}['’]s", body)]):
        return re.search(rf"{re.escape(owners[0])}['’]s", body).group()  # type: ignore[union-attr]
    alike = [
        n for n in found if mentions.is_person(n) == mentions.is_person(part) and (" " in n) == (" " in part)
    ] or found
    return alike[0]


def _resolve(line: str, turns: Sequence[Turn]) -> str:
    """Words that point back replaced by what they point at; untouched when the question names its own."""
    changed = line
    for pattern, find, owner in _POINTERS:
        match = pattern.search(changed)
        if match and not _own_antecedent(changed, match.start()) and (found := find(turns)):
            changed = changed[: match.start()] + (_possessive(found) if owner else found) + changed[match.end() :]
    if changed != line:
        return changed
    pointing = _POINTING.search(line)
    if pointing or (_CLASS_NOUN.search(line) and not mentions.names(line)):
        about = mentions.topic(turns[-1].question)
        answer = turns[-1].short[0] if turns[-1].short else ""
        tail = f"{about}: {answer}" if answer and answer.lower() not in about.lower() else about
        return f"{line.rstrip('?.! ')} ({tail})?"
    return line


_Finder = Callable[[Sequence[Turn]], str | None]
_POINTERS: tuple[tuple[re.Pattern[str], _Finder, bool], ...] = (
    (_HE, mentions.person, False),
    (_HIS, mentions.person, True),
    (_THEIR, mentions.group, True),
    (_THEY, mentions.group, False),
    (_ITS, mentions.thing, True),
    (_IT, mentions.thing, False),
    (_THERE, mentions.place, False),
)


def _own_antecedent(line: str, at: int) -> bool:
    """Whether the question names somebody or something before the word at ``at``."""
    return bool(mentions.names(line[:at]))


def _owned(part: str, turns: Sequence[Turn]) -> str:
    """ "his lawyer" with the owner's name."""
    match = _HIS.search(part)
    owner = mentions.person(turns) if match else None
    return part[: match.start()] + _possessive(owner) + part[match.end() :] if match and owner else part


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
