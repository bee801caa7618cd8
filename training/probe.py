"""A quick look at a model in training: SQuAD-style figures on a sample, in torch, whole passages, threshold 0."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.metrics import best_over_golds
from training.model import ReaderModel

LONGEST_SPAN = 48


def best_span(start: NDArray[np.float32], end: NDArray[np.float32]) -> tuple[int, int, float]:
    """(first, last, score) of the best span in two logit vectors (n,) measured from the null's."""
    pairs = np.triu(start[:, None] + end[None, :])
    pairs[np.tril_indices(len(start), -1)] = -np.inf
    pairs[np.triu_indices(len(start), LONGEST_SPAN)] = -np.inf
    i, j = np.unravel_index(int(np.argmax(pairs)), pairs.shape)
    return int(i), int(j), float(pairs[i, j])


def probe(model: ReaderModel, tokenizer: Tokenizer, path: Path, sample: int, seed: int = 11) -> dict[str, float]:
    """``{f1, answerable_f1, answerable_f1_free, no_answer, auc}`` in percent over a random sample of a file's rows."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = random.Random(seed).sample(json.load(file), sample)
    scores: dict[bool, list[float]] = {True: [], False: []}
    raw = []
    best: dict[bool, list[float]] = {True: [], False: []}
    for row in rows:
        asked = tokenizer.encode(row["question"], add_special_tokens=False).ids[:48]
        read = tokenizer.encode(row["context"], add_special_tokens=False)
        ids = torch.tensor([[101, *asked, 102, *read.ids[:400], 102]])
        types = torch.zeros_like(ids)
        types[0, len(asked) + 2 :] = 1
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(ids, types, torch.ones_like(ids))[0].float().numpy()[0]
        inner = logits[len(asked) + 2 : -1] - logits[0]
        i, j, score = best_span(inner[:, 0], inner[:, 1])
        text = row["context"][read.offsets[i][0] : read.offsets[j][1]]
        golds = [a["text"] for a in row["answers"]]
        best[bool(golds)].append(score)
        scores[bool(golds)].append(best_over_golds(text if score > 0 else "", golds)[1])
        if golds:
            raw.append(best_over_golds(text, golds)[1])
    return {
        "f1": percent(scores[True] + scores[False]),
        "answerable_f1": percent(scores[True]),
        "answerable_f1_free": percent(raw),  # as if there were no "not here"
        "no_answer": percent(scores[False]),
        "auc": percent([float(a > b) for a in best[True] for b in best[False]]),  # an answerable one scores higher
    }


def percent(values: list[float]) -> float:
    """Mean in percent, two decimals; 0.0 of nothing."""
    return round(100 * sum(values) / max(1, len(values)), 2)
