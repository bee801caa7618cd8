"""An answer made for a test, what a browser would make of its HTML, and the page's toolkit as values."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from index.records import Document
from qa.records import Answer
from qa.rendering import answer_text

HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png) [y](javascript:alert(2)) $$z$$ & "quoted" `c` _u_'


def document(text: str = "The bridge closed on 4 May.", **known: Any) -> Document:
    return Document("0123456789ab", known.pop("origin", "/texts/a.txt"), text, known.pop("title", "Bridge"), **known)


def answered(*, short: list[str], source: Document, notes: list[str] | None = None, **more: Any) -> Answer:
    citations = [source.cite(0, len(source.text))]
    text = answer_text(short, citations, notes=notes or [])
    return Answer("q", "q", True, short, text, citations, 0.9, **more)


class Tags(HTMLParser):
    """The elements, links and text that a browser would make of some HTML."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


class Ui:
    """The toolkit's few words, as values that tests can look at."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def skip(self) -> str:
        return "unchanged"

    def update(self, **properties: Any) -> dict[str, Any]:
        return properties

    def Info(self, message: str, duration: float) -> None:
        self.said.append(message)

    def Warning(self, message: str) -> None:
        self.said.append(message)
