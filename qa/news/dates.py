"""Every date a text names, as days: resolved against the day the text was published, kept with its words.

What a text's own rules leave open stays unresolved: "a day after the raid" without a date for the raid is no date.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from index.records import Document
from qa.news.date_forms import FORMS, Context
from qa.news.periods import WEEKDAYS, Date, Period, Precision

LEAD_CHARS = 700  # a story's first weekday stands within these, and is today or yesterday
_EVENT_CHARS = 80  # how far "two days after …" is read for what it counts from
_NEARBY_CHARS = 300  # how far a year that was given holds for later dates of the paragraph
_NOT_A_YEAR = re.compile(
    r"\s+(?:people|men|women|children|troops|soldiers|civilians|members|fighters|homes|houses|dollars|euros|pounds|"
    r"miles|kilomet(?:er|re)s|km|met(?:er|re)s|feet|acres|hectares|tons|tonnes|votes|seats|words|others|more|km|"
    r"employees|workers|students|families|refugees|migrants|prisoners|police|cases|deaths"
    r"|degrees|barrels|hours|gallons)\b"
)
_YEAR_LEADS = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|of|after|before|during|between|and|to|through"
    r"|year|fiscal|around|circa|the|its|"
    r"his|her|their|a|as|early|late|mid|for|back|or|beyond|season|summer|spring|autumn"
    r"|fall|winter|this|that)|['’]s|[(,–—-])\s*$",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(r"^(?:1[5-9]|20)\d\d$")
_TO_COME = re.compile(
    r"\b(?:will|shall|would|(?:is|are|was|were)\s+to|due|set|scheduled|expected|plan(?:s"
    r"|ned)?|slated|going\s+to|ahead\s+of|"
    r"intends?|upcoming|(?:vow|promis|agre)ed\s+to|(?:may|might|could|must|should))\b",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(
    r"\b(?:after|following|since|from|that|who|which|killed|when|said|told|announced)\b", re.IGNORECASE
)
_JUST_HAPPENED = re.compile(
    r"(?<!be )(?<!to )\b(?:(?!expect|schedul|plann|slat|suppos)\w+ed|said|says|told|met"
    r"|held|began|took|gave|made|went|came|"
    r"put|sent|left|fell|rose|won|lost|spoke|wrote|broke|struck|fought|found|shot|hit|was|were|had|saw)"
    r"(?:\s+[\w’'.-]+){0,2}\s*(?:\b(?:on|late|early|in|over|the)\s+)*$",
    re.IGNORECASE,
)
_ARRANGED = re.compile(r"\b(?:is|are)\s+(?:\w+\s+)?\w+(?:ed|et)\s+for\s+(?:(?:the|late|early)\s+)?$", re.IGNORECASE)
_WAS_ARRANGED = re.compile(r"\bhad\s+(?:first\s+|originally\s+)?been\s+\w+\s+(?:for|to)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“(]?[A-Z])|\n")
_HINT = re.compile(
    r"\b(?:(?:1[5-9]|20)\d\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)|"
    r"[Tt]o(?:day|night|morrow)|[Yy]esterday|(?:[Tt]his|[Ll]ast|[Nn]ext|[Tt]hat|[Ss]ame|[Pp]revious|[Cc]oming|[Pp]ast|"
    r"[Ff]ollowing)\s+\w|ago\b|later\b|earlier\b|before\b|after\b|weekend|quarter|half|"
    r"New\sYear|Christmas|Boxing|Valentine|Halloween|Easter|Good\sFri|Palm|Ash|Fourth|Bastille|Thanksgiving)"
)
MONTH_NAMED = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A date expression and the days it names: ``document.text[start:end] == text``."""

    text: str
    start: int
    end: int
    first: Date
    last: Date  # included
    precision: Precision

    @property
    def period(self) -> Period:
        """The days, without the words."""
        return Period(self.first, self.last, self.precision)

    @property
    def label(self) -> str:
        """The days as a person writes them: "2 January 2020"."""
        return self.period.label

    def to_dict(self) -> dict[str, Any]:
        """A plain dictionary, ready for JSON; dates in ISO 8601."""
        return {
            "text": self.text, "start": self.start, "end": self.end, "label": self.label, "precision": self.precision,
            "first": self.first.isoformat(), "last": self.last.isoformat(),
        }  # fmt: skip


