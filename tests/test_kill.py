"""kill -9 in the middle of an add: the next add finishes, nothing acknowledged is lost, nothing is there twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import FakeEmbedder

import index
from index import DocumentIndex, StoreLocked

pytestmark = pytest.mark.slow

FILES = 12
TIMES = 20
ROOT = Path(index.__file__).parent.parent
# Adds a folder and says, after each source, that it is done: from then on it may not be lost.
SCRIPT = """
import sys
sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests"]
from fakes import FakeEmbedder
from index import DocumentIndex
embedder = FakeEmbedder() if sys.argv[4] == "fake" else None
with DocumentIndex.open(sys.argv[3], embedder=embedder, chroma_from=0) as docs:
    print("open", flush=True)
    docs.add([sys.argv[2]], progress=lambda step: print(step.done, flush=True))
print("finished", flush=True)
"""


def write_articles(folder: Path, files: int, *, round_: int = 0) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(files):
        rows = [
            f"In year {1900 + year} the mill of village {number} ground {year * number + 7} sacks of rye."
            for year in range(12)
        ]
        text = (
            f"# Mill {number}\n\n"
            + " ".join(rows)
            + f"\n\nThis is telling number {round_ if number % 3 == 0 else 0}.\n"
        )
        (folder / f"{number:02}.md").write_text(text, encoding="utf-8")


def start(folder: Path, store: Path, embedder: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, str(ROOT), str(folder), str(store), embedder]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kill_at(process: subprocess.Popen[str], source: int, seconds: float) -> list[str]:
    """Kills the process some time after it came to a source (or ended); gives the lines it had said."""
    assert process.stdout is not None
    lines: list[str] = []
    while str(source) not in lines and (line := process.stdout.readline()):
        lines.append(line.strip())
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    return lines + rest.split()


def acknowledged(lines: list[str]) -> int:
    """How many sources were said to be done."""
    return max((int(line) for line in lines if line.isdigit()), default=0)


def assert_sound(store: Path, embedder: FakeEmbedder | None, at_least: int) -> None:
    """Before anything else is added: what was said to be stored is, once each, and SQLite is sound."""
    with DocumentIndex.open(store, embedder=embedder, chroma_from=0, read_only=True) as docs:
        origins = [document.origin for document in docs.documents()]
        assert len(origins) == len(set(origins)) >= at_least
        assert [p for p in docs.check() if not p.startswith("Chroma")] == []
        assert docs.search("rye") or not origins


def finish_and_check(folder: Path, store: Path, embedder: FakeEmbedder | None, files: int) -> None:
    with DocumentIndex.open(store, embedder=embedder, chroma_from=0) as docs:
        report = docs.add([folder])
        assert report.failed == []
        documents = docs.documents()
        assert sorted(d.origin for d in documents) == sorted(str(p) for p in folder.iterdir())
        assert len(documents) == files == len({d.id for d in documents})
        assert len(docs.add([folder]).unchanged) == files
        assert list(docs.check()) == []
        passages = {p.id for d in documents for p in docs.passages(d.id)}
        assert {hit.passage.id for hit in docs.search("rye", 10_000)} == passages
    assert len(list((store / "chroma").iterdir())) == 1


@pytest.mark.timeout(600)
def test_killed_twenty_times_while_adding_and_changing(tmp_path: Path) -> None:
    """One store, killed again and again; between the kills some of the files change.

    A moment is a source, drawn evenly, and a delay of up to a few sources' time after it was begun.
    """
    folder, store = tmp_path / "articles", tmp_path / "store"
    moments = random.Random(20)
    killed_inside = 0
    for time_ in range(TIMES):
        write_articles(folder, FILES, round_=time_)
        lines = kill_at(start(folder, store, "fake"), moments.randrange(FILES), moments.choice((0, 0.01, 0.1, 0.5)))
        killed_inside += "finished" not in lines
        assert_sound(store, FakeEmbedder(), acknowledged(lines))
    assert killed_inside >= TIMES // 2
    finish_and_check(folder, store, FakeEmbedder(), FILES)


@pytest.mark.timeout(300)
def test_killed_on_a_new_store_at_its_very_beginning(tmp_path: Path) -> None:
    """While the database is being made; the lines say nothing, so nothing is owed but a store that opens."""
    folder = tmp_path / "articles"
    write_articles(folder, 3)
    for number, delay in enumerate((0.0, 0.05, 0.3, 0.45, 0.6)):
        store = tmp_path / f"store{number}"
        process = start(folder, store, "fake")
        time.sleep(delay)
        process.kill()
        process.communicate()
        finish_and_check(folder, store, FakeEmbedder(), 3)


@pytest.mark.timeout(300)
def test_killed_with_the_real_model(tmp_path: Path) -> None:
    folder, store = tmp_path / "articles", tmp_path / "store"
    write_articles(folder, 4)
    for source, seconds in ((0, 0.5), (1, 0.2), (3, 0.3)):
        lines = kill_at(start(folder, store, "real"), source, seconds)
        assert_sound(store, None, acknowledged(lines))
    finish_and_check(folder, store, None, 4)


@pytest.mark.timeout(300)
def test_two_processes_add_to_one_store(tmp_path: Path) -> None:
    """One waits for the other or says that the store is locked; in the end everything is there once."""
    folder, store = tmp_path / "articles", tmp_path / "store"
    write_articles(folder, FILES)
    processes = [start(folder, store, "fake") for _ in range(2)]
    ends = [process.communicate() for process in processes]
    assert any(out.endswith("finished\n") for out, _ in ends)
    assert all(out.endswith("finished\n") or StoreLocked.__name__ in err for out, err in ends)
    finish_and_check(folder, store, FakeEmbedder(), FILES)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kilobytes", [200, 290, 400])
def test_a_disk_that_is_full_loses_nothing(tmp_path: Path, kilobytes: int) -> None:
    """No file may grow beyond a limit, which SQLite and Chroma meet as they meet a full disk."""
    folder, store = tmp_path / "articles", tmp_path / "store"
    write_articles(folder, FILES)
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes * 1024},) * 2)\n"
    command = [sys.executable, "-c", limit + SCRIPT, str(ROOT), str(folder), str(store), "fake"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert (done.returncode, "index.errors.StoreError: the d" in done.stderr) == (1, True), done.stderr
    if (store / "quoted.db").exists() and acknowledged(done.stdout.split()):
        assert_sound(store, FakeEmbedder(), acknowledged(done.stdout.split()))
    finish_and_check(folder, store, FakeEmbedder(), FILES)
    with DocumentIndex.open(store, embedder=FakeEmbedder(), chroma_from=0) as docs:
        docs.rebuild()
        assert docs.check().ok
