"""What turns a sentence's meaning around without changing its facts: negation, hedges, speech, cause, time, scope.

Each reading gives cues; those of a claim are compared with those of the words that are to carry it.
"""

from __future__ import annotations

import re

from qa.lexis import content

_NEGATIONS = re.compile(
    r"\b(?:not|never|no(?! (?:less|fewer|more|later|earlier|longer|bigger|higher|lower) than\b)|none|nobody|nothing|"
    r"neither|nor|without|cannot|hardly|barely|scarcely|nowhere)\b|n['’]t\b",
    re.I,
)
_HEDGES = {
    "may": "may might could can possible possibly perhaps maybe potential potentially",
    "likely": "likely probably presumably expected expects expect seems seem seemed appears appear appeared apparently "
    "suggests suggested suggest indicates indicated suspected suspects suspect believed believes thought thinks think "
    "thinking estimated estimates estimate signs hints tends tend",
    "alleged": "alleged allegedly reportedly accused claims claimed claim purported supposedly so-called unconfirmed "
    "unverified rumored rumoured disputed",
    "plan": "plans planned plan planning aims aim aimed hopes hope hoped intends intended intend wants wanted want "
    "proposed proposes proposal would should considering considers consider seek seeks sought trying tried try "
    "attempt attempted attempting likely agreed pledged vowed scheduled due set will",
    "part": "some partly partially mostly mainly largely almost nearly roughly about around many most several often "
    "usually sometimes generally part portion majority minority few",
    "if": "if unless whether until unclear undecided uncertain",
}
_HEDGE_OF = {word: kind for kind, group in _HEDGES.items() for word in group.split()}
_ABSOLUTE = frozenset(
    """all every everyone everybody everything always never only entire entirely completely fully certainly definitely
    surely proven proved proves prove proof guaranteed guarantee certain must undoubtedly clearly inevitably
    permanently forever totally absolutely whole each any confirmed first best worst largest biggest highest lowest
    most least no none nobody nothing unanimous unanimously sole solely exclusively universally throughout will
    established inevitable""".split()
)
_ALIKE = (  # words that leave no exception in the same way
    frozenset("all every everyone everybody everything each any whole entire entirely".split()),
    frozenset("no none nobody nothing never not".split()), frozenset("first firsts".split()),
    frozenset("only sole solely exclusively".split()), frozenset("completely fully totally absolutely".split()),
    frozenset("certain certainly definitely surely undoubtedly inevitably inevitable guaranteed".split()),
    frozenset("proven proved proves prove proof established confirmed".split()),
    frozenset("biggest largest".split()), frozenset("least lowest".split()),
)  # fmt: skip
_AT_LEAST = re.compile(r"\bno (?:less|fewer|more|later|earlier) than\b", re.I)
_UNSURE = frozenset(("may", "likely", "alleged", "plan", "if"))
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|caused?|causes|causing|led to|leads to|leading to|as a result|resulted?|results in|"
    r"resulting|thanks to|therefore|thus|hence|prompted|prompting|triggered|triggering|forced|forcing|in order to|"
    r"so that|in protest|in response|in retaliation|in revenge|sparked|spurred|which is why|that is why|driven by|"
    r"made (?:it|them|him|her)|stems? from|stemmed from|blamed? on|attributed to)\b",
    re.I,
)
_TIME = {
    "before": "before until earlier previously prior ahead beforehand preceding preceded yet",
    "after": "after afterward afterwards later following followed subsequently then since once",
    "during": "while during when as amid meanwhile simultaneously",
    "already": "already by had",
    "shortly": "shortly soon immediately hours days weeks months",
    "still": "still remains remain continue continues continued keeps",
    "nomore": "formerly former ex once anymore longer",
}
_TIME_OF = {word: kind for kind, group in _TIME.items() for word in group.split()}
_SPEECH = {
    "say": "said say says saying told tell tells telling stated state states wrote write writes added adds noted "
    "note notes according reported reports report explained explain explains described describe describes "
    "called call calls announced announce remarked commented mentioned observed tweeted replied "
    "responded spoke speaking",
    "deny": "denied deny denies denying rejected reject rejects refuted dismissed dismiss disputed disputes",
    "admit": "admitted admit admits acknowledged acknowledge acknowledges conceded concede confirmed confirm confirms",
    "claim": "claimed claim claims alleged allege alleges accused accuse accuses asserted insisted insists maintained "
    "argued argue argues contended suggested suggest suggests believe believes believed think thinks thought",
    "promise": "promised promise promises vowed vow vows pledged pledge pledges",
    "warn": "warned warn warns warning threatened threaten threatens cautioned",
    "ask": "asked ask asks urged urge urges demanded demand demands requested request requests wondered questioned",
    "forecast": "predicted predict predicts forecast expects expected estimated estimates",
    "praise": "praised praise praises welcomed hailed applauded",
    "blame": "condemned condemn condemns criticized criticised blamed blame slammed denounced decried",
}
_SPEECH_OF = {word: kind for kind, group in _SPEECH.items() for word in group.split()}
_LOOSE = frozenset({"say", "claim", "forecast", "admit", "warn"})  # how saying something is often retold


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z][a-z\-]*", text.lower().replace("’", "'"))


