"""One ranking from two sides: what keywords put forward and what vectors put forward, each scored by both."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np

from index import rows
from index.keywords import best_by_keyword, fts_query, keyword_scores
from index.records import Hit, Passage
from index.search import CANDIDATES, FUSIONS
from index.sentence_vectors import sentence_cosines
from index.vectors import VectorSearch, cosines

FUSION = "minmax"  # a key of FUSIONS
SENTENCE_SHARE = 0.6  # of the vector side: what the nearest sentence says, the rest is the whole passage's


def rank(
    connection: sqlite3.Connection,
    vectors: VectorSearch,
    query: str,
    vector: rows.Vector,
    top_k: int,
    within: Sequence[str] | None,
    *,
    furniture: bool,
    weight: float,
) -> list[Hit]:
    """The ``top_k`` best passages of a snapshot.

    A passage that only one side put forward gets its true score from the other side too, not a guess.

    Args:
        connection: the snapshot.
        vectors: who finds the nearest.
        query: any text, with the names and words it stands for beside its own.
        vector: its embedding, ``(d,)``.
        top_k: how many, at most.
        within: ids of the documents to search; None for all.
        furniture: whether furniture may be found.
        weight: share of the keyword side.

    Returns:
        Hits ordered by (−score, passage id); ``keyword_score`` is None where no word of the query is.
    """
    each = max(CANDIDATES, top_k)
    words = fts_query(query)
    by_keyword = best_by_keyword(connection, words, each, documents=within, furniture=furniture)
    by_vector = vectors.nearest(connection, vector, each, within, furniture)
    passages = rows.passages_by_number(connection, [*by_keyword, *by_vector])
    by_vector = {number: by_vector[number] for number in _best(by_vector, passages, each)}
    numbers = sorted({*by_keyword, *by_vector}, key=lambda number: passages[number].id)
    by_keyword |= keyword_scores(connection, words, [n for n in numbers if n not in by_keyword])
    by_vector |= cosines(connection, vector, [n for n in numbers if n not in by_vector])
    by_sentence = sentence_cosines(connection, vector, numbers)
    scores = FUSIONS[FUSION](
        np.array([by_keyword.get(number, 0.0) for number in numbers]),
        np.array([_meaning(by_vector[number], by_sentence.get(number, ())) for number in numbers]),
        weight,
    )
    hits = [
        Hit(passages[number], float(score), by_keyword.get(number), by_vector[number], by_sentence.get(number, ()))
        for number, score in zip(numbers, scores, strict=True)
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:top_k]


def _meaning(passage: float, sentences: Sequence[float]) -> float:
    """A passage's cosine and that of its nearest sentence in one, -1 to 1."""
    return (1 - SENTENCE_SHARE) * passage + SENTENCE_SHARE * max(sentences, default=passage)


def _best(scores: dict[int, float], passages: dict[int, Passage], limit: int) -> list[int]:
    alive = [number for number in scores if number in passages]
    return sorted(alive, key=lambda number: (-scores[number], passages[number].id))[:limit]
