"""BM25 over passages, by SQLite's FTS5: any text at all is a safe query.

A passage is found by its own words and, with less weight, by its context: headline, publisher and date.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence

TEXT_WEIGHT = 1.0
CONTEXT_WEIGHT = 0.4  # a headline stands for every passage of its article, so it says less about each
MAX_TERMS = 64  # distinct words of a query that are searched for, first ones first

# Function words of English: they are in nearly every passage. Dropped unless nothing else is left.
STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be been before being but by can could did do does doing down
    during each for from further had has have having he her here hers him his how i if in into is it its itself just me
    more most my no nor not now of off on once only or other our out over own same she should so some such than that the
    their them then there these they this those through to too under until up upon us very was we were what when where
    which while who whom whose why will with would you your""".split()
)

# A number with points in it or an abbreviation is searched for as a phrase; an English clitic is dropped.
_CLITIC = re.compile(r"(?<=\w)['\u2019](?:s|t|d|m|ll|re|ve)\b", re.IGNORECASE)
_WORD = re.compile(r"\d+(?:[.,:]\d+)+|\b[^\W\d_](?:\.[^\W\d_])+\b|[^\W_]+")


def fts_query(text: str) -> str:
    """An FTS5 expression that matches any word of ``text``; "" when there is no word in it.

    Each word is quoted, so nothing in the text is taken for FTS5 syntax.
    """
    words = list(dict.fromkeys(word.lower() for word in _WORD.findall(_CLITIC.sub("", text))))
    telling = [word for word in words if word not in STOP_WORDS] or words
    return " OR ".join(f'"{word}"' for word in telling[:MAX_TERMS])


def best_by_keyword(
    connection: sqlite3.Connection, query: str, limit: int, *, documents: Sequence[str] | None, furniture: bool
) -> dict[int, float]:
    """Passage number → BM25 of the ``limit`` best passages, best first; ties broken by passage id.

    Args:
        connection: where to search.
        query: from :func:`fts_query`; "" finds nothing.
        limit: how many, at most.
        documents: only these documents; None for all.
        furniture: whether furniture passages may be found.

    Returns:
        BM25 with SQLite's k1 = 1.2 and b = 0.75, turned so that higher is better (at least 0).
    """
    conditions, parameters = _narrowing(documents, furniture)
    return _run(connection, query, conditions, parameters, limit)


def keyword_scores(connection: sqlite3.Connection, query: str, numbers: Sequence[int]) -> dict[int, float]:
    """The BM25 of the named passages; one that has no word of the query is left out."""
    condition = "AND p.number IN (SELECT value FROM json_each(?))"
    return _run(connection, query, condition, [json.dumps([int(number) for number in numbers])], len(numbers))


def _narrowing(documents: Sequence[str] | None, furniture: bool) -> tuple[str, list[str]]:
    conditions = "" if furniture else "AND p.kind != 'furniture' "
    if documents is None:
        return conditions, []
    return f"{conditions}AND p.document_id IN (SELECT value FROM json_each(?))", [json.dumps(list(documents))]


def _run(
    connection: sqlite3.Connection, query: str, conditions: str, parameters: list[str], limit: int
) -> dict[int, float]:
    if not query or limit <= 0:
        return {}
    rows = connection.execute(
        f"""SELECT p.number, bm25(keyword, {TEXT_WEIGHT}, {CONTEXT_WEIGHT}) AS badness
        FROM keyword JOIN passage p ON p.number = keyword.rowid
        WHERE keyword MATCH ? {conditions} ORDER BY badness, p.id LIMIT ?""",
        [query, *parameters, limit],
    )
    return {row[0]: max(-row[1], 0.0) for row in rows}
