"""Passages: exact slices that cover the text, never too long, never across regions."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.passages import MAX_CHARS, context, cut, embedding_text, max_passage_tokens
from index.records import Document, Passage, PassageKind, Region
from index.sentences import sentence_spans

ROOT_WORDS = "harbour council ferry winter report mayor bridge vote storm island budget school".split()


def count_words(text: str) -> int:
    """A tokenizer that a pencil can follow: words and marks; long words count once for every ten letters."""
    return sum(1 + len(word) // 10 for word in re.findall(r"\w+|[^\w\s]", text))


def make(text: str, *regions: Region, title: str = "Bridge to reopen", published: str | None = None) -> Document:
    return Document("d1", "/x.txt", text, title, published=published, regions=regions)


def check(document: Document, passages: list[Passage], max_tokens: int) -> None:
    text, covered = document.text, bytearray(len(document.text))
    for number, p in enumerate(passages):
        assert (p.id, p.ordinal, p.document_id) == (f"{document.id}:{number}", number, document.id)
        assert text[p.start : p.end] == p.text
        assert p.text.strip() == p.text != ""
        assert count_words(p.text) <= max_tokens or len(p.text) == 1
        assert len(p.text) <= MAX_CHARS
        covered[p.start : p.end] = b"1" * (p.end - p.start)
    assert all(covered[i] or character.isspace() for i, character in enumerate(text))


_TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*ROOT_WORDS, "Mr. ", ". ", "? ", "\n", "\n\n", "a" * 90, "。", " ", ", "])).map("".join),
)


@given(_TEXTS, st.integers(1, 40), st.integers(0, 2), st.data())
def test_passages_cover_the_text_and_fit(text: str, max_tokens: int, overlap: int, data: st.DataObject) -> None:
    a, b, c, d = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    regions = [Region(s, e, k) for s, e, k in ((a, b, "furniture"), (c, d, "caption")) if s < e]
    document = make(text, *regions)
    passages = cut(document, count_words, max_tokens, overlap)
    check(document, passages, max_tokens)
    for p in passages:
        inside = [r for r in regions if r.start < p.end and p.start < r.end]
        assert [r.kind for r in inside] == ([] if p.kind == "body" else [p.kind])
        assert all(r.start <= p.start and p.end <= r.end for r in inside)
    if overlap == 0:
        assert all(x.end <= y.start for x, y in pairwise(passages))


def _sentence(words: int, first: str = "The") -> str:
    return " ".join([first, *(ROOT_WORDS[i % len(ROOT_WORDS)] for i in range(words - 1))]) + "."


def test_cuts_fall_on_paragraph_ends_where_there_are_any() -> None:
    paragraphs = [" ".join([_sentence(18), _sentence(17)]) for _ in range(12)]
    text = "\n\n".join(paragraphs)
    passages = cut(make(text), count_words)
    ends = {m.start() for m in re.finditer(r"\n\n", text)} | {len(text)}
    assert len(passages) > 2
    assert all(p.end in ends for p in passages)


def test_short_paragraphs_stand_together_and_passages_have_a_readable_size() -> None:
    text = "\n\n".join(_sentence(5 + i % 30) for i in range(60))
    sizes = [len(p.text.split()) for p in cut(make(text), count_words)]
    assert all(60 <= size <= 150 for size in sizes)


def test_passages_end_where_sentences_end() -> None:
    text = " ".join(_sentence(9 + i % 20) for i in range(50))
    ends = {end for _, end in sentence_spans(text)}
    assert all(p.end in ends for p in cut(make(text), count_words))


def test_a_sentence_that_is_too_long_is_cut_at_a_clause() -> None:
    text = ", ".join(" ".join(ROOT_WORDS[:7]) for _ in range(12)) + "."
    passages = cut(make(text), count_words, 30)
    assert len(passages) > 2
    assert all(p.text.endswith((",", ".")) for p in passages)


def test_regions_have_passages_of_their_own() -> None:
    parts: list[tuple[str, PassageKind]] = [
        (_sentence(30) + "\n", "body"), ("Photo: the bridge.\n", "caption"), ("Photo: the mayor.\n", "caption"),
        (_sentence(30) + "\n", "body"), ("Sign up!", "furniture"),
    ]  # fmt: skip
    text, regions = "", []
    for part, kind in parts:
        if kind != "body":
            regions.append(Region(len(text), len(text) + len(part), kind))
        text += part
    passages = cut(make(text, *regions), count_words)
    assert [(p.text, p.kind) for p in passages] == [(part.strip(), kind) for part, kind in parts]


def test_overlap_repeats_the_sentence_before() -> None:
    text = " ".join(_sentence(12) for _ in range(40))
    plain, repeated = cut(make(text), count_words, 100), cut(make(text), count_words, 100, overlap_sentences=1)
    assert all(x.end <= y.start for x, y in pairwise(plain))
    assert any(x.end > y.start for x, y in pairwise(repeated))


def test_white_space_has_no_passage() -> None:
    assert cut(make(" \n\t"), count_words) == []


@pytest.mark.parametrize("arguments", [(0, 0), (10, -1)])
def test_sizes_that_make_no_sense_are_refused(arguments: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="at least"):
        cut(make("A word."), count_words, *arguments)


@pytest.mark.parametrize("text", ["x" * 1_000_000, "word " * 200_000, "a. " * 60_000, "ab\n" * 60_000, ", " * 100_000])
def test_a_huge_line_takes_linear_time_and_few_counts(text: str) -> None:
    counted = 0

    def count(part: str) -> int:
        nonlocal counted
        counted += len(part)
        return len(part.split())

    began = time.process_time()
    passages = cut(make(text), count)
    assert time.process_time() - began < 30
    assert counted <= 8 * len(text)
    assert sum(len(p.text) for p in passages) >= 0.5 * len(text)


def test_context_is_headline_and_day() -> None:
    assert context(make("x", published="2021-03-03T10:00:00Z"), count_words) == "Bridge to reopen (3 March 2021)"
    assert context(make("x", published="2021-03"), count_words) == "Bridge to reopen (March 2021)"
    assert context(make("x", published="2021-13"), count_words) == "Bridge to reopen"
    assert context(make("x", published="last week"), count_words) == "Bridge to reopen"
    assert context(make("x", title="", published="2021-03-03"), count_words) == "(3 March 2021)"
    assert context(make("x", title=""), count_words) == ""


def test_a_long_headline_is_cut_and_the_day_kept() -> None:
    line = context(make("x", title="word " * 500, published="2021-03-03"), count_words, 20)
    assert line.endswith("word (3 March 2021)")
    assert 15 <= count_words(line) <= 20
    assert context(make("x", published="2021-03-03"), count_words, 2) == ""


@given(_TEXTS, st.text(max_size=400), st.integers(12, 80))
def test_context_and_passage_fit_the_window(text: str, title: str, window: int) -> None:
    document = make(text, title=title, published="2020-01-02")
    for passage in cut(document, count_words, max_passage_tokens(window)):
        whole = embedding_text(document, passage, count_words, window)
        assert whole.endswith(passage.text)
        assert count_words(whole) + 2 <= window or len(passage.text) == 1


def test_the_longest_passage_leaves_room_for_the_context() -> None:
    assert [max_passage_tokens(window) for window in (256, 512, 128, 8)] == [160, 160, 80, 8]
