"""A Chroma server in the cache's place."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import chroma
from index.chroma import ChromaCache
from index.errors import StoreError
from index.store import Store
from index.vectors import VectorSearch
from tests.vector_stores import (
    assert_right,
    delete,
    problems,
    put,
    uses_chroma,
)


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
