"""Documents in, ranked passages with exact offsets out. This is the only door; everything else may change.

>>> from index import DocumentIndex
>>> with DocumentIndex.open("store") as index:      # doctest: +SKIP
...     index.add(["articles/"])
...     index.search("When did the ferry sink?")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from index.errors import (
    CitationError,
    EmptyDocument,
    FetchRefused,
    LoadError,
    QuotedError,
    StoreDamaged,
    StoreError,
    StoreLocked,
    TooLarge,
    UnknownDocument,
    UnsupportedKind,
    WeightsError,
    WrongModel,
)
from index.records import Citation, Document, Hit, Passage, PassageKind, Region

if TYPE_CHECKING:
    from index.adding import Added, AddReport, Failed, Progress
    from index.checking import CheckReport
    from index.document_index import DocumentIndex
    from index.embedding import Embedder, load_embedder

__all__ = [
    "AddReport",
    "Added",
    "CheckReport",
    "Citation",
    "CitationError",
    "Document",
    "DocumentIndex",
    "Embedder",
    "EmptyDocument",
    "Failed",
    "FetchRefused",
    "Hit",
    "LoadError",
    "Passage",
    "PassageKind",
    "Progress",
    "QuotedError",
    "Region",
    "StoreDamaged",
    "StoreError",
    "StoreLocked",
    "TooLarge",
    "UnknownDocument",
    "UnsupportedKind",
    "WeightsError",
    "WrongModel",
    "load_embedder",
]

_LAZY = {
    "AddReport": "index.adding",
    "Added": "index.adding",
    "CheckReport": "index.checking",
    "DocumentIndex": "index.document_index",
    "Embedder": "index.embedding",
    "Failed": "index.adding",
    "Progress": "index.adding",
    "load_embedder": "index.embedding",
}


def __getattr__(name: str) -> Any:
    """Imports what needs numpy or SQLite only when it is asked for."""
    if name not in _LAZY:
        raise AttributeError(f"module 'index' has no attribute {name!r}")
    value = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
