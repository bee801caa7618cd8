"""``quoted eval GOLD.jsonl --documents FOLDER [--fit]``: the same scores for anybody's documents and questions.

With QUOTED_LLM set, the language model that it names writes the answers, and its sentences are scored as well.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from evals.fit import MIN_PRECISION, Threshold, fit_threshold
from evals.questions import read_questions
from evals.report import write_report
from evals.run import Run, answerer_over, evaluate
from evals.table import figure_table, lost_table, type_table, wrong_list
from index.errors import QuotedError
from qa.llm.configured import chosen


def run_eval(
    gold: Path,
    documents: Path,
    *,
    fit: bool = False,
    store: Path | None = None,
    report: Path | None = None,
    llm: Any = None,
    say: Callable[[str], None] = print,
) -> int:
    """Score the answers to a file of questions and print what was found.

    Args:
        gold: JSON lines, see :mod:`evals.questions`.
        documents: folder or file to answer from.
        fit: choose the threshold for these questions and, when ``store`` is given, keep it there.
        store: index to use, made when missing; a temporary one when None.
        report: folder for the HTML report; none is written when None.
        llm: a language model, or what names one ("ollama:MODEL"), that is to write the answers; None for none.
        say: where the lines go.

    Returns:
        0 when the questions were asked, whatever the scores.

    Raises:
        QuotedError: the questions or the documents cannot be used.
    """
    questions = read_questions(gold)
    with ExitStack() as stack:
        place = store or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="quoted-eval-"))) / "store"
        answerer = stack.enter_context(answerer_over([documents], place, llm))
        run = evaluate(str(documents), answerer, questions)
        if fit:
            chosen = fit_threshold(run.rows)
            say(_fitted(chosen, answerer.threshold))
            if store:
                answerer.index.set_setting("threshold", f"{chosen.threshold:.4f}")
                say("Kept in the store: questions asked of it use this threshold from now on.")
    _say_run(run, say)
    if report:
        say(f"Report: {write_report(report, [run])}")
    return 0


def _fitted(chosen: Threshold, shipped: float) -> str:
    return (
        f"Threshold fitted to these questions: {chosen.threshold:.2f} (in use: {shipped:.2f}). "
        f"There {chosen.coverage:.0%} are answered and {chosen.precision:.0%} of the answers shown are right"
        + ("." if chosen.reached else f"; {MIN_PRECISION:.0%} cannot be reached on these questions.")
    )


def _say_run(run: Run, say: Callable[[str], None]) -> None:
    if run.model:
        say(f"Answers written by {run.model}, every sentence checked.")
    for part in (type_table(run.rows), figure_table(run.rows), lost_table(run.rows)):
        say(f"\n{part}")
    wrong = wrong_list(run.rows)
    say(f"\nNot answered right:\n{wrong}" if wrong else "\nAll answered right.")


def main(arguments: Sequence[str] | None = None) -> int:
    """``python -m evals.command``; returns the exit code."""
    parser = argparse.ArgumentParser(prog="quoted eval", description=__doc__)
    parser.add_argument("gold", type=Path, help="questions and accepted answers, JSON lines")
    parser.add_argument("--documents", type=Path, required=True, help="folder of documents to answer from")
    parser.add_argument("--fit", action="store_true", help="choose the threshold below which questions are refused")
    parser.add_argument("--store", type=Path, help="keep the index, and with --fit the threshold, here")
    parser.add_argument("--report", type=Path, help="write an HTML report into this folder")
    options = parser.parse_args(arguments)
    try:
        return run_eval(
            options.gold,
            options.documents,
            fit=options.fit,
            store=options.store,
            report=options.report,
            llm=chosen(None, os.environ),
        )
    except QuotedError as error:
        print(f"quoted: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
