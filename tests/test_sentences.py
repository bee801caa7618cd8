"""Promises of the sentence splitter that hold for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import sentence_spans

_MARKS = st.lists(
    st.sampled_from([*'aB.!?…。؟ \n\t"“”‘’«»()[]1—-¹\u00a0\u2028\u0085\x1c', ". . .", "U.S.", "Dr. ", "said "])
).map("".join)


@given(st.one_of(st.text(), _MARKS))
def test_spans_are_ordered_and_leave_out_only_white_space(text: str) -> None:
    position = 0
    for start, end in sentence_spans(text):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        position = end
    assert not text[position:].strip()


@given(st.one_of(st.text(), _MARKS), st.one_of(st.text(), _MARKS))
def test_a_line_break_parts_what_stands_before_from_what_stands_after(first: str, second: str) -> None:
    shifted = [(a + len(first) + 1, b + len(first) + 1) for a, b in sentence_spans(second)]
    assert sentence_spans(f"{first}\n{second}") == sentence_spans(first) + shifted


@pytest.mark.parametrize("text", ["", " \n\t\u00a0\n", "\u2028"])
def test_white_space_holds_no_sentence(text: str) -> None:
    assert sentence_spans(text) == []


@pytest.mark.parametrize(
    "unit", [".", "a", "a. ", ". ", '.("', "(.", "A.", '"."A', "? A b ", '. " ', '"?" A ', "[1].", "“?” A of "]
)
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        began = time.process_time()
        sentence_spans(text)
        return time.process_time() - began

    small, large = min(seconds(10_000) for _ in range(3)), seconds(160_000)
    assert large < 0.05 + 16 * 4 * small  # quadratic would be 256 times as long
