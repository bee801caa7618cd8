"""What stands before an article's text: masthead, headline, byline, date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.bylines import is_name, is_press_name, is_role, read_byline, read_signed_name
from index.dates import find_date
from index.lines import Unit

_HEAD_UNITS, _LOOK_AHEAD_UNITS, _HEADLINE_WORDS = 14, 3, 30
_DATE_LABEL = re.compile(
    r"^(?:(?:first |last |originally )?(?:published|posted|updated|modified|created|issued|released|dated?"
    r"|uploaded|filed)\b|on\b|as of\b)",
    re.IGNORECASE,
)
_UPDATE_LABEL = re.compile(r"^(?:last )?(?:updated|modified|revised)\b", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"^(?:the\s+)?(?:u\.?[sk]\.?\s+)?(?:ministry|department|office|embassy|government|council|university|institute|"
    r"commission|city|state|bureau|european|united nations)\b|\b(?:ministry|department|agency|council|university"
    r"|institute|commission|association|foundation)$",
    re.IGNORECASE,
)
_LAST_PRESS_WORD = re.compile(r"\b(?:times|post|herald|gazette|journal|tribune|chronicle|guardian|telegraph"
                              r"|observer|press|news|"
                              r"daily|weekly|review|mail|courier|bulletin|examiner|globe|mirror|independent"
                              r"|inquirer|sentinel|record|"
                              r"star|sun|argus|advertiser|dispatch|standard|magazine|network|bbc|cnn"
                              r"|reuters)(?: of [A-Z]\w+| online)?$", re.IGNORECASE)  # fmt: skip
_NO_HEADLINE = re.compile(
    r"^(?:for immediate release|press release|news release|media release|breaking(?: news)?|exclusive|opinion"
    r"|analysis|"
    r"(?:media |press )?contacts?\s*:.*|embargoed\b.*|from|to|cc|bcc|sent|date|reply-to|tel|phone|fax"
    r"|e-?mail)\s*:?(?:\s.*)?$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^(?:subject|re|betreff|title|headline)\s*:\s*(?P<title>\S.*)$", re.IGNORECASE)
_SALUTATION = re.compile(r"^(?:dear\s+\S.{0,60}|to whom it may concern)[,:]?$", re.IGNORECASE)
_RULE = re.compile(r"^[=\-_*~#\s]{3,}$")


@dataclass(slots=True)
class Head:
    """What the lines before the text say; empty fields where nothing does."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    published: str | None = None
    letter: bool = False
    body: int = 0  # index of the first unit that is text
    marks: dict[int, str] = field(default_factory=dict)  # unit index → "byline", "masthead" or "motto"


def read_head(units: Sequence[Unit], skip: frozenset[int] = frozenset()) -> Head:
    """Read the head of a text.

    Args:
        units: the whole text's units.
        skip: indices of units already known to be furniture.

    Returns:
        the head; without title where the text begins at once.
    """
    head = Head(body=_body_start(units, skip))
    open_units = [i for i in range(head.body) if i not in skip]
    _read_bylines(units, open_units, head)
    _read_dates(units, open_units, head)
    candidates = [i for i in open_units if i not in head.marks and _may_be_headline(units, i)]
    for i in open_units:
        if match := _SUBJECT.match(units[i].text):
            head.title = match["title"]
        head.letter = head.letter or _SALUTATION.match(units[i].text) is not None
    if head.title is None and not head.letter:
        _choose_headline(units, candidates, head)
    return head


def _body_start(units: Sequence[Unit], skip: frozenset[int]) -> int:
    """Index of the first unit that is running text and has no byline or date line soon after it."""
    start = 0
    for i, unit in enumerate(units[:_HEAD_UNITS]):
        if (not unit.is_prose and i == start) or i in skip or _is_meta(unit):
            start = i + 1
        elif i - start >= _LOOK_AHEAD_UNITS:
            break
    return start


def _is_meta(unit: Unit) -> bool:
    return read_byline(unit.text) is not None or _date_line(unit) is not None


