"""Starting the page: what is left out of an import, what is said about a language model, and how the page is ended."""

from __future__ import annotations

import importlib
import signal
import sys
from pathlib import Path

import pytest

import app
from qa.llm.errors import ModelError
from qa.page.starting import asked_to_end, model_notice, replaced_on_import


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package whose module calls a slow function while it is imported."""
    (tmp_path / "orrin").mkdir()
    (tmp_path / "orrin" / "__init__.py").write_text("from orrin import slow\nmade = slow.make('x')\n")
    (tmp_path / "orrin" / "slow.py").write_text("def make(x):\n    return f'slowly {x}'\n")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("orrin", "orrin.slow"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return "orrin"


def test_a_function_is_replaced_before_the_rest_of_its_package_calls_it(package: str) -> None:
    finders = list(sys.meta_path)
    with replaced_on_import("orrin.slow", "make", lambda _: "at once"):
        assert importlib.import_module(package).made == "at once"
    assert sys.meta_path == finders


@pytest.mark.parametrize(("module", "name"), [("orrin.slow", "gone"), ("orrin.gone", "make"), ("gone", "make")])
def test_what_is_not_there_is_not_replaced(package: str, module: str, name: str) -> None:
    with replaced_on_import(module, name, lambda _: "at once"):
        assert importlib.import_module(package).made == "slowly x"
        assert not hasattr(importlib.import_module("orrin.slow"), "gone")


def test_gradio_still_has_what_is_left_out() -> None:
    app._gradio()
    assert callable(importlib.import_module("gradio.component_meta").create_or_modify_pyi)


def test_which_language_model_is_asked_is_said() -> None:
    assert model_notice(None) == ""
    assert "sent to" not in model_notice("openai:local@http://127.0.0.1:8080/v1")
    assert "sent to models.example" in model_notice("openai:large@https://models.example/v1")


@pytest.mark.parametrize("llm", ["nonsense", "openai:", "gopher:x"])
def test_a_page_over_a_model_that_is_none_is_not_built(tmp_path: Path, llm: str) -> None:
    with pytest.raises(ModelError):
        app.build(tmp_path / "store", llm=llm)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_page_ends_when_asked(how: signal.Signals) -> None:
    before = {each: signal.signal(each, signal.SIG_DFL) for each in (signal.SIGINT, signal.SIGTERM)}
    try:  # the signals as a terminal leaves them: a suite started in the background has Ctrl-C ignored
        ended = asked_to_end()
        assert not ended.is_set()
        signal.raise_signal(how)
        assert ended.wait(5)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def test_a_signal_that_was_ignored_stays_ignored() -> None:
    before = {each: signal.signal(each, signal.SIG_IGN) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        ended = asked_to_end()
        signal.raise_signal(signal.SIGINT)
        assert not ended.wait(0.2)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
