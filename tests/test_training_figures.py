"""The figures' definitions against hand-worked cases."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from training.calibrate import refusing_threshold
from training.evaluate import Prediction, figures, main, read_rows
from training.metrics import best_over_golds, exact, f1, normalise_answer, set_f1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Quick, brown FOX!", "quick brown fox"),
        ("an apple a day", "apple day"),
        ("theatre", "theatre"),
        ("U.S.", "us"),
        ("\u2019tis \u201cso\u201d", "\u2019tis \u201cso\u201d"),  # only ASCII punctuation is dropped
        ("the", ""),
    ],
)
def test_normalise_answer(text: str, expected: str) -> None:
    assert normalise_answer(text) == expected


@pytest.mark.parametrize(
    ("predicted", "gold", "expected"),
    [
        ("the cat sat", "cat sat", 1.0),
        ("cat sat down", "cat sat", 2 * (2 / 3) * 1 / (2 / 3 + 1)),
        ("cat cat", "cat", 2 * (1 / 2) * 1 / (1 / 2 + 1)),  # a word counts as often as both have it
        ("dog", "cat", 0.0),
        ("", "cat", 0.0),
        ("", "", 1.0),
        ("the", "", 1.0),
    ],
)
def test_f1(predicted: str, gold: str, expected: float) -> None:
    assert f1(predicted, gold) == pytest.approx(expected)


def test_exact() -> None:
    assert exact("The Cat.", "cat") == 1.0
    assert exact("cat", "cats") == 0.0


def test_best_over_golds_ignores_golds_without_words() -> None:
    assert best_over_golds("cat", ["the", "cat sat"]) == (0.0, pytest.approx(2 / 3))
    assert best_over_golds("", []) == (1.0, 1.0)
    assert best_over_golds("cat", []) == (0.0, 0.0)
    assert best_over_golds("", ["the"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("predicted", "golds", "expected"),
    [
        (["Ann", "Bo"], ["bo", "ann"], 1.0),
        (["Ann"], ["Ann", "Bo"], 2 * 1 / 3),
        (["Ann", "Bo", "Cy"], ["Ann"], 2 * 1 / 4),
        (["Ann Lee"], ["Ann"], 2 * (2 / 3) / 2),
        (["Ann", "Ann"], ["Ann", "Bo"], 2 * 1 / 4),  # a gold is matched once
        ([], ["Ann"], 0.0),
        ([], [], 1.0),
    ],
)
def test_set_f1(predicted: list[str], golds: list[str], expected: float) -> None:
    assert set_f1(predicted, golds) == pytest.approx(expected)


def test_figures_by_hand() -> None:
    found = figures(
        [
            Prediction("the red boat", 1.0, ("red boat", "boat")),  # exact 1, F1 1
            Prediction("red boat", 2.0, ("boat",)),  # exact 0, F1 2/3
            Prediction("boat", -1.0, ("boat",)),  # withheld: 0, 0
            Prediction("boat", -0.5, ()),  # withheld, right
            Prediction("boat", 0.5, ()),  # given, wrong
        ]
    )
    assert found == {
        "n": 5,
        "exact": 40.0,
        "f1": 53.33,
        "has_answer_exact": 33.33,
        "has_answer_f1": 55.56,
        "no_answer_accuracy": 50.0,
    }


def test_figures_of_nothing() -> None:
    assert figures([]) == {
        "n": 0,
        "exact": None,
        "f1": None,
        "has_answer_exact": None,
        "has_answer_f1": None,
        "no_answer_accuracy": None,
    }


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1.0), (0.2, 1.0), (0.4, 2.0), (0.75, 4.0), (0.8, 4.0), (1.0, 5.0)]
)
def test_the_threshold_refuses_a_share_of_the_unanswerable(share: float, expected: float) -> None:
    unanswerable = [Prediction("x", score, ()) for score in (3.0, 1.0, 5.0, 2.0, 4.0)]
    answerable = [Prediction("cat", score, ("cat",)) for score in (9.0, -9.0)]
    threshold = refusing_threshold([*unanswerable, *answerable], share)
    assert threshold == expected
    assert sum(p.score - threshold <= 0 for p in unanswerable) >= share * len(unanswerable)


def test_without_unanswerable_questions_the_threshold_stays() -> None:
    assert refusing_threshold([Prediction("cat", 3.0, ("cat",))], 0.9) == 0.0


def test_the_command_prints_one_line_of_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context = "The ferry Solveig sank off Cape Arden on Tuesday."
    rows = [
        {
            "question": "Which ferry sank off Cape Arden?",
            "context": context,
            "answers": [{"text": "Solveig", "answer_start": 10}],
        },
        {"question": "Who wrote the opera?", "context": context, "answers": []},
        {"question": "left out by the limit", "context": "", "answers": []},
    ]
    path = tmp_path / "rows.json.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump(rows, file)
    main([str(path), "--limit", "2", "--threads", "1"])
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    found = json.loads(printed)
    assert set(found) == {"n", "exact", "f1", "has_answer_exact", "has_answer_f1", "no_answer_accuracy", "seconds"}
    assert found["n"] == 2
    assert found["no_answer_accuracy"] == 100.0
    assert found["has_answer_f1"] > 60


def test_rows_without_a_word_count_as_not_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([{"question": "Who?", "context": "", "answers": []}]))
    assert len(read_rows(path)) == 1
    main([str(path), "--threads", "1"])
    assert json.loads(capsys.readouterr().out)["no_answer_accuracy"] == 100.0
