"""DocumentIndex as its users meet it: add, search, change, remove, check, rebuild; alone and beside others."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from index import (
    AddReport,
    DocumentIndex,
    Progress,
    StoreDamaged,
    StoreError,
    StoreLocked,
    UnknownDocument,
    WrongModel,
)
from index.store import DATABASE, lock_of

FERRY = """---
title: Ferry sinks off Port Elsa
publisher: Harbour Gazette
published: 2021-03-03
---

# Ferry sinks off Port Elsa

The ferry Marigold sank off Port Elsa on Monday with 42 people on board.

Coast guards rescued 40 of them, the harbour master Ida Kolt said. Two sailors are missing.
"""
VOTE = """---
title: Council votes for a new bridge
publisher: Valley Courier
published: 2022-06-10
---

# Council votes for a new bridge

The council of Torvik voted 14 to 9 for a new bridge over the river Ansa.

Mayor Bo Lund called the vote historic. Work begins in May.
"""


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


def named(documents: DocumentIndex, title: str) -> str:
    return next(d.id for d in documents.documents() if d.title.startswith(title))


def texts(documents: DocumentIndex, query: str, **how: object) -> list[str]:
    return [hit.passage.text for hit in documents.search(query, **how)]  # type: ignore[arg-type]


# ------------------------------------------------------------------------- add


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


# ---------------------------------------------------------------------- search


def test_same_question_same_ranking_with_and_without_chroma(filled: DocumentIndex, embedder: FakeEmbedder) -> None:
    hits = filled.search("bridge vote")
    assert hits == filled.search("bridge vote")
    assert [(h.score, h.passage.id) for h in hits] == sorted(
        ((h.score, h.passage.id) for h in hits), key=lambda pair: (-pair[0], pair[1])
    )
    with DocumentIndex.open(filled.path, embedder=embedder, chroma_from=10**9, read_only=True) as exact:
        assert exact.search("bridge vote") == hits


def test_scores_are_told_per_side(filled: DocumentIndex, embedder: FakeEmbedder) -> None:
    hits = filled.search("Marigold")
    with_word = [h for h in hits if h.keyword_score is not None]
    assert [("Marigold" in h.passage.text) for h in with_word] == [True]
    assert all(h.vector_score is not None and -1.001 <= h.vector_score <= 1.001 for h in hits)
    assert all(0 <= h.score <= 1 for h in hits)


def test_a_headline_helps_without_being_quoted(filled: DocumentIndex) -> None:
    """The word sinks is in the headline; the passage about the missing is found by it."""
    ferry = named(filled, "Ferry")
    found = [h for h in filled.search("sinks") if h.keyword_score is not None]
    assert {h.passage.document_id for h in found} == {ferry}
    document = filled.document(ferry)
    assert all(document.text[h.passage.start : h.passage.end] == h.passage.text for h in found)


def test_filters_narrow_by_document_publisher_and_day(filled: DocumentIndex) -> None:
    ferry, vote = named(filled, "Ferry"), named(filled, "Council")

    def documents(**how: object) -> set[str]:
        return {h.passage.document_id for h in filled.search("people", 50, **how)}  # type: ignore[arg-type]

    assert documents() == {ferry, vote}
    assert documents(documents=[vote]) == {vote}
    assert documents(documents=[]) == set()
    assert documents(publishers=["harbour gazette"]) == {ferry}
    assert documents(since="2022-01-01") == {vote}
    assert documents(until="2021-03-03") == {ferry}
    assert documents(since="2021-03-04", until="2022-06-09") == set()


def test_furniture_is_found_only_when_asked_for(docs: DocumentIndex, tmp_path: Path) -> None:
    lines = ["Storm breaks dam", "", "The dam at Lake Orm broke in the night. Forty houses were flooded.", ""]
    lines += ["Sign up for our newsletter", "Like us on Facebook"]
    (tmp_path / "dam.txt").write_text("\n".join(lines), encoding="utf-8")
    docs.add([tmp_path / "dam.txt"])
    kinds = {p.kind for p in docs.passages(docs.documents()[0].id)}
    if "furniture" not in kinds:
        pytest.skip("the reader of articles takes none of these lines for furniture")
    assert not any("newsletter" in text for text in texts(docs, "newsletter", top_k=50))
    assert any("newsletter" in text for text in texts(docs, "newsletter", top_k=50, furniture=True))


@pytest.mark.parametrize("query", ["", "  \n", "\0"])
def test_a_blank_query_finds_nothing_or_breaks_nothing(filled: DocumentIndex, query: str) -> None:
    assert isinstance(filled.search(query), list)
    assert filled.search("ferry", 0) == filled.search("ferry", -1) == []


def test_an_empty_store_finds_nothing(docs: DocumentIndex) -> None:
    assert docs.search("anything") == []
    assert docs.documents() == []


@settings(max_examples=50)
@given(query=st.text(max_size=80))
def test_any_text_is_a_query(corpus_free_index: DocumentIndex, query: str) -> None:
    hits = corpus_free_index.search(query, 5)
    assert len(hits) <= 5


@pytest.fixture(scope="module")
def corpus_free_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DocumentIndex]:
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.md").write_text(FERRY, encoding="utf-8")
    with DocumentIndex.open(folder / "store", embedder=FakeEmbedder()) as opened:
        opened.add([folder / "a.md"])
        yield opened


def test_ten_thousand_characters_are_a_query(filled: DocumentIndex) -> None:
    assert filled.search(("Why did the ferry sink? " * 500)[:10_000])


# ---------------------------------------------------------------------- remove


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


# --------------------------------------------------------------- check, rebuild


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


# ---------------------------------------------------------------- other people


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


# ---------------------------------------------------------------- the one door


def test_the_door_names_exactly_what_it_opens() -> None:
    public = {name for name in dir(index) if not name.startswith("_")}
    submodules = {p.stem for p in Path(index.__file__).parent.glob("*.py")} | {"loaders"}
    helpers = {"annotations", "import_module", "TYPE_CHECKING", "Any"}
    assert public - submodules - helpers == set(index.__all__) - submodules
    for name in index.__all__:
        assert getattr(index, name).__name__ == name or name == "PassageKind"
    assert index.__all__ == sorted(index.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        index.nonsense  # noqa: B018


def test_every_error_is_behind_the_door() -> None:
    from index import errors

    declared = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)}
    assert declared <= set(index.__all__)
