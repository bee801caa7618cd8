"""A sealed session: nothing of this person's machine gets in, nothing goes out, and both are noticed.

The environment and the home directory are replaced before anything of Quoted is imported. An audit hook refuses every
connection and every name look-up that would leave the machine; a test during which one was tried fails, even when
the code it tests swallowed the refusal (mark it ``tries_network`` where that is what is tested).
"""

from __future__ import annotations

import atexit
import ipaddress
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from index import DocumentIndex

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
ARTICLES = ROOT.parent / "shared" / "articles"

SCRUBBED = ("QUOTED_", "OPENAI_", "ANTHROPIC_", "HF_", "HUGGINGFACE_", "OLLAMA_", "CHROMA_", "GRADIO_", "LLAMA_")
RESERVED = (".invalid", ".test", ".example", ".localhost")  # RFC 2606: these names never resolve anywhere


def _seal() -> None:
    for name in list(os.environ):
        if name.upper().startswith(SCRUBBED):
            del os.environ[name]
    home = Path(tempfile.mkdtemp(prefix="quoted-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.update(
        HOME=str(home),
        XDG_CONFIG_HOME=str(home / "config"),
        XDG_CACHE_HOME=str(home / "cache"),
        XDG_DATA_HOME=str(home / "data"),
        XDG_STATE_HOME=str(home / "state"),
        HF_HUB_OFFLINE="1",
        GRADIO_ANALYTICS_ENABLED="False",
        TOKENIZERS_PARALLELISM="false",
        PYTHONWARNINGS="ignore",  # for child processes: their stderr is compared with what Quoted itself says
        PYTHONIOENCODING="utf-8",
        TZ="UTC",
        NO_COLOR="1",
        COLUMNS="120",
    )


_seal()

settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


class NetworkBlocked(ConnectionRefusedError):
    """Something reached for an address outside this machine."""


attempts: list[str] = []


def _is_local(host: Any) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if name.lower() in {"", "localhost", socket.gethostname().lower()}:
        return True
    try:
        address = ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _is_address(host: Any) -> bool:
    try:
        ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return False
    return True


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = args[1]
        if isinstance(address, tuple) and not _is_local(address[0]):
            attempts.append(f"connect {address}")
            raise NetworkBlocked(f"tests may not connect to {address}")
    elif event == "socket.getaddrinfo" and not _is_local(args[0]) and not _is_address(args[0]):
        if not str(args[0]).lower().endswith(RESERVED):
            attempts.append(f"look up {args[0]}")
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


sys.addaudithook(_refuse)


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test during which an outside address was tried."""
    attempts.clear()
    yield
    tried, expected = list(attempts), request.node.get_closest_marker("tries_network")
    if tried and not expected:
        pytest.fail(f"reached for the network: {tried}")


def _build(folder: Path, store: Path) -> Path:
    from index import DocumentIndex

    with DocumentIndex.open(store) as index:
        report = index.add([folder], progress=None)
    if report.failed or not report.added:
        pytest.fail(f"{folder} could not be indexed: {report}")
    return store


@pytest.fixture(scope="session")
def corpus_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds ``corpus/``; read it, do not change it."""
    return _build(CORPUS, tmp_path_factory.mktemp("corpus") / "store")


@pytest.fixture(scope="session")
def corpus_index(corpus_store: Path) -> Iterator[DocumentIndex]:
    """The shipped document set, indexed once a session; read it, do not change it."""
    from index import DocumentIndex

    with DocumentIndex.open(corpus_store) as index:
        yield index


@pytest.fixture(scope="session")
def articles_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the five real articles; skipped where they are not beside the checkout."""
    if not any(ARTICLES.glob("*.txt")):
        pytest.skip("the real articles are not beside this checkout (../shared/articles)")
    return _build(ARTICLES, tmp_path_factory.mktemp("articles") / "store")


@pytest.fixture(scope="session")
def articles_index(articles_store: Path) -> Iterator[DocumentIndex]:
    """The five real articles, indexed once a session; read it, do not change it."""
    from index import DocumentIndex

    with DocumentIndex.open(articles_store) as index:
        yield index
