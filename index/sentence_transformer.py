"""Any sentence-transformers model that is on this machine, by name or by folder; uses a GPU where there is one.

Importing this module is cheap; making an embedder imports torch and takes seconds.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import WeightsError
from index.weights import file_sha256

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_WEIGHT_FILES = ("model.safetensors", "pytorch_model.bin")
_LONGEST_WINDOW = 8192  # for models that state no limit


class SentenceTransformerEmbedder:
    """An :class:`index.embedding.Embedder` on PyTorch.

    Args:
        model: a folder in sentence-transformers format, or a name that is in the Hugging Face cache.
        threads: on the CPU; None leaves it to PyTorch.

    Raises:
        WeightsError: there is no such model on this machine, or it cannot be loaded.
    """

    def __init__(self, model: str, threads: int | None = None) -> None:
        folder = _find(model)
        weights = next((folder / name for name in _WEIGHT_FILES if (folder / name).is_file()), None)
        if weights is None:
            raise WeightsError(f"{folder} holds no {' or '.join(_WEIGHT_FILES)}: give a sentence-transformers model")
        self.name = model if folder != Path(model) else folder.resolve().name
        self.sha256 = file_sha256(weights)
        self._model = _load(folder, threads)
        self._lock = threading.Lock()  # a PyTorch model's tokenizer may not be shared by threads
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.window = min(int(self._model.max_seq_length or _LONGEST_WINDOW), _LONGEST_WINDOW)
        self.special_tokens = int(self._model.tokenizer.num_special_tokens_to_add())

    def count_tokens(self, text: str) -> int:
        """The number of tokens, without special tokens and without a limit; 0 for an empty text."""
        return self.count_many([text])[0]

    def count_many(self, texts: Sequence[str]) -> list[int]:
        """``count_tokens`` of each text."""
        if not texts:
            return []
        with self._lock:
            tokens = self._model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in tokens["input_ids"]]

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (n, d), unit rows in the order given; (0, d) for no texts."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        with self._lock:
            return _rows(self._model.encode_document(list(texts), **_QUIETLY))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """float32 (d,), a unit vector; made with the model's own prompt for questions, if it has one."""
        with self._lock:
            row: NDArray[np.float32] = _rows(self._model.encode_query([text], **_QUIETLY))[0]
            return row


_QUIETLY: dict[str, Any] = {"normalize_embeddings": True, "show_progress_bar": False, "batch_size": 32}


def _rows(vectors: Any) -> NDArray[np.float32]:
    rows: NDArray[np.float32] = np.ascontiguousarray(vectors, np.float32)
    return rows


def _find(model: str) -> Path:
    """The folder of a model; never asks the network."""
    if Path(model).is_dir():
        return Path(model)
    _stay_offline()
    from huggingface_hub import snapshot_download

    for name in (model, f"sentence-transformers/{model}") if "/" not in model else (model,):
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except (OSError, ValueError):  # not in the cache; not a possible name
            continue
    raise WeightsError(
        f"the embedding model {model!r} is not on this machine: give a folder, or fetch it first: hf download {model}"
    )


def _load(folder: Path, threads: int | None) -> Any:
    _stay_offline()
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # bars are for the command line to draw
    if threads is not None and not torch.cuda.is_available():
        torch.set_num_threads(threads)
    try:
        return SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:  # whatever the many libraries below say about a broken folder
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WeightsError(f"cannot load the embedding model in {folder}: {reason}") from error


def _stay_offline() -> None:
    """Settings that count only before the libraries are imported; what a person has set stays."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # without it a name that is not cached stalls for a minute
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
