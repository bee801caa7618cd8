"""Questions about versions, asked through the real seam with a small reader. All places and events are invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import DocumentIndex
from qa import Answerer
from qa.confidence import Calibration
from qa.records import Answer, Focus
from tests.fakes import FakeEmbedder
from tests.test_disagreements import PatternReader
from tests.two_version_pages import BRIDGE, rows, versions
from tests.two_version_pages import page as two_version_page

SURE = Calibration({}, 3.0, 0.5)
NAMES = r"((?:[A-Z]\w+ )?[A-Z]\w+)(?= (?:said|called|ordered|asked|was|sang))"
PIER_1 = """# Pier gives way at Ossel

The old pier at Ossel gave way on Sunday with 31 people on it.
Harbour master Jorun Tveit said that the piles were rotten.

Fisherman Aksel Brun said that he had warned the town. Three people were killed.
"""
PIER_2 = """# Five dead at Ossel pier

The old pier at Ossel gave way on Sunday with 38 people on it.
Harbour master Jorunn Tveidt said that the piles were rotten.

Judge Sanna Holm ordered an inquiry. Five people were killed.
"""
MILL = (
    """# Mill burns in Cotter

A mill in Cotter burned down on Monday. Owner Ines Vale said that nobody was hurt.
""",
    """# Cotter mill fire was arson

A mill in Cotter burned down on Monday. Owner Ines Vale said that a lamp had been thrown.
""",
)
SONG = """# A song comes back

