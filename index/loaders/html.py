"""Web pages: trafilatura finds where the article is; everything that stands there is kept, captions and tables too.

trafilatura's own text leaves out captions, and sometimes list items and short paragraphs. So it is used as the
locator: the smallest element that holds its paragraphs is the article, and that element is written out as a whole.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from index.errors import LoadError
from index.loaders.blocks import BLOCKS, CELLS, tag_of, to_text, walk
from index.loaders.content import Content, require_text, without_surrogates
from index.loaders.html_metadata import read_metadata

_COVER = 0.95  # share of the located text that the article's element must hold; the rest may be a stray teaser
_LINKS = 0.6  # share of linked text above which a box is a list of links
_PARTS = frozenset({"p", "li", "tr", "table", "tbody", "ul", "ol", "blockquote", "pre"})  # never the whole article
_BOXES = frozenset({"aside", "footer", "header", "form"})
_DEEPEST_BOX = 20  # boxes within boxes whose links are counted
_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar", "dialog"})
_COMMENTS = re.compile(r"^(comments?|comments?-(area|list|section)|disqus_thread|respond)$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")
_NO_TEXT = (
    "this web page holds no text (pages that are built by scripts arrive empty): "
    "open it in a browser, save it as a single file (MHTML) or PDF, and add that"
)


def read(text: str, url: str | None = None) -> Content:
    """The article of a web page with what the page says about itself.

    Args:
        text: the page's source, decoded.
        url: where it was fetched, if it was.

    Raises:
        EmptyDocument: the page shows no text.
        LoadError: it cannot be parsed at all.
    """
    page = parse(text)
    metadata = read_metadata(page, url)
    return Content(require_text(_article_text(page, text), _NO_TEXT), metadata)


def parse(source: str) -> Any:
    """The root element of an HTML page, as lenient as a browser.

    Raises:
        LoadError: nothing can be made of it.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = html.document_fromstring(without_surrogates(source).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise LoadError("this web page cannot be parsed: save it again, or save its text") from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise LoadError("this web page is nested more deeply than can be read: save its text, or print it to a PDF")
    return root


def _article_text(page: Any, source: str) -> str:
    bodies = list(page.iter("body"))
    body = bodies[0] if bodies else page
    root = _locate(body, _main_text(source))
    text = to_text(root, skip=list(_furniture(root)))
    if not any(character.isalnum() for character in text):
        text = to_text(body)
    heading = _heading_before(body, root)
    return f"{heading}\n\n{text}" if heading and _key(heading) not in _key(text[: 4 * len(heading) + 400]) else text


def _main_text(source: str) -> str:
    """trafilatura's reading of the page; empty when it finds none or gives up."""
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        return trafilatura.extract(source, include_comments=False, include_tables=True, favor_recall=True) or ""
    except Exception:  # a heuristic that fails on an odd page must not lose the page
        return ""


def _locate(body: Any, main_text: str) -> Any:
    """The smallest element that holds nearly all of the main text; without that ``<main>``, ``<article>`` or body."""
    wanted = {key for line in main_text.splitlines() if len(key := _key(line)) >= 20}
    weights = _weights(body, wanted)
    total = weights.get(body, 0)
    if total == 0:
        for tag in ("main", "article"):
            if len(found := list(body.iter(tag))) == 1 and _key(to_text(found[0])):
                return found[0]
        return body
    root = body
    while True:
        child = next((c for c in root if weights.get(c, 0) >= _COVER * total), None)
        if child is None:
            break
        root = child
    while root is not body and (tag_of(root) in _PARTS or tag_of(root) not in BLOCKS):
        root = root.getparent()
    return root


def _weights(body: Any, wanted: set[str]) -> dict[Any, int]:
    """For each element, how many characters of the wanted lines stand in it; one pass over the page."""
    weights: dict[Any, int] = {}
    together = "\n".join(sorted(wanted))
    holders: list[tuple[Any, int]] = [(body, 0)]
    pieces: list[str] = []

    def count() -> None:
        lines = [_key(line) for line in "".join(pieces).split("\r")]
        found = sum(len(line) for line in lines if line in wanted or (len(line) >= 40 and line in together))
        holders[-1] = (holders[-1][0], holders[-1][1] + found)
        pieces.clear()

    for event, item in walk(body):
        if event == "text":
            pieces.append(item.replace("\r", " "))
            continue
        tag = tag_of(item)
        if tag == "br":
            pieces.append("\r")
        elif tag in BLOCKS or tag in CELLS:
            count()
        if event == "start":
            holders.append((item, 0))
        else:
            element, found = holders.pop()
            weights[element] = found
            holders[-1] = (holders[-1][0], holders[-1][1] + found)
    return weights


def _furniture(root: Any) -> Iterator[Any]:
    """Elements that a page marks as being no part of the article: navigation, comments, boxes of links."""
    for element in root.iter():
        tag, role = tag_of(element), (element.get("role") or "").lower()
        names = (element.get("id") or "", *(element.get("class") or "").split())
        if (
            tag == "nav"
            or role in _FURNITURE_ROLES
            or any(_COMMENTS.match(name) for name in names)
            or (tag in _BOXES and element is not root and _link_share(element) > _LINKS)
        ):
            yield element


def _link_share(element: Any) -> float:
    if sum(1 for holder in element.iterancestors() if tag_of(holder) in _BOXES) > _DEEPEST_BOX:
        return 0.0
    whole = len(_key("".join(element.itertext())))
    linked = sum(len(_key("".join(link.itertext()))) for link in element.iter("a"))
    return linked / whole if whole else 1.0


def _heading_before(body: Any, root: Any) -> str | None:
    """The page's only ``<h1>`` when it stands outside the article's element."""
    headings = [heading for heading in body.iter("h1") if to_text(heading)]
    if len(headings) != 1 or root in headings[0].iterancestors() or root is headings[0]:
        return None
    return to_text(headings[0])


def _key(text: str) -> str:
    """Letters and digits alone, in small letters: what two renderings of one paragraph have in common."""
    return "".join(_WORDS.findall(text)).casefold()
