"""Checking and rebuilding a DocumentIndex: what is wrong is found and mended."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from index import (
    DocumentIndex,
    Progress,
    StoreDamaged,
    WrongModel,
)
from index.store import DATABASE
from tests.fakes import FakeEmbedder


def spoil(documents: DocumentIndex, *statements: str) -> None:
    connection = sqlite3.connect(documents.path / DATABASE)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


HALF = np.full(24, 0.5, dtype="<f4").tobytes().hex()
SPOILINGS = {
    "moved offset": (["UPDATE passage SET start = start + 1, end = end + 1 WHERE ordinal = 0"], "not what stands at"),
    "lost word": (["DELETE FROM keyword_docsize WHERE id = 1", "DELETE FROM keyword_idx"], "keyword index|SQLite"),
    "lost vector": (["DELETE FROM embedding WHERE number = 1"], "has no vector"),
    "short vector": (["UPDATE embedding SET vector = x'00000000' WHERE number = 1"], "model's length"),
    "long vector": ([f"UPDATE embedding SET vector = x'{HALF}' WHERE number = 1"], "unit length"),
}


@pytest.mark.parametrize("name", SPOILINGS)
def test_check_finds_what_is_wrong_and_rebuild_mends_it(filled: DocumentIndex, name: str) -> None:
    statements, expected = SPOILINGS[name]
    before = filled.search("When did the ferry sink?")
    spoil(filled, *statements)
    report = filled.check()
    assert not report.ok
    assert any(__import__("re").search(expected, problem) for problem in report), list(report)
    filled.rebuild()
    assert list(filled.check()) == []
    assert filled.search("When did the ferry sink?") == before


def test_check_finds_a_changed_text(filled: DocumentIndex) -> None:
    spoil(filled, "UPDATE document SET text = replace(text, '42', '43')")
    assert any("sha256" in problem for problem in filled.check())


def test_check_of_a_damaged_file_reports_instead_of_failing(filled: DocumentIndex) -> None:
    filled.close()
    data = bytearray((filled.path / DATABASE).read_bytes())
    for at in range(8192, len(data), 512):
        data[at] ^= 0xFF
    (filled.path / DATABASE).write_bytes(data)
    try:
        with DocumentIndex.open(filled.path, embedder=FakeEmbedder()) as damaged:
            assert not damaged.check().ok
    except StoreDamaged:
        pass  # just as good: refused when it was opened


def test_check_changes_nothing_and_works_read_only(filled: DocumentIndex, embedder: FakeEmbedder) -> None:
    before = (filled.path / DATABASE).read_bytes()
    with DocumentIndex.open(filled.path, embedder=embedder, read_only=True) as reader:
        assert reader.check().ok
    assert filled.check().ok
    assert (filled.path / DATABASE).read_bytes() == before


def test_rebuilding_with_another_model_makes_other_vectors(filled: DocumentIndex) -> None:
    filled.close()
    other = FakeEmbedder("other", dimension=40)
    with DocumentIndex.open(filled.path, embedder=other, chroma_from=0) as opened:
        with pytest.raises(WrongModel, match="open it with that model, or rebuild it"):
            opened.search("ferry")
        steps: list[Progress] = []
        opened.rebuild(progress=steps.append)
        assert [step.total for step in steps] == [2, 2]
        assert opened.check().ok
        assert "Marigold" in opened.search("Marigold")[0].passage.text


def test_rebuilding_an_empty_store_is_nothing(docs: DocumentIndex) -> None:
    docs.rebuild()
    assert docs.check().ok


def test_chroma_taken_away_is_made_again_by_the_next_search(filled: DocumentIndex) -> None:
    import shutil

    before = filled.search("bridge")
    shutil.rmtree(filled.path / "chroma")
    assert not filled.check().ok
    with DocumentIndex.open(filled.path, embedder=FakeEmbedder(), chroma_from=0) as again:
        assert again.search("bridge") == before
        assert again.check().ok
