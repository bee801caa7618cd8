"""How is a name spelled in a version? The question taken apart, and a name's forms in a document found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.records import Citation, Document
from index.sentences import sentence_spans
from index.transliteration import same_word
from qa.news.names import is_name, same_name, units
from qa.news.version_diff import LEAST_LIKENESS, diff, likeness, name_spans
from qa.question import STOP_WORDS, words

MOST_FORMS = 3  # spellings of one name that are shown
_SPELT = r"(?:spell(?:ed|s)?|spelt|transliterated?|transcribed?|romani[sz]ed?)"
_WRITTEN = r"(?:written|writes?|given|gives?|rendered|renders?|put|stated?|printed|shown)"
_IT = r"(?:it|the\s+(?:\S+\s+){0,5}?(?:article|story|piece|report))"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^how\s+(?:is|was|are|were)\s+(?P<whose>.+?)\s+(?:{_SPELT}|(?P<written>{_WRITTEN}))(?:\s+in\s+{_IT})?$",
        r"^what\s+(?:is|was)\s+(?P<whose>.+)\s+(?P<proper>called)$",
        rf"^(?:under|by)\s+what\s+name\s+(?:does|did)\s+{_IT}\s+(?:call|refer\s+to|mention|name)\s+(?P<whose>.+)$",
        rf"^how\s+(?:does|did)\s+{_IT}\s+(?:{_SPELT}|(?P<written>{_WRITTEN}))\s+(?P<whose>.+)$",
        rf"^(?:what|which)\s+(?:spelling|transliteration|form)\s+of\s+(?P<whose>.+?)\s+"
        rf"(?:(?:does|did)\s+{_IT}\s+(?:use|give|have|choose)|(?:is|was)\s+(?:used|given|chosen))$",
        r"^(?:what|which)\s+(?:is|was)\s+the\s+(?:spelling|transliteration)\s+of\s+(?P<whose>.+)$",
        rf"^(?:(?:in|under|by|with)\s+)?(?:what|which)\s+(?P<name>(?:\w+\s+)?name|surname|spelling)\s+"
        rf"(?:(?:does|did)\s+{_IT}\s+(?:give|use|write)|(?:is|was)\s+(?:given|used))\s+(?:for\s+|to\s+)?(?P<whose>.+)$",
    )
)
_PART = r"(?P<part>(?:first|given|last|family|full|sur)\s*-?)?\s*names?"
_NAME_OF = re.compile(rf"^(?:the\s+)?{_PART}\s+(?:of\s+)?(?P<whose>.+)$", re.IGNORECASE)
_OWN_NAME = re.compile(rf"^(?P<whose>.+?)(?:['’]s?)\s+{_PART}$", re.IGNORECASE)
_APPOSITION = re.compile(r"^(?:the\s+)?(?:(?!the\b)[a-z][\w-]*\s+)+(?P<name>[^\W\d_a-z].*)$")  # "the tug Alma"
_ADJECTIVE = re.compile(r"^\w[\w.]*-(?:[a-z]+ed|led|born|based|run|made|style|era)$")  # "Kellin-based"
# What stands before a name with a capital and is no part of it, beside qa.news.names.TITLES.
_BEFORE_NAMES = STOP_WORDS | frozenset(
    """doctor inspector engineer officer constable detective sergeant pilot coach nurse sister brother father mother
    director professor analyst lawyer attorney architect composer writer author novelist pianist conductor soprano
    then later earlier today yesterday tomorrow now meanwhile however still also once soon again first last next
    monday tuesday wednesday thursday friday saturday sunday""".split()
)
_MOST_AROUND = 3  # words that may stand around a name in what the reader took for it


@dataclass(frozen=True, slots=True)
class NameAsked:
    """Whose name a question asks the spelling of."""

    whose: str  # a name, or what says who is meant: "the harbour master"
    part: str = ""  # "first" or "last" where only that part of the name is asked for

    @property
    def known(self) -> bool:
        """Whether the question gives the name itself, in some spelling."""
        return _proper(self.whose)

    @property
    def questions(self) -> tuple[str, str]:
        """What finds the name of somebody who is described, in two wordings: either may be the clearer one."""
        if re.search(r"\b(?:of|in|for|at|from|who|that)\b", self.whose):
            return f"What is the name of {self.whose}?", f"Who is {self.whose}?"
        owner = f"{self.whose}'" if self.whose.endswith("s") else f"{self.whose}'s"
        return f"What is {owner} name?", f"Who is {self.whose}?"


@dataclass(frozen=True, slots=True)
class Form:
    """A name as a document writes it: ``document.text[start:end] == text``."""

    text: str
    start: int
    end: int
    citation: Citation  # the sentence


def read_name_asked(question: str) -> NameAsked | None:
    """Whose name a question asks the spelling of; None for every other question.

    "Written" and "given" count only where a name is spoken of: "How was the law written?" asks something else.
    """
    line = question.strip().rstrip("?!. ")
    for pattern in _PATTERNS:
        if match := pattern.match(line):
            asked = _whose(match["whose"].strip())
            groups = match.groupdict()
            if groups.get("proper") and not asked.known:
                return None
            if groups.get("written") and asked.whose == match["whose"].strip() and not asked.known:
                return None
            return asked
    return None


def _whose(text: str) -> NameAsked:
    part, whose = "", text
    for pattern in (_OWN_NAME, _NAME_OF):
        if match := pattern.match(text):
            whose = match["whose"].strip()
            told = (match["part"] or "").strip(" -").lower()
            part = {"first": "first", "given": "first", "last": "last", "family": "last", "sur": "last"}.get(told, "")
            break
    found = _APPOSITION.match(whose)
    before = whose[: found.start("name")] if found else ""
    if found and _proper(found["name"]) and not re.search(r"\b(?:of|in|at|from|for|by)\s", before):
        whose = found["name"]
    return NameAsked(whose.strip(" “”\"'"), part)


def _proper(text: str) -> bool:
    """Whether a text is a name, to its last word: "Quds Force commander" is none."""
    last = text.split()[-1:]
    return bool(last) and is_name(text) and any(part[:1] != part[:1].lower() for part in re.split(r"[-–]", last[0]))


def forms(document: Document, asked: NameAsked) -> list[Form]:
    """How a document writes a name, its fullest form first, then the more frequent; empty where it does not name it.

    Args:
        document: the version.
        asked: a name, in any spelling. Where no name there can be the same, one that has the word that is asked for
            ("Qods Force" for "Quds"), or the same last name and a first name much like it, is taken.
    """
    named = list(_mentions(document))
    found = [(form, name) for form, name in named if _is_or_ends_in(name, asked.whose)]
    found = found or [(form, name) for form, name in named if _nearly(units(asked.whose), units(name))]
    if not found:
        return []
    found = [_as_long(document, form, asked.whose) for form, _ in found]
    size = max(len(units(name)) for _, name in found)
    full = [(form, name) for form, name in found if len(units(name)) == size]
    times = Counter(name for _, name in full)
    first = {name: form for form, name in reversed(full)}
    ordered = sorted(times, key=lambda name: (-times[name], first[name].start))[:MOST_FORMS]
    parts = [_part(document, first[name], asked.part) for name in ordered]
    return list({part.text: part for part in reversed(parts)}.values())[::-1]


def _is_or_ends_in(name: str, asked: str) -> bool:
    """Whether a run of capitals is a name, or a noun that opens a sentence and then it ("Fisherman Aksel Brun")."""
    if same_name(asked, name):
        return True
    rest = name.split(maxsplit=1)[1:]
    return len(units(asked)) > 1 and bool(rest) and len(units(rest[0])) > 1 and same_name(asked, rest[0])


def _as_long(document: Document, form: Form, asked: str) -> tuple[Form, str]:
    """A form without what stands before the name that is asked for ("Kellin" in "Kellin Green Tent"), and its text."""
    size, start = len(units(asked)), form.start
    for word in re.findall(r"\S+\s+", form.text) if size > 1 else ():
        rest = document.text[start + len(word) : form.end]
        if len(units(document.text[start : form.end])) <= size or not _is_or_ends_in(rest, asked):
            break
        start += len(word)
    text = document.text[start : form.end]
    return Form(text, start, form.end, form.citation), text


def _nearly(asked: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether a name has the one word that is asked for, or the same last name and much the same first name."""
    if len(asked) == 1:
        return any(same_word(word, asked[0]) for word in name)
    if not asked or len(name) != len(asked) or not same_word(asked[-1], name[-1]):
        return False
    return all(likeness(a, b) >= LEAST_LIKENESS for a, b in zip(asked[:-1], name[:-1], strict=True))


