"""Independent sources. All events are invented."""

from __future__ import annotations

import pytest

from index.records import Document, Hit, Passage
from qa.news.witnesses import copies, independent, sentence_of
from qa.records import Candidate

DAM = "The dam above Lorn gave way at four in the morning, and 40 houses in the lower town were flooded within an hour."
COPIES = [
    DAM,
    "LORN (Wire) — " + DAM,
    "The dam above Lorn gave way at four in the morning, and 40 houses in the lower town were flooded within the hour.",
    "The dam above Lorn gave way at four in the morning and 40 homes in the lower town were flooded within an hour.",
    "Officials said the dam above Lorn gave way at four in the morning, and 40 houses in the lower town were flooded.",
]
REPORTS = [
    "When the wall of the Lorn reservoir broke before dawn, water entered 40 houses.",
    "Some 40 houses stood under water on Sunday after the reservoir above Lorn had burst its dam.",
    "In the lower town 40 houses were hit, the fire brigade of Lorn said; nobody had been asleep there.",
    "About four in the morning the dam broke above the town of Lorn, said a witness from one of 40 flooded houses.",
]


def candidate(text: str, origin: str, span: str = "40", **more: str) -> Candidate:
    document = Document(Document.make_id(origin, None), origin, text, "", **more)  # type: ignore[arg-type]
    start = text.index(span)
    passage = Passage(f"{document.id}:0", document.id, 0, 0, len(text), text)
    return Candidate(document, Hit(passage, 0.5), start, start + len(span), 3.0, 3.0)


@pytest.mark.parametrize("copy", COPIES[1:])
def test_a_sentence_taken_over_is_a_copy(copy: str) -> None:
    assert copies(candidate(DAM, "/a"), candidate(copy, "/b"))


@pytest.mark.parametrize("report", REPORTS)
def test_another_report_of_the_same_fact_is_none(report: str) -> None:
    assert not copies(candidate(DAM, "/a"), candidate(report, "/b"))
    for other in REPORTS:
        assert other == report or not copies(candidate(report, "/a"), candidate(other, "/b"))


def test_copies_count_once_and_reports_each() -> None:
    texts = [*COPIES, *REPORTS]
    assert independent([candidate(t, f"/{i}") for i, t in enumerate(texts)]) == 1 + len(REPORTS)


def test_two_sentences_reworded_in_one_copied_passage_are_a_copy() -> None:
    around = " The mayor asked for tents and blankets. The army sent three trucks and many men from Dunmere."
    a = candidate("Water stood in 40 houses." + around, "/a")
    b = candidate("Flooded: 40 homes." + around, "/b")
    assert independent([a, b]) == 1


def test_one_family_is_one_source_whatever_its_words() -> None:
    a, b = candidate(REPORTS[0], "/a"), candidate(REPORTS[1], "/b")
    assert independent([a, b]) == 2
    assert independent([a, b], {a.document.id: "x", b.document.id: "x"}) == 1
    assert independent([candidate(REPORTS[0], "/a", url="u"), candidate(REPORTS[1], "/b", url="u")]) == 1


def test_a_copy_links_two_that_are_not_alike() -> None:
    both = f"{REPORTS[0]} {DAM}"
    first, last, between = candidate(REPORTS[0], "/a"), candidate(DAM, "/b"), candidate(both, "/c")
    assert independent([first, last]) == 2
    assert independent([first, last, between]) == 1


def test_short_sentences_must_be_the_same() -> None:
    assert not copies(candidate("He is 40.", "/a"), candidate("He is 40.", "/b"))
    assert copies(candidate("Water entered 40 houses.", "/a"), candidate("water entered 40 houses", "/b"))
    assert not copies(candidate("Water entered 40 houses.", "/a"), candidate("Water entered 40 cellars.", "/b"))


def test_nobody_is_no_source() -> None:
    assert independent([]) == 0


def test_the_sentence_around_a_span() -> None:
    assert sentence_of(candidate("It rained. The 40 houses stood. It cleared.", "/a")) == "The 40 houses stood."
