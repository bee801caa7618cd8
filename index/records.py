"""The records everything else passes around: Document, Passage, Hit, Citation.

All offsets are counted in code points of ``Document.text``; a slice is never re-found by searching.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from index.errors import CitationError

PassageKind = Literal["body", "caption", "furniture"]


@dataclass(frozen=True, slots=True)
class Region:
    """A slice of a document that is not running text: ``text[start:end]``."""

    start: int
    end: int
    kind: PassageKind
    label: str = ""  # what it is: "newsletter", "photo credit", "page note", …


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was read.

    ``origin`` is where it was read from (absolute path or URL) and, with ``version``, its identity;
    ``url`` is the article's own address when the text or its metadata names one.
    """

    id: str
    origin: str
    text: str
    title: str
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None  # ISO 8601 date, datetime or month ("2020-01"); None when nothing says
    url: str | None = None
    version: int | None = None  # 1 is the oldest; None when the article has one version only
    regions: tuple[Region, ...] = ()  # furniture and captions, in order, not overlapping
    facts: dict[str, str] = field(default_factory=dict)  # what the page says about itself
    sha256: str = ""
    added: str | None = field(default=None, compare=False)  # UTC, ISO 8601: when the store first took it in, if known

    @staticmethod
    def make_id(origin: str, version: int | None) -> str:
        """The same origin and version always get the same 12 hexadecimal digits."""
        return hashlib.sha256(f"{origin}\0{version or ''}".encode()).hexdigest()[:12]

    @property
    def source(self) -> str:
        """Where a reader finds the original: the article's URL, else where it was read from."""
        return self.url or self.origin

    def cite(self, start: int, end: int, passage: str = "") -> Citation:
        """The only way a Citation is made.

        Args:
            start: first code point of the quotation.
            end: one past its last.
            passage: the text around it that was read, for context.

        Raises:
            CitationError: the offsets are outside the text, or the slice is empty.
        """
        if not 0 <= start < end <= len(self.text):
            raise CitationError(f"document {self.id} has no text at {start}:{end}")
        return Citation(
            document_id=self.id,
            title=self.title,
            publisher=self.publisher,
            published=self.published,
            source=self.source,
            version=self.version,
            start=start,
            end=end,
            quote=self.text[start:end],
            passage=passage or self.text[start:end],
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """``document.text[start:end]``, cut at sentence ends, short enough for the embedding window."""

    id: str  # "<document id>:<ordinal>"
    document_id: str
    ordinal: int  # 0-based position within the document
    start: int
    end: int
    text: str
    kind: PassageKind = "body"


@dataclass(frozen=True, slots=True)
class Hit:
    """A Passage with its retrieval scores; higher is better, None when that side did not find it."""

    passage: Passage
    score: float  # fused
    keyword_score: float | None = None  # BM25, unbounded
    vector_score: float | None = None  # cosine, -1 to 1
    sentence_scores: tuple[float, ...] = ()  # cosine of each of its sentences, in order; empty when none are stored


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation that can be checked: ``document.text[start:end] == quote``."""

    document_id: str
    title: str
    publisher: str | None
    published: str | None
    source: str
    version: int | None
    start: int
    end: int
    quote: str
    passage: str

    def to_dict(self) -> dict[str, Any]:
        """A plain dictionary, ready for JSON."""
        return asdict(self)
