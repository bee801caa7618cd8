"""Adding sources to a store: only what changed, by content, is read, cut and embedded again."""

from __future__ import annotations

import hashlib
import logging
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from index import rows
from index.errors import LoadError, WrongModel
from index.records import Document
from index.rows import Entry, Source, Vector
from index.sentence_vectors import with_sentences
from index.store import Store

if TYPE_CHECKING:
    from index.embedding import Embedder

LOG = logging.getLogger(__name__)

# Version of the reading and cutting code. Raise it when either changes what it makes of the same bytes: the next add
# then reads every source again, and embeds the passages that came out differently.
READER = "3"
_MODEL_KEYS = ("model", "model_sha256", "model_dimension")
_URL = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class Added:
    """A document that an add dealt with."""

    document_id: str
    title: str
    origin: str

    def __str__(self) -> str:
        return f"{self.document_id}  {self.title}"


@dataclass(frozen=True, slots=True)
class Failed:
    """A source that could not be read, and why."""

    origin: str
    reason: str

    def __str__(self) -> str:
        return self.reason if self.origin in self.reason else f"{self.origin}: {self.reason}"


@dataclass(frozen=True, slots=True)
class AddReport:
    """What an add did; a document is in one list, in the order its source was given."""

    added: list[Added] = field(default_factory=list)
    updated: list[Added] = field(default_factory=list)
    unchanged: list[Added] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    dropped: list[Added] = field(default_factory=list)  # an updated source no longer yields them


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an add is: ``done`` of ``total`` sources, ``current`` is being worked on ("" at the end)."""

    done: int
    total: int
    current: str


def sources_of(sources: Iterable[str | Path]) -> list[Path | str]:
    """Files (as paths) and URLs (as strings), folders opened up, each once, in the order given.

    What does not exist is kept: reading it reports what is wrong.
    """
    from index.loaders import walk

    found: dict[Path | str, None] = {}
    for source in [sources] if isinstance(sources, str | Path) else sources:
        if isinstance(source, str) and _URL.match(source):
            found[urldefrag(source.strip()).url] = None
        else:
            found.update(dict.fromkeys(walk([Path(source).expanduser().absolute()])))
    return list(found)


class Adder:
    """Adds sources one by one; the caller holds the writer's lock."""

    def __init__(self, store: Store, embedder: Callable[[], Embedder], report: AddReport) -> None:
        """Loads nothing yet; ``embedder`` is called when the first source has changed."""
        self._store = store
        self._embedder = embedder
        self._report = report

    def add(self, item: Path | str) -> None:
        """Brings the store up to date with one file or URL; a source that cannot be read is reported, no more."""
        if isinstance(item, Path):
            self._add_data(origin_of(item), item.name, lambda: _loaders().read_bytes(item))
            return
        try:
            documents = _reading(item, lambda: _loaders().load_url(item))
        except (LoadError, OSError) as error:
            self._fail(item, error)
            return
        self._replace(Source(item, "", READER), documents)

    def add_bytes(self, data: bytes, name: str) -> None:
        """:meth:`add` for what a file holds; ``name`` is its origin, and is never used as a path."""
        self._add_data(name, name, lambda: data)

    def _add_data(self, origin: str, name: str, read: Callable[[], bytes]) -> None:
        try:
            data = read()
            source = Source(origin, hashlib.sha256(data).hexdigest(), READER)
            if self._is_known(source):
                return
            documents = _reading(origin, lambda: _loaders().load_bytes(data, name, origin))
        except (LoadError, OSError) as error:
            self._fail(origin, error)
            return
        self._replace(source, documents)

    def _fail(self, origin: str, error: Exception) -> None:
        self._report.failed.append(Failed(origin, " ".join(str(error).split())))

    def _is_known(self, source: Source) -> bool:
        with self._store.reading() as connection:
            if rows.get_source(connection, source.origin) != source:
                return False
            documents = rows.documents_of(connection, source.origin)
        self._report.unchanged.extend(_note(document) for document in documents)
        return True

    def _replace(self, source: Source, documents: list[Document]) -> None:
        with self._store.reading() as connection:
            before = {document.id: document for document in rows.documents_of(connection, source.origin)}
            reread = (rows.get_source(connection, source.origin) or source).reader != READER
        changed = [document for document in documents if reread or before.get(document.id) != document]
        entries = self._entries(changed)
        gone = [before[id_] for id_ in before if id_ not in {document.id for document in documents}]
        with self._store.writing() as connection:
            self._settle_model(connection, bool(changed))
            rows.put_source(connection, source)
            for document in gone:
                rows.delete_document(connection, document.id)
            for document in changed:
                rows.put_document(connection, source.origin, document, context_of(document), entries[document.id])
        for document in documents:
            self._list_for(document, before).append(_note(document))
        self._report.dropped.extend(_note(document) for document in gone)

    def _list_for(self, document: Document, before: dict[str, Document]) -> list[Added]:
        if document.id not in before:
            return self._report.added
        return self._report.unchanged if before[document.id] == document else self._report.updated

    def _entries(self, documents: Sequence[Document]) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {document.id: [] for document in documents}
        if documents:
            from index.llamaindex import run_pipeline

            embedder = self._embedder()
            entries = run_pipeline(documents, embedder, self._known_vectors)
            for entry in with_sentences(entries, embedder, self._known_sentences):
                found[entry.passage.document_id].append(entry)
        return found

    def _known_vectors(self, sha256s: Sequence[str]) -> dict[str, Vector]:
        with self._store.reading() as connection:
            return rows.vectors_by_text(connection, sha256s)

    def _known_sentences(self, sha256s: Sequence[str]) -> dict[str, Vector]:
        with self._store.reading() as connection:
            return rows.sentences_by_text(connection, sha256s, self._embedder().dimension)

    def _settle_model(self, connection: sqlite3.Connection, needed: bool) -> None:
        if needed and stored_model(connection) is None:
            note_model(connection, self._embedder())


