"""Names and titles of a sentence, and whether the passages it cites have them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.demonyms import plain, same
from qa.followups.word_classes import PERSON_NOUNS, is_finite
from qa.lexis import FUNCTION_WORDS, Token, tokens

TITLES = frozenset(
    """general senator governor representative lieutenant colonel major sergeant captain admiral professor doctor
    brigadier commander president minister prime secretary king queen prince princess pope ayatollah sheikh imam rabbi
    judge justice chancellor mayor ambassador chairman chairwoman premier lord lady sir dame foreign defense interior
    deputy vice chief attorney congressman congresswoman""".split()
)
_EMPTY_TITLES = frozenset("mr mrs ms miss sir dame the".split())
_ROLE = re.compile(r".{3,}(?:ists?|icians?|ologians?|torians?|ographers?)")  # what a person is, before the name
_OPENS = frozenset(  # adverbs and the like that often begin a sentence and are no names
    """after although as at before but by despite during following for from however in meanwhile more most nearly
    neither no none nor not on only over separately several since some still then there those though
    under until when while with within one two three four five six seven eight nine ten eleven twelve both""".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words."""

    words: tuple[Token, ...]
    text: str
    surely: bool  # False: a sentence's first word, which may just be that


@lru_cache(4096)
def names(text: str) -> tuple[Name, ...]:
    """The names of a text in order: runs of capitalised words, without dates' words. Empty where there are none."""
    found: list[Name] = []
    run: list[Token] = []
    for token in [*tokens(text), None]:
        if token is not None and _capital(token) and (not run or _joined(text, run[-1], token)):
            run.append(token)
            continue
        if run:
            found.extend(_name(text, run))
        run = [token] if token is not None and _capital(token) else []
    return tuple(found)


def _capital(token: Token) -> bool:
    return token.word[0].isupper() or bool(re.fullmatch(r"[a-z][A-Z]\w+", token.word))


def _joined(text: str, a: Token, b: Token) -> bool:
    return bool(re.fullmatch(r"[ \u00a0\-–]|\. ?(?=\w)", text[a.end : b.start])) and not (
        text[a.end : a.end + 2] == ". " and len(a.word) > 4
    )


def _name(text: str, run: list[Token]) -> list[Name]:
    opens = not re.search(r"\w", text[: run[0].start])
    if opens and run[0].low in FUNCTION_WORDS | _OPENS and run[0].word != run[0].word.upper():
        run = run[1:]
        opens = False
    elif opens and len(run) > 1 and (_ROLE.fullmatch(run[0].low) or run[0].low in _ROLE_NOUNS):
        run = run[1:]
    run = [t for t in run if t.low not in DATE_WORDS and (len(t.word) > 1 or len(run) > 1)]
    if not run or all(t.low in FUNCTION_WORDS for t in run):
        return []
    surely = not opens or len(run) > 1 or _bare_subject(text, run[0]) or run[0].word[1:] != run[0].word[1:].lower()
    return [Name(tuple(run), text[run[0].start : run[-1].end], surely)]


_ROLE_NOUNS = PERSON_NOUNS - TITLES
DATE_WORDS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
    fridays saturdays sundays edt est gmt utc pm am""".split()
)


_ABSTRACT = re.compile(
    r".*(?:s|ing|ly|ed|tion|sion|ment|ness|ity|ism|ance|ence|age|ship|hood|ery|ture|dom|graphy|logy|nomy|ics|ice|oil|food)"
)


def _bare_subject(text: str, token: Token) -> bool:
    """Whether a sentence's first word is a singular without an article before a verb or in a list, as names are."""
    after = text[token.end :]
    if re.match(r"['’]s?\s", after):
        return True
    if _ABSTRACT.fullmatch(token.low) and not token.low.endswith("ss"):
        return False
    if re.match(
        r"\s+(?:is|was|has|had|will|would|could|can|may|might|also|then|later|and [A-Z])\b"
        r"|, (?:[A-Z]|who|which|an? |the )",
        after,
    ):
        return True
    verb = re.match(r"\s+([a-z]+)\b", after)
    return bool(verb and is_finite(verb[1]))


def _stands(word: Token, there: tuple[Token, ...], lower_too: bool) -> bool:
    return any((lower_too or _capital(o)) and same(word, o) for o in there)


