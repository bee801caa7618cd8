"""Scores who is said to say so, and the kinds of question that one span cannot answer.

    python -m evals.news_kinds             who says so, and questions taken apart by mistake; no model needed
    python -m evals.news_kinds --ask       and every question of kinds.jsonl, with the shipped reader

``gold_news/attribution.jsonl``, a line for some words of a document:

    words       they stand once in the document
    speakers    accepted names of who says them, any of which the speaker found must hold; empty: the document itself
    verb        as it stands there; empty where any will do
    direct      whether they stand in quotation marks

``gold_news/kinds.jsonl``, a line for a question:

    kind        compound, yes_no, comparison, order, interval, count, who_said, what_said
    answers     a list for each part, any of which the short answers must hold; empty when nothing answers it
    found       whether the documents answer all of it

``over`` says which documents: ``corpus``, the shipped ones, ``invented``, in ``gold_news/documents``, or
``elsewhere``, in ``gold_news/elsewhere``: other regions and times, written after the rules.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.metrics.contains import holds_any
from index.loaders import load_file
from index.records import Document
from qa.kinds.comparison import read_comparison
from qa.kinds.compound import split
from qa.kinds.elapsed import read_interval
from qa.news.attribution import attribute

FOLDER = Path(__file__).resolve().parent / "gold_news"
FOLDERS = {
    "corpus": FOLDER.parent.parent / "corpus",
    "invented": FOLDER / "documents",
    "elsewhere": FOLDER / "elsewhere",
}
PLAIN_QUESTIONS = FOLDER.parent.parent.parent / "shared" / "data" / "dev_news_written.json.gz"


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of a gold file."""
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def load(over: str, name: str) -> Document:
    """One gold document as the index reads it."""
    return load_file(FOLDERS[over] / f"{name}.md")[0]


def attribution_outcome(row: dict[str, Any], document: Document) -> str:
    """ "right", "missed" (nobody named), "wrong" (another named), or "invented" (somebody where there is nobody)."""
    start = document.text.index(row["words"])
    by = attribute(document, start, start + len(row["words"]))
    if not row["speakers"]:
        return "right" if by is None else "invented"
    if by is None:
        return "missed"
    return "right" if holds_any(by.speaker, row["speakers"]) else "wrong"


def score_attribution() -> Iterator[str]:
    """Share right over each kind of document, precision of the speakers named, and every case that is not right."""
    documents: dict[str, Document] = {}
    for over in FOLDERS:
        outcomes: Counter[str] = Counter()
        details: Counter[str] = Counter()
        faults = []
        for row in (r for r in rows("attribution.jsonl") if r["over"] == over):
            document = documents.setdefault(row["document"], load(over, row["document"]))
            outcome = attribution_outcome(row, document)
            outcomes[outcome] += 1
            if outcome == "right" and row["speakers"]:
                start = document.text.index(row["words"])
                by = attribute(document, start, start + len(row["words"]))
                details["named"] += 1
                details["verb"] += by is not None and row["verb"] in ("", by.verb)
                details["kind"] += by is not None and (by.kind == "direct") == row["direct"]
            elif outcome != "right":
                faults.append(f"    {outcome}: {row['document']}: {row['words']}")
        named = details["named"] + outcomes["wrong"] + outcomes["invented"]
        yield (
            f"attribution, {over}: {outcomes['right']}/{outcomes.total()} right; of {named} speakers named "
            f"{details['named']} right; verb {details['verb']}/{details['named']}, "
            f"kind {details['kind']}/{details['named']}"
        )
        yield from faults


def is_taken_apart(question: str) -> bool:
    """Whether a question would be asked in parts."""
    return bool(split(question) or read_comparison(question) or read_interval(question))


def score_plain_questions() -> Iterator[str]:
    """How many questions of the development set, each of which asks one thing, are taken apart."""
    if not PLAIN_QUESTIONS.exists():
        yield f"questions taken apart by mistake: not measured, {PLAIN_QUESTIONS.name} is not here"
        return
    with gzip.open(PLAIN_QUESTIONS, "rt", encoding="utf-8") as file:
        questions = [row["question"] for row in json.load(file)]
    apart = [q for q in questions if is_taken_apart(q)]
    yield f"taken apart of {len(questions)} plain questions: {len(apart)} ({len(apart) / len(questions):.2%})"
    yield from (f"    {q}" for q in apart)


def question_is_right(row: dict[str, Any], shorts: Sequence[str]) -> bool:
    """Whether every part stands in the short answers; nothing shown is right when nothing answers."""
    if not row["found"]:
        return not shorts
    return bool(shorts) and all(any(holds_any(short, group) for short in shorts) for group in row["answers"])


def score_questions() -> Iterator[str]:
    """Right, refused and wrong answers by kind, and every case that is not right."""
    from evals.run import answerer_over

    for over, folder in FOLDERS.items():
        right: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        refused, faults = 0, []
        with tempfile.TemporaryDirectory() as store, answerer_over([folder], Path(store) / "store") as answerer:
            for row in (r for r in rows("kinds.jsonl") if r["over"] == over):
                answer = answerer.ask(row["question"])
                good = question_is_right(row, answer.short if answer.found else [])
                asked[row["kind"]] += 1
                right[row["kind"]] += good
                refused += not answer.found and row["found"]
                if not good:
                    faults.append(f"    {row['kind']}: {row['question']} -> {answer.short or 'refused'}")
        kinds = ", ".join(f"{kind} {right[kind]}/{asked[kind]}" for kind in asked)
        yield f"questions, {over}: {right.total()}/{asked.total()} right, {refused} refused; {kinds}"
        yield from faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m evals.news_kinds", description=__doc__)
    parser.add_argument("--ask", action="store_true", help="ask the questions too (a minute or two)")
    chosen = parser.parse_args(arguments)
    for lines in (score_attribution(), score_plain_questions(), *([score_questions()] if chosen.ask else [])):
        for line in lines:
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
