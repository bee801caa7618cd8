"""Fit ``answer.confidence``: a logistic regression over the features of :class:`qa.confidence.Features`.

    python -m training.fit_confidence DEV.json.gz [--distractors TRAIN.json.gz] [--write]

DEV holds rows ``{question, context, answers: [{text, answer_start}], passage}`` that the reader was not trained on.
Every passage becomes a document of one index, with passages of ``--distractors`` among them, and every question is
asked of the whole index. Right means: the first short answer has a token F1 of at least 0.6 with an accepted answer, or
holds one whole. Folds are by passage; figures are out of fold. The threshold is the lowest with at least ``--precision``
right among the answers shown, out of fold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.metrics.calibration import expected_calibration_error
from evals.metrics.squad import f1_score, normalise_answer
from index import DocumentIndex
from qa.answerer import Answerer
from qa.confidence import Calibration

FOLDS = 5
RIDGE = 1.0
WEIGHTS = Path("qa/weights/confidence.json")


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a gzipped JSON list."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = json.load(file)
    return rows


def is_right(short: str, accepted: Sequence[str]) -> bool:
    """Whether a short answer says what one of the accepted answers says."""
    mine = f" {normalise_answer(short)} "
    return any(f1_score(short, a) >= 0.6 or f" {normalise_answer(a)} " in mine for a in accepted)


def collect(
    rows: Sequence[dict[str, Any]], distractors: Sequence[str]
) -> tuple[list[dict[str, float]], np.ndarray, np.ndarray]:
    """Ask every question; features, right (0/1) and fold of each that had a candidate, ``(n,)`` each."""
    features, right, folds = [], [], []
    contexts = {r["context"]: i for i, r in enumerate(rows)}
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder, "texts")
        texts.mkdir()
        for number, text in enumerate([*contexts, *distractors]):
            texts.joinpath(f"{number:05}.txt").write_text(text, encoding="utf-8")
        with DocumentIndex.open(Path(folder, "store")) as index:
            index.add([texts])
            answerer = Answerer(index, calibration=Calibration({"reader": 1.0}, 0.0, 0.5), threshold=0.0)
            for row in rows:
                seen = answerer.explain(row["question"])
                if seen["features"]:
                    features.append(seen["features"])
                    right.append(is_right(seen["groups"][0][0], [a["text"] for a in row["answers"]]))
                    folds.append(contexts[row["context"]] % FOLDS)
    return features, np.array(right, dtype=float), np.array(folds)


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Ridge logistic regression by Newton's method; ``x (n, d)`` with a column of ones last, returns ``(d,)``."""
    w = np.zeros(x.shape[1])
    penalty = RIDGE * np.eye(x.shape[1])
    penalty[-1, -1] = 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + penalty @ w
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def threshold_for(p: np.ndarray, y: np.ndarray, precision: float) -> float:
    """The lowest probability above which at least ``precision`` of the answers are right; 1.0 when there is none."""
    order = np.argsort(-p, kind="stable")
    running = np.cumsum(y[order]) / np.arange(1, len(y) + 1)
    good = np.flatnonzero(running >= precision)
    return float(p[order][good[-1]]) if len(good) else 1.0


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--distractors", type=Path)
    parser.add_argument("--how-many", type=int, default=600, help="passages of --distractors to mix in")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--precision", type=float, default=0.85)
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS}")
    args = parser.parse_args()
    rows = rows_of(args.dev)
    random.Random(0).shuffle(rows)
    rows = rows[: args.limit]
    others = sorted({r["context"] for r in rows_of(args.distractors)})[: args.how_many] if args.distractors else []
    features, right, folds = collect(rows, others)
    names = sorted(features[0])
    x = np.array([[f[n] for n in names] + [1.0] for f in features])
    out = np.zeros(len(right))
    for fold in range(FOLDS):
        out[folds == fold] = 1 / (1 + np.exp(-x[folds == fold] @ fit(x[folds != fold], right[folds != fold])))
    w = fit(x, right)
    threshold = threshold_for(out, right, args.precision)
    shown = out >= threshold
    answerable = np.mean([bool(r["answers"]) for r in rows])
    result = {
        "weights": {n: round(float(v), 4) for n, v in zip(names, w, strict=False)},
        "intercept": round(float(w[-1]), 4),
        "threshold": round(threshold, 4),
        "fitted_on": {
            "questions": len(rows),
            "answerable": round(float(answerable), 3),
            "right": round(float(right.mean()), 3),
            "out_of_fold_ece": round(expected_calibration_error(out.tolist(), (right > 0).tolist()), 4),
            "precision_shown": round(float(right[shown].mean()), 3),
            "shown": round(float(shown.mean()), 3),
            "right_shown": round(float((right * shown).mean()), 3),
        },
    }
    text = json.dumps(result, indent=2)
    if args.write:
        WEIGHTS.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
