"""What a web page says about itself: JSON-LD, Open Graph and other meta elements, in this order of trust."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin

from index.article import Metadata
from index.dates import find_date, only_a_month
from index.loaders.blocks import tag_of
from index.loaders.content import one_line, web_address

_ARTICLE_TYPES = re.compile(r"(Article|Report|BlogPosting|Posting|ScholarlyArticle|Review)$")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "application-name")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author", "byl")
_DATES = (
    "article:published_time", "datepublished", "og:published_time", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "dcterms.created", "citation_publication_date", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publication_date", "date",
)  # fmt: skip
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_DEEPEST = 12  # levels of JSON-LD that are looked into


def read_metadata(page: Any, url: str | None = None) -> Metadata:
    """Title, publisher, authors, publication date and address of a page.

    Args:
        page: the root element of a parsed page.
        url: where the page was fetched, against which relative addresses are read.

    Returns:
        Metadata whose fields are None or empty where the page says nothing.
    """
    meta = _meta_elements(page)
    article = _json_ld_article(page)
    return Metadata(
        title=_text(article.get("headline")) or _first(meta, _TITLES) or _heading(page) or _title_element(page),
        publisher=_named(article.get("publisher")) or _first(meta, _PUBLISHERS),
        authors=_people(article.get("author")) or _meta_authors(meta),
        published=iso_date(_text(article.get("datePublished"))) or _meta_date(page, meta),
        url=_own_address(page, meta, url),
    )


def iso_date(text: str | None) -> str | None:
    """ISO 8601 for a date, or a month alone, written as ISO 8601 or in words; None when it is neither."""
    written = one_line(text)
    if written is None:
        return None
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            return parse(written).isoformat()
        except ValueError:
            continue
    found = find_date(written)
    return found[0] if found else only_a_month(written)


def _meta_elements(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in page.iter("meta", "{*}meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := one_line(element.get("content")):
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _first(meta: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _meta_authors(meta: dict[str, list[str]]) -> tuple[str, ...]:
    for name in _AUTHORS:
        if authors := _people(meta.get(name)):
            return authors
    return ()


def _meta_date(page: Any, meta: dict[str, list[str]]) -> str | None:
    for name in _DATES:
        if found := iso_date(meta.get(name, [None])[0]):
            return found
    for element in page.iter("time", "{*}time"):
        if element.get("pubdate") is not None or "datepublished" in (element.get("itemprop") or "").lower():
            return iso_date(element.get("datetime") or element.text)
    return None


def _heading(page: Any) -> str | None:
    headings = [one_line("".join(element.itertext())) for element in page.iter("h1", "{*}h1")]
    return headings[0] if len(headings) == 1 else None


def _title_element(page: Any) -> str | None:
    return next((one_line("".join(e.itertext())) for e in page.iter("title", "{*}title") if not _in_picture(e)), None)


def _in_picture(element: Any) -> bool:
    return any(tag_of(ancestor) == "svg" for ancestor in element.iterancestors())


def _own_address(page: Any, meta: dict[str, list[str]], url: str | None) -> str | None:
    linked = [
        e.get("href") for e in page.iter("link", "{*}link") if "canonical" in (e.get("rel") or "").lower().split()
    ]
    for candidate in (*linked, *meta.get("og:url", [])):
        try:
            if address := web_address(urljoin(url or "", (candidate or "").strip())):
                return address
        except ValueError:
            continue
    return web_address(url)


def _json_ld_article(page: Any) -> dict[str, Any]:
    """The first JSON-LD object of an article type that has a headline; empty when there is none."""
    for element in page.iter("script", "{*}script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        try:
            data = json.loads("".join(element.itertext()), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(data):
            kinds = item.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if item.get("headline") and any(isinstance(n, str) and _ARTICLE_TYPES.search(n) for n in names):
                return item
    return {}


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _objects(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _objects(value, depth + 1)


def _text(value: Any) -> str | None:
    """JSON-LD text; markup and character references in it, which some sites leave in, are read as HTML."""
    if not isinstance(value, str) or not value.strip():
        return None
    if re.search(r"<\w|&#?\w+;", value):
        from lxml import html

        value = "".join(html.fromstring(f"<p>{value}</p>").itertext())
    return one_line(value)


def _named(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for item in value if (name := _named(item))), None)
    return _text(value.get("name") if isinstance(value, dict) else value)


def _people(value: Any) -> tuple[str, ...]:
    """Names from a name, an object with one, or a list of these; addresses and doubles left out."""
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        inner = item.get("name") if isinstance(item, dict) else item
        for one in inner if isinstance(inner, list) else [inner]:
            name = _BY.sub("", _text(one) or "")
            if name and "://" not in name and name not in names:
                names.append(name)
    return tuple(names)
