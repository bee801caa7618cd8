"""What each part buys: simpler systems on the same questions.

None of these reads or refuses: they show passages. They are judged by whether the text they show holds an accepted
answer (for a list: one of each part), however long it is; the column "words shown" tells how much a person has to read
to find it. Quoted itself must name the answer in a few words to be counted right: the comparison favours the baselines.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.metrics.contains import holds_any
from evals.metrics.lists import covered
from evals.questions import GoldQuestion
from evals.systems import DEPTH, Reply, document_names, name_hits
from index.search import KEYWORD_WEIGHT

if TYPE_CHECKING:
    from index import DocumentIndex

Ranked = Sequence[tuple[str, str]]
TOP = 2  # passages shown, LlamaIndex's default
JOINED = "\n\n"


class Retrieval:
    """Shows the first passages of a ranking.

    Args:
        name: as it stands in the table.
        rank: question and number of passages → pairs (document name, passage text), best first.
        top: how many are shown.
    """

    def __init__(self, name: str, rank: Callable[[str, int], Ranked], top: int = TOP) -> None:
        self.name = name
        self._rank = rank
        self._top = top

    def reply(self, question: GoldQuestion) -> Reply:
        """The passages; what is "said" is the accepted answer where they hold it, since a person would see it there."""
        asked = " ".join((*question.history, question.question))
        began = time.perf_counter()
        ranked = tuple(self._rank(asked, DEPTH))
        milliseconds = 1000 * (time.perf_counter() - began)
        seen = [text for _, text in ranked[: self._top]]
        said = found_in(seen, question)
        return Reply(
            shorts=said,
            shown=JOINED.join(seen),
            confidence=1.0,
            candidate=said,
            understood=asked,
            retrieved=ranked,
            read=self._top,
            milliseconds=milliseconds,
        )


def found_in(texts: Sequence[str], question: GoldQuestion) -> tuple[str, ...]:
    """The accepted answers that a careful reader finds in the texts; if none, a placeholder that is never right.

    Where the answer is worked out (a yes, a sum) nothing that stands in a text shows it, so it counts as not found.
    """
    nothing = ("(passages)",) if texts else ()
    if not question.answerable or question.computed:
        return nothing
    if question.groups:
        held = covered(texts, question.groups) == 1.0
        return tuple(group[0] for group in question.groups) if held else nothing
    found = next((answer for answer in question.answers if any(holds_any(text, [answer]) for text in texts)), None)
    return (found,) if found else nothing


def keywords_only(index: DocumentIndex) -> Retrieval:
    """BM25 over Quoted's passages."""
    return _one_side(index, "keywords only, top 2", keyword_weight=1.0)


def vectors_only(index: DocumentIndex) -> Retrieval:
    """Cosine over Quoted's passages."""
    return _one_side(index, "vectors only, top 2", keyword_weight=0.0)


def without_reader(index: DocumentIndex) -> Retrieval:
    """Quoted's own retrieval, both sides fused, and nobody to read it."""
    return _one_side(index, "Quoted without its reader, top 2", keyword_weight=KEYWORD_WEIGHT)


def _one_side(index: DocumentIndex, name: str, keyword_weight: float) -> Retrieval:
    names = document_names(index)

    def rank(question: str, top: int) -> Ranked:
        return name_hits(names, index.search(question, top, keyword_weight=keyword_weight))

    return Retrieval(name, rank)


def llamaindex_pipeline(paths: Sequence[Path], embedder: Any) -> Retrieval:
    """The usual LlamaIndex pipeline: default sentence splitter, vector store in memory, top 2, same embedding model.

    Args:
        paths: the files, read as UTF-8 text by LlamaIndex's own directory reader.
        embedder: a LlamaIndex embedding of the model that Quoted uses.
    """
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter

    documents = SimpleDirectoryReader(input_files=[str(path) for path in paths]).load_data()
    store = VectorStoreIndex.from_documents(documents, transformations=[SentenceSplitter()], embed_model=embedder)

    def rank(question: str, top: int) -> Ranked:
        nodes = store.as_retriever(similarity_top_k=top).retrieve(question)
        return [(Path(str(node.metadata["file_name"])).stem, node.get_content()) for node in nodes]

    return Retrieval("LlamaIndex, default splitter, top 2", rank)
