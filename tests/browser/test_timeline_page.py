"""The timeline in a real browser: drawn when it is opened; a dot leads to its quotation, that to its document."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tests.serving import served
from tests.tab import NEEDS_BROWSER, Tab

pytestmark = NEEDS_BROWSER

SINGLE = """# Mine at Orsk collapses

The Ledger, March 10, 2031

The copper mine at Orsk collapsed on Saturday, trapping nine miners under Mount Vell.
"""


def opened(tab: Tab, address: str) -> Any:
    tab.open(address)
    assert tab.page.locator("#timeline svg, #timeline .quoted-notice").count() == 0  # nothing is read before
    tab.page.get_by_role("tab", name="Timeline").click()
    tab.page.locator("#timeline .quoted-plot").wait_for(timeout=30_000)
    return tab.page.locator("#timeline .quoted-plot a")


def about(tab: Tab, words: str) -> None:
    tab.page.fill("#about :is(textarea, input)", words)
    tab.page.press("#about :is(textarea, input)", "Enter")


def test_a_dot_leads_to_its_quotation_and_that_to_its_document(tab: Tab, address: str) -> None:
    dots = opened(tab, address)
    entries = tab.page.locator("#timeline .quoted-event")
    assert dots.count() == entries.count() > 20
    last = dots.count() - 1
    dots.nth(last).focus()
    tab.page.keyboard.press("Enter")
    entry = tab.page.locator(f"#event-{last}")
    tab.page.wait_for_function(f"document.activeElement.id === 'event-{last}'")
    assert tab.is_in_view(f"#event-{last} .quoted-quote")
    quote = entry.locator(".quoted-quote").first.inner_text()
    assert " ".join(quote.split())[:60] in str(dots.nth(last).get_attribute("aria-label"))
    entry.locator("cite").first.click()
    tab.page.wait_for_selector("#proof .quoted-here")
    assert " ".join(tab.page.locator("#proof .quoted-here").all_inner_texts()).split() == quote.split()
    assert tab.is_in_view("#proof .quoted-here")
    assert tab.is_in_view(f"#event-{last} .quoted-quote")  # the list stays where it was
    several = tab.page.locator("#timeline .quoted-event:has(details)").first
    several.locator("summary").click()
    several.locator("details cite").first.click()
    tab.page.wait_for_selector("#proof >> text=/Quotation 2 of [2-9]/")
    if folder := os.environ.get("SCREENSHOTS"):
        tab.page.locator("#timeline").scroll_into_view_if_needed()
        tab.page.screenshot(path=f"{folder}/timeline.png", full_page=True)
    everything = dots.count()
    about(tab, "Qassem Suleimani")
    tab.page.wait_for_function(f"document.querySelectorAll('#timeline .quoted-plot a').length < {everything}")
    assert "Soleimani" in tab.page.locator("#timeline .quoted-events").inner_text()
    about(tab, "the boiling point of tungsten")
    tab.page.wait_for_selector("#timeline >> text=No dated sentence is about this")
    assert tab.nothing_left_the_machine()
    assert tab.errors == []


def test_it_follows_the_store(tab: Tab, tmp_path: Path) -> None:
    story = tmp_path / "mine.md"
    story.write_text(SINGLE, encoding="utf-8")
    for address in served(tmp_path / "store", tmp_path):
        tab.open(address)
        tab.page.get_by_role("tab", name="Timeline").click()
        tab.page.wait_for_selector("#timeline >> text=There are no documents yet")
        tab.page.get_by_role("tab", name="Documents").click()
        tab.page.set_input_files("#upload input[type=file]", [story])
        tab.page.wait_for_selector("#said >> text=added", timeout=60_000)
        tab.page.get_by_role("tab", name="Timeline").click()
        tab.page.locator("#timeline .quoted-plot a").wait_for(timeout=30_000)
        assert tab.page.locator("#timeline mark").inner_text() == "Saturday"
        assert tab.page.locator("#timeline h2").inner_text() == "8 March 2031"
        assert tab.errors == []


def test_markup_in_documents_is_text_there_too(tab: Tab, hostile_address: str) -> None:
    opened(tab, hostile_address)
    assert "<script>" in tab.page.locator("#timeline cite").first.inner_text()
    assert "<b>Valley</b> Post" in tab.page.locator("#timeline .quoted-source").first.inner_text()
    assert tab.page.locator("#timeline :is(img, script, b)").count() == 0
    assert tab.page.title() == "Quoted"
    assert tab.nothing_left_the_machine()
    assert tab.errors == []