def dates(document: Document) -> list[ResolvedDate]:
    """Every date expression of a document that can be resolved, in its order; empty for none."""
    return list(_dates_in(document.text, (document.published or "")[:10]))


def published_day(document: Document) -> Date | None:
    """The day a document was published; None where no full date is known."""
    return _parse((document.published or "")[:10])


def dates_in(text: str, published: Date | None) -> list[ResolvedDate]:
    """As :func:`dates`, for a bare text and the day it was written for (None when unknown)."""
    return list(_dates_in(text, published.isoformat() if published else ""))


def resolve(document: Document, start: int, end: int) -> ResolvedDate | None:
    """The one date that ``document.text[start:end]`` names or is part of; None for none, or for several."""
    found = [date for date in dates(document) if date.start < end and start < date.end]
    inside = [date for date in found if start <= date.start and date.end <= end] or found
    return inside[0] if len({date.period for date in inside}) == 1 else None


def adds_something(date: ResolvedDate, words: str) -> bool:
    """Whether a date's label says more than the words it stands beside: they lack a full date's year or month."""
    said = {token.strip(".").lower()[:3] for token in re.findall(r"[A-Za-z]+\.?", words)}
    numbers = set(re.findall(r"\d+", words))
    label = re.findall(r"[A-Za-z]+|\d+", date.label)
    return not all(part in numbers if part.isdigit() else part == "to" or part.lower()[:3] in said for part in label)


def beside(words: str, date: ResolvedDate | None) -> str:
    """An answer's words with the day they name, where it says more: "Thursday (2 January 2020)"."""
    return f"{words} ({date.label})" if date is not None and adds_something(date, words) else words


@lru_cache(256)
def _dates_in(text: str, published: str) -> tuple[ResolvedDate, ...]:
    today = _written_for(text, _parse(published))
    found: list[ResolvedDate] = []
    for match, rule in _matches(text):
        context = _context(text, match, today, found)
        try:
            period = rule(match, context)
        except (ValueError, OverflowError):  # a day that no calendar has
            continue
        if period is not None:
            found.append(
                ResolvedDate(match.group(), match.start(), match.end(), period.first, period.last, period.precision)
            )
    return tuple(found)


def _parse(published: str) -> Date | None:
    try:
        return Date.fromisoformat(published)
    except ValueError:
        return None


def _written_for(text: str, published: Date | None) -> Date | None:
    """The day that a story calls today.

    A story's first weekday is nearly always the day it was written or the one before. Where it is the day after the
    date of publication, the page has the date of another time zone, and the story was written for that next day.
    """
    first = _WEEKDAY.search(text, 0, LEAD_CHARS)
    if published is None or first is None:
        return published
    following = published + datetime.timedelta(days=1)
    before = text[max(0, first.start() - 60) : first.start()]
    if WEEKDAYS[following.weekday()] == first.group().lower() and not _looks_ahead(before, text[first.end() :]):
        return published if re.search(r"\b(?:last|next|this|coming)\s+$", before, re.IGNORECASE) else following
    return published


def _matches(text: str) -> list[tuple[re.Match[str], Any]]:
    """Where the forms stand: of overlapping ones the one that begins first, then the longest."""
    found = [
        (match, order, rule)
        for begin, stop in _windows(text)
        for order, (form, rule) in enumerate(FORMS)
        for match in form.finditer(text, begin, stop)
        if match.end() > match.start() and _plausible(text, match)
    ]
    found.sort(key=lambda item: (item[0].start(), -item[0].end(), item[1]))
    kept: list[tuple[re.Match[str], Any]] = []
    end = 0
    for match, _, rule in found:
        if match.start() >= end:
            kept.append((match, rule))
            end = match.end()
    return kept


