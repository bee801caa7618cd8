"""Disagreements between sources and versions, asked through the real seam with a small reader. All is invented."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import DocumentIndex
from index.records import Citation, Document
from qa import Answerer
from qa.confidence import Calibration
from qa.news.disagreements import _before
from qa.reader import Reading, Span
from qa.records import Answer
from tests.fakes import FakeEmbedder

SURE = Calibration({}, 3.0, 0.5)


class PatternReader:
    """Takes whatever a pattern finds for the answer, as surely as it is told."""

    def __init__(self, pattern: str, score: float = 6.0) -> None:
        self.pattern, self.score, self.asked = re.compile(pattern), score, [""]

    def read(self, question: str, passages: Sequence[str], top_spans: int = 5) -> list[Reading]:
        self.asked.append(question)
        return [Reading(0.0, self._spans(passage)[:top_spans], ()) for passage in passages]

    def _spans(self, passage: str) -> tuple[Span, ...]:
        return tuple(Span(m.start(1), m.end(1), self.score) for m in self.pattern.finditer(passage))


def article(publisher: str, day: str, body: str, url: str = "") -> str:
    address = f"url: {url}\n" if url else ""
    return f'---\ntitle: "Flood in Orrin"\npublisher: {publisher}\npublished: "{day}"\n{address}---\n\n{body}\n'


@contextmanager
def asking(folder: Path, reader: PatternReader, *articles: str) -> Iterator[Answerer]:
    for number, text in enumerate(articles):
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    with DocumentIndex.open(folder / "store", embedder=FakeEmbedder()) as index:
        for number in range(len(articles)):
            index.add([folder / f"{number}.md"])
        yield Answerer(index, reader=reader, calibration=SURE)  # type: ignore[arg-type]


def ask(folder: Path, pattern: str, question: str, *articles: str, score: float = 6.0) -> Answer:
    with asking(folder, PatternReader(pattern, score), *articles) as answerer:
        return answerer.ask(question)


NUMBER = r"((?:at least |about |roughly |more than |nearly )?\d[\d,]*)(?= (?:houses|people|percent|sheep))"
HOUSES = "How many houses did the flood in Orrin destroy?"


def shown(answer: Answer) -> list[tuple[str, str, str]]:
    return [(d.value, d.who, d.relation) for d in answer.disagreements]


def test_two_sources_two_numbers(tmp_path: Path) -> None:
    answer = ask(
        tmp_path, NUMBER, HOUSES,
        article("Orrin Mail", "2031-05-02", "The flood in Orrin destroyed about 5,000 houses, the governor told us."),
        article("The Echo", "2031-05-02", "Engineers say roughly 5,200 houses in Orrin were destroyed by the flood."),
    )  # fmt: skip
    values = {" ".join(answer.short).lower(), *(d.value.lower() for d in answer.disagreements)}
    assert values == {"about 5,000", "roughly 5,200"}
    assert answer.disagreements[0].relation == "differs"
    assert answer.disagreements[0].as_of == "2031-05-02"
    for who, value in (("Orrin Mail", "about 5,000"), ("The Echo", "roughly 5,200")):
        assert f"{who}: {value}" in answer.text
    assert {c.publisher for c in answer.citations} == {"Orrin Mail", "The Echo"}
    assert len(answer.text.split()) <= 80
    assert answer.to_dict()["disagreements"][0]["relation"] == "differs"


@pytest.mark.parametrize(
    ("one", "other"), [("25", "at least 25"), ("about 5,000", "5,043"), ("nearly 500", "490"), ("more than 24", "30")]
)
def test_compatible_numbers_are_one_answer_with_two_witnesses(tmp_path: Path, one: str, other: str) -> None:
    answer = ask(
        tmp_path, NUMBER, HOUSES,
        article("Orrin Mail", "2031-05-02", f"The flood in Orrin destroyed {one} houses, the governor told us."),
        article("The Echo", "2031-05-02", f"Engineers say that {other} houses in Orrin were destroyed by the flood."),
    )  # fmt: skip
    assert shown(answer) == []
    assert answer.witnesses == 2


def test_copies_are_one_witness(tmp_path: Path) -> None:
    body = "The flood in Orrin destroyed about 5,000 houses, the governor told us on a boat."
    answer = ask(
        tmp_path, NUMBER, HOUSES,
        article("Orrin Mail", "2031-05-02", body), article("The Echo", "2031-05-03", f"ORRIN (Mail): {body}"),
    )  # fmt: skip
    assert (answer.witnesses, shown(answer)) == (1, [])


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2031-05-01", "2031-05-02", True),
        ("2031-05", "2031-05-02", False),
        ("2031-04", "2031-05-02", True),
        ("2031-05-02", "2031-05", False),
        (None, "2031-05-02", False),
    ],
)
def test_what_is_older_is_told_as_precisely_as_both_days_are_known(one: str | None, other: str, before: bool) -> None:
    def cited(published: str | None) -> Citation:
        return Document("d", "/d", "Two boats sank.", "Boats", published=published).cite(0, 3)

    assert _before(cited(one), cited(other)) == before


def test_a_newer_version_corrects(tmp_path: Path) -> None:
    url = "https://orrin.example/flood"
    answer = ask(
        tmp_path, NUMBER, HOUSES,
        article("Orrin Mail", "2031-05-01", "The flood in Orrin destroyed 40 houses, the governor told us.", url),
        article("Orrin Mail", "2031-05-02", "The flood in Orrin destroyed 70 houses, the governor told us.", url),
    )  # fmt: skip
    assert answer.short == ["70"]
    assert shown(answer) == [("40", "Orrin Mail", "corrected later")]
    assert "(corrected later)" in answer.text
    assert answer.witnesses == 1


def test_a_toll_that_rises_is_an_update(tmp_path: Path) -> None:
    answer = ask(
        tmp_path, NUMBER, "How many people did the flood in Orrin kill?",
        article("Orrin Mail", "2031-05-01", "The flood in Orrin killed at least 12 people, the governor told us."),
        article("The Echo", "2031-05-04", "Engineers buried them on Sunday: 71 people killed by the flood of Orrin."),
    )  # fmt: skip
    assert {d.relation for d in answer.disagreements} == {"corrected later"}


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("another thing", "Farmers from the hills lost 900 sheep to wolves in a bad winter."),
        (
            "both numbers in one sentence",
            "Of 900 people in Orrin, some lost their 40 houses in the flood that destroyed so much.",
        ),
        ("another unit", "Some 30 percent of the cattle in Orrin was destroyed by the flood."),
        ("another time", "The flood of Orrin on March 3, 1950 destroyed 900 houses."),
    ],
)
def test_no_conflict_is_invented(tmp_path: Path, what: str, other: str) -> None:
    answer = ask(
        tmp_path, NUMBER, HOUSES,
        article("Orrin Mail", "2031-05-02", "The flood in Orrin on May 1, 2031 destroyed 40 houses, he told us."),
        article("The Echo", "2031-05-02", other),
    )  # fmt: skip
    assert shown(answer) == [], what


def test_reports_of_two_events_share_no_name(tmp_path: Path) -> None:
    fire = article("The Echo", "2031-05-02", "The night in Velm was bad: the flood destroyed 900 houses, they say.")
    answer = ask(
        tmp_path, NUMBER, "How many houses did the flood destroy?",
        article("Orrin Mail", "2031-05-02", "The flood in Orrin destroyed 40 houses, the governor told us."),
        fire.replace("Flood in Orrin", "Sorrow in Velm"),
    )  # fmt: skip
    assert shown(answer) == []


def test_a_doubtful_value_contradicts_nobody(tmp_path: Path) -> None:
    answer = ask(
        tmp_path, NUMBER, HOUSES,
        article("Orrin Mail", "2031-05-02", "The flood in Orrin destroyed about 5,000 houses, the governor told us."),
        article("The Echo", "2031-05-02", "Engineers say roughly 5,200 houses in Orrin were destroyed by the flood."),
        score=0.5,
    )  # fmt: skip
    assert shown(answer) == []


def test_dates_are_compared_by_value(tmp_path: Path) -> None:
    def days(one: str, other: str, folder: str) -> list[tuple[str, str, str]]:
        (tmp_path / folder).mkdir()
        pattern = r"on ((?:May \d+|\d+ May|Thursday|Friday|Saturday)(?:, \d{4})?)"
        return shown(ask(
            tmp_path / folder, pattern, "When did the dam of Orrin break?",
            article("Orrin Mail", "2031-05-03", f"The dam of Orrin broke on {one}, the governor told us."),
            article("The Echo", "2031-05-03", f"Engineers had warned long before the dam of Orrin broke on {other}."),
        ))  # fmt: skip

    assert days("May 1", "1 May, 2031", "same") == []
    assert days("May 1", "Thursday", "weekday") == []  # May 1, 2031 is a Thursday
    assert [relation for *_, relation in days("May 1", "May 2", "other")] == ["differs"]
    assert [relation for *_, relation in days("May 1", "Friday", "next")] == ["may not be comparable"]


def test_a_name_corrected_in_the_same_sentence(tmp_path: Path) -> None:
    url = "https://orrin.example/flood"
    answer = ask(
        tmp_path, r"inspector ([A-Z]\w+ [A-Z]\w+)", "Who shut the bridge at Orrin?",
        article("Orrin Mail", "2031-05-01", "The bridge at Orrin was shut by inspector Ilse Brandt after rain.", url),
        article("Orrin Mail", "2031-05-02", "The bridge at Orrin was shut by inspector Tomas Weld after rain.", url),
    )  # fmt: skip
    assert answer.short == ["Tomas Weld"]
    assert shown(answer) == [("Ilse Brandt", "Orrin Mail", "corrected later")]


def test_two_people_are_no_disagreement(tmp_path: Path) -> None:
    answer = ask(
        tmp_path, r"inspector ([A-Z]\w+ [A-Z]\w+)", "Who visited the bridge at Orrin?",
        article("Orrin Mail", "2031-05-01", "In the morning inspector Ilse Brandt visited the bridge at Orrin."),
        article("The Echo", "2031-05-01", "The bridge at Orrin was visited by inspector Tomas Weld and a dog."),
    )  # fmt: skip
    assert shown(answer) == []


VERSIONS = (
    article(
        "Orrin Mail",
        "2031-05-01",
        "The flood in Orrin destroyed 40 houses. A crane fell on 3 people.",
        "https://o.example/f",
    ),
    article(
        "Orrin Mail", "2031-05-02", "The flood in Orrin destroyed 70 houses. The mayor wept.", "https://o.example/f"
    ),
)


def test_the_version_asked_for_answers(tmp_path: Path) -> None:
    reader = PatternReader(NUMBER)
    with asking(tmp_path, reader, *VERSIONS) as answerer:
        first = answerer.ask("How many houses did the flood destroy in the first version of the flood story?")
        assert (first.short, shown(first)) == (["40"], [])
        assert reader.asked[-1] == "How many houses did the flood destroy?"
        assert first.question == "How many houses did the flood destroy? (first version)"
        assert first.asked == "How many houses did the flood destroy in the first version of the flood story?"
        assert answerer.ask(first.question).short == ["40"]  # the form that is shown can be asked again
        assert answerer.ask("According to the latest version, how many houses were destroyed?").short == ["70"]
        assert answerer.ask("How many houses were destroyed in version 2?").short == ["70"]


def test_what_only_an_old_version_says_is_said_to_be_old(tmp_path: Path) -> None:
    with asking(tmp_path, PatternReader(r"on (\d+) people"), *VERSIONS) as answerer:
        answer = answerer.ask("On how many people did the crane fall?")
        assert answer.short == ["3"]
        assert "Only in the version of 2031-05-01; the version of 2031-05-02 no longer says so." in answer.text
        assert "Only" not in answerer.ask("On how many people did the crane fall in the first version?").text


def test_what_changed_between_versions(tmp_path: Path) -> None:
    with asking(tmp_path, PatternReader(NUMBER), *VERSIONS) as answerer:
        answer = answerer.ask("What changed between the versions about the houses?")
        assert answer.found
        assert "40" in answer.short[0]
        assert "70" in answer.short[0]
        assert [c.published for c in answer.citations] == ["2031-05-01", "2031-05-02"]
        nothing = answerer.ask("What changed between the versions about the volcano?")
        assert (nothing.found, nothing.citations) == (False, [])


def test_without_versions_the_words_are_read_as_they_stand(tmp_path: Path) -> None:
    reader = PatternReader(NUMBER)
    with asking(tmp_path, reader, VERSIONS[0]) as answerer:
        answer = answerer.ask("How many houses were destroyed in the first version?")
        assert answer.question == "How many houses were destroyed in the first version?"


def test_each_source_is_asked_by_itself(tmp_path: Path) -> None:
    other = article(
        "The Echo", "2031-05-02", "Engineers say that roughly 90 houses in Orrin were destroyed by the flood."
    )
    silent = article("Fen Weekly", "2031-05-02", "In Orrin the flood was the talk of the town, and the houses too.")
    with asking(tmp_path, PatternReader(NUMBER), *VERSIONS, other, silent) as answerer:
        found = answerer.ask_each(HOUSES)
        assert {(f.source, *f.answer.short) for f in found} == {
            ("Orrin Mail", "70"),
            ("The Echo", "roughly 90"),
            ("Fen Weekly",),
        }
        assert [len(f.documents) for f in found if f.source == "Orrin Mail"] == [2]
        assert found[-1].source == "Fen Weekly"
        assert found[0].to_dict()["answer"]["found"]
