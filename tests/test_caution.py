"""``--strict`` and ``--bold``: fewer and surer answers, or more and less sure ones."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from index import DocumentIndex
from qa import Answerer
from qa.caution import Caution, moved
from qa.cli import main
from qa.cli.commands import Session
from qa.cli.output import Console
from qa.cli.parser import build_parser
from tests.fakes import FakeEmbedder

TEXT = "The bridge at Orrin closed on 4 May. Mayor Ilse Brandt blamed the flood for it."
QUESTION = "Who blamed the flood?"


@pytest.mark.parametrize(
    ("threshold", "caution", "expected"),
    [
        (0.7, None, 0.7),
        (0.7, "strict", 0.85),
        (0.7, "bold", 0.5),
        (0.9, "strict", 0.9),  # a store whose own fit asks for more is not made laxer
        (0.4, "bold", 0.4),
        (0.4, "strict", 0.85),
    ],
)
def test_moved(threshold: float, caution: Caution | None, expected: float) -> None:
    assert moved(threshold, caution) == expected


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("caution")
    (folder / "orrin.txt").write_text(TEXT, encoding="utf-8")
    with DocumentIndex.open(folder / "store", embedder=FakeEmbedder()) as index:
        index.add([folder / "orrin.txt"])
    return folder / "store"


def asked(store: Path, *options: str, fitted: float) -> tuple[int, float]:
    """Exit code of ``quoted ask``, and the threshold it asked with."""
    kept: list[Answerer] = []

    def answerer(index: DocumentIndex) -> Answerer:
        kept.append(Answerer(index, threshold=fitted))
        return kept[0]

    code = main(
        ["--store", str(store), "ask", QUESTION, *options],
        console=Console(out=io.StringIO(), err=io.StringIO()),
        open_index=lambda path: DocumentIndex.open(path, embedder=FakeEmbedder()),
        make_answerer=answerer,
        environ={},
    )
    return code, kept[0].threshold


def test_strict_and_bold_ask_with_another_threshold(store: Path) -> None:
    with DocumentIndex.open(store, embedder=FakeEmbedder()) as index:
        sure = Answerer(index, threshold=0.0).ask(QUESTION).confidence
    assert 0.0 < sure < 1.0
    assert asked(store, fitted=sure / 2) == (0, sure / 2)
    code, threshold = asked(store, "--strict", fitted=0.2)
    assert threshold == 0.85
    assert code == (0 if sure >= 0.85 else 3)
    code, threshold = asked(store, "--bold", fitted=0.999)
    assert threshold == 0.5
    assert code == (0 if sure >= 0.5 else 3)


def test_both_at_once_are_wrong_use() -> None:
    with pytest.raises(SystemExit) as stop:
        build_parser().parse_args(["ask", QUESTION, "--strict", "--bold"])
    assert stop.value.code == 2
    assert build_parser().parse_args(["chat", "--bold"]).caution == "bold"
    assert Session(build_parser().parse_args(["ask", QUESTION])).args.caution is None
