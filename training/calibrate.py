"""Finds the reader's default threshold on held-out questions and writes it into reader.json.

    python -m training.calibrate DEV.json.gz [--weights qa/weights]

The threshold is the lowest one at which a given share of the unanswerable questions is refused (0.85 unless told
otherwise): as many answers as that allows. It is taken off every score, so that a span's score above 0 answers.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path

from qa.reader import GRAPH, SHIPPED, TOKENIZER, Reader
from training.evaluate import Prediction, figures, predict, read_rows
from training.export import write_settings


def refusing_threshold(predictions: Sequence[Prediction], share: float) -> float:
    """The lowest threshold at which at least ``share`` of the unanswerable questions score no higher.

    Without unanswerable questions: 0.0.
    """
    scores = sorted(p.score for p in predictions if not p.golds)
    return scores[max(0, math.ceil(share * len(scores)) - 1)] if scores else 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path, default=SHIPPED)
    parser.add_argument("--refuse", type=float, default=0.85, help="share of unanswerable questions to refuse")
    parser.add_argument("--threads", type=int)
    args = parser.parse_args(arguments)
    reader = Reader.load(args.weights, threads=args.threads)
    predictions = [p for path in args.files for p in predict(reader, read_rows(path))]
    # Rounded up: a question that lies exactly at the threshold is refused.
    threshold = math.ceil(1000 * (reader.settings.threshold + refusing_threshold(predictions, args.refuse))) / 1000
    settings = {name: getattr(reader.settings, name) for name in reader.settings.__slots__}
    write_settings(args.weights, [GRAPH, TOKENIZER], {**settings, "threshold": threshold})
    sys.stdout.write(json.dumps({"threshold": threshold, "before": figures(predictions)}) + "\n")


if __name__ == "__main__":
    main()
