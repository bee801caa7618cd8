"""The nearest vectors: exact with numpy, or by Chroma for what it covers and exact for the rest.

Scores are always computed here, from SQLite's vectors, so that both ways give the same ranking.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.chroma import ChromaCache, ChromaUnusable, OpenCache, Sealed
from index.rows import Vector, from_blob, get_meta, vectors_by_number
from index.store import CHANGES

LOG = logging.getLogger(__name__)

# Under this many vectors exact search takes 2 ms, less than Chroma does, which takes 600 to import.
CHROMA_FROM = 10_000
TIE = 1e-5  # float32 sums of one row differ by less in different matrices


@dataclass(frozen=True, slots=True)
class Matrix:
    """Vectors in memory, as they were at one change of the store."""

    changes: int
    numbers: NDArray[np.int64]  # (n,) ascending
    documents: NDArray[np.str_]  # (n,) document ids
    furniture: NDArray[np.bool_]  # (n,)
    vectors: Vector  # (n, d)

    def nearest(self, query: Vector, limit: int, documents: Sequence[str] | None, furniture: bool) -> list[int]:
        """Numbers of the ``limit`` rows nearest to ``query`` ``(d,)``, and of those as near as the last of them."""
        wanted = np.ones(len(self.numbers), dtype=bool) if furniture else ~self.furniture
        if documents is not None:
            wanted &= np.isin(self.documents, np.array(list(documents), dtype=np.str_))
        at = np.flatnonzero(wanted)
        if not len(at) or limit <= 0:
            return []
        scores = self.vectors @ query if len(at) == len(self.numbers) else self.vectors[at] @ query  # (n,)
        if len(at) > limit:
            bar = np.partition(scores, len(at) - limit)[len(at) - limit]
            at = at[scores >= bar - TIE]
        return [int(number) for number in self.numbers[at]]


class VectorSearch:
    """Finds the nearest passages of a store; safe to use from several threads."""

    def __init__(self, cache: ChromaCache, *, chroma_from: int | None = None) -> None:
        """Loads nothing yet.

        Args:
            cache: Chroma, asked for what it covers.
            chroma_from: number of cached vectors from which Chroma is asked at all, ``CHROMA_FROM`` when None; a
                server always is.
        """
        self._cache = cache
        self._chroma_from = (CHROMA_FROM if chroma_from is None else chroma_from) if cache.is_local else 0
        self._lock = threading.RLock()
        self._matrices: dict[int, Matrix] = {}  # watermark → what lies above it, and furniture
        self._open: OpenCache | None = None
        self._unusable: Sealed | None = None
        self._repaired: set[str] = set()

    def nearest(
        self,
        connection: sqlite3.Connection,
        query: Vector,
        limit: int,
        documents: Sequence[str] | None,
        furniture: bool,
    ) -> dict[int, float]:
        """Number → cosine of at least the ``limit`` nearest passages (fewer when there are fewer).

        Args:
            connection: the snapshot to search.
            query: ``(d,)``, unit length.
            limit: how many; passages that tie with the last one come too.
            documents: only these documents, always searched exactly; None for all.
            furniture: whether furniture passages may be found.
        """
        cache = self._usable(connection) if documents is None else None
        if cache is None:
            found = self._matrix(connection, 0).nearest(query, limit, documents, furniture)
            return cosines(connection, query, found)
        rest = self._matrix(connection, cache.sealed.watermark).nearest(query, limit, documents, furniture)
        try:
            covered = _covered(connection, cache, query, limit)
        except ChromaUnusable as error:
            self._give_up(cache.sealed, error)
            return self.nearest(connection, query, limit, documents, furniture)
        return cosines(connection, query, [*rest, *covered])

    def asks_chroma(self, connection: sqlite3.Connection) -> bool:
        """Whether a search without a filter would ask Chroma now."""
        return self._usable(connection) is not None

    def needs_repair(self, connection: sqlite3.Connection) -> bool:
        """Whether Chroma should be asked but cannot be; true once only for each state of the cache."""
        sealed = self._cache.sealed(connection)
        if sealed is None and self._cache.is_local:
            return False  # the next add fills it
        if (sealed is not None and sealed.size < self._chroma_from) or self._usable(connection) is not None:
            return False
        generation = sealed.generation if sealed else ""
        with self._lock:
            known = generation in self._repaired
            self._repaired.add(generation)
        return not known

    def forget(self) -> None:
        """Closes Chroma and drops what is in memory; the next search opens it again."""
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open, self._unusable = None, None
            self._matrices.clear()

    def _usable(self, connection: sqlite3.Connection) -> OpenCache | None:
        sealed = self._cache.sealed(connection)
        if sealed is None or sealed.size < self._chroma_from or sealed == self._unusable:
            return None
        with self._lock:
            if self._open is not None and self._open.sealed == sealed:
                return self._open
            if self._open is not None:
                self._open.close()
                self._open = None
            try:
                self._open = self._cache.open(connection, sealed)
            except ChromaUnusable as error:
                self._give_up(sealed, error)
            return self._open

    def _give_up(self, sealed: Sealed, error: ChromaUnusable) -> None:
        LOG.warning("Chroma cannot be used, searching is exact: %s", error)
        with self._lock:
            self._unusable = sealed
            if self._open is not None and self._open.sealed == sealed:
                self._open.close()
                self._open = None

    def _matrix(self, connection: sqlite3.Connection, above: int) -> Matrix:
        changes = int(get_meta(connection, CHANGES) or 0)
        with self._lock:
            known = self._matrices.get(above)
            if known is None or known.changes < changes:
                known = _refreshed(connection, above, changes, known)
                for other in [key for key in self._matrices if key not in (0, above)]:
                    del self._matrices[other]
                self._matrices[above] = known
            return known


def cosines(connection: sqlite3.Connection, query: Vector, numbers: Sequence[int]) -> dict[int, float]:
    """Number → cosine with ``query``, in float64 row by row: the same for a passage however it was found."""
    vectors = vectors_by_number(connection, numbers)
    asked = query.astype(np.float64)
    return {number: round(float(np.dot(vector.astype(np.float64), asked)), 9) for number, vector in vectors.items()}


def _covered(connection: sqlite3.Connection, cache: OpenCache, query: Vector, limit: int) -> list[int]:
    """What Chroma finds, asked for more until ``limit`` of it is still in SQLite."""
    size, asked = cache.sealed.size, min(2 * limit, cache.sealed.size)
    while True:
        found = cache.nearest(query, asked)
        alive = vectors_by_number(connection, found)
        if len(alive) >= limit or asked >= size:
            return [number for number in found if number in alive]
        asked = min(2 * asked, size)


def _refreshed(connection: sqlite3.Connection, above: int, changes: int, known: Matrix | None) -> Matrix:
    """The matrix as of now: rows that are gone dropped, new ones read, the rest kept."""
    belongs = "(p.number > ? OR p.kind = 'furniture')"
    last = int(known.numbers[-1]) if known is not None and len(known.numbers) else 0
    rows = connection.execute(
        f"""SELECT p.number, p.document_id, p.kind = 'furniture', e.vector
        FROM passage p JOIN embedding e ON e.number = p.number WHERE p.number > ? AND {belongs} ORDER BY p.number""",
        (last, above),
    ).fetchall()
    new = _matrix_of(changes, rows)
    if known is None or not len(known.numbers):
        return new
    alive = connection.execute(f"SELECT p.number FROM passage p WHERE {belongs}", (above,)).fetchall()
    kept = np.isin(known.numbers, np.array([row[0] for row in alive], dtype=np.int64))
    if not len(rows):
        return Matrix(changes, known.numbers[kept], known.documents[kept], known.furniture[kept], known.vectors[kept])
    return Matrix(
        changes,
        np.concatenate([known.numbers[kept], new.numbers]),
        np.concatenate([known.documents[kept], new.documents]),
        np.concatenate([known.furniture[kept], new.furniture]),
        np.concatenate([known.vectors[kept], new.vectors]),
    )


def _matrix_of(changes: int, rows: list[tuple[int, str, int, bytes]]) -> Matrix:
    return Matrix(
        changes,
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([row[1] for row in rows], dtype=np.str_),
        np.array([row[2] for row in rows], dtype=bool),
        from_blob(b"".join(row[3] for row in rows)).reshape(len(rows), -1) if rows else np.zeros((0, 0), np.float32),
    )
