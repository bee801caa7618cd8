"""Chroma as a cache of SQLite's vectors, which can be thrown away and made again at any time.

A cache is filled under the writer's lock and then sealed: the database notes its generation, the highest passage
number it covers (the watermark) and, for files, a manifest. Files that are sealed are never written again; the next
fill works on a copy. So a reader never sees a half-written index, and damaged files are noticed before Chroma, which
crashes on them, opens them. Furniture is left out: it is few, and searched exactly when asked for.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from index.errors import StoreError
from index.manifest import make_manifest, matches
from index.rows import Vector, vectors_by_number
from index.store import CHROMA, Store

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

LOG = logging.getLogger(__name__)

BATCH = 1_000  # vectors a call; Chroma takes 5,461 and splits nothing
STALE_SHARE = 0.2  # when more of a cache than this was deleted, it is made afresh
TAIL_SHARE = 0.05  # of a large cache: fewer new vectors than this are left to the exact search
LARGE = 5_000  # vectors
SELF_QUERIES = 3
SELF_DISTANCE = 1e-3  # cosine distance under which a vector counts as having found itself

# Recall@10 of 10,000 vectors for queries far from all of them: 0.95 with ef_search 400, 0.99 with 1,000, for one more
# millisecond; 1.0 with either where the vectors lie near 40 dimensions. Chroma's own settings are much coarser: on
# 5,000 random vectors a recall@50 of 0.66, against 0.998 with ef_search 400 and max_neighbors 32.
# sync_threshold: the index is on disk after every batch, so sealed files do not change when they are opened.
HNSW = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 1000, "sync_threshold": 2}
CHANGES_WHEN_OPENED = frozenset({"chroma.sqlite3"})  # Chroma notes there that it was started

_QUOTABLE = "SELECT number FROM passage WHERE kind != 'furniture'"


class ChromaUnusable(Exception):
    """Chroma failed, or what it holds is not what SQLite holds; the exact search takes over."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the database knows of a filled cache."""

    generation: str
    watermark: int  # every quotable passage numbered up to this was put in
    size: int  # vectors put in
    manifest: str  # of its files; "" for a server


class OpenCache:
    """A sealed cache, open for queries."""

    def __init__(self, sealed: Sealed, client: ClientAPI, collection: Collection) -> None:
        """Made by :meth:`ChromaCache.open`."""
        self.sealed = sealed
        self._client = client
        self._collection = collection

    def nearest(self, query: Vector, limit: int) -> list[int]:
        """Numbers of the ``limit`` nearest vectors, nearest first.

        Raises:
            ChromaUnusable: Chroma failed.
        """
        with _failing_softly():
            found = self._collection.query(query_embeddings=query[None, :], n_results=limit, include=[])
            return [int(number) for number in found["ids"][0]]

    def close(self) -> None:
        """Lets go of the files; does nothing the second time."""
        _close(self._client)


