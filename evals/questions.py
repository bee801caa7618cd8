"""Questions to be scored, read from JSON lines: one object a line.

    id          any string, unique in the file
    type        what kind of question, used to group the table ("date", "list", "unanswerable" …)
    question    as a person asks it
    history     earlier questions of the same conversation, oldest first; usually empty
    answers     accepted answers: variants of one answer
    groups      for lists: the accepted variants of each part that must be there; empty when one answer is asked for
    documents   names (file stems, or the beginning of one) of the documents that support the answer
    answerable  whether the documents answer it
    computed    whether the answer is worked out, so that it stands nowhere in the text (a yes, a sum)
    correction  for a question that is not answerable because it takes something wrong for granted: what may be said
                in place of a refusal; usually empty
    today       the date of asking, ISO 8601; usually absent

Only ``question`` and, for what the documents answer, ``answers`` or ``groups`` must be there.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import QuotedError


class GoldError(QuotedError):
    """A file of questions that cannot be read as one."""


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question with what counts as its answer; the module says what each field means."""

    id: str
    type: str
    question: str
    history: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    documents: tuple[str, ...] = ()
    answerable: bool = True
    computed: bool = False
    correction: tuple[str, ...] = ()
    today: datetime.date | None = None

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every string whose presence in a text counts as holding (a part of) the answer."""
        return self.answers + tuple(variant for group in self.groups for variant in group)

    def supporting(self, names: Collection[str]) -> set[str]:
        """Those of the document names that the question names as its support."""
        return {name for name in names if any(_same_document(name, wanted) for wanted in self.documents)}


def _same_document(name: str, wanted: str) -> bool:
    stem = Path(wanted).stem if wanted.endswith((".txt", ".md", ".html", ".pdf", ".docx", ".epub")) else wanted
    return name == stem or (name.startswith(stem) and not name[len(stem)].isalnum())


def read_questions(path: Path) -> list[GoldQuestion]:
    """All questions of a file, in its order; blank lines are passed over.

    Raises:
        GoldError: the file cannot be read, a line is not an object, or a question lacks what it needs.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path} cannot be read as UTF-8 text ({error}): give a file of JSON lines") from error
    questions = [_read_line(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not questions:
        raise GoldError(f"{path} holds no question: write one JSON object a line")
    return questions


def _read_line(path: Path, number: int, line: str) -> GoldQuestion:
    try:
        data = json.loads(line)
        return from_dict(data, default_id=str(number))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldError(f"{path}, line {number}: {error!r}; see evals/questions.py for the fields") from error


def from_dict(data: Mapping[str, Any], default_id: str = "") -> GoldQuestion:
    """One question from its JSON object.

    Raises:
        KeyError: there is no ``question``.
        ValueError: the question is answerable and has neither answers nor groups, or ``today`` is no date.
    """
    answers = tuple(map(str, data.get("answers") or ()))
    groups = tuple(tuple(map(str, group)) for group in data.get("groups") or ())
    answerable = bool(data.get("answerable", bool(answers or groups)))
    if answerable and not (answers or groups):
        raise ValueError("an answerable question needs answers or groups")
    today = data.get("today")
    return GoldQuestion(
        id=str(data.get("id", default_id)),
        type=str(data.get("type", "question")),
        question=str(data["question"]),
        history=tuple(turn if isinstance(turn, str) else str(turn["question"]) for turn in data.get("history") or ()),
        answers=answers,
        groups=groups,
        documents=tuple(map(str, data.get("documents") or ())),
        answerable=answerable,
        computed=bool(data.get("computed", False)),
        correction=tuple(map(str, data.get("correction") or ())),
        today=datetime.date.fromisoformat(today) if today else None,
    )
