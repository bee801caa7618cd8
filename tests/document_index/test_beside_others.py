"""A DocumentIndex beside others: read-only, locked, two writers, readers in other processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import index
from index import (
    AddReport,
    DocumentIndex,
    StoreError,
    StoreLocked,
    UnknownDocument,
    WrongModel,
)
from index.store import lock_of
from tests.fakes import FakeEmbedder
from tests.two_articles import FERRY, VOTE


def test_another_model_cannot_add(filled: DocumentIndex, tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text("# New\n\nSomething else happened in Torvik.\n", encoding="utf-8")
    with DocumentIndex.open(filled.path, embedder=FakeEmbedder("other")) as opened:
        with pytest.raises(WrongModel):
            opened.add([tmp_path / "new.md"])
        assert len(opened.documents()) == 2
        assert opened.check().ok


def test_read_only_refuses_every_change(filled: DocumentIndex, folder: Path, embedder: FakeEmbedder) -> None:
    with DocumentIndex.open(filled.path, embedder=embedder, read_only=True) as reader:
        assert reader.search("ferry")
        for change in (lambda: reader.add([folder]), lambda: reader.remove("x"), reader.rebuild):
            with pytest.raises(StoreError, match="read-only"):
                change()


def test_a_locked_store_is_read_but_not_written(
    filled: DocumentIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[2]); from index.store import lock_of\n"
        "with lock_of(sys.argv[1]).held(): print('held', flush=True); sys.stdin.read()"
    )
    root = Path(index.__file__).parent.parent
    command = [sys.executable, "-c", script, str(filled.path), str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        began = time.monotonic()
        with pytest.raises(StoreLocked, match="try again") as caught:
            filled.add([folder])
        assert caught.value.retry
        assert time.monotonic() - began < 30
        assert filled.search("ferry")
        other.stdin.close()
    assert filled.add([folder]).unchanged


def test_two_writers_in_two_threads_both_finish(tmp_path: Path) -> None:
    for writer in "ab":
        (tmp_path / writer).mkdir()
        for number in range(4):
            text = f"# Story {writer}{number}\n\nIn town {writer}{number} a tree fell on a parked car at noon.\n"
            (tmp_path / writer / f"{number}.md").write_text(text, encoding="utf-8")
    reports: list[AddReport] = []
    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as docs:

        def write(writer: str) -> None:
            while True:
                try:
                    reports.append(docs.add([tmp_path / writer]))
                    return
                except StoreLocked:
                    continue

        threads = [threading.Thread(target=write, args=(writer,)) for writer in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [len(report.added) for report in reports] == [4, 4]
        assert len(docs.documents()) == 8
        assert docs.check().ok


def test_readers_see_whole_documents_while_one_writes(filled: DocumentIndex, folder: Path) -> None:
    """Every hit a reader gets can be cited at once or is gone altogether; never a slice that does not match."""
    stop, faults = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            for hit in filled.search("people of the town and the ferry", 20):
                try:
                    text = filled.document(hit.passage.document_id).text
                    held = filled.passage(hit.passage.id)
                except UnknownDocument:
                    continue
                if held == hit.passage and text[held.start : held.end] != held.text:
                    again = filled.document(hit.passage.document_id).text  # it changed between two calls?
                    if again == text:
                        faults.append(hit)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(6):
        (folder / "ferry.md").write_text(FERRY + f"\nUpdate {number}: the search goes on.\n", encoding="utf-8")
        filled.add([folder])
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert filled.check().ok


def test_a_reader_in_another_process_sees_what_was_added(filled: DocumentIndex, folder: Path) -> None:
    with DocumentIndex.open(filled.path, embedder=FakeEmbedder(), read_only=True, chroma_from=0) as reader:
        assert reader.search("hailstorm")[0].keyword_score is None
        (folder / "hail.md").write_text("# Hail\n\nA hailstorm broke windows in Torvik.\n", encoding="utf-8")
        filled.add([folder])
        assert "hailstorm" in reader.search("hailstorm")[0].passage.text


def test_a_store_in_a_folder_that_is_added_is_not_read(folder: Path) -> None:
    with DocumentIndex.open(folder / "store", embedder=FakeEmbedder()) as docs:
        docs.add([folder])
        assert len(docs.add([folder]).unchanged) == 2
        assert len(docs.documents()) == 2


def test_a_held_lock_file_is_no_store_content(tmp_path: Path) -> None:
    with lock_of(tmp_path).held():
        pass
    with DocumentIndex.open(tmp_path, embedder=FakeEmbedder()) as docs:
        assert docs.documents() == []


def test_names_with_odd_characters(docs: DocumentIndex, tmp_path: Path) -> None:
    for name in ("naïve 'quoted'.md", "日本.md", "a\nb.md", "-rf.md"):
        (tmp_path / name).write_text(VOTE, encoding="utf-8")
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/latin\xe9.md")
    Path(odd).write_text(VOTE, encoding="utf-8")
    report = docs.add([tmp_path / n for n in os.listdir(tmp_path) if n.endswith(".md")])
    assert (len(report.added), report.failed) == (5, [])
    assert docs.check().ok
