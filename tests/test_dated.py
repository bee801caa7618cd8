"""Days that an answer writes out."""

from qa.news.dated import Day, day_of, days_compatible, explicit_days


def test_days() -> None:
    assert day_of("May 1", "2031-05-03") == Day(2031, 5, 1)
    assert day_of("1 January", "2030-12-30") == Day(2031, 1, 1)
    assert day_of("in 1998", None) == Day(1998, None, None)
    assert day_of("Thursday", "2031-05-03") == Day(2031, 5, 1, inferred=True)
    assert day_of("Thursday", None) is None
    assert day_of("last week", "2031-05-03") is None
    assert day_of("May 1 and May 2", "2031-05-03") is None
    assert explicit_days("", None) == []
    assert days_compatible(Day(1998, None, None), Day(1998, 5, 1))
    assert not days_compatible(Day(1998, 5, 1), Day(1998, 5, 2))
