"""Are follow-ups understood? ``python -m benchmarks.conversations FILE.json.gz`` prints one JSON line.

The file holds ``[{passage, turns: [{question, standalone, depends, kind, answers}]}]``. The passages go into one index
as files; each conversation is held turn by turn, and each turn's standalone form is asked by itself for comparison.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.datasets import CollectionError, read_json
from evals.judge import is_right
from evals.metrics.spread import bootstrap_interval, mean
from evals.questions import GoldQuestion
from index.errors import QuotedError

if TYPE_CHECKING:
    from qa import Answerer


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn as it was asked, understood and answered."""

    asked: str
    standalone: str  # as a person wrote it
    understood: str  # as Quoted took it
    depends: bool  # it cannot be understood by itself
    kind: str
    right: bool  # the answer given in the conversation
    right_alone: bool  # the answer to the standalone form

    @property
    def changed(self) -> bool:
        """Whether Quoted took it for something else than its own words."""
        return self.understood.split() != self.asked.split()


@contextmanager
def answerer_over(passages: Sequence[str]) -> Iterator[Answerer]:
    """An Answerer over the passages, a file each."""
    from index import DocumentIndex
    from qa import Answerer

    with tempfile.TemporaryDirectory(prefix="quoted-benchmark-") as temporary:
        folder = Path(temporary) / "passages"
        folder.mkdir()
        for number, passage in enumerate(dict.fromkeys(passages)):
            (folder / f"{number:04}.txt").write_text(passage, "utf-8")
        with DocumentIndex.open(Path(temporary) / "store") as index:
            index.add([folder])
            yield Answerer(index)


def hold(answerer: Answerer, turns: Sequence[dict[str, Any]]) -> list[Turn]:
    """One conversation, each turn judged beside its standalone form; turns without accepted answers are asked only."""
    chat = answerer.conversation()
    held = []
    for turn in turns:
        answer = chat.ask(turn["question"])
        alone = answerer.ask(turn["standalone"])
        gold = GoldQuestion(id="", type=turn["kind"], question=turn["standalone"], answers=tuple(turn["answers"]))
        held.append(
            Turn(
                asked=turn["question"],
                standalone=turn["standalone"],
                understood=answer.question,
                depends=bool(turn["depends"]),
                kind=turn["kind"],
                right=is_right(answer.short, gold) if gold.answers else not answer.found,
                right_alone=is_right(alone.short, gold) if gold.answers else not alone.found,
            )
        )
    return held


def summary(turns: Sequence[Turn]) -> dict[str, Any]:
    """Shares, with 95% intervals for the difference that matters."""
    follow_ups = [turn for turn in turns if turn.depends]
    fresh = [turn for turn in turns if not turn.depends]
    lost = [float(turn.right) - float(turn.right_alone) for turn in follow_ups]
    kinds = sorted({turn.kind for turn in turns})
    return {
        "turns": len(turns),
        "follow_ups": len(follow_ups),
        "follow_up_right": round(mean([turn.right for turn in follow_ups]), 4),
        "standalone_right": round(mean([turn.right_alone for turn in follow_ups]), 4),
        "difference": round(mean(lost), 4),
        "difference_95%": [round(bound, 4) for bound in bootstrap_interval(lost, mean)],
        "fresh_unchanged": round(mean([not turn.changed for turn in fresh]), 4),
        "by_kind": {
            kind: {
                "n": sum(turn.kind == kind for turn in turns),
                "right": round(mean([turn.right for turn in turns if turn.kind == kind]), 4),
                "right_alone": round(mean([turn.right_alone for turn in turns if turn.kind == kind]), 4),
                "changed": round(mean([turn.changed for turn in turns if turn.kind == kind]), 4),
            }
            for kind in kinds
        },
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conversations", description=__doc__)
    parser.add_argument("file", type=Path, help="conversations as JSON, gzipped or not")
    parser.add_argument("--list", action="store_true", help="first list the turns that lost their answer, on stderr")
    options = parser.parse_args(arguments)
    try:
        data = read_json(options.file)
        if not isinstance(data, list) or not all({"passage", "turns"} <= set(talk) for talk in data):
            raise CollectionError(f"{options.file} has not the form [{{passage, turns: [...]}}]")
        with answerer_over([talk["passage"] for talk in data]) as answerer:
            turns = [turn for talk in data for turn in hold(answerer, talk["turns"])]
    except QuotedError as error:
        print(f"quoted: {error}", file=sys.stderr)
        return 1
    if options.list:
        for turn in turns:
            if turn.right_alone and not turn.right:
                print(f"{turn.asked} → {turn.understood} (meant: {turn.standalone})", file=sys.stderr)
    print(json.dumps(summary(turns)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
