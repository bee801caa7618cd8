"""Searching a DocumentIndex: any query, both sides' scores, filters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import (
    DocumentIndex,
)
from tests.fakes import FakeEmbedder
from tests.two_articles import FERRY, named, texts


def test_same_question_same_ranking_with_and_without_chroma(filled: DocumentIndex, embedder: FakeEmbedder) -> None:
    hits = filled.search("bridge vote")
    assert hits == filled.search("bridge vote")
    assert [(h.score, h.passage.id) for h in hits] == sorted(
        ((h.score, h.passage.id) for h in hits), key=lambda pair: (-pair[0], pair[1])
    )
    with DocumentIndex.open(filled.path, embedder=embedder, chroma_from=10**9, read_only=True) as exact:
        assert exact.search("bridge vote") == hits


def test_scores_are_told_per_side(filled: DocumentIndex, embedder: FakeEmbedder) -> None:
    hits = filled.search("Marigold")
    with_word = [h for h in hits if h.keyword_score is not None]
    assert [("Marigold" in h.passage.text) for h in with_word] == [True]
    assert all(h.vector_score is not None and -1.001 <= h.vector_score <= 1.001 for h in hits)
    assert all(0 <= h.score <= 1 for h in hits)


def test_a_headline_helps_without_being_quoted(filled: DocumentIndex) -> None:
    """The word sinks is in the headline; the passage about the missing is found by it."""
    ferry = named(filled, "Ferry")
    found = [h for h in filled.search("sinks") if h.keyword_score is not None]
    assert {h.passage.document_id for h in found} == {ferry}
    document = filled.document(ferry)
    assert all(document.text[h.passage.start : h.passage.end] == h.passage.text for h in found)


def test_filters_narrow_by_document_publisher_and_day(filled: DocumentIndex) -> None:
    ferry, vote = named(filled, "Ferry"), named(filled, "Council")

    def documents(**how: object) -> set[str]:
        return {h.passage.document_id for h in filled.search("people", 50, **how)}  # type: ignore[arg-type]

    assert documents() == {ferry, vote}
    assert documents(documents=[vote]) == {vote}
    assert documents(documents=[]) == set()
    assert documents(publishers=["harbour gazette"]) == {ferry}
    assert documents(since="2022-01-01") == {vote}
    assert documents(until="2021-03-03") == {ferry}
    assert documents(since="2021-03-04", until="2022-06-09") == set()


def test_furniture_is_found_only_when_asked_for(docs: DocumentIndex, tmp_path: Path) -> None:
    lines = ["Storm breaks dam", "", "The dam at Lake Orm broke in the night. Forty houses were flooded.", ""]
    lines += ["Sign up for our newsletter", "Like us on Facebook"]
    (tmp_path / "dam.txt").write_text("\n".join(lines), encoding="utf-8")
    docs.add([tmp_path / "dam.txt"])
    kinds = {p.kind for p in docs.passages(docs.documents()[0].id)}
    if "furniture" not in kinds:
        pytest.skip("the reader of articles takes none of these lines for furniture")
    assert not any("newsletter" in text for text in texts(docs, "newsletter", top_k=50))
    assert any("newsletter" in text for text in texts(docs, "newsletter", top_k=50, furniture=True))


@pytest.mark.parametrize("query", ["", "  \n", "\0"])
def test_a_blank_query_finds_nothing_or_breaks_nothing(filled: DocumentIndex, query: str) -> None:
    assert isinstance(filled.search(query), list)
    assert filled.search("ferry", 0) == filled.search("ferry", -1) == []


def test_an_empty_store_finds_nothing(docs: DocumentIndex) -> None:
    assert docs.search("anything") == []
    assert docs.documents() == []


@settings(max_examples=50)
@given(query=st.text(max_size=80))
def test_any_text_is_a_query(corpus_free_index: DocumentIndex, query: str) -> None:
    hits = corpus_free_index.search(query, 5)
    assert len(hits) <= 5


@pytest.fixture(scope="module")
def corpus_free_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DocumentIndex]:
    folder = tmp_path_factory.mktemp("any")
    (folder / "a.md").write_text(FERRY, encoding="utf-8")
    with DocumentIndex.open(folder / "store", embedder=FakeEmbedder()) as opened:
        opened.add([folder / "a.md"])
        yield opened


def test_ten_thousand_characters_are_a_query(filled: DocumentIndex) -> None:
    assert filled.search(("Why did the ferry sink? " * 500)[:10_000])
