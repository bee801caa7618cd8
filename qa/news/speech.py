"""Who says what in a text: speech verbs with their speakers and the words they introduce, as exact offsets.

A paragraph is read with its quotations blanked out, so that what is said cannot be taken for who says it. A speech
verb counts only where the noun phrase that says it stands plainly beside it; "he added" counts only where the speaker
before it is plain. What is not plain is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from qa.news import speech_verbs as sv
from qa.news.paragraphs import Paragraph, paragraphs
from qa.news.speakers import (
    OPENERS,
    PRONOUNS,
    apposed,
    finite,
    is_person,
    main_subject,
    stands_for,
    subject_after,
    subject_before,
)

REMEMBERED = 20  # stretches of speech among whose speakers a name is looked for
MOST_BACK = 3  # sentences that are read back through "he" and "she"


@dataclass(frozen=True, slots=True)
class Speech:
    """One stretch of words that someone says: ``text[said_start:said_end]``, said by ``text[start:end]``."""

    start: int  # of the speaker, code points of the whole text; a pronoun's are those of the name it stands for
    end: int
    verb: str
    frame_start: int  # from the speaker's words here to the verb
    frame_end: int
    said_start: int
    said_end: int
    last: str = ""  # the speaker's last name where the speaker is a person named in capitals


@lru_cache(512)
def speeches(text: str) -> tuple[Speech, ...]:
    """Everything that ``text`` plainly says someone says, in order; empty where nobody is quoted."""
    found: list[Speech] = []
    carried: Speech | None = None  # whose quotation the paragraph before left open
    for paragraph in paragraphs(text):
        before = len(found)
        _read(text, paragraph, found, carried)
        mine = found[before:]
        if not paragraph.open:
            carried = None
        elif mine:
            carried = mine[-1]
    return tuple(found)


def _read(text: str, paragraph: Paragraph, found: list[Speech], carried: Speech | None) -> None:
    previous: Speech | None = None  # of the sentence before, when it quotes someone word for word
    earlier: list[tuple[int, int]] = []
    for a, b in paragraph.sentences():
        raw = _frames(paragraph, a, b)
        leaning = any(text[f.start : f.end].lower() in PRONOUNS for f in raw)
        before = _about(paragraph, earlier, found) if leaning else None
        earlier.append((a, b))
        frames = [s for s in (_resolved(text, f, found, before) for f in raw) if s is not None]
        continues = previous or (carried if a == 0 or not paragraph.blanked[:a].strip() else None)
        if not frames and continues is not None and _all_quoted(paragraph, a, b):
            at = paragraph.start
            frames = [replace(continues, frame_start=at + a, frame_end=at + a, said_start=at + a, said_end=at + b)]
        found.extend(frames)
        quoted = any(qa < b and a < qb for qa, qb in paragraph.quotes)
        speakers = {(f.start, f.end) for f in frames}
        previous = frames[-1] if quoted and len(speakers) == 1 else None


def _all_quoted(paragraph: Paragraph, a: int, b: int) -> bool:
    return any(qa <= a and b <= qb for qa, qb in paragraph.quotes)


def _about(paragraph: Paragraph, earlier: list[tuple[int, int]], found: list[Speech]) -> tuple[int, int] | None:
    """The person that the sentences before are about; one that opens with "he" or "she" is about the one before it."""
    for x, y in reversed(earlier[-MOST_BACK:]):
        if not re.match(r"\s*(?:He|She)\s", paragraph.blanked[x:y]):
            return _subject(paragraph, x, y, found)
    return None


def _subject(paragraph: Paragraph, x: int, y: int, found: list[Speech]) -> tuple[int, int] | None:
    """The person the sentence ``x:y`` is about: its subject, or the one of the last speakers it names."""
    subject = main_subject(paragraph.blanked, x, y)
    o = paragraph.start
    if subject is not None and is_person(paragraph.text[slice(*subject)]):
        return o + subject[0], o + subject[1]
    named = {}
    for speech in found[-REMEMBERED:]:
        last = speech.last
        at = re.search(rf"\b{re.escape(last)}\b", paragraph.blanked[x:y]) if last else None
        if at:
            named[last] = (o + x + at.start(), o + x + at.end())
    return next(iter(named.values())) if subject is None and len(named) == 1 else None


def _resolved(text: str, frame: Speech, found: list[Speech], before: tuple[int, int] | None) -> Speech | None:
    """``frame`` with a pronoun's speaker put in, or None where it is not plain whose pronoun it is."""
    said_by = text[frame.start : frame.end]
    if said_by.lower() not in PRONOUNS:
        return frame
    if before is not None and said_by.lower() in ("he", "she"):
        if stands_for(said_by, text[slice(*before)], ""):
            return replace(frame, start=before[0], end=before[1])
        return None
    if not found:
        return None
    last = found[-1]
    between = text[max(last.said_end, last.frame_end) : frame.frame_start]
    if not stands_for(said_by, text[last.start : last.end], between):
        return None
    return replace(frame, start=last.start, end=last.end)


