"""Fit what the answerer weighs: the evidence beside the reader's score, and ``answer.confidence``.

    python -m training.fit_answering DEV.json.gz [--distractors TRAIN.json.gz] [--gold GOLD.jsonl --documents FOLDER …]
        [--cache ASKED.json] [--write]

DEV holds rows ``{question, context, answers: [{text, answer_start}], passage}`` that the reader was not trained on.
Every passage becomes a document of one index, with passages of ``--distractors`` among them, and every question is
asked of the whole index. The questions of ``--gold`` are asked of an index of each of ``--documents`` and count for
confidence beside them: there the documents tell one story, as those of a person who asks usually do.

1. Ranking: a conditional logit over the candidates of one question (McFadden 1974): the log-likelihood that a right
   candidate is chosen. Prints the weights to set in ``qa.candidates.Weights``, scaled to the reader's own of 1.
2. Confidence: a ridge logistic regression over ``qa.confidence.Features``, folds by passage (gold: by question),
   figures out of fold; the threshold is the lowest with at least ``--precision`` right among the answers shown.
   ``--write`` stores it.

A candidate is right when it holds an accepted answer whole, or has a token F1 of at least 0.6 with one; what is shown
is right when one of its parts is, and a gold question's by ``evals.judge``.
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
from numpy.typing import NDArray

from evals import judge
from evals.metrics.calibration import expected_calibration_error
from evals.metrics.squad import f1_score, normalise_answer
from evals.questions import read_questions
from index import DocumentIndex
from qa.answerer import Answerer

FOLDS = 5
RIDGE = 1.0
RANKED = ("reader", "retrieval", "similarity", "type_fit", "names", "terms", "broken")
# More of these can only speak for an answer; what comes out negative is noise of these questions and is left out.
FOR_IT = frozenset({"reader", "lead", "witnesses", "retrieval", "similarity", "type_fit", "names", "terms"})
CONFIDENCE = Path("qa/weights/confidence.json")

Floats = NDArray[np.float64]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of a gzipped JSON list."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = json.load(file)
    return rows


def is_right(short: str, accepted: Sequence[str]) -> bool:
    """Whether a short answer says what one of the accepted answers says."""
    mine = f" {normalise_answer(short)} "
    return any(f1_score(short, a) >= 0.6 or f" {normalise_answer(a)} " in mine for a in accepted)


def ask_all(rows: Sequence[dict[str, Any]], distractors: Sequence[str]) -> list[dict[str, Any]]:
    """Every question asked of one index of all passages: candidates with right or wrong, features, and fold."""
    contexts = {row["context"]: number for number, row in enumerate(rows)}
    asked = []
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder, "texts")
        texts.mkdir()
        for number, text in enumerate(dict.fromkeys([*contexts, *distractors])):
            texts.joinpath(f"{number:05}.txt").write_text(text, encoding="utf-8")
        with DocumentIndex.open(Path(folder, "store")) as index:
            index.add([texts])
            answerer = Answerer(index, threshold=1.0)  # however sure, every look is taken
            for row in rows:
                accepted = [a["text"] for a in row["answers"]]
                seen = answerer.explain(row["question"])
                right = any(is_right(short, accepted) for short in seen["shown"])
                asked.append(_row(seen, accepted, right, contexts[row["context"]] % FOLDS))
    return asked


def ask_gold(gold: Path, documents: Sequence[Path]) -> list[dict[str, Any]]:
    """Every question of a gold file that stands by itself, asked of each set of documents; rows as :func:`ask_all`."""
    questions = [q for q in read_questions(gold) if not q.history]
    asked = []
    for folder in documents:
        with tempfile.TemporaryDirectory() as store, DocumentIndex.open(store) as index:
            index.add([folder])
            answerer = Answerer(index, threshold=1.0)
            for number, question in enumerate(questions):
                seen = answerer.explain(question.question)
                if seen["route"] == "plain" and not seen["features"].get("yesno"):  # what is weighed is what is shown
                    right = bool(seen["shown"]) and judge.is_right(seen["shown"], question)
                    asked.append(_row(seen, question.accepted if question.answerable else (), right, number % FOLDS))
    return asked


def _row(seen: dict[str, Any], accepted: Sequence[str], right: bool, fold: int) -> dict[str, Any]:
    candidates = [{**c, "right": is_right(c["text"], accepted)} for c in seen["candidates"]]
    features = seen["features"]
    return {"candidates": candidates, "features": features, "right": right, "answerable": bool(accepted), "fold": fold}


def fit_ranking(asked: Sequence[dict[str, Any]], steps: int = 3000, rate: float = 0.05) -> dict[str, float]:
    """Weights of :data:`RANKED` by gradient ascent on Σ log Σ_right p(candidate), the reader's scaled to 1."""
    lists = [
        (
            np.array([[c[n] for n in RANKED] for c in row["candidates"]]),
            np.array([c["right"] for c in row["candidates"]]),
        )
        for row in asked
        if any(c["right"] for c in row["candidates"]) and not all(c["right"] for c in row["candidates"])
    ]
    w = np.array([0.5, *[0.0] * (len(RANKED) - 1)])
    for _ in range(steps):
        gradient = -0.01 * w
        for x, right in lists:
            s = x @ w
            p = np.exp(s - s.max())
            gradient += (p * right) @ x / (p * right).sum() / len(lists) - p @ x / p.sum() / len(lists)
        w += rate * gradient
    return {name: round(float(v / w[0]), 2) for name, v in zip(RANKED, w, strict=True)}


