"""Numbers with hedges and units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.news.quantities import compare, quantities, quantity_at


def only(text: str):
    [found] = quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high", "hedge", "dimension"),
    [
        ("5,200 troops", 5200, 5200, "exact", ""),
        ("at least 25", 25, 25, "at least", ""),
        ("nearly 500 people", 500, 500, "nearly", ""),
        ("about 5,000", 5000, 5000, "about", ""),
        ("more than two dozen missiles", 24, 24, "at least", ""),
        ("dozens of fighters", 24, 100, "vague", ""),
        ("tens of thousands of pilgrims", 10_000, 100_000, "vague", ""),
        ("several hundred sheep", 300, 1200, "vague", ""),
        ("$100 million to $200 million", 100e6, 200e6, "exact", "$"),
        ("between 40 and 60 boats", 40, 60, "exact", ""),
        ("5 to 6 million people", 5e6, 6e6, "exact", ""),
        ("twenty-five goats", 25, 25, "exact", ""),
        ("three hundred and twelve votes", 312, 312, "exact", ""),
        ("half a million litres", 5e5, 5e5, "exact", "volume"),
        ("a dozen eggs", 12, 12, "exact", ""),
        ("12 or more", 12, 12, "at least", ""),
        ("20 percent", 20, 20, "exact", "share"),
        ("as many as 70", 70, 70, "at most", ""),
        ("two and 3", 2, 2, "exact", ""),
        ("a couple of dogs", 2, 3, "vague", ""),
    ],
)
def test_read(text: str, low: float, high: float, hedge: str, dimension: str) -> None:
    found = quantities(text)[0]
    assert (found.low, found.high, found.hedge, found.dimension) == (low, high, hedge, dimension)


@pytest.mark.parametrize("text", ["", "many people", "May 5, 2031", "5 May", "in 2019", "at 10:45", "no one came"])
def test_nothing_to_read(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("a", "b", "comparison"),
    [
        ("at least 25", "25", "compatible"),
        ("25", "dozens", "compatible"),
        ("at least 25", "at least two dozen", "compatible"),
        ("more than two dozen", "dozens", "compatible"),
        ("nearly 500", "487", "compatible"),
        ("about 5,000", "5,000", "compatible"),
        ("about 5,000", "5,043", "compatible"),
        ("$150 million", "$100 million to $200 million", "compatible"),
        ("26 miles", "42 kilometres", "compatible"),
        ("1.5 million", "1,500,000", "compatible"),
        ("about 5,000", "roughly 5,200", "differs"),
        ("25", "50", "differs"),
        ("at least 12", "at least 40", "differs"),
        ("dozens", "seven", "differs"),
        ("hundreds", "12", "differs"),
        ("nearly 500", "512", "differs"),
        ("20 percent", "20 miles", "not comparable"),
        ("$3 million", "€3 million", "not comparable"),
        ("30 percent", "30 houses", "not comparable"),
    ],
)
def test_compare(a: str, b: str, comparison: str) -> None:
    assert compare(only(a), only(b)) == comparison
    assert compare(only(b), only(a)) == comparison


def test_a_hedge_outside_the_span_counts() -> None:
    text = "Officials said at least 25 miners were trapped."
    at = text.index("25")
    found = quantity_at(text, at, at + 2)
    assert found is not None
    assert (found.hedge, text[found.start : found.end]) == ("at least", "at least 25")


def test_a_span_with_two_numbers_is_no_single_value() -> None:
    text = "The flood killed 12 people and injured 40."
    assert quantity_at(text, 0, len(text)) is None
    assert quantity_at(text, text.index("40"), text.index("40") + 2) is not None


def test_a_part_of_a_whole_is_the_part() -> None:
    text = "They won 47 of the 84 seats, and 170 out of 328 voted."
    found = quantity_at(text, text.index("47"), text.index(","))
    assert found is not None
    assert found.low == 47
    found = quantity_at(text, text.index("170"), text.index("328") + 3)
    assert found is not None
    assert found.low == 170


def test_a_number_beside_the_span_is_not_its_own() -> None:
    text = "Many people, 40 of them children, fled."
    assert quantity_at(text, 0, len("Many people")) is None


@given(st.text(max_size=200))
def test_any_text_is_read_with_offsets_inside(text: str) -> None:
    for found in quantities(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.low <= found.high
        assert compare(found, found) == "compatible"


@given(st.integers(0, 10**9))
def test_figures_keep_their_value(value: int) -> None:
    assert quantities(f"{value:,} seeds")[0].low == value
