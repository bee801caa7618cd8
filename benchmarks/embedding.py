"""How fast the default embedder is: ``python -m benchmarks.embedding [--torch] [--seconds N]`` prints JSON.

Loading is measured in a process of its own. ``--torch`` measures sentence-transformers with the same weights, too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "When did the council of the island vote to close the harbour?"
SENTENCE = "The council met on Tuesday and decided, by nine votes to four, to close the old harbour before the winter. "
_LOAD = """
import json, resource, time
began = time.perf_counter()
from index.embedding import load_embedder
imported = time.perf_counter()
embedder = load_embedder()
loaded = time.perf_counter()
embedder.embed_query("Who?")
asked = time.perf_counter()
print(json.dumps({"import_s": imported - began, "load_s": loaded - imported, "first_query_ms": 1000 * (asked - loaded),
                  "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    import onnxruntime

    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        cpu = next(
            (x.split(":", 1)[1].strip() for x in info.read_text().splitlines() if x.startswith("model name")), cpu
        )
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "cpu": cpu,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load_before": load,
        "python": platform.python_version(),
        "onnxruntime": onnxruntime.__version__,
    }


def texts_per_second(embed: Callable[[Sequence[str]], Any], text: str, seconds: float) -> float:
    """Batches of 64 of one text for about so many seconds, after one batch to warm up."""
    batch = [text] * 64
    embed(batch)
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        embed(batch)
        done += len(batch)
    return done / (time.perf_counter() - began)


def query_ms(embed: Callable[[str], Any], repeat: int = 200) -> dict[str, float]:
    """Median and 95th percentile of one question."""
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        embed(QUESTION)
        times.append(1000 * (time.perf_counter() - began))
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[18]}


def loading() -> dict[str, float]:
    """The second of two fresh processes: the graph is cached, the file in memory."""
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", _LOAD], cwd=ROOT, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--torch", action="store_true", help="measure sentence-transformers, too (seconds to import)")
    parser.add_argument("--seconds", type=float, default=5.0, help="for each throughput (default 5)")
    arguments = parser.parse_args()
    from index.embedding import MiniLMEmbedder

    result: dict[str, Any] = {"machine": machine(), "loading": loading()}
    embedder = MiniLMEmbedder(bulk="onnx")
    result["query_ms"] = query_ms(embedder.embed_query)
    ways = {"onnx, one thread": MiniLMEmbedder(bulk="onnx", threads=1), "onnx, all cores": embedder}
    if arguments.torch:
        ways["sentence-transformers, all cores"] = MiniLMEmbedder(bulk="sentence-transformers")
        began = time.perf_counter()
        ways["sentence-transformers, all cores"].embed_passages(["x"])
        result["sentence_transformers_start_s"] = time.perf_counter() - began
    for name, way in ways.items():
        for sentences in (3, 8):
            tokens = embedder.count_tokens(SENTENCE * sentences)
            speed = texts_per_second(way.embed_passages, SENTENCE * sentences, arguments.seconds)
            result.setdefault("texts_per_second", {})[f"{name}, {tokens} tokens"] = speed
    print(json.dumps(result, indent=2, default=lambda value: round(value, 2)))


if __name__ == "__main__":
    main()
