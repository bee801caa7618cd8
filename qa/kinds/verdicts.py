"""Yes or no from all that was read: the sentence that decides a yes/no question is not always the one that fits best.

"It is unclear who could carry the decision out" may stand nearer to "Is the decision binding?" than "the decision,
which is nonbinding". Every sentence read that has the question's own predicate, or its opposite, is looked at; what
says neither yes nor no is no rival of what does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.kinds.aboutness import NEAR, about
from qa.kinds.options import Options
from qa.kinds.predicate import clause_of
from qa.kinds.yes_no import Verdict, in_other_word, turned_word, turning_word, turns_on, verdict
from qa.news.witnesses import independent, sentence_bounds
from qa.question import Question
from qa.records import Answer, Candidate, Group

LEAST_ALIKE = 0.3  # cosine of the question and a sentence that has its predicate; see ``qa.kinds.combining``
LEAST_TOLD: dict[Verdict, float] = {"Yes": 1.0, "No": 0.6}  # share of the question's telling words, names aside


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
    start, _ = sentence_bounds(candidate)
    before = f"{candidate.document.title}\n{candidate.document.text[max(0, start - NEAR) : start]}"
    return (
        said
        if said and about(question.text, sentence, before, LEAST_TOLD[said], without=turning_word(question.text))
        else None
    )


def _sentence(candidate: Candidate) -> str:
    start, end = sentence_bounds(candidate)
    return candidate.document.text[start:end]


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
