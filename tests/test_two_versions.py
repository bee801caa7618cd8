"""Pages that show two versions: recognised, split, and how exactly."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from two_version_pages import BRIDGE, ELECTION, STORIES, line, page, rows, versions

from index.article import read_article
from index.normalise import normalise
from index.two_versions import split_headline, split_versions
from index.version_cuts import sentences
from index.version_sides import assign, twice

ARTICLES = Path(__file__).resolve().parent.parent.parent / "shared" / "articles"
FLOOR_ALL, FLOOR_CHANGED = 0.90, 0.83
real = pytest.mark.skipif(not ARTICLES.is_dir(), reason="../shared/articles is not here")


def test_a_page_becomes_two_linked_documents() -> None:
    old = list(BRIDGE.paragraphs)
    new = [BRIDGE.rewritten.get(i, paragraph) for i, paragraph in enumerate(old)]
    text = page((BRIDGE.headline, BRIDGE.new_headline), rows(old, new), (3, 4), "2 hours later")
    first, second = read_article(text, origin="/texts/page.txt")
    assert (first.version, second.version) == (3, 4)
    assert (first.title, second.title) == (BRIDGE.headline, BRIDGE.new_headline)
    assert first.id != second.id
    assert first.url == second.url == "http://coast.example/2021/03/03/story"
    assert first.published == "2021-03-03"
    assert (
        first.facts
        == second.facts
        == {
            "changed_times": "7",
            "source": "coast",
            "first_seen": "March 3, 2021 06:05",
            "compared": "3, 4",
            "later": "2 hours later",
            "seconds_later": "7200",
            "series": "/texts/page.txt",
        }
    )
    for document, paragraphs in ((first, old), (second, new)):
        assert document.text.split("\n")[-len(paragraphs) :] == paragraphs
        notes = [document.text[r.start : r.end] for r in document.regions if r.label == "page note"]
        assert [note.split()[0] for note in notes] == ["This", "You", "The", "Version", "(2"]


def accuracy(seeds: range) -> tuple[int, int, int, int]:
    """Rows recovered exactly and rows: of all, and of those whose halves differ."""
    right = total = right_changed = changed = 0
    for seed in seeds:
        rng = random.Random(seed)
        for story in STORIES:
            truth = rows(*versions(story, rng))
            found = assign([line(row) for row in truth], story.new_headline)
            exact = [a == b for a, b in zip(truth, found, strict=True)]
            differ = [old != new for old, new in truth]
            right, total = right + sum(exact), total + len(exact)
            right_changed += sum(e and d for e, d in zip(exact, differ, strict=True))
            changed += sum(differ)
    return right, total, right_changed, changed


def test_synthetic_pages_are_recovered() -> None:
    """Measured over 40 pages: 390 of 432 rows, 208 of the 250 that changed."""
    right, total, right_changed, changed = accuracy(range(20))
    assert right / total >= FLOOR_ALL, f"{right} of {total} rows"
    assert right_changed / changed >= FLOOR_CHANGED, f"{right_changed} of {changed} changed rows"


def test_nothing_is_lost_or_doubled() -> None:
    for seed in range(10):
        truth = rows(*versions(ELECTION, random.Random(seed)))
        lines = [line(row) for row in truth]
        for text, (old, new) in zip(lines, assign(lines, ELECTION.new_headline), strict=True):
            whole = f"{old}{new}" if old == new else " ".join(part for part in (old, new) if part)
            assert whole == text


def test_a_line_alone_belongs_to_the_version_that_lacks_its_twin() -> None:
    old = [BRIDGE.paragraphs[4], BRIDGE.paragraphs[5]]
    new = [BRIDGE.paragraphs[7], BRIDGE.paragraphs[6], BRIDGE.rewritten[4]]
    truth = rows(old, new)
    assert assign([" ".join(p for p in row if p) for row in truth]) == truth


def test_two_headlines() -> None:
    assert split_headline("", "") == ("", "")
    assert split_headline("Ferry sails again Ferry sails again", "") == ("Ferry sails again", "Ferry sails again")
    assert split_headline("Ferry sails againFerry sails again", "") == ("Ferry sails again", "Ferry sails again")
    joined = f"{ELECTION.headline} {ELECTION.new_headline}"
    assert split_headline(joined, " ".join(ELECTION.paragraphs)) == (ELECTION.headline, ELECTION.new_headline)


def test_page_without_headline_or_time() -> None:
    body = rows(list(ELECTION.paragraphs), list(ELECTION.paragraphs[1:]))
    text = page(("", ""), body)
    split = split_versions(normalise(text))
    assert split is not None
    assert (split.old.headline, split.new.headline) == ("", "")
    untimed = split_versions(normalise(text.replace("(32 minutes later)\n", "")))
    assert untimed is not None
    assert "later" not in untimed.facts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Version 1 Version 2",
        "Version 1 of the plan was better than Version 2, said the mayor.\n\nThe council disagreed.",
        "Release notes\n\nVersion 1\n\nFirst release.\n\nVersion 2\n\nSecond release.",
        "Changes\n\nVersion 1 Version 2\n\nA table of features that both versions have follows below.",
        "Version 2 Version 1\n(3 hours later)\nText of it.",
    ],
)
def test_other_texts_are_not_split(text: str) -> None:
    assert split_versions(normalise(text)) is None


@pytest.mark.parametrize(
    ("text", "same"),
    [("Yes. Yes.", "Yes."), ("Yes.Yes.", "Yes."), ("Yes.  Yes.", "Yes."), ("Yes. No.", None), ("", None), ("aa", "a")],
)
def test_twice(text: str, same: str | None) -> None:
    assert twice(text) == same


def test_pieces_know_titles_initials_and_missing_spaces() -> None:
    text = "She met Gen. J. P. Moss in the U.S. “No,” said Mr. Moss.The vote at 5 p.m. On Jan. 3 it cost $3.5 million."
    pieces = [text[start:end] for start, end in sentences(text)]
    assert pieces == [
        "She met Gen. J. P. Moss in the U.S.",
        "“No,” said Mr. Moss.",
        "The vote at 5 p.m.",
        "On Jan. 3 it cost $3.5 million.",
    ]


@given(st.lists(st.text(min_size=1).map(lambda t: " ".join(t.split())).filter(bool), max_size=8))
def test_any_lines_are_assigned_whole(lines: list[str]) -> None:
    for text, (old, new) in zip(lines, assign(lines), strict=True):
        if old == new:
            assert twice(text) == old
        else:
            assert (old or "") + (new or "") == text or (old and new and text.startswith(old) and text.endswith(new))


@real
@pytest.mark.parametrize(("number", "old_lines", "new_lines"), [("001", 15, 31), ("002", 24, 30)])
def test_the_real_pages(number: str, old_lines: int, new_lines: int) -> None:
    (path,) = ARTICLES.glob(f"{number}_*.txt")
    text = normalise(path.read_text(encoding="utf-8"))
    split = split_versions(text)
    assert split is not None
    lines = text.split("\n")
    body = lines.index("(32 minutes later)") + 1
    for version, count in ((split.old, old_lines), (split.new, new_lines)):
        paragraphs = version.text.split("\n")[body:]
        assert len(paragraphs) == count
        assert all(paragraph in text for paragraph in paragraphs)
        assert len(set(paragraphs)) == count, "no paragraph stands twice in one version"
    assert split.facts["changed_times"] == {"001": "16", "002": "6"}[number]
    assert split.facts["seconds_later"] == "1920"
