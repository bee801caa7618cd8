"""A receipt can be checked at any time: still there, moved, changed, gone."""

from pathlib import Path

import pytest

from index import DocumentIndex
from qa import Receipt, ReceiptError, verify
from qa.records import Answer
from tests.fakes import FakeEmbedder

STORY = "The dam at Lindholm broke on 3 May. Four people died, the mayor said. Rebuilding will take two years."


@pytest.fixture
def index(tmp_path: Path) -> DocumentIndex:
    """A store with one short story."""
    (tmp_path / "story.txt").write_text(STORY)
    index = DocumentIndex.open(tmp_path / "store", embedder=FakeEmbedder())
    index.add([tmp_path / "story.txt"])
    return index


def _receipt(index: DocumentIndex) -> Receipt:
    document = index.documents()[0]
    start = document.text.index("Four people")
    citation = document.cite(start, start + len("Four people died, the mayor said."))
    answer = Answer("How many died?", "How many died?", True, ["Four"], "Four.", [citation], 0.9)
    return Receipt.of(answer, index)


def test_it_survives_json_and_stands(index: DocumentIndex) -> None:
    receipt = Receipt.from_json(_receipt(index).to_json())
    assert receipt == _receipt(index)
    assert [q.standing for q in verify(receipt, index)] == ["still there"]
    assert receipt.quotations[0].sha256 == index.documents()[0].sha256


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Update: the water is falling. " + STORY, "moved"),
        (STORY.replace("Four", "Six"), "changed"),
    ],
)
def test_a_changed_document(index: DocumentIndex, tmp_path: Path, text: str, standing: str) -> None:
    receipt = _receipt(index)
    (tmp_path / "story.txt").write_text(text)
    index.add([tmp_path / "story.txt"])
    checked = verify(receipt, index)[0]
    assert checked.standing == standing
    if standing == "moved":
        assert index.documents()[0].text[checked.start : checked.end] == receipt.quotations[0].quote


def test_a_removed_document_is_gone(index: DocumentIndex) -> None:
    receipt = _receipt(index)
    index.remove(index.documents()[0].id)
    assert [q.standing for q in verify(receipt, index)] == ["gone"]


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"quoted_receipt": 1}', '{"quoted_receipt": 2}', "not json"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ReceiptError):
        Receipt.from_json(text)
