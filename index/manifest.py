"""A manifest of files: enough to tell, before anything opens them, that they are what was written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

ALWAYS_HASHED_BYTES = 1 << 20  # a larger file whose inode and times are untouched is not read again


def make_manifest(directory: Path, *, skip: frozenset[str] = frozenset()) -> str:
    """Size, sha256 and times of every file below ``directory``, as JSON; files named in ``skip`` only by name."""
    return json.dumps({name: None if path.name in skip else _describe(path) for name, path in _files(directory)})


def matches(directory: Path, manifest: str) -> bool:
    """Whether the directory holds exactly the manifest's files with exactly their contents.

    A large file is hashed only when its inode, size or times differ from those noted: a flipped byte that somebody
    wrote changes them.
    """
    try:
        expected = json.loads(manifest)
        found = dict(_files(directory))
        return set(found) == set(expected) and all(_same(found[name], expected[name]) for name in found)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _files(directory: Path) -> list[tuple[str, Path]]:
    return sorted((path.relative_to(directory).as_posix(), path) for path in directory.rglob("*") if path.is_file())


def _describe(path: Path) -> dict[str, object]:
    return {"size": path.stat().st_size, "sha256": _sha256(path), "times": _times(path)}


def _same(path: Path, expected: dict[str, object] | None) -> bool:
    if expected is None:
        return True
    size = path.stat().st_size
    if size != expected["size"]:
        return False
    if size > ALWAYS_HASHED_BYTES and _times(path) == expected["times"]:
        return True
    return _sha256(path) == expected["sha256"]


def _times(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_ino, status.st_mtime_ns, status.st_ctime_ns]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
