"""Questions decided by code, asked of invented reports through the whole of Quoted: what they leave open stays open."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from index import DocumentIndex
from qa import Answerer
from qa.explaining import traced
from qa.records import Answer
from tests.invented_reports import DECIDED, LEFT_OPEN, REPORTS

MOST_WRONG = 0.05  # of what is asked, that may be decided wrongly


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """Over the invented reports, with the shipped reader."""
    folder = tmp_path_factory.mktemp("reports")
    for name, text in REPORTS.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    with DocumentIndex.open(folder / "store") as index:
        index.add([*folder.glob("*.md")], progress=None)
        yield Answerer(index)


def decides(answerer: Answerer, question: str) -> Answer | None:
    """The answer, where code decided it; None for a refusal or a quotation that is shown as it stands."""
    with traced() as trace:
        answer = answerer.ask(question)
    return answer if answer.found and trace.route in ("combined", "yes or no") else None


def test_what_the_texts_leave_open_is_not_decided(answerer: Answerer) -> None:
    asked = LEFT_OPEN[::2]
    decided = {question: answer.short for question in asked if (answer := decides(answerer, question))}
    assert len(asked) > 30
    assert len(decided) <= MOST_WRONG * len(asked), decided


def test_what_they_decide_is_decided_rightly_or_not_at_all(answerer: Answerer) -> None:
    asked = DECIDED[::3]
    answers = {question: answer for question, _ in asked if (answer := decides(answerer, question))}
    wrong = {q: answers[q].short for q, right in asked if q in answers and not _says(answers[q], right)}
    assert len(wrong) <= MOST_WRONG * len(asked), wrong
    assert answers
    for citation in (c for answer in answers.values() for c in answer.citations):
        text = answerer.index.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote


def _says(answer: Answer, right: str) -> bool:
    return re.search(rf"\b{re.escape(right)}\b", " ".join(answer.short), re.IGNORECASE) is not None
