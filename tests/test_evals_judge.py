"""When an answer is right, proved, refused, and where a question was lost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.judge import is_proved, is_right, outcome
from evals.questions import GoldError, GoldQuestion, from_dict, read_questions
from evals.rows import judge
from evals.systems import Reply

BRIDGE = GoldQuestion(
    id="b1",
    type="date",
    question="When did the bridge at Orvane open?",
    answers=("3 May 2031", "3 May"),
    documents=("orvane",),
)
CREW = GoldQuestion(
    id="c1",
    type="list",
    question="Who sailed on the Petrel?",
    groups=(("Ida Marsh", "Marsh"), ("Tomas Vey",)),
    documents=("petrel",),
)
MISSING = GoldQuestion(id="m1", type="unanswerable", question="Who paid for the bridge?", answerable=False)


def reply(*shorts: str, **changes: object) -> Reply:
    base = Reply(shorts=shorts, shown=" ".join(shorts), confidence=0.8, candidate=shorts)
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shorts", "right"),
    [
        (["May 3, 2031"], True),
        (["on the 3rd of May"], True),
        (["4 May", "3 May 2031"], True),  # best first, any may be right
        (["3 June 2031"], False),
        (["2031"], False),
        ([], False),
        (["word " * 24 + "3 May 2031"], False),  # 27 words: not a short answer
        (["3 May 2031", "word " * 23], False),  # the limit is for all of them together
    ],
)
def test_right(shorts: list[str], right: bool) -> None:
    assert is_right(shorts, BRIDGE) is right


def test_nearly_the_same_words_are_right_only_with_the_same_figures() -> None:
    question = replace(BRIDGE, answers=("about 40 members of the harbour council",))
    # 5 of 6 and 7 words shared: F1 = 2 · 5 / 13 is under 0.8; with "members" 2 · 6 / 13 is above
    assert is_right(["40 members of harbour council"], question)
    assert not is_right(["about 50 members of the harbour council"], question)


def test_the_opposite_is_not_right() -> None:
    verdict = replace(BRIDGE, answers=("guilty",))
    assert is_right(["guilty"], verdict)
    assert not is_right(["not guilty"], verdict)


def test_a_list_needs_all_its_parts_and_few_others() -> None:
    assert is_right(["Tomas Vey", "Marsh"], CREW)
    assert is_right(["Ida Marsh and Tomas Vey"], CREW)
    assert not is_right(["Ida Marsh"], CREW)
    assert is_right(["Ida Marsh", "Tomas Vey", "x", "y"], CREW)
    assert not is_right(["Ida Marsh", "Tomas Vey", "x", "y", "z"], CREW)


def test_outcomes() -> None:
    assert outcome([], BRIDGE) == "refused"
    assert outcome(["4 May"], BRIDGE) == "wrong"
    assert outcome([], MISSING) == "right"
    assert outcome(["the town"], MISSING) == "wrong"
    corrected = replace(MISSING, correction=("ferry",))
    assert outcome(["it was a ferry"], corrected) == "right"


def test_proved() -> None:
    quote = "The bridge opened on May 3, 2031, in the rain."
    assert is_proved([("orvane", quote)], BRIDGE)
    assert is_proved([("orvane_2031", quote)], BRIDGE)  # a name may be given by its beginning
    assert not is_proved([("orvanesque", quote)], BRIDGE)
    assert not is_proved([("other", quote)], BRIDGE)
    assert not is_proved([("orvane", "It rained.")], BRIDGE)
    assert is_proved([("other", quote)], replace(BRIDGE, documents=()))
    assert is_proved([("orvane", "It rained.")], replace(BRIDGE, computed=True))
    assert is_proved([("petrel", "Ida Marsh steered."), ("petrel", "Tomas Vey cooked.")], CREW)
    assert not is_proved([("petrel", "Ida Marsh steered.")], CREW)


OTHER, HELD = ("orvane", "Nothing here."), ("orvane", "It opened on 3 May 2031.")


@pytest.mark.parametrize(
    ("given", "lost"),
    [
        (reply("3 May"), ""),
        (reply(retrieved=(OTHER,), read=1), "not retrieved"),
        (reply(retrieved=(OTHER, HELD), read=1), "not read"),
        (reply("June", retrieved=(HELD,), read=1, spans=("June",)), "no span"),
        (reply("June", retrieved=(HELD,), read=1, spans=("June", "3 May")), "outvoted"),
        (reply(candidate=("3 May",), retrieved=(HELD,), read=1, spans=("3 May",)), "refused"),
    ],
)
def test_where_lost(given: Reply, lost: str) -> None:
    assert judge(BRIDGE, given).lost == lost


def test_row_of_an_answer() -> None:
    quote = ("orvane", "The bridge opened on May 3, 2031.")
    row = judge(BRIDGE, reply("3 May", citations=(quote, ("other", "x")), retrieved=(OTHER, HELD)))
    assert (row.outcome, row.proved, row.rank, row.exact, row.f1) == ("right", True, 2, 1.0, 1.0)
    assert (row.citation_precision, row.citation_recall) == (0.5, 1.0)


def test_row_of_a_refusal_has_no_verdict_on_citations() -> None:
    row = judge(MISSING, reply(candidate=("the town",)))
    assert row.right
    assert row.refused
    assert not row.candidate_right
    assert row.citation_precision is row.exact is row.proved is row.rank is None
    assert judge(MISSING, reply("the town")).lost == "answered anyway"


def test_questions_are_read(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    lines = [
        {"id": "1", "question": "When?", "answers": ["now"], "history": ["Who?"], "today": "2031-05-03"},
        {"question": "Why?", "answerable": False},
    ]
    file.write_text("\n\n".join(map(json.dumps, lines)), "utf-8")
    first, second = read_questions(file)
    assert (first.answers, first.history, first.answerable, str(first.today)) == (
        ("now",),
        ("Who?",),
        True,
        "2031-05-03",
    )
    assert (second.id, second.answerable) == ("3", False)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[1]",
        '{"answers": ["x"]}',
        '{"question": "When?", "answerable": true}',
        '{"question": "W?", "answers": ["x"], "today": "soon"}',
    ],
)
def test_bad_question_files_say_where(tmp_path: Path, content: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(content, "utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl"):
        read_questions(file)


def test_missing_question_file(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")


def test_answerable_is_told_from_the_answers_when_not_stated() -> None:
    assert from_dict({"question": "When?", "answers": ["now"]}).answerable
    assert not from_dict({"question": "When?"}).answerable
