"""What a question turns on: its predicate, found in a sentence in another form or as its opposite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.followups import word_classes as wc
from qa.followups.tagging import tokens as tagged
from qa.grouping import fold
from qa.question import words

AUXILIARIES = frozenset(
    """is are was were be been being do does did done has have had having will would can could shall should may might
    must am s""".split()
)

NEGATIONS = frozenset(
    "not no never nobody none neither nor nothing nowhere without cannot n't hardly barely scarcely".split()
)

FILLERS = frozenset(
    "ever still already yet anyone anybody anything really actually there right away immediately people".split()
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

PREFIX = re.compile(r"^(?:non-?|un|in|im|il|ir|dis)(?=\w{4,})")


@dataclass(frozen=True, slots=True)
class Match:
    """Where the predicate stands in the evidence."""

    at: int  # index of the word
    opposite: bool


def folded_words(text: str) -> list[str]:
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


def predicate(question: str) -> str:
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


@lru_cache(16384)
def _forms(word: str) -> frozenset[str]:
    """A word and the bases it may be a form of."""
    found = {word, wc.base_form(word)}
    if len(word) > 5:
        found.add(wc.base_form(re.sub(r"(?:ing|s|es)$", "", word)))
    if word.endswith("ies") and len(word) > 5:
        found.add(f"{word[:-3]}y")
    if word.endswith("s") and len(word) > 3 and word[:-1] in wc.BASES:
        found.add(word[:-1])
    return frozenset(found)


@lru_cache(65536)
def same_form(a: str, b: str) -> bool:
    """One word in two forms: "resign", "resigned", "resignation"."""
    if _forms(a) & _forms(b):
        return True
    stem = min(len(a), len(b))
    return stem >= 5 and a[: max(5, stem - 2)] == b[: max(5, stem - 2)]


def find(wanted: str, clause: Sequence[str]) -> Match | None:
    """Where a word, or else its opposite, stands among the folded words of a clause; None for nowhere, or no word."""
    if not wanted:
        return None
    for at, word in enumerate(clause):
        if same_form(word, wanted):
            return Match(at, False)
    bare = PREFIX.sub("", wanted)
    for at, word in enumerate(clause):
        if PREFIX.sub("", word) == bare and word != wanted and len(bare) >= 4:
            return Match(at, True)
        if _opposite(wanted, word):
            return Match(at, True)
    return None


def _opposite(a: str, b: str) -> bool:
    return any(same_form(b, word) for word in _opposites(a))


@lru_cache(1024)
def _opposites(word: str) -> tuple[str, ...]:
    """The words that say the opposite of one."""
    sides = [(one, other) for left, right in _OPPOSITES for one, other in ((left, right), (right, left))]
    return tuple(w for one, other in sides if any(same_form(word, o) for o in one) for w in other)
