"""The answerer as a LlamaIndex query engine. LlamaIndex's types stay in here."""

from __future__ import annotations

from typing import Any

from llama_index.core.base.response.schema import Response
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.schema import NodeWithScore, TextNode

from index.records import Citation
from qa.answerer import Answerer


class QuotedQueryEngine(CustomQueryEngine):
    """Answers with Quoted; the response's source nodes are the quotations."""

    answerer: Any

    def __init__(self, answerer: Answerer) -> None:
        super().__init__(answerer=answerer)  # type: ignore[call-arg]

    def custom_query(self, query_str: str) -> Response:
        """Ask; a refusal has no source nodes and ``metadata["found"]`` False."""
        answer = self.answerer.ask(query_str)
        nodes = [_node(citation, answer.confidence) for citation in answer.citations]
        return Response(
            response=answer.text,
            source_nodes=nodes,
            metadata={"found": answer.found, "short": answer.short, "confidence": answer.confidence},
        )


def _node(citation: Citation, score: float) -> NodeWithScore:
    node = TextNode(
        id_=f"{citation.document_id}:{citation.start}-{citation.end}",
        text=citation.quote,
        start_char_idx=citation.start,
        end_char_idx=citation.end,
        metadata={
            "title": citation.title,
            "publisher": citation.publisher,
            "published": citation.published,
            "source": citation.source,
            "version": citation.version,
        },
    )
    return NodeWithScore(node=node, score=score)
