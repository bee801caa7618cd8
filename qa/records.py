"""What qa hands out: Answer, Disagreement, and the Candidate and Group it is made from."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from index.records import Citation, Document, Hit
from qa.news.dates import ResolvedDate

Relation = Literal["corrected later", "differs", "may not be comparable"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span the reader took for the answer, with all that speaks for it."""

    document: Document
    hit: Hit
    start: int  # code points of document.text
    end: int
    reader_score: float  # logit difference to "not in this passage"; > 0 answers
    score: float  # reader_score with all other evidence
    similarity: float = 0.0  # cosine of the question and the span's sentence, -1 to 1

    @property
    def text(self) -> str:
        """The span as the document has it."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates that say the same thing, best first."""

    candidates: tuple[Candidate, ...]
    score: float
    witnesses: int  # independent sources: versions and copies of one article count once

    @property
    def best(self) -> Candidate:
        """The candidate whose words stand for the group."""
        return self.candidates[0]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Another value for the same question, from another source or another version."""

    value: str  # with its hedge: "about 5,000"
    citation: Citation
    relation: Relation = "differs"  # how it stands to the answer
    who: str = ""  # publisher, or title where none is known
    as_of: str | None = None  # date of what says so, ISO 8601


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says the words of a quotation: ``document.text[start:end] == speaker``."""

    document_id: str
    speaker: str
    start: int  # where the speaker is named, code points of the document's text
    end: int
    verb: str  # as it stands there: "said", "warned", "according to"
    kind: Literal["direct", "reported"]  # word for word, in quotation marks, or in the document's words
    said_start: int  # the words that are attributed
    said_end: int


@dataclass(frozen=True, slots=True)
class Struck:
    """A sentence of a language model that is no part of the answer."""

    text: str  # as the model wrote it
    reason: str  # one line
    kind: str  # which check failed: "mark", "quotation", "number", "date", "name", "negation", …


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer made of quotations, or a refusal.

    ``found`` is False when the documents don't say; then ``short`` and ``citations`` are empty and ``nearest`` holds
    what came closest, which is not an answer.
    """

    question: str  # as it was understood: a follow-up stands here in its standalone form
    asked: str  # as it was asked
    found: bool
    short: list[str]
    text: str
    citations: list[Citation]
    confidence: float  # probability, 0 to 1, that the answer is right
    disagreements: list[Disagreement] = field(default_factory=list)
    nearest: list[Citation] = field(default_factory=list)
    witnesses: int = 0
    timings: dict[str, float] = field(default_factory=dict)  # milliseconds a stage
    attribution: list[Attribution] = field(default_factory=list)  # who says what is quoted; empty: the documents do
    as_of: str | None = None  # the date given as today, ISO 8601
    resolved: list[ResolvedDate] = field(default_factory=list)  # of a "when" answer: the days its words name
    model: str | None = None  # the language model that was asked; None without one
    prose: list[str] = field(default_factory=list)  # its checked sentences, whose [n] count ``citations`` from 1
    struck: list[Struck] = field(default_factory=list)  # its sentences that failed the check
    unknown_marks: int = 0  # its marks that no passage has
    note: str = ""  # why the answer without the model stands; "" where the model's does

    def to_dict(self) -> dict[str, Any]:
        """A plain dictionary, ready for JSON; what ``quoted ask --json`` prints."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation, as understood, with its answer's short form."""

    question: str
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Focus:
    """What a conversation has just been about; empty for a question that stands alone."""

    documents: tuple[str, ...] = ()  # ids of the documents quoted last
    about: str = ""  # words added to what is searched for, not to what is read


def iso(today: datetime.date | None) -> str | None:
    """``today`` as Answer.as_of keeps it."""
    return today.isoformat() if today else None
