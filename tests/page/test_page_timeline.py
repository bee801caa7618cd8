"""The timeline on the page: dots by hand, text that stays text, what is left out and said so, and where nothing is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index import DocumentIndex
from index.errors import StoreLocked
from index.records import Citation, Document, Hit
from qa.news.dates import ResolvedDate
from qa.news.timeline import Event
from qa.page import timeline as page_timeline
from qa.page.plot import DOT, LEAST_DOT, REST, RING, Row, marks_of, plot_html, rows_of, told
from qa.page.time_axis import APART, Date, stretches
from qa.page.timeline import MOST_EVENTS, MOST_OTHERS, Timelines, events_html, names_of, timeline_html
from tests.fakes import FakeEmbedder
from tests.shown import HOSTILE, Tags, Ui

DAY = Date(2031, 3, 8)
STORY = """# Mine at Orsk collapses

The Ledger, March 10, 2031

The copper mine at Orsk collapsed on Saturday, trapping nine miners under Mount Vell.
"""
OTHER = """# Nine trapped in mine

The Post, March 9, 2031

Nine miners were trapped when the copper mine at Orsk collapsed on Saturday.
"""
TIMELESS = "# Bread\n\nFlour, water and salt make bread.\n"


def source(number: int = 0, *, publisher: str | None = "The Ledger", **known: Any) -> Document:
    text = known.pop("text", "The mine at Orsk collapsed on Saturday.")
    title = known.pop("title", f"Mine {number}")
    return Document(f"{number:012x}", f"/{number}.txt", text, title, publisher, published="2031-03-10", **known)


def event(document: Document, *others: Document, first: Date = DAY, last: Date | None = None) -> Event:
    at = document.text.find("Saturday")
    date = ResolvedDate("Saturday", at, at + 8, first, last or first, "day")
    return Event(date, cited(document), tuple(map(cited, others)))


def cited(document: Document) -> Citation:
    return document.cite(0, len(document.text))


def page_of(events: list[Event], *documents: Document) -> str:
    return events_html(events, {document.id: document for document in documents})


def test_dots_of_one_place_stand_above_one_another_then_aside_while_their_days_last() -> None:
    row = Row("a")
    assert [row.put(10.0, APART) for _ in range(11)] == [
        *((10.0, lane) for lane in range(5)), *((10.0 + APART, lane) for lane in range(5)), (10.0, 5),
    ]  # fmt: skip
    assert row.put(40.0, 0.0) == (40.0, 0)
    assert row.put(40.0 + APART - 1, 0.0) == (50.0, 1)


def test_a_row_of_very_many_dots_is_no_higher_than_others() -> None:
    row = Row("a")
    for _ in range(300):
        row.put(10.0, 0.0)
    assert len(row.lanes) == 300
    assert row.height < 120
    assert row.dot == LEAST_DOT
    assert Row("b", [[10.0]]).dot == DOT


def test_dots_stand_where_their_days_are() -> None:
    """Seven days share 560 pixels: 80 a day. A dot stands a ring's width after its day begins."""
    ledger, post = source(0), source(1, publisher="The Post")
    week = [Date(2031, 3, 3 + n) for n in range(7)]
    events = [event(ledger, first=day) for day in week[:6]]
    events += [event(ledger, post, first=week[6]), event(ledger, first=week[6])]
    axis = stretches([(e.date.first, e.date.last) for e in events])
    names = names_of([cited(ledger), cited(post)])
    rows = rows_of(events, names)
    marks = marks_of(events, names, rows, axis)
    assert [row.name for row in rows] == ["The Ledger", "The Post"]
    assert [mark.at for mark in marks] == pytest.approx([*(80 * n + RING for n in range(7)), 480 + RING])
    assert [mark.lanes for mark in marks[-2:]] == [((0, 0), (1, 0)), ((0, 1),)]
    assert [mark.until for mark in marks] == pytest.approx([80.0 * n for n in (1, 2, 3, 4, 5, 6, 7, 7)])
    drawn = plot_html(events, names, axis)
    assert f'cx="{100 * (80 + RING) / 560:.2f}%"' in drawn
    assert drawn.count(f'r="{DOT}"') == 9  # eight events, one of them in two rows
    assert drawn.count('class="quoted-ring"') == 1
    assert re.findall(r'<a href="(#event-\d+)"', drawn) == [f"#event-{n}" for n in range(8)]


