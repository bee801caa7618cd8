"""Scores names and dates of news text; no model reads anything, so it takes seconds.

    python -m evals.news_names

``gold_news/names.jsonl``, a line for a pair of names or for a question:

    a, b, same      two names and whether they are one; ``texts``: what is read, ``in_a`` and ``in_b``: where they stand
    question        asked in another spelling, or with a slip; ``finds``: a word of the documents it must look for
    text            the document it is asked of; None: the shipped corpus

``gold_news/dates.jsonl``, a line for a date expression:

    text, published     what was written, and when it was published (None: nobody says)
    expression          stands once in the text; ``first`` and ``last``: the days it names

``over`` says which articles a line is over: ``corpus``, the shipped ones, or ``elsewhere``, other regions and times.
Lines with ``"half": "test"`` or ``"held out"`` were written after the rules and are for scoring only, the latter last.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.embedding import load_embedder
from index.loaders import load_file
from index.records import Document
from index.schema import Migrations
from index.transliteration import fold
from index.vocabulary import spelling
from qa.news.dates import dates_in
from qa.news.names import NameBook
from qa.news.periods import Date

FOLDER = Path(__file__).resolve().parent / "gold_news"
CORPUS = FOLDER.parent.parent / "corpus"


@dataclass(frozen=True, slots=True)
class Score:
    """What was right, of how many, and the lines that were not."""

    right: int
    total: int
    wrong: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """From 0 to 1; 0.0 of nothing."""
        return self.right / self.total if self.total else 0.0


def lines(name: str) -> list[dict[str, Any]]:
    """The JSON objects of one gold file."""
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines() if line.strip()]


def pair_says(pair: dict[str, Any]) -> bool:
    """Whether the names of a pair are taken for one."""
    documents = [_document(str(n), text) for n, text in enumerate(pair.get("texts", ()))]
    at = [documents[pair[key]].id if key in pair else None for key in ("in_a", "in_b")]
    return NameBook(documents).same(pair["a"], pair["b"], at[0], at[1])


def score_pairs(pairs: Sequence[dict[str, Any]]) -> tuple[Score, Score]:
    """Recall and precision of "these names are one"."""
    said = {pair["id"]: pair_says(pair) for pair in pairs}
    same = [pair for pair in pairs if pair["same"]]
    merged = [pair for pair in pairs if said[pair["id"]]]
    missed = tuple(f"{p['a']} / {p['b']}" for p in same if not said[p["id"]])
    wrong = tuple(f"{p['a']} / {p['b']}" for p in merged if not p["same"])
    return (
        Score(len(same) - len(missed), len(same), missed),
        Score(len(merged) - len(wrong), len(merged), wrong),
    )


def score_questions(questions: Sequence[dict[str, Any]]) -> Score:
    """How many questions look for the word that their document has, whatever they call it."""
    embedder = load_embedder()
    corpus = vocabulary([document.text for path in sorted(CORPUS.glob("*.md")) for document in load_file(path)])
    elsewhere = vocabulary(question["text"] for question in questions if question["text"])
    wrong = []
    for question in questions:
        connection = elsewhere if question["text"] else corpus
        found = spelling(connection, question["question"], lambda word: embedder.count_tokens(word) == 1)
        if fold(question["finds"]) not in {fold(word) for word in found.extra()}:
            wrong.append(f"{question['question']} ({question['finds']})")
    return Score(len(questions) - len(wrong), len(questions), tuple(wrong))


def score_dates(expressions: Sequence[dict[str, Any]]) -> Score:
    """How many date expressions name exactly the days they should."""
    wrong = []
    for gold in expressions:
        published = Date.fromisoformat(gold["published"]) if gold["published"] else None
        at = gold["text"].index(gold["expression"])
        end = at + len(gold["expression"])
        found = [date for date in dates_in(gold["text"], published) if date.start < end and at < date.end]
        days = {(date.first.isoformat(), date.last.isoformat()) for date in found}
        if days != {(gold["first"], gold["last"])}:
            wrong.append(f"{gold['expression']!r} in {gold['text']!r}: {sorted(days)}")
    return Score(len(expressions) - len(wrong), len(expressions), tuple(wrong))


def vocabulary(texts: Iterable[str]) -> sqlite3.Connection:
    """A store in memory that has nothing but the words of these texts."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    Migrations(connection).apply()
    connection.execute("INSERT INTO source VALUES ('gold', '', '')")
    connection.execute(
        "INSERT INTO document (id, source, origin, title, authors, regions, facts, sha256, text)"
        " VALUES ('gold', 'gold', 'gold', '', '[]', '[]', '{}', '', '')"
    )
    for number, text in enumerate(texts):
        connection.execute(
            "INSERT INTO passage (id, document_id, ordinal, start, end, kind, text, context)"
            " VALUES (?, 'gold', ?, 0, 0, 'body', ?, '')",
            (f"gold:{number}", number, text),
        )
    return connection


def report() -> Iterator[str]:
    """The figures, over all lines and over each half, and every wrong line."""
    names, expressions = lines("names.jsonl"), lines("dates.jsonl")
    for over in ("", "corpus", "elsewhere", "test", "held out"):
        chosen = [line for line in names if over in ("", line["over"], line.get("half"))]
        recall, precision = score_pairs([line for line in chosen if line["kind"] == "pair"])
        questions = score_questions([line for line in chosen if line["kind"] == "question"])
        resolved = score_dates([line for line in expressions if over in ("", line["over"], line.get("half"))])
        scores = {"names found": recall, "names precision": precision, "spellings found": questions, "dates": resolved}
        yield f"over {over or 'all'}"
        yield from (f"  {what:16} {s.share:.3f}  {s.right}/{s.total}" for what, s in scores.items())
        if not over:
            yield from (f"    {what}: {one}" for what, score in scores.items() for one in score.wrong)


def _document(name: str, text: str) -> Document:
    return Document(id=Document.make_id(name, None), origin=name, text=text, title="")


if __name__ == "__main__":
    sys.stdout.write("\n".join(report()) + "\n")
