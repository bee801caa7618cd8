"""Conversations: a follow-up is made into a standalone question first, and that question is shown."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.followup import standalone
from qa.records import Answer, Turn

if TYPE_CHECKING:
    from qa.answerer import Answerer

REMEMBERED_TURNS = 6


class Conversation:
    """Questions that build on one another; made by :meth:`Answerer.conversation`."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.turns: list[Turn] = []

    def ask(
        self, question: str, *, today: datetime.date | None = None, documents: Sequence[str] | None = None
    ) -> Answer:
        """Answer a question that may lean on the ones before.

        Raises:
            QuestionError: it is empty or too long; the conversation stays as it was.
        """
        understood = standalone(question, self.turns)
        answer = self._answerer.ask(understood, today=today, documents=documents, asked=question)
        self.turns = [*self.turns, Turn(answer.question, tuple(answer.short))][-REMEMBERED_TURNS:]
        return answer
