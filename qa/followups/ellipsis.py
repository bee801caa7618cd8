"""Fragments of a question ("and in Korea?", "since when?", "and wounded?") put into the question before them."""

from __future__ import annotations

import re

from qa.followups import mentions
from qa.followups import word_classes as wc
from qa.followups.phrases import Phrase, phrases
from qa.followups.tagging import Token, tokens
from qa.question import kind_of
from qa.records import Turn

_WH = (
    r"(?P<prep>(?:since|until|till|by|from|to|for|at|in|on|with|of|against|about)\s+)?"
    r"(?P<wh>who(?:m|se)?|when|where|why|how\s+(?:many|much|long|far|often|old|big|come|so)(?:\s+\w+)?|how|"
    r"(?:what|which)(?:\s+(?!else|then|so|exactly|though|precisely)\w+)?)"
)
_BARE = re.compile(
    rf"^{_WH}(?P<tail>\s+(?:then|so|exactly|though|precisely|else|not|was that|is that|'s that))?$", re.IGNORECASE
)
_PREPOSITION = re.compile(
    r"^(in|for|on|at|by|to|from|during|under|with|as|after|before|against|about|of|since|until)\s+(.+)$", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_COUNTED_AGAIN = re.compile(r"^how many (?P<verb>(?:were|was|are|have been) \w+|\w+ed)\s*\??$", re.IGNORECASE)
_PLURALS = {"is": "are", "was": "were", "has": "have", "isn't": "aren't", "wasn't": "weren't", "hasn't": "haven't"}
_FITS = 2.5  # how alike two phrases must be for one to take the other's place


def bare_question(text: str) -> re.Match[str] | None:
    """The match when ``text`` is a question word with nothing to ask about: "since when", "by whom", "who else"."""
    line = text.rstrip("?.! ")
    match = _BARE.match(line)
    if match and re.fullmatch(
        r"(?:what|which)\s+(?:is|was|are|were|do|did|does|happened|about)", match["wh"], re.IGNORECASE
    ):
        return None
    return match


def asked_again(match: re.Match[str], last: Turn) -> str | None:
    """The last question with the new question word, its answer put where it belongs; None when it cannot be done."""
    body = re.sub(r"\s+(?:then|too|though|as well|instead)$", "", last.question.rstrip("?.! "))
    words = tokens(body)
    wh, tail = (match["prep"] or "") + match["wh"], (match["tail"] or "").strip().lower()
    at = next((i for i, word in enumerate(words) if word.tag == "AUX"), None)
    opener = next((i for i, word in enumerate(words[:2]) if word.tag == "WH"), None)
    if at == 0 and (counted := _counted_object(wh, body)):
        return counted
    if at == 0:  # yes or no
        return _ended(wh, _negated(body, words) if tail == "not" else body)
    if opener is None:
        return None
    answer = mentions.joined(last.short[:4]) if last.short and len(last.short[0].split()) <= 9 else ""
    if tail == "else":
        if words[opener].low != match["wh"].split()[0].lower():
            return None
        return _else(match["wh"], body, words, opener, answer)
    word = words[opener].low
    if at is None or at > 5 or _subject_asked(words, opener, at):
        return _cleft(wh, body, words, opener, at, answer, several=len(last.short) > 1)
    rest = body[words[at].start :]
    counted = _counted(body, words, opener, at)
    if kind_of(body) in ("when", "where", "why") or word in ("when", "where", "why"):
        word = {"when": "when", "where": "where"}.get(kind_of(body), word)
        return _ended(wh, f"{rest} {_placed(answer, word)}".strip() if answer and _short(answer) else rest)
    if word == "how" and not counted:
        return _ended(wh, rest)
    return _ended(wh, _with_object(rest, answer or counted, counted, match["prep"] or ""))


def _counted_object(wh: str, body: str) -> str | None:
    """ "How many?" after "Did he mention casualties?"."""
    counted = next((p for p in phrases(body) if p.role == "object" and p.plural), None)
    if counted is None or not re.fullmatch(r"how (?:many|much)", wh, re.IGNORECASE):
        return None
    noun = re.sub(r"^(?:the|any|some)\s", "", counted.text)
    rest = f"{body[: counted.start].rstrip()}{body[counted.end :]}"
    return _ended(f"{wh} {noun}", rest)


def _ended(wh: str, rest: str) -> str:
    return f"{wh[:1].upper()}{wh[1:]} {rest[:1].lower() + rest[1:] if tokens(rest)[0].tag == 'AUX' else rest}?"


def _negated(body: str, words: list[Token]) -> str:
    first = words[0].text
    return body if first.endswith("n't") else f"{first}n't{body[len(first) :]}"


def _short(answer: str) -> bool:
    return len(answer.split()) <= 6


def _placed(answer: str, word: str) -> str:
    """A time or place behind a clause, with a preposition where it brings none."""
    if _PREPOSITION.match(answer) or word == "why":
        return answer if word != "why" else ""
    if word == "where":
        return f"in {answer}" if wc.bare(answer) in wc.COUNTRIES else f"at {answer}"
    return (
        f"in {answer}"
        if re.fullmatch(r"(?:(?:early|late|mid)[ -])?(?:[A-Z][a-z]+ )?\d{4}s?", answer)
        else f"on {answer}"
    )


def _subject_asked(words: list[Token], opener: int, at: int) -> bool:
    """ "Who was killed": the question word is the subject, so nothing stands between the auxiliary and the verb."""
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        after is not None and after.tag == "WORD" and words[at].low in wc.BE | wc.HAVE and wc.is_participle(after.text)
    )


