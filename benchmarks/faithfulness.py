"""Does the checker strike what the passages do not say, and leave what they do?

    python -m benchmarks.faithfulness [--claims FILE.json.gz] [--part PART] [--strict] [--json] [--show KIND]

Faithful sentences are written over ``corpus/`` (in ways that keep what a document says) and taken from the claims
written by hand; each is spoiled by code in every way that applies to it, and the claims bring their own unfaithful
ones, spoiled by hand. Half (by document, by passage) was fitted on, see ``training/fit_checker.py``.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.faithful_sentences import Item, claims, faithful, spoiled
from index.minilm import MiniLMEmbedder
from qa.llm.check import Checker
from qa.llm.support import Measure
from qa.reader import Reader

ROOT = Path(__file__).resolve().parent.parent
CLAIMS = ROOT.parent / "shared" / "data" / "claims_written.json.gz"
FITTED = ("nation", "washpost-condemnation")
FACTS = ("number", "date", "name", "quotation", "mark")  # aimed at 99%; the others at 90%


def gather(part: str, path: Path | None) -> list[Item]:
    """All items of a part: faithful ones, the same spoiled by code, and those spoiled by hand."""
    over = [i for i in faithful(ROOT / "corpus") if part == "all" or i.group.startswith(FITTED) == (part == "fitted")]
    written: list[Item] = []
    if path is not None and path.exists():
        halves = {"fitted": (True,), "held-out": (False,), "all": (True, False)}[part]
        written = [item for half in halves for item in claims(path, first_half=half)]
    return over + spoiled(over) + written + spoiled([i for i in written if i.faithful])


def table(
    items: Sequence[Item], checker: Checker
) -> tuple[dict[str, dict[str, list[int]]], dict[str, list[str]], list[tuple[Item, float]]]:
    """Kind → where from → [struck, all], the sentences judged wrongly by kind, and each item's score.

    The score is the checker's probability, 0 where a rule struck the sentence.
    """
    scores: list[tuple[Item, float]] = []
    counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    wrong: dict[str, list[str]] = defaultdict(list)
    for item in items:
        verdict = checker.check(item.sentence, item.sources)
        scores.append((item, verdict.score))
        cell = counts[item.kind][origin(item)]
        cell[0] += not verdict.ok
        cell[1] += 1
        if verdict.ok != item.faithful:
            wrong[item.kind].append(f"{item.sentence}  {verdict.reason}".strip())
    return counts, wrong, scores


def curve(scores: Sequence[tuple[Item, float]]) -> list[dict[str, float]]:
    """For each threshold what is struck: of the faithful, by origin, and of those spoiled in the softer ways."""
    groups = {
        "faithful, all": [s for i, s in scores if i.faithful],
        "faithful, corpus": [s for i, s in scores if i.faithful and origin(i) == "corpus"],
        "faithful, by hand": [s for i, s in scores if i.faithful and origin(i) == "by hand"],
        "soft, all": [s for i, s in scores if not i.faithful and i.kind not in FACTS],
        "soft, by hand": [s for i, s in scores if not i.faithful and i.kind not in FACTS and origin(i) == "by hand"],
    }
    return [
        {"threshold": cut}
        | {name: round(sum(s < cut for s in found) / max(1, len(found)), 3) for name, found in groups.items()}
        for cut in (0.01, 0.1, 0.18, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7)
    ]


def origin(item: Item) -> str:
    """Which column an item counts in."""
    if item.origin != "written":
        return "corpus"
    return "by hand" if item.spoiled_by == "hand" else "hand, spoiled by code"


def main() -> None:
    """Check everything, print the table and one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--claims", type=Path, default=CLAIMS)
    parser.add_argument("--part", choices=("held-out", "fitted", "all"), default="held-out")
    parser.add_argument("--sample", type=int, help="at most this many spoiled ones of a kind and origin")
    parser.add_argument("--strict", action="store_true", help="with the threshold that catches more")
    parser.add_argument("--json", action="store_true", help="only the JSON line")
    parser.add_argument("--show", metavar="KIND", help="print the sentences of this kind that were judged wrongly")
    args = parser.parse_args()
    items = _thinned(gather(args.part, args.claims), args.sample)
    began = time.perf_counter()
    measure = Measure(MiniLMEmbedder(threads=1), Reader.load(threads=1))
    counts, wrong, scores = table(items, Checker(measure, strict=args.strict))
    spent = time.perf_counter() - began
    if not args.json:
        _print(counts)
        for point in curve(scores):
            print("  ".join(f"{name} {value:.3f}" for name, value in point.items()))
        for sentence in wrong.get(args.show or "", []):
            print(sentence)
    print(json.dumps(_figures(args.part, counts, len(items), spent)))


def _thinned(items: Sequence[Item], most: int | None) -> list[Item]:
    if most is None:
        return list(items)
    heaps: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        heaps[item.kind, origin(item)].append(item)
    rng = random.Random(7)
    return [i for (kind, _), heap in heaps.items() for i in (
        heap if kind == "faithful" else rng.sample(heap, min(most, len(heap))))]  # fmt: skip


def _print(counts: dict[str, dict[str, list[int]]]) -> None:
    columns = ("corpus", "hand, spoiled by code", "by hand")
    print(f"{'struck of kind':16}" + "".join(f"{c:>26}" for c in columns))
    for kind in sorted(counts, key=lambda k: (k != "faithful", k not in FACTS, k)):
        cells = [counts[kind].get(c, [0, 0]) for c in columns]
        print(f"{kind:16}" + "".join(f"{f'{100 * a / b:.1f}% of {b}' if b else '':>26}" for a, b in cells))


def _figures(part: str, counts: dict[str, dict[str, list[int]]], count: int, seconds: float) -> dict[str, Any]:
    struck = {k: {c: {"struck": a, "of": b} for c, (a, b) in cells.items()} for k, cells in counts.items()}
    good = [sum(cell[i] for cell in counts["faithful"].values()) for i in (0, 1)]
    return {
        "benchmark": "faithfulness",
        "part": part,
        "sentences": count,
        "faithful": good[1],
        "faithful_struck": round(good[0] / max(1, good[1]), 4),
        "ms_a_sentence": round(1000 * seconds / max(1, count), 1),
        "kinds": struck,
    }


if __name__ == "__main__":
    main()
