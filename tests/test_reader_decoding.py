"""From logits to spans: hand-worked cases, and pairs checked against trying everything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from qa.span_decoding import Window, best_pairs, characters, over_words, runs, whole_words, without_overlaps


def window(words: list[int], offsets: list[tuple[int, int]]) -> Window:
    zero = np.zeros(len(words), np.float32)
    return Window(zero, zero, zero, np.array(offsets, np.int64).reshape(-1, 2), np.array(words, np.int64))


def floats(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_best_pairs_by_hand() -> None:
    start, end = floats(0, 3, 1), floats(2, 0, 1)
    assert best_pairs(start, end, 1, longest=3)[:3] == [(4.0, 1, 2), (3.0, 1, 1), (2.0, 0, 0)]


def test_best_pairs_never_longer_than_allowed() -> None:
    assert {(i, j) for _, i, j in best_pairs(floats(9, 0, 0), floats(0, 0, 9), 3, longest=2)} == {
        (0, 0),
        (0, 1),
        (1, 1),
        (1, 2),
        (2, 2),
    }


def test_best_pairs_of_nothing() -> None:
    assert best_pairs(floats(), floats(), 3, longest=5) == []


@given(hnp.arrays(np.float32, st.integers(1, 18), elements=st.integers(-40, 40)), st.data())
def test_best_pairs_are_those_of_trying_everything(start: np.ndarray, data: st.DataObject) -> None:
    end = data.draw(hnp.arrays(np.float32, len(start), elements=st.integers(-40, 40)))
    every = sorted(
        ((float(start[i] + end[j]), i, j) for i in range(len(start)) for j in range(i, min(len(start), i + 6))),
        key=lambda p: (-p[0], p[1], p[2]),
    )
    assert best_pairs(start, end, 2, longest=6)[:8] == every[:8]


def test_a_pair_is_widened_to_whole_words() -> None:
    w = window([0, 1, 1, 1, 2], [(0, 1), (2, 3), (3, 4), (4, 6), (7, 8)])
    assert whole_words(w, 2, 2) == (1, 3)
    assert whole_words(w, 0, 4) == (0, 4)


def test_combining_marks_belong_to_the_letter_before() -> None:
    assert characters(window([0], [(0, 1)]), 0, 0, "e\u0301\u0323 x") == (0, 3)
    assert characters(window([0], [(0, 1)]), 0, 0, "ex") == (0, 1)


@pytest.mark.parametrize(
    ("odds", "expected"),
    [
        ([], []),
        ([-1, 0], []),
        ([1, 1, -1, 1], [(0, 1), (3, 3)]),
        ([-1, 1, 1], [(1, 2)]),
        ([2], [(0, 0)]),
    ],
)
def test_runs(odds: list[float], expected: list[tuple[int, int]]) -> None:
    assert runs(floats(*odds), 0.0) == expected


def test_a_word_is_as_likely_as_its_likeliest_piece() -> None:
    words = np.array([0, 1, 1, 1, 2], np.int64)
    assert over_words(floats(1, -3, 2, 0, -1), words).tolist() == [1, 2, 2, 2, -1]
    assert over_words(floats(), np.array([], np.int64)).tolist() == []


def test_overlaps_lose_to_better_spans() -> None:
    spans = [(1.0, 0, 5), (3.0, 4, 8), (2.0, 8, 9), (3.0, 20, 21)]
    assert without_overlaps(spans, 5) == [(3.0, 4, 8), (3.0, 20, 21), (2.0, 8, 9)]
    assert without_overlaps(spans, 1) == [(3.0, 4, 8)]
