"""Quoted as LlamaIndex components: same passages, vectors and ranking, right offsets, nothing global touched."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import Document as LlamaDocument
from llama_index.core.schema import MetadataMode, NodeRelationship, QueryBundle

import index
from index import Document, DocumentIndex, Region
from index.llamaindex import (
    PassageEmbedder,
    PassageParser,
    QuotedRetriever,
    from_llama,
    run_pipeline,
    text_sha256,
    to_llama,
)
from index.passages import cut, embedding_text, max_passage_tokens

ROW = "Station Ansa: 12 mm of rain fell.\n"
STORM = Document(
    id="abcabcabcabc",
    origin="/notes/storm.txt",
    text="Storm over Torvik\n\n" + ROW * 60 + "\nFollow us.\n",
    title="Storm over Torvik",
    publisher="Valley Courier",
    authors=("Ida Kolt",),
    published="2022-06-10",
    version=2,
    regions=(Region(19 + len(ROW) * 60 + 1, 19 + len(ROW) * 60 + 11, "furniture", "follow us"),),
    facts={"changes": "3"},
    sha256="e" * 64,
)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


def test_a_document_comes_back_from_llamaindex_as_it_was() -> None:
    assert from_llama(to_llama(STORM)) == STORM


def test_a_foreign_document_is_read_with_what_it_has() -> None:
    document = from_llama(LlamaDocument(id_="x1", text="Some text.", metadata={"file_name": "a.txt"}))
    assert (document.id, document.title, document.text, document.version) == ("x1", "a.txt", "Some text.", None)


def test_nodes_are_the_passages_with_their_own_offsets_even_where_text_repeats(embedder: FakeEmbedder) -> None:
    nodes = PassageParser(embedder).get_nodes_from_documents([to_llama(STORM)])
    passages = cut(STORM, embedder.count_tokens, max_passage_tokens(embedder.window))
    assert [n.node_id for n in nodes] == [p.id for p in passages]
    assert [(n.start_char_idx, n.end_char_idx) for n in nodes] == [(p.start, p.end) for p in passages]  # type: ignore[attr-defined]
    assert len({n.start_char_idx for n in nodes}) == len(nodes) > 5  # type: ignore[attr-defined]
    assert {n.ref_doc_id for n in nodes} == {STORM.id}
    assert nodes[0].relationships[NodeRelationship.NEXT].node_id == nodes[1].node_id  # type: ignore[union-attr]
    assert NodeRelationship.PREVIOUS not in nodes[0].relationships


def test_what_is_embedded_is_context_and_passage_and_fits_the_window(embedder: FakeEmbedder) -> None:
    nodes = PassageParser(embedder).get_nodes_from_documents([to_llama(STORM)])
    passages = cut(STORM, embedder.count_tokens, max_passage_tokens(embedder.window))
    for node, passage in zip(nodes, passages, strict=True):
        embedded = node.get_content(metadata_mode=MetadataMode.EMBED)
        assert embedded == embedding_text(STORM, passage, embedder.count_tokens, embedder.window)
        assert embedder.count_tokens(embedded) + embedder.special_tokens <= embedder.window


def test_the_pipeline_gives_entries_with_the_embedder_s_own_vectors(embedder: FakeEmbedder) -> None:
    entries = run_pipeline([STORM], embedder)
    for entry in entries:
        assert STORM.text[entry.passage.start : entry.passage.end] == entry.passage.text
        text = embedding_text(STORM, entry.passage, embedder.count_tokens, embedder.window)
        assert entry.text_sha256 == text_sha256(text)
        assert np.array_equal(entry.vector, embedder.embed_passages([text])[0])
    assert entries[-1].passage.kind == "furniture"


def test_the_pipeline_of_no_text_gives_nothing(embedder: FakeEmbedder) -> None:
    assert run_pipeline([], embedder) == []
    assert run_pipeline([Document("a", "o", " \n ", "T")], embedder) == []


def test_known_texts_and_repeated_ones_are_not_embedded_again(embedder: FakeEmbedder) -> None:
    first = PassageEmbedder(embedder)
    vectors = first.get_text_embedding_batch(["one", "two", "one"])
    assert embedder.embedded == 2
    known = {text_sha256("one"): np.array(vectors[0], dtype=np.float32)}
    second = PassageEmbedder(embedder, lambda names: {n: known[n] for n in names if n in known})
    assert second.get_text_embedding_batch(["one", "two", "one"]) == vectors
    assert embedder.embedded == 3
    assert second.get_query_embedding("one") == vectors[0]
    assert second.get_text_embedding("one") == vectors[0]


def test_they_work_in_somebody_s_own_pipeline(embedder: FakeEmbedder) -> None:
    pipeline = IngestionPipeline(transformations=[PassageParser(embedder), PassageEmbedder(embedder)])
    nodes = pipeline.run(documents=[LlamaDocument(id_="d", text="Rain fell in Torvik. The river rose.")])
    assert [node.text for node in nodes] == ["Rain fell in Torvik. The river rose."]  # type: ignore[attr-defined]
    assert len(nodes[0].embedding or []) == embedder.dimension


@pytest.fixture
def docs(tmp_path: Path, embedder: FakeEmbedder) -> Iterator[DocumentIndex]:
    for name, place in (("a", "Torvik"), ("b", "Port Elsa")):
        text = (
            f"---\ntitle: Storm over {place}\npublisher: Paper {name}\n---\n\nRain flooded {place} on Monday night.\n"
        )
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    with DocumentIndex.open(tmp_path / "store", embedder=embedder) as opened:
        opened.add([tmp_path / "a.md", tmp_path / "b.md"])
        yield opened


def test_the_retriever_ranks_as_the_index_does(docs: DocumentIndex) -> None:
    retriever = docs.as_retriever(top_k=5)
    assert isinstance(retriever, QuotedRetriever)
    hits = docs.search("Where did rain flood Port Elsa?", 5)
    for found in (retriever.retrieve("Where did rain flood Port Elsa?"), retriever.retrieve(QueryBundle("rain"))):
        assert {n.node.node_id for n in found} == {h.passage.id for h in hits}
    found = retriever.retrieve("Where did rain flood Port Elsa?")
    assert [(n.node.node_id, n.score) for n in found] == [(h.passage.id, h.score) for h in hits]
    top = found[0].node
    document = docs.document(top.metadata["document_id"])
    assert document.text[top.start_char_idx : top.end_char_idx] == top.text  # type: ignore[attr-defined]
    assert (top.metadata["title"], top.metadata["publisher"]) == ("Storm over Port Elsa", "Paper b")
    assert top.ref_doc_id == document.id


def test_the_retriever_takes_the_index_s_filters(docs: DocumentIndex) -> None:
    found = docs.as_retriever(publishers=["Paper a"]).retrieve("rain flooded Port Elsa")
    assert {n.node.metadata["publisher"] for n in found} == {"Paper a"}


def test_settings_stay_untouched_and_no_language_model_is_sought(tmp_path: Path) -> None:
    """In a process of its own, because any earlier test may have touched LlamaIndex's settings."""
    script = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from fakes import FakeEmbedder
from index import DocumentIndex
note = Path(sys.argv[2]) / "note.txt"
note.write_text("Rain fell in Torvik. The river rose by two metres.")
with DocumentIndex.open(Path(sys.argv[2]) / "store", embedder=FakeEmbedder()) as docs:
    docs.add([note])
    print(len(docs.as_retriever(top_k=3).retrieve("rain")))
from llama_index.core.settings import Settings
set_ = [n for n in ("_llm", "_embed_model", "_node_parser", "_transformations") if getattr(Settings, n) is not None]
print(set_, [m for m in sys.modules if m.startswith(("openai", "llama_index.llms.openai", "torch"))])
"""
    root = Path(index.__file__).parent.parent
    command = [sys.executable, "-c", script, str(root), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.splitlines() == ["1", "[] []"], done.stderr
