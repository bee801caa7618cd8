"""What was added, changed or removed since Chroma was filled is searched as it is now (promise 4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import chroma
from index.chroma import ChromaCache
from index.store import Store, lock_of, open_store
from index.vectors import VectorSearch
from tests.vector_stores import (
    PER_DOCUMENT,
    assert_right,
    delete,
    index_files,
    problems,
    put,
    ranked,
    unit,
    uses_chroma,
)


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
