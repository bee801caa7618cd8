"""The language model that a person configured: --llm, QUOTED_LLM, or any of LlamaIndex's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qa.llm.errors import ModelError
from qa.llm.models import Spec, parse

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.llm.writer import Writer

VARIABLE = "QUOTED_LLM"


def writer(answerer: Answerer, llm: Any) -> Writer:
    """What writes with ``llm``, one of LlamaIndex's models or a specification such as "ollama:MODEL".

    Raises:
        ModelError: it is neither, or cannot be used here.
    """
    from qa.llm.writer import Writer

    if isinstance(llm, str):
        from qa.llm.llamaindex import make

        spec = parse(llm)
        return Writer(answerer, make(spec), name=spec.name)
    if not hasattr(llm, "stream_chat"):
        raise ModelError(f"{type(llm).__name__} is no language model of LlamaIndex: it has no stream_chat")
    return Writer(answerer, llm)


def chosen(argument: str | None, environ: Mapping[str, str]) -> str | None:
    """The specification in force, --llm before QUOTED_LLM; None for none ("none" and "" switch it off)."""
    text = environ.get(VARIABLE, "") if argument is None else argument
    return None if text.strip().lower() in ("", "none", "off") else text


def notice(spec: Spec) -> str:
    """What people are told while a model is on."""
    where = "on this machine" if spec.local else f"questions and passages are sent to {_host(spec)}"
    return f"Language model: {spec.name} ({where}); only sentences that the documents carry are shown."


def _host(spec: Spec) -> str:
    from urllib.parse import urlsplit

    return urlsplit(spec.url).hostname or spec.url
