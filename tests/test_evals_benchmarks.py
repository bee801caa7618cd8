"""The benchmarks' own parts: files read, BM25 against SQLite's, samples."""

from __future__ import annotations

import gzip
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from benchmarks import answers, retrieval
from benchmarks.bm25 import TOKENIZER, bm25, count
from benchmarks.datasets import Collection, CollectionError, Query, Text, read_collection, read_json
from index.keywords import CONTEXT_WEIGHT, TEXT_WEIGHT, fts_query
from index.records import Hit, Passage

TEXTS = [
    "The ferry to Orvane sank on Monday. Nobody was hurt.",
    "Ferries sail to Orvane twice a day; the ferry company is old.",
    "The mayor opened a bridge. The bridge is the mayor's.",
    "Rain fell on Torvik.",
    "Harvests were poor this year in the valleys north of Torvik, the farmers' union said.",
]
CONTEXTS = ["Ferry sinks (3 May 2031)", "Sailing", "", "Rain", "Bad harvest at Orvane"]
QUERIES = ["When did the ferry sink at Orvane?", "the mayor's bridges", "zeppelin"]


def test_bm25_gives_the_scores_of_fts5() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE k USING fts5(text, context, tokenize='{TOKENIZER}')")
    connection.executemany(
        "INSERT INTO k(rowid, text, context) VALUES (?, ?, ?)", zip(range(5), TEXTS, CONTEXTS, strict=True)
    )
    scores = bm25(count(TEXTS, CONTEXTS, QUERIES), 1.2, 0.75, CONTEXT_WEIGHT)
    for query, row in zip(QUERIES, scores, strict=True):
        found = connection.execute(
            f"SELECT rowid, -bm25(k, {TEXT_WEIGHT}, {CONTEXT_WEIGHT}) FROM k WHERE k MATCH ?", (fts_query(query),)
        )
        expected = dict(found.fetchall())
        assert {place: pytest.approx(score) for place, score in enumerate(row) if score > 0} == expected


def test_bm25_without_length_normalisation_ignores_length() -> None:
    scores = bm25(count(["rain", "rain and fog and hail"], ["", ""], ["rain"]), b=0.0)
    assert scores[0, 0] == pytest.approx(scores[0, 1])


def test_collection_is_read_gzipped_or_not(tmp_path: Path) -> None:
    data = {"docs": [{"id": 1, "text": "x"}], "queries": [{"id": 1, "text": "q", "relevant": [1]}]}
    data["queries"].append({"id": 2, "text": "nothing relevant", "relevant": []})
    plain, packed = tmp_path / "a.json", tmp_path / "a.json.gz"
    plain.write_text(json.dumps(data), "utf-8")
    packed.write_bytes(gzip.compress(json.dumps(data).encode()))
    assert read_collection(plain) == read_collection(packed)
    assert read_collection(plain).queries == (Query("1", "q", frozenset({"1"})),)
    assert read_collection(plain).half(odd=True) == ()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"docs": [{}], "queries": []}'])
def test_a_file_of_another_form(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, "utf-8")
    with pytest.raises(CollectionError, match=r"a\.json"):
        read_collection(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="cannot be read"):
        read_json(tmp_path / "none.json.gz")


@pytest.mark.parametrize("command", [retrieval.main, answers.main])
def test_commands_say_in_one_line_what_is_wrong(command: Any, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "wrong.json"
    path.write_text('{"a": 1}', "utf-8")
    assert command([str(path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("quoted: ")
    assert said.err.count("\n") == 1


def hit(passage: str, score: float) -> Hit:
    document = passage.split(":")[0]
    return Hit(Passage(passage, document, 0, 0, 1, f"text of {passage}"), score)


def test_a_document_stands_where_its_best_passage_does() -> None:
    hits = [hit("a:1", 0.9), hit("b:0", 0.8), hit("a:0", 0.7)]
    assert retrieval.documents_of(hits, {"a": "first", "b": "second"}) == ["first", "second"]


def test_reranking_adds_the_readers_score_and_keeps_the_rest() -> None:
    class Reads:
        def read(self, question: str, passages: list[str], top_spans: int) -> list[Any]:
            return [SimpleNamespace(spans=[SimpleNamespace(score=9.0)] if "b:" in p else []) for p in passages]

    hits = [hit("a:0", 0.9), hit("b:0", 0.5), *(hit(f"c:{n}", 0.4 - n / 1000) for n in range(30))]
    ranked = retrieval.reranked(cast(Any, Reads()), "when?", hits)
    assert [h.passage.id for h in ranked[:2]] == ["b:0", "a:0"]
    assert ranked[retrieval.RERANKED :] == hits[retrieval.RERANKED :]


def test_an_article_becomes_a_page_that_says_what_is_known() -> None:
    page = answers.as_page(
        {"title": "A & B", "text": "One <two>.\n\nThree.", "date": "2031-05-03", "url": "https://x.test/a"}
    )
    assert "<title>A &amp; B</title>" in page
    assert "<p>One &lt;two&gt;.</p>" in page
    assert 'content="2031-05-03"' in page
    assert 'href="https://x.test/a"' in page


def test_questions_of_the_file_as_gold() -> None:
    asked = {
        "question": "Who?",
        "answers": ["Ida"],
        "article_ids": ["a1"],
        "answerable": True,
        "asked_on": "2031-05-03",
    }
    gold = answers.as_gold(asked, 1)
    assert (gold.answers, gold.documents, str(gold.today), gold.answerable) == (("Ida",), ("a1",), "2031-05-03", True)
    assert not answers.as_gold({**asked, "answerable": False}, 1).answerable
    assert not answers.as_gold({"question": "Who?", "answers": []}, 1).answerable


def test_samples_are_seeded_and_keep_their_articles() -> None:
    articles_ = [{"id": f"a{n}"} for n in range(50)]
    questions = [{"id": n, "article_ids": [f"a{n}"], "mention_ids": [f"a{n + 1}"]} for n in range(20)]
    data = {"articles": articles_, "questions": questions}
    small = answers.sampled(data, 5)
    assert small == answers.sampled(data, 5)
    assert len(small["questions"]) == 5
    ids = {article["id"] for article in small["articles"]}
    assert all({*q["article_ids"], *q["mention_ids"]} <= ids for q in small["questions"])
    assert answers.sampled(data, None) is data


@dataclass
class Said:
    question: str
    short: list[str]
    found: bool


def test_retrieval_is_measured_through_the_index() -> None:
    texts = tuple(Text(f"d/{n}", text) for n, text in enumerate([*TEXTS, " "]))
    queries = (Query("1", "the ferry accident", frozenset({"d/0"})), Query("2", "zeppelin", frozenset({"d/4"})))
    found = cast(dict[str, Any], retrieval.measure(Collection("tiny", texts, queries), rerank=False))
    assert (found["docs"], found["queries"]) == (6, 2)
    assert set(found) == {"collection", "docs", "queries", "seconds", "keywords", "vectors", "fused"}
    assert found["keywords"]["recall@100"] == 0.5  # no document has the word zeppelin
    assert found["vectors"]["recall@100"] == 1.0
    assert found["fused"]["ndcg@10"] >= 0.5