Mira Lund sang the new version of the harbour song on Friday, and Ada Berg was the first to clap.
"""


def page(name: str, version: int, text: str) -> str:
    title = text.splitlines()[0].removeprefix("# ")
    series = f"https://paper.example/{name}"
    return (
        f'---\ntitle: "{title}"\npublisher: Paper\nurl: {series}\nversion: {version}\nseries: {series}\n---\n\n{text}'
    )


@contextmanager
def asking(folder: Path, pattern: str, *, mill: bool = False, song: bool = False) -> Iterator[Answerer]:
    files = {"pier-1.md": page("pier", 1, PIER_1), "pier-2.md": page("pier", 2, PIER_2)}
    if mill:
        files |= {f"mill-{i}.md": page("mill", i, text) for i, text in enumerate(MILL, start=1)}
    if song:
        files["song.md"] = f'---\ntitle: "A song comes back"\npublisher: Stage\n---\n\n{SONG}'
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    with DocumentIndex.open(folder / "store", embedder=FakeEmbedder()) as index:
        index.add([folder / name for name in files])
        yield Answerer(index, reader=PatternReader(pattern), calibration=SURE)  # type: ignore[arg-type]


def ask(folder: Path, question: str, pattern: str = r"(zzz)", *, mill: bool = False, song: bool = False) -> Answer:
    with asking(folder, pattern, mill=mill, song=song) as answerer:
        answer = answerer.ask(question)
        for citation in answer.citations:
            assert answerer.index.document(citation.document_id).text[citation.start : citation.end] == citation.quote
        if answer.found and not any("before:" in short or "now:" in short for short in answer.short):
            assert all(any(short in citation.quote for citation in answer.citations) for short in answer.short)
        return answer


@pytest.mark.parametrize(
    ("question", "headline", "version"),
    [
        ("What headline did the pier story carry at first?", "Pier gives way at Ossel", 1),
        ("What was the headline of the second version of the Ossel article?", "Five dead at Ossel pier", 2),
        ("How was the pier story headlined in its first version?", "Pier gives way at Ossel", 1),
        ("What was the pier story's latest headline?", "Five dead at Ossel pier", 2),
    ],
)
def test_a_headline_is_the_documents_own(tmp_path: Path, question: str, headline: str, version: int) -> None:
    answer = ask(tmp_path, question, mill=True)
    assert answer.short == [headline]
    assert [c.version for c in answer.citations] == [version]
    assert f"“{headline}” [1]" in answer.text


def test_headlines_of_two_articles_are_both_shown(tmp_path: Path) -> None:
    answer = ask(tmp_path, "What was the headline of the first version?", mill=True)
    assert sorted(answer.short) == ["Mill burns in Cotter", "Pier gives way at Ossel"]


def test_a_conversation_says_which_article_is_meant(tmp_path: Path) -> None:
    with asking(tmp_path, r"(zzz)", mill=True) as answerer:
        mill = next(d for d in answerer.index.documents() if "Mill" in d.title)
        answer = answerer.ask("What was the headline of the second version?", focus=Focus((mill.id,)))
    assert answer.short == ["Cotter mill fire was arson"]


def test_the_words_of_a_headline_are_read_in_it_alone(tmp_path: Path) -> None:
    question, where = "Which place does the headline of the first version of the pier story name?", r"(Ossel|Sunday)"
    answer = ask(tmp_path, question, where)
    assert answer.short == ["Ossel"]
    assert [c.quote for c in answer.citations] == ["Pier gives way at Ossel"]
    assert not ask(
        tmp_path, "What does the headline of the first version of the pier story say of a day?", r"(Sunday)"
    ).found


def test_how_a_headline_changed(tmp_path: Path) -> None:
    answer = ask(tmp_path, "How did the headline of the pier story change?")
    assert answer.short == ["Pier gives way at Ossel", "Five dead at Ossel pier"]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How is Jorun Tveit spelled in the second version of the pier story?", "Jorunn Tveidt"),
        ("How does the first version of the pier story spell Jorunn Tveidt?", "Jorun Tveit"),
        ("How is Tveit's first name written in version 2 of the pier story?", "Jorunn"),
        ("How is the name Tveidt written in the earlier version of the Ossel article?", "Jorun Tveit"),
    ],
)
def test_a_name_is_given_as_the_version_has_it(tmp_path: Path, question: str, name: str) -> None:
    assert ask(tmp_path, question).short == [name]


def test_somebody_described_is_found_by_reading_and_a_name_is_what_counts(tmp_path: Path) -> None:
    question = "How is the harbour master's name spelled in the second version of the pier story?"
    answer = ask(tmp_path, question, r"(rotten|[Hh]arbour master|Jorunn? \w+)")
    assert answer.short == ["Jorunn Tveidt"]
    assert {c.version for c in answer.citations} == {2}


def test_who_is_described_in_one_version_is_spelled_as_the_other_has_it(tmp_path: Path) -> None:
    """The reader knows the harbour master in the first version only; the second spells him otherwise."""
    question = "How is the harbour master's name spelled in the second version of the pier story?"
    answer = ask(tmp_path, question, r"(Jorun Tveit)")
    assert answer.short == ["Jorunn Tveidt"]
    assert {c.version for c in answer.citations} == {2}


@pytest.mark.parametrize(
    "question",
    [
        "How is Sanna Holm's name spelled in the first version of the pier story?",
        "How is the judge's name spelled in the first version of the pier story?",
        "Which judge was added in the first version of the mill story?",
    ],
)
def test_a_version_that_does_not_say_is_refused(tmp_path: Path, question: str) -> None:
    answer = ask(tmp_path, question, r"(Sanna Holm)", mill=True)
    assert not answer.found
    assert answer.citations == []
    assert "The documents don't say." in answer.text


@pytest.mark.parametrize(
    ("question", "name", "version"),
    [
        ("Whose order was added in the second version of the pier story?", "Sanna Holm", 2),
        ("Whose order does the latest version of the pier story add?", "Sanna Holm", 2),
        ("Whose warning was dropped in the second version of the pier story?", "Aksel Brun", 1),
        ("Whose warning does the second version of the pier story leave out?", "Aksel Brun", 1),
        ("Whose order is missing from the first version of the pier story?", "Sanna Holm", 2),
        ("Whose warning stands only in the first version of the pier story?", "Aksel Brun", 1),
    ],
)
def test_what_only_one_version_holds_is_read_there(tmp_path: Path, question: str, name: str, version: int) -> None:
    answer = ask(tmp_path, question, NAMES)
    assert answer.short == [name]
    assert {c.version for c in answer.citations} == {version}


def test_what_both_versions_hold_was_not_added(tmp_path: Path) -> None:
    assert not ask(tmp_path, "Which day was added in the second version of the pier story?", r"(Sunday)").found


def test_all_that_was_added(tmp_path: Path) -> None:
    answer = ask(tmp_path, "What was added in the second version of the pier story?")
    assert "Judge Sanna Holm ordered an inquiry." in answer.text
    assert "Aksel Brun" not in answer.text


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Which figure changed between the versions about the people on the pier?", ["31", "38"]),
        (
            "Which figure changed between the versions of the pier story about the people who were killed?",
            ["Three", "Five"],
        ),
        ("Which toll changed between the versions of the pier story?", ["Three", "Five"]),
        ("Which name is spelled differently in the two versions of the pier story?", ["Jorun Tveit", "Jorunn Tveidt"]),
    ],
)
def test_figures_and_names_that_changed(tmp_path: Path, question: str, values: list[str]) -> None:
    answer = ask(tmp_path, question)
    assert answer.short == values
    assert {c.version for c in answer.citations} == {1, 2}


def test_nothing_of_the_kind_changed(tmp_path: Path) -> None:
    answer = ask(tmp_path, "Which figure changed between the versions of the mill story?", mill=True)
    assert not answer.found
    assert answer.text == "The versions do not differ on that."


def test_what_the_article_gives_is_asked_without_the_article(tmp_path: Path) -> None:
    with asking(tmp_path, r"(\w+)(?= people were killed)") as answerer:
        answer = answerer.ask("What toll does the first version of the pier story give?")
        reader: PatternReader = answerer.reader  # type: ignore[assignment]
    assert answer.short == ["Three"]
    assert reader.asked[-1] == "How many people were killed?"
    assert answer.question == "How many people were killed? (first version)"


def test_a_version_that_the_documents_speak_of_is_no_articles(tmp_path: Path) -> None:
    answer = ask(tmp_path, "Who sang in the new version?", NAMES, song=True)
    assert "Mira Lund" in answer.short
    assert answer.citations[0].title == "A song comes back"


def test_an_article_of_one_version_is_asked_the_usual_way(tmp_path: Path) -> None:
    with asking(tmp_path, NAMES, song=True) as answerer:
        told = answerer.explain("Who sang in the first version of the song story?")
        assert (told["route"], told["answer"].citations[0].title) == ("plain", "A song comes back")
        assert answerer.explain("Who was killed in the first version of the Ossel pier story?")["route"] == "version"


def test_without_versions_a_question_goes_the_usual_way(tmp_path: Path) -> None:
    (tmp_path / "song.md").write_text(SONG, encoding="utf-8")
    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as index:
        index.add([tmp_path / "song.md"])
        answerer = Answerer(index, reader=PatternReader(NAMES), calibration=SURE)  # type: ignore[arg-type]
        assert answerer.explain("Who sang in the first version of the song story?")["route"] == "plain"


@pytest.mark.parametrize(
    ("question", "version"),
    [
        ("Which version of the pier story names Judge Sanna Holm?", "Version 2"),
        ("In which version of the pier story had a fisherman warned the town?", "Version 1"),
        ("Which of the two versions speaks of 31 people?", "Version 1"),
    ],
)
def test_which_version_says_it(tmp_path: Path, question: str, version: str) -> None:
    with asking(tmp_path, r"(zzz)", mill=True) as answerer:
        answer = answerer.ask(question)
        [citation] = answer.citations
        assert answerer.index.document(citation.document_id).text[citation.start : citation.end] == citation.quote
    assert answer.short == [version]
    assert citation.version == int(version[-1])


@pytest.mark.parametrize(
    "question",
    [
        "Which version of the pier story says that the piles were rotten?",  # both do
        "Which version of the pier story names a helicopter?",
    ],
)
def test_no_version_alone_says_it(tmp_path: Path, question: str) -> None:
    assert not ask(tmp_path, question).found


def test_whether_a_version_names_somebody(tmp_path: Path) -> None:
    with asking(tmp_path, r"(zzz)") as answerer:
        yes = answerer.ask("Does the first version of the pier story mention Aksel Brun?")
        no = answerer.ask("Does the second version of the pier story mention Aksel Brun?")
    assert yes.short == ["Yes"]
    assert "Aksel Brun" in yes.citations[0].quote
    assert not no.found


def test_how_much_later_a_version_came_is_what_the_page_says(tmp_path: Path) -> None:
    body = rows(*versions(BRIDGE, random.Random(7)))
    text = two_version_page((BRIDGE.headline, BRIDGE.new_headline), body, later="2 hours later")
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as index:
        index.add([tmp_path / "page.txt"])
        answerer = Answerer(index, reader=PatternReader(r"(zzz)"), calibration=SURE)  # type: ignore[arg-type]
        answer = answerer.ask("How much later did the second version of the bridge story appear?")
    assert answer.short == ["2 hours later"]
    assert answer.citations[0].quote == "2 hours later"
