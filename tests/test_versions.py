"""Which documents are versions of one another, and what changed between them. All places and events are invented."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from index import DocumentIndex
from index.editions import Edition
from index.records import Document, Region
from qa.news.version_diff import about, changed_figures, diff, names, word_diff
from qa.news.versions import LEAST_JACCARD, VersionBook, families, nearly_same, shingles, supersedes
from tests.fakes import FakeEmbedder

FERRY = (
    "The ferry Ostrava ran aground off Kellin on Tuesday with 212 people on board. Rescue boats reached it before "
    "dusk, and by nine in the evening everybody had been brought to the harbour. Captain Jens Aalto said that a buoy "
    "was missing from the channel. The port authority denied that. Two sailors were treated for cold. The ship will "
    "be towed to the yard in Marrow when the tide allows, which the yard expects on Friday at the earliest."
)
FERRY_LATER = FERRY.replace("212 people", "219 people").replace(
    "The port authority denied that.", "The port authority said on Wednesday that it would look into the matter."
)
FERRY_ELSEWHERE = (
    "More than two hundred travellers were taken off a stranded ship near Kellin. The Ostrava had struck a sandbank in "
    "the afternoon. Nobody was badly hurt, said the coast guard, which sent five boats and a helicopter. The captain "
    "blamed a lost marker in the fairway, but officials in the port were not convinced and pointed to the fog. A tug "
    "is to pull the vessel free and bring it to Marrow for repairs later in the week, weather permitting."
)


def document(text: str, origin: str, **more: object) -> Document:
    version = more.get("version")
    id_ = Document.make_id(origin, version if isinstance(version, int) else None)
    return dataclasses.replace(Document(id_, origin, text, "A ferry aground"), **more)  # type: ignore[arg-type]


def test_versions_of_one_page_are_a_family_however_they_differ() -> None:
    old, new = document("Short.", "/a", version=1), document("All is different now.", "/a", version=2)
    found = families([new, old])
    assert [e.id for e in found.of(old.id)] == [old.id, new.id]
    assert found.superseded(old.id)
    assert not found.superseded(new.id)
    assert (found.number(old.id), found.number(new.id)) == (1, 2)


def test_the_same_url_added_later_is_a_newer_version() -> None:
    url = "https://kellin.example/ferry"
    first, later = document(FERRY, "/a", url=url), document(FERRY_LATER, "/b", url=url)
    found = families([first, later])
    assert found.key[first.id] == found.key[later.id]
    assert found.superseded(first.id)
    assert not found.superseded(later.id)


def test_nearly_the_same_text_is_a_family_and_another_report_is_not() -> None:
    found = families([document(FERRY, "/a"), document(FERRY_LATER, "/b"), document(FERRY_ELSEWHERE, "/c")])
    assert sorted(len(members) for members in found.editions.values()) == [1, 2]


def test_the_threshold_lies_well_between_versions_and_other_reports() -> None:
    def jaccard(a: str, b: str) -> float:
        one, other = shingles(document(a, "/a")), shingles(document(b, "/b"))
        return len(one & other) / len(one | other)

    assert jaccard(FERRY, FERRY_LATER) > LEAST_JACCARD + 0.1
    assert jaccard(FERRY, FERRY_ELSEWHERE) < LEAST_JACCARD - 0.2


def test_a_text_taken_into_a_longer_one_is_the_same_source() -> None:
    assert nearly_same(shingles(document(FERRY, "/a")), shingles(document(FERRY_ELSEWHERE + "\n" + FERRY, "/b")))


def test_of_short_texts_nothing_is_claimed() -> None:
    found = families([document("Correction follows.", "/a"), document("Correction follows.", "/b")])
    assert found.with_versions() == []


def test_shared_furniture_makes_no_family() -> None:
    box = " ".join(f"Read more of our letter number {i} every morning." for i in range(9))

    def page(text: str, origin: str) -> Document:
        return document(f"{text}\n{box}", origin, regions=(Region(len(text), len(text) + 1 + len(box), "furniture"),))

    assert families([page(FERRY, "/a"), page(FERRY_ELSEWHERE, "/b")]).with_versions() == []


@pytest.mark.parametrize(
    ("newer", "older", "expected"),
    [
        ({"published": "2031-05-02"}, {"published": "2031-05-01"}, True),
        ({"published": "2031-05-01"}, {"published": "2031-05-02"}, False),
        ({"published": "2031-05-01T10:00+00:00"}, {"published": "2031-05-01T08:00+00:00"}, True),
        ({"published": "2031-05-01T10:00+05:00"}, {"published": "2031-05-01T08:00+00:00"}, False),
        ({"published": "2031-05"}, {"published": "2031-05-02"}, True),  # neither says: the later added
        ({"version": 2, "origin": "/x"}, {"version": 1, "origin": "/x", "published": "2032"}, True),
        ({"publisher": "Mail", "published": "2031-05-02"}, {"publisher": "Echo", "published": "2031-05-01"}, False),
        ({}, {}, True),
    ],
)
def test_what_supersedes_what(newer: dict[str, object], older: dict[str, object], expected: bool) -> None:
    a = Edition("b", "/b", None, None, None, None, 2)
    b = Edition("a", "/a", None, None, None, None, 1)
    newer_one, older_one = dataclasses.replace(a, **newer), dataclasses.replace(b, **older)  # type: ignore[arg-type]
    assert supersedes(newer_one, older_one) is expected
    assert not (supersedes(newer_one, older_one) and supersedes(older_one, newer_one))


def test_many_documents_are_compared_by_a_sample_of_shingles() -> None:
    def article(number: int) -> str:
        return " ".join(f"w{(number * 7919 + i * i) % 99991}" for i in range(300))

    many = [document(article(i), f"/{i}") for i in range(60)]
    copy = document(article(7) + " and a last line", "/copy")
    assert [[e.origin for e in f] for f in families([*many, copy]).with_versions()] == [["/7", "/copy"]]


def test_no_documents_no_families() -> None:
    assert families([]).editions == {}
    assert families([]).of("0" * 12) == ()
    assert families([]).number("0" * 12) == 0


def test_the_book_follows_the_store(tmp_path: Path) -> None:
    for name, text in (("one.txt", FERRY), ("two.txt", FERRY_ELSEWHERE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder()) as index:
        index.add([tmp_path / "one.txt", tmp_path / "two.txt"])
        book, before = VersionBook(index), index.change_number()
        assert book.all().with_versions() == []
        (tmp_path / "three.txt").write_text(FERRY_LATER, encoding="utf-8")
        index.add([tmp_path / "three.txt"])
        assert index.change_number() != before
        [pair] = book.all().with_versions()
        assert [Path(e.origin).name for e in pair] == ["one.txt", "three.txt"]
        around = VersionBook(index).around(index.documents())
        assert [[e.id for e in f] for f in around.with_versions()] == [[e.id for e in pair]]
        index.remove(pair[1].id)
        assert book.all().with_versions() == []
        assert len(index.editions()) == 2
        assert index.editions([]) == []


def test_sentences_added_dropped_and_reworded() -> None:
    old, new = document(FERRY, "/a"), document(FERRY_LATER + " Divers found no leak.", "/b", published="2031-05-03")
    found = diff(old, new)
    assert [c.quote for c in found.added] == [
        "The port authority said on Wednesday that it would look into the matter.", "Divers found no leak.",
    ]  # fmt: skip
    assert [c.quote for c in found.dropped] == ["The port authority denied that."]
    [change] = found.reworded
    assert ("dropped", "212") in change.words
    assert ("added", "219") in change.words
    assert found.figures == (("212", "219"),)
    assert found.since == "2031-05-03"
    assert found.unchanged == 5 - 1
    for citation in [*found.added, change.new]:
        assert new.text[citation.start : citation.end] == citation.quote


def test_a_moved_sentence_has_not_changed() -> None:
    found = diff(
        document("Rain fell on Marrow. The fair went on.", "/a"),
        document("The fair went on. Rain fell on Marrow.", "/b"),
    )
    assert (found.added, found.dropped, found.reworded, found.unchanged) == ((), (), (), 2)


def test_nothing_changed() -> None:
    same = diff(document(FERRY, "/a"), document(FERRY, "/b"))
    assert (same.added, same.dropped, same.reworded, same.figures, same.names) == ((), (), (), (), ())


def test_names_that_changed() -> None:
    old = document("The mine at Corva was closed by inspector Ruta Salis after the flood in March.", "/a")
    new = document("The mine at Corva was closed by inspector Rita Salis after the flood in March.", "/b")
    assert diff(old, new).names == (("Ruta Salis", "Rita Salis"),)
    other = document("The mine at Corva was closed by judge Tomas Arce after the flood in March.", "/c")
    assert diff(old, other).names == (("Ruta Salis", ""), ("", "Tomas Arce"))


def test_words_of_both_sides_are_all_there() -> None:
    runs = word_diff("a b c d", "a x c")
    assert [t for op, t in runs if op != "added"] == ["a", "b", "c", "d"]
    assert [t for op, t in runs if op != "dropped"] == ["a", "x", "c"]
    assert word_diff("", "") == ()


def test_figures_are_compared_with_their_hedges() -> None:
    assert changed_figures("At least 25 died.", "25 died.") == [("At least 25", "25")]
    assert changed_figures("Two dozen died.", "24 died.") == []
    assert changed_figures("Nobody knew.", "12 died.") == [("", "12")]


def test_changes_about_a_topic_come_first() -> None:
    found = diff(document(FERRY, "/a"), document(FERRY_LATER, "/b"))
    old, new = about(found, ["people", "board"])[0]
    assert old is not None
    assert new is not None
    assert "212" in old.quote
    assert "219" in new.quote
    assert about(found, ["volcano"]) == []
    assert len(about(found, [])) == 3


def test_names_are_runs_of_capitals() -> None:
    assert names("The mayor of Corva, Ilse van Brandt, met Gen. Abu al-Karim.") == [
        "Corva",
        "Ilse van Brandt",
        "Gen. Abu al-Karim",
    ]
