"""A question of the chat: shown at once, then answered; what a language model writes is shown while it writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from index.errors import QuotedError
from qa.page.html import answer_html, notice_html, question_html
from qa.page.proof import places_of, proof_html
from qa.page.session import PageSession

if TYPE_CHECKING:
    from index import DocumentIndex
    from qa.answerer import Answerer
    from qa.records import Answer

Messages = list[dict[str, Any]]
Shown = tuple[Messages, PageSession, str | None]  # the chat, whose it is, and the proof beside it if that changes


class Chat:
    """Answers questions for any number of sessions."""

    def __init__(self, index: DocumentIndex, answerer: Answerer) -> None:
        """Asks nothing yet."""
        self._index = index
        self._answerer = answerer

    def reply(
        self, question: str, shown: Messages, session: PageSession | None, only: Sequence[str] = ()
    ) -> Iterator[Shown]:
        """The chat with the question in it, at once; then with its answer, and the place that proves it.

        Args:
            question: as asked.
            shown: the chat so far.
            session: whose it is; a new one when None.
            only: ids of the documents to answer from; all for none.
        """
        session = session or PageSession(self._answerer.conversation())
        shown = [*shown, {"role": "user", "content": question_html(question)}]
        yield shown, session, None
        try:
            for reply, proof in self._replies(question, session, list(only) or None):
                yield [*shown, {"role": "assistant", "content": reply}], session, proof
        except QuotedError as error:
            session.replies.append(error)
            yield [*shown, {"role": "assistant", "content": notice_html(str(error))}], session, None

    def _replies(
        self, question: str, session: PageSession, documents: list[str] | None
    ) -> Iterator[tuple[str, str | None]]:
        if getattr(self._answerer, "writer", None) is None:
            yield self._answered(session.conversation.ask(question, documents=documents), session)
            return
        from qa.llm.events import Finished, Started
        from qa.page.writing import Draft

        draft = Draft()
        for event in session.conversation.ask_stream(question, documents=documents):
            if isinstance(event, Finished):
                yield self._answered(event.answer, session)
                return
            draft.take(event)
            proof = self._proof(event.extractive) if isinstance(event, Started) and event.extractive.found else None
            yield draft.html(), proof

    def _answered(self, answer: Answer, session: PageSession) -> tuple[str, str]:
        session.replies.append(answer)
        return answer_html(answer), self._proof(answer)

    def _proof(self, answer: Answer) -> str:
        return proof_html(self._index, places_of(answer.citations))
