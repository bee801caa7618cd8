"""The store's directory, schema and rows: what is written comes back, and what is not a store is refused."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import rows
from index.errors import StoreDamaged, StoreError, StoreLocked
from index.records import Document, Passage, Region
from index.rows import Entry, Source
from index.schema import FIRST, MIGRATIONS, VOCABULARY, Migration, Migrations
from index.store import DATABASE, Store, lock_of, open_store

TEXT = st.text(st.characters(exclude_categories=("Cs",)))


def opened(path: Path, *, read_only: bool = False) -> Store:
    return open_store(path, lock_of(path), read_only=read_only)


def document_of(text: str, *, origin: str = "/notes/a.txt", **fields: object) -> Document:
    return Document(id=Document.make_id(origin, None), origin=origin, text=text, title="T", **fields)  # type: ignore[arg-type]


def entry_of(document: Document, start: int, end: int, ordinal: int = 0) -> Entry:
    passage = Passage(f"{document.id}:{ordinal}", document.id, ordinal, start, end, document.text[start:end])
    return Entry(passage, "0" * 64, np.array([0.6, 0.8], dtype=np.float32))


def put(store: Store, document: Document, *entries: Entry) -> None:
    with store.writing() as connection:
        rows.put_source(connection, Source(document.origin, "0" * 64, "1"))
        rows.put_document(connection, document.origin, document, "context", entries)


# ------------------------------------------------------------------ migrations


def test_migrations_are_pending_then_applied_then_nothing() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrations = Migrations(connection)
    names = [migration.name for migration in MIGRATIONS]
    assert (migrations.applied(), [m.name for m in migrations.pending()]) == ([], names)
    assert migrations.apply() == names
    assert (migrations.applied(), migrations.pending(), migrations.apply()) == (names, [], [])


def test_a_migration_that_fails_leaves_nothing_of_itself() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    Migrations(connection).apply()
    broken = Migration("002 broken", ("CREATE TABLE feedback (id INTEGER)", "INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(sqlite3.OperationalError):
        Migrations(connection, (*MIGRATIONS, broken)).apply()
    assert Migrations(connection).applied() == [m.name for m in MIGRATIONS]
    assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'feedback'").fetchall()


def test_a_later_migration_reaches_an_old_store_with_its_documents(tmp_path: Path) -> None:
    store = opened(tmp_path / "s")
    put(store, document_of("Rain fell."))
    with store.connection() as connection:
        more = Migration("002 feedback", ("CREATE TABLE feedback (question TEXT)",))
        assert Migrations(connection, (*MIGRATIONS, more)).apply() == ["002 feedback"]
        assert [d.text for d in rows.all_documents(connection)] == ["Rain fell."]
    store.close()


def old_store(folder: Path) -> Document:
    """A store as it was made before documents said when they came, with one document in it."""
    document = document_of("Rain fell.")
    folder.mkdir()
    connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
    Migrations(connection, (FIRST, VOCABULARY)).apply()
    rows.put_source(connection, Source(document.origin, "0" * 64, "1"))
    connection.execute(
        """INSERT INTO document (id, source, origin, title, authors, regions, facts, sha256, text)
        VALUES (?, ?, ?, ?, '[]', '[]', '{}', '', ?)""",
        (document.id, document.origin, document.origin, document.title, document.text),
    )
    connection.close()
    return document


def test_a_store_from_before_documents_said_when_they_came_still_opens(tmp_path: Path) -> None:
    document = old_store(tmp_path / "s")
    with pytest.raises(StoreError, match="open it once for writing"):
        opened(tmp_path / "s", read_only=True)
    store = opened(tmp_path / "s")
    put(store, document_of("It rained.", origin="/notes/b.txt"))
    with store.reading() as connection:
        old, new = rows.all_documents(connection)
    store.close()
    assert (old, old.added) == (document, None)
    assert new.added is not None
    opened(tmp_path / "s", read_only=True).close()


def test_a_document_keeps_when_it_first_came(tmp_path: Path) -> None:
    store = opened(tmp_path / "s")
    put(store, document_of("Rain fell."))
    with store.writing() as connection:
        [first] = rows.all_documents(connection)
        connection.execute("UPDATE document SET added = '2020-01-02T03:04:05Z'")
    put(store, document_of("Rain fell again."))
    with store.reading() as connection:
        [again] = rows.all_documents(connection)
    store.close()
    assert abs((datetime.now(UTC) - datetime.fromisoformat(str(first.added))).total_seconds()) < 60
    assert (again.text, again.added) == ("Rain fell again.", "2020-01-02T03:04:05Z")


# ------------------------------------------------------------------- directory


def test_a_missing_directory_is_made_with_its_parents(tmp_path: Path) -> None:
    opened(tmp_path / "a" / "b").close()
    assert (tmp_path / "a" / "b" / DATABASE).is_file()


def test_reading_does_not_make_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        opened(tmp_path / "s", read_only=True)
    assert not (tmp_path / "s").exists()


def test_a_directory_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(StoreError, match="not empty and not a store"):
        opened(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    with pytest.raises(StoreError, match="name a directory"):
        opened(tmp_path / "f")


def test_half_a_store_without_its_database_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).close()
    (tmp_path / "chroma").mkdir()
    (tmp_path / DATABASE).unlink()
    with pytest.raises(StoreDamaged, match="half a store"):
        opened(tmp_path)


def test_an_emptied_database_beside_chroma_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).close()
    (tmp_path / "chroma").mkdir()
    (tmp_path / DATABASE).write_bytes(b"")
    with pytest.raises(StoreDamaged, match="half a store"):
        opened(tmp_path)


def test_a_store_whose_making_was_interrupted_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"")
    (tmp_path / "write.lock").write_bytes(b"")
    opened(tmp_path).close()
    assert (tmp_path / DATABASE).stat().st_size > 0


def test_a_store_without_one_of_its_tables_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("DROP TABLE embedding")
    connection.close()
    with pytest.raises(StoreDamaged, match="without table embedding"):
        opened(tmp_path)


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.95])
def test_a_database_cut_short_is_refused(tmp_path: Path, keep: float) -> None:
    opened(tmp_path).close()
    whole = (tmp_path / DATABASE).read_bytes()
    (tmp_path / DATABASE).write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(StoreDamaged, match="cut short"):
        opened(tmp_path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreDamaged):
        opened(tmp_path)


def test_somebody_elses_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("CREATE TABLE birds (name TEXT)")
    connection.close()
    with pytest.raises(StoreDamaged, match="not one of Quoted's"):
        opened(tmp_path)
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("birds",)]
    connection.close()


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("INSERT INTO migration VALUES ('999 from the future', '2099-01-01')")
    connection.close()
    with pytest.raises(StoreError, match="newer Quoted"):
        opened(tmp_path)


def test_a_store_that_must_be_made_while_locked_says_so(tmp_path: Path) -> None:
    locked, free = threading.Event(), threading.Event()

    def hold() -> None:
        with lock_of(tmp_path).held():
            locked.set()
            free.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(5)
    try:
        with pytest.raises(StoreLocked) as caught, lock_of(tmp_path).held(timeout_seconds=0.1):
            pass
        assert caught.value.retry
    finally:
        free.set()
        holder.join()


def test_the_lock_can_be_taken_again_and_nested(tmp_path: Path) -> None:
    lock = lock_of(tmp_path)
    for _ in range(2):
        with lock.held(), lock.held():
            pass
    with lock_of(tmp_path).held(timeout_seconds=0):
        pass


# ------------------------------------------------------------------------ rows


@settings(max_examples=60)
@given(TEXT, TEXT, st.none() | TEXT, st.lists(TEXT, max_size=3), st.dictionaries(TEXT, TEXT, max_size=3))
def test_every_document_comes_back_as_it_was(
    text: str, title: str, publisher: str | None, authors: list[str], facts: dict[str, str]
) -> None:
    regions = (Region(0, len(text), "furniture", title),)
    document = Document(
        "abc", "o", text, title, publisher, tuple(authors), None, title, 2, regions, facts, sha256="f" * 64
    )
    with tempfile.TemporaryDirectory() as folder:
        store = opened(Path(folder))
        put(store, document)
        with store.reading() as connection:
            assert rows.get_document(connection, "abc") == document
            assert rows.all_documents(connection) == [document] == rows.documents_of(connection, "o")
        store.close()


@given(st.lists(st.floats(width=32, allow_nan=False), max_size=40))
def test_vectors_come_back_bit_by_bit(values: list[float]) -> None:
    vector = np.array(values, dtype=np.float32)
    assert rows.from_blob(rows.to_blob(vector)).tobytes() == vector.tobytes()


def test_a_document_put_again_replaces_passages_and_gets_new_numbers(tmp_path: Path) -> None:
    store = opened(tmp_path / "s")
    document = document_of("One. Two.")
    put(store, document, entry_of(document, 0, 4, 0), entry_of(document, 5, 9, 1))
    put(store, document, entry_of(document, 0, 9))
    with store.reading() as connection:
        assert [p.text for p in rows.passages_of(connection, document.id)] == ["One. Two."]
        assert connection.execute("SELECT number FROM passage").fetchall() == [(3,)]
        assert connection.execute("SELECT number FROM embedding").fetchall() == [(3,)]
        assert connection.execute("SELECT rowid FROM keyword WHERE keyword MATCH 'two'").fetchall() == [(3,)]
    store.close()


def test_a_deleted_document_leaves_no_row_anywhere(tmp_path: Path) -> None:
    store = opened(tmp_path / "s")
    document = document_of("One. Two.")
    put(store, document, entry_of(document, 0, 9))
    with store.writing() as connection:
        assert rows.delete_document(connection, document.id)
        assert not rows.delete_document(connection, document.id)
        rows.forget_if_empty(connection, document.origin)
    with store.reading() as connection:
        for table in ("source", "document", "passage", "embedding", "keyword_docsize"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    store.close()


def test_an_error_inside_a_transaction_undoes_all_of_it(tmp_path: Path) -> None:
    store = opened(tmp_path / "s")
    document = document_of("One.")

    def fails() -> None:
        with store.writing() as connection:
            rows.put_source(connection, Source(document.origin, "", "1"))
            rows.put_document(connection, document.origin, document, "", [entry_of(document, 0, 4)])
            raise KeyError("half way")

    with pytest.raises(KeyError):
        fails()
    with store.reading() as connection:
        assert rows.all_documents(connection) == []
    put(store, document)
    store.close()


def test_a_reader_sees_one_snapshot_while_others_write(tmp_path: Path) -> None:
    store = opened(tmp_path / "s")
    put(store, document_of("One.", origin="/1"))
    with store.reading() as connection:
        assert len(rows.all_documents(connection)) == 1
        put(store, document_of("Two.", origin="/2"))
        assert len(rows.all_documents(connection)) == 1
    with store.reading() as connection:
        assert len(rows.all_documents(connection)) == 2
    store.close()


def test_a_read_only_store_refuses_to_write_even_by_sql(tmp_path: Path) -> None:
    opened(tmp_path / "s").close()
    store = opened(tmp_path / "s", read_only=True)
    with pytest.raises(StoreError, match="read-only"), store.writing():
        pass
    with pytest.raises(StoreError), store.connection() as connection:
        connection.execute("DELETE FROM document")
    store.close()


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = opened(tmp_path / "s")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"), store.reading():
        pass


def test_many_threads_read_and_one_writes(tmp_path: Path) -> None:
    store = opened(tmp_path / "s")
    counts: list[list[int]] = []

    def read() -> None:
        mine = []
        for _ in range(30):
            with store.reading() as connection:
                mine.append(len(rows.all_documents(connection)))
        counts.append(mine)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(15):
        put(store, document_of("Some text.", origin=f"/{number}"))
    for thread in threads:
        thread.join()
    store.close()
    assert len(counts) == 6
    assert all(mine == sorted(mine) for mine in counts)
