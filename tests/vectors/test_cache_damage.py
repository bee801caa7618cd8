"""A damaged, missing or unwritable cache: noticed, searched around, made again."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from index.chroma import ChromaCache, ChromaUnusable
from index.manifest import make_manifest, matches
from index.store import Store, lock_of, open_store
from index.vectors import VectorSearch
from tests.vector_stores import (
    assert_right,
    index_files,
    problems,
    uses_chroma,
)


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


def test_opening_a_cache_that_is_not_there_says_why(store: Store, cache: ChromaCache) -> None:
    with store.reading() as connection:
        sealed = cache.sealed(connection)
        assert sealed is not None
        remove_folder(store)
        with pytest.raises(ChromaUnusable, match="missing or damaged"):
            cache.open(connection, sealed)