def negations(text: str) -> int:
    """How many words negate something."""
    return len(_NEGATIONS.findall(text))


def hedges(text: str) -> frozenset[str]:
    """The kinds of hedges in a text."""
    return frozenset(_HEDGE_OF[w] for w in _words(text) if w in _HEDGE_OF)


def absolutes(text: str) -> frozenset[str]:
    """Words that leave no exception."""
    return frozenset(w for w in _words(text) if w in _ABSOLUTE)


def absolutes_added(claim: str, *sources: str) -> frozenset[str]:
    """Words of the claim that leave no exception where no source has them or one of their kind."""
    there = {w for source in sources for w in _words(source)}
    claim = _AT_LEAST.sub(" ", claim)
    if not any(hedges(source) & _UNSURE for source in sources):
        there.add("will")  # a tense, not more than the source says
    there |= {"not"} if any(negations(source) for source in sources) else set()
    return frozenset(
        word for word in absolutes(claim) - there if not any(word in group and group & there for group in _ALIKE)
    )


def causal(text: str) -> bool:
    """Whether a text says that one thing brings about another."""
    return bool(_CAUSE.search(text))


def times(text: str) -> frozenset[str]:
    """How a text orders things in time: before, after, during, …"""
    return frozenset(_TIME_OF[w] for w in _words(text) if w in _TIME_OF)


def speech(text: str) -> frozenset[str]:
    """The kinds of speech verbs in a text."""
    return frozenset(_SPEECH_OF[w] for w in _words(text) if w in _SPEECH_OF)


def speech_clash(claim: str, source: str) -> bool:
    """Whether the claim's verb of saying is of another kind than any in the source."""
    mine, theirs = speech(claim), speech(source)
    if not mine or not theirs:
        return False
    if ("deny" in mine) != ("deny" in theirs):
        denied, other = (claim, source) if "deny" in mine else (source, claim)
        return negations(other) <= negations(denied)
    return not (mine & theirs) and not (mine <= _LOOSE and theirs & _LOOSE)


_NEGATIVE = re.compile(
    r"\b(?:un|dis|non|mis)[a-z]{4,}|\b(?:den(?:y|ied|ies)|refus|reject|fail|declin|lack|avoid|prevent|stop|oppos|disput|"
    r"dismiss|absent|imposs|ban|block|forb|prohibit|miss|cancel|end(?:ed|s)?\b|rather than|instead|yet to|far from|few|"
    r"little|only|free of|rul(?:e|ed|es|ing) out|but|except|apart from|lost|out of|spite|despite|lift|remov|drop|scrap|"
    r"abolish|waiv|halt|suspend|stay|barred|unlike|exempt)",
    re.IGNORECASE,
)


_PLAIN_NEGATION = re.compile(r"\b(?:not(?! far)|never|no longer|no(?! \w+ than)|cannot)\b|n['’]t\b", re.IGNORECASE)


def negation_clash(claim: str, source: str) -> bool:
    """Whether one negates a word that the other, without any negative word of its own, simply states."""
    for one, other in ((claim, source), (source, claim)):
        if negations(other) or _NEGATIVE.search(other):
            continue
        if _next_to_negation(one) & {t.stem for t in content(other)}:
            return True
    return False


def negative_words(text: str) -> frozenset[str]:
    """Words that may negate without "not", as far as they are written here: "refus", "without", "only"."""
    return frozenset(m.group().lower()[:5] for m in _NEGATIVE.finditer(text))


def _next_to_negation(text: str) -> frozenset[str]:
    """The stem of the content word behind each "not", "never", "no" and the like, within its clause."""
    found: set[str] = set()
    for match in _PLAIN_NEGATION.finditer(text):
        clause = re.split(r"[,;:.]|\bbut\b|\bonly\b", text[match.end() :], maxsplit=1)[0]
        found.update(t.stem for t in content(clause)[:1])
    return frozenset(found)
