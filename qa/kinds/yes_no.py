"""Does a quotation say yes or no? Said only where it plainly does; most evidence is shown without a verdict.

The question is taken as a statement ("Is the vote binding?" states that it is). Its predicate, the verb or the
predicative word, must stand in the evidence, in another form or as its opposite; then the negations over it there are
counted against those in the question. Words that leave it open ("may", "unclear", "claimed") give no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.followups import word_classes as wc
from qa.followups.tagging import tokens as tagged
from qa.grouping import fold, number_values
from qa.kinds.senses import same_sense
from qa.llm.lexis import Token, tokens
from qa.question import STOP_WORDS, words

Verdict = Literal["Yes", "No"]

MIN_STATED = 0.6  # share of the question's telling words that a clause must hold to say yes

_AUX = frozenset(
    """is are was were be been being do does did done has have had having will would can could shall should may might
    must am s""".split()
)
_NEGATIONS = frozenset(
    "not no never nobody none neither nor nothing nowhere without cannot n't hardly barely scarcely".split()
)
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
_OPPOSITES = tuple(
    tuple(side.split() for side in pair.split("|"))
    for pair in (
        "open|close closed shut", "alive survive survived|dead die died killed", "accept approve|reject refuse decline",
        "win won|lose lost defeated", "succeed|fail",
        "rise rose risen increase grow grew|fall fell fallen drop decrease shrink",
        "support back|oppose", "allow permit|ban forbid prohibit",
        "agree|refuse disagree", "remain stay|leave left quit",
        "safe secure|unsafe dangerous", "present attend|absent", "guilty|innocent", "public|secret private",
        "confirm|deny", "admit|deny", "legal lawful|illegal", "begin start|end stop", "before|after", "cheaper|dearer",
        "higher more larger bigger|lower fewer smaller less", "first|last", "free|paid", "known|unknown",
    )
)  # fmt: skip
_PREFIX = re.compile(r"^(?:non-?|un|in|im|il|ir|dis)(?=\w{4,})")


@dataclass(frozen=True, slots=True)
class _Match:
    """Where the predicate stands in the evidence."""

    at: int  # index of the word
    opposite: bool


def verdict(question: str, evidence: str, span: str) -> Verdict | None:
    """Whether the evidence says yes or no to a yes/no question.

    Args:
        question: such as "Is the decision binding?", or "Did the mayor say that he would stay?".
        evidence: the sentence that the reader took its span from.
        span: the words the reader took for the answer; the clause around them is what counts.

    Returns:
        The verdict, or None where the words leave it open.
    """
    reported = _REPORTED.match(question.strip().rstrip("?"))
    if reported is not None:
        statement = _of_statement(reported)
        return _verdict(statement, evidence, span) if _says(reported["who"], evidence, span, statement) else None
    return _first_ever(question, evidence, span) or _verdict(question, evidence, span)


def _verdict(question: str, evidence: str, span: str) -> Verdict | None:
    asked, said = _tokens(question.rstrip("?")), _tokens(span)
    clause = _tokens(clause_of(evidence, span))
    if not said or _left_open(asked, clause) or _strict(asked, clause) or _figures_differ(question, evidence):
        return None
    if "until" in clause and any(w in _NEGATIONS for w in clause):
        return None
    if {"never", "before"} <= set(clause) and not {"before", "ever", "never"} & set(asked):
        return None  # it had not happened before; now it may have
    if not _subject_fits(question, evidence) or not _head_fits(question, evidence, span):
        return None
    match = _find(_predicate(question), clause)
    if match is None:
        return "No" if _plainly_denied(asked, said) else None
    if _negated(clause, match.at) ^ match.opposite ^ (len({"not", "never"} & set(asked)) == 1):
        return "No"
    return "Yes" if _plainly_stated(asked, clause, _tokens(evidence), read_names(question)) else None


_SAYING = (
    r"(?:sa(?:y|ys|id)|claim(?:s|ed)?|state[sd]?|declare[sd]?|announce[sd]?|"
    r"insist(?:s|ed)?|admit(?:s|ted)?|tells?|told)"
)
_REPORTED = re.compile(
    rf"^(?i:did|does|do|has|have|had)\s+(?P<who>.+?)\s+{_SAYING}\s+(?:that\s+)?"
    r"(?P<subject>he|she|they|it|(?:the|his|her|its|their)\s+[\w’'-]+|[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*)\s+"
    rf"(?P<rest>(?:{'|'.join(sorted(_AUX))}|{'|'.join(sorted(wc.PASTS))}|[a-z]+ed|[a-z]+s)\s.+)$"
)
_SPEAKS = re.compile(
    r"\b(?:sa(?:y|ys|id)|told|wrote|writes|tweeted|declared|announced|stated|insisted|added|claimed|warned|replied)\b"
)
_CLAUSE_BREAK = re.compile(r"[,;:—–“”\"]|\b(?:as|while|but|after|when|because)\b")
_FIRST_EVER = re.compile(
    r"\b(?:(?:was|is|be(?:came|ing)?|mark(?:s|ed|ing)?)\s+(?:only\s+)?the\s+first\s+(?:time|occasion|such|ever)\b"
    r"|the\s+first\s+time\s+(?:that\s+)?\w|for\s+the\s+first\s+time\b|never\s+before\b)",
    re.IGNORECASE,
)
_BEFORE_THEN = re.compile(r"^had\s.+\b(?:before(?:\s+(?:then|that|this))?|previously|earlier)\s*\??$", re.IGNORECASE)


def _of_statement(reported: re.Match[str]) -> str:
    """A statement somebody is asked to have made, as a question: "he wants to stay" is "Does he want to stay"."""
    verb, _, rest = reported["rest"].partition(" ")
    who = reported["subject"]
    if verb.lower() in _AUX:
        return f"{verb.capitalize()} {who} {rest}"
    base = wc.base_form(verb)
    base = verb.removesuffix("s") if base == verb.lower() and verb.removesuffix("s") in wc.BASES else base
    return f"Does {who} {base} {rest}"


def _says(who: str, evidence: str, span: str, statement: str) -> bool:
    """Whether the evidence has somebody speak whom it names as the question does: the subject of the verb of saying
    that governs the words, or what stands behind them."""
    last = [fold(w) for w in words(who)][-1:]
    turning, start = _predicate(statement), max(0, evidence.find(span))
    at = next((m.start() for m in re.finditer(r"[\w’'-]+", evidence[start:]) if _same(fold(m.group()), turning)), 0)
    before = [m.start() for m in _SPEAKS.finditer(evidence, 0, start + at)]
    if before:
        subjects = [_CLAUSE_BREAK.split(evidence[: before[-1]])[-1]]
    else:
        subjects = re.findall(
            rf"[”\"]\s+(?:{_SPEAKS.pattern})\s+([^,.;]+)|[”\"]\s+([^,.;]+?)\s+{_SPEAKS.pattern}", evidence
        )
        subjects = [" ".join(groups) for groups in subjects]
    return any(bool(last) and set(last) <= {fold(w) for w in words(part)} for part in subjects)


def _first_ever(question: str, evidence: str, span: str) -> Verdict | None:
    """ "Had she won before?" where she won for the first time: no. The clause must tell of the same deed."""
    asked = _BEFORE_THEN.match(question.strip())
    first = _FIRST_EVER.search(evidence)
    if not asked or not first or re.search(r"\bsince\b|\b(?:not|n[’']t)\s+(?:be\s+)?the first", evidence):
        return None
    told = _tokens(evidence[first.start() :] + " " + clause_of(evidence, span))
    wanted = [w for w in _telling(_tokens(question.rstrip("?"))) if w not in ("before", "previously", "earlier")]
    held = sum(any(_same(w, other) for other in told) for w in wanted)
    return "No" if len(wanted) >= 2 and held / len(wanted) >= MIN_STATED else None


def _telling(asked: Sequence[str]) -> list[str]:
    return [w for w in asked if w not in STOP_WORDS | _AUX | _NEGATIONS | _FILLERS]


def _plainly_stated(
    asked: Sequence[str], clause: Sequence[str], sentence: Sequence[str], names: frozenset[str]
) -> bool:
    """Nearly every telling word of the question stands there, and nothing in the clause limits or denies it.

    A name may stand anywhere in the sentence, since the clause may go on with a pronoun.
    """
    telling, there = _telling(asked), [w for w in clause if w not in STOP_WORDS]
    held = sum(any(_same(w, other) for other in (sentence if w in names else there)) for w in telling)
    denied = (w in _NEGATIONS or _REFUSALS.match(w) for w in clause if not any(_same(w, other) for other in asked))
    limited = set(clause) & (_LIMITS - set(asked)) or any(denied)
    compared = set(asked) & {"more", "too", "than", "less", "fewer"}
    return not limited and not compared and len(telling) >= 2 and held / len(telling) >= MIN_STATED


_OTHER_NAME = re.compile(
    r"(?<!\bof )(?<!\bin )(?<!\bat )(?<!\bon )(?<!\bfrom )(?<!\bfor )(?<!\bthe )(?<=\s)[A-Z][\w’'-]+"
)


def _subject_fits(question: str, evidence: str) -> bool:
    """Whether the evidence says it of whom the question asks: no other name stands between theirs and the predicate.

    True where the question's subject has no name, or the evidence speaks of it with a pronoun alone.
    """
    turning = _predicate(question)
    asked = [(m.group(), fold(m.group())) for m in re.finditer(r"[\w’'-]+", question)][1:]
    upto = next((n for n, (_, w) in enumerate(asked) if w == turning), len(asked))
    subject = {fold(w) for raw, _ in asked[:upto] if raw[0].isupper() for w in words(raw)}
    found = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[\w’'-]+", evidence)]
    places = [end for _, end, raw in found if raw[0].isupper() and {fold(w) for w in words(raw)} & subject]
    at = next((start for start, _, raw in found if _find(turning, [fold(raw)]) is not None), None)
    if not subject or not places or at is None:
        return True
    before = [end for end in places if end <= at]
    if not before:
        return re.search(r"\bby\s", evidence[at : places[0]]) is not None
    return not _OTHER_NAME.search(evidence, before[-1], at)


def _head_fits(question: str, evidence: str, span: str) -> bool:
    """Whether the clause says it of the thing asked about: "the crane was not insured" says nothing of the builder.

    True where the question's subject is a name or a pronoun, or the clause's is a pronoun or "there".
    """
    head = _subject_head(question)
    clause = clause_of(evidence, span)
    if re.match(r"(?:which|who|that|whose)\b", clause.strip(), re.IGNORECASE):
        clause = evidence[: evidence.find(clause) + len(clause)]
    if head is None:
        return True
    turning = _predicate(question)
    found = tokens(clause)
    at = next((n for n, t in enumerate(found) if _find(turning, [t.low]) is not None), None)
    if at is None or _IMPERSONAL.search(clause[: found[at].start]):
        return True
    places = [n for n, t in enumerate(found) if same_sense(head, t)]
    passive = wc.is_participle(turning) and not turning.endswith("ing")
    return any(n < at or passive for n in places)


_IMPERSONAL = re.compile(r"\b(?:there|it|they|he|she|nobody|none|neither|no one)\b", re.IGNORECASE)
_PHRASE_END = re.compile(r"\b(?:of|in|on|at|for|from|with|by|to|about|against|near|between|during)\b")


def _subject_head(question: str) -> Token | None:
    """The noun of a question's subject where it is no name: "decision" of "Is the decision of the court binding?"."""
    turning = _predicate(question)
    _, _, rest = question.strip().rstrip("?").partition(" ")
    found = re.search(rf"(?<![\w-]){re.escape(turning)}(?![\w-])", rest, re.IGNORECASE) if turning else None
    subject = _PHRASE_END.split(rest[: found.start()] if found else "")[0]
    nouns = [t for t in tokens(subject) if t.low not in STOP_WORDS | _FILLERS | _NEGATIONS and t.word.islower()]
    return nouns[-1] if nouns and not _IMPERSONAL.fullmatch(nouns[-1].low) else None