def _mentions(document: Document) -> Iterator[tuple[Form, str]]:
    """Every name of the running text, without titles, with its place."""
    for start, end, a, b in _names_in(document.text):
        if not any(r.kind == "furniture" and start < r.end and r.start < end for r in document.regions):
            text = document.text[a:b]
            yield Form(text, a, b, document.cite(start, end)), text


@lru_cache(16)
def _names_in(text: str) -> tuple[tuple[int, int, int, int], ...]:
    """(sentence start, its end, name start, its end) of every name and every shorter name within it."""
    found: list[tuple[int, int, int, int]] = []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        for a, b in name_spans(sentence):
            a = _without_titles(sentence, a, b)
            if a < b and units(sentence[a:b]):
                found.append((start, end, start + a, start + b))
    return tuple(found)


def _without_titles(sentence: str, start: int, end: int) -> int:
    """Where a name begins behind the titles that stand before it, and what those go with ("Iranian Gen. X")."""
    whole = units(sentence[start:end])
    for word in re.findall(r"\S+\s+", sentence[start:end]):
        rest = units(sentence[start + len(word) : end])
        if not rest or (rest != whole and word.strip().lower() not in _BEFORE_NAMES):
            break
        start, whole = start + len(word), rest
    return start


def _part(document: Document, form: Form, part: str) -> Form:
    """The first or the last name of a full one; all of it where it has one word."""
    pieces = list(re.finditer(r"\S+", form.text))
    if not part or len(pieces) < 2:
        return form
    cut = next((i for i, p in enumerate(pieces[1:], 1) if len(units(form.text[p.start() :])) == 1), len(pieces) - 1)
    start, end = (0, pieces[cut - 1].end()) if part == "first" else (pieces[cut].start(), len(form.text))
    return Form(form.text[start:end], form.start + start, form.start + end, form.citation)