def _frames(paragraph: Paragraph, a: int, b: int) -> list[Speech]:
    """Speech in the sentence ``a:b`` of a paragraph, speakers as they stand there."""
    found: list[Speech] = []
    for verb in sv.VERB.finditer(paragraph.blanked, a, b):
        if any(s.frame_start <= paragraph.start + verb.start() < s.frame_end for s in found):
            continue
        found.extend(_frame(paragraph, a, b, verb))
    for match in sv.PARTICIPLE.finditer(paragraph.blanked, a, b):
        found.extend(_participle(paragraph, a, b, match, found))
    for match in sv.ACCORDING.finditer(paragraph.blanked, a, b):
        found.extend(_according(paragraph, a, b, match))
    return found


def _speech(
    paragraph: Paragraph, speaker: tuple[int, int], verb: re.Match[str], said: tuple[int, int], name: str = ""
) -> Speech:
    o = paragraph.start
    frame = (min(speaker[0], verb.start()), max(speaker[1], verb.end()))
    word = name or (verb["verb"].lower() if "verb" in verb.groupdict() else verb.group())
    named = paragraph.text[slice(*speaker)]
    last = named.split()[-1] if is_person(named) and named.split()[-1][0].isupper() else ""
    return Speech(o + speaker[0], o + speaker[1], word, o + frame[0], o + frame[1], o + said[0], o + said[1], last)


def _frame(paragraph: Paragraph, a: int, b: int, verb: re.Match[str]) -> Iterator[Speech]:
    line, word = paragraph.blanked, verb.group()
    subject = None if _after_quote(line, a, verb.start()) else subject_before(line, a, verb.start())
    if subject is None:
        quoted = _after_quote(line, a, verb.start())
        if word in ("told", "tells") or not (quoted or word in sv.INVERTED) or not _after_words(line, a, verb.start()):
            return
        clause = word in sv.INVERTED and not quoted  # "The road is open, says the county": whoever stands there says it
        if (subject := subject_after(line, verb.end(), b, anything=clause)) is not None:
            yield from (_speech(paragraph, subject, verb, said) for said in _before(paragraph, a, verb.start()))
        return
    if word in sv.WITH_WORDS:
        if re.match(r"\s+(?:out|off|on|for)\b", line[verb.end() : b]):
            return
        words = [(qa, qb) for qa, qb in paragraph.quotes if verb.end() <= qa and qb <= b]
        yield from (_speech(paragraph, subject, verb, said) for said in words[:1])
        return
    yield from (_speech(paragraph, subject, verb, said) for said in _said(paragraph, a, b, subject[0], verb))


def _after_quote(line: str, a: int, at: int) -> bool:
    return line[a:at].rstrip().endswith(("”", '"'))


def _after_words(line: str, a: int, at: int) -> bool:
    """Whether a quotation, or a clause and a comma, comes right before ``at``."""
    left = line[a:at].rstrip()
    return bool(left) and (left[-1] in '”"' or (left[-1] == "," and finite(left)))


def _said(paragraph: Paragraph, a: int, b: int, subject: int, verb: re.Match[str]) -> Iterator[tuple[int, int]]:
    """What a verb with its subject before it introduces, behind it or before it."""
    line = paragraph.blanked
    at = _past_adverbials(line, verb.end(), b, verb.group())
    if aside := sv.PARENTHESIS.match(line, at, b):
        at = aside.end()
    rest = line[at:b]
    subject = a + len(_without_description(line[a:subject].rstrip()))
    behind = line[a:subject].rstrip()
    quote_before = behind.endswith(("”", '"'))
    opened = re.match(r"[\w’'-]+", behind)
    split = behind.endswith(",") and rest.startswith(",") and opened and opened.group().lower() not in OPENERS
    if (
        quote_before
        or split
        or (behind.endswith(",") and finite(behind) and (_ends_here(rest) or _AFTERWARDS.match(rest)))
    ):
        yield from _before(paragraph, a, subject)
        comma = re.match(r"\s*(?:[^,.“\"]{0,60})?[,.:]\s*(?=[“\"])", rest)
        if comma:
            yield at + comma.end(), b
        elif not quote_before and rest.startswith(",") and finite(rest) and not sv.ASIDE.match(rest):
            yield at + 1 + len(rest[1:]) - len(rest[1:].lstrip()), b
        return
    opening = re.match(
        r"\s*(?:,\s*)?(?P<that>that\b(?!\s+(?:is|was|were|would|could|will|has|had|may|might|should)\b)|:)?,?\s*(?P<quote>[“\"])?",
        rest,
    )
    plain = opening is not None and not (opening["that"] or opening["quote"])
    if opening is None or rest.strip(' .”"') == "" or (rest.lstrip().startswith((",", ";")) and plain):
        return
    if plain and (verb.group() in sv.NEEDS_THAT or re.match(r"(?:to|for|of|as|against|with|by)\s", rest.lstrip())):
        return
    if plain and re.match(r"(?:from|in|on|at|about)\s", rest.lstrip()) and not finite(rest):
        return
    tail = sv.TAIL.search(rest)
    end = at + tail.start() if tail else b
    if at + opening.start("quote") < end if opening["quote"] else at + opening.end() < end:
        yield (at + opening.start("quote") if opening["quote"] else at + opening.end()), end


