"""Files, bytes and addresses to Documents: the one door to all readers.

The kind of a file is found from its content, and from its name only where the content leaves it open. Every failure
is a :class:`~index.errors.LoadError` whose one line says what to do; it does not repeat the file's name, which the
caller has.
"""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import EmptyDocument
from index.loaders import kinds
from index.loaders.content import Content, printable, web_address
from index.loaders.encoding import declared_in_page, decode
from index.loaders.files import MAX_BYTES, check_size, origin_of, read_bytes, walk
from index.loaders.kinds import Kind
from index.records import Document

if TYPE_CHECKING:
    from index.fetch import FetchPolicy

__all__ = ["MAX_BYTES", "load_bytes", "load_file", "load_url", "origin_of", "printable", "read_bytes", "walk"]

_EMPTY = "this file is empty: remove it, or save the text into it again"


def load_file(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> list[Document]:
    """Read one file.

    Args:
        path: any file; its absolute path becomes the Documents' origin.
        max_bytes: the largest file that is read.

    Returns:
        One Document, or two for a page that shows two versions of an article.

    Raises:
        LoadError: with what is wrong and what to do; see :mod:`index.errors` for its kinds.
    """
    file = Path(path)
    return load_bytes(read_bytes(file, max_bytes), file.name, origin_of(file), max_bytes=max_bytes)


def load_url(url: str, *, allow_private: bool = False, policy: FetchPolicy | None = None) -> list[Document]:
    """Fetch and read one page or file of the web; ``url`` without its fragment is the Documents' origin.

    Args:
        url: an http or https address.
        allow_private: also fetch from this machine and the private network.
        policy: limits and address rules, in place of the usual ones.

    Raises:
        FetchRefused: the address is not fetched on purpose.
        LoadError: it could not be fetched or read.
    """
    from index.fetch import FetchPolicy, fetch

    page = fetch(url, policy or FetchPolicy(allow_private=allow_private))
    return load_bytes(page.data, page.name, page.asked, page.url, charset=page.charset, max_bytes=len(page.data))


def load_bytes(
    data: bytes,
    name: str,
    origin: str,
    url: str | None = None,
    *,
    charset: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> list[Document]:
    """Read what a file holds.

    Args:
        data: its bytes.
        name: its name; only the ending counts, and only where the content leaves the kind open. Never used as a path.
        origin: where it came from, part of the Documents' identity.
        url: the address it was fetched from, for relative links and as the article's address where it names none.
        charset: the encoding that the sender named.
        max_bytes: the largest size that is read.

    Raises:
        LoadError: with what is wrong and what to do.
    """
    from index.article import read_article

    check_size(len(data), max_bytes)
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise EmptyDocument(_EMPTY)
    content = _read(data, name, url, charset)
    metadata = content.metadata
    if metadata.url is None and web_address(url):
        metadata = dataclasses.replace(metadata, url=url)
    try:
        documents = read_article(content.text, origin=origin, metadata=metadata)
    except EmptyDocument as error:  # nothing but marks that normalisation takes away
        raise EmptyDocument(_EMPTY) from error
    if not content.facts:
        return documents
    return [dataclasses.replace(document, facts={**content.facts, **document.facts}) for document in documents]


def _read(data: bytes, name: str, url: str | None, charset: str | None) -> Content:
    """Each kind's own reader, imported only when it is needed."""
    kind = kinds.by_content(data)
    if kind is Kind.PDF:
        from index.loaders import pdf

        return pdf.read(data)
    if kind is Kind.WORD:
        from index.loaders import word

        return word.read(data)
    if kind is Kind.EPUB:
        from index.loaders import epub

        return epub.read(data)
    if kind is Kind.MHTML:
        from index.loaders import mhtml

        return mhtml.read(data)
    return _read_text(decode(data, charset or declared_in_page(data)), name, url)


def _read_text(text: str, name: str, url: str | None) -> Content:
    from index.loaders import html, markdown
    from index.loaders import text as plain

    kind = kinds.by_text(text, name)
    if kind is Kind.HTML:
        return html.read(text, url)
    return markdown.read(text) if kind is Kind.MARKDOWN else plain.read(text)
