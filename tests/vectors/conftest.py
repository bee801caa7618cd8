"""A store of a hundred made-up vectors, its cache, and the search over both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.chroma import ChromaCache
from index.store import Store, lock_of, open_store
from index.vectors import VectorSearch
from tests.vector_stores import (
    put,
)


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
