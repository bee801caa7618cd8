"""Sentences that retell a passage in other words: numbers, names and negations it gives without writing them."""

from __future__ import annotations

import pytest

from qa.llm.alignment import missing_run, other_owner, other_subject, times_crossed
from qa.llm.check import Source, fault_of
from qa.llm.derived import list_lengths
from qa.llm.facts import numbers, ordinals
from qa.llm.opposites import turned

ISLAND = (
    "The ferry line to Orvane opened in 1995 and closed in 2003. Only 18% of islanders use it, down from 24,310 "
    "passengers to 21,200. Tickets rose from $12 to $15. The harbour of Velm, the pier of Dorn and the quay of Kirsund "
    "are served. Holt's daughter Lena runs it. Boats wait at least 40 minutes and sail at 10:23 a.m. Canada lent two "
    "boats, and non-governmental organizations paid. Children younger than 5 travel free. It has run for a decade. "
    "Velm has 61 lamps and 93 boats. The U.S. paid for the twenty-first pier."
)


def fault(claim: str, published: str | None = None) -> str:
    found = fault_of(claim, [Source(ISLAND, published)], [ISLAND])
    return f"{found[0]}: {found[1]}" if found else ""


@pytest.mark.parametrize(
    "claim",
    [
        "The line to Orvane ran for eight years.",
        "Fewer than one in five islanders take the ferry.",
        "Nearly a fifth of the islanders use it.",
        "Over 24,000 passengers once used it.",
        "A ticket is $3 dearer now.",
        "Three harbours are served.",
        "Lena Holt is in charge of the line.",
        "The boats leave shortly before 10:30 a.m.",
        "Two Canadian boats were lent.",
        "NGOs paid for some of it.",
        "Children under 5 pay nothing.",
        "The line has been running for ten years.",
        "The United States paid for a pier.",
        "It paid for the 21st pier.",
    ],
)
def test_what_follows_from_the_passage_is_no_fault(claim: str) -> None:
    assert fault(claim) == ""


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("The line to Orvane ran for nine years.", "number"),
        ("Fewer than one in eight islanders take the ferry.", "number"),
        ("Over 27,000 passengers once used it.", "number"),
        ("About 24,311 passengers once used it.", "number"),
        ("A ticket is $4 dearer now.", "number"),
        ("A ticket costs $3.", "number"),  # nothing says that it is a difference
        ("Five harbours are served.", "number"),
        ("Four boats were lent by Canada.", "number"),
        ("Lena Vey is in charge of the line.", "name"),
        ("The boats leave shortly before 10:50 a.m.", "date"),
        ("Two Cambodian boats were lent.", "name"),
        ("Children under 7 pay nothing.", "number"),
        ("It paid for the 22nd pier.", "number"),
    ],
)
def test_what_does_not_follow_is_one(claim: str, kind: str) -> None:
    assert fault(claim).partition(":")[0] == kind


def test_years_ago_count_from_publication() -> None:
    assert fault("The line closed nearly 17 years ago.", "2020-01-05") == ""
    assert fault("The line closed nearly 17 years ago.", "2031-01-05") != ""
    assert fault("The line closed nearly 17 years ago.") != ""


def test_numbers_with_endings() -> None:
    assert [(q.low, q.hedge) for q in numbers("a 2,000-plus crowd")] == [(2000, "at least")]
    assert [(q.low * q.factor) for q in numbers("two centuries")] == [(q.low * q.factor) for q in numbers("200 years")]
    assert ordinals("the two hundred and thirty-eighth year") == (238,)
    assert ordinals("the thirtieth boat and the third") == (3, 30)


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("red, green and blue boats", {2, 3}),
        ("the pier, the quay, and the mole of Velm were shut", {2, 3}),
        ("one boat", set()),
        ("", set()),
    ],
)
def test_lists_are_counted(text: str, lengths: set[int]) -> None:
    assert list_lengths(text) <= lengths
    assert max(lengths, default=0) in {*list_lengths(text), 0}


def test_words_in_another_order() -> None:
    source = "Marsh rescued Vey before Holt denied the charge, and 61 boats passed 93 lamps."
    assert other_subject("Vey rescued Marsh.", source) == "rescued"
    assert other_subject("Marsh rescued Vey.", source) == ""
    assert other_subject("Vey was rescued by Marsh.", source) == ""
    assert other_owner("There were 93 boats.", source) == "93"
    assert other_owner("There were 61 boats and 93 lamps.", source) == ""
    assert times_crossed("Marsh rescued Vey after Holt denied it.", source)
    assert not times_crossed("Marsh rescued Vey before Holt denied it.", source)
    assert missing_run("Marsh rescued twelve frightened sailors.", source) == 3
    assert missing_run("", source) == 0


def test_opposites() -> None:
    assert turned("The price rose.", "The price fell.") == [("rose", "fell")]
    assert turned("It is unusual here.", "It is usual here.") == [("unusual", "usual")]
    assert turned("Prices rose, then fell.", "Prices rose.") == []
    assert turned("", "Prices rose.") == []