def _windows(text: str) -> list[tuple[int, int]]:
    """Where a date may stand: around words without which no form matches, lines apart, not overlapping."""
    windows: list[tuple[int, int]] = []
    for hint in _HINT.finditer(text):
        begin, stop = max(0, hint.start() - 40), min(len(text), hint.end() + 30)
        if windows and begin <= windows[-1][1]:
            windows[-1] = (windows[-1][0], stop)
        else:
            windows.append((begin, stop))
    return windows


def _plausible(text: str, match: re.Match[str]) -> bool:
    """A bare number of four digits is a year only where its neighbours read like that."""
    if not _YEAR_ALONE.match(match.group()):
        return True
    if _NOT_A_YEAR.match(text, match.end()):
        return False
    return bool(_YEAR_LEADS.search(text[max(0, match.start() - 12) : match.start()]))


def _context(text: str, match: re.Match[str], today: Date | None, found: list[ResolvedDate]) -> Context:
    before = _SENTENCE_END.split(text[max(0, match.start() - 160) : match.start() + 1])[-1][:-1]
    after = _SENTENCE_END.split(text[match.end() : match.end() + 160])[0]
    return Context(
        today=today,
        previous=found[-1].period if found else None,
        beside=found[-1].period
        if found and re.fullmatch(r"\s*[,(–—]\s*", text[found[-1].end : match.start()])
        else None,
        years=_year_nearby(text, match.start(), today, found),
        future=_looks_ahead(before, after),
        after=after,
        event=lambda words: _event(text, words, today, found, match.start() - len(before)),
    )


def _year_nearby(text: str, at: int, today: Date | None, found: list[ResolvedDate]) -> int | None:
    for date in reversed(found):
        if date.precision != "day" or not re.search(r"\d{4}", date.text):
            continue
        near = at - date.end < _NEARBY_CHARS and "\n\n" not in text[date.end : at]
        if today is None or (near and date.first.year != today.year):
            return date.first.year
        return None
    return None


def _looks_ahead(before: str, after: str) -> bool:
    """Whether a date belongs to what is still to come: its own clause says so, and no verb before it looks back."""
    if _ARRANGED.search(before):
        return True
    if _JUST_HAPPENED.search(before):
        return False
    if _WAS_ARRANGED.search(before):
        return False
    cues = list(_TO_COME.finditer(before))
    if cues and len(before) - cues[-1].end() <= 60:
        return not _LOOKS_BACK.search(before[cues[-1].end() :])
    opens = len(before.split()) <= 1
    return opens and bool(re.match(r"[^.;]{0,40}?\b(?:will|is\s+to|are\s+to|is\s+expected|are\s+expected)\b", after))


def _event(text: str, words: str, today: Date | None, found: list[ResolvedDate], sentence: int) -> Period | None:
    """When what ``words`` tell of happened: by a date among them, else by the last dated sentence with their words.

    Only sentences before the one that begins at ``sentence`` count.
    """
    clause = re.split(r"[,;:(]", words[:_EVENT_CHARS])[0]
    for match, rule in _matches(clause):
        inner = Context(today, found[-1].period if found else None, None, None, False, "", lambda _: None)
        period: Period | None = rule(match, inner)
        if period is not None and period.precision == "day":
            return period
    telling = {word.lower()[:6] for word in re.findall(r"[^\W\d_]{4,}", clause)} - _COMMON
    for date in reversed(found):
        around = text[max(0, date.start - 100) : date.end + 100].lower()
        shared = sum(1 for word in telling if re.search(rf"\b{re.escape(word)}", around))
        if date.end <= sentence and date.precision == "day" and telling and shared >= min(2, len(telling)):
            return date.period
    return None


_COMMON = frozenset(
    word[:6] for word in "their there that this with from were have been they into which when while".split()
)
