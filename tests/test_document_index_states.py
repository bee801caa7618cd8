"""A store under any sequence of adding, changing, removing, damaging and reopening keeps its promises.

The model is a plain dictionary: path → the text last added from there. After every step the store must hold exactly it.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from index import DocumentIndex

WORDS = st.sampled_from(
    "ferry storm council bridge vote harbour sheep café Torvik 5,200 U.S. “quoted” Mr. Kolt naïve 日本 🙂 rain".split()
)
SENTENCES = st.lists(st.lists(WORDS, min_size=2, max_size=9).map(" ".join), min_size=1, max_size=8)
TEXTS = SENTENCES.map(lambda sentences: ". ".join(sentences) + ".\n")
NAMES = st.sampled_from(["a.txt", "b.txt", "c.txt", "d.md"])


class StoreStates(RuleBasedStateMachine):
    """Promises 1, 4 and 7 of the design, after every step."""

    @initialize(chroma_from=st.sampled_from([0, 10**9]))
    def begin(self, chroma_from: int) -> None:
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "articles").mkdir()
        self.chroma_from = chroma_from
        self.model: dict[str, str] = {}
        self.open()

    def open(self) -> None:
        self.index = DocumentIndex.open(self.folder / "store", embedder=FakeEmbedder(), chroma_from=self.chroma_from)

    def path(self, name: str) -> Path:
        return self.folder / "articles" / name

    def ids(self) -> dict[str, str]:
        return {Path(document.origin).name: document.id for document in self.index.documents()}

    @rule(name=NAMES, text=TEXTS)
    def add_one(self, name: str, text: str) -> None:
        self.path(name).write_text(text, encoding="utf-8")
        before = self.model.get(name)
        report = self.index.add([self.path(name)])
        assert report.failed == []
        (change,) = report.added + report.updated + report.unchanged
        assert (change in report.added) == (before is None)
        assert before != text or change in report.unchanged
        self.model[name] = text

    @rule()
    def add_the_folder_again(self) -> None:
        files = {path.name for path in (self.folder / "articles").iterdir()}
        report = self.index.add([self.folder / "articles"])
        assert len(report.unchanged) == len(files & self.model.keys())
        assert len(report.added) == len(files - self.model.keys())
        assert report.updated == []
        self.model.update({name: self.path(name).read_text(encoding="utf-8") for name in files})

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.model)))
        self.index.remove(self.ids()[name])
        del self.model[name]

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def delete_a_file(self, data: st.DataObject) -> None:
        """The document stays."""
        self.path(data.draw(st.sampled_from(sorted(self.model)))).unlink(missing_ok=True)

    @rule()
    def reopen(self) -> None:
        self.index.close()
        self.open()

    @rule()
    def lose_chroma(self) -> None:
        """And, as after any loss, the next one who writes brings it back."""
        shutil.rmtree(self.folder / "store" / "chroma", ignore_errors=True)
        self.index.add([])

    @rule()
    def rebuild(self) -> None:
        self.index.rebuild()

    @invariant()
    def holds_what_was_added_and_nothing_else(self) -> None:
        assert self.ids().keys() == self.model.keys()

    @invariant()
    def promise_1_every_passage_is_its_slice(self) -> None:
        for document in self.index.documents():
            passages = self.index.passages(document.id)
            assert all(document.text[p.start : p.end] == p.text for p in passages)
            covered = "".join(p.text for p in passages)
            assert "".join(covered.split()) == "".join(document.text.split())

    @invariant()
    def promise_4_what_is_derived_agrees_with_sqlite(self) -> None:
        assert list(self.index.check()) == []

    @invariant()
    def promise_7_what_is_gone_is_not_found(self) -> None:
        alive = {p.id: p for d in self.index.documents() for p in self.index.passages(d.id)}
        for query in ("ferry storm harbour", "Kolt", "日本"):
            for hit in self.index.search(query, 50, furniture=True):
                assert alive[hit.passage.id] == hit.passage

    @invariant()
    def what_is_there_is_found(self) -> None:
        alive = {p.id for d in self.index.documents() for p in self.index.passages(d.id)}
        assert {h.passage.id for h in self.index.search("ferry", 1_000, furniture=True)} == alive

    def teardown(self) -> None:
        if hasattr(self, "index"):
            self.index.close()
            shutil.rmtree(self.folder)


StoreStates.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestStoreStates = pytest.mark.slow(StoreStates.TestCase)
