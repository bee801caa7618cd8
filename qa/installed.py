"""Which Quoted this is."""

from __future__ import annotations


def version() -> str:
    """The installed distribution's version; "(not installed)" where the code is run from a folder."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("quoted")
    except PackageNotFoundError:
        return "(not installed)"
