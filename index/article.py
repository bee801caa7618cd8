"""From a text as it was read to Documents: headline, byline, publisher, date, furniture, versions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import bylines, furniture
from index.dates import date_in_url, find_date
from index.errors import EmptyDocument
from index.head import Head, labelled_date, read_head
from index.lines import Unit, units
from index.normalise import normalise
from index.records import Document, Region
from index.sentences import sentence_spans
from index.two_versions import split_versions

TITLE_CHARS = 90
_TAIL_UNITS = 10
_URL_LINE = re.compile(
    r"^(?:(?:source|url|link|permalink|original|retrieved from|available at|read (?:it|the original) at)\s*:?\s+)?"
    r"(?P<url>https?://\S+)$|\boriginal source at (?P<named>https?://\S+)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[A-Z][\w.'’]{0,30}(?:[ ,]{1,2}[A-Z][\w.'’]{0,30}){0,3}(?: \([A-Z][\w ]{1,40}\))?(?: ?[—–] ?| --? )[A-Z\"“]"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document before its text is read; None or empty where nothing is."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None  # ISO 8601
    url: str | None = None
    version: int | None = None
    series: str | None = None  # documents of one series are versions of one article


def read_article(text: str, *, origin: str, metadata: Metadata | None = None) -> list[Document]:
    """Make Documents of a text: one, or two of a page that shows an old and a new version side by side.

    Args:
        text: as decoded; it is normalised first, and all its lines are kept.
        origin: absolute path or URL it was read from.
        metadata: what the file's own fields say; it wins over what is read out of the text.

    Raises:
        EmptyDocument: there is nothing but space in the text.
    """
    text = normalise(text)
    if not text.strip():
        raise EmptyDocument(f"{origin}: no text in it; give a file or page that holds text")
    known = metadata or Metadata()
    page = split_versions(text) if known.version is None else None
    if page is None:
        return [_document(text, origin, known, None, {})]
    return [
        _document(
            version.text,
            origin,
            replace(known, title=None, version=version.number, series=known.series or origin),
            version.headline or known.title,
            page.facts,
        )
        for version in (page.old, page.new)
    ]


def _document(text: str, origin: str, known: Metadata, headline: str | None, facts: dict[str, str]) -> Document:
    found = units(text)
    noted = {region.start for region in furniture.mark(found, news=True) if region.label != "related link"}
    head = read_head(found, frozenset(i for i, unit in enumerate(found) if unit.start in noted))
    regions = _regions(found, head)
    url = known.url or _url(found) or (origin if re.match(r"https?://", origin) else None)
    facts = {**facts, **({"series": known.series} if known.series else {})}
    return Document(
        id=Document.make_id(origin, known.version),
        origin=origin,
        text=text,
        title=known.title or headline or head.title or _first_words(found, head, regions),
        publisher=known.publisher or _publisher(found, head, url),
        authors=known.authors or head.authors,
        published=_most_exact(known.published, head.published or _published(found, head, url)),
        url=url,
        version=known.version,
        regions=regions,
        facts=facts,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _regions(found: Sequence[Unit], head: Head) -> tuple[Region, ...]:
    """Furniture and captions, in order, not overlapping."""
    news = not head.letter and _is_news(found, head)
    regions = {region.start: region for region in furniture.mark(found, news=news)}
    for i, label in head.marks.items():
        regions[found[i].start] = Region(found[i].start, found[i].end, "furniture", label)
    if news:
        for unit in [*found[: head.body], *found[-_TAIL_UNITS:]]:
            marked = regions.get(unit.start)
            if (marked is None or marked.label == "related link") and bylines.read_from(unit.text):
                regions[unit.start] = Region(unit.start, unit.end, "furniture", "publisher")
    return tuple(regions[start] for start in sorted(regions))


def _is_news(found: Sequence[Unit], head: Head) -> bool:
    """Has the page what articles have: byline, masthead, date line, dateline, or a line that says who helped?"""
    if head.authors or head.publisher or head.published:
        return True
    dateline = head.body < len(found) and _DATELINE.match(found[head.body].text) is not None
    return dateline or any(bylines.is_credit(unit.text) for unit in found)


def _publisher(found: Sequence[Unit], head: Head, url: str | None) -> str | None:
    """Masthead, a line "From X", a copyright notice, an agency named in byline or dateline, the address's host."""
    edges = [*found[: head.body], *found[-_TAIL_UNITS:]]
    notices = [
        unit.text
        for unit in found
        if len(unit.words) <= 45 and re.match(r"copyright|©|\(c\)", unit.text, re.IGNORECASE)
    ]
    stated = [
        head.publisher,
        next((who for unit in edges if (who := bylines.read_from(unit.text))), None) if not head.letter else None,
        next((who for text in notices if (who := bylines.read_copyright(text))), None),
        head.agency,
        next(
            (who for unit in found[head.body : head.body + 2] if (who := bylines.read_dateline_agency(unit.text))), None
        ),
    ]
    host = bylines.host_name(url) if url else None
    return next(
        (who for who in stated if who), bylines.readable_host(host, [unit.text for unit in found]) if host else None
    )


def _published(found: Sequence[Unit], head: Head, url: str | None) -> str | None:
    """A labelled date at the end, a full date in the dateline, the date in the address; None when nothing says."""
    for unit in found[-_TAIL_UNITS:]:
        if iso := labelled_date(unit):
            return iso
    if head.body < len(found):
        dateline = re.match(
            r"[A-Z][^.!?—–]{2,60}?(?:19|20)\d\d[^\w]{0,4}(?:\([^)]*\)\s*)?(?:—|–|--|-\s)", found[head.body].text
        )
        if dateline and (date := find_date(dateline.group())):
            return date[0]
    return date_in_url(url) if url else None


def _most_exact(known: str | None, read: str | None) -> str | None:
    """What the metadata says; where that is a month alone, the day in it that the text gives."""
    return read if known is None or (len(known) == len("2020-01") and (read or "").startswith(known)) else known


def _url(found: Sequence[Unit]) -> str | None:
    """The article's own address, where a line at the beginning or the end is nothing else or says so."""
    for unit in [*found[:8], *found[-5:]]:
        if match := _URL_LINE.search(unit.text):
            return (match["url"] or match["named"]).rstrip(".,;)")
    return None


def _first_words(found: Sequence[Unit], head: Head, regions: Sequence[Region]) -> str:
    """A title for a text that has none: its first sentence, cut at a word."""
    marked = {region.start for region in regions if region.kind == "furniture"}
    texts = [unit for unit in found if unit.start not in marked] or list(found)
    prose = next((unit for unit in texts if unit.is_prose), texts[0])
    start, end = next(iter(sentence_spans(prose.text)), (0, len(prose.text)))
    sentence = prose.text[start:end].strip()
    if len(sentence) <= TITLE_CHARS:
        return sentence
    cut = sentence[: TITLE_CHARS - 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:—–-") + "…"