def test_an_event_of_a_year_lasts_until_the_year_ends() -> None:
    one = event(source(), first=Date(2031, 1, 1), last=Date(2031, 12, 31))
    drawn = page_of([one], source())
    assert re.search(r'class="quoted-lasts" x1="1.16%" x2="100.00%"', drawn)
    assert "quoted-lasts" not in page_of([event(source())], source())


def test_rows_are_publishers_then_headlines_and_the_last_of_many_is_shared() -> None:
    nameless = source(2, publisher=None, title="A leaflet")
    assert set(names_of([cited(source()), cited(nameless)]).values()) == {"The Ledger", "A leaflet"}
    versions = [source(n, title="Mine", version=n) for n in (1, 2)]
    assert list(names_of(list(map(cited, versions))).values()) == ["Mine, version 1", "Mine, version 2"]
    many = [source(n, publisher=f"Paper {n:02}") for n in range(20)]
    events = [event(document) for document in many]
    rows = rows_of(events, names_of(list(map(cited, many))))
    assert [row.name for row in rows] == [*(f"Paper {n:02}" for n in range(7)), REST]
    shown = page_of(events, *many)
    assert shown.count("<article") == shown.count('<a href="#event-') == 20


def test_no_events_have_no_plot() -> None:
    assert plot_html([], {}, []) == ""


def test_an_entry_has_date_quotation_source_and_the_others_that_tell_the_same() -> None:
    first = source(0, version=2)
    second = source(1, publisher="The Post", text="It is said to have collapsed on Saturday.")
    later = source(2, title="Seen", text="Rescuers came on Saturday.")
    shown = page_of([event(first, second), event(later)], first, second, later)
    assert shown.count("<h2") == 1  # two events, one day
    assert re.findall(r"<mark>(.*?)</mark>", shown)[0] == "Saturday"
    said = Tags(shown).text
    assert "8 March 2031The mine at Orsk collapsed on Saturday.Mine 0. The Ledger, 2031-03-10, version 2." in said
    assert "1 other tells the same: The Post" in said
    links = [link for link in Tags(shown).links if link.startswith("#quoted-")]
    assert links == [f"#quoted-{d.id}-0-{len(d.text)}" for d in (first, second, later)]
    line = "8 March 2031: The mine at Orsk collapsed on Saturday. (The Ledger and 1 other)"
    assert told(event(first, second)) == line


def test_the_words_that_date_the_others_are_marked_too() -> None:
    """Found in their own documents, whose weekdays are counted from their own dates."""
    first = source(0)
    second = source(1, publisher="The Post", text="Officials said the mine collapsed on March 8, 2031.")
    assert re.findall(r"<mark>(.*?)</mark>", page_of([event(first, second)], first, second)) == [
        "Saturday", "March 8&#44; 2031",
    ]  # fmt: skip
    gone = page_of([event(first, second)], first)  # removed meanwhile
    assert re.findall(r"<mark>(.*?)</mark>", gone) == ["Saturday"]


def test_markup_in_documents_is_text() -> None:
    hostile = source(0, publisher=HOSTILE, title=HOSTILE, text=f"{HOSTILE} on Saturday.")
    shown = page_of([event(hostile, source(1, publisher=HOSTILE))], hostile)
    tags = Tags(shown)
    assert tags.tags == {"a", "svg", "g", "line", "text", "circle", "title", "figure", "figcaption", "ol", "li", "h2",
                         "div", "article", "blockquote", "mark", "p", "cite", "details", "summary"}  # fmt: skip
    assert all(link.startswith("#") for link in tags.links)
    assert HOSTILE in tags.text
    assert not re.search(r"[!\[$`_*]", re.sub(r"&#\w+;", "", shown))  # nothing that Markdown or a template would read


