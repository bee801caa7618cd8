"""The page under load: how long one person waits for a first answer, and ten people asking at once.

``python -m benchmarks.page STORE`` starts the page over a store, asks through its public interface as other programs
do, and prints milliseconds. What the browser itself needs to draw is not in these numbers.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 10
QUESTIONS_EACH = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Measures and prints one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("store", type=Path)
    parser.add_argument("--question", action="append", help="asked in turn; what is in the store decides which fit")
    parser.add_argument("--port", type=int, default=7989)
    args = parser.parse_args(argv)
    questions = args.question or ["Who said so?", "What happened?", "Where was it?", "When did it happen?"]
    command = [sys.executable, str(ROOT / "app.py"), "--store", str(args.store), "--port", str(args.port)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            _wait_for(process)
            started = time.perf_counter() - began
            print(json.dumps({"start_seconds": round(started, 2), **measure(args.port, questions)}))
        finally:
            process.terminate()
    return 0


def _wait_for(process: subprocess.Popen[str]) -> None:
    line = process.stdout.readline() if process.stdout else ""
    if "Quoted is at" not in line:
        raise SystemExit(f"the page did not start: {line.strip()}")


def measure(port: int, questions: Sequence[str]) -> dict[str, Any]:
    """Milliseconds of the page itself, of one person's questions, and of many at once; and how many were lost."""
    address = f"http://127.0.0.1:{port}"
    with httpx.Client(timeout=120, trust_env=False, limits=httpx.Limits(max_connections=50)) as http:
        began = time.perf_counter()
        http.get(f"{address}/").raise_for_status()
        page = time.perf_counter() - began
        _ask(http, address, questions[0])  # models are loaded by now
        alone = [_ask(http, address, q) for q in questions]
        asked = [questions[n % len(questions)] for n in range(PEOPLE * QUESTIONS_EACH)]
        with ThreadPoolExecutor(PEOPLE) as people:
            together = list(people.map(lambda q: _ask(http, address, q), asked))
    done = sorted(t for t in together if t is not None)
    return {
        "page_ms": round(1000 * page),
        "alone_median_ms": round(1000 * statistics.median(t for t in alone if t is not None)),
        "ten_at_once_p50_ms": round(1000 * statistics.median(done)),
        "ten_at_once_p95_ms": round(1000 * done[int(0.95 * (len(done) - 1))]),
        "lost": together.count(None),
    }


def _ask(http: httpx.Client, address: str, question: str) -> float | None:
    """Seconds until the answer was there; None where none came."""
    began = time.perf_counter()
    reply = http.post(f"{address}/v1/chat/completions", json={"messages": [{"role": "user", "content": question}]})
    return time.perf_counter() - began if reply.status_code == 200 else None


if __name__ == "__main__":
    sys.exit(main())