def name_within(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the only name in ``sentence[start:end]`` stands: of "the tug Alma Quiroga" the last two words.

    None where there is none, more than one, or much besides.
    """
    text = sentence[start:end]
    if _proper(text) and not _ADJECTIVE.match(text) and not re.search(r"\b(?:and|or)\b|[,;]", text):
        return start, end
    found = [(a, b) for a, b in name_spans(sentence) if start <= a and b <= end and not _ADJECTIVE.match(sentence[a:b])]
    if len(found) != 1 or len(words(text)) - len(words(sentence[slice(*found[0])])) > _MOST_AROUND:
        return None
    return found[0]


def renamed(asked: NameAsked, documents: Sequence[Document], version: Document) -> list[Form]:
    """How a version writes a name that other versions write otherwise, in the same sentence up to a few words.

    Corrections of a name need not be ways to write one sound: "Tveit" became "Tveidt".
    """
    found: list[Form] = []
    for other in documents:
        there = {form.text for form in forms(other, NameAsked(asked.whose))} if other.id != version.id else set()
        pairs = diff(other, version).names if there else ()
        for old, new in pairs:
            if old and new and any(same_name(old, text) for text in there):
                found += forms(version, NameAsked(new, asked.part))
    return list(dict.fromkeys(found))


def respelled(old: Document, new: Document) -> list[tuple[Form, Form]]:
    """Names that two versions write differently, in the old one's order: wherever they stand, or corrected in place.

    Bare surnames are left out.
    """
    found: dict[tuple[str, str], tuple[Form, Form]] = {}
    for form, name in _mentions(old):
        if len(units(name)) < 2 or name in new.text:
            continue
        for other in [*forms(new, NameAsked(name)), *renamed(NameAsked(name), [old], new)][:1]:
            if len(units(other.text)) == len(units(name)) and other.text not in old.text:
                found.setdefault((name, other.text), (form, other))
    return list(found.values())
