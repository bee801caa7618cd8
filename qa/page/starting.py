"""Starting the page quickly, and ending it when asked."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any


@contextmanager
def replaced_on_import(module: str, name: str, value: Any) -> Iterator[None]:
    """While this lasts, ``module`` gets ``value`` under ``name`` as soon as it is imported, before others use it.

    Nothing happens when the module was imported before, or has no such name.
    """
    finder = _Finder(module, name, value)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, module: str, name: str, value: Any) -> None:
        self._module, self._name, self._value = module, name, value

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            return None
        spec.loader = _Loader(fullname, spec.loader.path, self._name, self._value)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, path: str, name: str, value: Any) -> None:
        super().__init__(fullname, path)
        self._name, self._value = name, value

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        if hasattr(module, self._name):
            setattr(module, self._name, self._value)


def model_notice(llm: str | None) -> str:
    """Which language model writes, and where what is asked goes; "" without one.

    Raises:
        ModelError: ``llm`` names none.
    """
    if llm is None:
        return ""
    from qa.llm.configured import notice
    from qa.llm.models import parse

    return notice(parse(llm))


def asked_to_end() -> threading.Event:
    """Set by Ctrl-C or a polite end from outside, from now on; a signal that was ignored before stays ignored."""
    ended = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(each) is not signal.SIG_IGN:  # a shell's background job does not end by Ctrl-C
            signal.signal(each, lambda *_: ended.set())
    return ended


def show(address: str) -> None:
    """Open the address in this machine's browser; on Linux without a display, text browsers would take the terminal."""
    if sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        import webbrowser

        webbrowser.open(address)
