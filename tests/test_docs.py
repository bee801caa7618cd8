"""README is kept: every command it shows exists and runs, its Python runs, the files it names are there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from qa.cli.parser import build_parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


LINES = [line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines()]
COMMANDS = [line for line in LINES if line.startswith("quoted ")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the shipped documents in it, as a person who follows README has."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    return folder


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *command], cwd=folder, env=environ, capture_output=True, encoding="utf-8", timeout=120,
        check=False,
    )  # fmt: skip


def test_every_line_of_a_console_block_is_a_command() -> None:
    assert LINES
    assert all(re.match(r"(quoted|make|python3 -m venv|\.venv/bin/pip install) ", line) for line in LINES)


def test_the_commands_work_one_after_another(folder: Path) -> None:
    assert COMMANDS
    for command in COMMANDS:
        ran = run(["-m", "qa.cli", *shlex.split(command)[1:]], folder)
        assert (ran.returncode, ran.stderr) == (0, ""), command


def test_the_python_example_runs(folder: Path) -> None:
    [example] = blocks("python")
    ran = run(["-c", example], folder)
    assert ran.returncode == 0, ran.stderr
    assert "Soleimani" in ran.stdout
    assert "True" in ran.stdout.splitlines()
    assert "False" not in ran.stdout.splitlines()


def test_every_command_is_documented_and_none_that_is_not_there() -> None:
    choices = next(a.choices for a in build_parser()._actions if a.dest == "command")
    known = set(choices or ())
    rows = set(re.findall(r"^\| `quoted (\w+)", README, re.MULTILINE))
    assert rows == known
    assert set(re.findall(r"`quoted (\w+)", README)) - {"COMMAND"} <= known


def test_every_make_target_shown_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        shown = set(re.findall(r"(?:`|\$ )make (\w+)", (ROOT / page).read_text(encoding="utf-8")))
        assert shown <= targets


def test_the_pip_commands_name_the_version_and_extras_there_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"\.\[(\w+)\]", README)) <= set(project["optional-dependencies"])
    assert re.findall(r"torch==([\d.]+)", README) == re.findall(r"^TORCH \?= (.+)$", makefile, re.MULTILINE)
    assert re.findall(r"--index-url (\S+)", README) == re.findall(r"^TORCH_INDEX \?= (.+)$", makefile, re.MULTILINE)
    assert f"Python {project['requires-python'].removeprefix('>=')} or newer" in README


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_named_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"\]\(([\w./-]+)\)", text) + re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", text)
    made_later = "./store"
    assert not [name for name in named if name != made_later and not (ROOT / name).exists()]


def test_modules_that_are_named_exist() -> None:
    for module in re.findall(r"python -m ([\w.]+)", README):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
