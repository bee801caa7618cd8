"""Fusion, filters and keyword queries: values that can be verified with a pencil, and no text that breaks anything."""

from __future__ import annotations

import sqlite3
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.keywords import MAX_TERMS, best_by_keyword, fts_query, keyword_scores
from index.schema import Migrations
from index.search import FUSIONS, Filter, minmax, rrf, zscore

SCORES = st.lists(st.tuples(st.floats(0, 50), st.floats(-1, 1)), min_size=1, max_size=30)


def arrays(pairs: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([p[0] for p in pairs], dtype=float), np.array([p[1] for p in pairs], dtype=float)


# ---------------------------------------------------------------------- fusion


def test_minmax_by_hand() -> None:
    fused = minmax(np.array([8.0, 2.0, 0.0]), np.array([0.1, 0.5, 0.3]), 0.5)
    assert fused == pytest.approx([0.5 * 1 + 0.5 * 0, 0.5 * 2 / 8 + 0.5 * 1, 0.5 * 0 + 0.5 * 0.2 / 0.4])


def test_zscore_by_hand() -> None:
    fused = zscore(np.array([2.0, 0.0]), np.array([0.0, 1.0]), 0.75)
    assert fused == pytest.approx([0.75 * 1 - 0.25 * 1, -0.75 * 1 + 0.25 * 1])


def test_rrf_by_hand() -> None:
    fused = rrf(np.array([9.0, 4.0, 0.0]), np.array([0.1, 0.9, 0.9]), 0.5)
    assert fused == pytest.approx([0.5 / 61 + 0.5 / 63, 0.5 / 62 + 0.5 / 61, 0.5 / 61])


@pytest.mark.parametrize("name", sorted(FUSIONS))
@given(pairs=SCORES, weight=st.floats(0, 1))
def test_every_fusion_is_finite_and_ignores_the_order_of_candidates(
    name: str, pairs: list[tuple[float, float]], weight: float
) -> None:
    keyword, vector = arrays(pairs)
    fused = FUSIONS[name](keyword, vector, weight)
    assert fused.shape == keyword.shape
    assert np.isfinite(fused).all()
    backwards = FUSIONS[name](keyword[::-1], vector[::-1], weight)[::-1]
    assert fused == pytest.approx(backwards, abs=1e-6)


@pytest.mark.parametrize("name", sorted(FUSIONS))
@given(pairs=SCORES)
def test_no_fusion_ranks_what_is_worse_on_both_sides_higher(name: str, pairs: list[tuple[float, float]]) -> None:
    keyword, vector = arrays(pairs)
    fused = FUSIONS[name](keyword, vector, 0.5)
    for i in range(len(pairs)):
        for j in range(len(pairs)):
            if keyword[i] <= keyword[j] and vector[i] <= vector[j]:
                assert fused[i] <= fused[j] + 1e-9


@pytest.mark.parametrize("name", sorted(FUSIONS))
def test_no_candidates_fuse_to_no_scores(name: str) -> None:
    assert FUSIONS[name](np.zeros(0), np.zeros(0), 0.5).shape == (0,)


# --------------------------------------------------------------------- filters


def test_a_filter_of_nothing_lets_everything_through() -> None:
    assert not Filter.make()
    assert Filter.make().lets_through("a", None, None)


def test_days_are_inclusive_and_undated_documents_are_left_out() -> None:
    wanted = Filter.make(since=date(2021, 3, 1), until="2021-03-31")
    assert [
        wanted.lets_through("a", None, day)
        for day in ("2021-02-28", "2021-03-01", "2021-03-31T23:59:00Z", "2021-04-01", None, "")
    ] == [False, True, True, False, False, False]


@pytest.mark.parametrize(
    ("since", "until", "let_through"),
    [
        ("2021-03-20", None, True),
        ("2021-03-20", "2021-03-25", True),
        (None, "2021-03-01", True),
        ("2021-04-01", None, False),
        (None, "2021-02-28", False),
    ],
)
def test_a_document_of_a_month_may_be_of_any_of_its_days(
    since: str | None, until: str | None, let_through: bool
) -> None:
    assert Filter.make(since=since, until=until).lets_through("a", None, "2021-03") == let_through


def test_publishers_are_compared_without_case_and_documents_by_id() -> None:
    assert Filter.make(publishers=["  Harbour GAZETTE "]).lets_through("a", "Harbour Gazette", None)
    assert not Filter.make(publishers=["Harbour Gazette"]).lets_through("a", None, None)
    assert not Filter.make(documents=[]).lets_through("a", None, None)
    assert Filter.make(documents=["a"]).lets_through("a", None, None)


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="write it as"):
        Filter.make(since="yesterday")


