"""Yes or no from all that was read: the sentence that decides a yes/no question is not always the one that fits best.

"It is unclear who could carry the decision out" may stand nearer to "Is the decision binding?" than "the decision,
which is nonbinding". Every sentence read that has the question's own predicate, or its opposite, is looked at; what
says neither yes nor no is no rival of what does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.kinds.options import Options
from qa.kinds.senses import same_sense, stands, telling
from qa.kinds.yes_no import Verdict, clause_of, in_other_word, turned_word, turns_on, verdict
from qa.llm.lexis import Token, tokens
from qa.news.periods import MONTHS
from qa.news.witnesses import independent, sentence_bounds
from qa.question import Question
from qa.records import Answer, Candidate, Group

LEAST_ALIKE = 0.3  # cosine of the question and a sentence that has its predicate; see ``qa.kinds.combining``
LEAST_TOLD = 0.6  # share of the question's other telling words that such a sentence must have
NEAR = 1200  # code points before a sentence that may have named what it speaks of
BESIDE = 2  # words between a name and what it belongs to
_PRONOUN = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)
_MONTHS = frozenset(m.lower() for m in MONTHS)


@dataclass(frozen=True, slots=True)
class Decided:
    """A verdict with the sentence that states it, and how sure that is."""

    verdict: Verdict
    answer: Answer


def decided(options: Options, again: Callable[[str], Options]) -> Decided | None:
    """The surest verdict on a yes/no question among all that was found; None where nothing read decides it.

    Args:
        options: what was found for the question.
        again: what is found for another wording of it.
    """
    found = [(said, _clause(c)) for c in _near(options) if (said := _said(options.question, c))]
    if not found:
        return None
    best, top = max(found, key=lambda pair: (pair[1].score, -pair[1].start))
    same = [c for said, c in found if said == best]
    against = [Group((c,), c.score, 1) for said, c in found if said != best]
    mine = sorted(same, key=lambda c: (-c.score, c.document.id, c.start))
    witnesses = max(1, independent([c for c in mine if c.reader_score > 0], options.family))
    weighed = replace(options, groups=(Group(tuple(mine), top.score, witnesses), *against))
    confidence = max(weighed.probability(0, range(1, len(weighed.groups))), _in_its_word(options, top, against, again))
    return Decided(best, options.found(top, round(confidence, 4), witnesses))


def _in_its_word(options: Options, top: Candidate, against: Sequence[Group], again: Callable[[str], Options]) -> float:
    """How sure the sentence is when it is asked for in its own word: "nonbinding", not "binding"; 0 where it has the
    question's."""
    sentence = _sentence(top)
    word = turned_word(options.question.text, sentence, top.text)
    if not word:
        return 0.0
    other = again(in_other_word(options.question.text, word))
    held = [c for g in other.groups for c in g.candidates if _one_sentence(c, top)]
    if not held:
        return 0.0
    best = _clause(max(held, key=lambda c: (c.score, -c.start)))
    groups = (Group((best,), best.score, 1), *against)
    return replace(other, groups=groups).probability(0, range(1, len(groups)))


def _one_sentence(a: Candidate, b: Candidate) -> bool:
    return a.document.id == b.document.id and sentence_bounds(a) == sentence_bounds(b)


def _near(options: Options) -> Iterator[Candidate]:
    """What was found, and what the reader finds in other passages where the question's predicate stands."""
    question = options.question.text
    seen = {(c.document.id, c.start) for g in options.groups for c in g.candidates}
    yield from (c for g in options.groups for c in g.candidates)
    for candidate in options.more(lambda passage: turns_on(question, passage, passage)):
        if (candidate.document.id, candidate.start) not in seen:
            yield candidate


def _said(question: Question, candidate: Candidate) -> Verdict | None:
    sentence = _sentence(candidate)
    if candidate.similarity < LEAST_ALIKE or not turns_on(question.text, sentence, candidate.text):
        return None
    said = verdict(question.text, sentence, candidate.text)
    return said if said and _about(question, candidate, said) else None


def _sentence(candidate: Candidate) -> str:
    start, end = sentence_bounds(candidate)
    return candidate.document.text[start:end]


def _about(question: Question, candidate: Candidate, said: Verdict) -> bool:
    """Whether a sentence speaks of what the question does: its names, and its other telling words: most of them, all
    for a "Yes"."""
    sentence = _sentence(candidate)
    wanted = [w for w in telling(question.text) if not _dated(w)]
    names = [w for w in wanted if w.start and w.word[:1].isupper()]
    others = [w for w in wanted if w not in names]
    before = _before(candidate)
    if not all(stands(w, sentence) or _named_before(w, others, sentence, before) for w in names):
        return False
    held = sum(stands(w, sentence) or _turned(w, sentence) for w in others)
    return not others or held / len(others) >= (LEAST_TOLD if said == "No" else 1.0)


def _before(candidate: Candidate) -> str:
    """What the document says before the sentence, its headline first."""
    start, _ = sentence_bounds(candidate)
    return f"{candidate.document.title}\n{candidate.document.text[max(0, start - NEAR) : start]}"


def _named_before(name: Token, others: Sequence[Token], sentence: str, before: str) -> bool:
    """Whether a name that the sentence lacks is meant there: it stood with another of the question's words before
    ("the Iraqi parliament's decision"), or in the sentence before that of a pronoun."""
    if _PRONOUN.search(sentence) and stands(name, re.split(r"[.!?\n]\s", before.strip(" .!?\n"))[-1]):
        return True
    words = tokens(before)
    places = [n for n, word in enumerate(words) if same_sense(name, word)]
    near = (word for n in places for word in words[max(0, n - BESIDE) : n + BESIDE + 1])
    return any(same_sense(other, word) for word in near for other in others)


def _dated(word: Token) -> bool:
    return word.low in _MONTHS or word.low.isdigit()


def _turned(word: Token, sentence: str) -> bool:
    """Whether the sentence has the word with a prefix that turns it round: "nonbinding"."""
    return any(t.low.endswith(word.low) and len(word.low) >= 4 for t in tokens(sentence))


def _clause(candidate: Candidate) -> Candidate:
    """The candidate with its whole clause, which is what is judged; a relative clause with what it says that of."""
    start, _ = sentence_bounds(candidate)
    sentence = _sentence(candidate)
    clause = clause_of(sentence, candidate.text)
    at = sentence.find(clause)
    if at < 0:
        return candidate
    begin = 0 if _relative(clause.split()) else at
    return replace(candidate, start=start + begin, end=start + at + len(clause.rstrip(" .")))


def _relative(words: Sequence[str]) -> bool:
    return bool(words) and words[0].lower() in ("which", "who", "that", "whose")
