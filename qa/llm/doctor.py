"""What is configured and reachable: the weights, the store, the language model. Nothing is changed, no text sent."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.errors import QuotedError
from qa.llm.budget import counter, estimate
from qa.llm.configured import VARIABLE, chosen, notice
from qa.llm.errors import ModelError
from qa.llm.models import KEYS, Spec, key_for, parse

REACH_SECONDS = 3.0
_LIBRARY = {"openai": "openai_like", "ollama": "ollama", "anthropic": "anthropic"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    ok: bool
    said: str


def look(store: Path, argument: str | None, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Everything in turn; the model's server is asked for its list of models and nothing else."""
    yield _looked("reader", _reader)
    yield _looked("embedding model", _embedder)
    yield _looked("store", lambda: _store(store))
    yield Finding("token counts", True, "estimated" if counter() is estimate else "tiktoken")
    yield from _model(argument, environ)


def _looked(what: str, see: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, see())
    except QuotedError as error:
        return Finding(what, False, str(error))


def _reader() -> str:
    from qa.reader import Reader

    return f"weights are whole (sha256 {Reader.load(threads=1).sha256[:12]})"


def _embedder() -> str:
    from index.minilm import MiniLMEmbedder

    embedder = MiniLMEmbedder(threads=1)
    return f"{embedder.name}, weights are whole (sha256 {embedder.sha256[:12]})"


def _store(store: Path) -> str:
    if not store.exists():
        return f"none yet at {store}: 'quoted add PATH' makes one"
    from index import DocumentIndex

    with DocumentIndex.open(store, read_only=True) as index:
        count = len(list(index.documents()))
    return f"{store}: {count} document{'s' * (count != 1)}"


def _model(argument: str | None, environ: Mapping[str, str]) -> Iterator[Finding]:
    text = chosen(argument, environ)
    if text is None:
        yield Finding("language model", True, f"none (set {VARIABLE} or --llm to use one)")
        return
    try:
        spec = parse(text)
    except ModelError as error:
        yield Finding("language model", False, str(error))
        return
    yield Finding("language model", True, notice(spec))
    yield _library(spec)
    if spec.provider in KEYS:
        key = key_for(spec, environ)
        held = environ.get(KEYS[spec.provider])
        unused = " (not sent: the address is neither https nor this machine)" if held and not key else ""
        yield Finding(
            "key", bool(key) or spec.local, f"{KEYS[spec.provider]} is {'set' if held else 'not set'}{unused}"
        )
    yield _reach(spec, key_for(spec, environ))


def _library(spec: Spec) -> Finding:
    name = f"llama_index.llms.{_LIBRARY[spec.provider]}"
    try:
        there = importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        there = False
    return Finding("library", there, "installed" if there else f"missing: pip install 'quoted[{spec.provider}]'")


def _reach(spec: Spec, key: str | None) -> Finding:
    """Whether the server lists its models, and this one among them."""
    import httpx

    path = {"openai": "/models", "ollama": "/api/tags", "anthropic": "/v1/models"}[spec.provider]
    headers = {"x-api-key": key or "", "anthropic-version": "2023-06-01"} if spec.provider == "anthropic" else {}
    if spec.provider == "openai" and key:
        headers = {"Authorization": f"Bearer {key}"}
    began = time.perf_counter()
    try:
        reply = httpx.get(spec.url + path, headers=headers, timeout=REACH_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Finding("server", False, f"no answer at {_shown(spec)} ({type(error).__name__}): is it running?")
    took = f"{1000 * (time.perf_counter() - began):.0f} ms"
    if reply.status_code != 200:
        return Finding("server", False, f"{_shown(spec)} answered {reply.status_code}")
    if f'"{spec.model}' not in reply.text:
        return Finding("server", True, f"answers in {took}; it does not list a model named {spec.model}")
    return Finding("server", True, f"answers in {took} and has {spec.model}")


def _shown(spec: Spec) -> str:
    from urllib.parse import urlsplit

    return urlsplit(spec.url).netloc.rpartition("@")[2]
