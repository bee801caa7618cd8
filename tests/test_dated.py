"""Days that an answer's words name, as far as they are known."""

from __future__ import annotations

import pytest

from qa.kinds.days import Day, certainly_before, day_of


@pytest.mark.parametrize(
    ("words", "published", "day"),
    [
        ("May 1", "2031-05-03", Day(2031, 5, 1)),
        ("1 January", "2030-12-30", Day(2031, 1, 1)),
        ("in 1998", None, Day(1998, None, None)),
        ("1998", None, Day(1998, None, None)),
        ("Thursday", "2031-05-03", Day(2031, 5, 1)),
        ("May 1", None, Day(None, 5, 1)),
        ("May 1", "2031-04", Day(2031, 5, 1)),
        ("Thursday", None, None),
        ("last week", "2031-05-03", None),
        ("May 1 and May 2", "2031-05-03", None),
        ("nobody", "2031-05-03", None),
        ("", None, None),
    ],
)
def test_days(words: str, published: str | None, day: Day | None) -> None:
    assert day_of(words, published) == day


def test_a_day_is_before_another_only_as_far_as_both_are_known() -> None:
    assert certainly_before(Day(1998, None, None), Day(1999, 5, 1))
    assert not certainly_before(Day(1998, None, None), Day(1998, 5, 1))
    assert Day(1999, 2, 30).date is None
