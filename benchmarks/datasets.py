"""Retrieval collections in one form, whatever file they come from.

read_collection(path)   {docs: [{id, text}], queries: [{id, text, relevant}]}, gzipped JSON
squad_paragraphs(path)  SQuAD questions, each to find its paragraph
news_articles(path)     weekly news questions, each to find the articles that answer it
"""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import QuotedError


class CollectionError(QuotedError):
    """A file that is not a collection of the form asked for."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a collection; title and date may be empty."""

    id: str
    text: str
    title: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the ids of the documents judged relevant to it."""

    id: str
    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, queries and judgements."""

    name: str
    texts: tuple[Text, ...]
    queries: tuple[Query, ...]

    def half(self, odd: bool) -> tuple[Query, ...]:
        """Every second query: those at even places are for fitting, those at odd places for reporting."""
        return self.queries[odd::2]


def read_json(path: Path) -> Any:
    """The content of a JSON file, gzipped or not.

    Raises:
        CollectionError: the file is missing or not JSON.
    """
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError, EOFError) as error:
        raise CollectionError(f"{path} cannot be read as JSON ({error}): name a .json or .json.gz file") from error


def read_collection(path: Path) -> Collection:
    """A collection with human relevance judgements; queries without any are left out.

    Raises:
        CollectionError: the file is not of the form ``{docs: [{id, text}], queries: [{id, text, relevant: [id]}]}``.
    """
    data = read_json(path)
    try:
        texts = tuple(Text(str(d["id"]), str(d["text"]), str(d.get("title") or "")) for d in data["docs"])
        asked = [Query(str(q["id"]), str(q["text"]), frozenset(map(str, q["relevant"]))) for q in data["queries"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise CollectionError(f"{path} has not the form {{docs: [{{id, text}}], queries: …}} ({error!r})") from error
    return Collection(path.name.split(".")[0], texts, tuple(query for query in asked if query.relevant))


def squad_paragraphs(path: Path, questions: int = 400, seed: int = 1) -> Collection:
    """All paragraphs of a SQuAD file and a seeded sample of its answerable questions."""
    rows = [row for row in read_json(path) if row["answers"]]
    ids: dict[str, Text] = {}
    for row in rows:
        ids.setdefault(row["context"], Text(f"p{len(ids)}", row["context"], row["title"].replace("_", " ")))
    sample = random.Random(seed).sample(rows, min(questions, len(rows)))
    queries = tuple(Query(row["id"], row["question"], frozenset({ids[row["context"]].id})) for row in sample)
    return Collection("squad_dev", tuple(ids.values()), queries)


def news_articles(path: Path, questions: int = 50, others: int = 80, seed: int = 1) -> Collection:
    """A seeded sample of answerable news questions, their articles and some others' articles."""
    data, draw = read_json(path), random.Random(seed)
    sample = draw.sample([q for q in data["questions"] if q["answerable"]], questions)
    wanted = {i for q in sample for i in q["article_ids"]}
    wanted |= {a["id"] for a in draw.sample(data["articles"], others)}
    texts = tuple(Text(a["id"], a["text"], a["title"], a["date"]) for a in data["articles"] if a["id"] in wanted)
    queries = tuple(Query(q["id"], q["question"], frozenset(q["article_ids"])) for q in sample)
    return Collection("realtimeqa_dev", texts, queries)
