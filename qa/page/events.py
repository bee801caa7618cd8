"""What happens on the page: each method is one event, from what the page's fields hold to what they show next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import QuotedError
from qa.page import documents as page_documents
from qa.page import feedback
from qa.page import session as page_session
from qa.page.chat import Chat, Messages
from qa.page.html import notice_html
from qa.page.proof import proof_html, read_wanted
from qa.page.receipts import file_html, receipts_html
from qa.page.session import PageSession
from qa.page.suggestions import Suggestions, suggestions_html

if TYPE_CHECKING:
    from index import DocumentIndex
    from qa.answerer import Answerer


class Ui(Protocol):
    """What an event needs of the toolkit that the page is made with."""

    def skip(self) -> Any:
        """In place of a field's value: it stays as it is."""

    def update(self, **properties: Any) -> Any:
        """In place of a field's value: its properties change."""

    def Info(self, message: str, duration: float) -> Any:
        """Shows a message for some seconds."""

    def Warning(self, message: str) -> Any:
        """Shows that something went wrong."""


class Events:
    """The events of one page over one index; a session is handed in and out, nothing of it is kept here."""

    def __init__(self, index: DocumentIndex, answerer: Answerer, ui: Ui, *, notice: str = "") -> None:
        """Asks nothing yet. ``notice`` is always in sight: which language model is asked, and where."""
        self._index, self._ui, self.notice = index, ui, notice
        self._chat = Chat(index, answerer)
        self._suggestions = Suggestions(index, answerer)

    def warm_up(self) -> None:
        """Starts looking for questions to suggest, in the background; what they need is loaded by then."""
        self._suggestions.warm_up()

    def reply(
        self, question: str, shown: Messages, session: PageSession | None, only: Sequence[str] = ()
    ) -> Iterator[tuple[str, Messages, PageSession, Any]]:
        """Shows the question at once, then its answer and the place that proves it."""
        for messages, mine, proof in self._chat.reply(question, shown, session, only):
            yield "", messages, mine, self._ui.skip() if proof is None else proof

    def show_place(self, wanted: str) -> str:
        """The document at the place that was chosen."""
        try:
            return proof_html(self._index, *read_wanted(wanted))
        except QuotedError as error:
            return notice_html(str(error))

    def suggest(self) -> str:
        """Questions to try."""
        try:
            return suggestions_html(self._suggestions.questions())
        except QuotedError:
            return suggestions_html([])

    def judge(self, session: PageSession | None, index: Any, liked: Any) -> tuple[Any, int | None]:
        """Keeps a thumb up or down; after one down, asks for the right answer."""
        number = (index if isinstance(index, int) else index[0]) // 2
        answer = session.answer_at(number) if session else None
        if answer is None:
            return self._ui.update(visible=False), None
        try:
            feedback.judge(self._index, answer, liked is True)
        except QuotedError as error:
            self._ui.Warning(str(error))
        return self._ui.update(visible=liked is not True), number

    def correct(self, session: PageSession | None, number: int | None, right: str) -> tuple[str, Any]:
        """Keeps the answer that should have been given."""
        answer = session.answer_at(number) if session and number is not None else None
        if answer is not None:
            try:
                feedback.judge(self._index, answer, False, right)
                self._ui.Info("Kept with the documents; 'quoted feedback' prints it.", duration=4)
            except QuotedError as error:
                self._ui.Warning(str(error))
        return "", self._ui.update(visible=False)

    def last_answer(self, session: PageSession | None) -> str:
        """The last answer with its citations, as Markdown."""
        answers = session.answers if session else []
        return page_session.answer_markdown(answers[-1]) if answers else page_session.NOTHING_YET

    def as_markdown(self, session: PageSession | None) -> str:
        """The conversation as Markdown."""
        return page_session.conversation_markdown(session.answers if session else [])

    def as_json(self, session: PageSession | None) -> str:
        """The conversation as JSON with receipts."""
        return page_session.conversation_json(session.answers if session else [], self._index)

    def status(self) -> str:
        """How many documents there are, and which language model is asked, if one is."""
        return notice_html(page_documents.describe(self._index)) + (notice_html(self.notice) if self.notice else "")

    def choices(self) -> Any:
        """The documents to choose from; those chosen before that are gone are no longer chosen."""
        return self._ui.update(choices=page_documents.choices(self._index), value=[])

    def table(self, search: str | None) -> str:
        """The documents that fit what is searched for."""
        return page_documents.table_html(self._index, search)

    def _changed(self, lines: Sequence[str], search: str) -> tuple[str, str, str, Any]:
        return page_documents.lines_html(lines), self.table(search), self.status(), self.choices()

    def _saying(self, lines: Sequence[str]) -> tuple[Any, ...]:
        skip = self._ui.skip()
        return skip, page_documents.lines_html(lines), skip, skip, skip

    def upload(self, files: Sequence[str] | None, search: str) -> Iterator[tuple[Any, ...]]:
        """Adds uploaded files one by one, saying how far it is."""
        lines: list[str] = []
        for lines in page_documents.add_files(self._index, [Path(file) for file in files or ()]):
            yield self._saying(lines)
        yield None, *self._changed(lines, search)

    def fetch(self, url: str, search: str) -> Iterator[tuple[Any, ...]]:
        """Adds one page of the web."""
        yield self._saying([f"Fetching {url.strip()} …"])
        said = page_documents.add_url(self._index, url)
        kept = url if said.startswith("not added") else ""
        yield kept, *self._changed([f"{url.strip()}: {said}"], search)

    def drop(self, wanted: str, search: str) -> tuple[str, str, str, Any]:
        """Removes the document whose button was pressed twice."""
        try:
            document_id = str(json.loads(wanted)["id"])
        except (ValueError, KeyError, TypeError):
            document_id = ""
        return self._changed([page_documents.remove(self._index, document_id)], search)

    def check_file(self, file: str) -> str:
        """How the quotations of an uploaded receipt stand now."""
        return file_html(self._index, Path(file))

    def check(self, pasted: str) -> str:
        """How the quotations of a pasted receipt stand now."""
        return receipts_html(self._index, pasted)
