"""SQuAD 2.0 figures of the shipped reader, int8, at its default threshold.

    python -m training.evaluate FILE.json.gz [--limit N] [--weights FOLDER] [--threads N]

FILE is a list of ``{question, context, answers: [{text, answer_start}]}`` rows; ``answers: []`` means that the
context does not answer. Prints one JSON line: ``n``, ``exact``, ``f1``, ``has_answer_exact``, ``has_answer_f1``,
``no_answer_accuracy`` (percent, by the official SQuAD 2.0 definition; null where there is no such question) and
``seconds``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.reader import Reader
from training.metrics import best_over_golds

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the reader says to one row: the best span's text and its score (0 answers from there up), and the gold
    answers."""

    text: str
    score: float
    golds: tuple[str, ...]

    @property
    def answer(self) -> str:
        """The text, or nothing when the reader says that it isn't there."""
        return self.text if self.score > 0 else ""


def read_rows(path: Path, limit: int | None = None) -> list[Row]:
    """The rows of a gzipped (or plain) JSON list, at most ``limit``."""
    raw = path.read_bytes()
    rows: list[Row] = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    return rows[:limit]


def predict(reader: Reader, rows: Iterable[Row]) -> list[Prediction]:
    """Reads every row's context for its question."""
    found = []
    for row in rows:
        spans = reader.read(row["question"], [row["context"]], top_spans=1)[0].spans
        text, score = (row["context"][spans[0].start : spans[0].end], spans[0].score) if spans else ("", float("-inf"))
        found.append(Prediction(text, score, tuple(answer["text"] for answer in row["answers"])))
    return found


def percent(values: Sequence[float]) -> float | None:
    """Mean in percent, two decimals; None of nothing."""
    return round(100 * sum(values) / len(values), 2) if values else None


def figures(predictions: Sequence[Prediction]) -> dict[str, float | int | None]:
    """The official figures (Rajpurkar et al. 2018, evaluate-v2.0)."""
    scored = [(bool(p.golds), *best_over_golds(p.answer, p.golds)) for p in predictions]
    return {
        "n": len(scored),
        "exact": percent([exact for _, exact, _ in scored]),
        "f1": percent([f1 for _, _, f1 in scored]),
        "has_answer_exact": percent([exact for has, exact, _ in scored if has]),
        "has_answer_f1": percent([f1 for has, _, f1 in scored if has]),
        "no_answer_accuracy": percent([f1 for has, _, f1 in scored if not has]),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N rows")
    parser.add_argument("--weights", type=Path, help="folder of another reader")
    parser.add_argument("--threads", type=int)
    args = parser.parse_args(arguments)
    rows = read_rows(args.file, args.limit)
    reader = Reader.load(args.weights, threads=args.threads)
    began = time.perf_counter()
    result = figures(predict(reader, rows))
    sys.stdout.write(json.dumps({**result, "seconds": round(time.perf_counter() - began, 1)}) + "\n")


if __name__ == "__main__":
    main()
