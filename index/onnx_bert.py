"""A BERT sentence encoder as an ONNX graph that holds no weights of its own.

The graph is structure alone, about 20 kB. Every weight in it is a name with a shape; the values are handed to
ONNX Runtime when the session is made, straight out of the memory-mapped ``model.safetensors``. So there is one file
of weights on the disk and one sha256 that vouches for it. The word vectors, half of all weights, are looked up
outside the graph: ONNX Runtime would copy the whole table, a question needs a dozen of its rows.

The operations are those of Devlin et al. 2019 (https://arxiv.org/abs/1810.04805): embeddings, then a number of
layers of self-attention and a feed-forward net, each with a residual and a LayerNorm after it; on top the mean of the
token vectors (Reimers & Gurevych 2019, https://arxiv.org/abs/1908.10084) and the L2 norm.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS = "embeddings.word_embeddings.weight"
OPSET = 20  # the first that has LayerNormalization and Gelu both
_MASKED = -3.4028234663852886e38  # the lowest float32: exp() of it is 0


@dataclass(frozen=True, slots=True)
class BertShape:
    """The sizes of a BERT with exact GELU and absolute positions."""

    layers: int
    heads: int
    hidden: int  # d: columns of a token's vector
    epsilon: float  # of every LayerNorm


def weight_names(shape: BertShape) -> list[str]:
    """The tensors a session must be given, in the order the graph uses them; ``WORDS`` is not among them."""
    names = ["embeddings.token_type_embeddings.weight", "embeddings.position_embeddings.weight"]
    parts = ["embeddings.LayerNorm"]
    for i in range(shape.layers):
        layer = f"encoder.layer.{i}"
        parts += [f"{layer}.attention.self.{part}" for part in ("query", "value", "key")]
        parts += [f"{layer}.attention.output.dense", f"{layer}.attention.output.LayerNorm"]
        parts += [f"{layer}.intermediate.dense", f"{layer}.output.dense", f"{layer}.output.LayerNorm"]
    return names + [f"{part}.{kind}" for part in parts for kind in ("weight", "bias")]


def source_key() -> str:
    """Changes with this module, so that a graph kept by an older version is not used."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]


class _Graph:
    """Collects nodes, constants and the names of weights."""

    def __init__(self, weights: Mapping[str, tuple[int, ...]]) -> None:
        self.shapes = weights
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}
        self.used: dict[str, None] = {}  # in order of first use

    def add(self, operation: str, *inputs: str, **attributes: Any) -> str:
        from onnx import helper

        output = f"{operation}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, list(inputs), [output], **attributes))
        return output

    def weight(self, name: str) -> str:
        if name not in self.shapes:
            raise ValueError(f"the weights file has no tensor {name}")
        self.used[name] = None
        return name

    def integers(self, *values: int) -> str:
        name = "int_" + "_".join(map(str, values))
        self.constants[name] = ("INT64", [len(values)], list(values))
        return name

    def scalar(self, name: str, value: float) -> str:
        self.constants[name] = ("FLOAT", [], [value])
        return name

    def linear(self, x: str, name: str) -> str:
        """(n, in) → (n, out); PyTorch keeps a linear layer's matrix as (out, in), hence transB."""
        return self.add("Gemm", x, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), transB=1)

    def norm(self, x: str, name: str, epsilon: float) -> str:
        weight, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("LayerNormalization", x, weight, bias, axis=-1, epsilon=epsilon)


