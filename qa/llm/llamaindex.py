"""LlamaIndex's language models: made from a specification, and asked. Its types stay in here."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Generator, Mapping, Sequence
from typing import Any

import httpx
from llama_index.core.base.llms.types import ChatMessage, MessageRole

from qa.llm.errors import ModelError
from qa.llm.models import DEFAULT_URL, KEYS, Spec, key_for

_LIBRARIES = {
    "openai": "llama_index.llms.openai_like",
    "ollama": "llama_index.llms.ollama",
    "anthropic": "llama_index.llms.anthropic",
}
CONTEXT_TOKENS = 8192  # assumed of a model whose window nobody names: passages and answer fit into far less
ANSWER_TOKENS = 600


class _Client(httpx.Client):
    """A client whose last response of this thread can be closed: the library above leaves one that is not read to its
    end to the garbage collector, and the server goes on sending."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._mine = threading.local()

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        self._mine.response = super().send(request, **options)
        return self._mine.response  # type: ignore[no-any-return]

    def let_go(self) -> None:
        """Close it, if there is one."""
        if (response := getattr(self._mine, "response", None)) is not None:
            response.close()


def make(spec: Spec, *, timeout_seconds: float = 60.0, environ: Mapping[str, str] | None = None) -> Any:
    """LlamaIndex's language model for a specification; nothing is asked yet.

    Raises:
        ModelError: its library is not installed, or a key is missing.
    """
    key = key_for(spec, os.environ if environ is None else environ)
    if spec.provider in KEYS and spec.url == DEFAULT_URL[spec.provider] and key is None:
        raise ModelError(f"{spec.provider} needs a key: set {KEYS[spec.provider]} in the environment")
    try:
        library = importlib.import_module(_LIBRARIES[spec.provider])
    except ImportError as error:
        raise ModelError(
            f"{spec.provider} needs a library that is not installed: pip install 'quoted[{spec.provider}]'"
        ) from error
    if spec.provider == "ollama":
        return library.Ollama(
            model=spec.model, base_url=spec.url, request_timeout=timeout_seconds, temperature=0.0,
            context_window=CONTEXT_TOKENS, additional_kwargs={"num_predict": ANSWER_TOKENS}, thinking=False,
        )  # fmt: skip
    if spec.provider == "anthropic":
        return library.Anthropic(
            model=spec.model, base_url=spec.url, api_key=key or "none", timeout=timeout_seconds, max_retries=0,
            temperature=0.0, max_tokens=ANSWER_TOKENS,
        )  # fmt: skip
    return library.OpenAILike(
        model=spec.model, api_base=spec.url, api_key=key or "none", is_chat_model=True, timeout=timeout_seconds,
        max_retries=0, temperature=0.0, max_tokens=ANSWER_TOKENS, context_window=CONTEXT_TOKENS,
        http_client=_Client(timeout=timeout_seconds),
    )  # fmt: skip


def deltas(llm: Any, messages: Sequence[tuple[str, str]]) -> Generator[str]:
    """The model's answer piece by piece.

    Args:
        llm: any of LlamaIndex's language models.
        messages: (role, text), role "system", "user" or "assistant".
    """
    chat = [ChatMessage(role=MessageRole(role), content=text) for role, text in messages]
    stream = llm.stream_chat(chat)
    try:
        for piece in stream:
            yield piece.delta or ""
    finally:
        if hasattr(stream, "close"):
            stream.close()
        if isinstance(client := getattr(llm, "_http_client", None), _Client):
            client.let_go()


def name_of(llm: Any) -> str:
    """What people are shown of a model: its name and nothing else."""
    metadata = getattr(llm, "metadata", None)
    return str(getattr(metadata, "model_name", "") or type(llm).__name__)


def window_of(llm: Any) -> int:
    """The model's context window in tokens; ``CONTEXT_TOKENS`` where it names none."""
    metadata = getattr(llm, "metadata", None)
    return int(getattr(metadata, "context_window", 0) or CONTEXT_TOKENS)
