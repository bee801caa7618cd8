"""``quoted eval``: scores for anybody's documents and questions."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.cli import llm

if TYPE_CHECKING:
    from qa.cli.commands import Session

MORE = """\
GOLD holds one JSON object a line: id, type, question, answers (accepted ones; none when the documents don't say), and
for a list groups. The scores are those of the project's own table; --fit chooses the confidence below which questions
are refused so that, on these questions, at least 85% of the answers shown are right, and --store keeps it. With a
language model (--llm, QUOTED_LLM) its answers are scored, and how well each sentence's quotations carry it.

examples:
  quoted eval questions.jsonl --documents articles/
  quoted eval questions.jsonl --documents articles/ --store ./store --fit
  quoted eval questions.jsonl --documents articles/ --report report/"""


def add_parser(commands: Any, command: Callable[[Any, str, str, str], argparse.ArgumentParser]) -> None:
    """Adds the command; ``command`` makes a parser from its name, what it does, and more about it."""
    parser = command(commands, "eval", "Score the answers to your own questions over your own documents", MORE)
    parser.add_argument("gold", type=Path, metavar="GOLD.jsonl", help="questions with accepted answers")
    parser.add_argument("--documents", type=Path, required=True, metavar="PATH", help="documents to answer from")
    parser.add_argument("--fit", action="store_true", help="choose the confidence below which questions are refused")
    parser.add_argument("--report", type=Path, metavar="DIR", help="write an HTML report with plots here")
    llm.option(parser)


def evaluate(session: Session) -> int:
    """``quoted eval``: hands over to the evaluation, which stands above this package and is therefore found by name."""
    import importlib

    args = session.args
    code: int = importlib.import_module("evals.command").run_eval(
        args.gold,
        args.documents,
        fit=args.fit,
        store=getattr(args, "store", None),
        report=args.report,
        llm=llm.spec_text(session),
        say=session.console.say,
    )
    return code