def read_names(question: str) -> frozenset[str]:
    """The capitalised words of a question but its first, folded."""
    return frozenset(fold(w) for w in words(question)[1:] if w[0].isupper())


_LIMITS = frozenset(
    "first certain few exceptions exception less fewer before former formerly than although nor".split()
)


def turning_word(question: str) -> str:
    """The folded word that the question turns on, in what is reported where it asks what somebody said; "" for none."""
    reported = _REPORTED.match(question.strip().rstrip("?"))
    return fold(_predicate(_of_statement(reported) if reported else question))


def turns_on(question: str, evidence: str, span: str) -> bool:
    """Whether the question's predicate itself, or its opposite, stands in the clause of the evidence."""
    return _find(turning_word(question), _tokens(clause_of(evidence, span))) is not None


def turned_word(question: str, evidence: str, span: str) -> str:
    """The word of the clause that turns the question's predicate round by a prefix ("nonbinding"); "" for none."""
    predicate, clause = _predicate(question), _tokens(clause_of(evidence, span))
    match = _find(predicate, clause)
    word = clause[match.at] if match is not None and match.opposite else ""
    return word if word and _PREFIX.sub("", word) == predicate else ""


def in_other_word(question: str, word: str) -> str:
    """The question with its predicate put in another word."""
    predicate = _predicate(question)
    return re.sub(rf"\b{re.escape(predicate)}\b", word, question, count=1, flags=re.IGNORECASE)