def _cleft(
    wh: str, body: str, words: list[Token], opener: int, at: int | None, answer: str, *, several: bool
) -> str | None:
    """ "Who bought the house?" "When?" → "When was it that Kelly bought the house?"."""
    if at is not None and _subject_asked(words, opener, at) and answer:
        verb = _PLURALS.get(words[at].low, words[at].text) if several else words[at].text
        return _ended(wh, f"{verb} {answer} {body[words[at + 1].start :]}")
    asked = next((p for p in phrases(body) if p.role == "asked"), None)
    start = asked.end if asked else words[opener].end
    whole = body[words[opener].end : start].strip()
    subject = answer or (f"{whole}".strip() if asked else "")
    rest = body[start:].strip()
    if kind_of(body) == "number" and asked:
        subject = whole.split(" ", 1)[-1] if not answer else _numbered(answer, asked)
    if not rest or not subject:
        return None
    was = "is" if any(f"{b}s" == tokens(rest)[0].low for b in wc.BASES) else "was"
    return _ended(wh, f"{was} it that {subject} {rest}")


def _numbered(answer: str, asked: Phrase) -> str:
    return (
        answer if asked.head in answer.lower() or not re.fullmatch(r"[\w.,\- ]+", answer) else f"{answer} {asked.text}"
    )


def _counted(body: str, words: list[Token], opener: int, at: int) -> str:
    """ "satellites" of "how many satellites has …"."""
    asked = next((p for p in phrases(body) if p.role == "asked"), None)
    return asked.text if asked and asked.end <= words[at].start and words[opener].low == "how" else ""


def _with_object(rest: str, answer: str, counted: str, preposition: str) -> str:
    """What was asked for put behind the verb: "did K kill at the church" → "did K kill 25 people at the church"."""
    thing = counted if counted else answer
    if not thing or thing.lower() in rest.lower():
        return rest
    words = tokens(rest)
    found = phrases(rest)
    subject_end = next((p.end for p in found if p.role == "subject"), words[0].end)
    if words[0].low in wc.BE and len(found) <= 1:
        return f"{words[0].text} {thing}" if not found else rest
    first_preposition = next((w.start for w in words if w.tag == "PREP" and w.start > subject_end + 1), len(rest))
    if preposition:
        same = re.search(rf"\b{preposition.strip()}\s+[^,]*$", rest, re.IGNORECASE)
        if same and same.start() > subject_end:
            return f"{rest[: same.start()].rstrip()} {thing}"
    return f"{rest[:first_preposition].rstrip()} {thing} {rest[first_preposition:]}".strip()


def _else(wh: str, body: str, words: list[Token], opener: int, answer: str) -> str:
    rest = body[words[opener].end :].strip()
    beside = f" besides {answer}" if answer else ""
    return f"{wh[:1].upper()}{wh[1:].split()[0]} else {rest}{beside}?"


def put_in(part: str, body: str) -> str | None:
    """``body`` with the phrase that ``part`` stands for replaced; None when nothing in it is alike.

    Args:
        part: a fragment without "and" or "what about": a name, a time, "in Korea", "wounded", "his lawyer".
        body: the last question without its question mark.
    """
    preposition = _PREPOSITION.match(part)
    if preposition:
        return _replaced_place(part, preposition[1].lower(), body)
    owner = next((p for p in phrases(body) if p.role == "owner"), None)
    if owner and re.search(r"['’]s?$", part):
        return body[: owner.start] + part + re.sub(r"^['’]s?", "", body[owner.end :])
    new = _whole(part)
    if new is None or (part in wc.BASES and _other_verb(part, body)):
        return _other_verb(part, body)
    if new.kind in ("time", "number") and _YEAR.fullmatch(part) and (year := _YEAR.search(body)):
        return body[: year.start()] + part + body[year.end() :]
    if whole := _other_possession(part, body):
        return whole
    best = max(((_likeness(new, old), -old.start, old) for old in phrases(body)), default=None, key=lambda t: t[:2])
    if best is None or best[0] < _FITS:
        if wc.is_participle(part):
            return _other_verb(part, body)
        return f"{body} {'in ' if _YEAR.fullmatch(part) else ''}{part}" if new.kind == "time" else None
    old = best[2]
    if old.role == "asked" and " " in old.text and " " not in part and (new.plural or part.endswith("s")):
        return body[: old.end - len(old.text.split()[-1])] + part + body[old.end :]
    end = old.start + len(old.full) if body[old.start :].startswith(old.full) and new.kind != "place" else old.end
    if new.named or new.kind in ("person", "group"):
        end = old.end
    return body[: old.start] + part + body[end:]


