"""Conversations: a follow-up is made into a standalone question first, and that question is shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from qa.followups.followup import Understood, understand
from qa.question import read_question
from qa.records import Answer, Focus, Turn

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.llm.events import Event

REMEMBERED_TURNS = 6
_ABOUT_WORDS = 12


class Conversation:
    """Questions that build on one another; made by :meth:`Answerer.conversation`.

    A refused question is remembered like an answered one: it too says what the conversation is about.
    """

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.turns: list[Turn] = []
        self._documents: tuple[str, ...] = ()  # quoted last, or nearest to a question that was refused

    def ask(
        self, question: str, *, today: datetime.date | None = None, documents: Sequence[str] | None = None
    ) -> Answer:
        """Answer a question that may lean on the ones before.

        Args:
            question: as asked; ``answer.question`` says how it was understood.
            today: what "this week" means in the question.
            documents: ids to answer from; all when None.

        Raises:
            QuestionError: it is empty or too long; the conversation stays as it was.
        """
        understood, options = self._understood(question)
        answer = self._answerer.ask(understood.question, today=today, documents=documents, **options)
        self._remember(understood, answer)
        return answer

    def recall(self, question: str) -> None:
        """Takes up an earlier question, answered by quotations alone: no language model is asked about it again.

        Raises:
            QuestionError: it is empty or too long; the conversation stays as it was.
        """
        understood, options = self._understood(question)
        options.pop("turns", None)
        self._remember(understood, self._answerer.ask_quoted(understood.question, **options))

    def ask_stream(
        self, question: str, *, today: datetime.date | None = None, documents: Sequence[str] | None = None
    ) -> Iterator[Event]:
        """:meth:`ask` as it happens; see :meth:`Answerer.ask_stream`."""
        from qa.llm.events import Finished

        understood, options = self._understood(question)
        for event in self._answerer.ask_stream(understood.question, today=today, documents=documents, **options):
            if isinstance(event, Finished):
                self._remember(understood, event.answer)
            yield event

    def _understood(self, question: str) -> tuple[Understood, dict[str, Any]]:
        understood = understand(question, self.turns)
        focus = Focus(self._documents, about(self.turns)) if understood.leans else None
        options: dict[str, Any] = {"asked": question, "focus": focus}
        if getattr(self._answerer, "writer", None) is not None:
            options["turns"] = self.turns
        return understood, options

    def _remember(self, understood: Understood, answer: Answer) -> None:
        self.turns = [*self.turns, Turn(answer.question, tuple(answer.short))][-REMEMBERED_TURNS:]
        near = answer.citations or ([] if understood.leans and self._documents else answer.nearest[:1])
        self._documents = tuple(dict.fromkeys(c.document_id for c in near)) or self._documents


def about(turns: Sequence[Turn]) -> str:
    """The telling words of the last question, and of those before it up to one that names something.

    Args:
        turns: oldest first; "" for none.
    """
    found: list[str] = []
    for turn in reversed(turns):
        question = read_question(turn.question)
        found += [term for term in question.terms if term not in found]
        if question.names:
            break
    return " ".join(found[:_ABOUT_WORDS])
