"""Spans that say the same thing."""

import pytest

from index.records import Document, Hit, Passage
from qa.grouping import group, number_values, same_answer, skeleton, tied
from qa.news.witnesses import page
from qa.question import read_question
from qa.records import Candidate


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Jan. 5", "January 5"),
        ("5 January", "January 5, 2020"),
        ("at least 25", "25"),
        ("twenty-five", "25"),
        ("two dozen", "24"),
        ("5,200", "roughly 5,200"),
        ("at least 25", "dozens"),
        ("at least 25", "at least two dozen"),
        ("more than two dozen", "dozens of"),
        ("nearly 500", "490"),
        ("1.5 million", "1,500,000"),
        ("Gen. Qassem Soleimani", "Qassim Suleimani"),
        ("Abu Mahdi al-Muhandis", "Muhandis"),
        ("the Prime Minister Ana Petrova", "Ana Petrova"),
        ("Kataib Hezbollah", "Kataeb Hizbollah"),
        ("a drone strike", "drone strike"),
    ],
)
def test_same(a: str, b: str) -> None:
    assert same_answer(a, b)
    assert same_answer(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Jan. 5", "January 8"),
        ("5,000", "5,200"),
        ("about 5,000", "roughly 5,200"),
        ("dozens", "seven"),
        ("20 percent", "20 miles"),
        ("25 goats", "dozens of cows"),
        ("25", "50"),
        ("Abbas Mousavi", "Abdolrahim Mousavi"),
        ("Salih", "Salami"),
        ("Iran", "Iraq"),
        ("Mark Milley", "Mark Esper"),
        ("Kuwait", "Qatar"),
        ("1980", "1990"),
    ],
)
def test_different(a: str, b: str) -> None:
    assert not same_answer(a, b)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", ()),
        ("dozens", ()),
        ("5,200 troops", (5200.0,)),
        ("two dozen", (24.0,)),
        ("twenty-five men and 3 boats", (25.0, 3.0)),
        ("three hundred", (300.0,)),
        ("$100 million", (100_000_000.0,)),
    ],
)
def test_number_values(text: str, values: tuple[float, ...]) -> None:
    assert number_values(text) == values


def test_skeletons_keep_consonants() -> None:
    assert skeleton("Muhandis") == skeleton("Mohandes") == skeleton("Muhandas")
    assert skeleton("Soleimani") == skeleton("Sulaimani")
    assert skeleton("Petrov") != skeleton("Petrosyan")


def _candidate(text: str, origin: str, score: float, version: int | None = None, url: str | None = None) -> Candidate:
    document = Document(
        id=Document.make_id(origin, version), origin=origin, text=text, title="", version=version, url=url
    )
    passage = Passage(f"{document.id}:0", document.id, 0, 0, len(text), text)
    return Candidate(document, Hit(passage, 0.5), 0, len(text), score, score)


def test_two_sources_beat_one_a_little_surer() -> None:
    groups = group([_candidate("May 3", "/a", 4.0), _candidate("May 2", "/b", 3.8), _candidate("2 May", "/c", 3.7)])
    assert [g.best.text for g in groups] == ["May 2", "May 3"]
    assert [g.witnesses for g in groups] == [2, 1]


def test_versions_of_one_article_are_one_witness() -> None:
    url = "https://example.org/story"
    groups = group([_candidate("May 2", "/p", 3.0, 1, url), _candidate("May 2", "/p", 3.0, 2, url)])
    assert groups[0].witnesses == 1
    assert page(groups[0].best.document) == url


def test_numbers_are_one_answer_where_a_number_was_asked_for() -> None:
    candidates = [
        _candidate("25 miners", "/a", 4.0),
        _candidate("dozens of men", "/b", 3.5),
        _candidate("70", "/c", 3.0),
    ]
    assert [g.witnesses for g in group(candidates, "number")] == [2, 1]
    assert len(group(candidates[:2])) == 2


def test_a_vague_number_does_not_bind_two_exact_ones() -> None:
    candidates = [_candidate("dozens", "/a", 4.0), _candidate("25", "/b", 3.5), _candidate("70", "/c", 3.0)]
    assert [[c.text for c in g.candidates] for g in group(candidates, "number")] == [["dozens", "25"], ["70"]]


def test_no_candidates_no_groups() -> None:
    assert group([]) == []


@pytest.mark.parametrize(("question", "shown"), [("Who was hurt?", 2), ("Who was mayor of Brisk?", 0)])
def test_only_what_many_may_share_is_shown_side_by_side(question: str, shown: int) -> None:
    groups = group([_candidate("Ana Ruiz", "/a", 4.0), _candidate("Tom Berg", "/b", 3.5)])
    assert len(tied(read_question(question), groups)) == shown