def _other_possession(part: str, body: str) -> str | None:
    """ "Graz's area" after "what is the population of Graz": another thing that the same owner has."""
    found = phrases(body)
    owner = next((p.text for p in found if part.startswith(f"{mentions.possessive(p.text)} ")), None)
    old = next((p for p in found if owner and p.text != owner and owner in p.full), None)
    return body[: old.start] + part + body[old.start + len(old.full) :] if old else None


def counted_again(question: str, body: str) -> str | None:
    """ "How many were injured?" after "How many people died in the fire?": the fire's people, counted otherwise."""
    match = _COUNTED_AGAIN.match(question)
    asked = next((p for p in phrases(body) if p.role == "asked" and p.plural), None)
    if not match or asked is None or not body.lower().startswith("how many"):
        return None
    rest = tokens(body[asked.end :])
    be = 1 if rest and rest[0].low in wc.BE else 0
    if len(rest) <= be or not (wc.is_participle(rest[be].text) or rest[be].low in wc.PASTS):
        return None
    return f"{body[: asked.end]} {match['verb']}{body[asked.end + rest[be].end :]}?"


def _whole(part: str) -> Phrase | None:
    found = [p for p in phrases(part) if p.role != "owner"]
    return found[0] if found and not (len(part.split()) == 1 and wc.is_participle(part) and part.islower()) else None


def _likeness(new: Phrase, old: Phrase) -> float:
    """How well one phrase can take another's place."""
    if old.role == "owner":
        return 0.0 if not new.named else 1.0 + 2.0 * (new.kind == old.kind or "name" in (new.kind, old.kind))
    score = 5.0 * (wc.singular(new.head) == wc.singular(old.head))
    score += 3.0 * (new.kind == old.kind) or 2.0 * (new.named and old.named and "name" in (new.kind, old.kind))
    if {new.kind, old.kind} == {"person", "place"} or ("time" in (new.kind, old.kind) and new.kind != old.kind):
        return 0.0
    score += 1.0 * (new.named == old.named or (" " not in new.text and not new.plural))  # typed without a capital
    score += 1.0 * (new.text.lower().startswith("the ") == old.text.lower().startswith("the "))
    score += 1.0 * (new.plural == old.plural) - 3.0 * (
        old.role == "asked" and not new.plural and not new.text.endswith("s")
    )
    return score + 0.5 * (old.role == "subject")


def _replaced_place(part: str, preposition: str, body: str) -> str:
    """A prepositional phrase in the place of one with the same preposition, or of the same kind; else added."""
    new = next((p for p in phrases(part) if p.role != "owner"), None)
    same = [p for p in phrases(body) if p.preposition == preposition and p.role == "prep"]
    if new is not None:
        same = [p for p in same if (p.kind == "time") == (new.kind == "time")]
        if not same:
            same = [p for p in phrases(body) if p.role == "prep" and p.kind == new.kind and p.kind in ("time", "place")]
    if not same:
        return f"{body} {part}"
    old = same[-1]
    start = body.lower().rfind(old.preposition, 0, old.start)
    return body[:start] + part + body[old.end :]


def _other_verb(part: str, body: str) -> str | None:
    """ "and wounded?" after "how many people did he kill": another verb in the same question."""
    word = part.split()[0]
    taken = [(p.start, p.end) for p in phrases(body)]
    free = [
        w for w in tokens(body)
        if w.tag == "WORD" and not any(a <= w.start < b for a, b in taken)
        and (w.low in wc.BASES or wc.is_participle(w.text) or w.low in wc.PASTS)
    ]  # fmt: skip
    if not free or not (wc.is_participle(word) or part in wc.BASES):
        return None
    old = free[-1]
    base = old.low in wc.BASES and not wc.is_participle(old.text) and part not in wc.BASES
    new = wc.base_form(word) + part[len(word) :] if base else part
    return body[: old.start] + new + body[old.end :]
