"""Chooses how keywords and vectors are fused: ``python -m benchmarks.fit_retrieval ../shared/data``.

Every passage is scored by both sides once; then settings are tried on the even queries of each collection and reported
on the odd ones. Embeddings are kept under ``runs/retrieval`` and made again only for other passages.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.bm25 import Counts, bm25, count
from benchmarks.datasets import Collection, Text, news_articles, read_collection, squad_paragraphs
from evals.metrics.ranking import ndcg_at_k, recall_at_k
from index.adding import context_of
from index.errors import QuotedError
from index.keywords import CONTEXT_WEIGHT
from index.loaders import load_bytes
from index.minilm import MiniLMEmbedder
from index.passages import MAX_TOKENS, context, cut
from index.records import Document
from index.search import CANDIDATES, FUSIONS, KEYWORD_WEIGHT

CACHE = Path("runs/retrieval")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """A collection cut into m passages, with what scores every passage for every query."""

    collection: Collection
    owner: NDArray[np.int64]  # (m,) position of the passage's document
    counts: Counts
    cosine: Floats  # (q, m)


@dataclass(frozen=True)
class Settings:
    """What is fitted."""

    k1: float = 1.2
    b: float = 0.75
    context_weight: float = CONTEXT_WEIGHT
    method: str = "minmax"
    keyword_weight: float = KEYWORD_WEIGHT
    candidates: int = CANDIDATES


WEIGHTS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
KEYWORDS_ALONE = Settings(keyword_weight=1.0, candidates=1000)


def collections(folder: Path) -> Iterator[Collection]:
    """Development collections, news first."""
    yield read_collection(folder / "ir_time.json.gz")
    yield news_articles(folder / "eval_realtimeqa_dev.json.gz")
    yield squad_paragraphs(folder / "squad20_dev.json.gz")
    for name in ("medline", "cranfield", "scifact"):
        yield read_collection(folder / f"ir_{name}.json.gz")


def as_document(text: Text) -> Document:
    """The text as Quoted reads it, with the title and date that the collection knows; an empty text stays empty."""
    if not text.text.strip():
        return Document(id=text.id, origin=text.id, text="", title="")
    document = load_bytes(text.text.encode(), f"{text.id}.txt", text.id)[-1]
    return replace(document, title=text.title or document.title, published=text.date or document.published)


def scored(
    collection: Collection,
    embedder: MiniLMEmbedder,
    max_tokens: int = MAX_TOKENS,
    overlap: int = 0,
    prefix: bool = True,
) -> Scored:
    """Cut, embed (or take from the cache) and count. ``prefix``: headline and date are embedded with a passage."""
    owner, texts, contexts, before = _passages(collection, embedder, max_tokens, overlap)
    joined = [f"{b}\n{t}" if b and prefix else t for b, t in zip(before, texts, strict=True)]
    asked = [query.text for query in collection.queries]
    vectors = _cached(embedder, joined, f"{collection.name}-{max_tokens}-{overlap}-{prefix}")
    queries = _cached(embedder, asked, f"{collection.name}-queries")
    cosine = (queries @ vectors.T).astype(np.float64)
    return Scored(collection, np.array(owner), count(texts, contexts, asked), cosine)


def _passages(
    collection: Collection, embedder: MiniLMEmbedder, max_tokens: int, overlap: int
) -> tuple[list[int], list[str], list[str], list[str]]:
    """Of every passage: position of its document, text, context for keywords, context for the vector; kept on disk."""
    path = CACHE / f"{collection.name}-{max_tokens}-{overlap}-{len(collection.texts)}.json"
    if path.is_file():
        owner, texts, contexts, before = json.loads(path.read_text("utf-8"))
        return owner, texts, contexts, before
    owner, texts, contexts, before = [], [], [], []
    for position, text in enumerate(collection.texts):
        document = as_document(text)
        for passage in cut(document, embedder.count_tokens, max_tokens, overlap):
            owner.append(position)
            texts.append(passage.text)
            contexts.append(context_of(document))
            before.append(context(document, embedder.count_tokens))
    CACHE.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([owner, texts, contexts, before]), "utf-8")
    return owner, texts, contexts, before


def _cached(embedder: MiniLMEmbedder, texts: Sequence[str], name: str) -> NDArray[np.float32]:
    digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]
    path = CACHE / f"{name}-{digest}.npy"
    if path.is_file():
        return np.asarray(np.load(path), np.float32)
    vectors = embedder.embed_passages(texts)
    CACHE.mkdir(parents=True, exist_ok=True)
    np.save(path.with_suffix(".part.npy"), vectors)
    path.with_suffix(".part.npy").rename(path)
    return vectors


def ranking(passage_scores: Floats, places: NDArray[np.int64], data: Scored, depth: int = 100) -> list[str]:
    """Document ids by their best passage, ties by id."""
    best: dict[int, float] = {}
    for place, score in zip(places.tolist(), passage_scores.tolist(), strict=True):
        owner = int(data.owner[place])
        best[owner] = max(best.get(owner, -np.inf), score)
    texts = data.collection.texts
    return [texts[o].id for o in sorted(best, key=lambda o: (-best[o], texts[o].id))[:depth]]


def fused_ranking(query: int, keyword: Floats, data: Scored, chosen: Settings) -> list[str]:
    """The product's way: each side puts forward its best passages, all of them are scored by both sides, then fused."""
    vector = data.cosine[query]
    found = np.flatnonzero(keyword[query] > 0)
    by_keyword = found[np.argsort(-keyword[query][found], kind="stable")[: chosen.candidates]]
    by_vector = np.argsort(-vector, kind="stable")[: chosen.candidates]
    places = np.union1d(by_keyword, by_vector)
    fused = FUSIONS[chosen.method](keyword[query][places], vector[places], chosen.keyword_weight)
    return ranking(fused, places, data)