_AFTERWARDS = re.compile(r"\s+(?:after|when|while|as|before)\s")  # when it was said, behind a clause that was said
_DESCRIBED = re.compile(
    r"(?:(?<=[”\"])|(?<=,))\s+(?:the|an?|his|her|its|their|one|another|[A-Z][\w’'-]*[’']s)\s[^,;“\"”]{1,80},$"
)


def _without_description(behind: str) -> str:
    """What stands before a speaker, without what the speaker is: in "…”, the mayor, Ana Diaz, said" that is "…”,"."""
    match = _DESCRIBED.search(behind)
    return behind[: match.start()] if match and apposed(match.group().strip(" ,")) else behind


def _ends_here(rest: str) -> bool:
    return not rest.strip(" .") or rest.lstrip().startswith((",", ";")) or not finite(rest)


def _past_adverbials(line: str, at: int, end: int, verb: str) -> int:
    if verb in ("told", "tells") and (match := sv.ADDRESSEE.match(line, at, end)):
        at = match.end()
    while (match := sv.ADVERBIAL.match(line, at, end)) is not None:
        at = match.end()
    return at


def _before(paragraph: Paragraph, a: int, at: int) -> Iterator[tuple[int, int]]:
    """The quotation, or the clause from the sentence's start, that ends right before ``at``."""
    end = a + len(paragraph.blanked[a:at].rstrip())
    for qa, qb in paragraph.quotes:
        if qb == end:
            if qa - a < 3 or not finite(paragraph.blanked[a:qa]):
                yield min(qa, a) if qa - a < 3 else qa, qb
            else:
                yield a, qb  # a clause with quoted words in it: "The law was “dead,” he said"
            return
    end = a + len(paragraph.blanked[a:end].rstrip(","))
    if end > a:
        yield a, end


def _participle(paragraph: Paragraph, a: int, b: int, match: re.Match[str], frames: list[Speech]) -> Iterator[Speech]:
    """ ", saying that …": said by whoever the sentence is about."""
    at = match.end()
    that = re.match(r"that\s+", paragraph.blanked[at:b])
    said = (at + (that.end() if that else 0), b)
    o = paragraph.start
    earlier = [f for f in frames if f.frame_end <= o + match.start()]
    if earlier:
        yield _speech(paragraph, (earlier[-1].start - o, earlier[-1].end - o), match, said)
    elif (subject := main_subject(paragraph.blanked, a, match.start())) is not None:
        yield _speech(paragraph, subject, match, said)


def _according(paragraph: Paragraph, a: int, b: int, match: re.Match[str]) -> Iterator[Speech]:
    line = paragraph.blanked
    subject = subject_after(line, match.end(), b, anything=True)
    if subject is None:
        return
    if not line[a : match.start()].strip(' “"'):
        comma = line.find(",", subject[1], b)
        clauses = [c for c in (m.end() for m in re.finditer(r",\s*", line[subject[1] : b])) if c]
        if comma >= 0 and clauses:
            starts = [subject[1] + c for c in clauses if finite(line[subject[1] + c : b])]
            said = next((s for s in reversed(starts) if not finite(line[subject[1] : s])), None)
            if said is not None and said < b:
                yield _speech(paragraph, subject, match, (said, b))
        return
    if that := re.compile(r",\s+that\s+").match(line, subject[1], b):
        yield _speech(paragraph, subject, match, (that.end(), b))
        return
    end = a + len(line[a : match.start()].rstrip(" ,("))
    if end > a:
        yield _speech(paragraph, subject, match, (a, end))
