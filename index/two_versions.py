"""A saved page that shows an old and a new version of an article side by side becomes two texts.

The layout: notes about the article and its address; "Version 1 Version 2"; both headlines on one line; "(32 minutes
later)"; then the body, each line holding the old paragraph and the new one run together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.version_sides import assign, twice

_VERSIONS = re.compile(r"^version (?P<old>\d+)\s*version (?P<new>\d+)$", re.IGNORECASE)
_LATER = re.compile(
    r"^\((?P<later>(?:about |over |almost )?(?P<count>\d+|an?|one) (?P<unit>second|minute|hour|day|week|month"
    r"|year)s? later)\)$",
    re.IGNORECASE,
)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}
_CHANGED = re.compile(r"\bhas changed (?P<times>\d+|once|twice)\b", re.IGNORECASE)
_SOURCE = re.compile(r"\bfrom the source ['\"‘“](?P<source>[^'\"’”]+)['\"’”]", re.IGNORECASE)
_SEEN = re.compile(r"\bfirst published or seen on (?P<seen>[^.\s][^.]*)\.", re.IGNORECASE)
_SEARCH_LINES = 15


@dataclass(frozen=True, slots=True)
class VersionText:
    """One version of the article: its text with the page's notes, its headline ("" when the page has none) and
    number."""

    text: str
    headline: str
    number: int


@dataclass(frozen=True, slots=True)
class TwoVersionPage:
    """Both versions, and what the page says about them."""

    old: VersionText
    new: VersionText
    facts: dict[str, str]


def split_versions(text: str) -> TwoVersionPage | None:
    """Split a page of the two-version layout; None for any other text.

    The page is recognised by a line that is nothing but "Version N Version M", M greater than N, among its first
    lines, with the time between the versions in brackets soon after it or a note on the article's changes before it.

    Args:
        text: a normalised text.

    Returns:
        the versions, each with all lines before the body, and facts: ``changed_times``, ``source``, ``compared`` ("1,
        2"), ``later`` ("32 minutes later"), ``seconds_later``; a fact that the page does not state is left out.
    """
    lines = text.split("\n")
    at = next((i for i, line in enumerate(lines[:_SEARCH_LINES]) if _VERSIONS.match(line.strip())), None)
    if at is None or (match := _VERSIONS.match(lines[at].strip())) is None or int(match["old"]) >= int(match["new"]):
        return None
    preamble = "\n".join(lines[:at])
    later_at = next((i for i in range(at + 1, min(at + 6, len(lines))) if _LATER.match(lines[i].strip())), None)
    if later_at is None and not (_CHANGED.search(preamble) or _SOURCE.search(preamble)):
        return None
    headline, body_at = _header(lines, at, later_at)
    body = [line.strip() for line in lines[body_at:] if line.strip()]
    if not body:
        return None
    later = _LATER.match(lines[later_at].strip()) if later_at is not None else None
    facts = _facts(preamble, match, later)
    old_headline, new_headline = split_headline(headline, " ".join(body))
    pairs = assign(body, new_headline)
    notes = [*lines[: at + 1]]
    times = [lines[later_at].strip()] if later_at is not None else []
    versions = [
        VersionText(_text(notes, title, times, [pair[side] for pair in pairs]), title, int(match[name]))
        for side, (name, title) in enumerate([("old", old_headline), ("new", new_headline)])
    ]
    return TwoVersionPage(versions[0], versions[1], facts)


def _header(lines: Sequence[str], at: int, later_at: int | None) -> tuple[str, int]:
    """The line with the headlines ("" when there is none) and the index of the first body line."""
    if later_at is not None:
        return " ".join(line.strip() for line in lines[at + 1 : later_at] if line.strip()), later_at + 1
    first = next((i for i in range(at + 1, len(lines)) if lines[i].strip()), len(lines))
    if first < len(lines) and not re.search(r"[.!?][\"'”’]?$", lines[first].strip()):
        return lines[first].strip(), first + 1
    return "", first


def _text(notes: list[str], title: str, times: list[str], paragraphs: Sequence[str | None]) -> str:
    return "\n".join([*notes, *([title] if title else []), *times, *(p for p in paragraphs if p)])


def _facts(preamble: str, versions: re.Match[str], later: re.Match[str] | None) -> dict[str, str]:
    facts: dict[str, str] = {}
    if match := _CHANGED.search(preamble):
        facts["changed_times"] = {"once": "1", "twice": "2"}.get(match["times"].lower(), match["times"])
    if match := _SOURCE.search(preamble):
        facts["source"] = match["source"]
    if match := _SEEN.search(preamble):
        facts["first_seen"] = match["seen"].strip()
    facts["compared"] = f"{versions['old']}, {versions['new']}"
    if later:
        count = int(later["count"]) if later["count"].isdigit() else 1
        facts["later"] = later["later"]
        facts["seconds_later"] = str(count * _SECONDS[later["unit"].lower()])
    return facts


def split_headline(line: str, body: str) -> tuple[str, str]:
    """The old and the new headline of the line that holds both; both empty for an empty line.

    Two equal headlines are halved. Else the line is cut before a capital, a digit or a quotation mark: where the
    halves are about as long, share words in the same order, and where the capital is not one the word has inside the
    body's sentences.
    """
    if not line:
        return "", ""
    if (same := twice(line)) is not None:
        return same, same
    cuts = [
        m.start()
        for m in re.finditer(r"(?<=\s)[\"'“‘(]?[A-Z0-9À-ÖØ-Þ]|(?<=[a-z0-9?!.])(?=[A-Z])", line)
        if m.start() > 3
    ]
    if not cuts:
        return line, line
    inside = set(re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]*", body))
    best = max(cuts, key=lambda cut: (_headline_score(line, cut, inside), -cut))
    return line[:best].rstrip(), line[best:].lstrip()


_WEAK_END = re.compile(r"\b(?:a|an|the|of|in|on|at|to|for|from|with|by|and|or|as|after|over|amid|into|says?|gen"
                       r"|mr|mrs|dr|u\.s)\.?$|[,:;–—-]$", re.IGNORECASE)  # fmt: skip


def _headline_score(line: str, cut: int, inside: set[str]) -> float:
    left, right = line[:cut].strip(), line[cut:].strip()
    one, other = left.lower().split(), right.lower().split()
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio()
    balance = min(len(left), len(right)) / max(len(left), len(right))
    first = re.sub(r"^\W+|[\W]+$", "", right.split()[0]) if right.split() else ""
    lower = sum(word[:1].islower() for word in line.split()) / len(line.split())
    surprising = lower > 0.3 and first not in inside and first[:1].isalpha() and len(one) > 2
    glued = not line[cut - 1].isspace()
    weak = _WEAK_END.search(left) is not None
    same_first = bool(one and other) and one[0] == other[0]
    return 2.0 * alike + 1.5 * balance + 1.0 * surprising + 0.7 * same_first + 3.0 * glued - 1.5 * weak
