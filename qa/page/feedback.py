"""What people said about answers: kept with the documents, exported as gold lines for the evaluation."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from index import DocumentIndex
from qa.records import Answer

SETTING = "feedback"
MAX_CHARS = 2_000  # of a right answer
_WRITING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer, judged; the last judgement of the same answer to the same question counts."""

    question: str  # as understood
    found: bool
    short: tuple[str, ...]
    documents: tuple[str, ...]  # ids of what was quoted
    right: bool
    right_answer: str = ""  # what a person says it should have been; "" when they did not

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What makes two judgements be about the same thing."""
        return self.question, self.short


def judge(index: DocumentIndex, answer: Answer, right: bool, right_answer: str = "") -> Judgement:
    """Keep what a person says about an answer.

    Raises:
        StoreLocked: somebody else is writing; a retry helps.
        StoreError: the store was opened read-only.
    """
    documents = tuple(dict.fromkeys(c.document_id for c in answer.citations))
    said = " ".join(right_answer.split())[:MAX_CHARS]
    judgement = Judgement(answer.question, answer.found, tuple(answer.short), documents, right, said)
    with _WRITING:
        kept = [j for j in judgements(index) if j.key != judgement.key]
        index.set_setting(SETTING, json.dumps([asdict(j) for j in [*kept, judgement]], ensure_ascii=False))
    return judgement


def judgements(index: DocumentIndex) -> list[Judgement]:
    """All that is kept, oldest first."""
    rows = json.loads(index.setting(SETTING) or "[]")
    return [_read(Judgement(**row)) for row in rows]


def _read(judgement: Judgement) -> Judgement:
    """JSON has lists where the record has tuples."""
    return replace(judgement, short=tuple(judgement.short), documents=tuple(judgement.documents))


def gold_lines(index: DocumentIndex) -> Iterator[str]:
    """The judgements that say what is right, as JSON lines in the form of ``evals/gold``.

    An answer judged right is its own gold, a refusal judged right is unanswerable; of one judged wrong only the answer
    that a person gave is kept.
    """
    for judgement in judgements(index):
        answers = list(judgement.short) if judgement.right else [a for a in (judgement.right_answer,) if a]
        if not judgement.right and not answers:
            continue
        yield json.dumps({
            "id": f"feedback-{hashlib.sha256(judgement.question.encode()).hexdigest()[:8]}",
            "type": "feedback",
            "question": judgement.question,
            "history": [],
            "answers": answers,
            "groups": [],
            "documents": list(judgement.documents),
            "answerable": bool(answers),
        }, ensure_ascii=False)  # fmt: skip
