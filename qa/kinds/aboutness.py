"""Does a sentence speak of what was asked? A reader gives some number or day for almost every question; a decision may
rest only on a sentence that has the question's own matter in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.kinds.senses import same_sense, stands, telling
from qa.lexis import Token, tokens
from qa.news.periods import MONTHS, WEEKDAYS
from qa.records import Answer

LEAST_FACT = 0.7  # share of a question's telling words, names aside, that the sentence of a fact must have
NEAR = 1200  # code points before a sentence that may have named what it speaks of
BESIDE = 2  # words between a name and what it belongs to
_PRONOUN = re.compile(r"\b(?:he|she|they|it|them)\b", re.IGNORECASE)
_WHEN = re.compile(  # "the troops sent after the raid": what only places a thing in time
    r"\s(?:(?:sent|\w+ed)\s)?(?:after|before|during|following)\s(?!or\b).+?(?=\s(?:is|are|was|were|did|do|does|has|have)\s|\?|$)",
    re.IGNORECASE,
)
_DATES = frozenset(m.lower() for m in MONTHS) | frozenset(WEEKDAYS)
_MEASURING = frozenset(  # what is asked about a thing, not the thing
    """how many much long large big high old tall heavy great wide deep fast cost number amount size total figure day
    days week weeks month months year years time which what when did does came come comes first last earlier later
    passed lay between people person anyone anybody anything someone still right away immediately ever yet""".split()
)


def speaks_of(question: str, answer: Answer, *, named: bool = True) -> bool:
    """Whether the first quotation of a found answer has what its question asks about: all names, there or as what the
    passage speaks of before, and nearly all its other telling words, there.

    Args:
        question: what the answer answers.
        answer: a found one.
        named: whether the names count; not where something else has told which of two things is meant.
    """
    citation = answer.citations[0]
    at = citation.passage.find(citation.quote)
    before = f"{citation.title}\n{citation.passage[: max(0, at)]}"
    return about(question, citation.quote, before, LEAST_FACT, named=named)


def about(question: str, sentence: str, before: str, least: float, *, named: bool = True, without: str = "") -> bool:
    """Whether a sentence speaks of a question's matter.

    Args:
        question: in words.
        sentence: what is to speak of it.
        before: what the document says before, its headline first.
        least: share of the telling words that are no names which the sentence must have; where it points back with a
            pronoun, in itself or the sentence before.
        named: whether its names must stand there, or have stood before with another of its words.
        without: a word that is checked elsewhere.
    """
    wanted = [w for w in telling(_WHEN.sub("", question)) if w.low not in _MEASURING and not w.low.isdigit()]
    wanted = [w for w in wanted if w.low not in _DATES and w.low != without]
    names = [w for w in wanted if w.start and w.word[:1].isupper()]
    others = [w for w in wanted if w not in names]
    if named and not all(stands(w, sentence) or named_before(w, others, sentence, before) for w in names):
        return False
    known = f"{_last(before)} {sentence}" if _PRONOUN.search(sentence) else sentence
    held = sum(stands(w, known) or _turned(w, sentence) for w in others)
    return not others or held / len(others) >= least


def named_before(name: Token, others: Sequence[Token], sentence: str, before: str) -> bool:
    """Whether a name that a sentence lacks is meant there: it stood with another of the question's words before ("the
    Iraqi parliament's decision"), or in the sentence before that of a pronoun."""
    if _points_back(sentence) and stands(name, _last(before)):
        return True
    words = tokens(before)
    places = [n for n, word in enumerate(words) if same_sense(name, word)]
    near = (word for n in places for word in words[max(0, n - BESIDE) : n + BESIDE + 1])
    return any(same_sense(other, word) for word in near for other in others)


def _last(before: str) -> str:
    """The last sentence of what stands before."""
    return re.split(r"[.!?\n]\s", before.strip(' .!?\n“”"'))[-1]


def _points_back(sentence: str) -> bool:
    """Whether a pronoun stands in a sentence before any name it might stand for."""
    pronoun = _PRONOUN.search(sentence)
    name = re.search(
        r"(?<=[\w,’'”\"] )[A-Z][\w’'-]+|^[“\"]?(?!The|An?|It|He|She|They|In|On|At|But|And|So|Then)[A-Z]", sentence
    )
    return pronoun is not None and (name is None or pronoun.start() < name.start())


def _turned(word: Token, sentence: str) -> bool:
    """Whether the sentence has the word with a prefix that turns it round: "nonbinding"."""
    return any(t.low.endswith(word.low) and len(word.low) >= 4 for t in tokens(sentence))
