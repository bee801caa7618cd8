"""Who may import whom, what may not be imported at the top of a module, and what each package's door shows."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted([*ROOT.glob("index/**/*.py"), *ROOT.glob("qa/**/*.py"), ROOT / "app.py"])
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]
# Slow or large to import: only inside the function that needs them.
HEAVY = {
    "chromadb", "datasets", "docx", "ebooklib", "gradio", "llama_index", "lxml", "onnx", "pandas", "pypdf", "ray",
    "rich", "scipy", "sentence_transformers", "sklearn", "tiktoken", "torch", "trafilatura", "transformers",
}  # fmt: skip
# Adapters whose classes derive from LlamaIndex's own; nothing imports them but the functions that hand them out.
ADAPTERS = {"index/llamaindex.py", "qa/llamaindex.py", "qa/llm/llamaindex.py"}
MAY_NOT = {"index": {"qa", "app", "evals", "training", "benchmarks", "gradio"},
           "qa": {"app", "evals", "training", "benchmarks", "gradio", "chromadb"},
           "app.py": {"evals", "training", "benchmarks", "chromadb", "sqlite3", "llama_index"}}  # fmt: skip


def imported(tree: ast.AST, *, everywhere: bool) -> Iterator[str]:
    """Dotted names of the modules that importing ``tree`` imports; with ``everywhere`` also those its functions do."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and not everywhere:
            continue
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from (name for child in node.orelse for name in imported(child, everywhere=everywhere))
        else:
            yield from imported(node, everywhere=everywhere)


def imports_of(name: str, *, everywhere: bool) -> set[str]:
    return set(imported(ast.parse((ROOT / name).read_text(encoding="utf-8")), everywhere=everywhere))


@pytest.mark.parametrize("name", NAMES)
def test_arrows_go_right(name: str) -> None:
    tops = {module.partition(".")[0] for module in imports_of(name, everywhere=True)}
    assert tops & MAY_NOT[name.partition("/")[0]] == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ADAPTERS])
def test_heavy_libraries_wait_until_they_are_needed(name: str) -> None:
    names = imports_of(name, everywhere=False)
    assert {module.partition(".")[0] for module in names} & HEAVY == set()
    assert not {module for module in names if module.endswith("llamaindex")}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ADAPTERS])
def test_llamaindex_stays_in_its_adapters(name: str) -> None:
    assert not {module for module in imports_of(name, everywhere=True) if module.startswith("llama_index")}


def test_the_reading_of_imports_sees_what_it_should() -> None:
    tree = ast.parse(
        "import a\nif TYPE_CHECKING:\n    import b\ntry:\n    from c.d import e\nexcept ImportError:\n    pass\n"
        "def f():\n    import g\nclass H:\n    import i\n"
    )
    assert set(imported(tree, everywhere=False)) == {"a", "c.d", "i"}
    assert set(imported(tree, everywhere=True)) == {"a", "c.d", "g", "i"}


def test_importing_both_packages_imports_nothing_heavy() -> None:
    code = "import sys, index, qa, app; print(*{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert set(ran.stdout.split()) & HEAVY == set()


@pytest.mark.parametrize("package", ["index", "qa"])
def test_the_door_shows_what_it_lists(package: str) -> None:
    door = importlib.import_module(package)
    assert len(set(door.__all__)) == len(door.__all__)
    for name in door.__all__:
        thing = getattr(door, name)
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert thing.__doc__, f"{package}.{name} has no docstring"
    defined = {name for name, thing in vars(door).items() if getattr(thing, "__module__", "").startswith(package)}
    assert {name for name in defined if not name.startswith("_")} <= set(door.__all__)
