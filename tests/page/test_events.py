"""What happens on the page when something is asked, shown or chosen; whom it lets in."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from index.records import Passage
from qa.errors import QuestionError
from qa.page import documents as page_documents
from qa.page.events import Events
from qa.page.html import escape
from qa.page.proof import Place, text_html
from qa.page.suggestions import Suggestions, candidates
from qa.records import Answer
from tests.fakes import FakeEmbedder
from tests.shown import Tags, Ui, answered, document

if TYPE_CHECKING:
    from index import DocumentIndex


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.com", "localhost.example.com", ""])
def test_other_addresses_need_a_password(host: str) -> None:
    with pytest.raises(app.PageError, match="--auth USER:PASSWORD"):
        app.serve("unused", host=host)


@pytest.mark.parametrize("auth", ["user", "user:", ":password"])
def test_half_a_password_is_none(auth: str) -> None:
    with pytest.raises(app.PageError, match="must be USER:PASSWORD"):
        app.serve("unused", auth=auth)


class Conversation:
    """Repeats what it heard, so that it shows whose conversation it is."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def ask(self, question: str, *, documents: list[str] | None = None) -> Answer:
        if not question.strip():
            raise QuestionError("the question is empty")
        self.heard.append(question)
        heard = " | ".join(self.heard)
        return Answer(heard, question, False, [], f"The documents don't say. {documents}", [], 0.0)


class Answerer:
    def conversation(self) -> Conversation:
        return Conversation()


@pytest.fixture
def page(corpus_index: DocumentIndex) -> Events:
    return Events(corpus_index, Answerer(), Ui())  # type: ignore[arg-type]


def last(steps: Iterator[Any]) -> Any:
    return list(steps)[-1]


def test_the_question_is_shown_before_the_answer(page: Events) -> None:
    first, second = page.reply("Who?", [], None)
    assert [m["role"] for m in first[1]] == ["user"]
    assert [m["role"] for m in second[1]] == ["user", "assistant"]
    assert first[0] == second[0] == ""


def test_each_session_has_its_own_conversation(page: Events) -> None:
    _, shown, mine, _ = last(page.reply("Who?", [], None))
    _, _, theirs, _ = last(page.reply("Where?", [], None))
    _, shown, mine, _ = last(page.reply("When?", shown, mine))
    assert mine.conversation.heard == ["Who?", "When?"]
    assert theirs.conversation.heard == ["Where?"]
    assert len(shown) == 4


def test_only_the_chosen_documents_are_asked(page: Events) -> None:
    assert "['a1']" in Tags(last(page.reply("Who?", [], None, ["a1"]))[1][-1]["content"]).text
    assert "None" in Tags(last(page.reply("Who?", [], None, []))[1][-1]["content"]).text


def test_a_question_that_is_none_gets_advice(page: Events) -> None:
    _, shown, session, _ = last(page.reply(" ", [], None))
    assert Tags(shown[-1]["content"]).text == "the question is empty"
    assert session.answers == []
    assert page.last_answer(session) == page.last_answer(None) == "Nothing has been asked yet: ask a question first."


@pytest.mark.parametrize("wanted", ["", "x", "[]", "{}", '{"places": [[1]], "at": 0}', '{"places": [], "at": 0}',
                                    '{"places": [["000000000000", 0, 5]], "at": 0}', '{"places": 1, "at": 0}',
                                    '{"places": [["a", 0, 5]], "at": -1}', "[" * 5000,
                                    '{"places": [["a", Infinity, 5]], "at": 0}'])  # fmt: skip
def test_what_is_no_place_gets_advice(page: Events, wanted: str) -> None:
    assert Tags(page.show_place(wanted)).tags == {"div"}


