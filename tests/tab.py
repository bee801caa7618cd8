"""A browser tab, with everything it asked for and complained about."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (Debian: apt-get install chromium)"),
]


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
