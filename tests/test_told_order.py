"""Orders that sentences state in words, and whose they are; all texts invented."""

from __future__ import annotations

import pytest

from qa.kinds.told_order import order, statements


def told(things: tuple[str, str], *sentences: str) -> list[tuple[int | None, str]]:
    return [(order(things, one), one.gap) for at in range(len(sentences)) for one in statements(sentences, at)]


@pytest.mark.parametrize(
    ("things", "sentences"),
    [
        (("the flood", "the vote"), ("The vote came three weeks after the flood.",)),
        (("the flood", "the vote"), ("On May 3, shortly after the flood, the council held the vote.",)),
        (("the flood", "the vote"), ("Days before the vote, a flood hit the town.",)),
        (("the flood", "the vote"), ("The vote followed a flood in the north.",)),
        (("the flood", "the vote"), ("The flood was followed by a vote in the council.",)),
        (("the flood", "the vote"), ("The flood prompted a vote on the dam.",)),
        (("the flood", "the vote"), ("The river flooded the town.", "Two days later, the council voted on the dam.")),
        (("the blast at the mill", "the minister's visit"), ("Hours after the mill exploded, the minister visited.",)),
        (
            ("the raid on Elm", "the strike on Ash"),
            ("The strike on Ash was in retaliation for the raid on Elm.",),
        ),
        (
            ("the raid on Elm", "the strike on Ash"),
            ("Planes struck Ash at dawn.", "The strike came after a raid on Elm."),
        ),
    ],
)  # fmt: skip
def test_the_first_thing_is_told_to_be_first(things: tuple[str, str], sentences: tuple[str, ...]) -> None:
    assert {first for first, _ in told(things, *sentences)} - {None} == {0}
    assert {first for first, _ in told((things[1], things[0]), *sentences)} - {None} == {1}


@pytest.mark.parametrize(
    "sentence",
    [
        "The vote will take place after the flood has gone down.",
        "The vote did not come after the flood.",
        "The vote could come before the next flood.",
        "The mayor spoke before the court about the flood.",
        "The vote was named after the flood.",
        "After the flood, the mayor resigned.",
        "The flood and the vote were in the same year.",
        "After the vote on the flood relief, the council met again.",
        "",
    ],
)
def test_what_is_planned_denied_or_of_something_else_states_no_order(sentence: str) -> None:
    assert {first for first, _ in told(("the flood", "the vote"), sentence)} <= {None}


def test_names_tell_events_of_one_kind_apart() -> None:
    sentence = "The flood in Oster came a week after the flood in Kelm."
    assert told(("the flood in Kelm", "the flood in Oster"), sentence) == [(0, "a week")]
    assert told(("the flood in Kelm", "the flood in Varn"), sentence) == [(None, "a week")]


def test_the_stretch_of_time_is_read_where_it_is_told() -> None:
    assert told(("the theft", "the arrest"), "The theft was found.", "Two days later, the arrest followed.")[0][1] == (
        "Two days"
    )
    assert told(("the theft", "the arrest"), "The arrest came nearly a month after the theft.") == [
        (0, "nearly a month")
    ]
