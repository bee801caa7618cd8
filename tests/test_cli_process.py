"""``quoted`` as a process of its own, over the shipped documents: what a shell, a pipe and a stopwatch see."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KILLED = "Who was killed in the airstrike at Baghdad airport?"
HEAVY = {"torch", "transformers", "sentence_transformers", "llama_index", "gradio", "onnx", "trafilatura", "rich"}

# Refuses connections and name look-ups from inside the process, then runs the command and says what it imported.
SEALED = """
import sys

def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise SystemExit(f"reached for the network: {event} {args[1:]}")

sys.addaudithook(refuse)
from qa.cli import main
code = main(sys.argv[1:])
print("imported:", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


def quoted(*argv: str, store: Path, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa.cli", *argv], input=stdin, capture_output=True, encoding="utf-8", timeout=60,
        cwd=ROOT, env={**os.environ, "QUOTED_STORE": str(store), **environ}, check=False,
    )  # fmt: skip


def test_ask_answers_imports_nothing_heavy_and_stays_on_this_machine(corpus_store: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SEALED, "--store", str(corpus_store), "ask", KILLED],
        capture_output=True, encoding="utf-8", timeout=60, cwd=ROOT, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "Soleimani" in ran.stdout
    imported = set(ran.stderr.partition("imported:")[2].split())
    assert "onnxruntime" in imported  # the list is a list of what was imported
    assert imported & HEAVY == set()


def test_ask_json(corpus_store: Path) -> None:
    ran = quoted("ask", "--json", KILLED, store=corpus_store)
    answer = json.loads(ran.stdout)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert answer["found"]
    assert answer["citations"][0]["quote"] in answer["citations"][0]["passage"]


def test_refusing_exits_3(corpus_store: Path) -> None:
    ran = quoted("ask", "What is the boiling point of tungsten?", store=corpus_store)
    assert ran.returncode == 3
    assert ran.stdout.startswith("The documents don't say.")


@pytest.mark.parametrize("question", ["", "?" * 10_000])
def test_no_question_exits_2(corpus_store: Path, question: str) -> None:
    ran = quoted("ask", "-", store=corpus_store, stdin=question)
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (2, "", 1)


def test_another_script_is_no_failure(corpus_store: Path) -> None:
    ran = quoted("ask", "من قتل في مطار بغداد؟", store=corpus_store)
    assert ran.returncode in (0, 3)
    assert ran.stderr == ""


def test_a_reader_that_stops_early_is_no_failure(corpus_store: Path) -> None:
    command = f'"{sys.executable}" -m qa.cli --store "{corpus_store}" ask "{KILLED}" | true'
    shell = ["bash", "-o", "pipefail", "-c", command]
    ran = subprocess.run(shell, capture_output=True, timeout=60, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_life_of_a_store(tmp_path: Path) -> None:
    store, texts = tmp_path / "store", tmp_path / "texts"
    texts.mkdir()
    (texts / "orrin.txt").write_text("The bridge at Orrin closed on 4 May 2021 after a flood.\n", encoding="utf-8")
    (texts / "broken.pdf").write_bytes(b"%PDF-1.7\nnot really")
    added = quoted("add", str(texts), store=store)
    assert (added.returncode, added.stderr.count("\n")) == (1, 1)
    assert "broken.pdf" in added.stderr
    assert added.stdout == "1 added, 0 updated, 0 unchanged, 1 failed\n"
    assert "4 May 2021" in quoted("ask", "When did the bridge at Orrin close?", store=store).stdout
    [document] = json.loads(quoted("list", "--json", store=store).stdout)
    assert "flood" in quoted("show", document["id"], store=store).stdout
    assert quoted("check", store=store).returncode == 0
    assert quoted("rebuild", store=store).returncode == 0
    assert quoted("remove", document["id"], store=store).returncode == 0
    assert quoted("show", document["id"], store=store).returncode == 1
    gone = quoted("ask", "When did the bridge at Orrin close?", store=store)
    assert gone.returncode == 3
    assert "4 May" not in gone.stdout


def test_chat_understands_a_follow_up(corpus_store: Path) -> None:
    ran = quoted("chat", store=corpus_store, stdin=f"{KILLED}\nWhen?\n")
    assert ran.returncode == 0
    assert "Soleimani" in ran.stdout


def test_help_and_version_say_something(tmp_path: Path) -> None:
    assert "start here" in quoted("--help", store=tmp_path).stdout
    assert quoted("--version", store=tmp_path).stdout.startswith("quoted ")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serve_says_where_the_page_is_and_ends_quietly_when_interrupted(tmp_path: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-m", "qa.cli", "--store", str(tmp_path / "store"), "serve"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # a suite that a shell started in the background would hand down an ignored SIGINT
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.send_signal(how)
        try:
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert said.startswith("Quoted is at http://127.0.0.1:")
    assert (process.returncode, err) == (0, "")