def sentence_encoder(shape: BertShape, weights: Mapping[str, tuple[int, ...]]) -> bytes:
    """The graph from word vectors to sentence vectors.

    Inputs: ``words`` float32 (n, t, d), the rows of ``WORDS`` for each token id; ``mask`` float32 (n, t), 1 for a
    token and 0 for padding. Output: ``embedding`` float32 (n, d), rows of length 1.

    Args:
        shape: the sizes of the network.
        weights: the name and shape of every tensor in the weights file.

    Returns:
        A serialised ONNX model whose initializers must be supplied by the session's options
        (``add_external_initializers``), under the same names as in the weights file.

    Raises:
        ValueError: a tensor that the network needs is not in ``weights``.
    """
    g = _Graph(weights)
    sizes = g.add("Shape", "mask")  # [n, t]
    split = g.add("Concat", sizes, g.integers(shape.heads, shape.hidden // shape.heads), axis=0)  # n, t, heads, d/heads
    x = _embed(g, shape, sizes)  # (n*t, d): kept flat, so that every linear layer is one Gemm
    bias = _attention_bias(g)
    for i in range(shape.layers):
        x = _layer(g, shape, x, bias, split, f"encoder.layer.{i}")
    _pool(g, shape, x, sizes)
    return _serialise(g, shape)


def _embed(g: _Graph, shape: BertShape, sizes: str) -> str:
    length = g.add("Gather", sizes, g.integers(1))
    places = g.add("Slice", g.weight("embeddings.position_embeddings.weight"), g.integers(0), length, g.integers(0))
    kinds = g.weight("embeddings.token_type_embeddings.weight")
    kind = g.add("Slice", kinds, g.integers(0), g.integers(1), g.integers(0))  # not a pair: every token is of type 0
    summed = g.add("Add", g.add("Add", "words", kind), places)
    flat = g.add("Reshape", summed, g.integers(-1, shape.hidden))
    return g.norm(flat, "embeddings.LayerNorm", shape.epsilon)


def _attention_bias(g: _Graph) -> str:
    """(n, 1, 1, t): 0 for a real token, the lowest float for padding."""
    padding = g.add("Sub", g.scalar("one", 1.0), g.add("Unsqueeze", "mask", g.integers(1, 2)))
    return g.add("Mul", padding, g.scalar("masked", _MASKED))


def _layer(g: _Graph, shape: BertShape, x: str, bias: str, split: str, name: str) -> str:
    """(n*t, d) → (n*t, d): self-attention, then the feed-forward net."""

    def heads(part: str, order: list[int]) -> str:
        projected = g.linear(x, f"{name}.attention.self.{part}")
        return g.add("Transpose", g.add("Reshape", projected, split), perm=order)

    query, value = heads("query", [0, 2, 1, 3]), heads("value", [0, 2, 1, 3])  # (n, heads, t, d/heads)
    key = heads("key", [0, 2, 3, 1])  # (n, heads, d/heads, t)
    scale = g.scalar("scale", (shape.hidden // shape.heads) ** -0.5)
    scores = g.add("Add", g.add("Mul", g.add("MatMul", query, key), scale), bias)  # (n, heads, t, t)
    mixed = g.add("MatMul", g.add("Softmax", scores, axis=-1), value)
    flat = g.add("Reshape", g.add("Transpose", mixed, perm=[0, 2, 1, 3]), g.integers(-1, shape.hidden))
    attended = g.add("Add", g.linear(flat, f"{name}.attention.output.dense"), x)
    x = g.norm(attended, f"{name}.attention.output.LayerNorm", shape.epsilon)
    inner = g.add("Gelu", g.linear(x, f"{name}.intermediate.dense"))
    return g.norm(g.add("Add", g.linear(inner, f"{name}.output.dense"), x), f"{name}.output.LayerNorm", shape.epsilon)


def _pool(g: _Graph, shape: BertShape, x: str, sizes: str) -> None:
    """The mean over real tokens, then length 1."""
    from onnx import helper

    tokens = g.add("Reshape", x, g.add("Concat", sizes, g.integers(shape.hidden), axis=0))  # (n, t, d)
    mask = g.add("Unsqueeze", "mask", g.integers(2))  # (n, t, 1)
    summed = g.add("ReduceSum", g.add("Mul", tokens, mask), g.integers(1), keepdims=0)
    mean = g.add("Div", summed, g.add("ReduceSum", mask, g.integers(1), keepdims=0))
    norm = g.add("ReduceL2", mean, g.integers(1), keepdims=1)
    floor = g.scalar("tiny", 1e-12)  # what torch.nn.functional.normalize divides by when a vector is 0
    g.nodes.append(helper.make_node("Div", [mean, g.add("Max", norm, floor)], ["embedding"]))


def _serialise(g: _Graph, shape: BertShape) -> bytes:
    import onnx
    from onnx import TensorProto, helper

    tensors = [helper.make_tensor(n, getattr(TensorProto, kind), dims, v) for n, (kind, dims, v) in g.constants.items()]
    for name in g.used:
        outside = onnx.TensorProto(name=name, data_type=TensorProto.FLOAT, dims=g.shapes[name])
        outside.data_location = TensorProto.EXTERNAL
        outside.external_data.add(key="location", value="model.safetensors")
        tensors.append(outside)
    words = helper.make_tensor_value_info("words", TensorProto.FLOAT, ["n", "t", shape.hidden])
    mask = helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["n", "t"])
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", shape.hidden])
    graph = helper.make_graph(g.nodes, "sentence_encoder", [words, mask], [output], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="quoted")
    model.ir_version = 9
    return bytes(model.SerializeToString())
