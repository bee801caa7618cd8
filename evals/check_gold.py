"""Is the gold set sound? ``python -m evals.check_gold`` prints one line a fault and exits 1 when there is one.

Checked: the keys of each line and their types; ids used once; enough questions of each type, halved between dev and
test; no fact in both halves; for what is answerable an accepted answer to the letter (but for capitals, spaces and the
kind of quotation mark) in the corpus files named, and in the original articles where ``../shared/articles`` is there;
for what is not, no answer but what sets a false premise right; no question that copies a run of words from a text.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from evals.gold import SPLITS, read_lines

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = {"corpus": (ROOT / "corpus", ".md"), "original": (ROOT.parent / "shared" / "articles", ".txt")}
ORIGINAL = re.compile(r"\d{3}_[0-9a-f]{16}")
Row = Mapping[str, Any]

FEWEST_QUESTIONS = 240
FEWEST_UNANSWERABLE = 50
FEWEST_OF_A_TYPE = 8
LONGEST_COPY = 5  # running words of a text that a question may hold: names and offices fill as many

#: types whose answers may each come from another document
SPREAD = {"multi_document", "disagreement", "list", "order", "comparison"}
REFUSED = {"unanswerable", "false_premise", "other_event"}
TYPES = SPREAD | REFUSED | {"factoid", "number", "date", "who_said", "why_how", "role", "version", "name_spelling"}
TYPES |= {"typo", "follow_up", "yes_no", "paraphrase", "injection"}
RELATIONS = {"differs", "corrected", "compatible", "not comparable", "spelling"}

NEEDED: dict[str, type] = {
    "id": str, "type": str, "fact": str, "question": str, "history": list, "answers": list, "groups": list,
    "documents": list, "evidence": str, "answerable": bool,
}  # fmt: skip
OPTIONAL: dict[str, type] = {"computed": bool, "relation": str, "values": list}


def check(halves: Mapping[str, Sequence[Row]], *, full: bool = True) -> list[str]:
    """All faults of a gold set, one line each; empty when it is sound.

    Args:
        halves: split name to its lines.
        full: also ask for the size and balance of the whole set.
    """
    faults = [f"{row.get('id', '?')}: {fault}" for rows in halves.values() for row in rows for fault in of_row(row)]
    faults += of_ids(halves)
    if full and not faults:
        faults += of_set(halves)
    return faults


def of_row(row: Row) -> list[str]:
    """What is wrong with one line."""
    shape = of_shape(row)
    if shape:
        return shape
    return [*of_kind(row), *of_copying(row), *(of_answerable(row) if row["answerable"] else of_refused(row))]


def of_shape(row: Row) -> list[str]:
    """Keys missing, unknown, of the wrong type, or empty."""
    known = NEEDED | OPTIONAL
    faults = [f"lacks {key!r}" for key in NEEDED if key not in row]
    faults += [f"has the unknown key {key!r}" for key in row if key not in known]
    faults += [
        f"{key!r} must be {known[key].__name__}" for key in row if key in known and type(row[key]) is not known[key]
    ]
    faults += [f"{key!r} is empty" for key in ("id", "fact", "question", "evidence") if row.get(key) == ""]
    strings = [row.get("answers", []), row.get("documents", []), *row.get("groups", []), *row.get("values", [])]
    if not all(isinstance(part, list) and all(isinstance(x, str) and x.strip() for x in part) for part in strings):
        faults.append("answers, groups, values and documents must hold non-empty strings")
    if not all(isinstance(turn, dict) and set(turn) == {"question"} for turn in row.get("history", [])):
        faults.append("history must hold objects with a question each")
    return faults


def of_kind(row: Row) -> list[str]:
    """Does the rest of the line fit its type?"""
    kind, faults = row["type"], []
    if kind not in TYPES:
        faults.append(f"unknown type {kind!r}")
    if kind in REFUSED and row["answerable"]:
        faults.append(f"{kind} must not be answerable")
    if kind not in REFUSED | {"injection"} and not row["answerable"]:
        faults.append(f"{kind} must be answerable")
    if bool(row["history"]) != (kind == "follow_up"):
        faults.append("history belongs to follow-ups, and to nothing else")
    if (kind in {"list", "multi_document"}) != bool(row["groups"]):
        faults.append("groups belong to lists and several documents, and to nothing else")
    if (kind == "disagreement") != bool(row.get("values")) or (kind == "disagreement") != ("relation" in row):
        faults.append("values and relation belong to disagreements, and to nothing else")
    elif kind == "disagreement" and row["relation"] not in RELATIONS:
        faults.append(f"unknown relation {row['relation']!r}")
    if row.get("computed") and kind not in {"yes_no", "order", "comparison"}:
        faults.append(f"{kind} cannot be computed: its answer has to stand in a text")
    return faults


def of_refused(row: Row) -> list[str]:
    """A question without an answer has none; what sets a false premise right stands in a text."""
    if not row["answers"]:
        return []
    if row["type"] != "false_premise":
        return ["is not answerable but has answers"]
    return nowhere(row, "correction", row["answers"]) + unknown_documents(row)


def of_answerable(row: Row) -> list[str]:
    """An answer has documents of both kinds, and stands in them to the letter unless it is worked out."""
    if not row["answers"] or not row["documents"]:
        return ["is answerable but lacks answers or documents"]
    unlisted = [variant for group in row["groups"] for variant in group if variant not in row["answers"]]
    faults = [f"{variant!r} is in groups but not in answers" for variant in unlisted]
    if len(set(row["answers"])) < len(row["answers"]):
        faults.append("an answer stands twice")
    originals = {name for name in row["documents"] if ORIGINAL.fullmatch(name)}
    if not originals or len(originals) == len(row["documents"]):
        faults.append("must name a corpus file and an original article")
    faults += unknown_documents(row)
    if row.get("computed"):
        return faults
    for part in [*row["groups"], *row.get("values", []), row["answers"]]:
        faults += nowhere(row, "answer", part)
    if row["type"] not in SPREAD:
        faults += absent_somewhere(row)
    if row["type"] == "multi_document":
        faults += held_by_one(row)
    return faults


def unknown_documents(row: Row) -> list[str]:
    """Named documents that do not exist; originals are looked up only where they are at hand."""
    known = set(texts_of("corpus")) | set(texts_of("original"))
    missing = [name for name in row["documents"] if name not in known]
    if not texts_of("original"):
        missing = [name for name in missing if not ORIGINAL.fullmatch(name)]
    return [f"names the unknown document {name!r}" for name in missing]


def nowhere(row: Row, what: str, variants: Iterable[str]) -> list[str]:
    """A fault for each kind of document in none of which a variant stands."""
    variants = list(variants)
    return [
        f"no {what} of {variants[:3]} stands in {', '.join(names)}"
        for kind in FOLDERS
        if (names := names_of(row, kind)) and not any(holds(kind, name, variants) for name in names)
    ]


def absent_somewhere(row: Row) -> list[str]:
    """A fault for each named document that holds no accepted answer."""
    return [
        f"no accepted answer stands in {name}"
        for kind in FOLDERS
        for name in names_of(row, kind)
        if not holds(kind, name, row["answers"])
    ]


def held_by_one(row: Row) -> list[str]:
    """A fault for each corpus file that answers alone what should take several."""
    return [
        f"{name} alone holds every part: several documents must be needed"
        for name in names_of(row, "corpus")
        if all(holds("corpus", name, group) for group in row["groups"])
    ]


def of_copying(row: Row) -> list[str]:
    """Runs of words that the question has in common with a text."""
    tokens = words(row["question"])
    runs = {" ".join(tokens[i : i + LONGEST_COPY + 1]) for i in range(len(tokens) - LONGEST_COPY)}
    return [f"copies {run!r}" for run in sorted(runs) if f" {run} " in all_words()]


def of_ids(halves: Mapping[str, Sequence[Row]]) -> list[str]:
    """Ids and questions that are used twice, facts in both halves."""
    rows = [(split, row) for split, half in halves.items() for row in half]
    ids = Counter(str(row.get("id")) for _, row in rows)
    asked = Counter(repr((row.get("history"), fold(str(row.get("question"))))) for _, row in rows)
    where: dict[str, set[str]] = defaultdict(set)
    for split, row in rows:
        where[str(row.get("fact"))].add(split)
    faults = [f"{name}: id used {count} times" for name, count in ids.items() if count > 1]
    faults += [f"asked {count} times: {question}" for question, count in asked.items() if count > 1]
    return faults + [
        f"fact {fact!r} is asked about in both halves" for fact, splits in where.items() if len(splits) > 1
    ]


def of_set(halves: Mapping[str, Sequence[Row]]) -> list[str]:
    """Too few questions, of all, of a type, or a type that is not halved."""
    counts = {split: Counter(row["type"] for row in rows) for split, rows in halves.items()}
    total = sum(counts.values(), Counter())
    refused = sum(not row["answerable"] for rows in halves.values() for row in rows)
    faults = []
    if sum(total.values()) < FEWEST_QUESTIONS:
        faults.append(f"{sum(total.values())} questions, fewer than {FEWEST_QUESTIONS}")
    if refused < FEWEST_UNANSWERABLE:
        faults.append(f"{refused} questions without an answer, fewer than {FEWEST_UNANSWERABLE}")
    for kind in sorted(TYPES):
        halved = [counts[split][kind] for split in halves]
        if sum(halved) < FEWEST_OF_A_TYPE:
            faults.append(f"{sum(halved)} questions of type {kind}, fewer than {FEWEST_OF_A_TYPE}")
        if max(halved) - min(halved) > 2:
            faults.append(f"{kind} is not halved: {halved}")
    return faults


def names_of(row: Row, kind: str) -> list[str]:
    """The documents of one kind that the line names; empty where that kind is not at hand."""
    return [name for name in row["documents"] if name in texts_of(kind)]


def holds(kind: str, name: str, variants: Iterable[str]) -> bool:
    """Does one of the variants stand in the document, as whole words and whole figures (no 5 in 5,000)?"""
    text = texts_of(kind)[name]
    wanted = "|".join(re.escape(fold(variant)) for variant in variants)
    return re.search(rf"(?<!\w)(?<!\d[.,])(?:{wanted})(?!\w|[.,]\d)", text) is not None


@cache
def texts_of(kind: str) -> dict[str, str]:
    """File stem to folded text without front matter; empty where the folder is absent."""
    folder, suffix = FOLDERS[kind]
    texts = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob(f"*{suffix}"))}
    return {stem: fold(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)) for stem, text in texts.items()}


@cache
def all_words() -> str:
    """The words of all texts, single spaces around each and a bar between texts."""
    return " | ".join(f" {' '.join(words(text))} " for kind in FOLDERS for text in texts_of(kind).values())


def fold(text: str) -> str:
    """Lower case, single spaces, typewriter quotation marks, no inline tags."""
    plain = re.sub(r"</?[a-z]+>", "", text).translate(str.maketrans("“”‘’", "\"\"''"))
    return " ".join(plain.split()).lower()


def words(text: str) -> list[str]:
    """Lower-case words without the punctuation around them."""
    return [word for raw in fold(text).split() if (word := re.sub(r"^\W+|\W+$", "", raw))]


def main() -> int:
    """Checks the gold set of this repository; 0 when it is sound, 1 when not."""
    halves: dict[str, list[dict[str, Any]]] = {split: read_lines(split) for split in SPLITS}
    faults = check(halves)
    counts = ", ".join(f"{split} {len(rows)}" for split, rows in halves.items())
    sys.stdout.writelines(f"{line}\n" for line in faults or [f"sound: {counts} questions"])
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
