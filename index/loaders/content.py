"""What every reader of one kind of file hands back: the text, and what the file says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.article import Metadata
from index.errors import EmptyDocument

_SURROGATE = re.compile("[\ud800-\udfff]")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Content:
    """One file as its kind's reader understood it; ``text`` is not normalised yet.

    ``facts`` is what a person should know about the reading ("pages without text"); it ends up in ``Document.facts``.
    """

    text: str
    metadata: Metadata = field(default_factory=lambda: Metadata())
    facts: dict[str, str] = field(default_factory=dict)


def without_surrogates(text: str) -> str:
    """Lone surrogates, which no UTF-8 file or database can hold, become U+FFFD."""
    return _SURROGATE.sub("�", text)


def one_line(text: str | None) -> str | None:
    """White space squeezed to single spaces; None when nothing is left."""
    squeezed = " ".join(without_surrogates(text or "").split())
    return squeezed or None


def web_address(text: str | None) -> str | None:
    """The text when it is an http(s) address, else None: nothing else is ever offered as a link."""
    candidate = (text or "").strip()
    try:
        host = urlsplit(candidate).hostname
    except ValueError:
        return None
    return candidate if host and _WEB_ADDRESS.fullmatch(candidate) else None


def require_text(text: str, advice: str) -> str:
    """The text itself.

    Raises:
        EmptyDocument: with ``advice`` when it holds no letter or digit.
    """
    if not any(character.isalnum() for character in text):
        raise EmptyDocument(advice)
    return text


def printable(name: str, limit: int = 120) -> str:
    """A file name as it can be shown on one line: control characters and odd bytes escaped, a long one cut."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)
    return shown if len(shown) <= limit else f"{shown[: limit // 2]}…{shown[-limit // 2 :]}"
