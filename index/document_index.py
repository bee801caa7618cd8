"""DocumentIndex: the one object through which documents are added, searched, checked and removed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index import rows
from index.adding import Adder, AddReport, Progress, check_model, origin_of, sources_of, stored_model
from index.checking import CheckReport, check_store
from index.chroma import ChromaCache
from index.editions import Edition, change_number, editions
from index.errors import StoreLocked, UnknownDocument
from index.locking import WriterLock
from index.ranking import rank
from index.records import Document, Hit, Passage
from index.search import KEYWORD_WEIGHT, Filter
from index.store import Store, lock_of, open_store
from index.vectors import VectorSearch
from index.vocabulary import Spelling, Vocabulary

if TYPE_CHECKING:
    import sqlite3

    from index.embedding import Embedder
    from index.llamaindex import QuotedRetriever

LOG = logging.getLogger(__name__)


class DocumentIndex:
    """A store of documents that can be searched; use it as a context manager.

    Any number of processes and threads may read while one writes. A file that is deleted from a folder stays in the
    store until it is removed from there.
    """

    def __init__(self, store: Store, lock: WriterLock, vectors: VectorSearch, cache: ChromaCache) -> None:
        """Use :meth:`open`."""
        self._store = store
        self._lock = lock
        self._vectors = vectors
        self._cache = cache
        self._vocabulary = Vocabulary()
        self._model: str | None = None
        self._embedder: Embedder | None = None
        self._checked = False  # whether the embedder was compared with the store's
        self._loading = threading.Lock()

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        model: str | None = None,
        embedder: Embedder | None = None,
        chroma_url: str | None = None,
        chroma_from: int | None = None,
        read_only: bool = False,
    ) -> Self:
        """Opens a store.

        Args:
            path: its directory; made when missing, unless ``read_only``.
            model: name or folder of a sentence-transformers model; None for the default.
            embedder: in place of ``model``, an embedder that is there already.
            chroma_url: a Chroma server to ask for the nearest vectors, in place of files in the directory.
            chroma_from: number of vectors from which Chroma's files are asked; under it exact search is faster than
                importing Chroma. None for the measured default.
            read_only: refuse every change.

        Raises:
            StoreError: there is no store to read, or the directory holds something else.
            StoreDamaged: half a store, or the database is damaged.
            StoreLocked: the store must be made or upgraded while somebody else is writing.
        """
        lock = lock_of(path)
        store = open_store(path, lock, read_only=read_only)
        cache = ChromaCache(store, chroma_url)
        index = cls(store, lock, VectorSearch(cache, chroma_from=chroma_from), cache)
        index._model, index._embedder = model, embedder
        return index

    @property
    def path(self) -> Path:
        """The store's directory."""
        return self._store.directory

    def close(self) -> None:
        """Lets go of all files; does nothing the second time."""
        self._vectors.forget()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---------------------------------------------------------------- changing

    def add(self, sources: Iterable[str | Path], *, progress: Callable[[Progress], None] | None = None) -> AddReport:
        """Adds files, folders and URLs; what is stored already and has not changed is left alone.

        One document is one transaction: after a crash, everything reported so far is there, and adding again goes on.

        Args:
            sources: paths and addresses; a folder stands for all files below it.
            progress: told before each source, and once at the end.

        Returns:
            What was added, updated, unchanged, and what could not be read and why.

        Raises:
            StoreLocked: somebody else is writing.
            WrongModel: the store's vectors were made by another model.
            StoreError: the store was opened read-only, or the disk is full.
        """
        report = AddReport()
        self._store.refuse_if_read_only()
        with self._lock.held():
            items = sources_of(sources)
            adder = Adder(self._store, self.embedder, report)
            for done, item in enumerate(items):
                if progress is not None:
                    progress(Progress(done, len(items), origin_of(item)))
                adder.add(item)
            self._fill()
            if progress is not None:
                progress(Progress(len(items), len(items), ""))
        return report

    def add_bytes(self, data: bytes, name: str) -> AddReport:
        """Adds what a file holds that is not on this machine, such as an upload.

        Args:
            data: its bytes.
            name: what it is called; the documents' origin, so that the same name again is an update. Never a path.

        Raises:
            as :meth:`add`.
        """
        report = AddReport()
        self._store.refuse_if_read_only()
        with self._lock.held():
            Adder(self._store, self.embedder, report).add_bytes(data, name)
            self._fill()
        return report

    def remove(self, document_id: str) -> None:
        """Removes a document from everywhere: text, keywords, vectors. Its source may be added again later.

        Raises:
            UnknownDocument: there is none of this id.
            StoreLocked: somebody else is writing.
        """
        self._store.refuse_if_read_only()
        with self._lock.held():
            with self._store.writing() as connection:
                origin = rows.source_of(connection, document_id)
                if origin is None:
                    raise _unknown(document_id)
                rows.delete_document(connection, document_id)
                rows.forget_if_empty(connection, origin)
                # FTS5 keeps the words of a deleted row in its older segments until these are merged.
                connection.execute("INSERT INTO keyword(keyword) VALUES ('optimize')")
                connection.execute("INSERT INTO word(word) VALUES ('optimize')")
            self._store.shrink_log()
            self._fill()

    def rebuild(self, *, progress: Callable[[Progress], None] | None = None) -> None:
        """Makes everything that is derived anew: keyword index, vectors if the model changed, Chroma.

        Raises:
            StoreLocked: somebody else is writing.
        """
        from index.rebuilding import rebuild_store

        self._store.refuse_if_read_only()
        with self._lock.held():
            rebuild_store(self._store, self._load_embedder, progress)
            self._checked = False
            self._fill(afresh=True)

    def set_setting(self, name: str, value: str) -> None:
        """Keeps a setting with the documents, such as the threshold fitted to them.

        Raises:
            StoreLocked: somebody else is writing.
        """
        self._store.refuse_if_read_only()
        with self._lock.held(), self._store.writing() as connection:
            rows.set_meta(connection, f"setting.{name}", value)

    def setting(self, name: str) -> str | None:
        """A setting kept with the documents; None when it was never set."""
        with self._store.reading() as connection:
            return rows.get_meta(connection, f"setting.{name}")

    def check(self) -> CheckReport:
        """Looks for anything that is not as it must be, in SQLite and in Chroma; changes nothing."""
        return check_store(self._store, self._cache)

    # ----------------------------------------------------------------- reading

    def documents(self) -> list[Document]:
        """All documents, in the order they were added."""
        with self._store.reading() as connection:
            return rows.all_documents(connection)

    def document(self, document_id: str) -> Document:
        """One document.

        Raises:
            UnknownDocument: there is none of this id.
        """
        with self._store.reading() as connection:
            document = rows.get_document(connection, document_id)
        if document is None:
            raise _unknown(document_id)
        return document

    def editions(self, of: Iterable[Document] | None = None) -> list[Edition]:
        """All documents without their texts, or those that share a page (origin or URL) with one of ``of``.

        In the order they were added; empty for an empty store.
        """
        with self._store.reading() as connection:
            return editions(connection, of)

    def change_number(self) -> tuple[int, int]:
        """Differs whenever documents were added, changed or removed since."""
        with self._store.reading() as connection:
            return change_number(connection)

    def passages(self, document_id: str) -> list[Passage]:
        """A document's passages in reading order; furniture included.

        Raises:
            UnknownDocument: there is no document of this id.
        """
        with self._store.reading() as connection:
            if rows.source_of(connection, document_id) is None:
                raise _unknown(document_id)
            return rows.passages_of(connection, document_id)

    def passage(self, passage_id: str) -> Passage:
        """One passage.

        Raises:
            UnknownDocument: there is none of this id.
        """
        with self._store.reading() as connection:
            passage = rows.get_passage(connection, passage_id)
        if passage is None:
            raise UnknownDocument(
                f"there is no passage {passage_id}; search again, its document was changed or removed"
            )
        return passage

    def search(
        self,
        query: str,
        top_k: int = 10,
        *,
        documents: Iterable[str] | None = None,
        publishers: Iterable[str] | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        furniture: bool = False,
        keyword_weight: float = KEYWORD_WEIGHT,
        also: Iterable[str] = (),
    ) -> list[Hit]:
        """The passages that fit a query best, by its words and by its meaning.

        Args:
            query: any text at all.
            top_k: how many, at most.
            documents: ids of the documents to search; None for all.
            publishers: names of publishers, upper and lower case alike; None for all.
            since: first day, inclusive; a document without a date is left out.
            until: last day, inclusive; likewise.
            furniture: whether menus, newsletter boxes and the like may be found.
            keyword_weight: share of the words' side, from 1 (words alone) to 0 (meaning alone).
            also: other names for what the query names; looked for by their words alone.

        Returns:
            Hits, best first, ties by passage id; none for an empty store, a blank query or a ``top_k`` below 1.

        Raises:
            WrongModel: the store's vectors were made by another model.
            ValueError: ``since`` or ``until`` is not a date.
        """
        wanted = Filter.make(documents, publishers, since, until)
        if top_k < 1 or not query.strip():
            return []
        query = query.encode("utf-8", "replace").decode()
        with self._store.reading() as connection:
            if stored_model(connection) is None:
                return []
            vector = self.embedder().embed_query(query)
            within = self._within(connection, wanted)
            self._repair(connection)
            wider = " ".join([query, *also, *self._vocabulary.spelling(connection, query, self._known).extra()])
            return rank(
                connection, self._vectors, wider, vector, top_k, within, furniture=furniture, weight=keyword_weight
            )

    def spelling(self, text: str) -> Spelling:
        """How the documents spell the names in a text, and what its mistyped words may be; empty for an empty store."""
        with self._store.reading() as connection:
            if stored_model(connection) is None:
                return Spelling()
            return self._vocabulary.spelling(connection, text.encode("utf-8", "replace").decode(), self._known)

    def _known(self, word: str) -> bool:
        """Whether a word is in the embedding model's own vocabulary: one that many people use."""
        return self.embedder().count_tokens(word) == 1

    def as_retriever(
        self,
        top_k: int = 10,
        *,
        documents: Iterable[str] | None = None,
        publishers: Iterable[str] | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> QuotedRetriever:
        """This search as a LlamaIndex retriever; arguments as for :meth:`search`."""
        from index.llamaindex import QuotedRetriever

        filters = {"documents": documents, "publishers": publishers, "since": since, "until": until}
        return QuotedRetriever(self, top_k, **filters)

    def embedder(self) -> Embedder:
        """The embedder, loaded on first use and compared with the one the store remembers.

        Raises:
            WrongModel: the store's vectors were made by another model.
            WeightsError: the model's weights cannot be used.
        """
        embedder = self._load_embedder()
        if not self._checked:
            with self._store.reading() as connection:
                check_model(connection, embedder)
                self._checked = stored_model(connection) is not None
        return embedder

    # ------------------------------------------------------------------ inside

    def _load_embedder(self) -> Embedder:
        with self._loading:
            if self._embedder is None:
                from index.embedding import load_embedder

                self._embedder = load_embedder(self._model)
            return self._embedder

    def _fill(self, *, afresh: bool = False) -> None:
        self._cache.fill(afresh=afresh)

    def _repair(self, connection: sqlite3.Connection) -> None:
        """Makes Chroma anew when it should be asked and cannot be, unless somebody is writing or we may not."""
        if self._store.read_only or not self._vectors.needs_repair(connection):
            return
        try:
            with self._lock.held(timeout_seconds=0):
                self._fill(afresh=self._cache.is_local)
        except StoreLocked:
            LOG.info("Chroma is not repaired now: somebody else is writing")

    def _within(self, connection: sqlite3.Connection, wanted: Filter) -> list[str] | None:
        if not wanted:
            return None
        found = connection.execute("SELECT id, publisher, published FROM document ORDER BY id")
        return [row[0] for row in found if wanted.lets_through(*row)]


def _unknown(document_id: str) -> UnknownDocument:
    return UnknownDocument(f"there is no document {document_id}; list the documents to see their ids")
