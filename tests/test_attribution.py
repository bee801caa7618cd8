"""Who says so, yes or no, and parts, asked of a whole answerer with a small reader. All is invented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from index import DocumentIndex
from qa import Answerer
from qa.confidence import Calibration
from qa.reader import Reading, Span
from qa.records import Answer
from tests.fakes import FakeEmbedder

ARTICLE = """---
title: "Ash over Tavola"
publisher: The Islander
published: "2007-04-12"
---

Ash fell on Tavola on Tuesday. Governor Pia Lunde said that 300 people had left. "Nobody is hurt," she added.
A chemist, Olav Strand, warned that the water was sour. The harbour closed on April 10, 2007.
It reopened on April 12, 2007.
"""


class KeyedReader:
    """Answers a question by the pattern whose key stands in it; several patterns stand for several candidates."""

    def __init__(self, **patterns: str) -> None:
        self.patterns = patterns

    def read(self, question: str, passages: Sequence[str], top_spans: int = 5) -> list[Reading]:
        wanted = [p for key, p in self.patterns.items() if key in question]
        return [
            Reading(0.0, tuple(Span(*m.span(), 5.0) for p in wanted for m in re.finditer(p, passage)), ())
            for passage in passages
        ]


def ask(folder: Path, question: str, **patterns: str) -> Answer:
    path = folder / "tavola.md"
    path.write_text(ARTICLE, encoding="utf-8")
    with DocumentIndex.open(folder / "store", embedder=FakeEmbedder()) as index:
        index.add([path])
        answerer = Answerer(index, reader=KeyedReader(**patterns), calibration=Calibration({}, 3.0, 0.5))  # type: ignore[arg-type]
        answer = answerer.ask(question)
        for by in answer.attribution:
            assert index.document(by.document_id).text[by.start : by.end] == by.speaker
    return answer


def test_the_speaker_stands_in_the_answer(tmp_path: Path) -> None:
    answer = ask(tmp_path, "How many people left?", left="300")
    assert answer.short == ["300"]
    assert answer.text.startswith("300, according to Governor Pia Lunde.")
    assert [(a.speaker, a.verb, a.kind) for a in answer.attribution] == [("Governor Pia Lunde", "said", "reported")]
    assert answer.to_dict()["attribution"][0]["speaker"] == "Governor Pia Lunde"


def test_a_pronoun_is_the_name_it_stands_for(tmp_path: Path) -> None:
    answer = ask(tmp_path, "Who is hurt?", hurt="Nobody")
    assert [(a.speaker, a.kind) for a in answer.attribution] == [("Governor Pia Lunde", "direct")]


def test_what_the_article_says_itself_has_no_speaker(tmp_path: Path) -> None:
    answer = ask(tmp_path, "What fell on Tavola?", fell="Ash")
    assert answer.attribution == []
    assert "according" not in answer.text.splitlines()[0]


def test_who_said_it_prefers_the_speaker_of_the_words(tmp_path: Path) -> None:
    answer = ask(tmp_path, "Who warned of sour water?", warned="Pia Lunde|Olav Strand")
    assert answer.short == ["Olav Strand"]


def test_what_somebody_said_prefers_their_words(tmp_path: Path) -> None:
    answer = ask(tmp_path, "What did Olav Strand say?", say="300 people had left|the water was sour")
    assert answer.short == ["the water was sour"]


def test_parts_are_asked_one_by_one(tmp_path: Path) -> None:
    answer = ask(
        tmp_path, "Who governs Tavola, and which chemist warned the town?", governs="Pia Lunde", chemist="Olav Strand"
    )
    assert answer.short == ["Pia Lunde", "Olav Strand"]
    assert answer.question == "Who governs Tavola, and which chemist warned the town?"


def test_time_between_two_quotations(tmp_path: Path) -> None:
    answer = ask(
        tmp_path, "How many days passed between the closing and the reopening?",
        **{"the closing happen": "April 10, 2007", "the reopening happen": "April 12, 2007"},
    )  # fmt: skip
    assert answer.short == ["two days"]
    assert len(answer.citations) == 2
    assert len(answer.text.split()) <= 80
