"""What a question asks for."""

import pytest

from qa.errors import QuestionError
from qa.question import MAX_QUESTION_CHARS, clean, may_be_several, read_question


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who was killed?", "who"),
        ("When did parliament vote?", "when"),
        ("In what year was the treaty signed?", "when"),
        ("How many ships sank?", "number"),
        ("How long after the quake did the wave arrive?", "number"),
        ("death toll in the ferry disaster", "number"),
        ("Why did the mayor resign?", "why"),
        ("What led the council to close the bridge?", "why"),
        ("Where was the ferry heading?", "where"),
        ("Which country sent the divers?", "where"),
        ("Which company built the ferry?", "who"),
        ("How did the crew escape?", "how"),
        ("Did the captain survive?", "yesno"),
        ("What did the navy find?", "what"),
        ("The navy found what?", "what"),
        ("The ferry sank on Monday, when fog lay on the bay. Who steered it?", "who"),
        ("The price of bread rose again. Did the minister resign?", "yesno"),
        ("What is the fare? Tell me in one word.", "what"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert read_question(text).kind == kind


def test_terms_and_names() -> None:
    question = read_question("Who told Maria Okafor's brother about the Lindholm bridge?")
    assert question.terms == ("told", "maria", "okafor", "brother", "lindholm", "bridge")
    assert question.names == ("Maria", "Okafor", "Lindholm")


@pytest.mark.parametrize("text", ["", "   ", "?!", "\n\t", "\x00", "…"])
def test_an_empty_question_says_what_to_do(text: str) -> None:
    with pytest.raises(QuestionError, match="ask something"):
        clean(text)


def test_a_question_too_long_says_so() -> None:
    with pytest.raises(QuestionError, match="10,000 characters"):
        clean("a" * 10_000)
    assert len(clean("a" * MAX_QUESTION_CHARS)) == MAX_QUESTION_CHARS


def test_other_scripts_and_control_characters() -> None:
    assert clean("من قتل\u0000 في\nالهجوم؟") == "من قتل في الهجوم؟"
    assert read_question("谁被杀了?").kind == "what"


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Who was killed?", True),
        ("Who resigned after the flood?", True),
        ("whom did the court release?", True),
        ("Who is the mayor?", False),
        ("Who was Maria Okafor?", False),
        ("Who's the mayor?", False),
        ("Which minister resigned?", False),
    ],
)
def test_an_open_who_question_may_have_several_answers(text: str, several: bool) -> None:
    assert may_be_several(read_question(text)) is several
