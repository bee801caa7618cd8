"""Scores the answers to the gold questions over the shipped corpus and, where they are, over the original articles.

A test fails when a figure is worse than ``expected.toml`` allows, or a promise is broken: every quotation verbatim.
With QUOTED_LLM set, the language model that it names writes the answers: the same tables with its name, its sentences
scored, and nothing expected.
"""

from __future__ import annotations

import faulthandler
import os
from pathlib import Path

import pytest

from evals.conftest import EXPECTED, HERE, Collected
from evals.expected import compare, read_expected
from evals.figures import figures
from evals.gold import SPLITS, Split, load
from evals.run import Run, answerer_over, baselines, evaluate
from evals.table import figure_table, lost_table, system_table, type_table, wrong_list
from qa.llm.configured import chosen

SETS = {"corpus": HERE.parent / "corpus", "articles": HERE.parent.parent / "shared" / "articles"}

pytestmark = pytest.mark.timeout(3600)  # five minutes on two idle cores; the first test waits for all the asking


@pytest.fixture(scope="module", params=list(SETS))
def run(request: pytest.FixtureRequest, store_folder: Path, collected: Collected) -> Run:
    """Both halves and all systems over one set of documents, in one pass."""
    name = request.param
    if not SETS[name].is_dir():
        pytest.skip(f"{name}: {SETS[name]} is not beside this checkout")
    faulthandler.cancel_dump_traceback_later()  # asking everything takes minutes; nothing hangs
    questions = [question for split in SPLITS for question in load(split)]
    with answerer_over([SETS[name]], store_folder / name, chosen(None, os.environ)) as answerer:
        measured = evaluate(name, answerer, questions, others=baselines(answerer))
    return measured


@pytest.mark.parametrize("split", SPLITS)
def test_figures(request: pytest.FixtureRequest, run: Run, split: Split, collected: Collected) -> None:
    """Every figure named in expected.toml is at least as good as it says, within its tolerance."""
    name = f"{run.documents}, gold {split}" + (f", written by {run.model}" if run.model else "")
    part = run.only({question.id for question in load(split)}, name, sealed=split == "test")
    collected.runs.append(part)
    collected.texts.append((name, type_table(part.rows)))
    collected.texts.append((f"{name}: all figures", figure_table(part.rows)))
    collected.texts.append((f"{name}: what each part buys", system_table(part.systems)))
    collected.texts.append((f"{name}: where questions were lost", lost_table(part.rows)))
    if not part.sealed:
        collected.texts.append((f"{name}: not answered right", wrong_list(part.rows)))
    measured = figures(part.rows)
    if run.model:
        return  # what is expected was measured without a language model
    collected.figures[f"{run.documents}.{split}"] = measured
    if request.config.getoption("--write-expected"):
        return
    checks = compare(f"{run.documents}.{split}", measured, read_expected(EXPECTED))
    collected.checks.extend(checks)
    failed = [str(check) for check in checks if check.verdict == "failed"]
    assert not failed, "\n".join(failed)


def test_every_quotation_is_verbatim(run: Run) -> None:
    """``document.text[start:end] == quote`` for every citation of every answer, and every answer has one."""
    assert [row.question.id for row in run.rows if not row.reply.verbatim] == []
    assert [row.question.id for row in run.rows if row.reply.shorts and not row.reply.citations] == []


def test_there_are_questions() -> None:
    """Both halves of the gold set are there."""
    assert all(load(split) for split in SPLITS)