def _initials(word: Token, text: str) -> bool:
    """Whether capitals abbreviate a name that stands in ``text``, or ``text`` has them for a name of ours."""
    letters = re.sub(r"(?<=[A-Z])s$", "", word.word.replace(".", ""))
    if not (letters.isupper() and 2 <= len(letters) <= 6):
        return False
    gaps = r"(?:\s+(?:of|for|the|and|on|in|de|du))*[\s\-]+"
    spelt = r"\b" + gaps.join(f"[{c}{c.lower()}]" + r"[\w’']*" for c in letters)
    return bool(re.search(spelt, text))


def missing(sentence: str, sources: list[str]) -> str:
    """The first name or title of ``sentence`` that no one of ``sources`` carries, "" when all are carried.

    Names of several words have to stand together in a source as they do here; a title has to stand beside its name.
    """
    there = [tokens(source) for source in sources]
    for name in names(sentence):
        words = [w for w in name.words if w.low not in FUNCTION_WORDS and w.low not in _EMPTY_TITLES]
        for word in words:
            lower = not name.surely or plain(word) in TITLES
            found = any(_stands(word, t, lower) for t in there) or any(_initials(word, s) for s in sources)
            found = found or any(word.low == o.low for t in there for o in t)
            if not found and len(words) > 2 and word is words[0] and plain(word) not in TITLES:
                continue  # what a person is, before a full name: "Cornerback Ed Moss"
            if not found and not (len(name.words) > 1 and _spelt_out(name.words, sources)):
                if name.surely or not _ordinary(word):
                    return name.text if name.surely else ""
                break
        else:
            known = [w for w in words if any(_stands(w, t, True) for t in there)] if len(words) > 2 else words
            known = _without_opener(known, sentence, there)
            if name.surely and not _spelt_out(name.words, sources) and not _together(known, there, sources):
                return name.text
    return ""


def _without_opener(words: list[Token], sentence: str, there: list[tuple[Token, ...]]) -> list[Token]:
    """The words of a name but its first where that opens the sentence and is an ordinary word in the sources."""
    if len(words) < 2 or re.search(r"\w", sentence[: words[0].start]):
        return words
    written = {o.word for t in there for o in t if o.low == words[0].low}
    return words[1:] if written and all(w[0].islower() for w in written) else words


def _ordinary(word: Token) -> bool:
    return bool(word.word[1:].islower())


def _spelt_out(words: Sequence[Token], sources: list[str]) -> bool:
    """Whether a source abbreviates the name to its initials."""
    letters = "".join(w.word[0] for w in words)
    if len(letters) < 2:
        return False
    return any(re.search(rf"\b{re.escape(letters)}\b", re.sub(r"(?<=\b[A-Z])\.", "", s)) for s in sources)


def _together(words: list[Token], there: list[tuple[Token, ...]], sources: list[str]) -> bool:
    """Whether neighbours in a name are near one another in a source."""
    for a, b in itertools.pairwise(words):
        if plain(a) in TITLES and plain(b) in TITLES:
            continue
        reach = 8 if plain(a) in TITLES else 3
        if not any(_near(a, b, t, reach) or _kin(a, b, t, s) for t, s in zip(there, sources, strict=True)):
            demonym = any(_capital(a) and same(a, o) and a.low != o.low for t in there for o in t)
            if not demonym and not _initials(a, " ".join(sources)) and not _initials(b, " ".join(sources)):
                return False
    return True


def _kin(first: Token, last: Token, there: tuple[Token, ...], source: str) -> bool:
    """ "Lena Falk" where the source has "Falk's daughter Lena"."""
    for i, one in enumerate(there):
        owns = same(last, one) and re.match(r"[’']s?\s", source[one.end :])
        if owns and any(same(first, other) for other in there[i + 1 : i + 5]):
            return True
    return False


def _near(a: Token, b: Token, there: tuple[Token, ...], reach: int) -> bool:
    first = [i for i, o in enumerate(there) if same(a, o)]
    second = [i for i, o in enumerate(there) if same(b, o)]
    title = plain(a) in TITLES
    return any(0 < j - i <= reach or (title and abs(i - j) <= reach) for i in first for j in second)
