"""Quoted's passages, vectors and search as LlamaIndex components. LlamaIndex's types stay in here.

Importing this module imports llama-index-core, so only the functions that need it do. Node ids are passage ids, and
offsets are those of the cut: LlamaIndex's own way of searching for a node's text in its document is switched off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, MetadataMode, NodeRelationship, NodeWithScore, QueryBundle, TextNode
from llama_index.core.schema import Document as LlamaDocument

from index.passages import cut, embedding_text, max_passage_tokens
from index.records import Document, Hit, Passage, PassageKind, Region
from index.rows import Entry, Vector

if TYPE_CHECKING:
    from index.document_index import DocumentIndex
    from index.embedding import Embedder

CONTEXT = "context"  # metadata key of what is embedded before the passage
KnownVectors = Callable[[Sequence[str]], dict[str, Vector]]  # sha256s of texts → vectors of those that are stored


def to_llama(document: Document) -> LlamaDocument:
    """A Document as LlamaIndex's; its fields become metadata."""
    fields = asdict(document)
    text, id_ = fields.pop("text"), fields.pop("id")
    packed = {
        name: json.dumps(value) if isinstance(value, list | tuple | dict) else value for name, value in fields.items()
    }
    return LlamaDocument(id_=id_, text=text, metadata=packed)


def from_llama(node: BaseNode) -> Document:
    """A Document from LlamaIndex's, whoever made it; fields its metadata does not have stay unset."""
    found = node.metadata
    version = found.get("version")
    return Document(
        id=node.node_id,
        origin=str(found.get("origin") or node.node_id),
        text=node.get_content(metadata_mode=MetadataMode.NONE),
        title=str(found.get("title") or found.get("file_name") or ""),
        publisher=found.get("publisher"),
        authors=tuple(json.loads(found.get("authors") or "[]")),
        published=found.get("published"),
        url=found.get("url"),
        version=version if isinstance(version, int) else None,
        regions=tuple(Region(**region) for region in json.loads(found.get("regions") or "[]")),
        facts=json.loads(found.get("facts") or "{}"),
        sha256=str(found.get("sha256") or ""),
        added=found.get("added"),
    )


class PassageParser(NodeParser):
    """Cuts documents into Quoted's passages, with exact offsets."""

    _embedder: Any = PrivateAttr()

    def __init__(self, embedder: Embedder, **settings: Any) -> None:
        """Cuts for the window of ``embedder``."""
        super().__init__(**settings)
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        """The name LlamaIndex knows it by."""
        return "QuotedPassageParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:
        return [made for node in nodes for made in self._passage_nodes(node)]

    def _passage_nodes(self, node: BaseNode) -> list[BaseNode]:
        embedder, document = self._embedder, from_llama(node)
        made: list[BaseNode] = []
        for passage in cut(document, embedder.count_tokens, max_passage_tokens(embedder.window)):
            whole = embedding_text(document, passage, embedder.count_tokens, embedder.window, embedder.special_tokens)
            before = whole[: len(whole) - len(passage.text)].rstrip("\n")
            made.append(_node(document, passage, {CONTEXT: before}))
            made[-1].relationships[NodeRelationship.SOURCE] = node.as_related_node_info()
        return made

    def _postprocess_parsed_nodes(
        self, nodes: list[BaseNode], parent_doc_map: dict[str, LlamaDocument]
    ) -> list[BaseNode]:
        for before, after in pairwise(nodes):
            if self.include_prev_next_rel and before.ref_doc_id == after.ref_doc_id:
                before.relationships[NodeRelationship.NEXT] = after.as_related_node_info()
                after.relationships[NodeRelationship.PREVIOUS] = before.as_related_node_info()
        return nodes


