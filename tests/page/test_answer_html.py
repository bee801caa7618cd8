"""An answer as HTML: what it shows, and that no text of documents or questions is markup."""

from __future__ import annotations

import dataclasses
import html
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.page.html import answer_html, escape, marked, notice_html, question_html
from qa.records import Answer, Disagreement
from tests.shown import HOSTILE, Tags, answered, document


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
        "4 May.Very likely rightThe bridge closed on 4 May. [1]"
        "[1] Bridge. Orrin Mail, 2021-05-05, version 2. orrin.example"
    )
    assert shown.links == ["#quoted-0123456789ab-0-27", "https://orrin.example/a"]


def test_several_answers_are_a_list() -> None:
    shown = answer_html(answered(short=["Ilse", "Jan"], source=document("Ilse and Jan.")))
    assert "<li>Ilse</li><li>Jan</li>" in shown


def test_the_witnesses_of_a_list_are_those_of_its_first_answer() -> None:
    for short, said in (
        (["Ilse"], "2 independent sources say so"),
        (["Ilse", "Jan"], "2 independent sources say the first"),
    ):
        answer = dataclasses.replace(answered(short=short, source=document("Ilse and Jan.")), witnesses=2)
        assert said in Tags(answer_html(answer)).text


def test_of_a_file_only_its_name_is_shown() -> None:
    for origin in ("/home/ilse/texts/a.txt", r"C:\\texts\\a.txt"):
        shown = Tags(answer_html(answered(short=["4 May"], source=document(origin=origin)))).text
        assert shown.endswith("[1] Bridge. a.txt")


def test_who_says_what_is_a_table_that_says_it_once() -> None:
    other = document("It closed on 5 May.", publisher="The Other", published="2021-05-06").cite(13, 18)
    answer = answered(
        short=["4 May"], source=document(publisher="Mail"), notes=["Mail: 4 May; The Other: 5 May."],
        disagreements=[Disagreement("5 May", other, "corrected later")],
    )  # fmt: skip
    shown = answer_html(answer)
    rows = [Tags(row).text for row in re.findall(r"<tr>.*?</tr>", shown)]
    assert rows == ["Mail 4 May [1]", "The Other 2021-05-065 May  corrected later"]
    assert Tags(shown).text.count("The Other") == 1


@pytest.mark.parametrize(
    ("number", "words"), [(0.99, "Very likely right"), (0.7, "Likely right"), (0.4, "May be wrong")]
)
def test_confidence_is_in_words_with_its_number(number: float, words: str) -> None:
    shown = answer_html(dataclasses.replace(answered(short=["4 May"], source=document()), confidence=number))
    assert words in Tags(shown).text
    assert f"right&#58; {number:.0%}".replace("%", "&#37;") in shown


def test_marks_in_the_statement_lead_to_quotations_that_are_there() -> None:
    answer = dataclasses.replace(answered(short=["1,700"], source=document()), text="1,700: 1815 [1], 3515 [2].")
    shown = Tags(answer_html(answer))
    assert shown.links == ["#quoted-0123456789ab-0-27"] * 2
    assert shown.text.startswith("1,700: 1815 [1], 3515 [2].")


def test_a_follow_up_is_shown_as_it_was_understood() -> None:
    answer = Answer("When did the bridge close?", "When?", False, [], "The documents don't say.", [], 0.0)
    assert "Understood as: When did the bridge close?" in Tags(answer_html(answer)).text
    assert "Understood" not in Tags(answer_html(Answer("When?", "When?", False, [], "No.", [], 0.0))).text


def test_what_came_nearest_is_not_shown_as_an_answer() -> None:
    answer = Answer("q", "q", False, [], "The documents don't say.", [], 0.1, nearest=[document().cite(0, 27)])
    shown = Tags(answer_html(answer))
    assert shown.text.startswith("The documents don't say.Nearest passages, which do not answer it:")
    assert shown.links == ["#quoted-0123456789ab-0-27"]
    assert "mark" not in shown.tags
    long = document("One two three. " * 100)
    answer = Answer("q", "q", False, [], "No.", [], 0.1, nearest=[long.cite(0, len(long.text))])
    assert len(Tags(answer_html(answer)).text) < 400


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil", "http://["]
)
def test_only_web_addresses_become_links(address: str) -> None:
    shown = Tags(answer_html(answered(short=["4 May"], source=document(url=address))))
    assert shown.links == ["#quoted-0123456789ab-0-27"]


@pytest.mark.parametrize("field", ["title", "publisher", "published", "url", "origin", "text"])
def test_hostile_text_adds_no_element(field: str) -> None:
    source = document(**{field: HOSTILE})
    shown = Tags(answer_html(answered(short=["x"], source=source)))
    assert shown.tags <= {"div", "p", "mark", "blockquote", "cite", "a", "span"}
    assert not [link for link in shown.links if "evil" in link]


@pytest.mark.parametrize("show", [question_html, notice_html])
def test_questions_and_notices_are_text(show: Any) -> None:
    shown = Tags(show(HOSTILE))
    assert (shown.tags, shown.text) == ({"div"}, HOSTILE)
