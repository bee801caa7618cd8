"""The SQLite schema, as a list of migrations that are only ever appended to.

A migration and the note that it happened are one transaction, so a store is never between two schemas.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from index.errors import StoreDamaged, StoreError

APPLICATION_ID = 0x51554F54  # "QUOT" in the header of the file: this database is a store of Quoted


@dataclass(frozen=True, slots=True)
class Migration:
    """One named change of the schema."""

    name: str
    statements: tuple[str, ...]


FIRST = Migration(
    "001 documents, passages, keywords, embeddings",
    (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        # A file or URL that was read: sha256 of its bytes, and the version of the code that read it.
        """CREATE TABLE source (
            origin TEXT PRIMARY KEY,
            sha256 TEXT NOT NULL,
            reader TEXT NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE document (
            id TEXT PRIMARY KEY,
            source TEXT NOT NULL REFERENCES source(origin) ON DELETE CASCADE,
            origin TEXT NOT NULL,
            title TEXT NOT NULL,
            publisher TEXT,
            authors TEXT NOT NULL,
            published TEXT,
            url TEXT,
            version INTEGER,
            regions TEXT NOT NULL,
            facts TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            text TEXT NOT NULL
        )""",
        "CREATE INDEX document_source ON document(source)",
        # AUTOINCREMENT: a number is never used again, so it names one text and one vector for ever, and
        # "larger than the watermark" means "came later".
        """CREATE TABLE passage (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            document_id TEXT NOT NULL REFERENCES document(id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            start INTEGER NOT NULL,
            end INTEGER NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            context TEXT NOT NULL
        )""",
        "CREATE INDEX passage_document ON passage(document_id, ordinal)",
        "CREATE INDEX passage_kind ON passage(kind, number)",
        """CREATE TABLE embedding (
            number INTEGER PRIMARY KEY REFERENCES passage(number) ON DELETE CASCADE,
            text_sha256 TEXT NOT NULL,
            vector BLOB NOT NULL
        )""",
        "CREATE INDEX embedding_text ON embedding(text_sha256)",
        """CREATE VIRTUAL TABLE keyword USING fts5(
            text, context, content='passage', content_rowid='number',
            tokenize='porter unicode61 remove_diacritics 2'
        )""",
        """CREATE TRIGGER passage_inserted AFTER INSERT ON passage BEGIN
            INSERT INTO keyword(rowid, text, context) VALUES (new.number, new.text, new.context);
        END""",
        """CREATE TRIGGER passage_deleted AFTER DELETE ON passage BEGIN
            INSERT INTO keyword(keyword, rowid, text, context) VALUES ('delete', old.number, old.text, old.context);
        END""",
        # What a vector cache covers: every quotable passage numbered up to the watermark.
        """CREATE TABLE cache (
            place TEXT PRIMARY KEY,
            generation TEXT NOT NULL,
            watermark INTEGER NOT NULL,
            size INTEGER NOT NULL,
            manifest TEXT NOT NULL
        ) WITHOUT ROWID""",
    ),
)

VOCABULARY = Migration(
    "002 vocabulary",
    (
        # Every word as it is written (the keyword index has stems): how the documents spell a question's names.
        """CREATE VIRTUAL TABLE word USING fts5(
            text, context, content='passage', content_rowid='number',
            tokenize='unicode61 remove_diacritics 2', detail='none'
        )""",
        "CREATE VIRTUAL TABLE vocabulary USING fts5vocab('word', 'row')",
        """CREATE TRIGGER passage_inserted_words AFTER INSERT ON passage BEGIN
            INSERT INTO word(rowid, text, context) VALUES (new.number, new.text, new.context);
        END""",
        """CREATE TRIGGER passage_deleted_words AFTER DELETE ON passage BEGIN
            INSERT INTO word(word, rowid, text, context) VALUES ('delete', old.number, old.text, old.context);
        END""",
        "INSERT INTO word(word) VALUES ('rebuild')",
    ),
)

# Of documents that were there before, nobody knows when they came: the column stays empty for them.
ADDED = Migration("003 when a document came", ("ALTER TABLE document ADD COLUMN added TEXT",))

# A passage of an older store has no row here until its source is read again.
SENTENCES = Migration(
    "004 vectors of sentences",
    (
        """CREATE TABLE sentences (
            number INTEGER PRIMARY KEY REFERENCES passage(number) ON DELETE CASCADE,
            vectors BLOB NOT NULL
        )""",
    ),
)

MIGRATIONS: tuple[Migration, ...] = (FIRST, VOCABULARY, ADDED, SENTENCES)
TABLES = frozenset(
    {"meta", "source", "document", "passage", "embedding", "sentences", "keyword", "word", "vocabulary", "cache"}
)


class Migrations:
    """Brings a database to the schema that this version of Quoted works with."""

    def __init__(self, connection: sqlite3.Connection, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
        """Works on a connection in autocommit mode (``isolation_level=None``)."""
        self._connection = connection
        self._migrations = migrations

    def applied(self) -> list[str]:
        """Names of the migrations this database has seen, oldest first; empty for a new file.

        Raises:
            StoreDamaged: the database belongs to some other program.
        """
        tables = {row[0] for row in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return []
        identity = self._connection.execute("PRAGMA application_id").fetchone()[0]
        if identity != APPLICATION_ID or "migration" not in tables:
            raise StoreDamaged("the database is not one of Quoted's; name another directory for the store")
        return [row[0] for row in self._connection.execute("SELECT name FROM migration ORDER BY name")]

    def pending(self) -> list[Migration]:
        """The migrations still to apply, in order.

        Raises:
            StoreError: the database has one that this version does not know.
        """
        applied = self.applied()
        unknown = sorted(set(applied) - {migration.name for migration in self._migrations})
        if unknown:
            raise StoreError(f"the store was written by a newer Quoted ({unknown[0]}); upgrade Quoted to open it")
        return [migration for migration in self._migrations if migration.name not in applied]

    def apply(self) -> list[str]:
        """Applies what is pending, each with its note in one transaction; returns the names applied."""
        done = []
        for migration in self.pending():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._apply_one(migration)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
            done.append(migration.name)
        return done

    def _apply_one(self, migration: Migration) -> None:
        self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._connection.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied TEXT NOT NULL)")
        for statement in migration.statements:
            self._connection.execute(statement)
        self._connection.execute("INSERT INTO migration VALUES (?, datetime('now'))", (migration.name,))
