"""Is a store sound? Everything that must hold between its parts, looked at one by one."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index import rows
from index.adding import stored_model
from index.chroma import ChromaCache
from index.errors import StoreError
from index.sentences import sentence_spans
from index.store import Store

UNIT_TOLERANCE = 1e-3
SHOWN = 20  # problems of one kind that are listed


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found; iterating gives the problems, a line each."""

    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def __iter__(self) -> Iterator[str]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)


def check_store(store: Store, cache: ChromaCache) -> CheckReport:
    """Checks SQLite, the keyword index, every quotation's place, every vector, and Chroma; changes nothing."""
    problems: list[str] = []
    try:
        with store.reading() as connection:
            for look in (_database, passage_problems, vector_problems, sentence_problems, _texts):
                problems.extend(look(connection))
            problems.extend(cache.problems(connection))
        with store.connection() as connection:  # FTS5 takes the write lock for it, which a snapshot may not be able to
            problems.extend(_keywords(connection))
    except StoreError as error:
        problems.append(str(error))
    return CheckReport(tuple(problems))


def _database(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"SQLite: {line}"
    for table, number, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"SQLite: row {number} of {table} belongs to no {parent}"


def _keywords(connection: sqlite3.Connection) -> Iterator[str]:
    """FTS5's own check writes to its shadow tables in name only, so a read-only store counts rows instead."""
    if connection.execute("PRAGMA query_only").fetchone()[0]:
        passages = connection.execute("SELECT count(*) FROM passage").fetchone()[0]
        indexed = connection.execute("SELECT count(*) FROM keyword_docsize").fetchone()[0]
        if passages != indexed:
            yield f"keyword index: {indexed} passages, not {passages}; rebuild the store"
        return
    try:
        connection.execute("INSERT INTO keyword(keyword, rank) VALUES ('integrity-check', 1)")
        connection.execute("INSERT INTO word(word, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        yield f"keyword index: it does not match the passages ({error}); rebuild the store"


def _texts(connection: sqlite3.Connection) -> Iterator[str]:
    for document_id, text, sha256 in connection.execute("SELECT id, text, sha256 FROM document ORDER BY id"):
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield f"document {document_id}: its text has not the sha256 that was noted; add its source again"


def passage_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Passages whose text is not their slice, as Python slices: SQLite's substr stops at NUL."""
    documents = connection.execute("SELECT id, text FROM document ORDER BY id").fetchall()
    for document_id, text in documents:
        passages = rows.passages_of(connection, document_id)
        for place, passage in enumerate(passages):
            if text[passage.start : passage.end] != passage.text or not passage.text:
                yield f"passage {passage.id}: its text is not what stands at {passage.start}:{passage.end}"
            if passage.ordinal != place or passage.id != f"{document_id}:{place}":
                yield f"passage {passage.id}: it is not number {place} of its document"


def vector_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Passages without a vector, or with one that the store's model cannot have made."""
    model = stored_model(connection)
    without = connection.execute(
        "SELECT id FROM passage p WHERE NOT EXISTS (SELECT 1 FROM embedding e WHERE e.number = p.number) ORDER BY id"
    ).fetchall()
    yield from (f"passage {row[0]}: it has no vector; rebuild the store" for row in without[:SHOWN])
    stored = connection.execute(
        "SELECT p.id, e.vector FROM embedding e JOIN passage p ON p.number = e.number ORDER BY p.id"
    )
    bad = 0
    for passage_id, blob in stored:
        if model is None or len(blob) != 4 * model[2]:
            bad += 1
            if bad <= SHOWN:
                yield f"passage {passage_id}: its vector has not the model's length; rebuild the store"
        elif not abs(float(np.linalg.norm(rows.from_blob(blob))) - 1) < UNIT_TOLERANCE:
            bad += 1
            if bad <= SHOWN:
                yield f"passage {passage_id}: its vector is not of unit length; rebuild the store"


def sentence_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Passages whose sentences have vectors that the store's model cannot have made.

    None at all is no problem: an older store has none until its sources are added again.
    """
    model = stored_model(connection)
    stored = connection.execute(
        "SELECT p.id, p.text, s.vectors FROM sentences s JOIN passage p ON p.number = s.number ORDER BY p.id"
    )
    bad = 0
    for passage_id, text, blob in stored:
        if model is None or len(blob) != 2 * model[2] * len(sentence_spans(text)):
            bad += 1
            if bad <= SHOWN:
                yield f"passage {passage_id}: it has not one vector for each of its sentences; rebuild the store"
