"""How long a person waits: indexing from cold, one question as a whole process, a warm question, adding again.

    python -m benchmarks.ask [--documents FOLDER] [--asks N] [--json]

Every figure but the warm one is of a process started for it, imports included, as a person would start it.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT.parent / "shared" / "articles"
LIBRARIES = ("chromadb", "numpy", "onnxruntime", "quoted", "tokenizers")
QUESTIONS = (
    "Who was killed?",
    "When did parliament vote?",
    "What did Iran retaliate with?",
    "How many troops are in Iraq?",
    "Who spoke to reporters at the Pentagon?",
    "Where did the strike take place?",
    "Why was the airstrike carried out?",
    "Which bases were hit by rockets?",
    "Who leads the Quds Force?",
    "What did the prime minister say about the strikes?",
    "When was the article published?",
    "What is the boiling point of tungsten?",
)


@dataclass(frozen=True)
class Run:
    """One process: how long it took, the most memory it held, how it ended, and what it printed."""

    seconds: float
    cpu_seconds: float  # of all threads together; on a busy machine this is the figure to compare
    peak_mb: float  # resident, 10^6 bytes
    code: int
    out: str


def quoted(*argv: str, store: Path) -> Run:
    """Run the command in a process of its own."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([sys.executable, "-m", "qa.cli", "--store", str(store), *argv], stdout=out, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read().decode("utf-8")
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB on Linux
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, process.returncode, printed)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load_before": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in LIBRARIES},
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def figures(documents: Path, asks: int) -> dict[str, Any]:
    """Measure everything over one folder of documents."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        cold = _added(quoted("add", "--json", str(documents), store=store))
        again = _added(quoted("add", "--json", str(documents), store=store))
        questions = [QUESTIONS[i % len(QUESTIONS)] for i in range(asks)]
        runs = [quoted("ask", question, store=store) for question in questions]
        if failed := [run for run in runs if run.code not in (0, 3)]:
            raise SystemExit(f"quoted ask failed with exit code {failed[0].code}")
        wall, cpu = warm(store, rounds=max(1, asks // 4))
        return {
            "documents": cold[1],
            "index_cold_seconds": cold[0],
            "index_cold_cpu_seconds": cold[3],
            "add_again_seconds": again[0],
            "add_again_cpu_seconds": again[3],
            "add_again_changed": again[1] - again[2],
            "ask_process_seconds": spread([run.seconds for run in runs]),
            "ask_process_cpu_seconds": spread([run.cpu_seconds for run in runs]),
            "ask_process_peak_mb": round(max(run.peak_mb for run in runs), 1),
            "warm_ask_ms": spread(wall),
            "warm_ask_cpu_ms": spread(cpu),
        }


def _added(run: Run) -> tuple[float, int, int, float]:
    """(seconds, documents, unchanged documents, CPU seconds) of an add that worked."""
    if run.code != 0:
        raise SystemExit(f"quoted add failed with exit code {run.code}:\n{run.out}")
    report = json.loads(run.out)
    unchanged = len(report["unchanged"])
    documents = len(report["added"]) + len(report["updated"]) + unchanged
    return round(run.seconds, 3), documents, unchanged, round(run.cpu_seconds, 3)


def warm(store: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds, by the clock and of the CPU, of each question in a process that has answered each once before.

    What was read for a question is forgotten before it is asked again: it is the time of a new question.
    """
    from index import DocumentIndex
    from qa import Answerer

    wall, cpu = [], []
    with DocumentIndex.open(store) as index:
        answerer = Answerer(index)
        for number in range(rounds + 1):
            for question in QUESTIONS:
                answerer.reader.forget()
                began, used = time.perf_counter(), time.process_time()
                answerer.ask(question)
                if number:
                    wall.append(1000 * (time.perf_counter() - began))
                    cpu.append(1000 * (time.process_time() - used))
    return wall, cpu


def spread(values: list[float]) -> dict[str, float]:
    """Median, 95th percentile (nearest rank) and largest of one or more values."""
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, -(-95 * len(ordered) // 100) - 1)], 3),
        "max": round(ordered[-1], 3),
        "n": len(ordered),
    }


@dataclass(frozen=True)
class Promise:
    """One figure, what it must stay under, and whether it did."""

    figure: str
    measured: float
    limit: float

    @property
    def kept(self) -> bool:
        return self.measured < self.limit


def promises(measured: dict[str, Any]) -> list[Promise]:
    """The figures the project is held to, for the five articles on two cores."""
    return [
        Promise("indexed from cold, s", measured["index_cold_seconds"], 10),
        Promise("'quoted ask' as a process, median s", measured["ask_process_seconds"]["p50"], 1.5),
        Promise("'quoted ask' as a process, peak MB", measured["ask_process_peak_mb"], 350),
        Promise("a warm question, median ms", measured["warm_ask_ms"]["p50"], 120),
        Promise("the same folder added again, s", measured["add_again_seconds"], 1),
        Promise("documents read anew when added again", measured["add_again_changed"], 1),
    ]


def main() -> int:
    """Measure, print, and exit with 1 when a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = ARTICLES if ARTICLES.is_dir() else ROOT / "corpus"
    parser.add_argument("--documents", type=Path, default=default, help=f"folder to index (default: {default.name}/)")
    parser.add_argument("--asks", type=int, default=24, help="how many processes to ask with (default: 24)")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    args = parser.parse_args()
    about = machine()
    measured = figures(args.documents, args.asks)
    kept = promises(measured)
    result = {"machine": about, "folder": args.documents.name, "figures": measured}
    result["promises"] = [asdict(promise) for promise in kept]
    if not args.json:
        for promise in kept:
            word = "kept" if promise.kept else "NOT KEPT"
            print(f"{promise.figure:45} {promise.measured:10.3f}  under {promise.limit:g}: {word}")
    print(json.dumps(result, indent=2))
    return 0 if all(promise.kept for promise in kept) else 1


if __name__ == "__main__":
    sys.exit(main())
