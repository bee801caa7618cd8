"""Weights -> one ONNX graph, quantised to int8, with its sha256 and settings beside it.

    python -m training.export --weights runs/reader/average.safetensors --tokenizer BASE/tokenizer.json --out qa/weights

The graph is written node by node, with ONNX Runtime's fused attention, residual norm and GELU, so that nothing
depends on an exporter's version; ``--float`` keeps the fp32 graph beside it for comparing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYERS, HEADS, EPSILON = 6, 12, 1e-12
FUSED = "com.microsoft"
log = logging.getLogger("training.export")
State = dict[str, NDArray[np.float32]]


def read_state(path: Path) -> State:
    """Our own weights or a transformers BERT's, as fp32 arrays under our names."""
    from training.model import load

    return {key: value.float().numpy() for key, value in load(path).state_dict().items()}


class Graph:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Adds a constant and returns its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Adds a node of one output, named after it."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=f"node_{output}", **attributes))
        return output

    def weight(self, state: State, name: str) -> str:
        """A linear layer's (out, in) matrix as the (in, out) right side of MatMul."""
        return self.constant(f"{name}.weight", state[f"{name}.weight"].T)

    def vector(self, state: State, name: str, part: str = "bias") -> str:
        """A bias or a norm's weight."""
        return self.constant(f"{name}.{part}", state[f"{name}.{part}"])

    def norm(self, state: State, name: str, x: str, skip: str, bias: str) -> str:
        """Layer norm of x + skip + bias, in three operations: ONNX Runtime's one for them is five times as slow."""
        biased = self.node("Add", [x, bias], f"{name}.biased")
        summed = self.node("Add", [biased, skip], f"{name}.summed")
        return self.node(
            "LayerNormalization",
            [summed, self.vector(state, name, "weight"), self.vector(state, name)],
            f"{name}.out",
            axis=-1,
            epsilon=EPSILON,
        )


def embeddings(g: Graph, state: State) -> str:
    """Sum of the three embeddings, normed: (B, T, D)."""
    words = g.node("Gather", [g.constant("words.weight", state["words.weight"]), "ids"], "words.out")
    kinds = g.node("Gather", [g.constant("types.weight", state["types.weight"]), "types"], "types.out")
    length = g.node("Shape", ["ids"], "length", start=1, end=2)
    zero = g.constant("zero", np.zeros(1, dtype=np.int64))
    places = g.node("Slice", [g.constant("positions.weight", state["positions.weight"]), zero, length], "positions.out")
    placed = g.node("Add", [words, places], "placed.out")
    total = g.node("Add", [placed, kinds], "embedded.out")
    return g.node(
        "LayerNormalization",
        [total, g.vector(state, "norm", "weight"), g.vector(state, "norm")],
        "norm.out",
        axis=-1,
        epsilon=EPSILON,
    )


def layer(g: Graph, state: State, i: int, x: str) -> str:
    """One encoder layer."""
    name = f"layers.{i}"
    mixed = g.node(
        "Attention",
        [x, g.weight(state, f"{name}.qkv"), g.vector(state, f"{name}.qkv"), "mask"],
        f"{name}.mixed",
        domain=FUSED,
        num_heads=HEADS,
    )
    out = g.node("MatMul", [mixed, g.weight(state, f"{name}.out")], f"{name}.out.product")
    x = g.norm(state, f"{name}.norm1", out, x, g.vector(state, f"{name}.out"))
    up = g.node("MatMul", [x, g.weight(state, f"{name}.up")], f"{name}.up.product")
    up = g.node("BiasGelu", [up, g.vector(state, f"{name}.up")], f"{name}.gelu", domain=FUSED)
    down = g.node("MatMul", [up, g.weight(state, f"{name}.down")], f"{name}.down.product")
    return g.norm(state, f"{name}.norm2", down, x, g.vector(state, f"{name}.down"))


def build(state: State) -> onnx.ModelProto:
    """The fp32 graph: ids, types (B, T) int64 and mask (B, T) int32 -> token (B, T, 3), many (B, 1, 1)."""
    g = Graph()
    x = embeddings(g, state)
    for i in range(LAYERS):
        x = layer(g, state, i, x)
    token = g.node("MatMul", [x, g.weight(state, "token_head")], "token_head.product")
    g.node("Add", [token, g.vector(state, "token_head")], "token")
    first = g.node("Gather", [x, g.constant("first", np.array([0], dtype=np.int64))], "cls", axis=1)
    many = g.node("MatMul", [first, g.weight(state, "list_head")], "list_head.product")
    g.node("Add", [many, g.vector(state, "list_head")], "many")
    inputs = [
        helper.make_tensor_value_info(name, kind, ["batch", "tokens"])
        for name, kind in (("ids", TensorProto.INT64), ("types", TensorProto.INT64), ("mask", TensorProto.INT32))
    ]
    outputs = [
        helper.make_tensor_value_info("token", TensorProto.FLOAT, ["batch", "tokens", 3]),
        helper.make_tensor_value_info("many", TensorProto.FLOAT, ["batch", 1, 1]),
    ]
    graph = helper.make_graph(g.nodes, "reader", inputs, outputs, g.constants)
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)], ir_version=10
    )


def quantise(source: Path, target: Path, reduce_range: bool) -> None:
    """Dynamic int8: weights per channel, activations a tensor at a time while running; the two heads stay fp32."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source,
        target,
        per_channel=True,
        reduce_range=reduce_range,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
        op_types_to_quantize=["MatMul", "Attention", "Gather"],
        nodes_to_exclude=["node_token_head.product", "node_list_head.product", "node_cls", "node_types.out"],
    )


def sha256_of(path: Path) -> str:
    """Hexadecimal digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def plain_tokenizer(source: Path, target: Path) -> None:
    """Copies a tokenizer without the truncation and padding its file may carry."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(source))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(target))


def write_settings(folder: Path, files: list[str], changes: dict[str, Any]) -> None:
    """Updates reader.json: digests of the files, and whatever settings are given."""
    path = folder / "reader.json"
    settings = json.loads(path.read_text()) if path.exists() else {}
    settings.update(changes)
    settings["files"] = {
        name: {"sha256": sha256_of(folder / name), "bytes": (folder / name).stat().st_size} for name in files
    }
    path.write_text(json.dumps(settings, indent=2) + "\n")


DEFAULTS = {
    "max_tokens": 384,
    "stride_tokens": 128,
    "max_question_tokens": 64,
    "max_span_tokens": 48,
    "threshold": 0.0,
    "list_threshold": -1.0,
    "member_threshold": 0.5,
    "member_margin": 4.0,
}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="keep reader.fp32.onnx too")
    parser.add_argument("--reduce-range", action="store_true", help="7-bit weights, for processors without VNNI")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    args.out.mkdir(parents=True, exist_ok=True)
    full, small = args.out / "reader.fp32.onnx", args.out / "reader.int8.onnx"
    onnx.save(build(read_state(args.weights)), full)
    quantise(full, small, args.reduce_range)
    if not args.float:
        full.unlink()
    if args.tokenizer.resolve() != (args.out / "tokenizer.json").resolve():
        plain_tokenizer(args.tokenizer, args.out / "tokenizer.json")
    known = json.loads((args.out / "reader.json").read_text()) if (args.out / "reader.json").exists() else DEFAULTS
    write_settings(args.out, ["reader.int8.onnx", "tokenizer.json"], known)
    log.info("%s %.2f MB sha256 %s", small, small.stat().st_size / 1e6, sha256_of(small))


if __name__ == "__main__":
    main()