def origin_of(item: Path | str) -> str:
    """How a source is called in the store: a URL as it is, a file by its absolute path as valid Unicode."""
    from index.loaders.files import origin_of as path_origin

    return item if isinstance(item, str) else path_origin(item)


def context_of(document: Document) -> str:
    """What a passage's keywords are widened with: headline, publisher, day (written both ways)."""
    from index.passages import context

    headline_and_day = context(document, lambda text: 0)
    parts = (headline_and_day or document.title, document.publisher, (document.published or "")[:10])
    return "\n".join(part for part in parts if part)


def stored_model(connection: sqlite3.Connection) -> tuple[str, str, int] | None:
    """Name, sha256 and dimension of the model that made the store's vectors; None before there are any."""
    name, sha256, dimension = (rows.get_meta(connection, key) for key in _MODEL_KEYS)
    return None if name is None or sha256 is None or dimension is None else (name, sha256, int(dimension))


def note_model(connection: sqlite3.Connection, embedder: Embedder) -> None:
    """Remembers which model makes the store's vectors."""
    for key, value in zip(_MODEL_KEYS, (embedder.name, embedder.sha256, str(embedder.dimension)), strict=True):
        rows.set_meta(connection, key, value)


def check_model(connection: sqlite3.Connection, embedder: Embedder) -> None:
    """Refuses an embedder whose vectors cannot be compared with the stored ones.

    Raises:
        WrongModel: the store's vectors were made by another model, or another file of it.
    """
    stored = stored_model(connection)
    if stored is not None and stored != (embedder.name, embedder.sha256, embedder.dimension):
        raise WrongModel(
            f"the store's vectors were made by {stored[0]} ({stored[1][:8]}), not by {embedder.name} "
            f"({embedder.sha256[:8]}); open it with that model, or rebuild it with this one"
        )


def _loaders() -> ModuleType:
    import index.loaders

    return index.loaders


def _reading(origin: str, load: Callable[[], list[Document]]) -> list[Document]:
    try:
        documents = load()
        for document in documents:
            "".join(
                map(str, (document.text, document.title, document.publisher, document.url, document.origin))
            ).encode()
    except (LoadError, OSError):
        raise
    except Exception as error:  # a parser's own slip on a strange file must not stop the rest of the folder
        LOG.exception("reading %s failed", origin)
        raise LoadError(
            f"it cannot be read ({type(error).__name__}: {str(error)[:120]}); convert it to text"
        ) from error
    return documents


def _note(document: Document) -> Added:
    return Added(document.id, document.title, document.origin)