def quality(data: Scored, keyword: Floats, chosen: Settings, odd: bool) -> dict[str, float]:
    """Mean nDCG@10 and recall@10 over one half of the queries, for keywords, vectors and both."""
    half = range(int(odd), len(data.collection.queries), 2)
    totals: dict[str, list[float]] = {}
    everything = np.arange(len(data.owner))
    for query in half:
        relevant = data.collection.queries[query].relevant
        matching = np.flatnonzero(keyword[query] > 0)
        rankings = {
            "keywords": ranking(keyword[query][matching], matching, data),
            "vectors": ranking(data.cosine[query], everything, data),
            "fused": fused_ranking(query, keyword, data, chosen),
        }
        for name, ranked in rankings.items():
            totals.setdefault(f"{name} nDCG@10", []).append(ndcg_at_k(ranked, relevant, 10))
            totals.setdefault(f"{name} R@10", []).append(recall_at_k(ranked, relevant, 10))
    return {name: sum(values) / len(values) for name, values in totals.items()}


def fused_ndcg(data: Scored, keyword: Floats, chosen: Settings, odd: bool = False) -> float:
    """Mean nDCG@10 of the fused ranking over one half of the queries."""
    half = range(int(odd), len(data.collection.queries), 2)
    values = [ndcg_at_k(fused_ranking(q, keyword, data, chosen), data.collection.queries[q].relevant, 10) for q in half]
    return sum(values) / len(values)


def report(data: Scored, say: Callable[[str], None] = print) -> None:
    """One side, the other, and every way of fusing them, on the even queries; the shipped settings on the odd ones."""
    name = data.collection.name
    shipped = Settings()
    keyword = bm25(data.counts, shipped.k1, shipped.b, shipped.context_weight)
    for odd in (False, True):
        found = {measure: round(value, 4) for measure, value in quality(data, keyword, shipped, odd).items()}
        say(f"{name} {'odd' if odd else 'even'} queries, shipped settings: {found}")
    for method, candidates in product(FUSIONS, (20, 50, 100)):
        tried = {
            weight: round(
                fused_ndcg(
                    data, keyword, replace(shipped, method=method, keyword_weight=weight, candidates=candidates)
                ),
                4,
            )
            for weight in WEIGHTS
        }
        say(f"{name} even, {method}, {candidates} candidates a side, nDCG@10 by keyword weight: {tried}")
    for k1, b, context_weight in product((0.9, 1.2, 1.6), (0.4, 0.75), (0.0, 0.4, 1.0)):
        scores = bm25(data.counts, k1, b, context_weight)
        alone, fused = fused_ndcg(data, scores, KEYWORDS_ALONE), fused_ndcg(data, scores, shipped)
        say(f"{name} even, k1 {k1}, b {b}, context {context_weight}: keywords {alone:.4f}, fused {fused:.4f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_retrieval", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the development collections are")
    parser.add_argument("--only", nargs="*", help="names of collections, such as ir_time")
    parser.add_argument("--tokens", type=int, default=MAX_TOKENS, help="longest passage")
    parser.add_argument("--overlap", type=int, default=0, help="sentences that neighbouring passages share")
    parser.add_argument("--no-context", action="store_true", help="embed passages without headline and date")
    options = parser.parse_args(arguments)
    embedder = MiniLMEmbedder()
    try:
        for collection in collections(options.folder):
            if not options.only or collection.name in options.only:
                report(scored(collection, embedder, options.tokens, options.overlap, not options.no_context))
    except QuotedError as error:
        print(f"quoted: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