class ChromaCache:
    """The Chroma cache of one store: embedded in its directory, or a collection on a server."""

    def __init__(self, store: Store, url: str | None = None) -> None:
        """Touches nothing yet.

        Args:
            store: the truth.
            url: a Chroma server's ``http(s)://host:port``; None for files in the store's directory.

        Raises:
            StoreError: not such a URL.
        """
        if url is not None and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname):
            raise StoreError(f"{url} is not a Chroma server's address; write it as http://host:8000")
        self._store = store
        self._url = url
        self._folder = store.directory / CHROMA
        self.is_local = url is None
        self.place = url or "local"

    def sealed(self, connection: sqlite3.Connection) -> Sealed | None:
        """What the database says is cached; None when nothing is."""
        row = connection.execute(
            "SELECT generation, watermark, size, manifest FROM cache WHERE place = ?", (self.place,)
        ).fetchone()
        return None if row is None else Sealed(*row)

    def open(self, connection: sqlite3.Connection, sealed: Sealed) -> OpenCache:
        """Opens a sealed cache after checking its files, and lets some vectors find themselves.

        Raises:
            ChromaUnusable: it is not what was sealed.
        """
        if self._url is None and not matches(self._folder / sealed.generation, sealed.manifest):
            raise ChromaUnusable("the files are missing or damaged")
        with _failing_softly():
            client = self._client(sealed.generation)
            try:
                collection = client.get_collection(self._name(sealed.generation), embedding_function=None)
                _check_contents(connection, collection, sealed)
            except BaseException:
                _close(client)
                raise
        return OpenCache(sealed, client, collection)

    def problems(self, connection: sqlite3.Connection) -> list[str]:
        """What is wrong with the cache and what to do, a line each; empty when every vector it should hold is there."""
        return [f"Chroma: {problem}; 'quoted rebuild' makes the cache again" for problem in self._problems(connection)]

    def _problems(self, connection: sqlite3.Connection) -> list[str]:
        sealed = self.sealed(connection)
        quotable = _numbers(connection)
        if sealed is None:
            return ["nothing is cached, as after an interrupted add"] if quotable else []
        try:
            cache = self.open(connection, sealed)
        except ChromaUnusable as error:
            return [str(error)]
        try:
            with _failing_softly():
                held = _held(cache._collection)
        except ChromaUnusable as error:
            return [str(error)]
        finally:
            cache.close()
        missing = {number for number in quotable if number <= sealed.watermark} - held
        lines = [f"{len(missing)} vectors are missing"] if missing else []
        return lines + ([f"{len(held - quotable)} deleted vectors are left"] if held - quotable else [])

    def fill(self, *, afresh: bool = False, progress: Callable[[int, int], None] | None = None) -> bool:
        """Makes the cache hold what SQLite holds; the caller holds the writer's lock.

        Args:
            afresh: throw away what is there.
            progress: told (vectors put in, vectors to put in).

        Returns:
            Whether the cache is usable now. When it is not, searching is exact, and the log says why.
        """
        with self._store.reading() as connection:
            sealed = None if afresh else self._sound(connection)
            if sealed is not None and not _worth_filling(connection, sealed):
                self._sweep(sealed.generation)
                return True
            fresh = sealed is None or _stale(connection, sealed) > STALE_SHARE
            try:
                made = self._made(connection, None if fresh else sealed, progress)
            except (ChromaUnusable, OSError) as error:
                LOG.warning("Chroma could not be filled, searching is exact until the next try: %s", error)
                made = sealed  # what is sound stays: it is asked for what it covers
        self._note(made)
        self._sweep(made.generation if made else None)
        if self._url is not None and sealed is not None and (made is None or made.generation != sealed.generation):
            self._drop(sealed.generation)
        return made is not None

    def _sound(self, connection: sqlite3.Connection) -> Sealed | None:
        sealed = self.sealed(connection)
        if sealed is None or self._url is not None:
            return sealed
        return sealed if matches(self._folder / sealed.generation, sealed.manifest) else None

    def _made(
        self, connection: sqlite3.Connection, base: Sealed | None, progress: Callable[[int, int], None] | None
    ) -> Sealed | None:
        """A new generation on top of ``base``; where that fails, one from nothing."""
        if base is not None:
            try:
                return self._make(connection, base, progress)
            except (ChromaUnusable, OSError) as error:
                LOG.info("Chroma is made afresh: %s", error)
        return self._make(connection, None, progress)

    def _make(
        self, connection: sqlite3.Connection, base: Sealed | None, progress: Callable[[int, int], None] | None
    ) -> Sealed | None:
        """Fills one generation, on a copy of ``base`` where there is one; None when there is nothing to hold."""
        wanted = _numbers(connection)
        if not wanted:
            return None
        generation = base.generation if base and self._url else secrets.token_hex(8)
        try:
            if base and self._url is None:
                shutil.copytree(self._folder / base.generation, self._folder / generation)
            with _failing_softly():
                self._put(connection, generation, wanted, base, progress)
            manifest = "" if self._url else make_manifest(self._folder / generation, skip=CHANGES_WHEN_OPENED)
            sealed = Sealed(generation, max(wanted), len(wanted), manifest)
            self.open(connection, sealed).close()
        except BaseException:
            if self._url is None:
                shutil.rmtree(self._folder / generation, ignore_errors=True)
            raise
        return sealed

    def _put(
        self,
        connection: sqlite3.Connection,
        generation: str,
        wanted: set[int],
        base: Sealed | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        client = self._client(generation)
        try:
            collection = client.get_or_create_collection(
                self._name(generation), embedding_function=None, configuration={"hnsw": HNSW}
            )
            held = _held(collection) if base else set()
            missing = sorted(wanted - held)
            for batch in _batches(sorted(held - wanted)):
                collection.delete(ids=[str(number) for number in batch])
            for done, batch in enumerate(_batches(missing)):
                vectors = vectors_by_number(connection, batch)
                rows: Any = np.stack([vectors[number] for number in batch])
                for _ in range(2 if len(batch) == 1 else 1):  # a lone change would stay unwritten; see sync_threshold
                    collection.upsert(ids=[str(number) for number in batch], embeddings=rows)
                if progress is not None:
                    progress(min((done + 1) * BATCH, len(missing)), len(missing))
        finally:
            _close(client)

    def _client(self, generation: str) -> ClientAPI:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url is None:
            return chromadb.PersistentClient(self._folder / generation, settings=settings)
        parts = urlsplit(self._url)
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 8000)
        return chromadb.HttpClient(parts.hostname or "", port, ssl=secure, settings=settings)

    def _name(self, generation: str) -> str:
        return "passages" if self._url is None else f"quoted-{generation}"

    def _note(self, sealed: Sealed | None) -> None:
        with self._store.writing() as connection:
            connection.execute("DELETE FROM cache WHERE place = ?", (self.place,))
            if sealed is not None:
                values = (self.place, sealed.generation, sealed.watermark, sealed.size, sealed.manifest)
                connection.execute("INSERT INTO cache VALUES (?, ?, ?, ?, ?)", values)

    def _sweep(self, keep: str | None) -> None:
        """Deletes the generations that nothing points at, such as one that was being made when its maker died."""
        if self._url is None and self._folder.is_dir():
            for entry in self._folder.iterdir():
                if entry.name != keep:
                    shutil.rmtree(entry, ignore_errors=True)

    def _drop(self, generation: str) -> None:
        """Deletes a collection that was replaced on a server."""
        try:
            with _failing_softly():
                client = self._client(generation)
                client.delete_collection(self._name(generation))
                _close(client)
        except ChromaUnusable as error:
            LOG.info("an old collection stays on the Chroma server: %s", error)


