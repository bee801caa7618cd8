"""Chroma is a cache: whatever happens to it, the nearest passages are those that SQLite's vectors say."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import chroma, rows
from index.chroma import ChromaCache, ChromaUnusable
from index.errors import StoreError
from index.manifest import make_manifest, matches
from index.records import Document, Passage
from index.rows import Entry, Source
from index.store import Store, lock_of, open_store
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


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "s", lock_of(tmp_path / "s"))
    for number in range(6):
        put(opened, f"d{number}", number, furniture=2)
    yield opened
    opened.close()


@pytest.fixture
def cache(store: Store) -> ChromaCache:
    made = ChromaCache(store)
    assert made.fill()
    return made


@pytest.fixture
def search(cache: ChromaCache) -> Iterator[VectorSearch]:
    made = VectorSearch(cache, chroma_from=0)
    yield made
    made.forget()


def problems(store: Store, cache: ChromaCache) -> list[str]:
    with store.reading() as connection:
        return cache.problems(connection)


def index_files(store: Store) -> list[Path]:
    return sorted(p for p in (store.directory / "chroma").rglob("*") if p.is_file() and p.name != "chroma.sqlite3")


# --------------------------------------------------------------------- ranking


def test_chroma_and_exact_search_rank_alike(store: Store, cache: ChromaCache, search: VectorSearch) -> None:
    exact = VectorSearch(cache, chroma_from=10**9)
    assert (uses_chroma(store, search), uses_chroma(store, exact)) == (True, False)
    for query in unit(5, 40):
        assert ranked(store, search, query, 10) == ranked(store, exact, query, 10) == truth(store, query, 10)


def test_two_thousand_vectors_rank_alike(tmp_path: Path) -> None:
    store = open_store(tmp_path / "big", lock_of(tmp_path / "big"))
    put(store, "big", 77, count=2_000)
    cache = ChromaCache(store)
    assert cache.fill()
    search = VectorSearch(cache, chroma_from=2_000)
    assert uses_chroma(store, search)
    assert_right(store, search, queries=40, limit=50)
    search.forget()
    store.close()


def test_equal_vectors_are_ordered_by_id(store: Store, cache: ChromaCache) -> None:
    for name in ("twin-b", "twin-a", "twin-c"):
        put(store, name, 500, count=3)
    assert cache.fill()
    query = unit(500, 3)[1]
    for chroma_from in (0, 10**9):
        search = VectorSearch(cache, chroma_from=chroma_from)
        assert ranked(store, search, query, 3) == ["twin-a:1", "twin-b:1", "twin-c:1"]
        assert len(ranked(store, search, query, 1)) == 1
        search.forget()


def test_furniture_is_found_only_when_asked_for(store: Store, search: VectorSearch) -> None:
    query = unit(0, PER_DOCUMENT)[0]  # the vector of d0:0, which is furniture
    assert ranked(store, search, query, 5) == truth(store, query, 5)
    assert ranked(store, search, query, 5, furniture=True) == truth(store, query, 5, furniture=True)
    assert ranked(store, search, query, 1, furniture=True) == ["d0:0"]


def test_a_filter_is_searched_exactly(store: Store, search: VectorSearch) -> None:
    query = unit(3, 1)[0]
    with store.reading() as connection:
        found = search.nearest(connection, query, 5, ["d4"], False)
        names = {p.document_id for p in rows.passages_by_number(connection, list(found)).values()}
        assert names == {"d4"}
        assert len(found) == 5
        assert search.nearest(connection, query, 5, [], False) == {}


def test_more_asked_for_than_there_is(store: Store, search: VectorSearch) -> None:
    query = unit(3, 1)[0]
    assert ranked(store, search, query, 10_000) == truth(store, query, 10_000)


def test_an_empty_store_has_nothing_near(tmp_path: Path) -> None:
    store = open_store(tmp_path / "e", lock_of(tmp_path / "e"))
    cache = ChromaCache(store)
    assert not cache.fill()
    assert ranked(store, VectorSearch(cache, chroma_from=0), unit(1, 1)[0], 5) == []
    assert problems(store, cache) == []
    store.close()


# ------------------------------------------------------- never stale (promise 4)


def test_what_came_after_chroma_was_filled_is_found(store: Store, search: VectorSearch) -> None:
    assert_right(store, search)
    put(store, "late", 41)
    assert uses_chroma(store, search)
    assert_right(store, search)
    assert ranked(store, search, unit(41, PER_DOCUMENT)[0], 1) == ["late:0"]


def test_what_was_deleted_or_changed_is_not_found_and_the_rest_fills_up(store: Store, search: VectorSearch) -> None:
    assert_right(store, search)
    delete(store, "d1")
    put(store, "d2", 42)
    assert uses_chroma(store, search)
    assert_right(store, search, limit=80)
    assert not any(name.startswith("d1:") for name in ranked(store, search, unit(1, PER_DOCUMENT)[5], 120))


def test_filling_again_brings_new_in_and_old_out(store: Store, cache: ChromaCache, search: VectorSearch) -> None:
    put(store, "late", 41)
    delete(store, "d1")
    assert cache.fill()
    assert problems(store, cache) == []
    with store.reading() as connection:
        sealed = cache.sealed(connection)
    assert sealed is not None
    assert sealed.size == 6 * PER_DOCUMENT - 5 * 2
    assert_right(store, search)


def test_filling_what_is_full_does_not_touch_it(store: Store, cache: ChromaCache) -> None:
    before = {path: path.stat().st_mtime_ns for path in index_files(store)}
    assert cache.fill()
    assert {path: path.stat().st_mtime_ns for path in index_files(store)} == before


def test_most_of_it_deleted_is_made_afresh(store: Store, cache: ChromaCache, search: VectorSearch) -> None:
    for number in range(4):
        delete(store, f"d{number}")
    assert cache.fill()
    assert problems(store, cache) == []
    assert_right(store, search)


def test_all_of_it_deleted_leaves_no_files(store: Store, cache: ChromaCache) -> None:
    for number in range(6):
        delete(store, f"d{number}")
    assert not cache.fill()
    assert index_files(store) == []


@pytest.mark.parametrize("count", [1, 2, 3, 1_000, 1_001])
def test_however_many_opening_changes_nothing(tmp_path: Path, count: int) -> None:
    store = open_store(tmp_path / "n", lock_of(tmp_path / "n"))
    put(store, "some", 7, count=count)
    cache = ChromaCache(store)
    assert cache.fill()
    for _ in range(3):
        assert problems(store, cache) == []
    put(store, "one", 8, count=1)
    assert cache.fill()
    for _ in range(3):
        assert problems(store, cache) == []
    delete(store, "one")
    assert cache.fill()
    for _ in range(3):
        assert problems(store, cache) == []
    store.close()


def test_few_new_vectors_of_a_large_cache_are_left_to_exact_search(
    store: Store, cache: ChromaCache, search: VectorSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma, "LARGE", 50)
    put(store, "late", 41, count=3)
    before = index_files(store)
    assert cache.fill()
    assert index_files(store) == before
    assert_right(store, search)
    assert problems(store, cache) == []


def test_a_reader_follows_a_writer(store: Store, cache: ChromaCache) -> None:
    reader_store = open_store(store.directory, lock_of(store.directory), read_only=True)
    reader = VectorSearch(ChromaCache(reader_store), chroma_from=0)
    for number in range(10, 14):
        assert_right(reader_store, reader, queries=4)
        put(store, f"d{number}", number)
        assert_right(reader_store, reader, queries=4)
        if number % 2:
            assert cache.fill()
    reader.forget()
    reader_store.close()


# ----------------------------------------------------------------- what breaks


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(0, len(data), 64):
        data[at] ^= 0xFF
    path.write_bytes(data)


def remove_folder(store: Store) -> None:
    shutil.rmtree(store.directory / "chroma")


def remove_a_file(store: Store) -> None:
    next(p for p in index_files(store) if p.name == "header.bin").unlink()


def flip_vectors(store: Store) -> None:
    flip(next(p for p in index_files(store) if p.name == "data_level0.bin"))


def flip_links(store: Store) -> None:
    flip(next(p for p in index_files(store) if p.name == "link_lists.bin"))


def cut_short(store: Store) -> None:
    path = next(p for p in index_files(store) if p.name == "data_level0.bin")
    path.write_bytes(path.read_bytes()[:1000])


def flip_database(store: Store) -> None:
    flip(next((store.directory / "chroma").rglob("chroma.sqlite3")))


def empty_database(store: Store) -> None:
    next((store.directory / "chroma").rglob("chroma.sqlite3")).write_bytes(b"")


def drop_rows(store: Store) -> None:
    connection = sqlite3.connect(next((store.directory / "chroma").rglob("chroma.sqlite3")))
    with connection:
        connection.execute("DELETE FROM embeddings WHERE id % 2 = 0")
    connection.close()


DAMAGES = [remove_folder, remove_a_file, flip_vectors, flip_links, cut_short, flip_database, empty_database, drop_rows]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed_searched_around_and_mended(store: Store, cache: ChromaCache, damage: object) -> None:
    damage(store)  # type: ignore[operator]
    assert problems(store, cache) != []
    assert all("'quoted rebuild' makes the cache again" in problem for problem in problems(store, cache))
    search = VectorSearch(ChromaCache(store), chroma_from=0)
    assert_right(store, search)
    assert not uses_chroma(store, search)
    assert cache.fill(afresh=damage in (flip_database, empty_database, drop_rows))
    assert problems(store, cache) == []
    assert uses_chroma(store, search)
    assert_right(store, search)
    search.forget()


def test_a_reader_that_may_not_write_answers_exactly(store: Store, cache: ChromaCache) -> None:
    flip_vectors(store)
    reader_store = open_store(store.directory, lock_of(store.directory), read_only=True)
    reader = VectorSearch(ChromaCache(reader_store), chroma_from=0)
    assert_right(reader_store, reader)
    assert not uses_chroma(reader_store, reader)
    reader_store.close()


def test_files_taken_away_under_a_reader_do_no_harm(store: Store, search: VectorSearch) -> None:
    assert_right(store, search, queries=2)
    remove_folder(store)
    assert_right(store, search)


def test_left_over_generations_are_swept(store: Store, cache: ChromaCache) -> None:
    (store.directory / "chroma" / "0123456789abcdef").mkdir()
    assert cache.fill()
    assert len(list((store.directory / "chroma").iterdir())) == 1


def test_no_room_for_chroma_leaves_exact_search(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    (store.directory / "chroma").write_text("a file where the folder should be")
    cache = ChromaCache(store)
    assert not cache.fill()
    assert "searching is exact" in caplog.text
    assert_right(store, VectorSearch(cache, chroma_from=0))


def test_a_manifest_notices_one_bit(tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(b"a" * 100)
    (tmp_path / "large").write_bytes(b"b" * (2 << 20))
    manifest = make_manifest(tmp_path)
    assert matches(tmp_path, manifest)
    for name in ("small", "large"):
        before = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(before[:50] + b"\0" + before[51:])
        assert not matches(tmp_path, manifest)
        (tmp_path / name).write_bytes(before)
        assert matches(tmp_path, manifest)
    (tmp_path / "new").write_bytes(b"")
    assert not matches(tmp_path, manifest)
    assert not matches(tmp_path / "nowhere", manifest)
    assert not matches(tmp_path, "no json")


# -------------------------------------------------------------------- a server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma-server")
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            pytest.fail("the Chroma server did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def test_a_chroma_server_is_filled_asked_and_reconciled(store: Store, server: str) -> None:
    cache = ChromaCache(store, server)
    assert cache.fill()
    search = VectorSearch(cache)
    assert uses_chroma(store, search)
    assert_right(store, search)
    put(store, "late", 41)
    delete(store, "d1")
    assert_right(store, search)
    assert cache.fill()
    assert problems(store, cache) == []
    assert_right(store, search)
    for number in (2, 3, 4):
        delete(store, f"d{number}")
    assert cache.fill()
    assert problems(store, cache) == []
    assert_right(store, search)
    search.forget()
    search.forget()


def test_a_server_that_lost_its_data_is_filled_again(store: Store, server: str) -> None:
    import chromadb

    cache = ChromaCache(store, server)
    assert cache.fill()
    port = int(server.rsplit(":", 1)[1])
    client = chromadb.HttpClient("127.0.0.1", port, settings=chromadb.config.Settings(anonymized_telemetry=False))
    with store.reading() as connection:
        sealed = cache.sealed(connection)
    assert sealed is not None
    client.delete_collection(f"quoted-{sealed.generation}")
    chroma._close(client)
    search = VectorSearch(cache)
    assert_right(store, search)
    assert problems(store, cache) != []
    with store.reading() as connection:
        assert search.needs_repair(connection)
        assert not search.needs_repair(connection)
    assert cache.fill(afresh=True)
    assert problems(store, cache) == []
    search.forget()


def test_a_server_that_is_down_is_searched_around(store: Store) -> None:
    cache = ChromaCache(store, "http://127.0.0.1:9")
    assert not cache.fill()
    assert_right(store, VectorSearch(cache), queries=2)


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", ""])
def test_an_address_of_no_server_is_refused(store: Store, url: str) -> None:
    with pytest.raises(StoreError, match="write it as"):
        ChromaCache(store, url)


def test_opening_a_cache_that_is_not_there_says_why(store: Store, cache: ChromaCache) -> None:
    with store.reading() as connection:
        sealed = cache.sealed(connection)
        assert sealed is not None
        remove_folder(store)
        with pytest.raises(ChromaUnusable, match="missing or damaged"):
            cache.open(connection, sealed)
