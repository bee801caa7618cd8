"""EPUB books: chapters in the order of the spine, as one text.

Read with zipfile and lxml: EbookLib gives up on a whole book when one stylesheet or picture that the manifest names
is missing, which is common.
"""

from __future__ import annotations

import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote

from index.article import Metadata
from index.errors import LoadError
from index.loaders import archive
from index.loaders.blocks import to_text
from index.loaders.content import Content, one_line, require_text, web_address
from index.loaders.encoding import declared_in_page, decode
from index.loaders.html import parse
from index.loaders.html_metadata import iso_date

_NO_TEXT = "this EPUB holds no text: if its pages are pictures, run text recognition (OCR) and add the result"
_BROKEN = "this EPUB is broken: download it again, or convert it to PDF or HTML"
_PROTECTED = "this EPUB is copy-protected (DRM) and cannot be read: add an unprotected copy"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_FONT_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read(data: bytes) -> Content:
    """The book's text and what its package file says; chapters that are missing are counted in ``facts``.

    Raises:
        EmptyDocument: no chapter holds text.
        LoadError: the book is broken or copy-protected.
        TooLarge: it unpacks to too much.
    """
    with archive.opened(data) as members:
        _refuse_protected(members)
        location, package = _package(members)
        chapters = _chapters(members, posixpath.dirname(location), package)
    found = [chapter for chapter in chapters if chapter is not None]
    missing = len(chapters) - len(found)
    if missing and not found:
        raise LoadError(_BROKEN)
    text = "\n\n".join(chapter for chapter in found if chapter)
    return Content(
        require_text(text, _NO_TEXT), _metadata(package), {"missing chapters": str(missing)} if missing else {}
    )


def _xml(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LoadError(_BROKEN) from error
    if root is None:
        raise LoadError(_BROKEN)
    return root


def _refuse_protected(members: zipfile.ZipFile) -> None:
    if "META-INF/encryption.xml" not in members.namelist():
        return
    methods = [
        m.get("Algorithm") or "" for m in _xml(members.read("META-INF/encryption.xml")).iter("{*}EncryptionMethod")
    ]
    if any(method not in _FONT_ONLY for method in methods):
        raise LoadError(_PROTECTED)


def _package(members: zipfile.ZipFile) -> tuple[str, Any]:
    """The path and root element of the package file, which lists everything in the book."""
    for rootfile in _xml(members.read("META-INF/container.xml")).iter("{*}rootfile"):
        path = posixpath.normpath(unquote(rootfile.get("full-path") or ""))
        if path in members.namelist():
            return path, _xml(members.read(path))
    raise LoadError(_BROKEN)


def _chapters(members: zipfile.ZipFile, folder: str, package: Any) -> list[str | None]:
    """The texts of the spine's pages in order, without the contents page; None for one that is not in the archive."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    names = set(members.namelist())
    chapters: list[str | None] = []
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None:
            chapters.append(None)
            continue
        if "nav" in (item.get("properties") or "").split() or (item.get("media-type") or "").lower() not in _PAGES:
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "").partition("#")[0]))
        chapters.append(_page(members.read(path)) if path in names else None)
    return chapters


def _page(data: bytes) -> str:
    if not data.strip():
        return ""
    page = parse(decode(data, declared_in_page(data)))
    return to_text(next(page.iter("body"), page))


def _metadata(package: Any) -> Metadata:
    def values(name: str) -> list[str]:
        return [text for e in package.iter("{http://purl.org/dc/elements/1.1/}" + name) if (text := one_line(e.text))]

    return Metadata(
        title=next(iter(values("title")), None),
        publisher=next(iter(values("publisher")), None),
        authors=tuple(dict.fromkeys(values("creator"))),
        published=next((day for text in values("date") if (day := iso_date(text))), None),
        url=next(
            (address for text in (*values("source"), *values("identifier")) if (address := web_address(text))), None
        ),
    )
