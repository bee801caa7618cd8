"""BM25 with every parameter free, over exactly the words that SQLite's FTS5 sees: for fitting, not for asking.

FTS5's own ``bm25()`` fixes k1 = 1.2 and b = 0.75. This scores all passages for all queries at once, so that parameters
can be compared; with the same parameters it gives FTS5's scores.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.keywords import fts_query

TOKENIZER = "porter unicode61 remove_diacritics 2"  # as in index/schema.py
FLOOR = 1e-6  # FTS5: a word in more than half of the passages still counts this much


@dataclass(frozen=True)
class Counts:
    """How often each word stands in each passage, by column, and which words each query has."""

    text: Any  # csr (m, v)
    context: Any  # csr (m, v)
    queries: Any  # csr (q, v), 1 where the query has the word


def count(texts: Sequence[str], contexts: Sequence[str], queries: Sequence[str]) -> Counts:
    """Tokenise with FTS5 and count.

    Args:
        texts: m passages.
        contexts: m contexts (headline, date), "" where there is none.
        queries: as asked; stop words are dropped as the product drops them.
    """
    connection = sqlite3.connect(":memory:")
    words = [fts_query(query).replace('"', "").replace(" OR ", " ") for query in queries]
    vocabulary: dict[str, int] = {}
    parts = [_instances(connection, name, rows, vocabulary) for name, rows in enumerate((texts, contexts, words))]
    text, context, asked = (
        _matrix(part, len(rows), len(vocabulary)) for part, rows in zip(parts, (texts, contexts, queries), strict=True)
    )
    asked.data[:] = 1.0
    return Counts(text, context, asked)


def _instances(
    connection: sqlite3.Connection, name: int, rows: Sequence[str], vocabulary: dict[str, int]
) -> tuple[list[int], list[int]]:
    connection.execute(f"CREATE VIRTUAL TABLE t{name} USING fts5(x, tokenize='{TOKENIZER}')")
    connection.executemany(f"INSERT INTO t{name}(rowid, x) VALUES (?, ?)", enumerate(rows))
    connection.execute(f"CREATE VIRTUAL TABLE v{name} USING fts5vocab('t{name}', 'instance')")
    places, terms = [], []
    for term, row in connection.execute(f"SELECT term, doc FROM v{name}"):
        places.append(row)
        terms.append(vocabulary.setdefault(term, len(vocabulary)))
    return places, terms


def _matrix(part: tuple[list[int], list[int]], rows: int, columns: int) -> Any:
    from scipy.sparse import coo_matrix

    ones = np.ones(len(part[0]))
    return coo_matrix((ones, part), shape=(rows, columns)).tocsr()


def bm25(counts: Counts, k1: float = 1.2, b: float = 0.75, context_weight: float = 0.4) -> NDArray[np.float64]:
    """(q, m) scores: Σ over the query's words of idf · f (k1 + 1) / (f + k1 (1 − b + b · length / mean length)).

    ``f`` counts a word of the text once and one of the context ``context_weight`` times; lengths count both columns
    alike; idf = ln((N − n + ½) / (n + ½)), at least 1e-6. These are FTS5's definitions.
    """
    frequency = (counts.text + context_weight * counts.context).tocsr()
    present = ((counts.text + counts.context) > 0).astype(float)
    lengths = np.asarray((counts.text + counts.context).sum(axis=1)).ravel()
    passages = len(lengths)
    held = np.asarray(present.sum(axis=0)).ravel()
    idf = np.maximum(np.log((passages - held + 0.5) / (held + 0.5)), FLOOR)
    norm = k1 * (1 - b + b * lengths / max(lengths.mean(), 1e-9))
    rows = np.repeat(np.arange(passages), np.diff(frequency.indptr))
    weighted = frequency.copy()
    weighted.data = idf[frequency.indices] * frequency.data * (k1 + 1) / (frequency.data + norm[rows])
    return np.asarray((counts.queries @ weighted.T).todense())
