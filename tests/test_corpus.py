"""The shipped document set: well formed, of readable length, and in our own words.

The comparison with the articles that the texts retell needs ``../shared/articles`` and is skipped where it is absent.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
CORPUS = sorted((ROOT / "corpus").glob("*.md"))
ARTICLES = ROOT.parent / "shared" / "articles"
LONGEST_COPY = 9  # running words that may stand alike: names with titles and ranks fill as many

needs_articles = pytest.mark.skipif(not ARTICLES.is_dir(), reason="needs ../shared/articles")
each_file = pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)


def parse(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and Markdown body of one file."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body.strip()


def without_heading(body: str) -> str:
    """The running text: a headline is a fact and may stand as it was."""
    return re.sub(r"^# .*$", "", body, flags=re.MULTILINE)


def without_quotations(text: str) -> str:
    """Every quotation becomes a bar, across which no word sequence is counted."""
    return re.sub(r'"[^"]*"', " | ", straight(text))


def straight(text: str) -> str:
    """Typographic quotation marks and apostrophes as typewriter ones, inline tags away."""
    return re.sub(r"<[^>]+>", "", text).translate(str.maketrans("“”‘’", "\"\"''"))


def words(text: str) -> list[str]:
    """Lower-case words without the punctuation around them."""
    stripped = (re.sub(r"^\W+|\W+$", "", word).lower() for word in text.split())
    return [word for word in stripped if word]


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """All sequences of ``length`` words within the parts of ``text`` between bars."""
    found: set[tuple[str, ...]] = set()
    for part in text.split("|"):
        tokens = words(part)
        found.update(tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1))
    return found


def test_there_are_seven_texts_of_five_articles() -> None:
    assert len(CORPUS) == 7
    series = [parse(path)[0].get("series") or path.stem for path in CORPUS]
    assert len(set(series)) == 5


@each_file
def test_front_matter_is_complete(path: Path) -> None:
    head, body = parse(path)
    assert isinstance(head["title"], str)
    assert isinstance(head["publisher"], str)
    assert isinstance(head["authors"], list)
    assert all(isinstance(name, str) for name in head["authors"])
    assert body.startswith(f"# {head['title']}\n")
    published = head["published"]
    assert isinstance(published, str)
    if re.fullmatch(r"\d{4}-\d\d", published):  # the copy at hand names a month only
        published += "-01"
    datetime.datetime.fromisoformat(published)


@each_file
def test_length_is_that_of_a_news_article(path: Path) -> None:
    assert 500 <= len(parse(path)[1].split()) <= 1000


@each_file
def test_quotation_marks_are_paired_within_each_paragraph(path: Path) -> None:
    odd = [part for part in parse(path)[1].split("\n\n") if part.count('"') % 2]
    assert odd == []


def test_versions_of_one_article_belong_together() -> None:
    versions: dict[str, list[dict[str, Any]]] = {}
    for path in CORPUS:
        head, _ = parse(path)
        if "series" in head:
            versions.setdefault(head["series"], []).append(head)
    assert len(versions) == 2
    for heads in versions.values():
        assert sorted(head["version"] for head in heads) == [1, 2]
        assert len({head["url"] for head in heads}) == 1


@needs_articles
@each_file
def test_nothing_but_quotations_is_copied(path: Path) -> None:
    text = without_quotations(without_heading(parse(path)[1]))
    ours = runs(text, LONGEST_COPY + 1)
    assert ours, "the check must have something to compare"
    for article in sorted(ARTICLES.glob("*.txt")):
        theirs = runs(straight(article.read_text(encoding="utf-8")).replace("|", " "), LONGEST_COPY + 1)
        assert [" ".join(run) for run in ours & theirs] == []


@needs_articles
@each_file
def test_headline_is_shorter_than_twelve_copied_words(path: Path) -> None:
    headline = runs(straight(parse(path)[0]["title"]), 12)
    for article in sorted(ARTICLES.glob("*.txt")):
        assert not headline & runs(straight(article.read_text(encoding="utf-8")), 12)


@needs_articles
@each_file
def test_quotations_stand_in_an_article(path: Path) -> None:
    """What stands between quotation marks is what somebody said, to the letter (end punctuation aside)."""
    originals = " ".join(straight(article.read_text(encoding="utf-8")) for article in sorted(ARTICLES.glob("*.txt")))
    originals = " ".join(originals.split()).lower()
    quotations = re.findall(r'"([^"]+)"', straight(without_heading(parse(path)[1])))
    assert quotations
    assert [q for q in quotations if q.lower().rstrip(".,:;?") not in originals] == []
