"""Deterministic stand-ins that go through the real seams."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+|[^\w\s]")


class FakeEmbedder:
    """An embedder without a model: a text's vector is the normalised sum of its words' hashed vectors.

    ``embedded`` counts the passages it was asked to embed.
    """

    window = 64
    special_tokens = 2

    def __init__(self, name: str = "fake", dimension: int = 24) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(name.encode()).hexdigest()
        self.dimension = dimension
        self.embedded = 0

    def count_tokens(self, text: str) -> int:
        """Words and marks."""
        return len(_WORD.findall(text))

    def count_many(self, texts: Sequence[str]) -> list[int]:
        """``count_tokens`` of each."""
        return [self.count_tokens(text) for text in texts]

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (n, dimension), unit rows."""
        self.embedded += len(texts)
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(len(texts), self.dimension)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """float32 (dimension,), a unit vector."""
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.zeros(self.dimension)
        for word in _WORD.findall(text.lower()) or [""]:
            seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "little")
            total += np.random.default_rng(seed).normal(size=self.dimension)
        return (total / np.linalg.norm(total)).astype(np.float32)