def _read_bylines(units: Sequence[Unit], open_units: Sequence[int], head: Head) -> None:
    for i in open_units:
        if byline := read_byline(units[i].text) or (read_signed_name(units[i].text) if i else None):
            head.authors = (*head.authors, *(name for name in byline[0] if name not in head.authors))
            head.agency = head.agency or byline[1]
            head.marks[i] = "byline"
    for i in open_units:
        text = units[i].text
        after_byline = i - 1 in head.marks and units[i - 1].text != text and is_role(text) and find_date(text) is None
        if i not in head.marks and (text in head.authors or text.title() in head.authors or after_byline):
            head.marks[i] = "byline"
    if not head.authors:
        _read_bare_name(units, open_units, head)


def _read_bare_name(units: Sequence[Unit], open_units: Sequence[int], head: Head) -> None:
    """A name alone between the headline and the date line is the author's."""
    for i in open_units[1:]:
        if i + 1 < len(units) and _date_line(units[i + 1]) and is_name(units[i].text) and len(units[i - 1].words) >= 4:
            head.authors, head.marks[i] = (units[i].text,), "byline"
            return


def _read_dates(units: Sequence[Unit], open_units: Sequence[int], head: Head) -> None:
    updated: str | None = None
    for i in open_units:
        if i in head.marks or (iso := _date_line(units[i])) is None:
            continue
        head.marks[i] = "byline"
        if _UPDATE_LABEL.match(units[i].text):
            updated = updated or iso
        else:
            head.published = head.published or iso
    head.published = head.published or updated


def _date_line(unit: Unit) -> str | None:
    """The date in a unit that is hardly more than a date, or None."""
    if len(unit.text) > 120 or (found := find_date(unit.text)) is None:
        return None
    iso, start, end = found
    rest = len(re.findall(r"\w+", unit.text[:start] + " " + unit.text[end:]))
    labelled = _DATE_LABEL.match(unit.text) is not None
    return iso if rest <= (12 if labelled else 6 if start < 12 else 2) else None


def labelled_date(unit: Unit) -> str | None:
    """The date in a line such as "Published: 3 March 2019", wherever it stands, or None."""
    return _date_line(unit) if _DATE_LABEL.match(unit.text) and not unit.text.lower().startswith("on ") else None


def _may_be_headline(units: Sequence[Unit], i: int) -> bool:
    unit = units[i]
    unfinished = unit.text.endswith((",", ";", ":"))
    bullet = re.match(r"[-*•]\s|\[|!\[|<|https?://|[|]", unit.text) is not None
    return (
        0 < len(unit.words) <= _HEADLINE_WORDS
        and not (unfinished or bullet or _NO_HEADLINE.match(unit.text) or _RULE.match(unit.text))
        and not (unit.text.endswith(".") and unit.is_prose)
    )


def _choose_headline(units: Sequence[Unit], candidates: Sequence[int], head: Head) -> None:
    if not candidates:
        return
    heading = next((i for i in candidates if re.match(r"#\s+\S", units[i].text)), None)
    if heading is not None:
        head.title = units[heading].text.strip("# ")
        return
    rest = list(candidates)
    if len(rest) > 1 and _is_masthead(units[rest[0]]) and any(len(units[i].words) >= 3 for i in rest[1:]):
        head.publisher = units[rest[0]].text
        head.marks[rest.pop(0)] = "masthead"
        if len(rest) > 1 and _is_motto(units[rest[0]]) and any(len(units[i].words) >= 4 for i in rest[1:]):
            head.marks[rest.pop(0)] = "motto"
    chosen = rest[0]
    if head.marks:  # a news page: one or two words before the headline are a section's name
        chosen = next((i for i in rest if len(units[i].words) >= 4), rest[0])
    text = units[chosen].text
    head.title = text.strip("# ") if re.match(r"#{1,6}\s", text) else text


def _is_masthead(unit: Unit) -> bool:
    named = (is_press_name(unit.text) and _LAST_PRESS_WORD.search(unit.text)) or _ORGANISATION.search(unit.text)
    return len(unit.words) <= 7 and unit.is_title_case and not unit.ends_sentence and bool(named)


def _is_motto(unit: Unit) -> bool:
    return len(unit.words) <= 8 and unit.is_title_case