def _left_open(asked: Sequence[str], clause: Sequence[str]) -> bool:
    """Whether a word that leaves things open stands in the clause and not in the question, or the other way round."""
    there, wanted = ([w for w in side if _OPEN.fullmatch(w)] for side in (clause, asked[1:]))
    pairs = ((there, asked), (wanted, clause))
    return any(not any(_same(w, other) for other in others) for ours, others in pairs for w in ours)


def _plainly_denied(asked: Sequence[str], said: Sequence[str]) -> bool:
    """The reader took one negation for the answer to a question that has no negative sense of its own."""
    negations = sum(w in _NEGATIONS for w in said)
    negative_sense = any(
        w in _NEGATIONS or _REFUSALS.match(w) or w in _NEGATIVE or _NEGATIVE_PREFIX.match(w) for w in asked
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
_FILLERS = frozenset(
    "ever still already yet anyone anybody anything really actually there right away immediately people".split()
)


def _tokens(text: str) -> list[str]:
    """Folded words; "isn't" is two: "is", "n't"."""
    spread = re.sub(r"(?i)\bcan[’']?t\b|\bcannot\b", "can not", re.sub(r"(?i)\bwon[’']t\b", "will not", text))
    spread = re.sub(r"(?i)(?<=\w)n[’']t\b", " not", spread)
    return [fold(w) for w in words(spread)]


def clause_of(sentence: str, span: str) -> str:
    """The clause of ``sentence`` that holds ``span``, from a comma, semicolon or conjunction to the next."""
    at = sentence.find(span)
    if at < 0:
        return span
    breaks = [
        m.span() for m in re.finditer(r"[;:]\s|,?\s(?:but|although|though|while|whereas)\s|,\s|\s[–—]\s|—", sentence)
    ]
    start = max((b for a, b in breaks if b <= at), default=0)
    end = min((a for a, b in breaks if a >= at + len(span)), default=len(sentence))
    return sentence[start:end]


def _predicate(question: str) -> str:
    """The word the question turns on: the verb after the subject, or what a form of "be" says of it."""
    found = [t for t in tagged(question.rstrip("?")) if t.tag != "MARK"]
    inner = [(at, t.low) for at, t in enumerate(found) if at and t.tag == "WORD"]
    if not inner:
        return ""
    opening = found[0].low.removesuffix("n't")
    shaped = [w for _, w in inner if wc.is_participle(w) or (opening in ("has", "have", "had") and w in wc.PASTS)]
    if opening in ("is", "are", "was", "were"):
        return shaped[-1] if shaped else _said_of([t.tag for t in found], [t.low for t in found], inner)
    if opening in ("has", "have", "had"):
        return shaped[0] if shaped else ""
    known = [w for at, w in inner if w in wc.BASES and found[at - 1].tag not in ("DET", "PREP")]
    words_at = dict(inner)
    named = [  # "did Pentagon officials comment": a plural behind the name belongs to the subject
        words_at[at + 1] if wc.is_plural(w) and at + 1 in words_at else w
        for at, w in inner
        if found[at - 1].tag in ("NAME", "PRON")
    ]
    subject = [w for _, w in inner][1:2] if found[1].tag == "DET" else []
    return next(iter(known + named + subject), "")


def _said_of(tags: Sequence[str], low: Sequence[str], inner: Sequence[tuple[int, str]]) -> str:
    """What "is" or "was" says of its subject: the last word, or the last before a phrase of place or time."""
    stop = next((at for at, tag in enumerate(tags) if at > 1 and tag == "PREP" and low[at] != "of"), len(tags))
    before = [word for at, word in inner if at < stop]
    if len(before) > 1 or (before and tags[1] != "DET"):
        return before[-1]
    after = [word for at, word in inner if at > stop]
    return after[0] if after else before[-1] if before else ""


def _forms(word: str) -> Iterator[str]:
    yield word
    base = wc.base_form(word)
    yield base
    yield wc.base_form(re.sub(r"(?:ing|s|es)$", "", word)) if len(word) > 5 else base
    if word.endswith("ies") and len(word) > 5:
        yield f"{word[:-3]}y"


def _same(a: str, b: str) -> bool:
    """One word in two forms: "resign", "resigned", "resignation"."""
    if set(_forms(a)) & set(_forms(b)):
        return True
    stem = min(len(a), len(b))
    return stem >= 5 and a[: max(5, stem - 2)] == b[: max(5, stem - 2)]


def _find(predicate: str, clause: Sequence[str]) -> _Match | None:
    if not predicate:
        return None
    for at, word in enumerate(clause):
        if _same(word, predicate):
            return _Match(at, False)
    for at, word in enumerate(clause):
        stripped, wanted = _PREFIX.sub("", word), _PREFIX.sub("", predicate)
        if stripped == wanted and word != predicate and len(wanted) >= 4:
            return _Match(at, True)
        if _opposite(predicate, word):
            return _Match(at, True)
    return None


def _opposite(a: str, b: str) -> bool:
    for left, right in _OPPOSITES:
        for one, other in ((left, right), (right, left)):
            if any(_same(a, w) for w in one) and any(_same(b, w) for w in other):
                return True
    return False


def _negated(clause: Sequence[str], at: int) -> bool:
    """Whether an odd number of negations stands over the word at ``at``."""
    before = list(clause[:at])
    count = (
        sum(w in _NEGATIONS for w in before)
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
