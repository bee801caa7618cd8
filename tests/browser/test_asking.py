"""The page in a real browser over a real index: ask, read, follow up; nothing is asked from outside this machine."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from tests.tab import NEEDS_BROWSER, Tab

pytestmark = NEEDS_BROWSER


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


def test_a_suggested_question_is_answered(tab: Tab, address: str) -> None:
    tab.open(address)
    button = tab.page.locator("#suggested button").first
    button.wait_for(timeout=60_000)
    question = button.inner_text()
    button.click()
    tab.page.locator("#conversation .quoted-quote").first.wait_for(timeout=30_000)
    assert tab.page.locator("#conversation .quoted-question").inner_text().strip() == question


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
