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
        ("Did Ana Ruiz say that she wants to quit?", "Ana Ruiz said she does not want to quit.", "does not want to"),
        (
            "Did Ana Ruiz say that she wants a strike?",
            "Ana Ruiz said she wants to avoid a strike.",
            "to avoid a strike",
        ),
        (
            "Had the choir sung in Elm before?",
            "It was the first time that the choir had sung in Elm.",
            "had sung in Elm",
        ),
        (
            "Is the council's decision binding?",
            "The decision to close the pool, which is nonbinding, fell late.",
            "nonbinding",
        ),
        ("Does the guard admit the theft?", "The guard's lawyer said he denies the theft.", "he denies the theft"),
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
        ("Did Ana Ruiz say that she wants to quit?", "Bo Lind said he does not want to quit.", "does not want to quit"),
        (
            "Did Ana Ruiz say she would quit?",
            "The plan, said Ana Ruiz, fell as Bo Lind said he would quit.",
            "he would quit",
        ),
        ("Has Ana Ruiz resigned?", "Ana Ruiz said Bo Lind has not resigned.", "Bo Lind has not resigned"),
        ("Did Bo Lind apologise?", "Her apology came after Bo Lind called it avoidable.", "Her apology came"),
        ("Did the firm apologise?", "The firm has never apologised before.", "has never apologised before"),
        ("Was the builder insured?", "The crane was not insured, the builder said.", "The crane was not insured"),
        ("Is the ruling binding?", "The pact is nonbinding until they vote, a ruling says.", "The pact is nonbinding"),
        (
            "Had the choir sung in Elm before?",
            "It was the first time that the band had played in Ash.",
            "had played in Ash",
        ),
    ],
)
def test_neither(question: str, evidence: str, span: str) -> None:
    assert verdict(question, evidence, span) is None


def test_clause() -> None:
    sentence = "The pass is closed, but the tunnel is open; trains run."
    assert clause_of(sentence, "tunnel is open") == "the tunnel is open"
    assert clause_of(sentence, "not there") == "not there"
