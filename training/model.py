"""The reader's network: a six-layer BERT encoder with two small heads, in plain torch.

Shapes: B rows, T tokens, D = 384 hidden, H = 12 heads. The token head gives three logits a token (start, end,
inside an answer); the list head reads [CLS] and tells whether the question asks for several things.
Architecture: Devlin et al. 2019, BERT; post-norm, GELU (erf), learned positions.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

LAYERS, HIDDEN, HEADS, INNER, VOCABULARY, POSITIONS = 6, 384, 12, 1536, 30522, 512
EPSILON = 1e-12


class Layer(nn.Module):
    """One encoder layer: self-attention, then a two-matrix network, each with residual and layer norm."""

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)  # query, key, value in one product
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.up = nn.Linear(HIDDEN, INNER)
        self.down = nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=EPSILON)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(B, T, D), additive mask (B, 1, 1, T) -> (B, T, D)."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4).unbind(0)  # (B, H, T, D/H)
        weights = (q @ k.transpose(-1, -2)) * (1 / math.sqrt(HIDDEN // HEADS)) + bias  # (B, H, T, T)
        mixed = (F.softmax(weights, dim=-1, dtype=v.dtype) @ v).transpose(1, 2).reshape(b, t, HIDDEN)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return torch.as_tensor(self.norm2(x + self.dropout(self.down(F.gelu(self.up(x))))))


class ReaderModel(nn.Module):
    """Token ids to span logits."""

    def __init__(self, dropout: float = 0.0) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.types = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.layers = nn.ModuleList([Layer(dropout) for _ in range(LAYERS)])
        self.token_head = nn.Linear(HIDDEN, 3)
        self.list_head = nn.Linear(HIDDEN, 1)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Runs the network.

        Args:
            ids: (B, T) word-piece ids.
            types: (B, T) 0 for the question, 1 for the passage.
            mask: (B, T) 1 for tokens, 0 for padding.

        Returns:
            token logits (B, T, 3) for start, end, inside; list logits (B,).
        """
        where = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(where)[None] + self.types(types))  # (B, T, D)
        if torch.is_autocast_enabled("cpu"):
            x = x.to(torch.get_autocast_dtype("cpu"))
        bias = ((1.0 - mask.to(x.dtype)) * -1e4)[:, None, None, :]  # (B, 1, 1, T)
        for layer in self.layers:
            x = layer(x, bias)
        return self.token_head(x), self.list_head(x[:, 0])[:, 0]


def _fused(state: dict[str, Tensor], prefix: str, part: str) -> Tensor:
    """Query, key and value parameters stacked: (3 D, D) or (3 D,)."""
    return torch.cat([state[f"{prefix}attention.self.{name}.{part}"] for name in ("query", "key", "value")])


def from_bert(state: dict[str, Tensor], dropout: float = 0.0) -> ReaderModel:
    """A ReaderModel from a transformers BERT state, with or without a question-answering head.

    Heads that the state does not have start near zero: "inside" with a bias that says "rarely".
    """
    root = "bert." if any(key.startswith("bert.") for key in state) else ""
    state = {key.removeprefix(root): value.float() for key, value in state.items()}
    new = {
        f"{ours}.weight": state[f"embeddings.{theirs}_embeddings.weight"]
        for ours, theirs in (("words", "word"), ("positions", "position"), ("types", "token_type"))
    }
    for part in ("weight", "bias"):
        new[f"norm.{part}"] = state[f"embeddings.LayerNorm.{part}"]
        for i in range(LAYERS):
            old = f"encoder.layer.{i}."
            new[f"layers.{i}.qkv.{part}"] = _fused(state, old, part)
            for ours, theirs in (
                ("out", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                new[f"layers.{i}.{ours}.{part}"] = state[f"{old}{theirs}.{part}"]
    model = ReaderModel(dropout)
    nn.init.normal_(model.token_head.weight, std=0.02)
    nn.init.zeros_(model.token_head.bias)
    nn.init.zeros_(model.list_head.weight)
    with torch.no_grad():
        model.token_head.bias[2] = model.list_head.bias[0] = -3.0
        if "qa_outputs.weight" in state:
            model.token_head.weight[:2] = state["qa_outputs.weight"]
            model.token_head.bias[:2] = state["qa_outputs.bias"]
    missing, unexpected = model.load_state_dict(new, strict=False)
    if unexpected or any("head" not in key for key in missing):
        raise ValueError(f"not a {LAYERS}-layer BERT of width {HIDDEN}: missing {missing}, unexpected {unexpected}")
    return model


def load(path: Path, dropout: float = 0.0) -> ReaderModel:
    """Reads a model from safetensors: our own names, or those of a transformers BERT.

    Args:
        path: the file.
        dropout: share of what each half of a layer adds that is dropped in training mode.
    """
    from safetensors.torch import load_file

    state = load_file(path)
    if "token_head.weight" not in state:
        return from_bert(state, dropout)
    model = ReaderModel(dropout)
    model.load_state_dict({key: value.float() for key, value in state.items()})
    return model
