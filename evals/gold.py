"""The gold questions over the shipped corpus, with what the editor noted about each.

``evals/gold/dev.jsonl`` may be looked at and fitted on; ``evals/gold/test.jsonl`` is for scoring only. Each line is
read by :mod:`evals.questions`; four more keys are for the editor, the checker and whatever deals with sources:

    fact        short name of the fact asked about; all questions about one fact are in the same half
    evidence    why the answer is right, or why there is none, in our own words
    values      for a disagreement: the values that the sources give, each as a list of variants
    relation    how these values stand to each other: "differs", "corrected" (by a later version or report),
                "compatible", "not comparable", or "spelling" (one name, written differently)

The ``answers`` of a false premise, which is not answerable, are what sets it right: saying so is not wrong.
The ``answers`` of a disagreement are those of its values, any of which some source supports.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from evals.questions import GoldError, GoldQuestion, from_dict

Split = Literal["dev", "test"]
SPLITS: tuple[Split, Split] = ("dev", "test")
FOLDER = Path(__file__).resolve().parent / "gold"


@dataclass(frozen=True, slots=True)
class GoldEntry(GoldQuestion):
    """A gold question with the editor's notes; the module says what each means."""

    fact: str = ""
    evidence: str = ""
    values: tuple[tuple[str, ...], ...] = ()
    relation: str = ""


def load(split: Split) -> list[GoldEntry]:
    """The questions of one half, in the order of its file.

    Raises:
        GoldError: there is no such half, or a line of it is not a question.
    """
    return [entry_from_dict(data) for data in read_lines(split)]


def read_lines(split: Split) -> list[dict[str, Any]]:
    """The JSON objects of one half as they stand in the file.

    Raises:
        GoldError: there is no such half, or a line is not a JSON object.
    """
    path = FOLDER / f"{split}.jsonl"
    try:
        lines = path.read_text("utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise GoldError(
            f"{path} cannot be read ({error}): give one of {', '.join(SPLITS)}, one object a line"
        ) from error
    if not all(isinstance(row, dict) for row in rows):
        raise GoldError(f"{path} holds a line that is not a JSON object: write one object a line")
    return rows


def entry_from_dict(data: Mapping[str, Any]) -> GoldEntry:
    """One entry from its JSON object.

    Raises:
        KeyError: there is no ``question``.
        ValueError: the question is answerable and has neither answers nor groups.
    """
    question = from_dict(data)
    return GoldEntry(
        **{field.name: getattr(question, field.name) for field in fields(question)},
        fact=str(data.get("fact", "")),
        evidence=str(data.get("evidence", "")),
        values=tuple(tuple(map(str, value)) for value in data.get("values") or ()),
        relation=str(data.get("relation", "")),
    )
