"""Zip archives (.docx, .epub) opened with limits, so that a small file cannot unpack into a huge one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import LoadError, TooLarge

MAX_UNPACKED_BYTES = 200_000_000  # all members together; zipfile never unpacks more than a member declares
MAX_MEMBER_BYTES = 50_000_000
MAX_MEMBERS = 10_000
_DAMAGED = "this file is a damaged zip archive: copy or download it again"
_BOMB = "this file unpacks to more than {} MB, which looks like an attack: open it yourself and save it again as text"


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """A zip archive whose sizes have been checked.

    Raises:
        LoadError: it is damaged, or a member is read that is encrypted.
        TooLarge: it would unpack to more than the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
            yield archive
    except LoadError:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError) as error:
        raise LoadError(_DAMAGED) from error
    except Exception as error:
        if type(error).__module__.startswith(("zlib", "lzma", "bz2")):
            raise LoadError(_DAMAGED) from error
        raise


def _check(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members), default=0)
    if unpacked > MAX_UNPACKED_BYTES or largest > MAX_MEMBER_BYTES or len(members) > MAX_MEMBERS:
        raise TooLarge(_BOMB.format(MAX_UNPACKED_BYTES // 1_000_000))
