"""A model's stream under limits, cut into sentences as they are finished."""

from __future__ import annotations

import contextlib
import queue
import re
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from index.sentences import sentence_spans
from qa.llm.errors import ModelFailure


@dataclass(frozen=True, slots=True)
class Limits:
    """When a model is given up; whatever happens, the extractive answer stands within ``total_seconds``."""

    first_seconds: float = 45.0  # until the first piece: a small machine reads passages slowly
    silent_seconds: float = 15.0  # between two pieces
    total_seconds: float = 120.0  # all tries of one question together
    chars: int = 6_000  # of one answer; more is no answer any more
    sentences: int = 24
    wait_seconds: float = 5.0  # the longest wait before trying again that a server may ask for


_END = object()
_HELP = (
    (("connection", "connect", "refused", "unreachable", "resolve"), "no language model answers at its address", True),
    (("timed out", "timeout"), "the language model took too long", False),
    (("429", "rate limit", "rate_limit", "too many requests"), "the language model's rate limit is reached", True),
    (("401", "403", "unauthorized", "authentication"), "the language model's server refused the key", False),
    (("404", "not found"), "the server has no such language model", False),
    (("500", "502", "503", "504", "overloaded", "internal server"), "the language model's server failed", True),
)  # fmt: skip


def failure(error: BaseException) -> ModelFailure:
    """What a client library raised, as one line without addresses or keys; ``retry`` where a second try may help."""
    if isinstance(error, ModelFailure):
        return error
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    seen = f"{status or ''} {type(error).__name__} {error}".lower()
    for keys, reason, retry in _HELP:
        if any(key in (str(status) if status and key.isdigit() else seen) for key in keys):
            return ModelFailure(reason, retry=retry, wait_seconds=_asked_to_wait(error))
    return ModelFailure(f"the language model's stream broke ({type(error).__name__})", retry=True)


def _asked_to_wait(error: BaseException) -> float:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", 0)))
    except ValueError:
        return 0.0


def pieces(ask: Callable[[], Generator[str]], limits: Limits, deadline: float) -> Iterator[str]:
    """What ``ask`` yields, read in a thread of its own so that a stuck stream is left behind in time.

    Args:
        ask: starts the stream; called in the thread.
        limits: when to give up.
        deadline: of ``time.monotonic()``, when all has to be over.

    Raises:
        ModelFailure: it failed, fell silent, or did not end.
    """
    got: queue.SimpleQueue[object] = queue.SimpleQueue()
    left = threading.Event()

    def read() -> None:
        try:
            with contextlib.closing(ask()) as stream:
                for piece in stream:
                    if left.is_set():
                        return
                    got.put(piece)
            got.put(_END)
        except Exception as error:  # whatever a client library raises becomes a reason
            got.put(failure(error))

    threading.Thread(target=read, name="quoted-llm", daemon=True).start()
    count, patience = 0, limits.first_seconds
    try:
        while True:
            piece = _next(got, min(patience, deadline - time.monotonic()))
            if piece is _END:
                return
            if isinstance(piece, ModelFailure):
                raise piece
            count += len(str(piece))
            patience = limits.silent_seconds if count else patience
            yield str(piece)
            if count > limits.chars:
                raise ModelFailure("the language model's answer did not end")
    finally:
        left.set()


def _next(got: queue.SimpleQueue[object], seconds: float) -> object:
    try:
        return got.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise ModelFailure("the language model took too long") from None


_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_LINE_MARKS = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|[-*•][ \t]+|\d{1,2}[.)][ \t]+|>[ \t]*)", re.MULTILINE)
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LATE_MARKS = re.compile(r"([.!?][\"”’']?)((?:[ \t]*\[[\d,;\s^–-]{1,24}\])+)(?=\s|$)")


def plain(text: str) -> str:
    """What a model wrote, without thoughts, list signs and bold; marks behind a full stop are put before it."""
    text = _BOLD.sub(r"\2", _LINE_MARKS.sub("", _THOUGHT.sub("", text)))
    text = _LATE_MARKS.sub(lambda m: f"{m[1][1:]} {m[2].strip()}{m[1][0]}", text)
    return re.sub(r"[ \t]+", " ", text)


def sentences(stream: Iterator[str]) -> Iterator[str]:
    """The sentences of a stream, each as soon as the next one has begun; the last at the end."""
    whole, given = "", 0
    for piece in stream:
        whole += piece
        if not re.search(r"[.!?…\n]", piece) and not re.search(r"[.!?…\n]", whole[-80:]):
            continue
        ready = _split(whole)
        while len(ready) - 1 > given and re.search(r"\w{2}", re.sub(r"\[[^\]]*\]?", "", ready[given + 1])):
            yield ready[given]
            given += 1
    yield from _split(whole)[given:]


def _split(text: str) -> list[str]:
    clean = plain(text)
    found = [clean[a:b].strip() for a, b in sentence_spans(clean)]
    joined: list[str] = []
    for sentence in found:
        if joined and not re.search(r"\w{2}", re.sub(r"\[[^\]]*\]", "", sentence)):
            joined[-1] = f"{joined[-1]} {sentence}"
        elif sentence:
            joined.append(sentence)
    return joined
