"""Conversations: a follow-up is made into a standalone question first, and that question is shown."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.followup import understand
from qa.question import read_question
from qa.records import Answer, Focus, Turn

if TYPE_CHECKING:
    from qa.answerer import Answerer

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
        understood = understand(question, self.turns)
        focus = Focus(self._documents, about(self.turns)) if understood.leans else None
        answer = self._answerer.ask(understood.question, today=today, documents=documents, asked=question, focus=focus)
        self.turns = [*self.turns, Turn(answer.question, tuple(answer.short))][-REMEMBERED_TURNS:]
        near = answer.citations or ([] if understood.leans and self._documents else answer.nearest[:1])
        self._documents = tuple(dict.fromkeys(c.document_id for c in near)) or self._documents
        return answer


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