@contextmanager
def _failing_softly() -> Iterator[None]:
    """Whatever Chroma raises becomes ChromaUnusable; its Rust core panics with a BaseException."""
    try:
        yield
    except (ChromaUnusable, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise ChromaUnusable(f"{type(error).__name__}: {str(error)[:200]}") from error


def _close(client: ClientAPI) -> None:
    """Closes the files, or the connections, which Chroma 1.5.9 itself leaves open (those of its admin client too)."""
    clients = (client, getattr(client, "_admin_client", None))
    sessions = [getattr(getattr(each, "_server", None), "_session", None) for each in clients]
    for closable in (client, *sessions):
        close = getattr(closable, "close", None)
        if close is not None:
            close()


def _numbers(connection: sqlite3.Connection) -> set[int]:
    return {row[0] for row in connection.execute(_QUOTABLE)}


def _held(collection: Collection) -> set[int]:
    return {int(number) for number in collection.get(include=[])["ids"]}


def _worth_filling(connection: sqlite3.Connection, sealed: Sealed) -> bool:
    query = f"SELECT count(*), coalesce(sum(number <= ?), 0) FROM ({_QUOTABLE})"
    total, covered = connection.execute(query, (sealed.watermark,)).fetchone()
    if covered != sealed.size:
        return True
    new = int(total - covered)
    return new > 0 and (sealed.size < LARGE or new >= TAIL_SHARE * sealed.size)


def _stale(connection: sqlite3.Connection, sealed: Sealed) -> float:
    """The share of a cache that SQLite no longer has."""
    query = f"SELECT count(*) FROM ({_QUOTABLE}) WHERE number <= ?"
    alive = connection.execute(query, (sealed.watermark,)).fetchone()[0]
    return 1 - float(alive) / sealed.size


def _check_contents(connection: sqlite3.Connection, collection: Collection, sealed: Sealed) -> None:
    count = collection.count()
    if count != sealed.size:
        raise ChromaUnusable(f"it holds {count} vectors, not {sealed.size}")
    rows = connection.execute(f"{_QUOTABLE} AND number <= ? ORDER BY number", (sealed.watermark,)).fetchall()
    numbers = [rows[at][0] for at in sorted({0, len(rows) // 2, len(rows) - 1})] if rows else []
    vectors = vectors_by_number(connection, numbers[:SELF_QUERIES])
    if not vectors:
        return
    asked: Any = np.stack(list(vectors.values()))
    found = collection.query(query_embeddings=asked, n_results=1, include=["distances"])
    for distances in found["distances"] or []:
        if not distances or not abs(distances[0]) < SELF_DISTANCE:
            raise ChromaUnusable("a stored vector does not find itself")


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]
