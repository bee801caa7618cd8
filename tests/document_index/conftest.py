"""An empty index and one over two articles, with an embedder that needs no model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import (
    DocumentIndex,
)
from tests.fakes import FakeEmbedder
from tests.two_articles import FERRY, VOTE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.md").write_text(FERRY, encoding="utf-8")
    (tmp_path / "articles" / "vote.md").write_text(VOTE, encoding="utf-8")
    return tmp_path / "articles"


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def docs(tmp_path: Path, embedder: FakeEmbedder) -> Iterator[DocumentIndex]:
    with DocumentIndex.open(tmp_path / "store", embedder=embedder, chroma_from=0) as opened:
        yield opened


@pytest.fixture
def filled(docs: DocumentIndex, folder: Path) -> DocumentIndex:
    docs.add([folder])
    return docs
