"""``python app.py`` in a process of its own, as a person starts it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def served(store: Path, folder: Path, *options: str) -> Iterator[str]:
    """The address of a page over a store, for as long as the generator is held; its log goes to ``folder``."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    log = folder / "log"
    command = [sys.executable, str(ROOT / "app.py"), "--store", str(store), "--port", str(port), *options]
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, cwd=folder)
    try:
        deadline = time.monotonic() + 150
        while "Quoted is at" not in log.read_text(encoding="utf-8"):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the page did not start:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(60)
        finally:
            process.kill()
