"""Data as it comes -> one file of training rows, with mined hard negatives.

    python -m training.prepare --data ../shared/data --out runs/data [--no-embeddings]

A row is ``{question, context, spans: [[start, end], ...], many, source, negatives}``: spans are code-point offsets
(none: the text does not answer), ``many`` is true when *all* spans answer together, false when they are alternatives
or there is at most one, null when nobody knows; ``negatives`` are positions in the list of passages: those that rank
high for the question, are not its own, and hold none of its answers. News questions are mined among all news
passages, SQuAD's among the paragraphs of their article, Natural Questions among themselves.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.predicates import bare_questions
from training.retrieval import BM25, minilm_vectors

Row = dict[str, Any]
NEWS = "train_news_written"
SMALL = (
    "train_nq_dev",
    "train_trecqa_news",
    "train_realtimeqa_pre2024",
    "train_timeqa_human",
    "train_quoref_contrast",
    "train_ester_news",
    "squadshifts_reddit",
    "squadshifts_amazon",
)
PREDICATES = "train_qasrl_qanom"
NEGATIVES = 8  # kept per question
log = logging.getLogger("training.prepare")


def read(path: Path) -> Any:
    """The JSON of a gzipped file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def plain(text: str) -> str:
    """Lower case, no accents, letters and digits only, single spaces: for asking whether a text holds an answer."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return " ".join(re.findall(r"\w+", "".join(c for c in decomposed if not unicodedata.combining(c))))


def holds(passage: str, answers: list[str]) -> bool:
    """Whether a passage (already ``plain``) holds any of the answers as whole words."""
    return any(f" {plain(answer)} " in f" {passage} " for answer in answers if plain(answer))


def to_row(item: Row, source: str) -> Row:
    """One item of the list form as a training row; spans in order, duplicates dropped."""
    spans = sorted({(a["answer_start"], a["answer_start"] + len(a["text"])) for a in item["answers"]})
    kind = item.get("type")
    many: bool | None = False
    if kind is not None:
        many = None if kind == "none" else kind == "list" or len(spans) > 1
    elif source == "train_ester_news":
        many = len(spans) > 1
    elif source.startswith(("train_nq", "squad")):
        many = None
    return {
        "question": item["question"].strip(),
        "context": item["context"],
        "spans": [list(s) for s in spans],
        "many": many,
        "source": source,
        "negatives": [],
    }


def squad_articles(path: Path) -> Iterator[list[Row]]:
    """SQuAD's own nesting, one row a question, an article at a time."""
    for article in read(path)["data"]:
        yield [
            to_row({**question, "context": paragraph["context"]}, "squad20_train")
            for paragraph in article["paragraphs"]
            for question in paragraph["qas"]
        ]


def fuse(scores: NDArray[np.float32], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Reciprocal rank fusion (Cormack et al. 2009, k = 60) of two score vectors over the same passages, shape (n,)."""
    ranks = [np.argsort(np.argsort(-side)) for side in (scores, vectors)]
    return np.asarray(sum(1.0 / (60 + rank) for rank in ranks))


def mine(rows: list[Row], passages: list[str], embed: bool) -> None:
    """Appends the rows' contexts to ``passages`` and fills ``negatives`` of answerable rows with the best-ranked of
    them that do not answer."""
    offset = len(passages)
    passages += dict.fromkeys(row["context"] for row in rows)
    _mine(rows, passages[offset:], embed)
    for row in rows:
        row["negatives"] = [offset + j for j in row["negatives"]]


def _mine(rows: list[Row], passages: list[str], embed: bool) -> None:
    keyword = BM25(passages)
    flat = [plain(passage) for passage in passages]
    own = {passage: i for i, passage in enumerate(passages)}
    passage_vectors = question_vectors = None
    if embed:
        passage_vectors = minilm_vectors(passages)
        question_vectors = minilm_vectors([row["question"] for row in rows])
    for i, row in enumerate(rows):
        answers = [row["context"][start:end] for start, end in row["spans"]]
        if not answers:
            continue
        ranked: NDArray[np.floating[Any]] = keyword.scores(row["question"])
        if passage_vectors is not None and question_vectors is not None:
            ranked = fuse(keyword.scores(row["question"]), passage_vectors @ question_vectors[i])
        best = [int(j) for j in np.argsort(-ranked, kind="stable")[: 4 * NEGATIVES]]
        row["negatives"] = [j for j in best if j != own[row["context"]] and not holds(flat[j], answers)][:NEGATIVES]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the gzipped JSON files")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--no-embeddings", action="store_true", help="mine negatives with keywords alone")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    news = [to_row(item, NEWS) for item in read(args.data / f"{NEWS}.json.gz")]
    passages: list[str] = []
    mine(news, passages, not args.no_embeddings)
    log.info("%d news passages", len(passages))
    rows = list(news)
    for article in squad_articles(args.data / "squad20_train.json.gz"):
        mine(article, passages, embed=False)
        rows += article
    for name in (*SMALL, PREDICATES):
        path = args.data / f"{name}.json.gz"
        if not path.exists():
            log.warning("%s is not there: left out", path)
            continue
        if name == PREDICATES:
            rows += bare_questions(read(path), name, random.Random(args.seed))
            continue
        found = [to_row(item, name) for item in read(path)]
        if name == "train_nq_dev":
            mine(found, passages, embed=False)
        rows += found
    random.Random(args.seed).shuffle(rows)
    with gzip.open(args.out / "train.json.gz", "wt", encoding="utf-8", compresslevel=1) as file:
        json.dump({"passages": passages, "rows": rows}, file)
    log.info("%d rows, %d passages to draw wrong ones from", len(rows), len(passages))


if __name__ == "__main__":
    main()
