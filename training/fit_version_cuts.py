"""Fit the weights of ``index.version_cuts``: which gap between two sentences joins two paragraphs?

    python training/fit_version_cuts.py ../shared/data/train_news_written.json.gz
    ../shared/data/train_realtimeqa_pre2024.json.gz

Lines are made of one news paragraph, or of two that stand at most four apart in one passage, in either order; each gap
between sentences is an example. Plain logistic regression with a small L2 penalty, by Newton's method. Every fifth
passage is held out; the share of two-paragraph lines whose best gap is the joint is printed for it.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from index.normalise import normalise
from index.version_cuts import joint_features, sentences, word_weights

Example = tuple[list[list[float]], int]  # features of each gap of a line, index of the joint or -1


def passages(paths: Iterable[str]) -> Iterator[list[str]]:
    """The paragraphs of each distinct passage that has at least two."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            contexts = {row["context"] for row in json.load(file)}
        for context in sorted(contexts):
            lines = [line.strip() for line in normalise(context).split("\n")]
            paragraphs = [line for line in lines if len(line) > 40 and line[-1] in '.!?"”']
            if len(paragraphs) >= 2:
                yield paragraphs


def examples(paragraphs: list[str], rng: random.Random) -> Iterator[Example]:
    """Lines of one and of two paragraphs of a passage."""
    weights = word_weights([p[start:end] for p in paragraphs for start, end in sentences(p)])
    for i, paragraph in enumerate(paragraphs):
        alone = sentences(paragraph)
        yield [joint_features(paragraph, alone, k, weights) for k in range(1, len(alone))], -1
        near = [j for j in range(max(0, i - 4), min(len(paragraphs), i + 5)) if j != i]
        other = paragraphs[rng.choice(near)]
        spans, count = sentences(f"{paragraph} {other}"), len(alone)
        if spans[count - 1][1] == len(paragraph):
            yield [joint_features(f"{paragraph} {other}", spans, k, weights) for k in range(1, len(spans))], count - 1


def fit(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], penalty: float = 1.0) -> npt.NDArray[np.float64]:
    """Logistic regression weights (d,) for features (n, d) and labels (n,)."""
    w = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty * np.eye(len(w))
        w -= np.linalg.solve(hessian, x.T @ (p - y) + penalty * w)
    return w


def main() -> None:
    """Fit, print the weights and the held-out figures."""
    rng = random.Random(0)
    train: list[Example] = []
    held: list[Example] = []
    for number, paragraphs in enumerate(passages(sys.argv[1:])):
        (held if number % 5 == 0 else train).extend(examples(paragraphs, rng))
    x = np.array([row for rows, _ in train for row in rows])
    y = np.array([float(i == joint) for rows, joint in train for i in range(len(rows))])
    w = fit(x, y)
    print("WEIGHTS = (" + ", ".join(f"{value:.2f}" for value in w) + ")")
    joined = [(np.array(rows), joint) for rows, joint in held if joint >= 0 and len(rows) > 1]
    right = sum(int((rows @ w).argmax()) == joint for rows, joint in joined)
    print(
        f"{len(y)} gaps; held out: {right / len(joined):.3f} of {len(joined)} lines with several gaps cut at the joint"
    )
    chance = sum(1 / len(rows) for rows, _ in joined) / len(joined)
    print(f"a gap taken at random: {chance:.3f}")
    whole = [bool(len(rows) and (np.array(rows) @ w).max() > 0) for rows, joint in held if joint < 0]
    print(f"lines of one paragraph where a gap has positive log-odds: {sum(whole) / len(whole):.3f}")


if __name__ == "__main__":
    main()
