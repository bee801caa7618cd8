"""Chroma and exact search give one ranking."""

from __future__ import annotations

from pathlib import Path

from index import rows
from index.chroma import ChromaCache
from index.store import Store, lock_of, open_store
from index.vectors import VectorSearch
from tests.vector_stores import (
    PER_DOCUMENT,
    assert_right,
    problems,
    put,
    ranked,
    truth,
    unit,
    uses_chroma,
)


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
