"""Adding to a DocumentIndex: only what changed is read again, a bad file stops nothing."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from index import (
    AddReport,
    DocumentIndex,
    Progress,
)
from index.store import DATABASE
from tests.fakes import FakeEmbedder
from tests.two_articles import FERRY, named, texts


def test_a_folder_is_added_and_found(docs: DocumentIndex, folder: Path) -> None:
    report = docs.add([folder])
    assert [a.title for a in report.added] == ["Ferry sinks off Port Elsa", "Council votes for a new bridge"]
    assert (report.updated, report.unchanged, report.failed) == ([], [], [])
    assert [a.origin for a in report.added] == [str(folder / "ferry.md"), str(folder / "vote.md")]
    assert {a.document_id for a in report.added} == {d.id for d in docs.documents()}
    hits = docs.search("How many sailors are missing?")
    assert "Two sailors are missing." in hits[0].passage.text
    assert docs.check().ok


def test_every_passage_is_its_slice_and_fits_the_window(filled: DocumentIndex, embedder: FakeEmbedder) -> None:
    for document in filled.documents():
        passages = filled.passages(document.id)
        assert passages
        for passage in passages:
            assert document.text[passage.start : passage.end] == passage.text
            assert embedder.count_tokens(passage.text) + embedder.special_tokens <= embedder.window
            assert filled.passage(passage.id) == passage


def test_adding_again_reads_nothing_again(filled: DocumentIndex, folder: Path, embedder: FakeEmbedder) -> None:
    before, files = embedder.embedded, sorted(p.name for p in filled.path.rglob("*"))
    for path in folder.iterdir():
        os.utime(path, (1, 1))  # by content, not by file time
    report = filled.add([folder, folder / "vote.md"])
    assert [a.title for a in report.unchanged] == ["Ferry sinks off Port Elsa", "Council votes for a new bridge"]
    assert (report.added, report.updated, report.failed) == ([], [], [])
    assert embedder.embedded == before
    assert sorted(p.name for p in filled.path.rglob("*")) == files


def test_a_changed_file_replaces_its_document_and_keeps_known_vectors(
    filled: DocumentIndex, folder: Path, embedder: FakeEmbedder
) -> None:
    long = FERRY + "\n" + "\n\n".join(f"Sentence {n} tells of the long search in bay {n} by night." for n in range(40))
    (folder / "ferry.md").write_text(long, encoding="utf-8")
    filled.add([folder])
    before = embedder.embedded
    (folder / "ferry.md").write_text(long.replace("bay 39", "cove 39"), encoding="utf-8")
    report = filled.add([folder])
    assert [a.title for a in report.updated] == ["Ferry sinks off Port Elsa"]
    assert 1 <= embedder.embedded - before <= 6  # the passages at the change and their sentences, of forty
    assert len(filled.documents()) == 2
    assert any("cove 39" in text for text in texts(filled, "cove 39"))
    assert not any("bay 39" in text for text in texts(filled, "bay 39", top_k=200))
    assert filled.check().ok


def test_a_touched_byte_that_changes_no_text_is_unchanged(
    filled: DocumentIndex, folder: Path, embedder: FakeEmbedder
) -> None:
    before = embedder.embedded
    (folder / "ferry.md").write_text(FERRY.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert [a.title for a in filled.add([folder / "ferry.md"]).unchanged] == ["Ferry sinks off Port Elsa"]
    assert embedder.embedded == before


def test_one_bad_file_is_reported_and_the_rest_is_added(docs: DocumentIndex, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 40)
    report = docs.add([folder, folder / "nowhere.txt"])
    assert len(report.added) == 2
    assert sorted(Path(f.origin).name for f in report.failed) == ["empty.txt", "noise.txt", "nowhere.txt"]
    assert all(f.reason and "\n" not in f.reason for f in report.failed)
    assert docs.check().ok


def test_a_file_that_went_bad_keeps_its_document(filled: DocumentIndex, folder: Path) -> None:
    (folder / "ferry.md").write_bytes(b"")
    report = filled.add([folder])
    assert (len(report.failed), len(report.unchanged)) == (1, 1)
    assert len(filled.documents()) == 2


def test_a_deleted_file_stays_until_it_is_removed(filled: DocumentIndex, folder: Path) -> None:
    (folder / "ferry.md").unlink()
    filled.add([folder])
    assert len(filled.documents()) == 2


def test_an_address_that_is_not_fetched_is_reported(docs: DocumentIndex) -> None:
    report = docs.add(["ftp://example.org/a.txt", "http://127.0.0.1/secret"])
    assert [f.origin for f in report.failed] == ["ftp://example.org/a.txt", "http://127.0.0.1/secret"]
    assert docs.documents() == []


def test_adding_nothing_is_nothing(docs: DocumentIndex) -> None:
    assert docs.add([]) == AddReport()
    assert docs.check().ok


def test_progress_is_told_before_each_source_and_at_the_end(docs: DocumentIndex, folder: Path) -> None:
    steps: list[Progress] = []
    docs.add([folder], progress=steps.append)
    names = [(step.done, step.total, Path(step.current).name) for step in steps]
    assert names == [(0, 2, "ferry.md"), (1, 2, "vote.md"), (2, 2, "")]


def test_a_source_that_yields_fewer_documents_drops_the_rest(filled: DocumentIndex, folder: Path) -> None:
    """Two versions come from one page; here a second document is put under the ferry's source by hand."""
    ferry = filled.document(named(filled, "Ferry"))
    with sqlite3.connect(filled.path / DATABASE) as connection:
        connection.execute(
            "INSERT INTO document SELECT 'feedfeedfeed', source, origin, 'Old version', publisher, authors, published, "
            "url, 1, regions, facts, sha256, text, added FROM document WHERE id = ?",
            (ferry.id,),
        )
    connection.close()
    (folder / "ferry.md").write_text(FERRY + "\nMore is known now.\n", encoding="utf-8")
    report = filled.add([folder])
    assert [a.title for a in report.dropped] == ["Old version"]
    assert len(filled.documents()) == 2
