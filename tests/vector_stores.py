"""Stores of made-up vectors, and what is true of searching them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import rows
from index.chroma import ChromaCache
from index.records import Document, Passage
from index.rows import Entry, Source
from index.store import Store
from index.vectors import VectorSearch

DIMENSION = 16
PER_DOCUMENT = 25


def unit(seed: int, count: int) -> NDArray[np.float32]:
    """(count, d) unit rows, in loose clusters as texts are."""
    draw = np.random.default_rng(seed)
    values = draw.normal(size=(count, DIMENSION)) + draw.normal(size=(12, DIMENSION))[draw.integers(0, 12, count)]
    return (values / np.linalg.norm(values, axis=1, keepdims=True)).astype(np.float32)


def put(store: Store, name: str, seed: int, count: int = PER_DOCUMENT, furniture: int = 0) -> None:
    document = Document(id=name, origin=name, text="abc" * count, title=name)
    entries = []
    for ordinal, vector in enumerate(unit(seed, count)):
        kind = "furniture" if ordinal < furniture else "body"
        passage = Passage(f"{name}:{ordinal}", name, ordinal, 3 * ordinal, 3 * ordinal + 3, "abc", kind)  # type: ignore[arg-type]
        entries.append(Entry(passage, "0" * 64, vector))
    with store.writing() as connection:
        rows.put_source(connection, Source(name, "", ""))
        rows.put_document(connection, name, document, "", entries)


def delete(store: Store, name: str) -> None:
    with store.writing() as connection:
        rows.delete_document(connection, name)


def truth(store: Store, query: NDArray[np.float32], limit: int, *, furniture: bool = False) -> list[str]:
    """The oracle: every stored vector compared, ties by id."""
    with store.reading() as connection:
        found = connection.execute(
            "SELECT p.id, e.vector FROM passage p JOIN embedding e USING (number) WHERE p.kind != 'furniture' OR ?",
            (furniture,),
        ).fetchall()
    scored = [(-round(float(np.dot(rows.from_blob(b).astype(float), query.astype(float))), 9), i) for i, b in found]
    return [name for _, name in sorted(scored)[:limit]]


def ranked(
    store: Store, search: VectorSearch, query: NDArray[np.float32], limit: int, *, furniture: bool = False
) -> list[str]:
    with store.reading() as connection:
        scores = search.nearest(connection, query, limit, None, furniture)
        passages = rows.passages_by_number(connection, list(scores))
    order = sorted(scores, key=lambda number: (-scores[number], passages[number].id))
    return [passages[number].id for number in order[:limit]]


def uses_chroma(store: Store, search: VectorSearch) -> bool:
    with store.reading() as connection:
        return search.asks_chroma(connection)


def assert_right(store: Store, search: VectorSearch, *, queries: int = 12, limit: int = 10) -> None:
    for query in unit(999, queries):
        assert ranked(store, search, query, limit) == truth(store, query, limit)


def problems(store: Store, cache: ChromaCache) -> list[str]:
    with store.reading() as connection:
        return cache.problems(connection)


def index_files(store: Store) -> list[Path]:
    return sorted(p for p in (store.directory / "chroma").rglob("*") if p.is_file() and p.name != "chroma.sqlite3")
