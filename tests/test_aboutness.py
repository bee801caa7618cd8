"""Does a sentence speak of what was asked? All texts invented."""

from __future__ import annotations

import pytest

from qa.kinds.aboutness import LEAST_FACT, about


@pytest.mark.parametrize(
    ("question", "sentence", "before"),
    [
        ("How many soldiers are in Kelm?", "Some 120 troops were sent to Kelm.", ""),
        ("How many people died in Kelm?", "The quake killed 30 in Kelm.", ""),
        ("When did the theft at the Dorne museum happen?", "Thieves broke into the Dorne museum on Monday.", ""),
        ("Is the Oster ruling final?", "The ruling is not final.", "The Oster ruling came late."),
        ("Does Ana Ruiz want to stay?", "She wants to stay.", "Ana Ruiz spoke on Monday."),
        ("How many troops sent after the raid are in Kelm?", "Some 120 troops are in Kelm.", ""),
    ],
)
def test_it_does(question: str, sentence: str, before: str) -> None:
    assert about(question, sentence, before, LEAST_FACT)


@pytest.mark.parametrize(
    ("question", "sentence", "before"),
    [
        ("How many soldiers are in Kelm?", "Some 120 soldiers were sent to Oster.", ""),
        ("How many people were injured in Kelm?", "The quake killed 30 people in Kelm.", ""),
        ("When did the mine reopen?", "Inspectors were in the mine in February.", ""),
        ("Is the Oster ruling final?", "The ruling is not final.", "The Kelm ruling came late."),
        ("Does Ana Ruiz want to stay?", "Bo Lind said he wants to stay.", "Ana Ruiz spoke on Monday."),
        ("When was the tunnel opened?", "", ""),
    ],
)
def test_it_does_not(question: str, sentence: str, before: str) -> None:
    assert not about(question, sentence, before, LEAST_FACT)
