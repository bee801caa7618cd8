"""Where was one question lost? ``python -m evals.explain ID`` or ``python -m evals.explain "a question"``.

Shows which way the question went (a plain question, one that Yes or No answers, several in one, one about versions),
what was retrieved, what was read as a possible answer, how the possible answers were weighed, the same for every
question it was taken apart into, and the verdict. Passages that hold an accepted answer are marked.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.judge import says
from evals.metrics.contains import holds_any
from evals.questions import GoldQuestion, read_questions
from evals.rows import Row, judge
from evals.run import answerer_over
from evals.systems import DEPTH, Quoted
from index.errors import QuotedError
from qa import Answerer

if TYPE_CHECKING:
    from qa.records import Answer

ROOT = Path(__file__).resolve().parent.parent
ROUTES = {
    "plain": "a plain question",
    "yes or no": "a plain question; the quotation plainly says Yes or No to it",
    "combined": "put together from the answers to several questions",
    "version": "answered from the versions it names",
}


def explain(answerer: Answerer, question: GoldQuestion) -> str:
    """Everything looked at for one question, as text."""
    system = Quoted(answerer)
    row = judge(question, system.reply(question))
    understood = row.reply.understood
    found = answerer.explain(understood, today=question.today)
    parts = [
        f"{question.id} ({question.type}): {question.question}",
        f"understood as: {understood}",
        f"route: {ROUTES[found['route']]}",
        f"accepted: {' / '.join(question.accepted) or '(nothing: refuse)'} in {', '.join(question.documents) or 'any'}",
        "",
        f"Retrieved, first {DEPTH} (* holds an accepted answer; the reader got {row.reply.read}):",
        *(_passage(rank, name, text, question) for rank, (name, text) in enumerate(row.reply.retrieved, 1)),
        "",
        *_weighed(found, question, spans=12, groups=8),
        "",
    ]
    if found["route"] not in ("plain", "yes or no"):
        for number, part in enumerate(found["parts"], start=1):
            parts += [f"Asked on the way, {number}: {part['question']}", *_weighed(part, question, spans=5, groups=4)]
            parts += [f"  said: {_said(part['answer'])}", ""]
    return "\n".join([*parts, _verdict(row)])


def _weighed(found: dict[str, Any], question: GoldQuestion, *, spans: int, groups: int) -> list[str]:
    """What was taken for an answer to one question, and how it was weighed."""
    return [
        "Taken for an answer, best first:",
        *(
            f"  {_mark(text, question)} {score:8.2f}  {text!r}  in {where}"
            for where, text, score in found["spans"][:spans]
        ),
        "",
        "Weighed together (score, witnesses):",
        *(
            f"  {_mark(text, question)} {score:8.2f}  {witnesses}  {text!r}"
            for text, score, witnesses in found["groups"][:groups]
        ),
    ]


def _said(answer: Answer) -> str:
    return f"{' | '.join(answer.short) or '(refused)'}; confidence {answer.confidence:.2f}"


def _passage(rank: int, name: str, text: str, question: GoldQuestion) -> str:
    mark = "*" if holds_any(text, question.accepted) else " "
    support = "" if question.supporting([name]) else " (not a supporting document)"
    return f"  {mark} {rank:2}  {name}{support}: {' '.join(text.split())[:110]}"


def _mark(text: str, question: GoldQuestion) -> str:
    return "*" if any(says(text, answer) for answer in question.accepted) else " "


def _verdict(row: Row) -> str:
    said = " | ".join(row.reply.shorts) or "(refused)"
    lost = f", lost: {row.lost}" if row.lost else ""
    return f"Said: {said}; confidence {row.reply.confidence:.2f}; {row.outcome}{lost}"


def find_question(wanted: str, files: Sequence[Path]) -> GoldQuestion:
    """The gold question of this id, else a question in these words with nothing accepted."""
    for path in files:
        for question in read_questions(path):
            if question.id == wanted:
                return question
    return GoldQuestion(id="asked", type="question", question=wanted, answerable=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.explain", description=__doc__)
    parser.add_argument("question", help="id of a gold question, or a question in words")
    parser.add_argument("--gold", type=Path, help="JSON lines to look the id up in; evals/gold when not given")
    parser.add_argument("--documents", type=Path, default=ROOT / "corpus", help="folder of documents (corpus/)")
    options = parser.parse_args(arguments)
    files = [options.gold] if options.gold else sorted((ROOT / "evals" / "gold").glob("*.jsonl"))
    try:
        question = find_question(options.question, files)
        with (
            tempfile.TemporaryDirectory(prefix="quoted-explain-") as store,
            answerer_over([options.documents], Path(store) / "store") as answerer,
        ):
            print(explain(answerer, question))
    except QuotedError as error:
        print(f"quoted: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
