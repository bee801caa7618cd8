"""The evaluation with a language model on: a scripted OpenAI server writes, its sentences are scored."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from evals.command import main
from evals.metrics.sentences import sentence_precision, sentence_recall
from evals.questions import GoldQuestion
from evals.report import write_report
from evals.run import answerer_over, evaluate
from tests.openai_server import Reply, serving

pytest.importorskip("llama_index.llms.openai_like", reason="quoted[openai] is not installed")

FERRY = """Ferry sinks off Orvane

The ferry Petrel sank off Orvane on 3 May 2031. Captain Ida Marsh said that all 42 passengers were brought ashore.
"""
QUESTIONS = [
    {"id": "1", "question": "When did the Petrel sink?", "answers": ["3 May 2031"], "documents": ["ferry"]},
    {"id": "2", "question": "How many passengers were brought ashore?", "answers": ["42"], "documents": ["ferry"]},
]


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, "utf-8")
    return folder


def writes(sentences: str) -> Reply:
    """A reply whose ``{n}`` is the number of the passage about the ferry."""

    def made(body: dict[str, Any]) -> str:
        said = "\n".join(str(m["content"]) for m in body["messages"])
        number = re.findall(r'number="(\d+)"', said[: said.index("Ida Marsh")])[-1]
        return sentences.replace("{n}", number)

    return Reply(made)


GOOD = writes("The ferry Petrel sank off Orvane on 3 May 2031 [{n}].")
MIXED = writes("All 42 passengers were brought ashore, Ida Marsh said [{n}]. The captain sold 90 boats in 2019 [{n}].")


def test_sentences_are_scored_and_the_model_is_named(documents: Path, tmp_path: Path) -> None:
    questions = [GoldQuestion(q["id"], "fact", q["question"], answers=tuple(q["answers"])) for q in QUESTIONS]
    with serving(GOOD, GOOD, MIXED) as server:
        llm = f"openai:scripted@{server.url}"
        with answerer_over([documents], tmp_path / "store", llm) as answerer:
            run = evaluate("made up", answerer, questions)
        asked = len(server.requests)
    first, second = run.rows
    assert asked == 4  # one to warm up, one for the first question, and two for the second, whose struck one is told
    assert run.model.startswith("openai:scripted at 127.0.0.1")
    assert (first.sentence_precision, first.sentence_recall) == (1.0, 1.0)
    assert [s.recall for s in second.reply.sentences] == [1.0]
    assert second.reply.struck == 1
    assert run.model in write_report(tmp_path / "report", [run]).read_text("utf-8")


def test_eval_with_a_model_prints_its_name_and_figures(
    documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    with serving(GOOD) as server:
        monkeypatch.setenv("QUOTED_LLM", f"openai:scripted@{server.url}")
        assert main([str(gold), "--documents", str(documents)]) == 0
    said = capsys.readouterr().out
    assert "Answers written by openai:scripted at 127.0.0.1" in said
    assert "sentence citation precision" in said
    assert "sentences struck" in said
    monkeypatch.setenv("QUOTED_LLM", "none")
    assert main([str(gold), "--documents", str(documents)]) == 0
    said = capsys.readouterr().out
    assert "written by" not in said
    assert "sentence citation" not in said


@pytest.mark.parametrize(
    ("quotes", "precision", "recall"),
    [
        ([], 0.0, 0.0),
        (["a"], 0.0, 0.0),
        (["a", "b"], 1.0, 1.0),  # only together
        (["a", "b", "x"], 2 / 3, 1.0),
        (["ab", "x"], 1 / 2, 1.0),
        (["ab", "a"], 1 / 2, 1.0),
    ],
)
def test_precision_and_recall_of_a_sentence(quotes: list[str], precision: float, recall: float) -> None:
    def carries(some: Any) -> bool:
        return {"a", "b"} <= set("".join(some))

    assert sentence_recall(carries, quotes) == recall
    assert sentence_precision(carries, quotes) == pytest.approx(precision)
