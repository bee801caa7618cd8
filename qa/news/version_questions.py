"""Questions about versions: which version is meant, and what is asked of it once that is taken out of the words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from index.editions import Edition
from index.records import Document
from qa.coverage import coverage
from qa.news.versions import Families
from qa.question import STOP_WORDS, words

Which = Literal["first", "latest", "number", "changes"]

_OLD = r"first|earlier|earliest|original|initial|old|older|oldest|previous|prior"
_NEW = r"latest|last|newest|newer|new|later|updated|current|revised|final|most recent"
_ORDINALS = {w: i for i, w in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split(), start=2)}
_THING = r"articles?|story|stories|reports?|pages?|pieces?|texts?|documents?|news|posts?"
_VERSION = r"versions?|editions?|drafts?|revisions?"
_NAMED = (
    rf"(?:(?P<word>{_OLD}|{_NEW}|{'|'.join(_ORDINALS)}|other)\s+(?:published\s+)?(?:{_VERSION})"
    rf"|(?:{_VERSION})\s+(?:no\.?\s*|number\s+|#)?(?P<digit>\d{{1,3}}|one|two|three|four|five))"
)
_ABOUT_THING = rf"(?:\s+of\s+(?:the|this|that|its)\s+(?P<hint>(?:[\w.'’-]+\s+){{0,5}}?)(?:{_THING})\b)?"
_PHRASE = re.compile(
    rf"[\s,(]*\b(?:(?:in|according to|by|per|from|of|with)\s+)?(?:the\s+|an?\s+|its\s+)?{_NAMED}{_ABOUT_THING}\)?",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    rf"^\s*(?:what|how)\s+(?:\w+\s+){{0,2}}?(?:chang\w*|differ\w*|added|dropped|removed|reworded|revised)\b"
    rf".*\b(?:{_VERSION})\b"
    rf"|^\s*how\s+(?:do|did)\s+the\s+(?:\w+\s+){{0,2}}(?:{_VERSION})\s.*\bdiffer\b"
    rf"|\bdifferences?\s+between\s+(?:the\s+)?(?:\w+\s+){{0,2}}(?:{_VERSION})\b"
    rf"|\b(?:how|what)\s+did\s+the\s+(?:\w+\s+){{0,2}}(?:{_THING})\s+change\b"
    rf"|\bcompare\s+(?:the\s+)?(?:\w+\s+){{0,2}}(?:{_VERSION})\b",
    re.IGNORECASE,
)
_AT_FIRST = re.compile(
    rf"\bthe\s+(?P<hint>(?:[\w.'’-]+\s+){{0,3}}?)(?:{_THING})\b.*?\s"
    r"(?P<adverb>at first|originally|initially)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\b(?:between|across|from|in|among)\s+(?:the\s+)?(?:\w+\s+){{0,3}}?(?:{_VERSION})\b(?:\s+(?:\d+|one)\s+(?:and|to)\s+"
    rf"(?:version\s+)?(?:\d+|two))?{_ABOUT_THING}",
    re.IGNORECASE,
)
_CHANGE_WORDS = frozenset(
    """number many much changed change changes differ differs differed difference differences different version versions
    edition editions
    added dropped removed reworded revised story article report page compare between new old first second""".split()
)
_COUNT_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True, slots=True)
class VersionRequest:
    """What a question about versions asks."""

    which: Which
    number: int | None  # for "number"
    question: str  # the question without the words about the version; "changes": the words it is about
    hint: str  # words that say which article: "airport" of "the airport story"; often empty

    @property
    def label(self) -> str:
        """As it is shown in the understood form of the question."""
        return {"first": "first version", "latest": "latest version", "number": f"version {self.number}"}.get(
            self.which, "what changed between versions"
        )


def read_version(question: str) -> VersionRequest | None:
    """What a question says about versions; None for a question that says nothing of the kind.

    A version phrase is taken out of the words that are searched and read, since no article speaks of its versions.
    """
    if _CHANGES.search(question):
        return _changes(question)
    match = _PHRASE.search(question)
    if match is None:
        return _at_first(question)
    if re.match(r"\s+of\b", question[match.end() :]):  # the new version of a program, of a law
        return None
    which, number = _which(match)
    hint = " ".join(w for w in words(match["hint"] or "") if w.lower() not in STOP_WORDS)
    rest = _without(question, match)
    if not any(c.isalnum() for c in rest):
        return None
    return VersionRequest(which, number, rest, hint)


def _at_first(question: str) -> VersionRequest | None:
    """ "What did the harbour story say at first about the crane?": a text and an adverb of time."""
    match = _AT_FIRST.search(question)
    if match is None:
        return None
    hint = " ".join(w for w in words(match["hint"]) if w.lower() not in STOP_WORDS)
    rest = question[: match.start("adverb")].rstrip() + question[match.end("adverb") :]
    return VersionRequest("first", None, rest, hint)


def _which(match: re.Match[str]) -> tuple[Which, int | None]:
    if match["digit"]:
        digit = match["digit"].lower()
        return "number", _COUNT_WORDS.get(digit) or int(digit)
    word = match["word"].lower()
    if word in _ORDINALS:
        return "number", _ORDINALS[word]
    if re.fullmatch(_OLD, word):
        return "first", None
    return "latest", None


def _without(question: str, match: re.Match[str]) -> str:
    """The question with the phrase cut out, as a question again."""
    before, after = question[: match.start()].strip(" ,("), question[match.end() :].strip(" ,)")
    if re.search(r"\b(?:did|does|do|was|is)$", before, re.IGNORECASE):  # "What did | say about the bridge?"
        said = re.match(r"(?:say|report|state|write|tell(?:\s+us)?)\s+(?:about|of|on)\s+(?P<topic>.+)", after, re.I)
        if said:
            return f"What is said about {said['topic']}"
        before += " the article"
    text = f"{before} {after}".strip()
    text = re.sub(r"\s+([?.!,])", r"\1", text).lstrip(",;: ")
    text = re.sub(r"^(?:say|says|said)\s+", "", text, flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]


def _changes(question: str) -> VersionRequest:
    between = _BETWEEN.search(question)
    hint = " ".join(w for w in words((between["hint"] if between else "") or "") if w.lower() not in STOP_WORDS)
    rest = question[: between.start()] + " " + question[between.end() :] if between else question
    about = [
        w for w in words(rest) if w.lower() not in STOP_WORDS | _CHANGE_WORDS | _COUNT_WORDS.keys() and not w.isdigit()
    ]
    return VersionRequest("changes", None, " ".join(about), hint)


def meant(request: VersionRequest, families: Families, documents: Mapping[str, Document]) -> list[str]:
    """Ids of the documents that a request is about: of each family with versions, the one that was asked for.

    Where the request names the article ("the airport story") and some family's headlines or addresses hold the word,
    only the best of these count. Empty when no family has versions.
    """
    groups = [_of_one_page(members) for members in families.with_versions()]
    if request.hint and groups:
        wanted = request.hint.split()
        fits = [
            coverage(wanted, " ".join(f"{documents[e.id].title} {_slug(e.url)}" for e in members)) for members in groups
        ]
        if max(fits) > 0:
            groups = [members for members, fit in zip(groups, fits, strict=True) if fit == max(fits)]
    if request.which == "changes":
        return [e.id for members in groups for e in members]
    if request.which == "first":
        return [members[0].id for members in groups]
    if request.which == "latest":
        return [members[-1].id for members in groups]
    return [e.id for members in groups for e in members if families.number(e.id) == request.number]


def _of_one_page(members: tuple[Edition, ...]) -> tuple[Edition, ...]:
    """The numbered versions of a page, where there are any: "version 2" and "the latest" mean these, and no copy."""
    numbered = tuple(e for e in members if e.version is not None)
    return numbered if len(numbered) > 1 else members


def _slug(url: str | None) -> str:
    """The words of an address."""
    return " ".join(re.findall(r"[a-z]+", (url or "").lower()))
