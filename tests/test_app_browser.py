"""The page in a real browser over a real index: ask, read, follow up; nothing is asked from outside this machine."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from qa.records import Answer
from tests.openai_server import Reply, serving
from tests.serving import free_port, served

if TYPE_CHECKING:
    from index import DocumentIndex

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (Debian: apt-get install chromium)"),
]

FERRY = """# Ferry strikes a pier

The ferry Marenka struck a pier in Ostrava Bay on Friday, March 5, 2021. At least 25 fishermen were rescued.
"""
HOSTILE_NAME = "<img src=x onerror=alert(1)>.md"
HOSTILE = """\
---
title: "Dam <script>document.title='owned'</script> ![t](http://192.0.2.1/t.png) opens"
publisher: "<b>Valley</b> Post"
---

The Tarn dam was opened by <img src="http://192.0.2.1/a.png"> Greta Holm ![i](http://192.0.2.1/i.png) on 9 March 2011.
"""


@pytest.fixture(scope="module")
def address(corpus_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(corpus_store, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from index import DocumentIndex

    folder = tmp_path_factory.mktemp("hostile")
    (folder / HOSTILE_NAME).write_text(HOSTILE, encoding="utf-8")
    with DocumentIndex.open(folder / "store") as index:
        assert index.add([folder / HOSTILE_NAME], progress=None).added
    return folder / "store"


@pytest.fixture(scope="module")
def hostile_address(hostile_store: Path) -> Iterator[str]:
    yield from served(hostile_store, hostile_store.parent)


@pytest.fixture(scope="module")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("empty")
    yield from served(folder / "store", folder)


@dataclass
class Tab:
    """One browser tab, with everything it asked for and complained about."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(f"dialog: {dialog.message}"))
        self.page.goto(address)
        self.page.wait_for_selector("#question textarea")

    def ask(self, question: str) -> str:
        """Type a question, press Enter, and return the text of the answer."""
        before = self.page.locator(".quoted-answer, .message .quoted-notice").count()
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        replies = self.page.locator("#conversation .quoted-answer, #conversation .quoted-notice")
        replies.nth(before).wait_for(timeout=30_000)
        return str(replies.nth(before).inner_text())

    def is_in_view(self, selector: str) -> bool:
        """Whether the middle of an element can be seen now, and nothing lies over it."""
        script = """(element) => { const box = element.getClientRects()[0];
            const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return element.contains(seen) || seen?.contains(element) || false; }"""
        self.page.wait_for_timeout(200)
        return bool(self.page.locator(selector).first.evaluate(script))

    def nothing_left_the_machine(self) -> bool:
        hosts = {urlsplit(url).hostname for url in self.requests if urlsplit(url).scheme not in ("data", "blob")}
        return hosts == {"127.0.0.1"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium has no sandbox for root, which is who runs tests in a container.
        sandbox = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    yield Tab(context.new_page())
    context.close()


def test_ask_and_read_the_answer_and_its_proof(tab: Tab, address: str) -> None:
    tab.open(address)
    tab.page.wait_for_selector("text=/\\d+ documents/")
    shown = tab.ask("Who was killed in the airstrike at Baghdad airport?")
    assert "Soleimani" in shown
    assert "Soleimani" in tab.page.locator(".quoted-quote mark").first.inner_text()
    assert tab.page.locator(".quoted-source cite").first.inner_text()
    assert "[1]" in shown
    assert tab.nothing_left_the_machine()
    assert tab.errors == []
    if folder := os.environ.get("SCREENSHOTS"):
        tab.page.screenshot(path=f"{folder}/answer.png")


def test_what_the_documents_do_not_say(tab: Tab, address: str) -> None:
    tab.open(address)
    shown = tab.ask("What is the boiling point of tungsten?")
    assert shown.startswith("The documents don't say.")
    assert tab.page.locator("#conversation mark").count() == 0
    assert "which do not answer it" in shown
    if folder := os.environ.get("SCREENSHOTS"):
        tab.page.screenshot(path=f"{folder}/refusal.png")


def test_markup_in_documents_and_questions_is_text(tab: Tab, hostile_address: str) -> None:
    tab.open(hostile_address)
    shown = tab.ask("Who opened the Tarn dam on 9 March 2011 <img src=http://192.0.2.1/q.png>?")
    assert "Greta Holm" in shown
    assert "<script>" in shown  # the headline, as text
    assert "<img src=http://192.0.2.1/q.png>" in tab.page.locator("#conversation .quoted-question").inner_text()
    assert tab.page.locator("#conversation .message img, #conversation .message script").count() == 0
    assert "<script>" in tab.page.locator("#proof .quoted-headline").inner_text()
    assert tab.page.locator("#proof img, #proof script").count() == 0
    tab.page.get_by_role("tab", name="Documents").click()
    tab.page.wait_for_selector("#documents >> text=<script>")
    assert tab.page.locator("#documents img, #documents script").count() == 0
    assert tab.page.title() == "Quoted"
    assert tab.nothing_left_the_machine()
    assert tab.errors == []


def test_an_empty_store_says_what_to_do(tab: Tab, empty_address: str) -> None:
    tab.open(empty_address)
    tab.page.wait_for_selector("text=Upload files or add a web address")
    assert "The documents don't say." in tab.ask("Who was killed?")
    tab.page.get_by_role("tab", name="Documents").click()
    tab.page.wait_for_selector("#documents >> text=There are no documents yet")
    assert tab.errors == []


def test_advice_for_a_question_that_is_too_long(tab: Tab, address: str) -> None:
    tab.open(address)
    assert "ask one thing" in tab.ask("why " * 2_500)


def test_two_tabs_are_two_conversations(tab: Tab, browser: Any, address: str) -> None:
    other = Tab(browser.new_context().new_page())
    tab.open(address)
    other.open(address)
    tab.ask("Who was killed in the airstrike at Baghdad airport?")
    other.ask("When did the Iraqi parliament vote?")
    assert tab.page.locator(".quoted-question").count() == other.page.locator(".quoted-question").count() == 1
    assert "parliament" not in tab.page.locator("#conversation").inner_text().partition("\n")[0]
    other.page.context.close()


def test_the_page_works_by_keyboard_alone(tab: Tab, address: str) -> None:
    tab.open(address)
    tab.page.locator("#question textarea").focus()
    tab.page.keyboard.type("Who was killed in the airstrike at Baghdad airport?")
    tab.page.keyboard.press("Enter")
    tab.page.locator(".quoted-answer").wait_for(timeout=30_000)
    assert tab.page.locator("#question textarea").input_value() == ""
    for _ in range(12):  # back to the answer's marks
        tab.page.keyboard.press("Shift+Tab")
        if "quoted-mark" in tab.page.evaluate("document.activeElement.className"):
            break
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_function("document.activeElement.className === 'quoted-headline'")
    assert "Soleimani" in tab.page.locator("#proof .quoted-here").first.inner_text()


def test_a_citation_opens_its_document_at_the_quotation(tab: Tab, address: str) -> None:
    tab.open(address)
    tab.ask("When did the Iraqi parliament vote, and who was killed in the airstrike at Baghdad airport?")
    quotes = tab.page.locator("#conversation .quoted-quote").all_inner_texts()
    assert len(quotes) > 1
    for number in (len(quotes), 1):
        tab.page.locator("#conversation .quoted-quote .quoted-mark").nth(number - 1).click()
        tab.page.wait_for_selector(f"#proof >> text=Quotation {number} of {len(quotes)}")
        marked = " ".join(tab.page.locator("#proof .quoted-here").all_inner_texts())
        assert marked.split() == quotes[number - 1].rpartition("[")[0].split()
        assert tab.is_in_view("#proof .quoted-here")
    tab.page.get_by_role("button", name="Next quotation").click()
    tab.page.wait_for_selector(f"#proof >> text=Quotation 2 of {len(quotes)}")
    assert tab.page.get_by_role("button", name="Previous quotation").is_enabled()
    assert tab.page.locator("#proof .quoted-headline").inner_text()
    assert tab.nothing_left_the_machine()
    assert tab.errors == []


def test_a_follow_up_is_shown_as_understood_and_a_new_chat_forgets(tab: Tab, address: str) -> None:
    tab.open(address)
    tab.ask("Who was killed in the airstrike at Baghdad airport?")
    assert "Understood as: When was Qassem Soleimani killed?" in tab.ask("When was he killed?")
    tab.page.get_by_role("button", name="Clear").click()
    tab.page.wait_for_function("!document.querySelector('#conversation .quoted-question')")
    assert "Understood as" not in tab.ask("When was he killed?")


def test_the_proof_is_reached_on_a_phone(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark", has_touch=True)
    tab = Tab(context.new_page())
    tab.open(address)
    tab.ask("Who was killed in the airstrike at Baghdad airport?")
    assert tab.is_in_view("#conversation .quoted-short")
    tab.page.locator("#conversation .quoted-quote .quoted-mark").first.tap()
    tab.page.wait_for_function("document.querySelector('#proof').getBoundingClientRect().top < 200")
    assert tab.is_in_view("#proof .quoted-here")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert tab.errors == []
    context.close()


def test_a_suggested_question_is_answered(tab: Tab, address: str) -> None:
    tab.open(address)
    button = tab.page.locator("#suggested button").first
    button.wait_for(timeout=60_000)
    question = button.inner_text()
    button.click()
    tab.page.locator("#conversation .quoted-quote").first.wait_for(timeout=30_000)
    assert tab.page.locator("#conversation .quoted-question").inner_text().strip() == question


def test_upload_ask_remove_ask_again(tab: Tab, empty_address: str, tmp_path: Path) -> None:
    story = tmp_path / "lights.txt"
    story.write_text("Harbour lights fail in Vikna\n\nThe engineer Turid Moen repaired the harbour lights of Vikna.\n")
    broken = tmp_path / "<img src=x onerror=alert(1)>.pdf"
    broken.write_bytes(b"%PDF-1.7 this is not one")
    tab.open(empty_address)
    tab.page.get_by_role("tab", name="Documents").click()
    tab.page.set_input_files("#upload input[type=file]", [story, broken])
    tab.page.wait_for_selector("#said >> text=lights.txt: added", timeout=60_000)
    tab.page.wait_for_selector("#said >> text=/pdf: not added, .+/", timeout=60_000)
    tab.page.wait_for_selector("text=1 document")
    assert tab.page.locator("#documents tbody tr").count() == 1
    tab.page.get_by_role("tab", name="Ask").click()
    assert "Turid Moen" in tab.ask("Who repaired the harbour lights of Vikna?")
    tab.page.get_by_role("tab", name="Documents").click()
    tab.page.locator("#documents [data-remove]").click()
    assert tab.page.locator("#documents tbody tr").count() == 1  # not before it is confirmed
    tab.page.locator("#documents [data-remove]").click()
    tab.page.wait_for_selector("#said >> text=Removed")
    tab.page.wait_for_selector("#documents >> text=There are no documents yet")
    tab.page.get_by_role("tab", name="Ask").click()
    assert "The documents don't say." in tab.ask("Who repaired the harbour lights of Vikna at all?")
    tab.page.locator("#conversation .quoted-quote .quoted-mark").first.click()
    tab.page.wait_for_selector("#proof >> text=changed or removed")
    assert tab.page.locator("#said img").count() == 0
    assert tab.nothing_left_the_machine()
    assert tab.errors == []


def test_an_address_on_this_machine_is_refused(tab: Tab, empty_address: str) -> None:
    tab.open(empty_address)
    tab.page.get_by_role("tab", name="Documents").click()
    tab.page.fill("#url input, #url textarea", empty_address)
    tab.page.press("#url input, #url textarea", "Enter")
    tab.page.wait_for_selector("#said >> text=/not added, /", timeout=30_000)


def test_a_saved_conversation_is_checked_again(tab: Tab, address: str, tmp_path: Path) -> None:
    tab.open(address)
    tab.ask("Who was killed in the airstrike at Baghdad airport?")
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Save with receipts").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    tab.page.get_by_role("tab", name="Receipts").click()
    tab.page.fill("#receipt textarea", saved)
    tab.page.click("#check")
    tab.page.wait_for_selector("#receipts >> text=still there")
    assert tab.page.locator("#receipts .quoted-changed, #receipts .quoted-gone").count() == 0
    quote = json.loads(saved)["turns"][0]["citations"][0]["quote"]
    tab.page.fill("#receipt textarea", saved.replace(json.dumps(quote, ensure_ascii=False), '"never said"'))
    tab.page.click("#check")
    tab.page.wait_for_selector("#receipts .quoted-changed")
    tab.page.fill("#receipt textarea", "not a receipt")
    tab.page.click("#check")
    tab.page.wait_for_selector("#receipts >> text=this is not a receipt")
    assert tab.errors == []


def test_a_thumb_down_with_the_right_answer_is_kept(tab: Tab, hostile_address: str, hostile_store: Path) -> None:
    from index import DocumentIndex
    from qa.page.feedback import gold_lines

    tab.open(hostile_address)
    tab.ask("Who opened the Tarn dam on 9 March 2011?")
    tab.page.locator("#conversation button[aria-label=dislike], #conversation button[aria-label=Dislike]").click()
    tab.page.fill("#right-answer textarea", "Nobody <b>did</b>")
    tab.page.press("#right-answer textarea", "Enter")
    tab.page.wait_for_selector("text=Kept with the documents")
    with DocumentIndex.open(hostile_store, read_only=True) as index:
        [line] = map(json.loads, gold_lines(index))
    assert (line["answers"], line["question"]) == (["Nobody <b>did</b>"], "Who opened the Tarn dam on 9 March 2011?")


def test_the_chat_is_narrowed_to_chosen_documents(tab: Tab, address: str) -> None:
    tab.open(address)
    question = "When did the Iraqi parliament vote?"
    assert "January 5" in tab.ask(question)
    quoted = tab.page.locator("#conversation cite").first.inner_text()
    tab.page.locator("#only input").click()
    options = tab.page.locator("#only [role=option]")
    options.first.wait_for()
    others = [text for text in options.all_inner_texts() if quoted.rstrip(".") not in text]
    options.filter(has_text=others[0].strip("✓ \n")).first.click()
    tab.page.keyboard.press("Escape")
    tab.ask(question)
    answers = tab.page.locator("#conversation .quoted-answer")
    assert quoted not in answers.last.locator("cite").all_inner_texts()
    assert tab.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, address: str, scheme: str) -> None:
    """axe-core over each tab, with an answer, a refusal and a proof on the page, wide and at a phone's width."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    # experimental in axe-core 4.12, serious in later ones
    options = {"resultTypes": ["violations"], "rules": {"label-content-name-mismatch": {"enabled": True}}}

    def serious() -> list[tuple[str, str]]:
        found = axe.run(tab.page, options=options).response["violations"]
        return [(v["id"], n["html"][:200]) for v in found if v["impact"] in ("serious", "critical") for n in v["nodes"]]

    context = browser.new_context(viewport={"width": 1000, "height": 800}, color_scheme=scheme)
    tab = Tab(context.new_page())
    tab.open(address)
    assert serious() == []
    tab.ask("Who was killed in the airstrike at Baghdad airport?")
    tab.ask("What is the boiling point of tungsten?")
    assert serious() == []
    tab.page.get_by_role("tab", name="Documents").click()
    tab.page.wait_for_selector("#documents table")
    assert serious() == []
    tab.page.set_viewport_size({"width": 360, "height": 740})
    assert serious() == []
    tab.page.get_by_role("tab", name="Receipts").click()
    tab.page.wait_for_selector("#check")
    assert serious() == []
    context.close()


def test_the_upload_area_is_called_by_what_it_shows(tab: Tab, address: str) -> None:
    tab.open(address)
    tab.page.get_by_role("tab", name="Documents").click()
    button = tab.page.get_by_role("button", name="Drop File Here - or - Click to Upload: text, Markdown")
    button.wait_for()
    assert tab.page.locator("input[type=file]:not([aria-label])").count() == 0


def test_at_twice_the_size_nothing_is_cut_off(browser: Any, address: str) -> None:
    """200% zoom of a window of 1280 by 800: half as many CSS pixels, each twice as large."""
    context = browser.new_context(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    tab = Tab(context.new_page())
    tab.open(address)
    tab.ask("Who was killed in the airstrike at Baghdad airport?")
    for name in ("Ask", "Documents", "Receipts"):
        tab.page.get_by_role("tab", name=name).click()
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= 640, name
    tab.page.get_by_role("tab", name="Ask").click()
    for selector in ("#question textarea", "#conversation .quoted-short", "#conversation .quoted-quote mark", "#only"):
        tab.page.locator(selector).first.scroll_into_view_if_needed()
        assert tab.is_in_view(selector), selector
    tab.page.locator("#conversation .quoted-quote .quoted-mark").first.click()
    tab.page.wait_for_function("document.activeElement.className === 'quoted-headline'")
    tab.page.locator("#proof .quoted-here").first.scroll_into_view_if_needed()
    assert tab.is_in_view("#proof .quoted-here")
    assert tab.errors == []
    context.close()


HEBREW = """# הגשר בנמל נסגר

הגשר הישן בנמל נסגר ביום שני בגלל סערה. המהנדסת דנה לוי אמרה כי הגשר ייפתח שוב בשבוע הבא.

The harbour office of Vikna confirmed that Dana Levi closed the old bridge on 9 March 2020.
"""


def test_text_from_right_to_left_is_shown_that_way(tab: Tab, tmp_path: Path) -> None:
    from index import DocumentIndex

    (tmp_path / "bridge.md").write_text(HEBREW, encoding="utf-8")
    with DocumentIndex.open(tmp_path / "store") as index:
        assert index.add([tmp_path / "bridge.md"], progress=None).added
    for address in served(tmp_path / "store", tmp_path):
        tab.open(address)
        tab.ask("מי אמרה כי הגשר ייפתח שוב?")
        tab.page.get_by_role("tab", name="Documents").click()
        tab.page.locator("#documents a").first.click()
        tab.page.wait_for_selector("#proof .quoted-headline")
        direction = "(element) => getComputedStyle(element).direction"
        shown = {s: tab.page.locator(s).first.evaluate(direction) for s in (
            ".quoted-question", "#documents td", "#proof .quoted-headline", "#proof .quoted-text p",
        )}  # fmt: skip
        assert set(shown.values()) == {"rtl"}, shown
        assert tab.page.locator("#proof .quoted-text p").last.evaluate(direction) == "ltr"
        assert tab.errors == []
        if folder := os.environ.get("SCREENSHOTS"):
            tab.page.get_by_role("tab", name="Ask").click()
            tab.page.screenshot(path=f"{folder}/right-to-left.png")


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
