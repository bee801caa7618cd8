"""The commands about versions and sources. All is invented."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from index import DocumentIndex
from qa import Answerer
from qa.cli import main
from qa.cli.output import Console
from qa.confidence import Calibration
from tests.fakes import FakeEmbedder
from tests.test_disagreements import HOUSES, NUMBER, VERSIONS, PatternReader, article

ECHO = article("The Echo", "2031-05-02", "Engineers say roughly 90 houses in Orrin were destroyed by the flood.")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as index:
        for number, text in enumerate((*VERSIONS, ECHO)):
            path = tmp_path / f"{number}.md"
            path.write_text(text, encoding="utf-8")
            index.add([path])
    return tmp_path / "store"


def run(store: Path, *argv: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()

    def answerer(index: DocumentIndex) -> Answerer:
        return Answerer(index, reader=PatternReader(NUMBER), calibration=Calibration({}, 3.0, 0.5))  # type: ignore[arg-type]

    seams: dict[str, Any] = {
        "open_index": lambda path: DocumentIndex.open(path, embedder=FakeEmbedder()),
        "make_answerer": answerer,
    }
    code = main([*argv, "--store", str(store)], console=Console(out, err), **seams)
    return code, out.getvalue(), err.getvalue()


def ids(store: Path) -> list[str]:
    with DocumentIndex.open(store, embedder=FakeEmbedder()) as index:
        return [document.id for document in index.documents()]


def test_versions_lists_families_oldest_first(store: Path) -> None:
    code, out, _ = run(store, "versions")
    old, new, echo = ids(store)
    title, first, second = out.splitlines()
    assert (code, title) == (0, "Flood in Orrin")
    assert first.split() == [old, "the", "version", "of", "2031-05-01,", "Orrin", "Mail,", "2031-05-01"]
    assert new in second
    assert "1 added, 1 dropped, 1 reworded" in second
    assert echo not in out


def test_versions_as_json(store: Path) -> None:
    [family] = json.loads(run(store, "versions", "--json")[1])
    assert [edition["id"] for edition in family] == ids(store)[:2]


def test_where_nothing_has_versions_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain fell on Orrin.", encoding="utf-8")
    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as index:
        index.add([tmp_path / "a.txt"])
    assert run(tmp_path / "store", "versions")[:2] == (0, "No document is a version of another.\n")


def test_diff_shows_words_figures_and_sentences(store: Path) -> None:
    old, new, _ = ids(store)
    code, out, _ = run(store, "diff", old, new)
    assert code == 0
    assert "The flood in Orrin destroyed [-40-] {+70+} houses." in out
    assert "40 -> 70" in out
    assert "+ The mayor wept." in out
    assert "- A crane fell on 3 people." in out
    assert "since 2031-05-02" in out
    found = json.loads(run(store, "diff", old, new, "--json")[1])
    assert found["figures"] == [["40", "70"]]
    assert found["added"][0]["quote"] == "The mayor wept."


def test_diff_of_an_unknown_document_says_what_to_do(store: Path) -> None:
    code, out, err = run(store, "diff", ids(store)[0], "0" * 12)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


def test_all_sources_are_a_table(store: Path) -> None:
    code, out, _ = run(store, "ask", HOUSES, "--all-sources")
    lines = out.splitlines()
    assert code == 0
    assert {tuple(line.split()[1:]) for line in lines[:2]} == {
        ("Orrin", "Mail", "2031-05-02", "70"), ("The", "Echo", "2031-05-02", "roughly", "90"),
    }  # fmt: skip
    assert sum("“" in line for line in lines) == 2
    found = json.loads(run(store, "ask", HOUSES, "--all-sources", "--json")[1])
    assert {each["source"] for each in found} == {"Orrin Mail", "The Echo"}


def test_all_sources_that_say_nothing(store: Path) -> None:
    with DocumentIndex.open(store, embedder=FakeEmbedder()) as index:
        for document in index.documents():
            index.remove(document.id)
    code, out, _ = run(store, "ask", HOUSES, "--all-sources")
    assert (code, out) == (3, "There are no documents yet: add some with 'quoted add PATH'.\n")
