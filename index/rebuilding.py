"""Making anew what can be derived: the keyword index from the passages, the passages' vectors from the documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from index import rows
from index.adding import Progress, context_of, note_model, stored_model
from index.checking import passage_problems, sentence_problems, vector_problems
from index.records import Document
from index.sentence_vectors import lacks_sentences, with_sentences
from index.store import Store

if TYPE_CHECKING:
    from index.embedding import Embedder


def rebuild_store(
    store: Store, load_embedder: Callable[[], Embedder], progress: Callable[[Progress], None] | None
) -> None:
    """Rebuilds the keyword index and, when the model is another or one of them is unfit, passages and vectors.

    All in one transaction: until it is done, the store is as it was. The caller holds the writer's lock.
    """
    embedder = load_embedder()
    mine = (embedder.name, embedder.sha256, embedder.dimension)
    with store.reading() as connection:
        documents = rows.all_documents(connection)
        wrong = any(any(look(connection)) for look in (passage_problems, vector_problems, sentence_problems))
        again = wrong or lacks_sentences(connection) or stored_model(connection) != mine
        entries = _entries(documents, embedder, progress) if again and documents else None
    with store.writing() as connection:
        if entries is not None:
            note_model(connection, embedder)
            for document in documents:
                source = rows.source_of(connection, document.id) or document.origin
                rows.put_document(connection, source, document, context_of(document), entries[document.id])
        connection.execute("INSERT INTO keyword(keyword) VALUES ('rebuild')")
        connection.execute("INSERT INTO word(word) VALUES ('rebuild')")


def _entries(
    documents: list[Document], embedder: Embedder, progress: Callable[[Progress], None] | None
) -> dict[str, list[rows.Entry]]:
    from index.llamaindex import run_pipeline

    made: dict[str, list[rows.Entry]] = {}
    for done, document in enumerate(documents):
        if progress is not None:
            progress(Progress(done, len(documents), document.title))
        made[document.id] = with_sentences(run_pipeline([document], embedder), embedder)
    return made
