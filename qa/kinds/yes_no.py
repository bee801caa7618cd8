"""Does a quotation say yes or no? Said only where it plainly does; most evidence is shown without a verdict.

The question is taken as a statement ("Is the vote binding?" states that it is). Its predicate, the verb or the
predicative word, must stand in the evidence, in another form or as its opposite; then the negations over it there are
counted against those in the question. Words that leave it open ("may", "unclear", "claimed") give no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from qa.grouping import fold, number_values
from qa.kinds.predicate import (
    AUXILIARIES,
    FILLERS,
    NEGATIONS,
    PREFIX,
    clause_of,
    find,
    folded_words,
    predicate,
    same_form,
)
from qa.kinds.reported import REPORTED, of_statement, says
from qa.kinds.subject import head_fits, subject_fits
from qa.question import STOP_WORDS, words

Verdict = Literal["Yes", "No"]

MIN_STATED = 0.6  # share of the question's telling words that a clause must hold to say yes

_REFUSALS = re.compile(  # the verb after them did not happen
    r"^(?:refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|fail(?:s|ed|ing|ure)?|den(?:y|ies|ied|ying)|stopped|avoid(?:s|ed)?|"
    r"prevent(?:s|ed|ing)?|reject(?:s|ed|ing)?|unable|impossible|prohibit(?:s|ed)?|forbid(?:s|den)?|forbade|bann?(?:s|ed)?|"
    r"bar(?:s|red)|lack(?:s|ed)?|cancel+ed|scrapped|unwilling|reluctant|abandoned)$"
)

_NO_LONGER = re.compile(
    r"\bno longer\b|\bruled? out\b|\binstead of\b|\brather than\b|\bfar from\b|\byet to\b|\banything but\b"
)

_AVOIDS = re.compile(
    r"^\w+ (?:to )?(?:avoid|prevent|avert|steer clear|stay out|stay away|refrain|abstain|shun|rule out|stop short)\b"
)

_OPEN = re.compile(
    r"\b(?:may|might|could|would|should|unclear|uncertain|unknown|whether|if|perhaps|possibly|probably|likely|unlikely|"
    r"appear(?:s|ed)?|seem(?:s|ed)?|reportedly|allegedly|alleged|alleges|claim(?:s|ed)?|suspected?|believed?|expected|hopes?|"
    r"hoped|plan(?:s|ned)?|threaten(?:s|ed)?|vow(?:s|ed)?|promis(?:e|es|ed)|want(?:s|ed)?|sought|tried|attempt(?:s|ed)?|"
    r"rumou?rs?|asked|urged|demanded|disputed?|unless|almost|nearly|partly|some|except|only|necessarily|suggest(?:s|ed)?)\b",
    re.IGNORECASE,
)

_STRICT = frozenset(
    "all every everyone everybody only alone always most exactly both entirely fully completely".split()
)


def verdict(question: str, evidence: str, span: str) -> Verdict | None:
    """Whether the evidence says yes or no to a yes/no question.

    Args:
        question: such as "Is the decision binding?", or "Did the mayor say that he would stay?".
        evidence: the sentence that the reader took its span from.
        span: the words the reader took for the answer; the clause around them is what counts.

    Returns:
        The verdict, or None where the words leave it open.
    """
    reported = REPORTED.match(question.strip().rstrip("?"))
    if reported is not None:
        statement = of_statement(reported)
        return _verdict(statement, evidence, span) if says(reported["who"], evidence, span, statement) else None
    return _first_ever(question, evidence, span) or _verdict(question, evidence, span)


def _verdict(question: str, evidence: str, span: str) -> Verdict | None:
    asked, said = folded_words(question.rstrip("?")), folded_words(span)
    clause = folded_words(clause_of(evidence, span))
    if not said or _left_open(asked, clause) or _strict(asked, clause) or _figures_differ(question, evidence):
        return None
    if "until" in clause and any(w in NEGATIONS for w in clause):
        return None
    if {"never", "before"} <= set(clause) and not {"before", "ever", "never"} & set(asked):
        return None  # it had not happened before; now it may have
    if not subject_fits(question, evidence) or not head_fits(question, evidence, span):
        return None
    match = find(predicate(question), clause)
    if match is None:
        return "No" if _plainly_denied(asked, said) else None
    if _negated(clause, match.at) ^ match.opposite ^ (len({"not", "never"} & set(asked)) == 1):
        return "No"
    return "Yes" if _plainly_stated(asked, clause, folded_words(evidence), read_names(question)) else None


_FIRST_EVER = re.compile(
    r"\b(?:(?:was|is|be(?:came|ing)?|mark(?:s|ed|ing)?)\s+(?:only\s+)?the\s+first\s+(?:time|occasion|such|ever)\b"
    r"|the\s+first\s+time\s+(?:that\s+)?\w|for\s+the\s+first\s+time\b|never\s+before\b)",
    re.IGNORECASE,
)

_BEFORE_THEN = re.compile(r"^had\s.+\b(?:before(?:\s+(?:then|that|this))?|previously|earlier)\s*\??$", re.IGNORECASE)


def _first_ever(question: str, evidence: str, span: str) -> Verdict | None:
    """ "Had she won before?" where she won for the first time: no. The clause must tell of the same deed."""
    asked = _BEFORE_THEN.match(question.strip())
    first = _FIRST_EVER.search(evidence)
    if not asked or not first or re.search(r"\bsince\b|\b(?:not|n[’']t)\s+(?:be\s+)?the first", evidence):
        return None
    told = folded_words(evidence[first.start() :] + " " + clause_of(evidence, span))
    wanted = [w for w in _telling(folded_words(question.rstrip("?"))) if w not in ("before", "previously", "earlier")]
    held = sum(any(same_form(w, other) for other in told) for w in wanted)
    return "No" if len(wanted) >= 2 and held / len(wanted) >= MIN_STATED else None


def _telling(asked: Sequence[str]) -> list[str]:
    return [w for w in asked if w not in STOP_WORDS | AUXILIARIES | NEGATIONS | FILLERS]


def _plainly_stated(
    asked: Sequence[str], clause: Sequence[str], sentence: Sequence[str], names: frozenset[str]
) -> bool:
    """Nearly every telling word of the question stands there, and nothing in the clause limits or denies it.

    A name may stand anywhere in the sentence, since the clause may go on with a pronoun.
    """
    telling, there = _telling(asked), [w for w in clause if w not in STOP_WORDS]
    held = sum(any(same_form(w, other) for other in (sentence if w in names else there)) for w in telling)
    denied = (w in NEGATIONS or _REFUSALS.match(w) for w in clause if not any(same_form(w, other) for other in asked))
    limited = set(clause) & (_LIMITS - set(asked)) or any(denied)
    compared = set(asked) & {"more", "too", "than", "less", "fewer"}
    return not limited and not compared and len(telling) >= 2 and held / len(telling) >= MIN_STATED


def read_names(question: str) -> frozenset[str]:
    """The capitalised words of a question but its first, folded."""
    return frozenset(fold(w) for w in words(question)[1:] if w[0].isupper())


_LIMITS = frozenset(
    "first certain few exceptions exception less fewer before former formerly than although nor".split()
)


def turning_word(question: str) -> str:
    """The folded word that the question turns on, in what is reported where it asks what somebody said; "" for none."""
    reported = REPORTED.match(question.strip().rstrip("?"))
    return fold(predicate(of_statement(reported) if reported else question))


def turns_on(question: str, evidence: str, span: str) -> bool:
    """Whether the question's predicate itself, or its opposite, stands in the clause of the evidence."""
    return find(turning_word(question), folded_words(clause_of(evidence, span))) is not None


