"""SQLite, the truth: sources, documents, passages, their keyword index and their vectors.

One document is one transaction. Readers see one snapshot for as long as they read, whatever is written.
"""

from __future__ import annotations

import os
import queue
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreDamaged, StoreError, StoreLocked
from index.locking import WriterLock
from index.schema import TABLES, Migrations

DATABASE = "quoted.db"
LOCK = "write.lock"
CHROMA = "chroma"
BUSY_SECONDS = 10.0
CHANGES = "changes"  # setting that counts the transactions that changed something


class Store:
    """The database of one store directory; safe to use from several threads."""

    def __init__(self, directory: Path, *, read_only: bool = False) -> None:
        """Opens the database without changing it; see :func:`open_store`.

        Args:
            directory: the store.
            read_only: refuse every change.
        """
        self.directory = directory
        self.read_only = read_only
        self._idle: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        self._open = True

    def close(self) -> None:
        """Closes the idle connections; one in use is closed when it comes back."""
        self._open = False
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """Lends a connection in autocommit mode to one thread.

        Raises:
            StoreError: the store was closed.
            StoreDamaged: SQLite finds that the file is not sound.
        """
        if not self._is_open():
            raise StoreError("the store was closed; open it again")
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = self._connect()
        try:
            yield connection
        except sqlite3.DatabaseError as error:
            raise self._explain(error) from error
        finally:
            if connection.in_transaction:
                connection.rollback()
            if self._is_open():
                self._idle.put(connection)
            else:
                connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lends a connection on which every statement sees the same snapshot."""
        with self.connection() as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: everything or, on an error, nothing. The caller holds the writer's lock.

        Raises:
            StoreError: the store was opened read-only.
        """
        self.refuse_if_read_only()
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO meta VALUES (?, 1) ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1",
                (CHANGES,),
            )
            yield connection
            connection.execute("COMMIT")

    def refuse_if_read_only(self) -> None:
        """Does nothing for a store that may be changed.

        Raises:
            StoreError: the store was opened read-only.
        """
        if self.read_only:
            raise StoreError("the store was opened read-only; open it without read_only to change it")

    def shrink_log(self) -> None:
        """Empties the write-ahead log, so that what was deleted is nowhere in the files."""
        with self.connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _is_open(self) -> bool:
        return self._open

    def _connect(self) -> sqlite3.Connection:
        path = self.directory / DATABASE
        try:
            if not self.read_only:
                return self._prepare(_connection(str(path)))
            try:
                return self._prepare(_connection(f"{path.as_uri()}?mode=ro"))
            except sqlite3.OperationalError:
                if os.access(self.directory, os.W_OK):
                    raise
                # On read-only media SQLite cannot make its shared-memory file, and nobody can write either.
                return self._prepare(_connection(f"{path.as_uri()}?immutable=1"))
        except sqlite3.DatabaseError as error:
            raise self._explain(error) from error

    def _prepare(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            if self.read_only:
                connection.execute("PRAGMA query_only = ON")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            else:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _explain(self, error: sqlite3.DatabaseError) -> StoreError:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "malformed" in str(error):
            return StoreDamaged(
                f"the database {self.directory / DATABASE} is damaged ({error}); "
                "restore it from a copy, or delete the store and add the sources again"
            )
        if name.startswith("SQLITE_FULL"):
            return StoreError("the disk is full; make room and add again, nothing stored so far is lost")
        if name.startswith("SQLITE_BUSY"):
            return StoreLocked("the database stayed busy; try again in a moment")
        return StoreError(
            f"the database {self.directory / DATABASE} cannot be used ({error}); check the disk and its free space"
        )


def _connection(target: str) -> sqlite3.Connection:
    return sqlite3.connect(
        target, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=target.startswith("file:")
    )


def open_store(path: str | Path, lock: WriterLock, *, read_only: bool = False) -> Store:
    """Opens a store directory, making it when it is missing and bringing its schema up to date.

    Args:
        path: the directory; with its parents made when missing, unless ``read_only``.
        lock: the directory's writer's lock, taken while the schema is changed.
        read_only: refuse every change, also those of the schema.

    Raises:
        StoreError: there is no store to read, or the directory holds something else.
        StoreDamaged: the database is missing, cut short or not Quoted's.
        StoreLocked: the schema must be changed while somebody else is writing.
    """
    directory = Path(path).expanduser().absolute()
    _look_before_opening(directory, read_only)
    store = Store(directory, read_only=read_only)
    try:
        _bring_up_to_date(store, lock)
    except BaseException:
        store.close()
        raise
    return store


def lock_of(path: str | Path) -> WriterLock:
    """The writer's lock of a store directory, not taken."""
    return WriterLock(Path(path).expanduser().absolute() / LOCK)


def _look_before_opening(directory: Path, read_only: bool) -> None:
    try:
        if not directory.exists() and not read_only:
            directory.mkdir(parents=True, exist_ok=True)
        names = {entry.name for entry in directory.iterdir()}
    except FileNotFoundError:
        raise StoreError(f"there is no store at {directory}; add documents to make one") from None
    except OSError as error:
        raise StoreError(f"{directory} cannot be a store ({error.strerror}); name a directory you may write") from error
    database = directory / DATABASE
    if DATABASE in names and database.is_file() and database.stat().st_size > 0:
        _check_length(database)
        return
    strangers = names - {DATABASE, LOCK, f"{DATABASE}-journal"}
    if strangers and strangers <= {CHROMA, f"{DATABASE}-wal", f"{DATABASE}-shm"}:
        raise StoreDamaged(
            f"{directory} is half a store: {DATABASE} is missing or empty; restore it, or delete the rest and add again"
        )
    if strangers:
        raise StoreError(f"{directory} is not empty and not a store; name an empty or a new directory")
    if read_only:
        raise StoreError(f"there is no store at {directory}; add documents to make one")


def _check_length(database: Path) -> None:
    """A database whose pages are not in the write-ahead log must be as long as its header says."""
    log = database.with_name(f"{DATABASE}-wal")
    if log.exists() and log.stat().st_size > 0:
        return
    try:
        with database.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StoreError(f"{database} cannot be read ({error.strerror}); check its permissions") from error
    page_size = int.from_bytes(header[16:18], "big")  # SQLite file format, section 1.3; 1 stands for 65,536
    expected = int.from_bytes(header[28:32], "big") * (65536 if page_size == 1 else page_size)
    if not header.startswith(b"SQLite format 3\0") or database.stat().st_size < expected:
        raise StoreDamaged(
            f"{database} is damaged or cut short; restore it from a copy, or delete the store and add the sources again"
        )


def _bring_up_to_date(store: Store, lock: WriterLock) -> None:
    with store.connection() as connection:
        pending = Migrations(connection).pending()
        if pending and store.read_only:
            raise StoreError(f"the store {store.directory} is of an older Quoted; open it once for writing")
        if pending:
            with lock.held():
                Migrations(connection).apply()
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        missing = sorted(TABLES - tables)
        if missing:
            raise StoreDamaged(
                f"{store.directory} is half a store, without table {missing[0]}; restore it, or delete it and add again"
            )
