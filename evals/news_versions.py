"""How well questions about versions are answered, and disagreements found: ``python -m evals.news_versions``.

The lines stand in ``evals/gold_news/versions.jsonl`` and ``disagreements.jsonl``, over ``corpus/`` and over invented
articles in ``evals/gold_news/documents/``, ``elsewhere/`` and ``revised/``. "dev" lines were looked at while the
rules were written, "test" lines were not; "held out" lines, over ``elsewhere`` and ``revised``, came last.

A version question is right when a short answer says an accepted answer and a quotation comes from the version asked
for; "only old" also needs the answer to say that only an old version has it; "changes" needs every value named and both
versions quoted; "refused" must be refused: the version asked for does not say. A disagreement is found when all its
values but one are shown beside the answer or are the answer. A false alarm is any disagreement shown for a question on
which the sources agree.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.judge import says

if TYPE_CHECKING:
    from qa import Answerer
    from qa.records import Answer

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "evals" / "gold_news"
FOLDERS = {
    "corpus": ROOT / "corpus",
    "invented": GOLD / "documents",
    "elsewhere": GOLD / "elsewhere",
    "revised": GOLD / "revised",
}


@dataclass(frozen=True, slots=True)
class Scored:
    """One line with its outcome."""

    line: dict[str, Any]
    measure: str  # "version questions right", "disagreements found", …
    right: bool
    detail: str


def read(name: str) -> list[dict[str, Any]]:
    """The lines of ``versions`` or ``disagreements``."""
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines() if line.strip()]


def names_of(answer: Answer, names: dict[str, str]) -> set[str]:
    """File stems of the documents quoted."""
    return {names[c.document_id] for c in answer.citations}


def score_version(line: dict[str, Any], answer: Answer, names: dict[str, str]) -> Scored:
    """Whether a version question was answered from the right version."""
    quoted, wanted = names_of(answer, names), set(line["documents"])
    if line["kind"] == "refused":
        right = not answer.found
    elif line["kind"] == "changes":
        values = all(any(says(s, a) for s in answer.short) for a in line["answers"])
        right = values and wanted <= quoted
    else:
        right = any(says(s, a) for s in answer.short for a in line["answers"]) and bool(wanted & quoted)
        if line["kind"] == "asked":
            right = right and quoted <= wanted
        if line["kind"] == "only old":
            right = right and "Only in" in answer.text
    return Scored(line, "version questions right", right, f"{answer.short} from {sorted(quoted)}")


def score_disagreement(line: dict[str, Any], answer: Answer) -> list[Scored]:
    """Found, labelled, or a false alarm."""
    shown = [*answer.short, *(d.value for d in answer.disagreements)]
    detail = f"{answer.short} against {[(d.value, d.who, d.relation) for d in answer.disagreements]}"
    if line["relation"] == "agree":
        alarm = bool(answer.disagreements)
        return [Scored(line, "agreeing questions without alarm", not alarm, detail)]
    covered = sum(any(says(s, v) for s in shown for v in variants) for variants in line["values"])
    found = bool(answer.disagreements) and covered >= max(2, len(line["values"]) - 1)
    scored = [Scored(line, "disagreements found", found, detail)]
    if found:
        labels = {d.relation for d in answer.disagreements}
        scored.append(Scored(line, "labelled right, of those found", line["relation"] in labels, detail))
    return scored


def run(answerers: dict[str, tuple[Answerer, dict[str, str]]], split: str | None) -> list[Scored]:
    """Ask everything."""
    scored: list[Scored] = []
    for name in ("versions", "disagreements"):
        for line in read(name):
            if split is not None and line["split"] != split:
                continue
            answerer, names = answerers[line["set"]]
            answer = answerer.ask(line["question"])
            scored += [score_version(line, answer, names)] if name == "versions" else score_disagreement(line, answer)
    return scored


def table(scored: Iterable[Scored]) -> list[str]:
    """One line a measure, in all and by part."""
    cells: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for one in scored:
        for part in ("all", one.line["set"], one.line["split"]):
            cells[one.measure][part].append(one.right)
    parts = ("all", *FOLDERS, "dev", "test", "held out")
    lines = [f"{'':34}" + "".join(f"{part:>12}" for part in parts)]
    for measure, by in cells.items():
        counts = [f"{sum(by[p])}/{len(by[p])}" if by[p] else "-" for p in parts]
        lines.append(f"{measure:34}" + "".join(f"{count:>12}" for count in counts))
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    """Index both sets in a temporary folder, ask, print the table and the wrong cases."""
    from index import DocumentIndex
    from qa import Answerer

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--split", choices=("dev", "test", "held out"))
    parser.add_argument("--wrong", action="store_true", help="list the wrong cases")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        answerers, indexes = {}, []
        for name, documents in FOLDERS.items():
            index = DocumentIndex.open(Path(folder) / name)
            indexes.append(index)
            index.add([documents])
            stems = {d.id: Path(d.origin).stem for d in index.documents()}
            answerers[name] = (Answerer(index), stems)
        scored = run(answerers, args.split)
        for index in indexes:
            index.close()
    sys.stdout.write("\n".join(table(scored)) + "\n")
    if args.wrong:
        for one in scored:
            if not one.right:
                line = (
                    f"{one.line['id']} ({one.line['split']}) {one.measure}: {one.line['question']}\n    {one.detail}\n"
                )
                sys.stdout.write(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
