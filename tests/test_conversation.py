"""Conversations: what is remembered, what is preferred, and what a refusal or an error leaves behind."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from index import DocumentIndex
from index.records import Citation
from qa import Answerer
from qa.candidates import Weights
from qa.conversation import REMEMBERED_TURNS, Conversation, about
from qa.errors import QuestionError
from qa.looking import Settings
from qa.reader import Reading, Span
from qa.records import Answer, Focus, Turn
from tests.fakes import FakeEmbedder


class ScriptedAnswerer:
    """Answers each understood question from a table and keeps what it was asked with."""

    def __init__(self, answers: dict[str, tuple[str, str]]) -> None:
        self.answers = answers  # question → (short answer, id of the document quoted)
        self.asked: list[tuple[str, Focus | None]] = []

    def ask(self, question: str, *, asked: str, focus: Focus | None, **_: Any) -> Answer:
        self.asked.append((question, focus))
        short, document = self.answers.get(question, ("", "nearby"))
        citation = Citation(document, "", None, None, "", None, 0, 1, "x", "x")
        return Answer(
            question=question, asked=asked, found=bool(short), short=[short] if short else [], text="",
            citations=[citation] if short else [], nearest=[] if short else [citation], confidence=0.5,
        )  # fmt: skip


ANSWERS = {
    "Who captained the Vega Star?": ("Ilse Brandt", "ferry"),
    "When was Ilse Brandt born?": ("1950", "people"),
    "How many trams run in Oslo?": ("90", "trams"),
}


def talk(*questions: str) -> tuple[Conversation, ScriptedAnswerer, list[Answer]]:
    answerer = ScriptedAnswerer(ANSWERS)
    chat = Conversation(answerer)  # type: ignore[arg-type]
    return chat, answerer, [chat.ask(question) for question in questions]


def test_the_answer_says_how_it_was_understood_and_how_it_was_asked() -> None:
    _, _, answers = talk("Who captained the Vega Star?", "When was she born?")
    assert answers[1].question == "When was Ilse Brandt born?"
    assert answers[1].asked == "When was she born?"


def test_a_follow_up_prefers_the_documents_quoted_last() -> None:
    _, answerer, _ = talk("Who captained the Vega Star?", "When was she born?", "Why?")
    assert answerer.asked[0][1] is None
    assert answerer.asked[1][1] == Focus(("ferry",), "captained vega star")
    assert answerer.asked[2][1] is not None
    assert answerer.asked[2][1].documents == ("people",)


def test_a_fresh_question_prefers_nothing() -> None:
    _, answerer, _ = talk("Who captained the Vega Star?", "How many trams run in Oslo?")
    assert answerer.asked[1] == ("How many trams run in Oslo?", None)


def test_a_refused_question_is_still_what_the_talk_is_about() -> None:
    _, answerer, _ = talk("Why did Tomas Reyl resign?", "When was he born?")
    assert answerer.asked[1] == ("When was Tomas Reyl born?", Focus(("nearby",), "tomas reyl resign"))


def test_a_refused_follow_up_does_not_move_the_preference() -> None:
    _, answerer, _ = talk("Who captained the Vega Star?", "Who was her father?", "When did he die?")
    assert answerer.asked[1][0] == "Who was Ilse Brandt's father?"
    assert answerer.asked[2][1] is not None
    assert answerer.asked[2][1].documents == ("ferry",)


@pytest.mark.parametrize("bad", ["", "?!", "a" * 5000])
def test_a_bad_question_leaves_the_conversation_as_it_was(bad: str) -> None:
    chat, answerer, _ = talk("Who captained the Vega Star?")
    before = list(chat.turns)
    with pytest.raises(QuestionError):
        chat.ask(bad)
    assert chat.turns == before
    assert len(answerer.asked) == 1


def test_only_the_last_turns_are_remembered() -> None:
    chat, _, _ = talk(*[f"Who built mill {n} in Osted?" for n in range(REMEMBERED_TURNS + 3)])
    assert len(chat.turns) == REMEMBERED_TURNS
    assert chat.turns[-1] == Turn(f"Who built mill {REMEMBERED_TURNS + 2} in Osted?", ())


def test_what_a_talk_is_about_goes_back_to_a_question_that_names_something() -> None:
    turns = [Turn("Who owns Norrbro?", ()), Turn("How did Reyl plead?", ()), Turn("Who was the judge?", ("Vik",))]
    assert about(turns) == "judge reyl plead"
    assert about([]) == ""


class FirstWordReader:
    """Takes the first word of every passage for the answer, all equally surely."""

    def read(self, question: str, passages: Sequence[str], top_spans: int = 5) -> list[Reading]:
        return [Reading(0.0, (Span(0, len(p.split()[0]), 3.0),), ()) for p in passages]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DocumentIndex]:
    for name, town in (("a", "Osted"), ("b", "Turku")):
        (tmp_path / f"{name}.txt").write_text(f"{town} has a harbour with ships.\n", encoding="utf-8")
    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as opened:
        opened.add([tmp_path / "a.txt", tmp_path / "b.txt"])
        yield opened


def answerer_of(index: DocumentIndex, weights: Weights | None = None) -> Answerer:
    settings = Settings(weights=weights or Weights())
    return Answerer(index, reader=FirstWordReader(), threshold=0.0, settings=settings)  # type: ignore[arg-type]


def test_focus_decides_between_equals_and_is_no_filter(index: DocumentIndex) -> None:
    answerer = answerer_of(index, Weights(retrieval=0.0, similarity=0.0, type_fit=0.0))
    ids = {document.title: document.id for document in index.documents()}
    assert len(ids) == 2
    for document_id in ids.values():
        answer = answerer.ask("What has a harbour?", focus=Focus((document_id,)))
        assert answer.citations[0].document_id == document_id
    assert answerer.ask("What has a harbour?", focus=Focus(("no such document",))).found


def test_focus_words_are_searched_for_but_not_asked(index: DocumentIndex) -> None:
    answer = answerer_of(index).ask("What is there?", focus=Focus((), "Turku"), today=datetime.date(2024, 1, 2))
    assert answer.question == "What is there?"
    assert answer.short == ["Turku"]
