"""Date expressions in invented news, as days."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Document
from qa.news.dates import ResolvedDate, adds_something, beside, dates, dates_in, resolve
from qa.news.periods import Date, holiday, month, part, season, shift, week, year
from qa.news.spelled import days_meant

MONDAY = Date(2031, 3, 10)


def labels(text: str, published: Date | None = MONDAY) -> list[str]:
    return [date.label for date in dates_in(text, published)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The dam broke Saturday.", "8 March 2031"),
        ("The dam broke on Monday.", "10 March 2031"),
        ("The council will meet on Thursday.", "13 March 2031"),
        ("On Thursday, the council will meet.", "13 March 2031"),
        ("She said Thursday that the council will meet.", "6 March 2031"),
        ("Talks are set for Friday.", "14 March 2031"),
        ("It will answer the raid that killed two on Friday.", "7 March 2031"),
        ("The dam broke yesterday.", "9 March 2031"),
        ("The dam broke last week.", "3 March 2031 to 9 March 2031"),
        ("It closed in late 2029.", "1 September 2029 to 31 December 2029"),
        ("It closed in October.", "October 2030"),
        ("It closed on Dec. 30.", "30 December 2030"),
        ("It closed on New Year's Eve.", "31 December 2030"),
        ("It closed three days ago.", "7 March 2031"),
        ("It closed in the 1990s.", "1990s"),
        ("It closed on 5 May 1999.", "5 May 1999"),
        ("It closed on 1999-05-05.", "5 May 1999"),
        ("It closed last winter.", "1 December 2030 to 28 February 2031"),
    ],
)
def test_one_expression(text: str, label: str) -> None:
    assert labels(text) == [label]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "About 2000 people fled.",
        "It may close, and troops march.",
        "Two days later it closed.",
        "He left a day after the raid.",
        "On February 31 it closed.",
        "Mondays are quiet.",
    ],
)
def test_what_names_no_day_stays_open(text: str) -> None:
    assert labels(text) == []


def test_relative_to_the_day_named_before() -> None:
    assert labels("The raid came on March 3. Two days later he left. The next day, he fell.") == [
        "3 March 2031",
        "5 March 2031",
        "6 March 2031",
    ]


def test_relative_to_an_event_that_the_text_dated() -> None:
    assert labels("The raid on the mill came on March 3. Rain fell. A day after the raid on the mill, he left.") == [
        "3 March 2031",
        "4 March 2031",
    ]


def test_a_lead_that_is_a_day_ahead_of_its_page() -> None:
    assert labels("ORLAND — The king died Tuesday, his court said.") == ["11 March 2031"]
    assert labels("ORLAND — The king died last Tuesday, his court said.") == ["4 March 2031"]


def test_a_year_holds_for_the_dates_after_it() -> None:
    assert labels("It began on May 3, 1999. On May 9 it ended.") == ["3 May 1999", "9 May 1999"]
    assert labels("It began on May 3, 1999. On May 9 it ended.", None) == ["3 May 1999", "9 May 1999"]


def test_without_a_date_of_publication_only_full_dates_are_days() -> None:
    assert labels("It broke Monday, last week, on May 3 and in 1999.", None) == ["1999"]


def test_resolve_and_what_stands_beside() -> None:
    text = "The dam broke Saturday, after cracks on March 3, 2031."
    story = Document(id="d", origin="/d", text=text, title="", published="2031-03-10T09:00+01:00")
    at = text.index("Saturday")
    saturday = resolve(story, at, at + 8)
    assert saturday is not None
    assert beside("Saturday", saturday) == "Saturday (8 March 2031)"
    full = resolve(story, text.index("March"), text.index(", 2031") + 6)
    assert full is not None
    assert not adds_something(full, "March 3, 2031")
    assert adds_something(full, "March 3")
    assert resolve(story, 0, 7) is None
    assert resolve(story, 0, len(text)) is None  # two different days
    assert beside("soon", None) == "soon"


def test_json() -> None:
    [date] = dates_in("It broke Saturday.", MONDAY)
    assert isinstance(date, ResolvedDate)
    assert json.loads(json.dumps(date.to_dict()))["first"] == "2031-03-08"


@given(st.text(alphabet=st.sampled_from("MondaylstJuwek 0123456789.,-ago\n’"), max_size=80), st.dates())
def test_any_text_keeps_its_words(text: str, published: Date) -> None:
    story = Document(id="d", origin="/d", text=text, title="", published=published.isoformat())
    end = 0
    for date in dates(story):
        assert text[date.start : date.end] == date.text
        assert date.start >= end
        assert date.first <= date.last
        end = date.end


@given(st.dates(Date(1600, 1, 1), Date(2200, 1, 1)))
def test_periods_hold_their_days(date: Date) -> None:
    assert week(date).first <= date <= week(date).last
    assert month(date.year, date.month).first <= date <= month(date.year, date.month).last
    thirds = [part(month(date.year, date.month), which) for which in ("early", "mid", "late")]
    assert sum(third.first <= date <= third.last for third in thirds) == 1
    assert shift(shift(week(date), 3, "week"), -3, "week") == week(date)


def test_periods_of_the_calendar() -> None:
    assert season("winter", 2019).last == Date(2020, 2, 29)
    assert year(1999).label == "1999"
    easter_2024 = holiday("easter", 2024)
    assert easter_2024 is not None
    assert easter_2024.first == Date(2024, 3, 31)
    assert holiday("thanksgiving", 2023) == holiday("thanksgiving", 2023)
    assert holiday("nothing", 2023) is None


def test_days_that_a_question_means() -> None:
    assert days_meant("What happened this week?", MONDAY) == (Date(2031, 3, 9), Date(2031, 3, 18))
    assert days_meant("What happened this week?", None) is None
    assert days_meant("What happened on March 3?", MONDAY) is None
    assert days_meant("What happened?", MONDAY) is None


def test_gold_is_scored_as_reported() -> None:
    from evals.news_names import lines, score_dates, score_pairs

    assert score_dates(lines("dates.jsonl")).share >= 0.95
    recall, precision = score_pairs([line for line in lines("names.jsonl") if line["kind"] == "pair"])
    assert recall.share >= 0.93
    assert precision.share >= 0.98