def top_right(asked: Sequence[dict[str, Any]], weights: dict[str, float]) -> float:
    """Share of answerable questions whose best candidate under ``weights`` is right."""
    wins = [
        max(row["candidates"], key=lambda c: sum(weights[n] * c[n] for n in RANKED))["right"]
        if row["candidates"]
        else False
        for row in asked
        if row["answerable"]
    ]
    return float(np.mean(wins)) if wins else 0.0


def fit_logistic(x: Floats, y: Floats) -> Floats:
    """Ridge logistic regression by Newton's method; ``x (n, d)`` with a column of ones last, returns ``(d,)``."""
    w = np.zeros(x.shape[1])
    penalty = RIDGE * np.eye(x.shape[1])
    penalty[-1, -1] = 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, x.T @ (p - y) + penalty @ w)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def threshold_for(p: Floats, y: Floats, precision: float) -> float:
    """The lowest probability above which at least ``precision`` of the answers are right; 1.0 when there is none."""
    order = np.argsort(-p, kind="stable")
    running = np.cumsum(y[order]) / np.arange(1, len(y) + 1)
    good = np.flatnonzero(running >= precision)
    return float(p[order][good[-1]]) if len(good) else 1.0


def _useful(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The features to fit: all but those of :data:`FOR_IT` that would count against an answer."""
    y = np.array([row["right"] for row in rows], dtype=float)
    names = sorted(rows[0]["features"])
    while True:
        w = fit_logistic(np.array([[*(row["features"][n] for n in names), 1.0] for row in rows], dtype=float), y)
        against = [(v, n) for v, n in zip(w, names, strict=False) if v < 0 and n in FOR_IT]
        if not against:
            return names
        names.remove(min(against)[1])


def fit_confidence(asked: Sequence[dict[str, Any]], precision: float) -> dict[str, Any]:
    """What ``confidence.json`` holds: weights, intercept, threshold and out-of-fold figures."""
    rows = [row for row in asked if row["features"]]
    names = _useful(rows)
    x = np.array([[*(row["features"][n] for n in names), 1.0] for row in rows], dtype=float)
    y, folds = np.array([row["right"] for row in rows], dtype=float), np.array([row["fold"] for row in rows])
    out = np.zeros(len(y))
    for fold in range(FOLDS):
        out[folds == fold] = 1 / (1 + np.exp(-x[folds == fold] @ fit_logistic(x[folds != fold], y[folds != fold])))
    w = fit_logistic(x, y)
    threshold = threshold_for(out, y, precision)
    shown = out >= threshold
    return {
        "weights": {n: round(float(v), 4) for n, v in zip(names, w, strict=False)},
        "intercept": round(float(w[-1]), 4),
        "threshold": round(threshold, 4),
        "fitted_on": {
            "questions": len(asked),
            "answerable": round(float(np.mean([row["answerable"] for row in asked])), 3),
            "right": round(float(y.sum() / len(asked)), 3),
            "out_of_fold_ece": round(expected_calibration_error(out.tolist(), (y > 0).tolist()), 4),
            "shown": round(float(shown.sum() / len(asked)), 3),
            "right_of_shown": round(float(y[shown].mean()), 3),
        },
    }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--distractors", type=Path)
    parser.add_argument("--how-many", type=int, default=500, help="passages of --distractors to mix in")
    parser.add_argument("--gold", type=Path, help="questions of the form of evals/gold/*.jsonl, for confidence too")
    parser.add_argument("--documents", type=Path, nargs="*", default=[], help="folders to ask those of")
    parser.add_argument("--limit", type=int, help="ask only this many questions")
    parser.add_argument("--cache", type=Path, help="keep what was asked here; read it when it is there")
    parser.add_argument("--precision", type=float, default=0.85)
    parser.add_argument("--write", action="store_true", help=f"write {CONFIDENCE}")
    args = parser.parse_args()
    if args.cache and args.cache.is_file():
        asked = json.loads(args.cache.read_text("utf-8"))
    else:
        rows = rows_of(args.dev)
        random.Random(0).shuffle(rows)
        others = sorted({row["context"] for row in rows_of(args.distractors)}) if args.distractors else []
        asked = {"news": ask_all(rows[: args.limit], others[: args.how_many]), "gold": []}
        if args.gold:
            asked["gold"] = ask_gold(args.gold, args.documents)
        if args.cache:
            args.cache.write_text(json.dumps(asked), encoding="utf-8")
    ranking = fit_ranking(asked["news"])
    confidence = fit_confidence(asked["news"] + asked["gold"], args.precision)
    if args.write:
        CONFIDENCE.write_text(json.dumps(confidence, indent=2) + "\n", encoding="utf-8")
    print(
        json.dumps(
            {"ranking": ranking, "top_right": round(top_right(asked["news"], ranking), 4), "confidence": confidence},
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
