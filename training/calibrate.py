"""Finds the reader's default threshold on held-out questions and writes it into reader.json.

    python -m training.calibrate DEV.json.gz [--weights qa/weights]

The threshold maximises the mean of the F1 on answerable questions and the accuracy on the others, both kinds weighing
the same however many there are. It is taken off every score, so that a span's score above 0 answers.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from qa.reader import GRAPH, SHIPPED, TOKENIZER, Reader
from training.evaluate import Prediction, figures, predict, read_rows
from training.export import write_settings
from training.metrics import best_over_golds


def best_threshold(predictions: Sequence[Prediction]) -> float:
    """The score, halfway between two neighbours, that maximises answerable F1 + no-answer accuracy; 0.0 of nothing.

    Going down the scores, each prediction that begins to be given gains its F1, or loses what an empty answer was
    worth, as a share of its kind.
    """
    ranked = sorted(predictions, key=lambda p: -p.score)
    counts = {has: max(1, sum(bool(p.golds) is has for p in predictions)) for has in (True, False)}
    gain, best, threshold = 0.0, 0.0, (ranked[0].score + 1e-6 if ranked else 0.0)
    for i, p in enumerate(ranked):
        gain += (best_over_golds(p.text, p.golds)[1] - best_over_golds("", p.golds)[1]) / counts[bool(p.golds)]
        if gain > best:
            lower = ranked[i + 1].score if i + 1 < len(ranked) else p.score - 2.0
            best, threshold = gain, (p.score + lower) / 2
    return threshold


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path, default=SHIPPED)
    parser.add_argument("--threads", type=int)
    args = parser.parse_args(arguments)
    reader = Reader.load(args.weights, threads=args.threads)
    predictions = [p for path in args.files for p in predict(reader, read_rows(path))]
    threshold = round(reader.settings.threshold + best_threshold(predictions), 3)
    settings = {name: getattr(reader.settings, name) for name in reader.settings.__slots__}
    write_settings(args.weights, [GRAPH, TOKENIZER], {**settings, "threshold": threshold})
    sys.stdout.write(json.dumps({"threshold": threshold, "before": figures(predictions)}) + "\n")


if __name__ == "__main__":
    main()
