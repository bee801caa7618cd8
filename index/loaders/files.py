"""Files on this machine: which ones a folder holds, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from index.errors import LoadError, TooLarge
from index.store import DATABASE

MAX_BYTES = 20_000_000
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "__MACOSX", "Thumbs.db", "desktop.ini"})


def walk(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """All files that the paths name or hold, each once, folders in sorted order.

    Hidden files and folders, ``node_modules`` and the like, stores, and the ``page_files`` folder beside a saved
    ``page.html`` are passed over, unless named outright. Links are followed, loops are not. A path that does not exist
    and a folder that cannot be listed are given as they are, so that reading them reports what is wrong.
    """
    seen: set[tuple[int, int]] = set()
    for path in map(Path, paths):
        yield from _below(path, seen)


def _below(path: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
    try:
        status = path.stat()
    except (OSError, ValueError):
        yield path
        return
    identity = (status.st_dev, status.st_ino)
    if identity in seen and (stat.S_ISDIR(status.st_mode) or status.st_nlink == 1):
        return
    seen.add(identity)
    if not stat.S_ISDIR(status.st_mode):
        yield path
        return
    try:
        names = sorted(os.listdir(path), key=os.fsencode)
    except OSError:
        yield path
        return
    if DATABASE in names:  # a store
        return
    for name in names:
        if not _is_passed_over(name, names):
            yield from _below(path / name, seen)


def _is_passed_over(name: str, siblings: list[str]) -> bool:
    if name.startswith((".", "~$")) or name in _PASSED_OVER:
        return True
    page = name.removesuffix("_files")
    return page != name and (f"{page}.html" in siblings or f"{page}.htm" in siblings)


def read_bytes(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The file's bytes.

    Raises:
        TooLarge: there are more than ``max_bytes``.
        LoadError: it does not exist, is no file, or may not be read.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            os.listdir(path)  # says so when it may not be read
            raise LoadError("this is a folder, not a file: add the folder itself")
        if not stat.S_ISREG(status.st_mode):
            raise LoadError("this is a device or pipe, not a file: save its content to a file first")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise LoadError("there is no such file: check the path") from error
    except PermissionError as error:
        raise LoadError("there is no permission to read this: change it (chmod +r) or run as its owner") from error
    except (OSError, ValueError) as error:
        raise LoadError(f"this cannot be read ({_reason(error)}): check the path and the disk") from error
    check_size(max(len(data), status.st_size), max_bytes)
    return data


def check_size(size: int, max_bytes: int) -> None:
    """Nothing, or TooLarge for more than ``max_bytes`` bytes."""
    if size > max_bytes:
        raise TooLarge(
            f"this is {size / 1e6:.1f} MB, over the limit of {max_bytes / 1e6:g} MB: split it, or save its text alone"
        )


def origin_of(path: Path) -> str:
    """The absolute path as valid Unicode: bytes of a file name that are no UTF-8 are written as ``\\\\udcXX``."""
    return os.path.abspath(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0].lower()
