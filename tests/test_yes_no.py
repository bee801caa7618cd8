"""Yes and no on invented sentences; where the words leave it open, neither."""

from __future__ import annotations

import pytest

from qa.kinds.predicate import clause_of
from qa.kinds.yes_no import verdict


@pytest.mark.parametrize(
    ("question", "evidence", "span"),
    [
        ("Is the ruling binding?", "The ruling is nonbinding.", "nonbinding"),
        ("Did the mayor resign?", "The mayor has not resigned.", "has not resigned"),
        ("Did the mayor resign?", "The mayor refused to resign.", "refused to resign"),
        ("Was anyone hurt in the fire?", "Nobody was hurt in the fire.", "Nobody was hurt"),
        ("Does the firm still own the mine?", "The firm no longer owns the mine.", "no longer owns the mine"),
        ("Is the pass open?", "The pass is closed until spring.", "The pass is closed"),
        ("Did the band admit the theft?", "The band denied the theft.", "denied the theft"),
        ("Has the ferry been found?", "No trace of the ferry has turned up.", "No trace of the ferry has turned up"),
        ("Did Ana Ruiz win the race?", "Ana Ruiz lost the race by a second.", "lost the race"),
        ("Can visitors swim there?", "Visitors can't swim in the lake.", "can't swim"),
    ],
)
def test_no(question: str, evidence: str, span: str) -> None:
    assert verdict(question, evidence, span) == "No"


@pytest.mark.parametrize(
    ("question", "evidence", "span"),
    [
        ("Did the mayor resign?", "The mayor resigned on Friday.", "The mayor resigned on Friday"),
        ("Was the bridge reopened in May?", "The bridge was reopened in May.", "was reopened in May"),
        ("Did the council approve the budget?", "The council approved the budget.", "approved the budget"),
    ],
)
def test_yes(question: str, evidence: str, span: str) -> None:
    assert verdict(question, evidence, span) == "Yes"


@pytest.mark.parametrize(
    ("question", "evidence", "span"),
    [
        ("Did the mayor resign?", "It is unclear whether the mayor resigned.", "unclear whether the mayor resigned"),
        ("Did the mayor resign?", "The mayor may have resigned.", "may have resigned"),
        ("Did the mayor resign?", "The mayor could resign.", "could resign"),
        ("Did all the miners survive?", "The miners survived.", "The miners survived"),
        ("Did nine miners survive?", "Seven miners survived.", "Seven miners survived"),
        ("Did the mayor resign?", "The council met in May.", "The council met in May"),
        ("Did the mayor resign?", "Reports claimed the mayor resigned.", "claimed the mayor resigned"),
        ("Is the bridge unsafe?", "The bridge is not new.", "is not new"),
        ("Did the firm deny the leak?", "The firm did not comment.", "did not comment"),
        ("Did the mayor resign?", "", ""),
    ],
)
def test_neither(question: str, evidence: str, span: str) -> None:
    assert verdict(question, evidence, span) is None


def test_clause() -> None:
    sentence = "The pass is closed, but the tunnel is open; trains run."
    assert clause_of(sentence, "tunnel is open") == "the tunnel is open"
    assert clause_of(sentence, "not there") == "not there"
