"""Markdown: front matter becomes metadata, the rest is rendered and written out as text without marks."""

from __future__ import annotations

import re

from index.loaders import front_matter
from index.loaders.blocks import to_text
from index.loaders.content import Content, require_text
from index.loaders.html import parse

_NO_TEXT = "this Markdown file holds no words: remove it, or put the article's text into it"
_FOOTNOTE = re.compile(r"\[(?=\^[^\]\s]+\])")  # no CommonMark syntax: must not be taken for a link


def read(text: str) -> Content:
    """Headings without ``#``, links as their text, emphasis without asterisks, tables as lines; HTML in it as a page's.

    Raises:
        EmptyDocument: there is nothing but front matter.
    """
    from markdown_it import MarkdownIt

    metadata, body = front_matter.split(text)
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    rendered = renderer.render(_FOOTNOTE.sub(r"\\[", body))
    plain = to_text(parse(f"<html><body>{rendered}</body></html>")) if rendered.strip() else ""
    return Content(require_text(plain, _NO_TEXT), metadata)
