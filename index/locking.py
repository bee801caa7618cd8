"""The writer's lock: one process, and in it one thread, changes a store at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from index.errors import StoreLocked

TIMEOUT_SECONDS = 5.0


class WriterLock:
    """An advisory lock on a file; the system releases it when its holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        """Takes nothing yet.

        Args:
            path: the lock file; made when missing, left in place when released.
        """
        self._path = path
        self._lock = filelock.FileLock(path)

    @contextmanager
    def held(self, timeout_seconds: float = TIMEOUT_SECONDS) -> Iterator[None]:
        """Holds the lock; may be nested within one thread.

        Raises:
            StoreLocked: somebody else still holds it after ``timeout_seconds``.
        """
        try:
            self._lock.acquire(timeout=timeout_seconds)
        except filelock.Timeout:
            raise StoreLocked(
                f"somebody else is writing to the store {self._path.parent}; try again when that has finished"
            ) from None
        try:
            yield
        finally:
            self._lock.release()
