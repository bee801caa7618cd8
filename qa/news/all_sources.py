"""One question put to each source separately, so that what they say can be laid side by side."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.records import Document
from qa.records import Answer

if TYPE_CHECKING:
    from qa.answerer import Answerer

MOST_SOURCES = 12
LOOKED_AT = 40  # passages whose sources are asked


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What one source says; its versions and copies count as one."""

    source: str  # publisher, or title where none is known
    documents: tuple[Document, ...]  # the versions and copies asked, oldest first
    answer: Answer

    def to_dict(self) -> dict[str, Any]:
        """A plain dictionary, ready for JSON."""
        return {
            "source": self.source,
            "documents": [d.id for d in self.documents],
            "published": [d.published for d in self.documents],
            "answer": asdict(self.answer),
        }


def ask_each(answerer: Answerer, question: str, *, today: datetime.date | None = None) -> list[SourceAnswer]:
    """Ask every source that has something near the question.

    Returns:
        One entry a source, those that answer first, the surest first; at most ``MOST_SOURCES``. Empty where there are
        no documents.

    Raises:
        QuestionError: the question is empty or too long.
    """
    hits = answerer.index.search(question, LOOKED_AT)
    near = list(dict.fromkeys(hit.passage.document_id for hit in hits))
    families = answerer.versions.around([answerer.index.document(i) for i in near])
    keys = list(dict.fromkeys(families.key[i] for i in near))[:MOST_SOURCES]
    found = []
    for key in keys:
        documents = tuple(answerer.index.document(e.id) for e in families.editions[key])
        answer = answerer.ask_quoted(question, today=today, documents=[d.id for d in documents])
        newest = documents[-1]
        found.append(SourceAnswer(newest.publisher or newest.title, documents, answer))
    return sorted(found, key=lambda f: (not f.answer.found, -f.answer.confidence, f.source))