def test_long_lists_are_cut_and_say_so() -> None:
    one = source()
    events = [event(one, first=Date.fromordinal(DAY.toordinal() + n)) for n in range(MOST_EVENTS + 700)]
    shown = page_of(events, one)
    assert shown.count("<article") == shown.count('<a href="#event-') == MOST_EVENTS
    assert f"The newest {MOST_EVENTS} of 1,200 events: say above what they should be about" in Tags(shown).text
    assert events[0].date.label not in Tags(shown).text
    others = [source(n, publisher=f"Paper {n}") for n in range(1, MOST_OTHERS + 4)]
    shown = page_of([event(one, *others)], one, *others)
    assert shown.count("<blockquote") == 1 + MOST_OTHERS
    assert f"{MOST_OTHERS + 3} others tell the same" in Tags(shown).text
    assert "3 more tell the same" in Tags(shown).text
    assert "The newest" not in Tags(shown).text


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DocumentIndex]:
    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as opened:
        yield opened


def add(index: DocumentIndex, name: str, text: str) -> None:
    assert index.add_bytes(text.encode(), name).added


def test_where_there_is_nothing_it_says_what_to_do(index: DocumentIndex) -> None:
    assert Tags(timeline_html(index)).text == page_timeline.NO_DOCUMENTS
    add(index, "bread.md", TIMELESS)
    assert Tags(timeline_html(index)).text == page_timeline.NO_DATES
    add(index, "mine.md", STORY)
    assert Tags(timeline_html(index, "volcano eruption")).text == page_timeline.NOTHING_ABOUT
    assert Tags(timeline_html(index, "mine " * 100)).text == page_timeline.TOO_LONG
    assert timeline_html(index, "Orsk").count("<article") == 1
    assert timeline_html(index, "  ") == timeline_html(index)


class Watched:
    """An index that counts how often its documents are read; ``locked`` refuses everything."""

    def __init__(self, index: DocumentIndex, *, locked: bool = False) -> None:
        self.index, self.locked, self.read = index, locked, 0

    def change_number(self) -> tuple[int, int]:
        if self.locked:
            raise StoreLocked("another process is writing: try again")
        return self.index.change_number()

    def documents(self) -> list[Document]:
        self.read += 1
        return self.index.documents()

    def search(self, query: str, top_k: int) -> list[Hit]:
        return self.index.search(query, top_k)


def test_it_is_worked_out_when_asked_for_and_again_when_the_store_changed(index: DocumentIndex) -> None:
    add(index, "mine.md", STORY)
    watched = Watched(index)
    tab = Timelines(watched, Ui())  # type: ignore[arg-type]
    assert watched.read == 0
    (reading, nothing), (shown, seen) = tab.opened("", None)
    assert (Tags(reading).text, nothing) == (page_timeline.READING, None)
    once = watched.read
    assert list(tab.opened("", seen)) == [("unchanged", "unchanged")]
    assert list(tab.opened(" ", None)) == list(tab.asked(None)) == [(shown, seen)]  # for somebody else, at once
    assert watched.read == once > 0
    add(index, "other.md", OTHER)
    (_, _), (newer, _) = tab.opened("", seen)
    assert "1 other tells the same" in Tags(newer).text
    assert "1 other tells the same" not in Tags(shown).text
    assert len(list(tab.asked("Orsk"))) == 2
    assert watched.read == 3 * once


def test_a_store_that_cannot_be_read_is_said(index: DocumentIndex) -> None:
    tab = Timelines(Watched(index, locked=True), Ui())  # type: ignore[arg-type]
    for [(shown, seen)] in (list(tab.asked("")), list(tab.opened("", ((1, 1), "")))):
        assert (Tags(shown).text, seen) == ("another process is writing: try again", None)
