"""The shipped reader: exact answers, exact offsets, any text, and weights that are refused when they are not the ones
expected."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import WeightsError
from qa.reader import EMPTY, GRAPH, SETTINGS, SHIPPED, TOKENIZER, Reader, Reading

MARROW = (
    "The Tarn Valley Railway will close its Oxley branch on 14 March, the operator said. Chief engineer Dora Lindqvist "
    "blamed a landslide that had weakened the viaduct at Pell. About 2,300 commuters will be taken by bus."
)
CHEESE = "A wheel of goat's cheese from Brannock won first prize at the county fair, ahead of forty other entries."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(threads=1)


def texts(reading: Reading, passage: str) -> list[str]:
    return [passage[span.start : span.end] for span in reading.spans]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When will the Oxley branch be closed?", "14 March"),
        ("Who is the railway's chief engineer?", "Dora Lindqvist"),
        ("How many commuters will travel by bus?", "2,300"),
    ],
)
def test_answers_a_question_about_a_made_up_passage(reader: Reader, question: str, answer: str) -> None:
    reading = reader.read(question, [MARROW])[0]
    assert reading.spans[0].score > 0
    assert answer in texts(reading, MARROW)[0]
    assert len(texts(reading, MARROW)[0]) <= len(answer) + 12


def test_the_right_passage_scores_best_and_the_wrong_one_does_not_answer(reader: Reader) -> None:
    wrong, right = reader.read("Which engineer said a landslide had damaged the viaduct?", [CHEESE, MARROW])
    assert right.spans[0].score > 0 > wrong.spans[0].score


def test_spans_are_best_first_never_overlap_and_are_not_more_than_asked_for(reader: Reader) -> None:
    spans = reader.read("Who blamed what?", [MARROW], top_spans=4)[0].spans
    assert 1 < len(spans) <= 4
    assert [s.score for s in spans] == sorted((s.score for s in spans), reverse=True)
    ordered = sorted(spans, key=lambda s: s.start)
    assert all(a.end <= b.start for a, b in itertools.pairwise(ordered))


def test_readings_come_in_the_order_of_the_passages_whatever_that_is(reader: Reader) -> None:
    passages = [MARROW, "", CHEESE, MARROW * 3, "Rain is expected in Pell."]
    forward = reader.read("Where is the viaduct?", passages)
    assert reader.read("Where is the viaduct?", passages[::-1]) == forward[::-1]
    assert forward[1] == EMPTY
    assert [bool(r.spans) for r in forward] == [True, False, True, True, True]


def test_a_reading_depends_neither_on_the_passages_beside_it_nor_on_how_many_are_read_at_a_time(reader: Reader) -> None:
    question, passages = "Where is the viaduct?", [MARROW, CHEESE, MARROW * 3, "Rain is expected in Pell."]
    alone = [reader.read(question, [passage])[0] for passage in passages]
    assert reader.read(question, passages) == alone
    assert Reader.load(threads=3).read(question, passages) == alone


def test_what_was_read_is_not_read_again_and_the_question_tells_readings_apart() -> None:
    fresh = Reader.load(threads=1)
    runs: list[int] = []
    session = fresh._session
    fresh._session = type("Counting", (), {"run": lambda _, *a: runs.append(1) or session.run(*a)})()
    first = fresh.read("Where is the viaduct?", [MARROW, CHEESE])
    assert fresh.read("Where is the viaduct?", [CHEESE, MARROW]) == first[::-1]
    assert len(runs) == 2
    assert fresh.read("Who is the chief engineer?", [MARROW]) != [first[0]]
    assert len(runs) == 3
    fresh.forget()
    assert fresh.read("Where is the viaduct?", [MARROW]) == first[:1]
    assert len(runs) == 4


def test_a_long_passage_is_read_to_its_end_in_windows(reader: Reader) -> None:
    filler = "The council met again and spoke of drains, hedges and the colour of benches. " * 60
    passage = filler + MARROW
    reading = reader.read("Who is the railway's chief engineer?", [passage])[0]
    best = reading.spans[0]
    assert best.score > 0
    assert "Lindqvist" in passage[best.start : best.end]
    assert best.start > len(filler)


def test_a_passage_of_a_hundred_thousand_characters_is_read(reader: Reader) -> None:
    passage = "x" * 49_000 + " Dora Lindqvist is the chief engineer. " + "y" * 51_000
    reading = reader.read("Who is the chief engineer?", [passage])[0]
    assert "Lindqvist" in texts(reading, passage)[0]


def test_a_question_longer_than_the_window_is_cut(reader: Reader) -> None:
    question = "When will the Oxley branch of the Tarn Valley Railway be closed? " + "please tell me now " * 2000
    reading = reader.read(question, [MARROW])[0]
    assert reading.spans
    assert all(0 <= s.start < s.end <= len(MARROW) for s in reading.spans)


@pytest.mark.parametrize("question", ["", "   ", "\x00\x01", "\u200b"])
def test_a_question_without_a_word_finds_nothing(reader: Reader, question: str) -> None:
    assert reader.read(question, [MARROW, CHEESE]) == [EMPTY, EMPTY]


def test_no_passages_no_readings(reader: Reader) -> None:
    assert reader.read("Who?", []) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\U0001f600\U0001f1e9\U0001f1ea ", " \U0001f469\u200d\U0001f692"),
        ("\u05e9\u05dc\u05d5\u05dd, ", " \u0645\u0631\u062d\u0628\u0627"),
        ("\x00\x07\ufeff", "\x1b[0m"),
        ("\u6771\u4eac\u90fd\u3002", "\u306f"),
        ("\ud800 ", " \udfff"),
        ("Zoe\u0308 \ufb01ne \u0130 \u1e9e ", "\u0301"),
    ],
)
def test_offsets_are_exact_whatever_stands_around(reader: Reader, before: str, after: str) -> None:
    passage = before + MARROW + after
    best = reader.read("Who is the railway's chief engineer?", [passage])[0].spans[0]
    assert passage[best.start : best.end].endswith("Dora Lindqvist")


def test_an_accent_written_as_a_combining_mark_stays_with_its_letter(reader: Reader) -> None:
    passage = "The winner of the race was Jose\u0301."
    best = reader.read("Who won the race?", [passage])[0].spans[0]
    assert passage[best.start : best.end] == "Jose\u0301"


ANY_TEXT = st.text(
    st.characters(codec=None) | st.sampled_from(" .,-'\n\u0301\u200d\ufe0f\U0001f600\u05d0\u6771"), max_size=120
)


@settings(max_examples=120, deadline=None)
@given(st.lists(ANY_TEXT, min_size=1, max_size=3), ANY_TEXT)
def test_any_text_is_read_and_every_span_lies_in_its_passage(passages: list[str], question: str) -> None:
    readings = SHARED.read(question, passages, top_spans=3)
    assert len(readings) == len(passages)
    for passage, reading in zip(passages, readings, strict=True):
        for span in (*reading.spans, *reading.members):
            assert 0 <= span.start < span.end <= len(passage)
            assert passage[span.start : span.end].strip()


SHARED = Reader.load(threads=1)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in (GRAPH, TOKENIZER, SETTINGS):
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path


def test_weights_that_are_whole_are_accepted_anywhere(copied: Path) -> None:
    assert Reader.load(copied, threads=1).sha256 == SHARED.sha256


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER])
def test_a_cut_file_is_refused(copied: Path, name: str) -> None:
    whole = (copied / name).read_bytes()
    (copied / name).write_bytes(whole[:-1])
    with pytest.raises(WeightsError, match=r"cut short or changed.*reinstall"):
        Reader.load(copied)


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER])
def test_a_changed_byte_is_refused(copied: Path, name: str) -> None:
    changed = bytearray((copied / name).read_bytes())
    changed[len(changed) // 2] ^= 1
    (copied / name).write_bytes(changed)
    with pytest.raises(WeightsError, match=r"cut short or changed.*reinstall"):
        Reader.load(copied)


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER, SETTINGS])
def test_a_missing_file_is_refused(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(WeightsError, match="reinstall"):
        Reader.load(copied)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"files": {}}'])
def test_settings_that_make_no_sense_are_refused(copied: Path, content: str) -> None:
    (copied / SETTINGS).write_text(content)
    with pytest.raises(WeightsError, match=r"reader\.json"):
        Reader.load(copied)


def test_a_setting_that_is_missing_is_refused(copied: Path) -> None:
    raw = json.loads((copied / SETTINGS).read_text())
    del raw["threshold"]
    (copied / SETTINGS).write_text(json.dumps(raw))
    with pytest.raises(WeightsError, match="export the reader again"):
        Reader.load(copied)


def test_the_threshold_is_taken_off_every_score(copied: Path) -> None:
    raw = json.loads((copied / SETTINGS).read_text())
    raw["threshold"] += 2.0
    (copied / SETTINGS).write_text(json.dumps(raw))
    before = SHARED.read("Where is the viaduct?", [MARROW])[0].spans
    after = Reader.load(copied, threads=1).read("Where is the viaduct?", [MARROW])[0].spans
    assert [s.score - 2.0 for s in before] == pytest.approx([s.score for s in after], abs=1e-4)


def test_reading_needs_neither_torch_nor_transformers() -> None:
    code = (
        "import sys; from qa.reader import Reader; Reader.load(threads=1).read('Who?', ['Ida Marsh won.']); "
        "print([n for n in ('torch', 'transformers', 'chromadb', 'llama_index') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SHIPPED.parents[1]
    )
    assert done.stdout.strip() == "[]"


def test_the_shipped_weights_are_small_enough() -> None:
    assert (SHIPPED / GRAPH).stat().st_size <= 25_000_000


CREW = (
    "Three divers were brought ashore at Kirkmoor on Sunday night. The harbour master named them as Ada Fenwick, "
    "Jonas Reier and Mira Solberg. Their boat, the Petrel, had run aground in fog."
)


def test_all_the_parts_of_a_list_are_given_and_one_answer_when_one_is_asked_for(reader: Reader) -> None:
    several = reader.read("Who are the three divers?", [CREW])[0]
    assert [CREW[s.start : s.end] for s in several.members] == ["Ada Fenwick", "Jonas Reier", "Mira Solberg"]
    single = reader.read("What is the name of the boat?", [CREW])[0]
    assert single.members == ()
    assert "Petrel" in CREW[single.spans[0].start : single.spans[0].end]


def test_the_odds_of_a_list_question_are_higher(reader: Reader) -> None:
    assert reader.list_odds("Name all the divers who were rescued.", [CREW]) > reader.list_odds("Who drowned?", [CREW])
    assert reader.list_odds("", [CREW]) == reader.list_odds("Who?", []) == 0.0
