"""Dates as pages write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
        "november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_ZONES = {  # abbreviations used under news articles, hours from UTC
    "UTC": 0.0, "GMT": 0.0, "BST": 1.0, "CET": 1.0, "CEST": 2.0, "EST": -5.0, "EDT": -4.0, "CST": -6.0, "CDT": -5.0,
    "MST": -7.0, "MDT": -6.0, "PST": -8.0, "PDT": -7.0, "AEST": 10.0, "AEDT": 11.0, "JST": 9.0, "IST": 5.5,
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)(?!\d)"
_YEAR_FIRST = r"(?P<first>(?:19|20)\d\d)"
_CLOCK = (
    r"(?:(?:,|\s|T|at|\||-|–|—|·|•)*(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?(?:\s*(?P<zone>[A-Z]{3,4}\b|Z\b|[+-]\d\d:?\d\d))?)?"
)
_FORMS = [
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"(?<!\d){_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}",
        rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
    )
]
_MONTH_ALONE = re.compile(rf"{_MONTH}(?:\s+of)?,?\s+{_YEAR}|{_YEAR_FIRST}-(?P<number>\d\d)", re.IGNORECASE)
_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/-]|$)", re.IGNORECASE)


def find_date(text: str) -> tuple[str, int, int] | None:
    """The first full date (day, month, year) in a text, as (ISO 8601, start, end), with its time when one follows.

    Dates written with numbers alone are read only year first, as ISO 8601 writes them: ``3/4/2019`` means two days.
    """
    found = [
        (match.start(), iso, match.end()) for form in _FORMS for match in form.finditer(text) if (iso := _iso(match))
    ]
    if not found:
        return None
    start, iso, end = min(found)
    return iso, start, end


def only_a_month(text: str) -> str | None:
    """A text that is a month and nothing more, "2020-01" or "January 2020", as ISO 8601 writes it; else None."""
    match = _MONTH_ALONE.fullmatch(text.strip())
    if match is None:
        return None
    number = int(match["number"]) if match["number"] else _MONTHS[match["month"].lower()]
    return f"{match['year'] or match['first']}-{number:02}" if 1 <= number <= 12 else None


def date_in_url(url: str) -> str | None:
    """The date that a news site's address carries (``…/2020/01/02/…``), as ISO 8601, or None."""
    if not (match := _IN_URL.search(url)):
        return None
    year, month, day = match.groups()
    number = int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0)
    return _day(int(year), number, int(day))


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _iso(match: re.Match[str]) -> str | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    day = _day(int(match["year"]), number, int(match["day"]))
    if day is None or match["hour"] is None:
        return day
    hour, minute = int(match["hour"]), int(match["minute"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        return day
    return datetime(*_ymd(day), hour, minute, tzinfo=_zone(match["zone"])).isoformat(timespec="minutes")


def _ymd(day: str) -> tuple[int, int, int]:
    year, month, number = day.split("-")
    return int(year), int(month), int(number)


def _zone(zone: str | None) -> timezone | None:
    if zone is None:
        return None
    if zone in {"Z", "z"}:
        return UTC
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
        return timezone(offset) if offset < timedelta(hours=24) and offset > timedelta(hours=-24) else None
    hours_off = _ZONES.get(zone.upper())
    return None if hours_off is None else timezone(timedelta(hours=hours_off))