# -------------------------------------------------------------------- keywords


@pytest.fixture(scope="module")
def passages() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    Migrations(connection).apply()
    connection.execute("INSERT INTO source VALUES ('o', '', '')")
    connection.execute(
        "INSERT INTO document VALUES ('d', 'o', 'o', '', NULL, '[]', NULL, NULL, NULL, '[]', '{}', '', '', NULL)"
    )
    texts = [
        ("The ferry sank near Port Elsa on Monday.", "Ferry sinks", "body"),
        ("Rescuers saved 5,200 sheep; 200 drowned.", "Ferry sinks", "body"),
        ("The U.S. envoy praised the café.", "Envoy visits", "body"),
        ("Subscribe to our ferry newsletter.", "Ferry sinks", "furniture"),
    ]
    for number, (text, context, kind) in enumerate(texts):
        connection.execute(
            "INSERT INTO passage (id, document_id, ordinal, start, end, kind, text, context) VALUES (?,?,?,?,?,?,?,?)",
            (f"d:{number}", "d", number, 0, len(text), kind, text, context),
        )
    return connection


def found(connection: sqlite3.Connection, text: str, *, furniture: bool = False) -> list[int]:
    return list(best_by_keyword(connection, fts_query(text), 10, documents=None, furniture=furniture))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("When did the ferry sink?", '"ferry" OR "sink"'),
        ("To be or not to be", '"to" OR "be" OR "or" OR "not"'),
        ("Port's 5,200 sheep", '"port" OR "5,200" OR "sheep"'),
        ("the U.S. envoy", '"u.s" OR "envoy"'),
        ('" OR NEAR(x) *', '"near" OR "x"'),
        ("🙂 …\0", ""),
        ("", ""),
    ],
)
def test_queries_hold_quoted_words_only(text: str, query: str) -> None:
    assert fts_query(text) == query


def test_words_are_found_by_stem_without_accents_and_a_number_as_a_phrase(passages: sqlite3.Connection) -> None:
    assert found(passages, "rescuer") == [2]
    assert found(passages, "cafe") == [3]
    assert found(passages, "U.S.") == [3]
    assert found(passages, "5,200") == [2]


def test_a_headline_finds_its_passages_but_the_passage_s_own_word_counts_more(passages: sqlite3.Connection) -> None:
    assert found(passages, "ferry") == [1, 2]


def test_furniture_is_found_only_when_asked_for(passages: sqlite3.Connection) -> None:
    assert found(passages, "newsletter") == []
    assert found(passages, "newsletter", furniture=True) == [4]


def test_the_score_of_named_passages_is_the_one_of_the_ranking(passages: sqlite3.Connection) -> None:
    query = fts_query("ferry sheep")
    ranked = best_by_keyword(passages, query, 10, documents=None, furniture=True)
    assert keyword_scores(passages, query, [1, 2, 3, 4]) == pytest.approx(ranked)
    assert 3 not in ranked


def test_nothing_is_found_in_no_documents(passages: sqlite3.Connection) -> None:
    assert best_by_keyword(passages, '"ferry"', 10, documents=[], furniture=True) == {}


@given(st.text(st.characters(), max_size=200))
def test_no_text_is_a_syntax_error(passages: sqlite3.Connection, text: str) -> None:
    query = fts_query(text.encode("utf-8", "replace").decode())
    assert query.count(" OR ") < MAX_TERMS
    best_by_keyword(passages, query, 5, documents=["d"], furniture=False)


def test_ten_thousand_characters_are_a_query_too(passages: sqlite3.Connection) -> None:
    text = " ".join(f"word{number}" for number in range(1200)) + " ferry"
    assert fts_query(text).count('"') == 2 * MAX_TERMS
    assert found(passages, "ferry " + text) == [1, 2]
