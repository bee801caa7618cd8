"""One run: a set of documents, a set of questions, every system, one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.questions import GoldError, GoldQuestion
from evals.rows import Row, ask_all
from evals.systems import Quoted, System

if TYPE_CHECKING:
    from qa import Answerer


@dataclass(frozen=True, slots=True)
class Run:
    """Everything measured over one set of documents: rows by system, Quoted first."""

    documents: str
    systems: dict[str, list[Row]]
    sealed: bool = False  # questions to be scored only: the report does not list which went wrong

    @property
    def model(self) -> str:
        """The language model that wrote Quoted's answers; "" without one."""
        return next((row.reply.model for row in self.rows if row.reply.model), "")

    @property
    def rows(self) -> list[Row]:
        """Quoted's own rows."""
        return self.systems[Quoted.name]

    def only(self, ids: set[str], name: str, *, sealed: bool = False) -> Run:
        """The same run over some of its questions, under a name of its own."""
        kept = {name: [row for row in rows if row.question.id in ids] for name, rows in self.systems.items()}
        return Run(name, kept, sealed)


@contextmanager
def answerer_over(documents: Sequence[Path | str], store: Path, llm: Any = None) -> Iterator[Answerer]:
    """An Answerer over a store that holds these files and folders, made when missing.

    Args:
        documents: files and folders.
        store: where the index is kept.
        llm: a language model or its specification, as :class:`qa.Answerer` takes it; None for none.

    Raises:
        GoldError: none of the documents could be read.
        ModelError: ``llm`` names no model that can be used here.
    """
    from index import DocumentIndex
    from qa import Answerer

    with DocumentIndex.open(store) as index:
        report = index.add([str(path) for path in documents], progress=None)
        if not index.documents():
            reasons = "; ".join(f"{failed}" for failed in report.failed[:3]) or "the folder is empty"
            raise GoldError(f"no document could be read ({reasons}): name a folder of articles")
        yield Answerer(index, llm=llm)


def baselines(answerer: Answerer) -> list[System]:
    """Every baseline over the same documents."""
    from evals.baselines import keywords_only, llamaindex_pipeline, vectors_only, without_reader
    from index.llamaindex import PassageEmbedder

    index = answerer.index
    paths = sorted({Path(document.origin) for document in index.documents()})
    systems: list[System] = [without_reader(index), keywords_only(index), vectors_only(index)]
    return [*systems, llamaindex_pipeline(paths, PassageEmbedder(index.embedder()))]


def evaluate(name: str, answerer: Answerer, questions: Sequence[GoldQuestion], *, others: Sequence[System] = ()) -> Run:
    """Ask every question of Quoted and of the other systems."""
    answerer.ask("Is this thing on?")  # the first question pays for loading; it is not part of the times
    systems: list[System] = [Quoted(answerer), *others]
    return Run(name, {system.name: ask_all(system, questions) for system in systems})
