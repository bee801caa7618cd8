"""What happens while a language model writes, in order: Started, Sentence …, (Retrying, Sentence …), Finished."""

from __future__ import annotations

from dataclasses import dataclass

from index.records import Citation
from qa.records import Answer


@dataclass(frozen=True, slots=True)
class Started:
    """The extractive answer is there already and the model is asked."""

    model: str
    passages: int
    extractive: Answer


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finished sentence, checked. Only an ``ok`` one is part of the answer; the others show why not."""

    text: str  # with the model's own marks
    ok: bool
    citations: tuple[Citation, ...] = ()  # what carries it; empty when struck
    reason: str = ""
    kind: str = ""  # which check failed: "mark", "number", "date", "name", "quotation", "negation", …


@dataclass(frozen=True, slots=True)
class Retrying:
    """The model is asked once more: after struck sentences (everything before is void) or a failure that may pass."""

    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer: the model's checked sentences, or the extractive one with ``note`` saying why it stands."""

    answer: Answer


Event = Started | Sentence | Retrying | Finished
