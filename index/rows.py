"""Records in and out of the database: the SQL for sources, documents, passages, embeddings and settings.

Every function takes a connection that :class:`index.store.Store` lent, and leaves transactions to it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from index.records import Document, Passage, Region

_DOCUMENT = "id, origin, title, publisher, authors, published, url, version, regions, facts, sha256, text, added"
_PASSAGE = "id, document_id, ordinal, start, end, text, kind"

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Entry:
    """A Passage with its vector, and what that was made of."""

    passage: Passage
    text_sha256: str  # sha256 of the text that was embedded
    vector: Vector  # (d,), unit length
    sentences: Vector | None = None  # (s, d), unit rows: its sentences by themselves, as index.sentences cuts them


@dataclass(frozen=True, slots=True)
class Source:
    """A file or URL that was read."""

    origin: str
    sha256: str  # of its bytes; "" when it must be read again
    reader: str  # version of the code that made documents and passages of it


def get_meta(connection: sqlite3.Connection, key: str) -> str | None:
    """A setting of the store; None when it was never set."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Sets a setting of the store."""
    connection.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (key, value))


def get_source(connection: sqlite3.Connection, origin: str) -> Source | None:
    """What is known of a file or URL; None when it was never added."""
    row = connection.execute("SELECT origin, sha256, reader FROM source WHERE origin = ?", (origin,)).fetchone()
    return None if row is None else Source(*row)


def put_source(connection: sqlite3.Connection, source: Source) -> None:
    """Notes what was read."""
    connection.execute(
        """INSERT INTO source VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, reader = excluded.reader""",
        (source.origin, source.sha256, source.reader),
    )


def forget_if_empty(connection: sqlite3.Connection, origin: str) -> None:
    """After a document was removed: lets its source be read again, and drops it when nothing of it is left."""
    connection.execute("UPDATE source SET sha256 = '' WHERE origin = ?", (origin,))
    connection.execute(
        "DELETE FROM source WHERE origin = ? AND NOT EXISTS (SELECT 1 FROM document WHERE source = origin)", (origin,)
    )


def documents_of(connection: sqlite3.Connection, origin: str) -> list[Document]:
    """The documents one source yielded, oldest version first."""
    rows = connection.execute(f"SELECT {_DOCUMENT} FROM document WHERE source = ? ORDER BY version, id", (origin,))
    return [_document(row) for row in rows]


def all_documents(connection: sqlite3.Connection) -> list[Document]:
    """Every document, in the order they were added."""
    return [_document(row) for row in connection.execute(f"SELECT {_DOCUMENT} FROM document ORDER BY rowid")]


def get_document(connection: sqlite3.Connection, document_id: str) -> Document | None:
    """One document; None when there is none of this id."""
    row = connection.execute(f"SELECT {_DOCUMENT} FROM document WHERE id = ?", (document_id,)).fetchone()
    return None if row is None else _document(row)


def source_of(connection: sqlite3.Connection, document_id: str) -> str | None:
    """The origin of the source a document came from; None when there is no such document."""
    row = connection.execute("SELECT source FROM document WHERE id = ?", (document_id,)).fetchone()
    return None if row is None else str(row[0])


def _document(row: tuple[object, ...]) -> Document:
    id_, origin, title, publisher, authors, published, url, version, regions, facts, sha256, text, added = row
    return Document(
        id=str(id_),
        origin=str(origin),
        text=str(text),
        title=str(title),
        publisher=None if publisher is None else str(publisher),
        authors=tuple(json.loads(str(authors))),
        published=None if published is None else str(published),
        url=None if url is None else str(url),
        version=version if isinstance(version, int) else None,
        regions=tuple(Region(**region) for region in json.loads(str(regions))),
        facts=json.loads(str(facts)),
        sha256=str(sha256),
        added=None if added is None else str(added),
    )


def put_document(
    connection: sqlite3.Connection, source: str, document: Document, context: str, entries: Iterable[Entry]
) -> None:
    """Stores a document with its passages and vectors, in place of the one that had its id and came when that came.

    Args:
        connection: inside a transaction.
        source: the origin of the source it came from, already noted.
        document: what to store.
        context: headline, publisher, date: searched with every passage's words, never quoted.
        entries: its passages.
    """
    values = (
        *(document.id, source, document.origin, document.title, document.publisher, json.dumps(document.authors)),
        *(document.published, document.url, document.version),
        *(json.dumps([asdict(region) for region in document.regions]), json.dumps(document.facts)),
        *(document.sha256, document.text),
    )
    delete_passages(connection, document.id)
    connection.execute(
        """INSERT INTO document
        (id, source, origin, title, publisher, authors, published, url, version, regions, facts, sha256, text, added)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
        ON CONFLICT(id) DO UPDATE SET source = excluded.source, origin = excluded.origin, title = excluded.title,
        publisher = excluded.publisher, authors = excluded.authors, published = excluded.published, url = excluded.url,
        version = excluded.version, regions = excluded.regions, facts = excluded.facts, sha256 = excluded.sha256,
        text = excluded.text""",
        values,
    )
    for entry in entries:
        _put_entry(connection, context, entry)


