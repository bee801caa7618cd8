"""Is it said of whom or what the question asks about? A predicate alone proves nothing: it may be another's."""

from __future__ import annotations

import re

from qa.followups import word_classes as wc
from qa.grouping import fold
from qa.kinds.predicate import FILLERS, NEGATIONS, clause_of, find, predicate
from qa.kinds.senses import same_sense
from qa.lexis import Token, tokens
from qa.question import STOP_WORDS, words

_OTHER_NAME = re.compile(
    r"(?<!\bof )(?<!\bin )(?<!\bat )(?<!\bon )(?<!\bfrom )(?<!\bfor )(?<!\bthe )(?<=\s)[A-Z][\w’'-]+"
)


def subject_fits(question: str, evidence: str) -> bool:
    """Whether the evidence says it of whom the question asks: no other name stands between theirs and the predicate.

    True where the question's subject has no name, or the evidence speaks of it with a pronoun alone.
    """
    turning = predicate(question)
    asked = [(m.group(), fold(m.group())) for m in re.finditer(r"[\w’'-]+", question)][1:]
    upto = next((n for n, (_, w) in enumerate(asked) if w == turning), len(asked))
    subject = {fold(w) for raw, _ in asked[:upto] if raw[0].isupper() for w in words(raw)}
    found = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[\w’'-]+", evidence)]
    places = [end for _, end, raw in found if raw[0].isupper() and {fold(w) for w in words(raw)} & subject]
    at = next((start for start, _, raw in found if find(turning, [fold(raw)]) is not None), None)
    if not subject or not places or at is None:
        return True
    before = [end for end in places if end <= at]
    if not before:
        return re.search(r"\bby\s", evidence[at : places[0]]) is not None
    return not _OTHER_NAME.search(evidence, before[-1], at)


def head_fits(question: str, evidence: str, span: str) -> bool:
    """Whether the clause says it of the thing asked about: "the crane was not insured" says nothing of the builder.

    True where the question's subject is a name or a pronoun, or the clause's is a pronoun or "there".
    """
    head = _subject_head(question)
    clause = clause_of(evidence, span)
    if re.match(r"(?:which|who|that|whose)\b", clause.strip(), re.IGNORECASE):
        clause = evidence[: evidence.find(clause) + len(clause)]
    if head is None:
        return True
    turning = predicate(question)
    found = tokens(clause)
    at = next((n for n, t in enumerate(found) if find(turning, [t.low]) is not None), None)
    if at is None or _IMPERSONAL.search(clause[: found[at].start]):
        return True
    places = [n for n, t in enumerate(found) if same_sense(head, t)]
    passive = wc.is_participle(turning) and not turning.endswith("ing")
    return any(n < at or passive for n in places)


_IMPERSONAL = re.compile(r"\b(?:there|it|they|he|she|nobody|none|neither|no one)\b", re.IGNORECASE)

_PHRASE_END = re.compile(r"\b(?:of|in|on|at|for|from|with|by|to|about|against|near|between|during)\b")


def _subject_head(question: str) -> Token | None:
    """The noun of a question's subject where it is no name: "decision" of "Is the decision of the court binding?"."""
    turning = predicate(question)
    _, _, rest = question.strip().rstrip("?").partition(" ")
    found = re.search(rf"(?<![\w-]){re.escape(turning)}(?![\w-])", rest, re.IGNORECASE) if turning else None
    subject = _PHRASE_END.split(rest[: found.start()] if found else "")[0]
    nouns = [t for t in tokens(subject) if t.low not in STOP_WORDS | FILLERS | NEGATIONS and t.word.islower()]
    return nouns[-1] if nouns and not _IMPERSONAL.fullmatch(nouns[-1].low) else None
