"""The gold set is sound, its loader reads it, and its checker notices what it is there for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evals import check_gold, gold
from evals.check_gold import check
from evals.gold import SPLITS, GoldEntry, load, read_lines
from evals.questions import GoldError, read_questions

Row = dict[str, Any]


def row(**changes: Any) -> Row:
    """A sound line over the two small texts of ``folders``, with changes."""
    return {
        "id": "date-001",
        "type": "date",
        "fact": "bridge-opening",
        "question": "On which day was traffic let over the new crossing?",
        "history": [],
        "answers": ["March 3", "3 March"],
        "groups": [],
        "documents": ["harbour-bridge", "000_0123456789abcdef"],
        "evidence": "Opened on the third of March",
        "answerable": True,
    } | changes


def _forget() -> None:
    check_gold.texts_of.cache_clear()
    check_gold.all_words.cache_clear()


@pytest.fixture
def forget_texts() -> Iterator[None]:
    """What the checker remembers of the texts is forgotten before and after."""
    _forget()
    yield
    _forget()


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget_texts: None) -> Path:
    """A corpus of one text and the article behind it, in place of the real ones."""
    for name in ("corpus", "articles"):
        (tmp_path / name).mkdir()
    retold = "---\ntitle: secret\n---\n"
    retold += "The harbour bridge at Varo opened on March 3, mayor Ilse Tamm said. It cost “40 million” crowns."
    (tmp_path / "corpus" / "harbour-bridge.md").write_text(retold, "utf-8")
    article = "VARO — Mayor Ilse Tamm opened the new <u>harbour</u> bridge on March 3.\nPrice: 40,000,000 crowns."
    (tmp_path / "articles" / "000_0123456789abcdef.txt").write_text(article, "utf-8")
    folders = {"corpus": (tmp_path / "corpus", ".md"), "original": (tmp_path / "articles", ".txt")}
    monkeypatch.setattr(check_gold, "FOLDERS", folders)
    return tmp_path


def test_gold_set_is_sound() -> None:
    assert check({split: read_lines(split) for split in SPLITS}) == []


def test_every_original_named_is_one_of_the_articles() -> None:
    named = {name for split in SPLITS for entry in load(split) for name in entry.documents}
    assert {name for name in named if check_gold.ORIGINAL.fullmatch(name)} == {
        "000_27f14400ef30674b",
        "001_3008f33aff226494",
        "002_b23d04679dba8220",
        "003_f6c2eb155f6cb882",
        "004_a3394f1d188f29c5",
    }


def test_command_says_that_the_set_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_gold.main() == 0
    assert capsys.readouterr().out.startswith("sound: dev ")


@pytest.mark.parametrize("split", SPLITS)
def test_loader_reads_what_the_scores_read(split: gold.Split) -> None:
    entries = load(split)
    plain = read_questions(gold.FOLDER / f"{split}.jsonl")
    assert [(e.id, e.question, e.history, e.answers) for e in entries] == [
        (q.id, q.question, q.history, q.answers) for q in plain
    ]
    assert all(isinstance(entry, GoldEntry) and entry.fact and entry.evidence for entry in entries)
    assert all(bool(entry.values) == (entry.type == "disagreement") for entry in entries)


def test_loader_refuses_another_split() -> None:
    with pytest.raises(GoldError, match="give one of dev, test"):
        load("train")  # type: ignore[arg-type]


def test_loader_refuses_a_line_that_is_no_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dev.jsonl").write_text("[1]\n", "utf-8")
    monkeypatch.setattr(gold, "FOLDER", tmp_path)
    with pytest.raises(GoldError, match="not a JSON object"):
        load("dev")


@pytest.mark.usefixtures("folders")
def test_a_sound_line_has_no_fault() -> None:
    assert check({"dev": [row()], "test": []}, full=False) == []


@pytest.mark.usefixtures("folders")
@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"answers": ["April 9"]}, "no answer of ['April 9'] stands in harbour-bridge"),
        ({"answers": ["arch 3"]}, "no answer of ['arch 3'] stands in harbour-bridge"),
        ({"answers": ["40"], "question": "Price?"}, "no answer of ['40'] stands in 000_0123456789abcdef"),
        ({"answers": ["secret"]}, "no answer of ['secret'] stands in harbour-bridge"),
        ({"answers": ["Price"]}, "no answer of ['Price'] stands in harbour-bridge"),
        ({"answers": ["opened on March 3"]}, "no answer of ['opened on March 3'] stands in 000_0123456789abcdef"),
        ({"answers": ["March 3", "March 3"]}, "an answer stands twice"),
        ({"answers": []}, "is answerable but lacks answers or documents"),
        ({"documents": ["harbour-bridge"]}, "must name a corpus file and an original article"),
        ({"documents": ["harbour-brigde", "000_0123456789abcdef"]}, "names the unknown document 'harbour-brigde'"),
        ({"answerable": False}, "date must be answerable"),
        ({"type": "riddle"}, "unknown type 'riddle'"),
        ({"type": "unanswerable"}, "unanswerable must not be answerable"),
        ({"type": "unanswerable", "answerable": False}, "is not answerable but has answers"),
        (
            {"type": "false_premise", "answerable": False, "answers": ["May 1"]},
            "no correction of ['May 1'] stands in harbour-bridge",
        ),
        ({"type": "follow_up"}, "history belongs to follow-ups, and to nothing else"),
        ({"history": [{"turn": "Who?"}]}, "history must hold objects with a question each"),
        ({"groups": [["March 3"]]}, "groups belong to lists and several documents, and to nothing else"),
        ({"type": "list", "groups": [["1990"]]}, "'1990' is in groups but not in answers"),
        ({"type": "disagreement", "values": [["March 3"]], "relation": "odd"}, "unknown relation 'odd'"),
        (
            {
                "type": "multi_document",
                "groups": [["March 3"], ["3 March", "40 million"]],
                "answers": ["March 3", "40 million"],
            },
            "'3 March' is in groups but not in answers",
        ),
        (
            {"type": "multi_document", "groups": [["March 3"], ["40 million"]], "answers": ["March 3", "40 million"]},
            "harbour-bridge alone holds every part: several documents must be needed",
        ),
        ({"computed": True}, "date cannot be computed: its answer has to stand in a text"),
        ({"evidence": ""}, "'evidence' is empty"),
        ({"answers": "March 3"}, "'answers' must be list"),
        ({"note": "x"}, "has the unknown key 'note'"),
        ({"question": "Who opened the new harbour bridge on March 3?"}, "copies 'opened the new harbour bridge on'"),
    ],
)
def test_a_faulty_line_is_noticed(changes: Row, fault: str) -> None:
    faults = check({"dev": [row(**changes)], "test": []}, full=False)
    assert f"date-001: {fault}" in faults


@pytest.mark.usefixtures("folders")
def test_a_missing_key_is_noticed() -> None:
    line = row()
    del line["fact"]
    assert "date-001: lacks 'fact'" in check({"dev": [line], "test": []}, full=False)


@pytest.mark.usefixtures("folders")
def test_one_fact_in_both_halves_is_noticed() -> None:
    other = row(id="date-002", question="When could one first drive across?")
    faults = check({"dev": [row()], "test": [other]}, full=False)
    assert faults == ["fact 'bridge-opening' is asked about in both halves"]


@pytest.mark.usefixtures("folders")
def test_an_id_and_a_question_used_twice_are_noticed() -> None:
    faults = check({"dev": [row(), row()], "test": []}, full=False)
    assert "date-001: id used 2 times" in faults
    assert any(fault.startswith("asked 2 times") for fault in faults)


def test_without_the_originals_the_corpus_is_still_checked(folders: Path) -> None:
    shutil.rmtree(folders / "articles")
    assert check({"dev": [row()], "test": []}, full=False) == []
    faults = check({"dev": [row(answers=["April 9"])], "test": []}, full=False)
    assert "date-001: no answer of ['April 9'] stands in harbour-bridge" in faults


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda halves: halves["dev"].clear(), "is not halved"),
        (lambda halves: halves["test"].__delitem__(slice(100, None)), "is not halved"),
        (lambda halves: [half.__delitem__(slice(60, None)) for half in halves.values()], "fewer than 240"),
    ],
    ids=["empty", "lopsided", "small"],
)
def test_a_set_out_of_balance_is_noticed(spoil: Callable[[dict[str, list[Row]]], Any], fault: str) -> None:
    halves: dict[str, list[Row]] = {split: read_lines(split) for split in SPLITS}
    spoil(halves)
    assert any(fault in line for line in check(halves))