def _put_entry(connection: sqlite3.Connection, context: str, entry: Entry) -> None:
    passage = entry.passage
    values = (passage.id, passage.document_id, passage.ordinal, passage.start, passage.end, passage.text, passage.kind)
    number = connection.execute(
        f"INSERT INTO passage ({_PASSAGE}, context) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*values, context)
    ).lastrowid
    connection.execute("INSERT INTO embedding VALUES (?, ?, ?)", (number, entry.text_sha256, to_blob(entry.vector)))
    if entry.sentences is not None:
        connection.execute("INSERT INTO sentences VALUES (?, ?)", (number, to_half_blob(entry.sentences)))


def delete_passages(connection: sqlite3.Connection, document_id: str) -> None:
    """Deletes a document's passages, with their keywords (by trigger) and vectors (by foreign key)."""
    connection.execute("DELETE FROM passage WHERE document_id = ?", (document_id,))


def delete_document(connection: sqlite3.Connection, document_id: str) -> bool:
    """Deletes a document and all that hangs on it; False when there is none of this id."""
    delete_passages(connection, document_id)
    return connection.execute("DELETE FROM document WHERE id = ?", (document_id,)).rowcount > 0


def passages_of(connection: sqlite3.Connection, document_id: str) -> list[Passage]:
    """A document's passages in reading order; empty when there is no such document."""
    rows = connection.execute(f"SELECT {_PASSAGE} FROM passage WHERE document_id = ? ORDER BY ordinal", (document_id,))
    return [Passage(*row) for row in rows]


def get_passage(connection: sqlite3.Connection, passage_id: str) -> Passage | None:
    """One passage; None when there is none of this id."""
    row = connection.execute(f"SELECT {_PASSAGE} FROM passage WHERE id = ?", (passage_id,)).fetchone()
    return None if row is None else Passage(*row)


def passages_by_number(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Passage]:
    """The passages that have these numbers; those that are gone are left out."""
    rows = connection.execute(
        f"SELECT number, {_PASSAGE} FROM passage WHERE number IN (SELECT value FROM json_each(?))",
        (json.dumps([int(number) for number in numbers]),),
    )
    return {row[0]: Passage(*row[1:]) for row in rows}


def vectors_by_number(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Vector]:
    """Number → vector ``(d,)`` for the passages that are still there."""
    rows = connection.execute(
        "SELECT number, vector FROM embedding WHERE number IN (SELECT value FROM json_each(?))",
        (json.dumps([int(number) for number in numbers]),),
    )
    return {row[0]: from_blob(row[1]) for row in rows}


def sentences_by_number(connection: sqlite3.Connection, numbers: Sequence[int], dimension: int) -> dict[int, Vector]:
    """Number → vectors ``(s, d)`` of a passage's sentences, for the passages that have them."""
    rows = connection.execute(
        "SELECT number, vectors FROM sentences WHERE number IN (SELECT value FROM json_each(?))",
        (json.dumps([int(number) for number in numbers]),),
    )
    return {row[0]: from_half_blob(row[1], dimension) for row in rows}


def sentences_by_text(connection: sqlite3.Connection, sha256s: Iterable[str], dimension: int) -> dict[str, Vector]:
    """sha256 of an embedded passage's text → vectors ``(s, d)`` of its sentences, for those that are stored."""
    rows = connection.execute(
        """SELECT e.text_sha256, s.vectors FROM embedding e JOIN sentences s ON s.number = e.number
        WHERE e.text_sha256 IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(sha256s)),),
    )
    return {row[0]: from_half_blob(row[1], dimension) for row in rows}


def vectors_by_text(connection: sqlite3.Connection, sha256s: Iterable[str]) -> dict[str, Vector]:
    """sha256 of an embedded text → its vector ``(d,)``, for the texts that are stored."""
    rows = connection.execute(
        "SELECT text_sha256, vector FROM embedding WHERE text_sha256 IN (SELECT value FROM json_each(?))",
        (json.dumps(list(sha256s)),),
    )
    return {row[0]: from_blob(row[1]) for row in rows}


def to_blob(vector: Vector) -> bytes:
    """Little-endian float32, the same on every machine."""
    return np.asarray(vector, dtype="<f4").tobytes()


def from_blob(blob: bytes) -> Vector:
    """The inverse of :func:`to_blob`, exact."""
    return np.frombuffer(blob, dtype="<f4").astype(np.float32, copy=False)


def to_half_blob(vectors: Vector) -> bytes:
    """Little-endian float16, row after row: cosines keep three decimals, at half the room."""
    return np.asarray(vectors, dtype="<f2").tobytes()


def from_half_blob(blob: bytes, dimension: int) -> Vector:
    """Rows ``(s, d)`` from :func:`to_half_blob`, as float32."""
    return np.frombuffer(blob, dtype="<f2").astype(np.float32).reshape(-1, dimension)
