"""The command line's language model: --llm, what is shown while it writes, and ``quoted doctor``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.answerer import Answerer
    from qa.cli.commands import Session
    from qa.llm.events import Event
    from qa.records import Answer

DONE, FAILED = 0, 1


def option(parser: argparse.ArgumentParser) -> None:
    """``--llm``, for the commands that answer."""
    parser.add_argument(
        "--llm", metavar="MODEL", default=argparse.SUPPRESS,
        help="let a language model write, checked: openai:MODEL[@URL], ollama:MODEL, anthropic:MODEL, or none "
        "(default: $QUOTED_LLM, else none)",
    )  # fmt: skip


def add_parser(commands: Any, command: Callable[[Any, str, str, str], argparse.ArgumentParser]) -> None:
    """The parser of ``doctor``; ``command`` makes one from its name, a line and more lines."""
    parser = command(
        commands,
        "doctor",
        "Say what is configured and whether it works",
        """\
The reader's and the embedding model's weights, the store, and the language model with its library, key and server.
No question and no document is sent anywhere. The exit code is 1 when anything does not work.

examples:
  quoted doctor
  quoted doctor --llm openai:local@http://127.0.0.1:8080/v1""",
    )
    option(parser)
    parser.add_argument("--json", action="store_true", help="print JSON, for other programs")


def spec_text(session: Session) -> str | None:
    """The model in force: --llm before QUOTED_LLM; None for none."""
    from qa.llm.configured import chosen

    return chosen(getattr(session.args, "llm", None), session.environ)


def attach(session: Session, answerer: Answerer) -> Answerer:
    """``answerer``, which writes with the language model in force, if there is one; people are told so."""
    text = spec_text(session)
    if text is not None:
        from qa.llm.configured import notice, writer
        from qa.llm.models import parse

        answerer.writer = writer(answerer, text)
        answerer.writer.strict = getattr(session.args, "caution", None) == "strict"
        session.console.error(notice(parse(text)))
    return answerer


def followed(session: Session, events: Iterable[Event]) -> Answer:
    """The answer at the end of ``events``; what was struck on the way is told on standard error."""
    from qa.llm.events import Finished, Retrying, Sentence

    for event in events:
        if isinstance(event, Sentence) and not event.ok:
            session.console.error(f"struck: {event.text} ({event.reason})")
        elif isinstance(event, Sentence) and session.console.err.isatty():
            session.console.error(f"stands: {event.text}")
        elif isinstance(event, Retrying):
            session.console.error("asking the language model once more")
        elif isinstance(event, Finished):
            return event.answer
    raise RuntimeError("a stream of events ended without an answer")


def doctor(session: Session) -> int:
    """``quoted doctor``."""
    from qa.llm.doctor import look

    findings = []
    for finding in look(session.store, getattr(session.args, "llm", None), session.environ):
        findings.append(finding)
        if not session.args.json:
            session.console.say(f"{'ok ' if finding.ok else 'NO '} {finding.what}: {finding.said}")
    if session.args.json:
        session.console.json([asdict(finding) for finding in findings])
    return DONE if all(finding.ok for finding in findings) else FAILED
