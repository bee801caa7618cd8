"""What SQuAD's definition does not see: answers by type, lists, and the right passage first of twenty.

    python -m training.news_figures DEV.json.gz [--pool FILE.json.gz ...] [--limit N] [--weights FOLDER]

Rows are ``{question, context, answers, type}``; a list's answers are all its parts. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa.reader import Reader
from training.evaluate import Row, percent, read_rows
from training.metrics import best_over_golds, set_f1
from training.prepare import fuse, holds, plain
from training.retrieval import BM25, minilm_vectors

PASSAGES = 20


def by_type(reader: Reader, rows: Sequence[Row]) -> dict[str, float | None]:
    """F1 (for ``none``: accuracy) a question type, in percent, at the default threshold; a list counts its best
    single part here."""
    scores: dict[str, list[float]] = {}
    for row in rows:
        spans = reader.read(row["question"], [row["context"]], top_spans=1)[0].spans
        answer = row["context"][spans[0].start : spans[0].end] if spans and spans[0].score > 0 else ""
        scores.setdefault(row["type"], []).append(best_over_golds(answer, [a["text"] for a in row["answers"]])[1])
    return {kind: percent(values) for kind, values in sorted(scores.items())}


def lists(reader: Reader, rows: Sequence[Row]) -> dict[str, float | None]:
    """Set F1 of list questions, and how often the list head is right about a question asking for several things or
    one."""
    credit, called, single = [], [], []
    for row in rows:
        if not row["answers"]:
            continue
        context, reading = row["context"], reader.read(row["question"], [row["context"]], top_spans=1)[0]
        spans = reading.members or reading.spans[:1]
        answered = bool(reading.spans) and reading.spans[0].score > 0
        if row["type"] == "list":
            texts = [context[s.start : s.end] for s in spans] if answered else []
            credit.append(set_f1(texts, [a["text"] for a in row["answers"]]))
            called.append(float(bool(reading.members)))
        elif len(row["answers"]) == 1:
            single.append(float(len(reading.members) < 2))
    return {
        "list_set_f1": percent(credit),
        "list_called_list": percent(called),
        "single_called_single": percent(single),
    }


def ranking(reader: Reader, rows: Sequence[Row], pool: Sequence[str]) -> dict[str, float | int | None]:
    """How often a question's own passage comes first of twenty: itself and the 19 best others of keywords and
    vectors, fused.

    Passages that hold the answer's words are not counted as wrong ones. The retriever's own figure is over the whole
    pool.
    """
    passages = list(dict.fromkeys([*(row["context"] for row in rows), *pool]))
    flat, own = [plain(passage) for passage in passages], {passage: i for i, passage in enumerate(passages)}
    asked = [row for row in rows if row["answers"]]
    keyword, vectors = BM25(passages), minilm_vectors(passages)
    questions = minilm_vectors([row["question"] for row in asked])
    alone, first = [], []
    for row, vector in zip(asked, questions, strict=True):
        ranked = np.argsort(-fuse(keyword.scores(row["question"]), vectors @ vector), kind="stable")
        answers, right = [a["text"] for a in row["answers"]], own[row["context"]]
        alone.append(float(ranked[0] == right))
        wrong = [int(j) for j in ranked[: 4 * PASSAGES] if j != right and not holds(flat[j], answers)][: PASSAGES - 1]
        readings = reader.read(row["question"], [passages[j] for j in (right, *wrong)], top_spans=1)
        scores = [reading.spans[0].score if reading.spans else float("-inf") for reading in readings]
        first.append(float(scores[0] > max(scores[1:], default=float("-inf"))))
    return {
        "passages": len(passages),
        "questions": len(asked),
        "retriever_first": percent(alone),
        "reader_first_of_20": percent(first),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--pool", type=Path, nargs="*", default=[], help="files whose contexts are further wrong passages"
    )
    parser.add_argument("--limit", type=int, help="rank only a random N questions (the rest is always read whole)")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--threads", type=int)
    args = parser.parse_args(arguments)
    rows, reader = read_rows(args.file), Reader.load(args.weights, threads=args.threads)
    pool = [row["context"] for path in args.pool for row in read_rows(path)]
    some = random.Random(5).sample(rows, args.limit) if args.limit else rows
    pool += [row["context"] for row in rows]
    result = {**lists(reader, rows), "by_type": by_type(reader, rows), **ranking(reader, some, pool)}
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