def test_the_place_is_marked_in_its_document(page: Events, corpus_index: DocumentIndex) -> None:
    document = corpus_index.documents()[0]
    start, end = 200, 260
    wanted = {"places": [[document.id, 0, 20], [document.id, start, end]], "at": 1}
    shown = page.show_place(json.dumps(wanted))
    here = "".join(re.findall(r'<mark class="quoted-here">(.*?)</mark>', shown))
    assert "".join(html.unescape(here).split()) == "".join(document.text[start:end].split())
    assert "".join(document.text.split())[:3000] in "".join(Tags(shown).text.split())
    assert "Quotation 2 of 2" in Tags(shown).text
    assert shown.count("data-step") == 2
    assert shown.count(" disabled") == 1


@given(st.text(max_size=200), st.data())
def test_a_document_shown_is_its_words_and_only_marks(text: str, data: st.DataObject) -> None:
    source = document(text)
    cut = st.integers(0, len(text))
    start, end = sorted((data.draw(cut), data.draw(cut)))
    shown = Tags(text_html(source, Place(source.id, start, end), [Place(source.id, 0, 3)]))
    assert shown.tags <= {"p", "mark"}
    assert "".join(shown.text.split()) == "".join(Tags(escape(text)).text.split())


def test_of_a_long_document_what_is_not_shown_is_said() -> None:
    source = document("word " * 20_000)
    shown = Tags(text_html(source, Place(source.id, 50_000, 50_004)))
    assert "30,000 more characters" in shown.text
    assert "29,996 more characters" in shown.text
    assert len(shown.text) < 41_000


@pytest.mark.parametrize(
    ("lead", "made"),
    [("Greta Holm opened the dam on 9 March.", {"Who opened the dam?", "When did Greta Holm open the dam?"}),
     ("The Tarn council met on 9 March.", {"When did the Tarn council meet?"}),
     ("Greta Holm was elected in a Tarn hall on 9 March.", {"Who was elected in a Tarn hall?"}),
     ("The dam was opened by Greta Holm.", set()), ("Greta Holm was ill.", set()),
     ("Greta Holm opened the same dam on 9 March.", set()), ("Greta Holm opened their dam on 9 March.", set())],
)  # fmt: skip
def test_suggested_questions_stand_alone(lead: str, made: set[str]) -> None:
    source = document(lead)
    assert set(candidates(source, [Passage("p", source.id, 0, 0, len(lead), lead)])) == made


def test_every_document_gives_one_suggestion_before_any_gives_two(tmp_path: Path) -> None:
    from index import DocumentIndex

    class Sure:
        """Answers with the first document that has the question's last word."""

        def ask_quoted(self, question: str) -> Answer:
            word = question.rstrip("?").split()[-1]
            return answered(short=["x"], source=next(d for d in index.documents() if word in d.text))

    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as index:
        index.add_bytes(b"Greta Holm opened the dam on 9 March. Nobody came.", "a.txt")
        index.add_bytes(b"Ida Kolt painted the ferry on 10 March. Nobody saw it.", "b.txt")
        assert Suggestions(index, Sure()).questions() == [  # type: ignore[arg-type]
            "Who opened the dam?", "Who painted the ferry?",
            "When did Greta Holm open the dam?", "When did Ida Kolt paint the ferry?",
        ]  # fmt: skip


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    from index import DocumentIndex

    with DocumentIndex.open(tmp_path / "store") as index:
        assert "Upload files" in page_documents.describe(index)
        assert "Upload files" in Tags(page_documents.table_html(index)).text


def test_documents_are_counted_listed_and_searched(corpus_index: DocumentIndex) -> None:
    count = len(corpus_index.documents())
    assert page_documents.describe(corpus_index) == f"{count} documents"
    assert page_documents.table_html(corpus_index).count("data-remove") == count
    assert f"of {count} documents" in page_documents.table_html(corpus_index, "the nation KILLING")
    assert page_documents.table_html(corpus_index, "the nation KILLING").count("data-remove") == 1
    assert "fewer words" in page_documents.table_html(corpus_index, "qqq")