class PassageEmbedder(BaseEmbedding):
    """Embeds with Quoted's embedder; texts whose vectors are known already are not embedded again."""

    _embedder: Any = PrivateAttr()
    _known: Any = PrivateAttr()

    def __init__(self, embedder: Embedder, known: KnownVectors | None = None, **settings: Any) -> None:
        """Wraps ``embedder``; ``known`` looks vectors up by the sha256 of their text."""
        super().__init__(model_name=embedder.name, embed_batch_size=settings.pop("embed_batch_size", 512), **settings)
        self._embedder = embedder
        self._known = known

    @classmethod
    def class_name(cls) -> str:
        """The name LlamaIndex knows it by."""
        return "QuotedPassageEmbedder"

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        names = [text_sha256(text) for text in texts]
        vectors = dict(self._known(names)) if self._known is not None else {}
        new = {name: text for name, text in zip(names, texts, strict=True) if name not in vectors}
        if new:
            vectors.update(zip(new, self._embedder.embed_passages(list(new.values())), strict=True))
        return [vectors[name].tolist() for name in names]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = self._embedder.embed_query(query).tolist()
        return vector

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class QuotedRetriever(BaseRetriever):
    """Quoted's search as a LlamaIndex retriever."""

    def __init__(self, index: DocumentIndex, top_k: int = 10, **filters: Any) -> None:
        """Searches ``index``; ``filters`` are those of :meth:`index.DocumentIndex.search`."""
        super().__init__()
        self._index = index
        self._top_k = top_k
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._index.search(query_bundle.query_str, self._top_k, **self._filters)
        documents = {hit.passage.document_id: self._index.document(hit.passage.document_id) for hit in hits}
        return [_scored(documents[hit.passage.document_id], hit) for hit in hits]


def run_pipeline(documents: Iterable[Document], embedder: Embedder, known: KnownVectors | None = None) -> list[Entry]:
    """Runs documents through LlamaIndex's ingestion pipeline: cut, embed.

    Args:
        documents: what was read.
        embedder: whose window the passages fit, and who makes the vectors.
        known: looks vectors up by the sha256 of the embedded text.

    Returns:
        The passages of all documents, in order, with their vectors; empty for documents without text.
    """
    transformations = [PassageParser(embedder), PassageEmbedder(embedder, known)]
    pipeline = IngestionPipeline(transformations=transformations, disable_cache=True)
    nodes = pipeline.run(documents=[to_llama(document) for document in documents])
    return [_entry(node) for node in nodes if isinstance(node, TextNode)]


def text_sha256(text: str) -> str:
    """The name under which an embedded text's vector is found again."""
    return hashlib.sha256(text.encode()).hexdigest()


def _node(document: Document, passage: Passage, more: dict[str, Any]) -> TextNode:
    metadata = {
        "document_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "source": document.source,
        "version": document.version,
        "kind": passage.kind,
        "ordinal": passage.ordinal,
        **more,
    }
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata=metadata,
        metadata_template="{value}",
        text_template="{metadata_str}\n{content}",
        excluded_embed_metadata_keys=[key for key in metadata if key != CONTEXT],
        excluded_llm_metadata_keys=[key for key in metadata if key not in ("title", "publisher", "published")],
    )


def _entry(node: TextNode) -> Entry:
    kind: PassageKind = node.metadata["kind"]
    start, end = node.start_char_idx or 0, node.end_char_idx or 0
    passage = Passage(node.node_id, node.metadata["document_id"], node.metadata["ordinal"], start, end, node.text, kind)
    embedded = node.get_content(metadata_mode=MetadataMode.EMBED)
    return Entry(passage, text_sha256(embedded), np.asarray(node.embedding, dtype=np.float32))


def _scored(document: Document, hit: Hit) -> NodeWithScore:
    scores = {"keyword_score": hit.keyword_score, "vector_score": hit.vector_score}
    node = _node(document, hit.passage, scores)
    node.relationships[NodeRelationship.SOURCE] = to_llama(document).as_related_node_info()
    return NodeWithScore(node=node, score=hit.score)
