"""Events in order, from invented stories, through a real store with a fake embedder."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from index import DocumentIndex
from index.vocabulary import damerau, inflected, respell
from qa.cli import main
from qa.cli.output import Console
from qa.cli.timeline import lines
from qa.news.timeline import timeline
from tests.fakes import FakeEmbedder

LEDGER = """# Mine at Orsk collapses

By Ada Quill

The Ledger, March 10, 2031

The copper mine at Orsk collapsed Saturday, trapping nine miners under Mount Vell, officials said.

Governor Talgat Musin visited the mine on Sunday. He promised a new shaft by June.
"""
POST = """# Nine trapped in mine

By Tom Reed

The Post, March 9, 2031

Officials said nine miners were trapped when the copper mine at Orsk collapsed on Saturday.

Rescuers from Vesland arrived on Sunday with drills.
"""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DocumentIndex]:
    for name, text in (("ledger", LEDGER), ("post", POST)):
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as opened:
        report = opened.add([tmp_path / "ledger.md", tmp_path / "post.md"])
        assert not report.failed
        yield opened


def test_events_stand_in_order_and_quote(index: DocumentIndex) -> None:
    events = timeline(index)
    days = [event.date.first.isoformat() for event in events]
    assert days == sorted(days)
    assert "2031-03-08" in days
    for event in events:
        for citation in (event.citation, *event.others):
            document = index.document(citation.document_id)
            assert document.text[citation.start : citation.end] == citation.quote
        assert event.date.text in event.citation.quote


def test_one_event_told_twice_is_one(index: DocumentIndex) -> None:
    [collapse] = [event for event in timeline(index) if event.date.first.isoformat() == "2031-03-08"]
    assert len(collapse.others) == 1
    assert collapse.others[0].document_id != collapse.citation.document_id


def test_different_events_of_one_day_stay_apart(index: DocumentIndex) -> None:
    sunday = [event for event in timeline(index) if event.date.first.isoformat() == "2031-03-09"]
    assert {len(event.others) for event in sunday} == {0}
    assert len(sunday) == 2


def test_about_takes_any_spelling_of_a_name(index: DocumentIndex) -> None:
    [visit] = timeline(index, "Moosin")
    assert "Musin" in visit.citation.quote
    assert timeline(index, "volcano eruption") == []


def test_an_empty_store_has_no_events(tmp_path: Path) -> None:
    with DocumentIndex.open(tmp_path / "empty", embedder=FakeEmbedder()) as opened:
        assert timeline(opened) == []
    assert list(lines([])) == ["The documents date nothing of this."]


def test_a_date_written_out_is_said_once(index: DocumentIndex) -> None:
    event = timeline(index)[0]
    written = dataclasses.replace(event, date=dataclasses.replace(event.date, text=event.date.label))
    assert next(iter(lines([written]))) == event.date.label
    said = dataclasses.replace(event, date=dataclasses.replace(event.date, text="Thursday"))
    assert next(iter(lines([said]))) == f"{event.date.label} (“Thursday”)"


def test_the_command(index: DocumentIndex) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        out = StringIO()
        code = main(
            ["--store", str(index.path), "timeline", *arguments],
            console=Console(out, StringIO()),
            open_index=lambda path: DocumentIndex.open(path, embedder=FakeEmbedder()),
        )
        return code, out.getvalue()

    code, text = run()
    assert code == 0
    assert "8 March 2031 (“" in text
    assert "also: " in text
    code, text = run("--json", "--about", "copper mine")
    assert code == 0
    assert json.loads(text)[0]["date"]["first"] == "2031-03-08"


def test_spelling_is_the_documents_own(index: DocumentIndex) -> None:
    index._known = lambda word: word in {"What", "did", "who", "promise"}  # type: ignore[method-assign]
    found = index.spelling("What did Talghat Moussin promise minners of Mount Wel?")
    assert found.variants["Talghat"] == ("talgat",)
    assert found.variants["Moussin"] == ("musin",)
    assert found.slips == {}
    assert found.corrected("minners") == "minners"
    assert index.spelling("who trappd miners").slips == {"trappd": "trapped"}
    assert index.search("Moussin", 1)[0].passage.text.count("Musin") == 1
    assert index.spelling("").extra() == []


@pytest.mark.parametrize(
    ("word", "term", "forms"),
    [
        ("lawmaker", "lawmakers", True),
        ("telephoned", "telephone", True),
        ("collapses", "collapsed", True),
        ("party", "parties", True),
        ("trappd", "trapped", False),
        ("minners", "miners", False),
        ("harbor", "harbour", False),
        ("mien", "mine", False),
    ],
)
def test_another_form_of_a_word_is_no_slip(word: str, term: str, forms: bool) -> None:
    assert inflected(word, term) is forms


def test_a_word_is_looked_up_once_while_the_store_stays_as_it_is(index: DocumentIndex, tmp_path: Path) -> None:
    found = index.spelling("Where was Moussin?")
    with index._store.reading() as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        assert index._vocabulary.spelling(connection, "Where was Moussin?", index._known) == found
        connection.set_trace_callback(None)
    assert not [text for text in statements if "vocabulary" in text]
    other = tmp_path / "other.txt"
    other.write_text("Mousinn went home, and nobody else did so that evening.", encoding="utf-8")
    index.add([other])
    assert "mousinn" in index.spelling("Where was Moussin?").variants["Moussin"]


def test_a_passage_is_asked_in_its_own_spelling() -> None:
    variants = {"Moussin": ("musin", "mousin")}
    assert respell("Where was Moussin?", "Then Musin left.", variants) == "Where was Musin?"
    assert respell("Where was Moussin?", "Moussin is Musin.", variants) == "Where was Moussin?"
    assert respell("Where was Moussin?", "Nobody left.", variants) == "Where was Moussin?"


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("mine", "mine", 0),
        ("mine", "mien", 1),
        ("mine", "mines", 1),
        ("mine", "line", 1),
        ("mine", "gold", 3),
        ("", "ab", 2),
    ],
)
def test_damerau(a: str, b: str, distance: int) -> None:
    assert damerau(a, b, 2) == distance
    assert damerau(b, a, 2) == distance


def test_words_of_a_removed_document_are_gone(index: DocumentIndex) -> None:
    [ledger] = [d for d in index.documents() if "Musin" in d.text]
    index.remove(ledger.id)
    assert index.spelling("Where was Moussin?").variants == {}
    assert index.check().ok
