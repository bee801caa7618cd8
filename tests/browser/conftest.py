"""Pages that are served for a module of tests, and a browser to open them in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import served
from tests.tab import CHROMIUM, Tab

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
