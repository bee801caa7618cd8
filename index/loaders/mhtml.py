"""A web page saved as one file (MHTML): the page is the first HTML part, its address stands in the header."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from index.errors import LoadError
from index.loaders import html
from index.loaders.content import Content, web_address
from index.loaders.encoding import declared_in_page, decode

_MIME = re.compile(rb"^MIME-Version\s*:", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(rb"^Content-Type\s*:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_BROKEN = "this saved web page (MHTML) holds no readable page: open the page again and save it as HTML or PDF"


def is_mhtml(data: bytes) -> bool:
    """Whether the bytes begin with the header of a saved web page."""
    header = re.split(rb"\r?\n\r?\n", data[:8192].lstrip(), maxsplit=1)[0]
    return bool(_MIME.search(header) and _RELATED.search(header))


def read(data: bytes) -> Content:
    """The page within.

    Raises:
        LoadError: there is no HTML part.
        EmptyDocument: the page shows no text.
    """
    try:
        message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(data.lstrip())
        part = next(part for part in message.walk() if part.get_content_type() in _PAGES)
        body = part.get_payload(decode=True)
        address = message.get("Snapshot-Content-Location") or part.get("Content-Location")
        charset = part.get_content_charset()
    except StopIteration as error:
        raise LoadError(_BROKEN) from error
    except Exception as error:  # the e-mail parser has many ways to give up on damaged headers
        raise LoadError(_BROKEN) from error
    if not isinstance(body, bytes) or not body:
        raise LoadError(_BROKEN)
    return html.read(decode(body, charset or declared_in_page(body)), web_address(address and str(address)))


_PAGES = frozenset({"text/html", "application/xhtml+xml"})