def turned_word(question: str, evidence: str, span: str) -> str:
    """The word of the clause that turns the question's predicate round by a prefix ("nonbinding"); "" for none."""
    turning, clause = predicate(question), folded_words(clause_of(evidence, span))
    match = find(turning, clause)
    word = clause[match.at] if match is not None and match.opposite else ""
    return word if word and PREFIX.sub("", word) == turning else ""


def in_other_word(question: str, word: str) -> str:
    """The question with its predicate put in another word."""
    return re.sub(rf"\b{re.escape(predicate(question))}\b", word, question, count=1, flags=re.IGNORECASE)


def _left_open(asked: Sequence[str], clause: Sequence[str]) -> bool:
    """Whether a word that leaves things open stands in the clause and not in the question, or the other way round."""
    there, wanted = ([w for w in side if _OPEN.fullmatch(w)] for side in (clause, asked[1:]))
    pairs = ((there, asked), (wanted, clause))
    return any(not any(same_form(w, other) for other in others) for ours, others in pairs for w in ours)


def _plainly_denied(asked: Sequence[str], said: Sequence[str]) -> bool:
    """The reader took one negation for the answer to a question that has no negative sense of its own."""
    negations = sum(w in NEGATIONS for w in said)
    negative_sense = any(
        w in NEGATIONS or _REFUSALS.match(w) or w in _NEGATIVE or _NEGATIVE_PREFIX.match(w) for w in asked
    )
    refusals = any(_REFUSALS.match(w) or w in _NEGATIVE or _NEGATIVE_PREFIX.match(w) for w in said)
    return negations == 1 and not negative_sense and not refusals and "than" not in said


_NEGATIVE_PREFIX = re.compile(r"^(?:non-?\w{4,}|un(?!der|i|til|less|to)\w{4,}|dis\w{5,}|\w{3,}less)$")

_NEGATIVE = frozenset(
    """stop stops end ends ended quit leave left lose lost miss missed missing drop dropped dead die died alone against
    oppose opposed opposes doubt doubted hide hidden hid late later behind empty closed close wrong false alien secret
    kept keep keeps remain remains remained continue continued different differ other else besides apart worse less
    fewer exclude excluded skip skipped absent withdraw withdrew exempt escape escaped spared innocent free
    first""".split()
)


def _negated(clause: Sequence[str], at: int) -> bool:
    """Whether an odd number of negations stands over the word at ``at``."""
    before = list(clause[:at])
    count = (
        sum(w in NEGATIONS for w in before)
        + len(_NO_LONGER.findall(" ".join(before)))
        - " ".join(before).count("no longer")
    )
    count += sum(bool(_REFUSALS.match(w)) for w in before)
    if at < len(clause) and re.search(r"^\w+ (?:no|nothing|nobody|neither|none)\b", " ".join(clause[at:])):
        count += 1  # "claimed no responsibility"
    if _AVOIDS.match(" ".join(clause[at:])):
        count += 1  # "wants to avoid a war"
    return count % 2 == 1


def _strict(asked: Sequence[str], clause: Sequence[str]) -> bool:
    """The question is about all, only or most of something, and the evidence does not say so."""
    if "both" in clause and "and" in clause[clause.index("both") :]:  # "both A and B" says it of A too
        clause = [w for w in clause if w != "both"]
    return bool(set(asked) & _STRICT - set(clause)) or bool(set(clause) & _STRICT - set(asked))


def _figures_differ(question: str, evidence: str) -> bool:
    asked = set(number_values(question))
    return bool(asked) and not asked <= set(number_values(evidence))
