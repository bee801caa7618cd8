"""The page without a browser: what it shows as text, whom it lets in, and what an answer looks like as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from index.records import Document
from qa.errors import QuestionError
from qa.html import answer_html, escape, marked, notice_html, question_html
from qa.records import Answer, Disagreement

HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png) [y](javascript:alert(2)) $$z$$ & "quoted" `c` _u_'


def document(text: str = "The bridge closed on 4 May.", **known: Any) -> Document:
    return Document("0123456789ab", known.pop("origin", "/texts/a.txt"), text, known.pop("title", "Bridge"), **known)


def answered(*, short: list[str], source: Document, **more: Any) -> Answer:
    citations = [source.cite(0, len(source.text))]
    return Answer("q", "q", True, short, "text", citations, 0.9, **more)


class Tags(HTMLParser):
    """The elements, links and text that a browser would make of some HTML."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text())
def test_escaped_text_reads_the_same_and_holds_no_markup(text: str) -> None:
    escaped = escape(text)
    assert re.fullmatch(r"(?:[^\W_]| |&#\d+;|&#xFFFD;)*", escaped)
    assert Tags(escaped).tags == set()
    if text.isprintable():
        assert html.unescape(escaped) == " ".join(text.split())


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_marking_changes_no_word(quote: str, answers: list[str]) -> None:
    shown = Tags(marked(quote, answers))
    assert shown.tags <= {"mark"}
    assert "".join(shown.text.split()) == "".join(Tags(escape(quote)).text.split())


def test_the_answer_is_marked_where_it_stands() -> None:
    assert marked("It was 4 May, a day.", ["4 May"]) == f"It was <mark>4 May</mark>{escape(',')} a day{escape('.')}"
    assert marked("one two one", ["one", "one two", "two"]) == "<mark>one</mark> <mark>two</mark> one"
    assert marked("nothing", ["something"]) == "nothing"


def test_an_answer_holds_its_quotation_and_source() -> None:
    source = document(publisher="Orrin Mail", published="2021-05-05T08:00", version=2, url="https://orrin.example/a")
    shown = Tags(answer_html(answered(short=["4 May"], source=source)))
    assert shown.text == (
        "4 MayThe bridge closed on 4 May. [1][1] Bridge. Orrin Mail, 2021-05-05, version 2. orrin.example"
    )
    assert shown.links == ["https://orrin.example/a"]


def test_several_answers_are_a_list() -> None:
    shown = answer_html(answered(short=["Ilse", "Jan"], source=document("Ilse and Jan.")))
    assert "<li>Ilse</li><li>Jan</li>" in shown


def test_of_a_file_only_its_name_is_shown() -> None:
    for origin in ("/home/ilse/texts/a.txt", r"C:\\texts\\a.txt"):
        shown = Tags(answer_html(answered(short=["4 May"], source=document(origin=origin)))).text
        assert shown.endswith("[1] Bridge. a.txt")


def test_who_disagrees_is_named() -> None:
    other = document("It closed on 5 May.", publisher="The Other").cite(13, 18)
    answer = answered(short=["4 May"], source=document(), disagreements=[Disagreement("5 May", other)])
    assert "But The Other: 5 May" in Tags(answer_html(answer)).text


def test_a_follow_up_is_shown_as_it_was_understood() -> None:
    answer = Answer("When did the bridge close?", "When?", False, [], "The documents don't say.", [], 0.0)
    assert "Understood as: When did the bridge close?" in Tags(answer_html(answer)).text
    assert "Understood" not in Tags(answer_html(Answer("When?", "When?", False, [], "No.", [], 0.0))).text


def test_what_came_nearest_is_not_shown_as_an_answer() -> None:
    answer = Answer("q", "q", False, [], "The documents don't say.", [], 0.1, nearest=[document().cite(0, 27)])
    shown = Tags(answer_html(answer))
    assert shown.text.startswith("The documents don't say.Nearest passages, which do not answer it:")
    assert "mark" not in shown.tags
    long = document("One two three. " * 100)
    answer = Answer("q", "q", False, [], "No.", [], 0.1, nearest=[long.cite(0, len(long.text))])
    assert len(Tags(answer_html(answer)).text) < 400


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil", "http://["])
def test_only_web_addresses_become_links(address: str) -> None:
    assert Tags(answer_html(answered(short=["4 May"], source=document(url=address)))).links == []


@pytest.mark.parametrize("field", ["title", "publisher", "published", "url", "origin", "text"])
def test_hostile_text_adds_no_element(field: str) -> None:
    source = document(**{field: HOSTILE})
    shown = Tags(answer_html(answered(short=["x"], source=source)))
    assert shown.tags <= {"div", "p", "mark", "blockquote", "cite", "a"}
    assert not [link for link in shown.links if "evil" in link]


@pytest.mark.parametrize("show", [question_html, notice_html])
def test_questions_and_notices_are_text(show: Any) -> None:
    shown = Tags(show(HOSTILE))
    assert (shown.tags, shown.text) == ({"div"}, HOSTILE)


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

    def ask(self, question: str) -> Answer:
        if not question.strip():
            raise QuestionError("the question is empty")
        self.heard.append(question)
        return Answer(" | ".join(self.heard), question, False, [], "The documents don't say.", [], 0.0)


class Answerer:
    def conversation(self) -> Conversation:
        return Conversation()


def last(steps: Iterator[Any]) -> Any:
    return list(steps)[-1]


def test_the_question_is_shown_before_the_answer() -> None:
    first, second = app._chat(Answerer())("Who?", [], None)  # type: ignore[arg-type]
    assert [m["role"] for m in first[1]] == ["user"]
    assert [m["role"] for m in second[1]] == ["user", "assistant"]
    assert first[0] == second[0] == ""


def test_each_session_has_its_own_conversation() -> None:
    ask = app._chat(Answerer())  # type: ignore[arg-type]
    _, shown, mine = last(ask("Who?", [], None))
    _, _, theirs = last(ask("Where?", [], None))
    _, shown, mine = last(ask("When?", shown, mine))
    assert mine.heard == ["Who?", "When?"]
    assert theirs.heard == ["Where?"]
    assert len(shown) == 4


def test_a_question_that_is_none_gets_advice() -> None:
    _, shown, _ = last(app._chat(Answerer())(" ", [], None))  # type: ignore[arg-type]
    assert Tags(shown[-1]["content"]).text == "the question is empty"


def test_an_empty_store_says_what_to_do() -> None:
    class Index:
        def __init__(self, count: int) -> None:
            self.count = count

        def documents(self) -> list[Document]:
            return [document()] * self.count

    assert "quoted add PATH" in app.describe(Index(0))  # type: ignore[arg-type]
    assert app.describe(Index(1)) == "1 document"  # type: ignore[arg-type]
    assert app.describe(Index(7)) == "7 documents"  # type: ignore[arg-type]
