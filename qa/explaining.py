"""Why was this the answer? The route a question took, and everything looked at for it and for its parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from qa.candidates import evidence

if TYPE_CHECKING:
    from qa.confidence import Features
    from qa.looking import Work
    from qa.records import Answer

# plain: one question, one answer; yes or no: its evidence was turned into a verdict; combined: an answer put together
# from several (two questions in one, a comparison, a stretch of time, a count); version: from the version named.
Route = Literal["plain", "yes or no", "combined", "version"]


@dataclass(slots=True)
class Trace:
    """What happened to one question; ``asked`` holds every question put to the documents, in order."""

    route: Route = "plain"
    asked: list[tuple[Work, Answer]] = field(default_factory=list)


_TRACE: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def traced() -> Iterator[Trace]:
    """Notes, in this thread, what is asked and answered while the context lasts."""
    trace = Trace()
    token = _TRACE.set(trace)
    try:
        yield trace
    finally:
        _TRACE.reset(token)


def note_route(route: Route) -> None:
    """Says which way the question went; nothing where nobody asked."""
    if (trace := _TRACE.get()) is not None:
        trace.route = route


def note_asked(work: Work, answer: Answer) -> None:
    """Says what was looked at for one question, and its answer; nothing where nobody asked."""
    if (trace := _TRACE.get()) is not None:
        trace.asked.append((work, answer))


def looked_at(work: Work, answer: Answer, weighed: Features | None, shown: list[str]) -> dict[str, Any]:
    """What was looked at for one plain question: hits, spans, groups (best first), their best's features, and what is
    shown, or would be if it were trusted."""
    return {
        "question": work.question.text,
        "hits": [hit.passage.id for hit in work.hits],
        "spans": [(c.hit.passage.id, c.text, round(c.score, 3)) for g in work.groups for c in g.candidates],
        "groups": [(g.best.text, round(g.score, 3), g.witnesses) for g in work.groups],
        "candidates": [evidence(work.question, c) for g in work.groups for c in g.candidates],
        "features": asdict(weighed) if weighed is not None else {},
        "shown": shown,
        "answer": answer,
    }
