"""``pytest evals/``: prints the tables after the run, whatever is captured, and writes the report."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.expected import Check, write_expected
from evals.figures import Figure
from evals.report import write_report
from evals.run import Run

HERE = Path(__file__).resolve().parent
REPORT = HERE / "report"
EXPECTED = HERE / "expected.toml"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


class Collected:
    """What the tests of this session measured, for the summary and the report."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.checks: list[Check] = []
        self.figures: dict[str, dict[str, Figure]] = {}  # by "corpus.dev" and the like
        self.texts: list[tuple[str, str]] = []  # title and body, printed in this order


COLLECTED = pytest.StashKey[Collected]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--write-expected``: take what is measured now as what is expected from now on."""
    parser.addoption("--write-expected", action="store_true", help="write evals/expected.toml from this run")


def pytest_configure(config: pytest.Config) -> None:
    """One place for the session's measurements."""
    config.stash[COLLECTED] = Collected()


@pytest.fixture(scope="session")
def collected(request: pytest.FixtureRequest) -> Collected:
    """The session's measurements."""
    return request.config.stash[COLLECTED]


@pytest.fixture(scope="session")
def store_folder() -> Iterator[Path]:
    """Where this session's indexes are."""
    with tempfile.TemporaryDirectory(prefix="quoted-evals-") as folder:
        yield Path(folder)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Tables, checks, and where the report is."""
    collected = config.stash[COLLECTED]
    for title, body in collected.texts:
        terminalreporter.section(title)
        terminalreporter.write_line(body)
    if collected.checks:
        terminalreporter.section("against evals/expected.toml")
        for check in collected.checks:
            terminalreporter.write_line(str(check))
    if collected.figures and config.getoption("--write-expected"):
        write_expected(EXPECTED, collected.figures)
        terminalreporter.write_line(f"Written: {EXPECTED}")
    if collected.runs:
        page = write_report(REPORT, collected.runs, collected.checks)
        terminalreporter.write_line(
            f"\nReport: {page.relative_to(Path.cwd()) if page.is_relative_to(Path.cwd()) else page}"
        )
