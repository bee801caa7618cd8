"""What the package `index` lets out."""

from __future__ import annotations

from pathlib import Path

import pytest

import index


def test_the_door_names_exactly_what_it_opens() -> None:
    public = {name for name in dir(index) if not name.startswith("_")}
    submodules = {p.stem for p in Path(index.__file__).parent.glob("*.py")} | {"loaders"}
    helpers = {"annotations", "import_module", "TYPE_CHECKING", "Any"}
    assert public - submodules - helpers == set(index.__all__) - submodules
    for name in index.__all__:
        assert getattr(index, name).__name__ == name or name == "PassageKind"
    assert index.__all__ == sorted(index.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        index.nonsense  # noqa: B018


def test_every_error_is_behind_the_door() -> None:
    from index import errors

    declared = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)}
    assert declared <= set(index.__all__)
