"""Vectors of single sentences: made once, kept with their passage, used to find it and to weigh its spans."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import DocumentIndex
from index.embedding import load_embedder
from index.records import Hit, Passage
from index.rows import Entry, from_half_blob, to_half_blob
from index.sentence_vectors import with_sentences
from index.sentences import sentence_spans
from qa.candidates import similarity

TEXT = (
    "The council of Marrowby met on Tuesday. It spoke at length about drains, hedges and the price of sand. "
    "The lighthouse keeper, Odile Brandt, resigned after thirty years. Nobody asked why.\n"
)


class Counting:
    """An embedder of two dimensions that remembers what it was asked to embed."""

    dimension = 2

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed_passages(self, texts: list[str]) -> NDArray[np.float32]:
        self.texts += texts
        return np.array([[0.6, 0.8]] * len(texts), dtype=np.float32)


def entry(text: str, name: str = "x") -> Entry:
    return Entry(Passage(f"{name}:0", name, 0, 0, len(text), text, "body"), name, np.array([1, 0], dtype=np.float32))


def test_each_sentence_gets_a_row_and_equal_ones_are_embedded_once() -> None:
    embedder = Counting()
    first, second = with_sentences([entry("One. Two."), entry("Two. Three. One.", "y")], embedder)  # type: ignore[arg-type]
    assert first.sentences is not None
    assert second.sentences is not None
    assert (first.sentences.shape, second.sentences.shape) == ((2, 2), (3, 2))
    assert embedder.texts == ["One.", "Two.", "Three."]


def test_what_is_known_is_not_embedded_again() -> None:
    embedder, held = Counting(), np.ones((2, 2), dtype=np.float32)
    (only,) = with_sentences([entry("One. Two.")], embedder, lambda names: dict.fromkeys(names, held))  # type: ignore[arg-type]
    assert only.sentences is held
    assert embedder.texts == []


def test_no_passages_and_no_sentences() -> None:
    embedder = Counting()
    assert with_sentences([], embedder) == []  # type: ignore[arg-type]
    (blank,) = with_sentences([entry("  ")], embedder)  # type: ignore[arg-type]
    assert blank.sentences is not None
    assert blank.sentences.shape == (0, 2)


def test_half_precision_keeps_cosines_to_three_decimals() -> None:
    rows = np.random.default_rng(1).normal(size=(50, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    back = from_half_blob(to_half_blob(rows), 384)
    assert back.shape == rows.shape
    assert np.abs(rows @ rows.T - back @ back.T).max() < 1e-3


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sentences")
    (folder / "marrowby.txt").write_text("Marrowby this week\n\n" + TEXT)
    with DocumentIndex.open(folder / "store") as index:
        index.add([folder / "marrowby.txt"])
    return folder / "store"


def test_a_hit_tells_how_near_each_of_its_sentences_is(store: Path) -> None:
    with DocumentIndex.open(store) as index:
        hit = index.search("Who gave up her post at the lighthouse?", 1)[0]
        spans = sentence_spans(hit.passage.text)
        assert len(hit.sentence_scores) == len(spans)
        nearest = spans[int(np.argmax(hit.sentence_scores))]
        assert "Odile Brandt" in hit.passage.text[slice(*nearest)]
        embedder = load_embedder()
        asked = embedder.embed_query("Who gave up her post at the lighthouse?")
        mine = [float(v @ asked) for v in embedder.embed_passages([hit.passage.text[a:b] for a, b in spans])]
        assert hit.sentence_scores == pytest.approx(mine, abs=2e-3)


def test_a_store_from_before_is_answered_from_and_filled_by_a_rebuild(store: Path) -> None:
    with sqlite3.connect(store / "quoted.db") as connection:
        connection.execute("DELETE FROM sentences")
    with DocumentIndex.open(store) as index:
        hit = index.search("Who resigned?", 1)[0]
        assert hit.sentence_scores == ()
        assert index.check().ok
        index.rebuild()
        assert index.search("Who resigned?", 1)[0].sentence_scores


def test_a_row_cut_short_is_found_and_mended(store: Path) -> None:
    with sqlite3.connect(store / "quoted.db") as connection:
        connection.execute(
            "UPDATE sentences SET vectors = substr(vectors, 1, 768) WHERE number = "
            "(SELECT number FROM sentences ORDER BY length(vectors) DESC LIMIT 1)"
        )
    with DocumentIndex.open(store) as index:
        assert "one vector for each of its sentences" in " ".join(index.check())
        index.rebuild()
        assert index.check().ok


def test_a_span_is_as_near_as_the_nearest_sentence_it_touches() -> None:
    text = "One is here. Two is there."
    passage = Passage("d:0", "d", 0, 0, len(text), text, "body")
    hit = Hit(passage, 0.5, 1.0, 0.3, (0.1, 0.7))
    assert similarity(hit, 0, 3) == 0.1
    assert similarity(hit, 13, 16) == 0.7
    assert similarity(hit, 4, 16) == 0.7
    assert similarity(Hit(passage, 0.5, 1.0, 0.3), 0, 3) == 0.3
