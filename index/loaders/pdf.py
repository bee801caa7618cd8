"""PDF: pypdf gives the text with its place on the page, :mod:`index.loaders.reflow` makes paragraphs of it."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

from index.article import Metadata
from index.errors import EmptyDocument, LoadError
from index.loaders.content import Content, one_line, without_surrogates
from index.loaders.reflow import Line, paragraphs

_NO_TEXT = (
    "this PDF holds pictures of pages and no text: run text recognition (OCR, e.g. ocrmypdf) on it and add the result"
)
_LOCKED = "this PDF is locked with a password: save a copy without one and add that"
_NEEDS_CRYPTOGRAPHY = "this PDF is encrypted with AES, which needs one more package: pip install cryptography"
_BROKEN = "this PDF is broken and cannot be read: download it again, or print it to a new PDF"
_LIGATURES = str.maketrans(dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", "ff fi fl ffi ffl st st".split(), strict=True)))
_JUNK_TITLE = re.compile(
    r"^(untitled|microsoft (word|powerpoint)\b.*|.*\.(docx?|pdf|indd|qxd|tex|html?|pptx?)|\W*)$", re.IGNORECASE
)


def read(data: bytes) -> Content:
    """The text of all pages, in order.

    The PDF's own title counts only where it is a title (and no file name), its author only where the text names him or
    her too: both fields are often filled in by programs. Pages without text are named in ``facts``.

    Raises:
        EmptyDocument: no page holds text.
        LoadError: the PDF is locked or broken.
    """
    import pypdf

    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise LoadError(_LOCKED)
        lines, silent = _lines(reader)
        metadata = reader.metadata
        title, author = (metadata.title, metadata.author) if metadata else (None, None)
    except LoadError:
        raise
    except pypdf.errors.DependencyError as error:
        raise LoadError(_NEEDS_CRYPTOGRAPHY) from error
    except Exception as error:  # damaged PDFs fail in pypdf in every way Python knows
        raise LoadError(_LOCKED if "password" in str(error).lower() else _BROKEN) from error
    text = without_surrogates(paragraphs(lines)).translate(_LIGATURES)
    if not any(character.isalnum() for character in text):
        raise EmptyDocument(_NO_TEXT)
    facts = {"pages without text": ", ".join(map(str, silent))} if silent else {}
    return Content(text, _metadata(title, author, text), facts)


def _lines(reader: Any) -> tuple[list[Line], list[int]]:
    """All lines of the PDF, and the numbers (from 1) of the pages without any."""
    lines: list[Line] = []
    silent = []
    for number, page in enumerate(reader.pages):
        found = _page_lines(page, number)
        lines += found
        if not found:
            silent.append(number + 1)
    return lines, silent


def _page_lines(page: Any, number: int) -> list[Line]:
    """The page's text cut at line breaks, each line with the place of its first letter."""
    lines: list[Line] = []
    pieces: list[str] = []
    place: list[float] = []

    def close() -> None:
        if text := "".join(pieces).strip():
            lines.append(Line(text, number, *place))
        pieces.clear()
        place.clear()

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        for index, part in enumerate(text.split("\n")):
            if index:
                close()
            if part.strip() and not place:
                place.extend(_place(cm, tm, size))
            pieces.append(part)

    page.extract_text(visitor_text=visit)
    close()
    return lines


def _place(cm: list[float], tm: list[float], size: float) -> tuple[float, float, float]:
    """Page coordinates of a text's origin (text matrix times page matrix) and the height of its letters, in points."""
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    height = abs(size * (tm[3] or tm[1]) * (cm[3] or cm[1]))
    return float(x), float(y), round(float(height), 1)


def _metadata(title: Any, author: Any, text: str) -> Metadata:
    opening = " ".join(text[:5000].casefold().split())
    own_title = one_line(title) if isinstance(title, str) else None
    own_author = one_line(author) if isinstance(author, str) else None
    return Metadata(
        title=own_title if own_title and not _JUNK_TITLE.match(own_title) else None,
        authors=(own_author,) if own_author and own_author.casefold() in opening else (),
    )
