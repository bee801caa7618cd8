"""Questions for several things: what their words ask for, the lists that texts make, what is shown; all invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import DocumentIndex
from index.records import Document, Hit, Passage
from qa import Answerer, Settings
from qa.candidates import Weights
from qa.confidence import Calibration
from qa.coordination import items, siblings
from qa.grouping import group
from qa.kinds.listing import Wanted, wanted
from qa.listed import falls_short, listed, rivals, shortfall
from qa.members import members
from qa.reader import Reading, Span
from qa.records import Candidate
from tests.fakes import FakeEmbedder


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which mills closed?", Wanted(True)),
        ("Which old mills in Leeds were closed last year?", Wanted(True)),
        ("In which harbours did the fleet anchor?", Wanted(True)),
        ("Which two captains drowned?", Wanted(True, 2)),
        ("Who are the two pilots of the Blue Gull?", Wanted(True, 2)),
        ("Name the three ports of Aldany.", Wanted(True, 3)),
        ("Name the ports of Aldany.", Wanted(True)),
        ("Who were the owners?", Wanted(True)),
        ("Which women sailed?", Wanted(True)),
        ("Which mills employ most people?", Wanted(True)),
        ("Which US mills closed?", Wanted(True)),
        ("What injuries did the skipper have?", Wanted(True)),
        ("Which mill closed?", Wanted(False)),
        ("Which mill employs most people?", Wanted(False)),
        ("Which sports club won the cup?", Wanted(False)),
        ("Which general spoke on Thursday?", Wanted(False)),
        ("How many mills closed?", Wanted(False)),
        ("How many mills closed and how many opened?", Wanted()),
        ("What causes rust?", Wanted()),
        ("What happened in the mills?", Wanted()),
        ("Who drowned?", Wanted()),
        ("When did the mills close?", Wanted()),
        ("", Wanted()),
    ],
)
def test_what_the_words_ask_for(question: str, expected: Wanted) -> None:
    assert wanted(question) == expected


def beside(text: str, part: str) -> list[str]:
    start = text.index(part)
    return [text[a:b] for a, b in siblings(text, start, start + len(part))]


@pytest.mark.parametrize(
    ("text", "part", "others"),
    [
        ("Ana Ruiz, Tom Berg and Li Wen sang.", "Tom Berg", ["Ana Ruiz", "Li Wen"]),
        ("Ana Ruiz, Tom Berg, and Li Wen sang.", "Li Wen", ["Ana Ruiz", "Tom Berg"]),
        ("The fair draws Aldany, Brisk or the Vale of Orr.", "Aldany", ["Brisk", "the Vale of Orr"]),
        ("Among them were the miller, Ana Ruiz, and ex–harbour master Tom Berg.", "Ana Ruiz", ["Tom Berg"]),
        ("They hired Gov. Ana Ruiz and Capt. Tom Berg.", "Gov. Ana Ruiz", ["Capt. Tom Berg"]),
        ("Ana Ruiz, 31, and Tom Berg, 40, were saved.", "Ana Ruiz", ["Tom Berg"]),
        ("Then shares of Aldany (ALD), Brisk (BRK) and Orr (ORR) fell.", "Orr", ["Aldany", "Brisk"]),
        ("The flood took schools, stone bridges and barns.", "schools", ["stone bridges", "barns"]),
        ("It may cause sore eyes, coughing and fever in winter.", "sore eyes", ["coughing", "fever"]),
        ("The shop sells rope, lamps and other gear.", "rope", ["lamps"]),
        ("In Brisk, Ana Ruiz and Tom Berg sang.", "Ana Ruiz", ["Tom Berg"]),
        ("She met Tom Berg and another Orr-backed captain.", "Tom Berg", []),
        ("Ana Ruiz, the mayor, sang.", "Ana Ruiz", []),
        ("She lives in Brisk, Aldany.", "Brisk", []),
        ("Ana Ruiz sang. Tom Berg and Li Wen danced.", "Ana Ruiz", []),
        ("Ana Ruiz sang.", "Ana Ruiz", []),
    ],
)
def test_what_stands_beside_a_part(text: str, part: str, others: list[str]) -> None:
    assert beside(text, part) == others


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ana Ruiz, Tom Berg and Li Wen", ["Ana Ruiz", "Tom Berg", "Li Wen"]),
        ("offices and bedrooms", ["offices", "bedrooms"]),
        ("pie and mash, eel or ham and eggs", ["pie and mash", "eel", "ham and eggs"]),
        ("the 2014 Cup, and the Games in 2015 and 2016", ["the 2014 Cup", "the Games in 2015 and 2016"]),
        ("red rope; blue lamps", ["red rope", "blue lamps"]),
        ("Brisk, Aldany", ["Brisk, Aldany"]),
        ("“Salt and Smoke”", ["“Salt and Smoke”"]),
        ("an Orr and shells", ["an Orr and shells"]),
        ("rope", ["rope"]),
    ],
)
def test_what_a_stretch_lists(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in items(text, 0, len(text))] == parts


def test_a_lone_and_parts_what_was_found_apart() -> None:
    text = "an Orr and shells"
    assert [text[a:b] for a, b in items(text, 0, len(text), [(3, 6), (11, 17)])] == ["an Orr", "shells"]


def test_a_pair_of_a_longer_list_is_two() -> None:
    text = "Brisk, Aldany and Orr were flooded."
    assert [text[a:b] for a, b in items(text, 0, len("Brisk, Aldany"))] == ["Brisk", "Aldany"]


@given(st.text(alphabet="Ab ,;and“”()\n’-é", max_size=60), st.data())
def test_lists_are_slices_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for a, b in siblings(text, start, end):
        assert 0 <= a < b <= len(text)
        assert b <= start or a >= end
    assert items(text, start, end)
    assert all(start <= a <= b <= end for a, b in items(text, start, end))


def parts(text: str, marked: dict[str, float], spans: dict[str, float], asks: Wanted, margin: float = 4.0) -> list[str]:
    def scored(of: dict[str, float]) -> list[tuple[float, int, int]]:
        return [(score, text.index(words), text.index(words) + len(words)) for words, score in of.items()]

    return [text[a:b] for _, a, b in members(text, scored(marked), scored(spans), asks, margin)]


SONG = "Ana Ruiz, Tom Berg and Li Wen sang at the fair of Brisk."


def test_the_text_says_where_a_part_ends() -> None:
    assert parts(SONG, {"Ruiz": 3.0, "Tom": 2.0}, {"Ana Ruiz, Tom Berg": 5.0}, Wanted(True)) == [
        "Ana Ruiz", "Tom Berg", "Li Wen"
    ]  # fmt: skip


def test_one_part_leads_to_the_others_in_its_list() -> None:
    assert parts(SONG, {}, {"Tom Berg": 5.0, "Brisk": 4.0}, Wanted(True)) == ["Ana Ruiz", "Tom Berg", "Li Wen"]


def test_no_more_parts_than_asked_for_the_surest_first() -> None:
    assert parts(SONG, {"Ana Ruiz": 3.0, "Li Wen": 5.0}, {"Li Wen": 5.0}, Wanted(True, 2)) == ["Ana Ruiz", "Li Wen"]


def test_too_few_parts_are_filled_up_with_what_is_nearly_as_sure() -> None:
    text = "Ana Ruiz sang. Later came Tom Berg. Nobody saw Li Wen."
    spans = {"Ana Ruiz": 6.0, "Tom Berg": 3.0, "Li Wen": 1.0}
    assert parts(text, {}, spans, Wanted(True, 2)) == ["Ana Ruiz", "Tom Berg"]
    assert parts(text, {}, spans, Wanted(True, 3)) == ["Ana Ruiz", "Tom Berg"]  # the third is too far behind
    assert parts(text, {}, spans, Wanted(True)) == ["Ana Ruiz"]


def test_nothing_marked_and_nothing_asked_is_no_list() -> None:
    assert parts(SONG, {}, {"Tom Berg": 5.0}, Wanted()) == []
    assert parts(SONG, {}, {}, Wanted(True)) == []


def candidate(text: str, words: str, score: float, origin: str = "/a") -> Candidate:
    document = Document(id=Document.make_id(origin, None), origin=origin, text=text, title="")
    passage = Passage(f"{document.id}:0", document.id, 0, 0, len(text), text)
    start = text.index(words)
    return Candidate(document, Hit(passage, 0.5), start, start + len(words), score, score)


FIRE = "The fire killed the smith Ana Ruiz."
BOTH = "Flags fly low for Ana Ruiz and Tom Berg."
THIRD = "Li Wen was hurt."


def said(candidates: list[Candidate]) -> list[str]:
    return [c.text for c in candidates]


def test_other_sources_fill_a_list_with_what_they_name_in_one_breath() -> None:
    found = [
        candidate(FIRE, "Ana Ruiz", 6.0),
        candidate(BOTH, "Ana Ruiz", 2.0, "/b"),
        candidate(THIRD, "Li Wen", 4, "/c"),
    ]
    assert said(listed("Which two smiths died?", [], group(found))) == ["Ana Ruiz", "Tom Berg"]
    assert said(listed("Which smiths died?", [], group(found))) == ["Ana Ruiz", "Tom Berg"]


def test_an_answer_that_stands_by_itself_fills_a_list() -> None:
    found = [candidate(FIRE, "Ana Ruiz", 6.0), candidate(THIRD, "Li Wen", 4.0, "/c")]
    assert said(listed("Which two smiths died?", [], group(found))) == ["Ana Ruiz", "Li Wen"]
    weak = [candidate(FIRE, "Ana Ruiz", 6.0), candidate(THIRD, "Li Wen", -1.0, "/c")]
    assert said(listed("Which two smiths died?", [], group(weak))) == ["Ana Ruiz"]


def test_one_thing_asked_for_is_no_list() -> None:
    found = [candidate(FIRE, "Ana Ruiz", 6.0), candidate(THIRD, "Li Wen", 5.0, "/c")]
    assert listed("Which smith died?", [[found[0]], [found[1]]], group(found)) == []


def test_a_part_spelled_two_ways_is_one() -> None:
    here, there = candidate("Yusuf Karimi fell.", "Yusuf Karimi", 5.0), candidate("Karimi fell.", "Karimi", 4.0, "/b")
    other = candidate(THIRD, "Li Wen", 4.0, "/c")
    found = listed("Which smiths fell?", [[here], [there], [other]], group([here, there, other]))
    assert said(found) == ["Yusuf Karimi", "Li Wen"]


def test_a_list_told_in_one_place_is_whole() -> None:
    first = [candidate(BOTH, "Ana Ruiz", 6.0), candidate(BOTH, "Tom Berg", 5.0)]
    other = candidate(THIRD, "Li Wen", 5.5, "/c")
    more = "Mourners named Tom Berg and Bo Dahl."
    longer = [candidate(more, "Tom Berg", 5.0, "/d"), candidate(more, "Bo Dahl", 5.0, "/d")]
    groups = group([*first, other, *longer])
    assert said(listed("Which smiths died?", [first, [other]], groups)) == ["Ana Ruiz", "Tom Berg"]
    assert said(listed("Which smiths died?", [first, longer], groups)) == ["Ana Ruiz", "Tom Berg", "Bo Dahl"]


def test_parts_told_together_do_not_contradict_each_other() -> None:
    ana, tom, li = (
        candidate(BOTH, "Ana Ruiz", 6.0),
        candidate(BOTH, "Tom Berg", 5.0),
        candidate(THIRD, "Li Wen", 3, "/c"),
    )
    groups = group([ana, tom, li])
    assert [g.best.text for g in rivals(groups, [ana, tom])] == ["Ana Ruiz", "Li Wen"]
    assert [g.best.text for g in rivals(groups, [ana])] == ["Ana Ruiz", "Tom Berg", "Li Wen"]


def test_an_answer_from_elsewhere_that_fills_a_list_is_still_a_rival() -> None:
    ana, li = candidate(FIRE, "Ana Ruiz", 6.0), candidate(THIRD, "Li Wen", 3.0, "/c")
    assert len(rivals(group([ana, li]), [ana, li])) == 2
    tie = candidate(THIRD, "Li Wen", 5.0, "/c")
    assert len(rivals(group([ana, tie]), [ana, tie])) == 1


def test_a_number_asked_for_that_is_not_found_is_said() -> None:
    ana, both = candidate(FIRE, "Ana Ruiz", 6.0), candidate(BOTH, "Ana Ruiz and Tom Berg", 6.0)
    assert shortfall("Which two smiths died?", [ana]) == "The question asks for 2; the documents read name 1."
    assert shortfall("Which two smiths died?", [both]) == ""
    assert shortfall("Which smiths died?", [ana]) == ""


def test_less_than_half_of_what_was_asked_for_is_no_answer() -> None:
    ana = candidate(FIRE, "Ana Ruiz", 6.0)
    assert falls_short("Which four smiths died?", [ana])
    assert not falls_short("Which two smiths died?", [ana])
    assert not falls_short("Which smiths died?", [ana])
    assert not falls_short("Which four smiths died?", [candidate(BOTH, "Ana Ruiz and Tom Berg", 6.0)])


class MarkingReader:
    """Takes words for the answer wherever they stand, with the score they have; of a list it marks what it is told."""

    def __init__(self, scores: dict[str, float], asks: Wanted) -> None:
        self.scores, self.asks = scores, asks

    def read(self, question: str, passages: Sequence[str], top_spans: int = 5) -> list[Reading]:
        readings = []
        for text in passages:
            found = [(s, text.index(w), text.index(w) + len(w)) for w, s in self.scores.items() if w in text]
            found.sort(key=lambda span: -span[0])
            together = members(text, [], found, self.asks, 4.0) if self.asks.several else []
            spans, told = (tuple(Span(a, b, score) for score, a, b in of) for of in (found, together))
            readings.append(Reading(0.0, spans, told))
        return readings


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DocumentIndex]:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "fire.txt").write_text("The forge burned down on Monday. The fire killed the smith Ana Ruiz.\n", "utf-8")
    (folder / "flags.txt").write_text("Flags fly low for Ana Ruiz and Tom Berg after the forge fire.\n", "utf-8")
    (folder / "hurt.txt").write_text("The smith Li Wen was hurt in the forge fire.\n", "utf-8")
    with DocumentIndex.open(folder / "store", embedder=FakeEmbedder()) as opened:
        opened.add([folder])
        yield opened


@pytest.mark.parametrize(
    ("question", "asks", "short", "says"),
    [
        ("Which two smiths died?", Wanted(True, 2), ["Ana Ruiz", "Tom Berg"], "Tom Berg"),
        (
            "Which three smiths died?",
            Wanted(True, 3),
            ["Ana Ruiz", "Tom Berg"],
            "asks for 3; the documents read name 2",
        ),
        ("Which five smiths died?", Wanted(True, 5), [], ""),
        ("Which smith died?", Wanted(False), ["Ana Ruiz"], "Ana Ruiz"),
    ],
)
def test_lists_from_question_to_answer(
    index: DocumentIndex, question: str, asks: Wanted, short: list[str], says: str
) -> None:
    reader = MarkingReader({"Ana Ruiz": 6.0, "Li Wen": -1.0}, asks)
    by_span = Settings(weights=Weights(retrieval=0.0, similarity=0.0, type_fit=0.0, names=0.0, terms=0.0))
    by_reader = Calibration({"reader": 1.0}, 0.0, 0.7)
    answer = Answerer(index, reader=reader, calibration=by_reader, settings=by_span).ask(question)  # type: ignore[arg-type]
    assert answer.found == bool(short)
    assert answer.short == short
    assert says in answer.text
    for part in short:
        assert any(part in citation.quote for citation in answer.citations)
