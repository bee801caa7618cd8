"""Which values contradict one another: same event, same things counted, same time; all texts invented."""

from __future__ import annotations

import pytest

from index.records import Document, Hit, Passage
from qa.news.disagreements import conflicting, without_conflicting
from qa.news.other_sources import MOST_READ, to_compare
from qa.news.versions import Families
from qa.question import read_question
from qa.records import Candidate, Group

TITLE = "Flood in Orrin"
NO_FAMILIES = Families({}, {})


def hit(document: Document) -> Hit:
    passage = Passage(f"{document.id}:0", document.id, 0, 0, len(document.text), document.text)
    return Hit(passage, 0.5)


def document(name: str, text: str, published: str = "2031-05-03", title: str = TITLE) -> Document:
    return Document(id=name, origin=f"{name}.txt", text=text, title=title, published=published)


def candidate(name: str, text: str, span: str, reader: float = 6.0, **more: str) -> Candidate:
    source = document(name, text, **more)
    start = text.index(span)
    return Candidate(source, hit(source), start, start + len(span), reader, 20.0 + reader)


def groups(*candidates: Candidate) -> list[Group]:
    return [Group((c,), c.score, 1) for c in candidates]


def values(question: str, *candidates: Candidate) -> list[str]:
    return [c.text for c in conflicting(read_question(question), groups(*candidates), NO_FAMILIES)]


HOUSES = "How many houses did the flood in Orrin destroy?"
MINE = candidate("a", "The mayor of Orrin said that the flood destroyed 40 houses.", "40")


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("In Orrin the water took 75 houses, the Red Cross counted.", "75", ["75"]),
        ("The flood in Orrin hurt 300 people, the Red Cross counted.", "300", []),  # it counts people
        ("In Orrin the flood destroyed 75 barns, the Red Cross counted.", "75", []),
        ("In Orrin the flood destroyed about 41 houses, the Red Cross counted.", "41", []),
        ("In Orrin the flood destroyed 75 houses and not 40 houses.", "75", []),  # says both
    ],
)
def test_another_number(text: str, span: str, shown: list[str]) -> None:
    assert values(HOUSES, MINE, candidate("b", text, span, 5.0)) == shown


def test_another_event_shares_no_name() -> None:
    other = candidate("b", "In Belmar the flood destroyed 75 houses.", "75", title="Flood in Belmar")
    assert values(HOUSES, MINE, other) == []


def test_a_source_has_one_value_its_surest() -> None:
    text = "In Orrin 75 houses are gone. The flood destroyed 12 houses in the hills of Orrin."
    assert values(HOUSES, MINE, candidate("b", text, "75", 5.0), candidate("b", text, "12", 3.0)) == ["75"]


def test_a_doubtful_value_contradicts_nobody() -> None:
    assert values(HOUSES, MINE, candidate("b", "In Orrin the flood took 75 houses.", "75", 0.5)) == []


def test_a_day_past_is_none_to_come() -> None:
    mine = candidate("a", "The bridge of Orrin will open again on June 3, 2031.", "June 3, 2031")
    past = candidate("b", "The bridge of Orrin did open on June 9, 1974.", "June 9, 1974", 5.0)
    other = candidate("c", "The bridge of Orrin will open on July 9, 2031, they say.", "July 9, 2031", 5.0)
    assert values("When will the bridge of Orrin open again?", mine, past, other) == ["July 9, 2031"]


def test_conflicting_values_do_not_speak_against_the_answer() -> None:
    other = candidate("b", "In Orrin the water took 75 houses, the Red Cross counted.", "75", 5.0)
    doubt = candidate("c", "In Orrin the flood destroyed 90 barns.", "90", 4.0)
    kept = without_conflicting(read_question(HOUSES), groups(MINE, other, doubt), NO_FAMILIES)
    assert [g.best.text for g in kept] == ["40", "90"]


def test_unread_passages_with_another_value_on_the_event_are_read() -> None:
    question = read_question(HOUSES)
    texts = {
        "b": "In Orrin the water took 75 houses.",
        "c": "In Orrin nobody counted.",
        "d": "In Orrin 40 houses are gone.",
        "e": "In Belmar 75 houses burned.",
    }
    documents = {name: document(name, text, title="" if name == "e" else TITLE) for name, text in texts.items()}
    unread = [hit(d) for d in documents.values()]
    assert [h.passage.document_id for h in to_compare(question, groups(MINE), unread, documents.__getitem__)] == ["b"]
    assert to_compare(question, [], unread, documents.__getitem__) == []
    assert len(to_compare(question, groups(MINE), 9 * unread[:1], documents.__getitem__)) == MOST_READ
