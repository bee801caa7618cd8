"""How well follow-up questions are understood: the answer to a follow-up against that to its standalone form.

    python -m benchmarks.conversations [FILE.json.gz] [--half odd|even|all] [--conversations N] [--distractors FILE]

FILE holds ``[{passage, turns: [{question, standalone, depends, kind, answers}]}]``. Each conversation's passage becomes
a document, with the passages of ``--distractors`` (``[{context}]``) beside them. A conversation is held from its first
turn on; each standalone form is asked by itself. Right is what ``evals.judge`` calls right (any one answer of a list),
and a refusal where nothing answers. One JSON line is printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.judge import is_right
from evals.metrics.squad import f1_score
from evals.questions import from_dict
from index import DocumentIndex
from qa import Answerer
from qa.conversation import Conversation
from qa.followups.followup import standalone
from qa.reader import Reader, Reading
from qa.records import Turn

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
DISTRACTORS = 200  # passages at most


class RememberingReader:
    """A reader that reads each pair of question and passage once; the two ways of asking share many."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, str], Reading] = {}

    def read(self, question: str, passages: Sequence[str], top_spans: int = 5) -> list[Reading]:
        """As :meth:`qa.reader.Reader.read`."""
        new = list(dict.fromkeys(p for p in passages if (question, p) not in self._known))
        for passage, reading in zip(new, self._reader.read(question, new, top_spans) if new else (), strict=True):
            self._known[question, passage] = reading
        return [self._known[question, passage] for passage in passages]


def load(path: Path) -> Any:
    """Gzipped JSON."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def write_documents(conversations: Sequence[Any], distractors: Sequence[Any], folder: Path) -> None:
    """One text file a passage, each passage once."""
    texts = [c["passage"] for c in conversations]
    for context in dict.fromkeys(d["context"] for d in distractors):
        if len(texts) >= len(conversations) + DISTRACTORS:
            break
        if context not in texts:
            texts.append(context)
    for number, text in enumerate(dict.fromkeys(texts)):
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")


def understood(conversations: Sequence[Any]) -> Iterator[tuple[Any, str, bool]]:
    """(turn, how it was understood, whether it is the first), earlier turns with their accepted answers."""
    for conversation in conversations:
        turns: list[Turn] = []
        for turn in conversation["turns"]:
            text = standalone(turn["question"], turns)
            yield turn, text, not turns
            turns.append(Turn(text, tuple(turn["answers"])))


def rewriting(conversations: Sequence[Any]) -> dict[str, Any]:
    """Fresh questions changed, and by kind: how many, F1 with the written standalone form, the same word for word."""
    f1, exact = defaultdict[str, list[float]](list), Counter[str]()
    changed = fresh = 0
    for turn, text, first in understood(conversations):
        if not turn["depends"]:
            fresh += not first
            changed += text != turn["question"]
            continue
        f1[turn["kind"]].append(f1_score(text, turn["standalone"]))
        exact[turn["kind"]] += f1[turn["kind"]][-1] > 0.999
    kinds = {k: {"n": len(v), "f1": round(sum(v) / len(v), 3), "same": exact[k]} for k, v in sorted(f1.items())}
    return {"fresh": fresh, "fresh_changed": changed, "kinds": kinds}


def answering(conversations: Sequence[Any], answerer: Answerer, show: bool) -> dict[str, Any]:
    """Follow-ups answered right, asked in their conversation and asked in their standalone form."""
    right = Counter[str]()
    for conversation in conversations:
        chat = Conversation(answerer)
        for turn in conversation["turns"]:
            answer = chat.ask(turn["question"])
            if not turn["depends"]:
                continue
            gold = from_dict({"question": turn["standalone"], "answers": turn["answers"]})
            alone = answerer.ask(turn["standalone"])
            followed, stood = is_right(answer.short, gold), is_right(alone.short, gold)
            right.update(n=1, followup=followed, standalone=stood)
            right.update(answerable=gold.answerable, followup_answerable=followed and gold.answerable)
            right.update(standalone_answerable=stood and gold.answerable)
            if show and followed != stood:
                print(f"{'+' if followed else '-'} {answer.question} -> {answer.short} | {turn['standalone']} -> "
                      f"{alone.short} | {turn['answers']}", file=sys.stderr, flush=True)  # fmt: skip
    return {
        "n": right["n"],
        "right_standalone": right["standalone"],
        "right_followup": right["followup"],
        "difference": round((right["followup"] - right["standalone"]) / max(1, right["n"]), 4),
        "answerable": right["answerable"],
        "answerable_right_standalone": right["standalone_answerable"],
        "answerable_right_followup": right["followup_answerable"],
    }


def main() -> int:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=DATA / "conversations_written.json.gz")
    parser.add_argument("--half", choices=("odd", "even", "all"), default="odd", help="odd: kept for reporting")
    parser.add_argument("--conversations", type=int, help="only the first so many of the half")
    parser.add_argument("--distractors", type=Path, default=DATA / "dev_news_written.json.gz")
    parser.add_argument("--threshold", type=float, help="refuse below this confidence; the shipped one when not given")
    parser.add_argument("--show", action="store_true", help="list the turns answered right in one way only")
    args = parser.parse_args()
    everything = load(args.file)
    chosen = [c for i, c in enumerate(everything) if args.half == "all" or i % 2 == (args.half == "odd")]
    chosen = chosen[: args.conversations]
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder, store = Path(name) / "documents", Path(name) / "store"
        folder.mkdir()
        write_documents(everything, load(args.distractors), folder)
        with DocumentIndex.open(store) as index:
            index.add([folder])
            answerer = Answerer(index, reader=RememberingReader(Reader.load()), threshold=args.threshold)  # type: ignore[arg-type]
            figures = answering(chosen, answerer, args.show)
    figures |= rewriting(chosen)
    print(json.dumps({"half": args.half, **figures, "seconds": round(time.perf_counter() - began, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
