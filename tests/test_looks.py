"""How many passages are read: few when the answer is sure, few when there is none, all when it is in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from index import DocumentIndex
from qa import Answerer, Settings
from qa.candidates import Weights
from qa.confidence import Calibration
from qa.reader import Reading, Span
from tests.fakes import FakeEmbedder

BY_READER = Calibration({"reader": 1.0}, 0.0, 0.7)  # confidence is the logistic function of the reader's score alone
BY_SPAN = Weights(retrieval=0.0, similarity=0.0, type_fit=0.0, names=0.0, terms=0.0)
SURE, IN_DOUBT, LIKELY, NEXT_TO_NONE = 4.0, 0.0, 1.2, -4.0


class CountingReader:
    """Scores the first word of the n-th passage read with ``scores[n]``, of later ones with the last."""

    def __init__(self, *scores: float) -> None:
        self.scores, self.read_so_far = scores, 0

    def read(self, question: str, passages: Sequence[str], top_spans: int = 5) -> list[Reading]:
        readings = []
        for passage in passages:
            score = self.scores[min(self.read_so_far, len(self.scores) - 1)]
            self.read_so_far += 1
            readings.append(Reading(0.0, (Span(0, len(passage.split()[0]), score),), ()))
        return readings


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DocumentIndex]:
    folder = tmp_path_factory.mktemp("looks")
    for number in range(24):
        name = f"Town{chr(97 + number)}"
        (folder / f"{number}.txt").write_text(f"{name} has a harbour with {number + 30} ships.\n", encoding="utf-8")
    with DocumentIndex.open(folder / "store", embedder=FakeEmbedder()) as opened:
        opened.add([folder])
        yield opened


def read_of(index: DocumentIndex, reader: CountingReader, **options: object) -> int:
    settings = Settings(weights=BY_SPAN, **options)  # type: ignore[arg-type]
    Answerer(index, reader=reader, calibration=BY_READER, settings=settings).ask("What has a harbour?")  # type: ignore[arg-type]
    return reader.read_so_far


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((SURE,), 5),  # sure at once
        ((NEXT_TO_NONE,), 5),  # nothing like an answer in the best passages
        ((*[IN_DOUBT] * 5, LIKELY), 10),  # over the threshold with the second look
        ((*[LIKELY] * 6,), 10),  # likely at once, but little read asks for more
        ((IN_DOUBT,), 20),  # in doubt to the end
        ((*[-2.0] * 5, -2.0), 10),  # worth a second look (0.12), not a third
        ((*[IN_DOUBT] * 10, SURE), 20),
    ],
)
def test_reading_goes_on_while_it_may_decide_something(
    index: DocumentIndex, scores: tuple[float, ...], expected: int
) -> None:
    assert read_of(index, CountingReader(*scores)) == expected


def test_all_is_read_where_nothing_counts_as_hopeless(index: DocumentIndex) -> None:
    assert read_of(index, CountingReader(NEXT_TO_NONE), hopeless=()) == 20


def test_more_passages_at_first_are_read_whatever_they_hold(index: DocumentIndex) -> None:
    reader = CountingReader(NEXT_TO_NONE)
    Answerer(index, reader=reader, calibration=BY_READER).ask("What has a harbour?", top=8)  # type: ignore[arg-type]
    assert reader.read_so_far == 13


def test_an_answer_over_a_low_threshold_is_never_hopeless(index: DocumentIndex) -> None:
    answerer = Answerer(index, reader=CountingReader(-3.0), calibration=BY_READER, threshold=0.02)  # type: ignore[arg-type]
    assert answerer.ask("What has a harbour?").found
