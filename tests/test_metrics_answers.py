"""Answer metrics against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics import citations, contains, lists, refusal, squad
from evals.metrics.crag import crag_score


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Cat, a DOG!", "cat dog"),
        ("U.S.", "us"),
        ("an anthem", "anthem"),
        ("the", ""),
        ("“quoted”", "“quoted”"),  # only ASCII punctuation is dropped, as in the official script
        ("3.5", "35"),
    ],
)
def test_squad_normalisation(text: str, expected: str) -> None:
    assert squad.normalise_answer(text) == expected


def test_exact_match_takes_the_best_reference() -> None:
    assert squad.exact_match("the Red Bridge", ["blue bridge", "Red bridge."]) == 1.0
    assert squad.exact_match("Red", ["Red bridge"]) == 0.0


def test_f1_by_hand() -> None:
    # 2 shared words, 3 predicted, 4 expected: P = 2/3, R = 2/4, F1 = 2 * (1/3) / (7/6) = 4/7
    assert squad.f1_score("mayor Ines Ode", "councillor Ines Ode Brandt") == pytest.approx(4 / 7)
    # a word counts as often as it stands on both sides
    assert squad.f1_score("no no no", "no no yes") == pytest.approx(2 / 3)


def test_no_answer_is_the_empty_string() -> None:
    assert squad.exact_match("", []) == squad.f1("", []) == 1.0
    assert squad.exact_match("Lisbon", []) == squad.f1("Lisbon", []) == 0.0
    assert squad.f1("", ["Lisbon"]) == 0.0
    assert squad.f1("the", ["Lisbon", "a"]) == 0.0  # "a" normalises to nothing and is left out


@given(st.text(max_size=30), st.text(max_size=30))
def test_f1_is_symmetric_and_bounds_exact_match(one: str, other: str) -> None:
    assert squad.f1_score(one, other) == squad.f1_score(other, one)
    assert 0.0 <= squad.exact_score(one, other) <= squad.f1_score(one, other) <= 1.0


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("the vote came on Jan. 3, 2031, at noon", "3 January 2031"),
        ("some 1,200 boats", "1200 boats"),
        ("prices rose 3.5%", "3.5 per cent"),
        ("the U.S. envoy", "US"),
        ("Twelve people were hurt", "12"),
        ("Zoë Brontë’s farm", "Zoe Bronte"),
        ("on the 21st of May", "21 May"),
        ("not guilty", "not guilty"),
    ],
)
def test_holds(text: str, answer: str) -> None:
    assert contains.holds(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("prices rose 3.5%", "35"),
        ("prices rose 3.5%", "5 percent"),
        ("1,200 boats", "200 boats"),
        ("a carpet", "car"),
        ("3 people died; in January 2031 the inquiry began", "3 January 2031"),
        ("anything", ""),
        ("", "anything"),
    ],
)
def test_holds_not(text: str, answer: str) -> None:
    assert not contains.holds(text, answer)


def test_a_negated_answer_stands_there_but_is_not_affirmed() -> None:
    assert contains.holds("he was not guilty", "guilty")
    assert not contains.holds("he was not guilty", "guilty", affirmed=True)
    assert contains.holds("he was not guilty", "not guilty", affirmed=True)


def test_contains_answer() -> None:
    assert contains.contains_answer(["nothing", "in the Old Mill"], ["mill house", "old mill"]) == 1.0
    assert contains.contains_answer([], ["old mill"]) == contains.contains_answer(["old mill"], []) == 0.0


def test_set_score_by_hand() -> None:
    groups = [["Arvo", "Mr Arvo"], ["Belin"], ["Castro"]]
    score = lists.set_score(["Belin", "Dorn", "Arvo", "Arvo"], groups)
    # 2 of 4 given are asked for (the second Arvo has nothing left to match), 2 of 3 asked for are given
    assert (score.precision, score.recall) == (0.5, pytest.approx(2 / 3))
    assert score.f1 == pytest.approx(2 * 2 / (4 + 3))


def test_matching_is_the_best_one_not_the_first_one() -> None:
    # greedy would give "Ada Belin" to the first group and leave "Ada" with nothing
    assert lists.matches(["Ada Belin", "Ada"], [["Ada"], ["Belin"]]) == [(0, 1), (1, 0)]


def test_set_score_empty() -> None:
    assert lists.set_score([], []).f1 == 1.0
    assert lists.set_score(["Arvo"], []).f1 == lists.set_score([], [["Arvo"]]).f1 == 0.0


def test_covered() -> None:
    assert lists.covered(["Arvo and Belin"], [["Arvo"], ["Belin"], ["Castro"]]) == pytest.approx(2 / 3)
    assert lists.covered(["Arvo"], []) == 0.0


def test_citation_precision_and_recall() -> None:
    cited = [("one", "It fell on 9 May."), ("two", "It fell on 9 May."), ("one", "It rained.")]
    assert citations.citation_precision(cited, ["9 May"], ["one"]) == pytest.approx(1 / 3)
    assert citations.citation_precision(cited, [], ["one"]) == pytest.approx(2 / 3)
    assert citations.citation_recall(cited, ["one", "three"]) == 0.5
    assert citations.citation_precision([], ["9 May"], ["one"]) is None
    assert citations.citation_recall(cited, []) is None


def test_verbatim() -> None:
    assert citations.verbatim("bcd", "abcde", 1, 4)
    assert not citations.verbatim("bcd", "abcde", 0, 3)
    assert not citations.verbatim("", "abcde", 2, 2)


def test_refusals() -> None:
    refused, answerable = [True, True, False, False, True], [False, True, False, True, False]
    assert refusal.refusal_precision(refused, answerable) == pytest.approx(2 / 3)
    assert refusal.refusal_recall(refused, answerable) == pytest.approx(2 / 3)
    assert refusal.refusal_precision([False], [True]) is None
    assert refusal.refusal_recall([False], [True]) is None


def test_crag_score() -> None:
    assert crag_score(["right", "right", "refused", "wrong"]) == 0.25
    assert crag_score([]) == 0.0
