"""Questions that one span cannot answer: how they are read, and what is made of the parts; all texts invented."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.records import Document
from qa.errors import QuestionError
from qa.kinds.combining import combined, with_verdict
from qa.kinds.comparison import read_comparison
from qa.kinds.compound import split
from qa.kinds.days import Day
from qa.kinds.deciding import compared
from qa.kinds.elapsed import between, is_duration, read_interval
from qa.records import Answer
from qa.rendering import REFUSAL


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who leads the union, and when did it vote?", ["Who leads the union?", "When did the union vote?"]),
        (
            "Which baker won the prize and which baker came second?",
            ["Which baker won the prize?", "Which baker came second?"],
        ),
        (
            "How many miners died in the collapse and how many were hurt?",
            ["How many miners died in the collapse?", "How many miners were hurt in the collapse?"],
        ),
        (
            "How many died and how many were hurt in Arusha?",
            ["How many died in Arusha?", "How many were hurt in Arusha?"],
        ),
        ("Who are the mayors of Porto and of Vigo?", ["Who is the mayor of Porto?", "Who is the mayor of Vigo?"]),
        (
            "Who speaks for the miners, and who for the owners?",
            ["Who speaks for the miners?", "Who speaks for the owners?"],
        ),
        (
            "What are the names of the ferry in Tallinn and of the tug in Riga?",
            ["What is the name of the ferry in Tallinn?", "What is the name of the tug in Riga?"],
        ),
        (
            "Where was the tunnel built and who paid for it?",
            ["Where was the tunnel built?", "Who paid for the tunnel?"],
        ),
        ("Who rules Norway, and what is the country’s capital?", ["Who rules Norway?", "What is Norway’s capital?"]),
        ("Who runs Acme Corp and when was the firm founded?", ["Who runs Acme Corp?", "When was Acme Corp founded?"]),
        ("Who designed the mill, and who runs the city now?", ["Who designed the mill?", "Who runs the city now?"]),
        (
            "When did the dam burst, how many people died, and who was blamed?",
            ["When did the dam burst?", "How many people died?", "Who was blamed?"],
        ),
        ("What are the capitals of Chile and Peru?", ["What is the capital of Chile?", "What is the capital of Peru?"]),
        (
            "Which Danish and which Dutch captain sailed on the same Friday?",
            ["Which Danish captain sailed on Friday?", "Which Dutch captain sailed on Friday?"],
        ),
        ("Who was arrested in Vigo, when and why?", ["Who was arrested in Vigo?", "When?", "Why?"]),
        ("How many people died, and where?", ["How many people died?", "Where?"]),
    ],
)
def test_compound_questions_are_split(question: str, parts: list[str]) -> None:
    assert split(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "Who is the baker who fled and who was caught?",
        "What did Ana say about when the road opens and how it was built?",
        "Which port lies between Vigo and Porto?",
        "Who founded the firm Marks and Sons?",
        "What happened in Riga and Tallinn?",
        "Did Ana explain who paid and why the bridge fell?",
        "Who told the police when and where?",
        "Did Ana say when and where?",
        "Who are the owners of Marks and Sons?",
        "Who?",
        "",
    ],
)
def test_one_question_stays_one(question: str) -> None:
    assert split(question) == []


@pytest.mark.parametrize(
    ("question", "way", "questions"),
    [
        (
            "Are there more teachers in Oslo or in Bergen?", "more",
            ("How many teachers are in Oslo?", "How many teachers are in Bergen?"),
        ),
        (
            "Did fewer people die in the Lima fire or in the Cusco flood?", "less",
            ("How many people died in the Lima fire?", "How many people died in the Cusco flood?"),
        ),
        (
            "Was the toll higher in Aba or in Enugu?", "more",
            ("What was the toll in Aba?", "What was the toll in Enugu?"),
        ),
        (
            "Which is longer, the Aba bridge or the Enugu tunnel?", "more",
            ("How long is the Aba bridge?", "How long is the Enugu tunnel?"),
        ),
        (
            "Which came first, the strike or the vote?", "first",
            ("When did the strike happen?", "When did the vote happen?"),
        ),
        (
            "Was the dam opened before or after the flood?", "before or after",
            ("When was the dam opened?", "When did the flood happen?"),
        ),
    ],
)  # fmt: skip
def test_comparisons_are_read(question: str, way: str, questions: tuple[str, ...]) -> None:
    found = read_comparison(question)
    assert found is not None
    assert (found.way, found.questions) == (way, questions)


@pytest.mark.parametrize(
    "question",
    [
        "Is the dam or the bridge safe?",
        "Did the mayor resign after the vote?",
        "Did anyone live there before the flood?",
        "Are there more than ten teachers?",
        "When was the vote?",
    ],
)
def test_other_questions_are_no_comparisons(question: str) -> None:
    assert read_comparison(question) is None
    assert read_interval(question) is None


@pytest.mark.parametrize(
    ("question", "unit", "questions"),
    [
        (
            "How long after the flood did the dam reopen?", "",
            ("When did the flood happen?", "When did the dam reopen?"),
        ),
        (
            "How many days before Nadia Roy was arrested did the bank close?", "days",
            ("When was it that Nadia Roy was arrested?", "When did the bank close?"),
        ),
        (
            "How many years passed between the fire and the trial?", "years",
            ("When did the fire happen?", "When did the trial happen?"),
        ),
    ],
)  # fmt: skip
def test_intervals_are_read(question: str, unit: str, questions: tuple[str, ...]) -> None:
    found = read_interval(question)
    assert found is not None
    assert (found.unit, found.questions) == (unit, questions)


@pytest.mark.parametrize(
    ("a", "b", "unit", "said"),
    [
        (Day(1987, 3, 2), Day(1987, 3, 5), "", "three days"),
        (Day(1987, 3, 5), Day(1987, 3, 2), "days", "three days"),
        (Day(1987, 3, 2), Day(1987, 3, 16), "weeks", "two weeks"),
        (Day(1987, 3, 2), Day(1987, 3, 17), "weeks", "about two weeks"),
        (Day(1987, 3, None), Day(1987, 8, None), "", "five months"),
        (Day(1987, 3, 20), Day(1987, 5, 19), "months", "one month"),
        (Day(1932, None, None), Day(2003, None, None), "", "71 years"),
        (Day(1990, 6, 1), Day(2000, 5, 1), "years", "nine years"),
        (Day(1932, None, None), Day(2003, None, None), "days", None),
        (Day(None, 3, 1), Day(2003, None, None), "years", None),
    ],
)
def test_time_between_dates(a: Day, b: Day, unit: str, said: str | None) -> None:
    assert between(a, b, unit) == said


def test_a_duration() -> None:
    assert is_duration("two days later")
    assert not is_duration("two days ago")
    assert not is_duration("Friday")


class Library:
    """Answers plain questions from a handful of (question, sentence, answer); everything else is refused."""

    def __init__(self, *known: tuple[str, str, str], published: str = "1994-06-10") -> None:
        self.known = {q: (s, a) for q, s, a in known}
        self.published = published
        self.asked: list[str] = []

    def __call__(self, question: str) -> Answer:
        self.asked.append(question)
        if question not in self.known:
            return Answer(question, question, False, [], REFUSAL, [], 0.1, timings={"read": 1.0})
        sentence, short = self.known[question]
        origin = f"{sentence[:12]}.txt"
        document = Document(
            id=Document.make_id(origin, None), origin=origin, text=sentence, title="Gazette", published=self.published
        )
        citation = document.cite(0, len(sentence))
        return Answer(
            question, question, True, [short], f"{short}.\n“{sentence}” [1] (Gazette)", [citation], 0.9,
            witnesses=1, timings={"read": 1.0},
        )  # fmt: skip


def answer(question: str, *known: tuple[str, str, str]) -> Answer:
    found = combined(question, Library(*known), question)
    assert found is not None
    return found


def quotes(of: Answer) -> Sequence[str]:
    return [c.quote for c in of.citations]


def test_both_parts_are_answered_and_quoted() -> None:
    found = answer(
        "Who leads the union, and when did it vote?",
        ("Who leads the union?", "Rosa Lind leads the union.", "Rosa Lind"),
        ("When did the union vote?", "The union voted in May.", "in May"),
    )
    assert found.found
    assert found.short == ["Rosa Lind", "in May"]
    assert quotes(found) == ["Rosa Lind leads the union.", "The union voted in May."]
    assert "[1]" in found.text
    assert "[2]" in found.text
    assert found.confidence == 0.9
    assert found.timings == {"read": 2.0}


def test_a_part_that_is_not_answered_is_named() -> None:
    found = answer(
        "Who leads the union, and when did it vote?",
        ("Who leads the union?", "Rosa Lind leads the union.", "Rosa Lind"),
    )
    assert not found.found
    assert found.short == []
    assert found.citations == []
    assert found.text.startswith(REFUSAL)
    assert "When did the union vote?" in found.text
    assert "Rosa Lind" in found.text


def test_a_question_word_alone_leans_on_what_was_answered() -> None:
    known = (
        ("Who was arrested in Vigo?", "Ana Ruiz was arrested in Vigo in May.", "Ana Ruiz"),
        ("When was Ana Ruiz arrested in Vigo?", "Ana Ruiz was arrested in Vigo in May.", "in May"),
    )
    assert answer("Who was arrested in Vigo, and when?", *known).short == ["Ana Ruiz", "in May"]
    library = Library(known[1])
    assert combined("Who was arrested in Vigo, and when?", library, "") is not None
    assert library.asked == ["Who was arrested in Vigo?"]


def test_two_answers_in_one_sentence_share_a_mark() -> None:
    sentence = "Rosa Lind leads the union, which voted in May."
    found = answer(
        "Who leads the union, and when did it vote?",
        ("Who leads the union?", sentence, "Rosa Lind"),
        ("When did the union vote?", sentence, "in May"),
    )
    assert quotes(found) == [sentence]
    assert "[2]" not in found.text


def test_numbers_are_compared_by_value_and_the_step_is_stated() -> None:
    found = answer(
        "Are there more teachers in Oslo or in Bergen?",
        ("How many teachers are in Oslo?", "Some 1,900 teachers work in Oslo.", "Some 1,900"),
        ("How many teachers are in Bergen?", "Bergen has two thousand teachers.", "two thousand"),
    )
    assert found.short == ["in Bergen"]
    assert "Some 1,900 (in Oslo) [1]; two thousand (in Bergen) [2] → more in Bergen" in found.text
    assert len(found.citations) == 2


@pytest.mark.parametrize(
    ("oslo", "bergen"), [("about 2,000", "2,000"), ("dozens", "50"), ("$3 million", "2,000"), ("many", "3")]
)
def test_numbers_too_close_or_of_another_kind_decide_nothing(oslo: str, bergen: str) -> None:
    found = answer(
        "Are there more teachers in Oslo or in Bergen?",
        ("How many teachers are in Oslo?", f"Oslo: {oslo}.", oslo),
        ("How many teachers are in Bergen?", f"Bergen: {bergen}.", bergen),
    )
    assert not found.found
    assert found.text.startswith(REFUSAL)


def test_a_text_that_names_the_winner_is_believed() -> None:
    found = answer(
        "Are there more teachers in Oslo or in Bergen?",
        ("Are there more teachers in Oslo or in Bergen?", "Most teachers are in Bergen.", "in Bergen"),
    )
    assert found.short == ["in Bergen"]


def test_order_by_dates() -> None:
    strike = ("When did the strike happen?", "The strike was on 3 May 1994.", "3 May 1994")
    vote = ("When did the vote happen?", "The vote followed on Monday.", "Monday")
    question = "Which came first, the strike or the vote?"
    assert answer(question, strike, vote).short == ["the strike"]
    assert answer("Which came last, the strike or the vote?", strike, vote).short == ["the vote"]
    same_month = ("When did the vote happen?", "The vote was in May 1994.", "May 1994")
    assert not answer(question, strike, same_month).found


def test_before_or_after() -> None:
    found = answer(
        "Was the dam opened before or after the flood?",
        ("When was the dam opened?", "The dam was opened in 1971.", "1971"),
        ("When did the flood happen?", "The flood came in 1968.", "1968"),
    )
    assert found.short == ["after"]


def test_comparison_needs_both_values() -> None:
    comparison = read_comparison("Which came first, the strike or the vote?")
    assert comparison is not None
    library = Library(("When did the strike happen?", "Strike in 1994.", "1994"))
    assert compared(comparison, [library(q) for q in comparison.questions]) is None


def test_time_is_worked_out_from_two_dates_both_shown() -> None:
    found = answer(
        "How many days after the flood did the dam reopen?",
        ("When did the flood happen?", "The flood came on Wednesday.", "Wednesday"),
        ("When did the dam reopen?", "The dam reopened on 11 June 1994.", "11 June 1994"),
    )
    assert found.short == ["three days"]
    assert "1994-06-08" in found.text
    assert len(found.citations) == 2


@pytest.mark.parametrize(
    ("flood", "reopened", "short"),
    [("May 3", "May 9", ["six days"]), ("December 30", "January 2", []), ("February 27", "March 2", [])],
)
def test_days_without_a_year_in_one_document(flood: str, reopened: str, short: list[str]) -> None:
    sentence = f"The flood came on {flood} and the dam reopened on {reopened}."
    library = Library(
        ("When did the flood happen?", sentence, flood), ("When did the dam reopen?", sentence, reopened), published=""
    )
    question = "How many days after the flood did the dam reopen?"
    found = combined(question, library, question)
    assert found is not None
    assert found.short == short


def test_a_stated_stretch_of_time_stands_in_for_dates() -> None:
    question = "How long after the flood did the dam reopen?"
    found = answer(question, (question, "Six weeks after the flood the dam reopened.", "Six weeks"))
    assert found.short == ["Six weeks"]


def test_no_dates_no_time() -> None:
    assert not answer("How long after the flood did the dam reopen?").found


def test_named_people_are_counted_from_one_list() -> None:
    library = Library(("Which people are named as dead?", "Dead are Ana, Bo and Cy.", "Ana"))
    listed = library("Which people are named as dead?")

    def ask(question: str) -> Answer:
        if question != "Which people are named as dead?":
            return library(question)
        return Answer(question, question, True, ["Ana", "Bo", "Cy"], "", listed.citations, 0.8, witnesses=1)

    found = combined("How many people are named as dead?", ask, "how many")
    assert found is not None
    assert found.short == ["three"]
    assert "three (Ana, Bo, Cy)" in found.text
    assert found.asked == "how many"


def test_plain_questions_pass_through_unasked() -> None:
    library = Library()
    assert combined("Who leads the union?", library, "x") is None
    assert library.asked == []


def test_empty_questions_are_refused() -> None:
    with pytest.raises(QuestionError):
        combined("  ", Library(), "")


def yes_no(question: str, sentence: str, short: str, alike: float = 0.9) -> list[str]:
    return with_verdict(Library((question, sentence, short))(question), lambda q, s: alike).short


def test_a_verdict_stands_before_its_evidence() -> None:
    question = "Is the ruling binding?"
    given = Library((question, "The ruling, which is nonbinding, came late.", "which is nonbinding"))(question)
    found = with_verdict(given, lambda q, s: 0.9)
    assert found.short == ["No"]
    assert found.text.startswith("No: “which is nonbinding”")
    assert found.citations == given.citations


def test_evidence_about_something_else_decides_nothing() -> None:
    assert yes_no("Is the ruling binding?", "It is nonbinding.", "is nonbinding", alike=0.2) == ["is nonbinding"]


def test_other_kinds_of_question_get_no_verdict() -> None:
    assert yes_no("Who did not come?", "Ana did not come.", "Ana did not come") == ["Ana did not come"]


@pytest.mark.parametrize(
    ("question", "known", "short"),
    [
        (
            "Which was opened first, the mill at Elm or the mill at Ash?",
            ("When was the mill at Elm opened?", "The mill at Ash was opened in 1952, the one at Elm in 1967.", "1952"),
            ["the mill at Ash"],
        ),
        (
            "Do more people live in Ash or in Elm?",
            ("How many people live in Ash?", "Ash has 9,400 inhabitants, and its neighbour Elm 6,100.", "9,400"),
            ["in Ash"],
        ),
        (
            "Which mill weaves more cloth a day, Elm or Ash?",
            (
                "How much cloth does Ash weave a day?",
                "Ash weaves 31,000 metres of cloth a day, Elm 12,500.", "31,000 metres",
            ),
            ["Ash"],
        ),
        (
            "How long after the first case in Ash was the first case in Elm found?",
            (
                "When was the first case in Ash found?",
                "The first case was found on April 9; the first case in Elm on May 4.", "April 9",
            ),
            ["25 days"],
        ),
    ],
)  # fmt: skip
def test_values_told_side_by_side_are_told_apart(question: str, known: tuple[str, str, str], short: list[str]) -> None:
    found = answer(question, known)
    assert found.short == short
    assert all(c.quote == known[1] for c in found.citations)


def test_one_value_for_both_decides_nothing() -> None:
    sentence = "The mill at Ash was opened in 1952."
    asked = "When was the mill at Ash opened?", "When was the mill at Elm opened?"
    question = "How many years after the mill at Ash was the mill at Elm opened?"
    assert not answer(question, *((q, sentence, "1952") for q in asked)).found


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Is the Ash bridge longer than the Elm bridge?", ["Yes"]),
        ("Is the Elm bridge longer than the Ash bridge?", ["No"]),
    ],
)
def test_a_comparison_may_be_a_yes_no_question(question: str, short: list[str]) -> None:
    known = (
        ("How long is the Ash bridge?", "The Ash bridge is 90 metres long.", "90 metres"),
        ("How long is the Elm bridge?", "The Elm bridge measures 40 metres.", "40 metres"),
    )
    assert answer(question, *known).short == short
    assert not answer(question, known[0]).found


@pytest.mark.parametrize(
    ("question", "questions"),
    [
        (
            "How many days passed between the start of the strike and its end?",
            ("When did the strike begin?", "When did the strike end?"),
        ),
        (
            "How many years after the choir was the festival founded?",
            ("When was the choir founded?", "When was the festival founded?"),
        ),
    ],
)
def test_what_is_said_once_is_asked_of_both(question: str, questions: tuple[str, str]) -> None:
    found = read_interval(question)
    assert found is not None
    assert found.questions == questions
