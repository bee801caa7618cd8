"""A span in a contrary relation to the question's own verb."""

import pytest

from qa.prepositions import contrary


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("What did the navy retaliate with?", "The shelling, retaliating for ", True),
        ("With what did the navy retaliate?", "in retaliation for the ", True),
        ("What did the navy retaliate with?", "The navy retaliated with ", False),
        ("What did the navy retaliate for?", "The navy retaliated with ", True),
        ("Where did the convoy come from?", "The convoy came to ", False),  # "come" and "came" share too little
        ("Which port did the convoy travel from?", "The convoy travelled to ", True),
        ("Whom did the villagers protest against?", "They protested for a ", True),
        ("What was the fund compared with?", "It was compared to ", False),  # the same relation
        ("What did the navy retaliate with?", "It apologised for ", False),  # another verb
        ("Who was killed?", "killed for ", False),
        ("", "", False),
    ],
)
def test_contrary(question: str, before: str, expected: bool) -> None:
    assert contrary(question, before) is expected
