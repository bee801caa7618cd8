"""Which files a folder holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import errors
from index.loaders import load_file, walk


def plant(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The bridge is closed.")


def found(*paths: Path) -> list[str]:
    return [path.name for path in walk(paths)]


def test_sorted_and_below_each_other(tmp_path: Path) -> None:
    plant(tmp_path, "b.txt", "a/z.txt", "a/b/c.md", "c.html")
    assert [str(path.relative_to(tmp_path)) for path in walk([tmp_path])] == ["a/b/c.md", "a/z.txt", "b.txt", "c.html"]


def test_what_is_passed_over(tmp_path: Path) -> None:
    plant(tmp_path, "a.txt", ".hidden", ".git/config", "node_modules/x.md", "__pycache__/x.pyc", "~$a.docx")
    plant(
        tmp_path, "store/quoted.db", "store/chroma/data.bin", "page.html", "page_files/menu.html", "loose_files/b.txt"
    )
    assert found(tmp_path) == ["a.txt", "b.txt", "page.html"]


def test_what_is_named_outright_is_not_passed_over(tmp_path: Path) -> None:
    plant(tmp_path, ".hidden/a.txt", ".note")
    assert found(tmp_path / ".hidden", tmp_path / ".note") == ["a.txt", ".note"]


def test_each_file_once(tmp_path: Path) -> None:
    plant(tmp_path, "a/x.txt", "b.txt")
    assert found(tmp_path, tmp_path / "a", tmp_path / "b.txt") == ["x.txt", "b.txt"]


def test_loops_end(tmp_path: Path) -> None:
    plant(tmp_path, "a/x.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a" / "self")
    (tmp_path / "z").symlink_to(tmp_path / "a")
    assert found(tmp_path) == ["self", "x.txt"]
    with pytest.raises(errors.LoadError, match="cannot be read"):
        load_file(tmp_path / "a" / "self")


def test_what_does_not_exist_is_given_back_to_be_reported(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    assert found(tmp_path) == ["dangling"]
    assert list(walk([tmp_path / "gone"])) == [tmp_path / "gone"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_listed_is_given_back(tmp_path: Path) -> None:
    plant(tmp_path, "a/x.txt", "b.txt")
    (tmp_path / "a").chmod(0)
    try:
        assert found(tmp_path) == ["a", "b.txt"]
        with pytest.raises(errors.LoadError, match="permission"):
            load_file(tmp_path / "a")
    finally:
        (tmp_path / "a").chmod(0o755)


def test_odd_names(tmp_path: Path) -> None:
    for name in (b"b\xff.txt", b"a\n.txt", "é.txt".encode()):
        (tmp_path / os.fsdecode(name)).write_text("x")
    assert [os.fsencode(name) for name in found(tmp_path)] == [b"a\n.txt", b"b\xff.txt", "é.txt".encode()]
