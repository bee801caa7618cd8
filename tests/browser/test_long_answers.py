"""The page in a real browser while an answer takes its time: a full queue, a language model that writes."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qa.records import Answer
from tests.openai_server import Reply, serving
from tests.serving import free_port, served
from tests.tab import NEEDS_BROWSER, Tab

if TYPE_CHECKING:
    from index import DocumentIndex

pytestmark = NEEDS_BROWSER
FERRY = """# Ferry strikes a pier

The ferry Marenka struck a pier in Ostrava Bay on Friday, March 5, 2021. At least 25 fishermen were rescued.
"""


class Waiting:
    """An answerer that answers when it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.asked = 0

    def conversation(self) -> Waiting:
        return self

    def ask(self, question: str, **_: Any) -> Answer:
        self.asked += 1
        self.go.wait(60)
        return Answer(question, question, False, [], "The documents don't say.", [], 0.0)

    def ask_quoted(self, question: str, **_: Any) -> Answer:
        return Answer(question, question, False, [], "The documents don't say.", [], 0.0)


def test_when_too_many_wait_the_page_says_so_and_keeps_the_question(
    browser: Any, corpus_index: DocumentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    import app

    monkeypatch.setattr(app, "WAITING_QUESTIONS", 1)
    monkeypatch.setattr(app, "ANSWERED_AT_ONCE", 1)
    answerer = Waiting()
    page = app.Page(corpus_index, answerer)  # type: ignore[arg-type]
    address = app.launch(page, page.layout(), port=free_port())
    tabs = [Tab(browser.new_context().new_page()) for _ in range(3)]
    for tab in tabs:
        tab.open(address)
        tab.page.wait_for_timeout(1_000)  # what the page asks for when it opens has left the queue
    for tab, question in zip(tabs, ("First?", "Second?", "Third?"), strict=True):
        tab.page.fill("#question textarea", question)
        tab.page.press("#question textarea", "Enter")
        tab.page.wait_for_timeout(1_500)
    tabs[2].page.wait_for_selector("text=/busy|queue is full/i", timeout=20_000)
    assert tabs[2].page.locator("#question textarea").input_value() == "Third?"
    assert "Every answer comes with" in tabs[2].page.locator("#conversation").inner_text()  # not covered by the error
    assert answerer.asked == 1
    if folder := os.environ.get("SCREENSHOTS"):
        tabs[2].page.screenshot(path=f"{folder}/queue-full.png")
    answerer.go.set()
    for tab in tabs[:2]:
        tab.page.locator("#conversation .quoted-answer").wait_for(timeout=20_000)
    assert tabs[2].ask("Third?").startswith("The documents don't say.")
    for tab in tabs:
        tab.page.context.close()


def test_a_language_models_sentences_appear_once_they_are_checked(tab: Tab, tmp_path: Path) -> None:
    pytest.importorskip("llama_index.llms.openai_like", reason="quoted[openai] is not installed")
    from index import DocumentIndex

    (tmp_path / "ferry.md").write_text(FERRY, encoding="utf-8")
    with DocumentIndex.open(tmp_path / "store") as index:
        assert index.add([tmp_path / "ferry.md"], progress=None).added
    wrong = Reply("At least 52 fishermen were rescued [1].")
    right = Reply("At least 25 fishermen were rescued [1]. The ferry struck a pier on Friday [1].", delay_seconds=6)
    with serving(wrong, right) as server:
        for address in served(tmp_path / "store", tmp_path, "--llm", f"openai:scripted@{server.url}"):
            tab.open(address)
            tab.page.wait_for_selector("text=Language model: openai:scripted")
            tab.page.fill("#question textarea", "How many fishermen were rescued?")
            tab.page.press("#question textarea", "Enter")
            struck = "document.querySelector('#conversation .quoted-writing .quoted-struck s')"
            drawn = f"{struck} && getComputedStyle({struck}).textDecorationLine === 'line-through'"
            tab.page.wait_for_function(drawn, timeout=60_000)
            said = tab.page.locator("#conversation .quoted-writing .quoted-struck").inner_text()
            assert said.startswith("At least 52 fishermen were rescued [1]. struck: ")
            assert "does not stand there" in said
            assert "25" in tab.page.locator("#conversation .quoted-short").inner_text()  # there before the model's
            if folder := os.environ.get("SCREENSHOTS"):
                tab.page.screenshot(path=f"{folder}/writing.png")
            tab.page.locator("#conversation .quoted-prose").wait_for(timeout=60_000)
            shown = tab.page.locator("#conversation .quoted-prose").inner_text()
            assert "At least 25 fishermen were rescued [1]" in shown.replace("\xa0", " ")
            assert tab.page.locator("#conversation .quoted-writing").count() == 0
            assert "52 fishermen" not in tab.page.locator("#conversation .quoted-answer").inner_text()  # folded away
            tab.page.locator("#conversation .quoted-prose .quoted-mark").first.click()
            tab.page.wait_for_function("document.activeElement.className === 'quoted-headline'")
            assert "At least 25" in tab.page.locator("#proof .quoted-here").first.inner_text()
            assert tab.errors == []
            if folder := os.environ.get("SCREENSHOTS"):
                tab.page.screenshot(path=f"{folder}/written.png")
