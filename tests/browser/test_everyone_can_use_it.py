"""The page for everybody: by keyboard, on a phone, enlarged, read aloud, from right to left."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.serving import served
from tests.tab import NEEDS_BROWSER, Tab

pytestmark = NEEDS_BROWSER


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
    tab.page.get_by_role("tab", name="Timeline").click()
    tab.page.locator("#timeline .quoted-plot").wait_for(timeout=30_000)
    tab.page.locator("#timeline summary").first.click()
    assert serious() == []
    tab.page.set_viewport_size({"width": 360, "height": 740})
    assert serious() == []
    tab.page.get_by_role("tab", name="Documents").click()
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
    for name in ("Ask", "Documents", "Timeline", "Receipts"):
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
