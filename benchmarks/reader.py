"""How long reading takes: ten passages of 120 word pieces, one question.

    python -m benchmarks.reader [--passages 10] [--tokens 120] [--threads 2] [--repeat 50]

Prints one JSON line: p50 and p95 in milliseconds of wall time, and the load in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time

from qa.reader import Reader

WORDS = (
    "the harbour council said on Monday that ferry fares would rise by four percent after the winter storms damaged "
    "both piers and a survey found that repairs cost more than the town had set aside"
).split()
QUESTION = "Why are tickets for the boat to the islands becoming more expensive?"


def passage(words: int, seed: int) -> str:
    """A text of so many common words, each one word piece."""
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(words))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=10)
    parser.add_argument("--tokens", type=int, default=120)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=50)
    args = parser.parse_args()
    began = time.perf_counter()
    reader = Reader.load(threads=args.threads)
    loaded = time.perf_counter() - began
    passages = [passage(args.tokens, seed) for seed in range(args.passages)]
    taken = []
    for _ in range(args.repeat):
        reader.forget()  # what was read once is remembered
        began = time.perf_counter()
        reader.read(QUESTION, passages)
        taken.append(time.perf_counter() - began)
    taken.sort()
    p50, p95 = (round(1000 * taken[int(share * (len(taken) - 1))], 1) for share in (0.5, 0.95))
    result = {
        "passages": args.passages,
        "tokens": args.tokens,
        "threads": args.threads,
        "p50_ms": p50,
        "p95_ms": p95,
        "load_ms": round(1000 * loaded, 1),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
