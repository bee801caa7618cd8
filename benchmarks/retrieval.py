"""How well are documents found? ``python -m benchmarks.retrieval FILE.json.gz`` prints one JSON line.

The file holds ``{docs: [{id, text}], queries: [{id, text, relevant: [id]}]}``. Its documents go through Quoted's own
loaders into an index of their own; a document's score is that of its best passage. Four rankings are measured:
keywords, vectors, both fused as Quoted asks them, and fused with the first passages ranked anew by the reader.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.datasets import Collection, Query, read_collection
from evals.metrics.ranking import average_precision, ndcg_at_k, recall_at_k
from evals.metrics.spread import mean
from index.errors import QuotedError
from index.search import KEYWORD_WEIGHT

if TYPE_CHECKING:
    from index import DocumentIndex
    from index.records import Hit
    from qa.reader import Reader

DEPTH = 100  # documents ranked
PASSAGES = 400  # passages asked for: enough to hold 100 documents of a few passages each
RERANKED = 20  # first passages that the reader ranks anew, as many as Quoted reads for an answer
READER_WEIGHT = 0.1  # what a logit of the reader is worth beside a fused score, which is 0 to 1

MEASURES: dict[str, Callable[[Sequence[str], frozenset[str]], float]] = {
    "ndcg@10": lambda ranked, relevant: ndcg_at_k(ranked, relevant, 10),
    "map": average_precision,
    "recall@10": lambda ranked, relevant: recall_at_k(ranked, relevant, 10),
    "recall@100": lambda ranked, relevant: recall_at_k(ranked, relevant, 100),
}


@contextmanager
def collection_index(
    collection: Collection, store: Path | None = None
) -> Iterator[tuple[DocumentIndex, dict[str, str]]]:
    """An index of the collection and, for its document ids, the collection's own.

    Args:
        collection: its texts are written as files, one a document, and added like any folder. Empty texts are left out.
        store: folder to keep the index in and find it again; a temporary one when None.
    """
    from index import DocumentIndex

    with tempfile.TemporaryDirectory(prefix="quoted-benchmark-") as temporary:
        home = store or Path(temporary)
        folder = home / "texts"
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(collection.texts):
            path = folder / f"{number:06}.txt"
            if text.text.strip() and not path.exists():
                path.write_text(text.text, "utf-8")
        with DocumentIndex.open(home / "store") as index:
            index.add([folder])
            ids = {d.id: collection.texts[int(Path(d.origin).stem)].id for d in index.documents()}
            yield index, ids


def documents_of(hits: Sequence[Hit], ids: dict[str, str]) -> list[str]:
    """Each document once, in the order of its best passage; at most ``DEPTH``."""
    return list(dict.fromkeys(ids[hit.passage.document_id] for hit in hits))[:DEPTH]


def reranked(reader: Reader, query: str, hits: Sequence[Hit]) -> list[Hit]:
    """The first passages in the order of fused score plus the reader's best span score; the rest as they were."""
    first, rest = hits[:RERANKED], hits[RERANKED:]
    readings = reader.read(query, [hit.passage.text for hit in first], top_spans=1)
    values = {
        hit.passage.id: hit.score + READER_WEIGHT * max((span.score for span in reading.spans), default=-10.0)
        for hit, reading in zip(first, readings, strict=True)
    }
    return [*sorted(first, key=lambda hit: (-values[hit.passage.id], hit.passage.id)), *rest]


def rankings(index: DocumentIndex, ids: dict[str, str], reader: Reader | None, query: Query) -> dict[str, list[str]]:
    """Document ids by each way of ranking; without a reader there is no re-ranking."""
    keywords = index.search(query.text, PASSAGES, keyword_weight=1.0)
    vectors = index.search(query.text, PASSAGES, keyword_weight=0.0)
    fused = index.search(query.text, PASSAGES, keyword_weight=KEYWORD_WEIGHT)
    found = {
        "keywords": documents_of([hit for hit in keywords if hit.keyword_score is not None], ids),
        "vectors": documents_of(vectors, ids),
        "fused": documents_of(fused, ids),
    }
    if reader is not None:
        found["fused + re-ranked"] = documents_of(reranked(reader, query.text, fused), ids)
    return found


def measure(collection: Collection, store: Path | None = None, *, rerank: bool = True) -> dict[str, object]:
    """Everything that is printed: sizes, seconds, and each measure for each ranking, averaged over the queries."""
    began = time.perf_counter()
    with collection_index(collection, store) as (index, ids):
        indexed = time.perf_counter()
        reader = None
        if rerank:
            from qa.reader import Reader

            reader = Reader.load()
        asked = [(query, rankings(index, ids, reader, query)) for query in collection.queries]
    names = list(asked[0][1]) if asked else []
    scores = {
        name: {
            measure: round(mean([score(found[name], query.relevant) for query, found in asked]), 4)
            for measure, score in MEASURES.items()
        }
        for name in names
    }
    seconds = {"index": round(indexed - began, 1), "search": round(time.perf_counter() - indexed, 1)}
    sizes = {"docs": len(collection.texts), "queries": len(collection.queries)}
    return {"collection": collection.name, **sizes, "seconds": seconds, **scores}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("file", type=Path, help="{docs, queries} as JSON, gzipped or not")
    parser.add_argument("--store", type=Path, help="keep the index here and use it again")
    parser.add_argument("--no-rerank", action="store_true", help="leave the reader out: much faster")
    options = parser.parse_args(arguments)
    try:
        print(json.dumps(measure(read_collection(options.file), options.store, rerank=not options.no_rerank)))
    except QuotedError as error:
        print(f"quoted: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
