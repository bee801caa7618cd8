"""Judgements are kept with the documents and come back as gold lines; saved conversations are text, not markup."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa.page import session as page_session
from qa.page.feedback import gold_lines, judge, judgements
from qa.page.receipts import read_receipts, receipts_html
from qa.records import Answer
from tests.fakes import FakeEmbedder

if TYPE_CHECKING:
    from index import DocumentIndex

STORY = b"Lights fail in *Vikna*\n\nThe engineer Turid Moen repaired the <img src=x> harbour lights.\n"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DocumentIndex]:
    from index import DocumentIndex

    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as index:
        index.add_bytes(STORY, "lights.txt")
        yield index


@pytest.fixture
def answer(index: DocumentIndex) -> Answer:
    [document] = index.documents()
    at = document.text.index("Turid")
    return Answer("Who *did*?", "Who?", True, ["Turid Moen"], "Turid Moen.", [document.cite(at, at + 30)], 0.9)


def test_nothing_is_kept_before_somebody_judges(index: DocumentIndex) -> None:
    assert judgements(index) == []
    assert list(gold_lines(index)) == []


def test_the_last_judgement_of_an_answer_counts(index: DocumentIndex, answer: Answer) -> None:
    judge(index, answer, True)
    [gold] = map(json.loads, gold_lines(index))
    assert (gold["question"], gold["answers"], gold["answerable"]) == ("Who *did*?", ["Turid Moen"], True)
    judge(index, answer, False)
    assert len(judgements(index)) == 1
    assert list(gold_lines(index)) == []  # wrong, and nobody said what is right
    judge(index, answer, False, "  Greta\nHolm ")
    assert json.loads(next(gold_lines(index)))["answers"] == ["Greta Holm"]


def test_a_refusal_judged_right_is_unanswerable(index: DocumentIndex) -> None:
    judge(index, Answer("Who?", "Who?", False, [], "The documents don't say.", [], 0.1), True)
    [gold] = map(json.loads, gold_lines(index))
    assert (gold["answers"], gold["answerable"]) == ([], False)


def test_a_saved_conversation_is_text_and_its_receipts_verify(index: DocumentIndex, answer: Answer) -> None:
    refused = dataclasses.replace(answer, found=False, short=[], citations=[], text="The documents don't say.")
    markdown = page_session.conversation_markdown([answer, refused])
    assert "**Who \\*did\\*?**" in markdown
    assert "<img" not in markdown.replace("\\<img", "")
    assert "Turid Moen" in markdown
    saved = page_session.conversation_json([answer, refused], index)
    assert len(read_receipts(saved)) == 2
    assert "still there" in receipts_html(index, saved)
    index.remove(answer.citations[0].document_id)
    assert "quoted-gone" in receipts_html(index, saved)
    assert json.loads(page_session.conversation_json([answer], index))["turns"][0]["receipt"] is None
