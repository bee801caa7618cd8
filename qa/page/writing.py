"""What a language model is writing, shown while it writes: each sentence once it is checked, the struck ones struck.

The answer made of quotations, where there is one, stands above it from the start; the finished answer replaces both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.llm.events import Retrying, Sentence, Started
from qa.llm.marks import without_marks
from qa.page.html import answer_html, block, escape, mark, struck_html

if TYPE_CHECKING:
    from index.records import Citation
    from qa.llm.events import Event
    from qa.records import Answer


class Draft:
    """What has come so far; made anew for each question."""

    def __init__(self) -> None:
        """Nothing has come."""
        self.extractive: Answer | None = None
        self._model = ""
        self._again = ""
        self._citations: list[Citation] = []
        self._before: list[str] = []  # struck in earlier tries
        self._sentences: list[tuple[bool, str]] = []  # of this try: whether it stands, and its HTML

    def take(self, event: Event) -> None:
        """Adds what has just happened; when the model is asked once more, only what was struck stays in sight."""
        if isinstance(event, Started):
            self.extractive, self._model = event.extractive, event.model
        elif isinstance(event, Sentence):
            shown = self._stands(event) if event.ok else struck_html(event.text, event.reason)
            self._sentences.append((event.ok, shown))
        elif isinstance(event, Retrying):
            self._before += [shown for ok, shown in self._sentences if not ok]
            self._sentences, self._citations, self._again = [], [], event.reason

    def html(self) -> str:
        """All of it, as one message of the chat."""
        above = answer_html(self.extractive) if self.extractive and self.extractive.found else ""
        said = f"{self._model} is writing; each sentence is checked before it counts."
        if self._again:
            said = f"{self._model} is asked once more: {self._again}."
        sentences = [*self._before, *(shown for _, shown in self._sentences)]
        return above + block("div", "writing", block("p", "note", escape(said)) + "".join(sentences))

    def _stands(self, sentence: Sentence) -> str:
        marks = []
        for citation in sentence.citations:
            if citation not in self._citations:
                self._citations.append(citation)
            marks.append(mark(self._citations.index(citation) + 1, citation))
        return block("p", "sentence", f"{escape(without_marks(sentence.text))} {''.join(marks)}")
