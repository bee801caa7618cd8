"""Which language model: ``openai:MODEL[@URL]``, ``ollama:MODEL[@URL]``, ``anthropic:MODEL[@URL]``, through LlamaIndex.

Keys come from the environment (OPENAI_API_KEY, ANTHROPIC_API_KEY) and go to the provider's own address, to this
machine, or over https; never into a log, a message or a file.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from qa.llm.errors import ModelError

Provider = Literal["openai", "ollama", "anthropic"]
DEFAULT_URL: dict[str, str] = {
    "openai": "https://api.openai.com/v1",
    "ollama": "http://127.0.0.1:11434",
    "anthropic": "https://api.anthropic.com",
}
KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
_FORM = "write it as openai:MODEL, openai:MODEL@http://127.0.0.1:8080/v1, ollama:MODEL or anthropic:MODEL"


@dataclass(frozen=True, slots=True)
class Spec:
    """A model's specification, taken apart."""

    provider: Provider
    model: str
    url: str

    @property
    def local(self) -> bool:
        """Whether text sent to it stays on this machine."""
        return is_loopback(urlsplit(self.url).hostname or "")

    @property
    def name(self) -> str:
        """What people are shown: "openai:MODEL", with the host where it is not the provider's own."""
        host = urlsplit(self.url).netloc.rpartition("@")[2]
        return f"{self.provider}:{self.model}" + (f" at {host}" if self.url != DEFAULT_URL[self.provider] else "")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def parse(text: str) -> Spec:
    """A specification, taken apart.

    Raises:
        ModelError: it is not one.
    """
    provider, colon, rest = text.strip().partition(":")
    model, _, url = rest.partition("@http")
    url = f"http{url}" if url else DEFAULT_URL.get(provider, "")
    if provider not in DEFAULT_URL or not colon or not model.strip() or not urlsplit(url).hostname:
        raise ModelError(f"{_without_secrets(text)!r} names no language model: {_FORM}")
    try:
        _ = urlsplit(url).port
    except ValueError:
        raise ModelError(f"{_without_secrets(text)!r} has no port that can be asked: {_FORM}") from None
    return Spec(provider, model.strip().rstrip("@"), url.rstrip("/"))  # type: ignore[arg-type]


def _without_secrets(text: str) -> str:
    head, at, tail = text.rpartition("@")
    return f"{head.split('//')[0]}//…@{tail}" if at and "//" in head else text


def key_for(spec: Spec, environ: Mapping[str, str]) -> str | None:
    """The key to send, or None: a key is not sent in the clear to another machine."""
    safe = urlsplit(spec.url).scheme == "https" or spec.local
    return environ.get(KEYS.get(spec.provider, "")) or None if safe else None
