"""``quoted timeline``: events in order, each a quotation with its source."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from qa.wording import shorten

if TYPE_CHECKING:
    from index.records import Citation
    from qa.cli.commands import Session
    from qa.news.timeline import Event

MORE = """\
Dates are resolved against each article's own date: "Thursday" stands there as the day it means.

examples:
  quoted timeline
  quoted timeline --about "the embassy"
  quoted timeline --json"""


def add_parser(commands: Any, command: Callable[[Any, str, str, str], argparse.ArgumentParser]) -> None:
    """Adds the command; ``command`` makes a parser from its name, what it does, and more about it."""
    parser = command(commands, "timeline", "List the events that the documents date, in order", MORE)
    parser.add_argument("--about", metavar="WORDS", help="only events about this, in any spelling of its names")
    parser.add_argument("--json", action="store_true", help="print JSON, for other programs")


def timeline(session: Session) -> int:
    """``quoted timeline``."""
    from qa.news.timeline import timeline as events_of

    with session.existing() as index:
        events = events_of(index, session.args.about)
    if session.args.json:
        session.console.json([event.to_dict() for event in events])
    else:
        for line in lines(events):
            session.console.say(line)
    return 0


def lines(events: Sequence[Event]) -> Iterator[str]:
    """What the terminal shows; one line that says so where there are none."""
    if not events:
        yield "The documents date nothing of this."
    for event in events:
        said = "" if event.date.text == event.date.label else f" (“{event.date.text}”)"
        yield f"{event.date.label}{said}"
        yield f"  “{shorten(event.citation.quote, 200)}” ({_source(event.citation)})"
        for other in event.others:
            yield f"  also: {_source(other)}"


def _source(citation: Citation) -> str:
    version = f", version {citation.version}" if citation.version is not None else ""
    return f"{citation.publisher or citation.title}{version}"
