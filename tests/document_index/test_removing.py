"""Removing from a DocumentIndex: the document is gone from everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import (
    DocumentIndex,
    UnknownDocument,
)
from tests.two_articles import named, texts


def test_a_removed_document_is_gone_from_everywhere(filled: DocumentIndex) -> None:
    ferry = named(filled, "Ferry")
    filled.remove(ferry)
    assert [d.title for d in filled.documents()] == ["Council votes for a new bridge"]
    assert not any("Marigold" in text for text in texts(filled, "Marigold ferry", top_k=100))
    for lookup in (filled.document, filled.passages, filled.remove):
        with pytest.raises(UnknownDocument, match=ferry):
            lookup(ferry)
    with pytest.raises(UnknownDocument):
        filled.passage(f"{ferry}:0")
    assert filled.check().ok


def test_not_a_byte_of_a_removed_document_is_left_in_the_files(filled: DocumentIndex) -> None:
    ferry = named(filled, "Ferry")
    files = [p for p in filled.path.rglob("*") if p.is_file()]
    assert any(b"Marigold" in p.read_bytes() for p in files)
    filled.remove(ferry)
    for path in filled.path.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            assert b"marigold" not in data, path
            assert ferry.encode() not in data, path


def test_a_removed_document_comes_back_when_it_is_added_again(filled: DocumentIndex, folder: Path) -> None:
    ferry = named(filled, "Ferry")
    filled.remove(ferry)
    report = filled.add([folder])
    assert [a.document_id for a in report.added] == [ferry]
    assert filled.check().ok
