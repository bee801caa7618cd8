"""A whole evaluation over a few made-up documents: index, ask, judge, fit, report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals import explain
from evals.command import main, run_eval
from evals.questions import GoldError, GoldQuestion
from evals.run import answerer_over, baselines, evaluate
from evals.systems import Quoted
from evals.table import system_table
from index import DocumentIndex

FERRY = """Ferry sinks off Orvane

The ferry Petrel sank off Orvane on 3 May 2031. Captain Ida Marsh said that all 42 passengers were brought ashore.
The harbour master, Tomas Vey, closed the port for two days.
"""
BRIDGE = """Torvik opens its bridge

Mayor Lena Holt opened the new bridge at Torvik on 9 June 2031. It cost 18 million crowns and took four years.
"""
QUESTIONS = [
    {
        "id": "1",
        "question": "When did the Petrel sink?",
        "answers": ["3 May 2031"],
        "documents": ["ferry"],
        "type": "date",
    },
    {
        "id": "2",
        "question": "How many passengers were brought ashore?",
        "answers": ["42"],
        "documents": ["ferry"],
        "type": "number",
    },
    {
        "id": "3",
        "question": "Who opened the bridge at Torvik?",
        "answers": ["Lena Holt"],
        "documents": ["bridge"],
        "type": "who",
    },
    {"id": "4", "question": "Which airline flies to Kirsund?", "answerable": False, "type": "unanswerable"},
    {
        "id": "5",
        "question": "What did it cost?",
        "history": ["Who opened the bridge at Torvik?"],
        "answers": ["18 million"],
        "type": "follow_up",
    },
]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    (folder / "ferry.txt").write_text(FERRY, "utf-8")
    (folder / "bridge.txt").write_text(BRIDGE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    return path


def test_eval_prints_scores_fits_and_keeps_the_threshold(documents: Path, gold: Path, tmp_path: Path) -> None:
    said: list[str] = []
    store, report = tmp_path / "store", tmp_path / "report"
    assert run_eval(gold, documents, fit=True, store=store, report=report, say=said.append) == 0
    text = "\n".join(said)
    assert "Threshold fitted" in text
    assert "follow_up" in text
    assert "verbatim" in text
    assert (report / "index.html").is_file()
    with DocumentIndex.open(store) as index:
        assert 0 <= float(index.setting("threshold") or -1) <= 1


def test_eval_says_in_one_line_what_is_wrong(
    documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.jsonl"), "--documents", str(documents)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_no_documents(gold: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(GoldError, match="no document"):
        run_eval(gold, empty, say=lambda line: None)


def test_all_systems_answer_the_same_questions(documents: Path, tmp_path: Path) -> None:
    questions = [
        GoldQuestion(
            id="1", type="date", question="When did the Petrel sink?", answers=("3 May 2031",), documents=("ferry",)
        ),
        GoldQuestion(id="2", type="none", question="Which airline flies to Kirsund?", answerable=False),
    ]
    with answerer_over([documents], tmp_path / "store") as answerer:
        run = evaluate("made up", answerer, questions, others=baselines(answerer))
    assert next(iter(run.systems)) == Quoted.name
    assert len(run.systems) == 5
    for name, rows in run.systems.items():
        assert [row.question.id for row in rows] == ["1", "2"]
        assert rows[0].rank == 1, name  # two short documents: everybody finds the right one
        if name != Quoted.name:
            assert [row.outcome for row in rows] == ["right", "wrong"]
    assert all(row.reply.verbatim for row in run.rows)
    assert system_table(run.systems).count("\n") == 6
    sealed = run.only({"2"}, "half", sealed=True)
    assert [row.question.id for row in sealed.rows] == ["2"]


def test_explain_shows_each_stage(documents: Path, gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain.main(["2", "--gold", str(gold), "--documents", str(documents)]) == 0
    shown = capsys.readouterr().out
    for heading in ("Retrieved", "Taken for an answer", "Weighed together", "Said:", "route: a plain question"):
        assert heading in shown
    assert "*  1  ferry" in shown


def test_explain_says_which_way_a_question_went(documents: Path, tmp_path: Path) -> None:
    with answerer_over([documents], tmp_path / "store") as answerer:
        plain = answerer.explain("When did the Petrel sink?")
        several = answerer.explain("When did the Petrel sink, and who owned the ferry Petrel?")
        assert plain["route"] == "plain"
        assert [part["question"] for part in plain["parts"]] == [plain["question"]]
        assert several["route"] == "combined"
        assert [part["question"] for part in several["parts"]] == [
            "When did the Petrel sink?",
            "Who owned the ferry Petrel?",
        ]
        assert (
            several["answer"].short == answerer.ask("When did the Petrel sink, and who owned the ferry Petrel?").short
        )
        assert several["parts"][0]["groups"] == plain["groups"]
        both = GoldQuestion(id="3", type="multi", question="When did the Petrel sink, and who owned the ferry Petrel?")
        text = explain.explain(answerer, both)
        assert "route: put together from the answers to several questions" in text
        assert "Asked on the way, 2: Who owned the ferry Petrel?" in text
