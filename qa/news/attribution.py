"""Who says so: the speaker and verb of a quotation that is itself reported speech.

"According to" is said only where a document plainly attributes the words; see :mod:`qa.news.speech` for how it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.records import Document
from index.sentences import sentence_spans
from qa.coverage import coverage
from qa.grouping import content_words, same_word
from qa.news.paragraphs import quotations
from qa.news.speech import Speech, speeches
from qa.question import Question
from qa.records import Attribution, Candidate

WHO_WEIGHT = 2.0  # logits for being the speaker of the words that a "who said" question describes best
ABOUT_WEIGHT = 1.5  # logits for standing in what the person asked about says

_NEUTRAL = frozenset(
    ("said", "says", "saying", "told", "tells", "reported", "reports", "wrote", "writes", "stated", "according to")
)
_SPEECH_VERBS = (
    r"said|says?|told|tells?|warned|vowed|threatened|promised|declared|claimed|called|describe[ds]?|announced|argued|"
    r"insisted|admitted|acknowledged|denied|confirmed|wrote|tweeted|predicted|complained|accused|thinks?|thought|believe[ds]?|"
    r"suggested|estimated|observed|wondered|asked|spoke|boasted|stated|remarked|reported|noted|used the words?|pledged|"
    r"demanded|alleged|praised|criticised|criticized|blamed|likened|compared|dismissed|explained|revealed|expressed|"
    r"considers?|considered|sees?|saw|feared|fears|quoted as saying"
)
_WHO = re.compile(
    rf"^(?:and\s+|but\s+)?(?:who(?: else)?|which\s+(?:[\w’'-]+\s+){{1,4}}?)\s*(?:was|is|has|have|had|were)?\s*"
    rf"(?P<verb>{_SPEECH_VERBS})\b"
    r"|^whose\s+(?:words?|remarks?|statement|warning|comments?)\b|\bwas said by who(?:m)?\b|^according to who(?:m)?\b",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\b(?:what|how|why|when|where|who|which|whom)\b.{0,60}?\b(?:did|does|do|has|had|have)\s+(?P<who>.{2,60}?)\s+"
    r"(?:say|said|tell|told|write|written|call|called|describe|described|warn|warned|predict|promise|claim|put|announce|"
    r"argue|respond|reply|answer|comment|tweet|vow|threaten|state|declare|think|believe|suggest|characteri[sz]e|react)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\baccording to\s+(?P<who>[^,?;]{2,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question wants to know about speech; neither for most questions."""

    speaker: bool = False  # who said it
    by: str = ""  # what did this person say
    verb: str = ""  # of "who said", in lower case


@lru_cache(64)
def read_asked(question: str) -> Asked:
    """Whether a question asks who said something, or what somebody said."""
    if who := _WHO.search(question):
        return Asked(speaker=True, verb=(who["verb"] or "").lower())
    match = _WHAT.search(question) or _ACCORDING.search(question)
    by = match["who"].strip() if match else ""
    return Asked(by=by if by.lower() not in ("he", "she", "they", "it", "who", "whom", "anyone", "you") else "")


def _holding(document: Document, start: int, end: int) -> list[Speech]:
    """Speech that ``start:end`` stands in, the closest first."""
    held = [s for s in speeches(document.text) if s.said_start <= start and end <= s.said_end]
    return sorted(held, key=lambda s: (s.said_end - s.said_start, s.verb == "according to", s.start))


def attribute(document: Document, start: int, end: int) -> Attribution | None:
    """Who says ``document.text[start:end]``.

    Args:
        document: where the words stand.
        start: their first code point.
        end: one past their last.

    Returns:
        The speaker closest to the words; None where the document says them itself, where they name the speaker, or
        where it is not plain who speaks.
    """
    for speech in _holding(document, start, end):
        if (start < speech.end and speech.start < end) or (start < speech.frame_end and speech.frame_start < end):
            continue
        line_start = document.text.rfind("\n", 0, start) + 1
        line_end = document.text.find("\n", end)
        quotes, _ = quotations(document.text[line_start : line_end if line_end >= 0 else len(document.text)])
        direct = any(line_start + a <= start and end <= line_start + b for a, b in quotes)
        return Attribution(
            document_id=document.id,
            speaker=document.text[speech.start : speech.end],
            start=speech.start,
            end=speech.end,
            verb=speech.verb,
            kind="direct" if direct else "reported",
            said_start=speech.said_start,
            said_end=speech.said_end,
        )
    return None


def attributions(candidates: Sequence[Candidate]) -> list[Attribution]:
    """Who says each of ``candidates``, without repeats; none for what the documents say themselves."""
    found = [attribute(c.document, c.start, c.end) for c in candidates]
    return list(dict.fromkeys(a for a in found if a is not None))


def lead(short: Sequence[str], by: Attribution | None) -> str:
    """The short answers and, where one says so, who: "25, according to Milley"; "no change (the ministry denied)"."""
    said = "; ".join(short)
    if by is None:
        return said
    if by.verb in _NEUTRAL:
        return f"{said}, according to {by.speaker}"
    return f"{said} ({by.speaker} {by.verb})"


def same_speaker(asked: str, speaker: str) -> bool:
    """Whether a speaker is the one a question names: one's telling words all stand in the other's."""
    wanted, there = content_words(asked), content_words(speaker)
    if not wanted or not there:
        return False
    few, many = sorted((wanted, there), key=len)
    return all(any(same_word(w, other) for other in many) for w in few)


def speech_weight(question: Question, candidate: Candidate) -> float:
    """Logits for what speech says about a candidate; 0.0 for questions that are not about speech.

    For "who said" questions: ``WHO_WEIGHT`` times the share of the question's telling words in what the candidate is
    the speaker of. For "what did X say": ``ABOUT_WEIGHT`` in the words of X, minus half of it in another's words.
    """
    asked = read_asked(question.text)
    if asked.speaker:
        return WHO_WEIGHT * _match(question, asked.verb, candidate)
    if not asked.by:
        return 0.0
    by = attribute(candidate.document, candidate.start, candidate.end)
    if by is None:
        return 0.0
    return ABOUT_WEIGHT if same_speaker(asked.by, by.speaker) else -ABOUT_WEIGHT / 2


def _match(question: Question, verb: str, candidate: Candidate) -> float:
    """The best share of the question's telling words in anything the candidate says in the passage it was read in."""
    if len(sentence_spans(candidate.text)) > 1:
        return 0.0
    wanted = [t for t in question.terms if t not in verb.split()]
    if not wanted:
        return 0.0
    text = candidate.document.text
    return max((coverage(wanted, text[s.said_start : s.said_end]) for s in _spoken_by(candidate)), default=0.0)


def _spoken_by(candidate: Candidate) -> Iterator[Speech]:
    passage = candidate.hit.passage
    for speech in speeches(candidate.document.text):
        named = candidate.start < speech.end and speech.start < candidate.end
        framed = speech.frame_start <= candidate.start and candidate.end <= speech.frame_end
        near = passage.start <= speech.frame_start < passage.end
        if near and (named or framed):
            yield speech
