"""The documents on the page in a real browser: added, removed, hostile ones, none; an answer from them judged."""

from __future__ import annotations

import json
from pathlib import Path

from tests.tab import NEEDS_BROWSER, Tab

pytestmark = NEEDS_BROWSER


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
