"""What is known of documents without their texts: enough to tell which are versions of one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from index.records import Document

_COLUMNS = "id, origin, publisher, published, url, version, rowid"
_MOST_AT_ONCE = 400  # SQLite's limit on variables is higher; a query's length is what this bounds


@dataclass(frozen=True, slots=True)
class Edition:
    """One document among its versions."""

    id: str
    origin: str
    publisher: str | None
    published: str | None  # ISO 8601, of any precision
    url: str | None
    version: int | None  # 1 is the oldest of the page it was read from
    added: int  # larger: came into the store later

    @classmethod
    def of(cls, document: Document, added: int) -> Edition:
        """The edition of a document."""
        return cls(
            document.id, document.origin, document.publisher, document.published, document.url, document.version, added
        )


def editions(connection: sqlite3.Connection, of: Iterable[Document] | None = None) -> list[Edition]:
    """All editions in a store, or those that share a page with one of some documents (themselves included).

    Two documents share a page when they have the same URL or the same origin. In the order they were added; empty
    for an empty store, or for no documents.
    """
    if of is None:
        rows = connection.execute(f"SELECT {_COLUMNS} FROM document ORDER BY rowid").fetchall()
        return [Edition(*row) for row in rows]
    found: dict[str, Edition] = {}
    documents = list(of)
    for column, values in (("origin", {d.origin for d in documents}), ("url", {d.url for d in documents if d.url})):
        ordered = sorted(values)
        for at in range(0, len(ordered), _MOST_AT_ONCE):
            part = ordered[at : at + _MOST_AT_ONCE]
            marks = ", ".join("?" * len(part))
            query = f"SELECT {_COLUMNS} FROM document WHERE {column} IN ({marks})"
            found |= {row[0]: Edition(*row) for row in connection.execute(query, part)}
    return sorted(found.values(), key=lambda e: e.added)


def change_number(connection: sqlite3.Connection) -> tuple[int, int]:
    """Differs whenever documents were added, changed or removed since: (passages ever stored, documents now)."""
    stored = connection.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'passage'")
    return int(stored.fetchone()[0]), int(connection.execute("SELECT COUNT(*) FROM document").fetchone()[0])
