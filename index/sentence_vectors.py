"""Vectors of single sentences, kept beside their passage's: a passage is found by the best of its sentences too.

A passage's own vector is the mean of what it says; the one sentence that a question is about may hardly show in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from index.rows import Entry, Vector, sentences_by_number
from index.sentences import sentence_spans

if TYPE_CHECKING:
    from index.embedding import Embedder

Known = Callable[[Sequence[str]], dict[str, Vector]]  # sha256s of embedded texts → their sentences' vectors (s, d)


def with_sentences(entries: Sequence[Entry], embedder: Embedder, known: Known | None = None) -> list[Entry]:
    """The entries with the vectors of their sentences; all new sentences are embedded in one call.

    Args:
        entries: passages.
        embedder: who makes the vectors.
        known: looks them up by the sha256 of the text that was embedded for the passage.
    """
    held = known([entry.text_sha256 for entry in entries]) if known is not None else {}
    cut = {
        entry.passage.id: [entry.passage.text[a:b] for a, b in sentence_spans(entry.passage.text)]
        for entry in entries
        if entry.text_sha256 not in held
    }
    texts = list(dict.fromkeys(text for sentences in cut.values() for text in sentences))
    made = dict(zip(texts, embedder.embed_passages(texts), strict=True)) if texts else {}

    def vectors(entry: Entry) -> Vector:
        if entry.text_sha256 in held:
            return held[entry.text_sha256]
        rows = [made[text] for text in cut[entry.passage.id]]
        return np.stack(rows) if rows else np.zeros((0, embedder.dimension), dtype=np.float32)

    return [replace(entry, sentences=vectors(entry)) for entry in entries]


def sentence_cosines(
    connection: sqlite3.Connection, query: Vector, numbers: Sequence[int]
) -> dict[int, tuple[float, ...]]:
    """Number → cosine of ``query`` ``(d,)`` with each sentence of the passage, in order; -1 to 1.

    Passages that were stored before sentences had vectors are left out.
    """
    asked = query.astype(np.float64)
    return {
        number: tuple(round(float(cosine), 6) for cosine in vectors.astype(np.float64) @ asked)
        for number, vectors in sentences_by_number(connection, numbers, len(query)).items()
    }


def lacks_sentences(connection: sqlite3.Connection) -> bool:
    """Whether some passage was stored before sentences had vectors."""
    missing = "SELECT 1 FROM passage p WHERE NOT EXISTS (SELECT 1 FROM sentences s WHERE s.number = p.number) LIMIT 1"
    return connection.execute(missing).fetchone() is not None
