"""Small helpers for lines that people read, on a terminal or a page."""

from __future__ import annotations

_CLOSING = (".", "!", "?", "…", ".”", '."', "?”", '?"', "!”", '!"')


def shorten(text: str, limit: int) -> str:
    """``text`` on one line of at most ``limit`` characters, cut at a word where there is one, an ellipsis where cut."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rsplit(" ", 1)[0] + " …") if " " in head[:-1] else head + "…"


def below_headline(text: str, headline: str) -> str:
    """``text`` without the headline, where that is its first line; all of it where it has no other line."""
    first, _, rest = text.strip().partition("\n")
    return rest if rest and first.split() == headline.split() else text


def closed(text: str) -> str:
    """``text`` with a full stop at its end, unless it is empty or ends with one or with a mark that stands for it."""
    return text if not text or text.endswith(_CLOSING) else f"{text}."
