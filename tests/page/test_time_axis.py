"""Where days stand on the timeline's axis, and what is written below it: figures worked out by hand."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.page.time_axis import BETWEEN, BEYOND, WIDTH, Date, Stretch, place, stretches, ticks

START = Date(2031, 3, 3)  # a Monday


def days(count: int, *, first: Date = START, apart: int = 1) -> list[tuple[Date, Date]]:
    found = [first + datetime.timedelta(days=apart * n) for n in range(count)]
    return [(day, day) for day in found]


def test_no_events_have_no_axis() -> None:
    assert stretches([]) == []
    assert ticks([]) == []


def test_a_single_day_is_a_column_at_the_left() -> None:
    assert stretches(days(1) * 30) == [Stretch(START.toordinal(), START.toordinal() + 1, 0.0, 120.0)]
    [tick] = ticks(stretches(days(1)))
    assert (tick.at, tick.label, tick.year, tick.narrow) == (0.0, "3 Mar", "2031", True)


def test_a_single_year_is_as_long_as_it_lasts() -> None:
    axis = stretches([(Date(2031, 1, 1), Date(2031, 12, 31))])
    assert [(s.end - s.first, s.left, s.right) for s in axis] == [(365, 0.0, WIDTH)]
    assert [tick.label for tick in ticks(axis)][:3] == ["Jan", "Feb", "Mar"]


def test_days_of_a_week_share_the_width() -> None:
    axis = stretches(days(7))
    assert [place(axis, START.toordinal() + n) for n in range(7)] == pytest.approx([80.0 * n for n in range(7)])
    assert [tick.label for tick in ticks(axis)] == [f"{n} Mar" for n in range(3, 10)]
    assert [tick.year for tick in ticks(axis)] == ["2031", *[""] * 6]


def test_a_week_and_one_long_before_are_two_stretches() -> None:
    """560 less the break (22) and twice the least (52) is 434; each stretch has half of the days: 52 + 217 = 269."""
    axis = stretches([*days(10, first=Date(1981, 3, 3)), *days(10)])
    assert [(s.left, s.right) for s in axis] == [(0.0, 269.0), (269.0 + BETWEEN, WIDTH)]
    assert place(axis, START.toordinal() + 1) == pytest.approx(291 + 26.9)
    assert place(axis, Date(2000, 1, 1).toordinal()) == 269.0  # in the time that is left out
    assert {tick.year for tick in ticks(axis)} == {"1981", "2031", ""}


@pytest.mark.parametrize("apart", [1, 30, 365])
@pytest.mark.parametrize("count", [2, 12, 40, 300])
def test_what_comes_evenly_is_not_cut(count: int, apart: int) -> None:
    assert len(stretches(days(count, apart=apart))) == 1


def test_a_year_is_written_where_it_changes_and_on_a_phone_too() -> None:
    found = ticks(stretches(days(40, apart=30)))
    assert [tick.year for tick in found if tick.year] == ["2031", "2032", "2033", "2034"]
    assert {tick.label for tick in found} == {"Apr", "Jul", "Oct", "Jan"}
    assert [tick.label for tick in found if tick.narrow] == ["Apr", "Jan", "Jan", "Jan"]


@given(st.lists(st.tuples(st.dates(), st.integers(0, 4000)), min_size=1, max_size=40))
def test_any_days_have_a_place_in_their_order(found: list[tuple[Date, int]]) -> None:
    periods = [(first, Date.fromordinal(min(first.toordinal() + more, Date.max.toordinal()))) for first, more in found]
    axis = stretches(periods)
    for before, after in pairwise(axis):
        assert before.first < before.end <= after.first
        assert before.left < before.right < after.left
    places = [place(axis, day) for day in sorted(first.toordinal() for first, _ in periods)]
    assert places == sorted(places)
    assert places[0] >= 0
    assert axis[-1].right <= WIDTH + 1e-9
    marks = ticks(axis)
    assert [tick.at for tick in marks] == sorted(tick.at for tick in marks)
    for stretch in axis:
        mine = [tick for tick in marks if stretch.left <= tick.at <= stretch.right]
        assert mine
        assert any(tick.narrow for tick in mine)
    assert all(tick.at <= WIDTH + BEYOND for tick in marks)
