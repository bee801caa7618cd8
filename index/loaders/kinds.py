"""Which kind of file this is: by what is in it, and by its name only where the content leaves it open."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath

from index.errors import UnsupportedKind
from index.loaders import archive, front_matter, mhtml


class Kind(StrEnum):
    """What Quoted reads."""

    TEXT = "plain text"
    MARKDOWN = "Markdown"
    HTML = "web page"
    MHTML = "saved web page"
    PDF = "PDF"
    WORD = "Word document"
    EPUB = "EPUB book"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONVERT = "convert it to text, HTML, PDF, .docx or .epub first"
_UNREADABLE = (  # (how the file begins, what it is, what to do)
    (_OLE, "an old or password-protected Office file", "save it as .docx without a password"),
    (b"{\\rtf", "an RTF document", "open it and save it as .docx"),
    (b"\x89PNG", "a picture", "run text recognition (OCR) on it and add the text"),
    (b"\xff\xd8\xff", "a picture", "run text recognition (OCR) on it and add the text"),
    (b"GIF8", "a picture", "run text recognition (OCR) on it and add the text"),
    (b"II*\0", "a picture", "run text recognition (OCR) on it and add the text"),
    (b"MM\0*", "a picture", "run text recognition (OCR) on it and add the text"),
    (b"ID3", "a sound file", "add a transcript instead"),
    (b"OggS", "a sound or video file", "add a transcript instead"),
    (b"\x1f\x8b", "a compressed file", "unpack it and add what is inside"),
    (b"BZh", "a compressed file", "unpack it and add what is inside"),
    (b"\xfd7zXZ\0", "a compressed file", "unpack it and add what is inside"),
    (b"7z\xbc\xaf\x27\x1c", "an archive", "unpack it and add what is inside"),
    (b"Rar!\x1a\x07", "an archive", "unpack it and add what is inside"),
    (b"SQLite format 3\0", "a database", "export its texts and add those"),
    (b"\x7fELF", "a program", "remove it from the folder"),
    (b"%!PS", "a PostScript file", "convert it to PDF"),
    (b"bplist00", "a Safari web archive or property list", "save the page as HTML instead"),
)
_HTML_START = re.compile(
    r"\A\ufeff?(?>\s+|<\?xml[^>]{0,300}\?>|<!--.*?-->)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(r"\A\ufeff?\s*<(\?xml|svg|rss|feed)\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<(p|div|h[1-6]|article|section|main|table|ul|ol|br|span|title|meta)\b[^<>]*>", re.IGNORECASE)
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})
_MARKDOWN_MARKS = re.compile(
    r"^#{1,6} \S|(?<!!)\[[^\]\n]{1,300}\]\(\S{1,500}?\)|\*\*[^*\n]+\*\*|^\|(?: ?:?-+:? ?\|)+\s*$|^```", re.MULTILINE
)


def by_content(data: bytes) -> Kind | None:
    """The kind of a file that is not text; None when it may be text.

    Raises:
        UnsupportedKind: a kind of file that Quoted does not read.
        LoadError: a damaged archive.
    """
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _by_members(data)
    if mhtml.is_mhtml(data):
        return Kind.MHTML
    start = data[:64]
    for magic, what, remedy in _UNREADABLE:
        if start.startswith(magic) and not (magic in {b"ID3", b"BZh", b"GIF8"} and _is_ascii(start)):
            raise UnsupportedKind(f"this is {what}, which Quoted does not read: {remedy}")
    return None


def by_text(text: str, name: str) -> Kind:
    """The kind of a file that decodes to text.

    Raises:
        UnsupportedKind: XML of another kind than a web page.
    """
    suffix = PurePosixPath(name.lower()).suffix
    if _HTML_START.match(text[:20_000]) or (suffix in _HTML_NAMES and _ANY_TAG.search(text)):
        return Kind.HTML
    if _XML_START.match(text):
        raise UnsupportedKind(f"this is XML, not a web page, which Quoted does not read: {_CONVERT}")
    if suffix in _MARKDOWN_NAMES or front_matter.has_front_matter(text):
        return Kind.MARKDOWN
    return Kind.MARKDOWN if _looks_like_markdown(text[:50_000]) else Kind.TEXT


def _looks_like_markdown(text: str) -> bool:
    """A heading and at least two more marks, of two different kinds: what plain prose and scripts do not show."""
    marks = [match.group()[:2].lstrip() for match in _MARKDOWN_MARKS.finditer(text)]
    kinds = {mark[0] for mark in marks}
    return "#" in kinds and len(kinds) >= 2 and len(marks) >= 3


def _by_members(data: bytes) -> Kind:
    with archive.opened(data) as members:
        names = set(members.namelist())
        if "[Content_Types].xml" in names:
            if b"wordprocessingml" in members.read("[Content_Types].xml"):
                return Kind.WORD
            raise UnsupportedKind("this is an Office file other than Word: export its text, or save it as PDF")
        if "META-INF/container.xml" in names:
            return Kind.EPUB
        if any(name.startswith("content.xml") for name in names) and "mimetype" in names:
            raise UnsupportedKind("this is an OpenDocument file: save it as .docx or PDF")
    raise UnsupportedKind("this is a zip archive: unpack it and add the folder")


def _is_ascii(start: bytes) -> bool:
    return all(9 <= byte < 127 for byte in start)
