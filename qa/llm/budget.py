"""How many tokens a text costs a language model: tiktoken where its encoding is at hand, an estimate where not."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ENCODING = "o200k_base"
_FILE = "fb374d419588a4632f3f557e76b4b70aebbca790"  # how tiktoken names this encoding's file in a cache
CHARS_A_TOKEN = 3.2  # English news needs about 4.5, other scripts fewer: an estimate that does not come out too low
Count = Callable[[str], int]


def estimate(text: str) -> int:
    """A guess from the length that errs on the high side; 0 for an empty text."""
    wide = sum(ord(c) > 0x2FF for c in text)
    return -(-round((len(text) - wide) / CHARS_A_TOKEN + wide) // 1)


def _cache() -> Path | None:
    """A folder that holds the encoding: the one tiktoken is told, or the one that comes with LlamaIndex."""
    named = os.environ.get("TIKTOKEN_CACHE_DIR")
    spec = importlib.util.find_spec("llama_index") if named is None or not (Path(named) / _FILE).is_file() else None
    folders = [Path(named)] if named else []
    for root in (spec.submodule_search_locations or ()) if spec else ():
        folders.append(Path(root) / "core" / "_static" / "tiktoken_cache")
    return next((folder for folder in folders if (folder / _FILE).is_file()), None)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    before = os.environ.get("TIKTOKEN_CACHE_DIR")
    os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["TIKTOKEN_CACHE_DIR"]
        else:
            os.environ["TIKTOKEN_CACHE_DIR"] = before


@cache
def counter() -> Count:
    """What counts tokens here; the network is never asked for an encoding."""
    folder = _cache()
    if folder is None or importlib.util.find_spec("tiktoken") is None:
        return estimate
    import tiktoken

    with _told(folder):
        try:
            encoding = tiktoken.get_encoding(ENCODING)
        except (OSError, ValueError, KeyError):
            return estimate
    return lambda text: len(encoding.encode_ordinary(text))
