"""Commands that serve people and other programs: ``quoted serve``, ``quoted mcp``, ``quoted feedback``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.cli import llm as cli_llm

if TYPE_CHECKING:
    from qa.cli.commands import Session


def add_parsers(commands: Any, command: Callable[[Any, str, str, str], argparse.ArgumentParser]) -> None:
    """The parsers of ``mcp`` and ``feedback``; ``command`` makes one from its name, a line and more lines."""
    mcp_parser = command(
        commands,
        "mcp",
        "Serve the documents to an assistant (Model Context Protocol)",
        """\
Speaks on standard input and output; an assistant starts it. It can ask, search, read and list documents and verify
receipts; it changes nothing unless --allow-changes is given. Needs the mcp library: pip install 'quoted[mcp]'.

examples:
  quoted mcp
  quoted mcp --store news --allow-changes""",
    )
    mcp_parser.add_argument(
        "--allow-changes", action="store_true", help="also let the assistant add and remove documents"
    )
    feedback_parser = command(
        commands,
        "feedback",
        "Print what people said about answers",
        """\
Thumbs and right answers given on the page, as JSON lines in the form of the evaluation's gold questions.

examples:
  quoted feedback
  quoted feedback --export feedback.jsonl""",
    )
    feedback_parser.add_argument("--export", type=Path, metavar="FILE", help="write them here instead")


def add_serve_parser(commands: Any, command: Callable[[Any, str, str, str], argparse.ArgumentParser]) -> None:
    """The parser of ``serve``."""
    parser = command(
        commands,
        "serve",
        "Open the chat page",
        """\
The page is for this machine alone (127.0.0.1) unless --host and --auth say otherwise. Ctrl-C ends it.
Beside the page: named endpoints, an OpenAI-compatible address (/v1) and one for assistants (/mcp).

examples:
  quoted serve
  quoted serve --port 8080 --open""",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on (default: 127.0.0.1)"
    )
    parser.add_argument(
        "--port", type=_port, metavar="N", help="port to listen on (default: the first free one from 7860)"
    )
    parser.add_argument("--open", action="store_true", help="open the page in this machine's browser")
    parser.add_argument(
        "--auth", metavar="USER:PASSWORD",
        help="who may use the page; needed for any other address than 127.0.0.1 (or set QUOTED_AUTH)",
    )  # fmt: skip
    parser.add_argument(
        "--allow-changes", action="store_true", help="also let assistants (at /mcp) add and remove documents"
    )
    cli_llm.option(parser)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")
    return int(text)


def serve(session: Session) -> int:
    """``quoted serve``: hands over to the page, which stands above this package and is therefore found by name."""
    import importlib

    page, args = importlib.import_module("app"), session.args
    page.serve(
        session.store,
        host=args.host,
        port=args.port,
        auth=args.auth,
        llm=cli_llm.spec_text(session),
        allow_changes=args.allow_changes,
        open_browser=args.open,
        say=session.console.say,
    )
    return 0


def mcp(session: Session) -> int:
    """``quoted mcp``."""
    from qa.mcp_server import make_server
    from qa.page.api import Programs

    with session.existing() as index:
        programs = Programs(index, session.make_answerer(index))
        make_server(programs, allow_changes=session.args.allow_changes).run("stdio")
    return 0


def feedback(session: Session) -> int:
    """``quoted feedback``."""
    from qa.page.feedback import gold_lines

    with session.existing() as index:
        lines = list(gold_lines(index))
    if session.args.export:
        session.args.export.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        session.console.say(f"{len(lines)} judgement{'s' * (len(lines) != 1)} written to {session.args.export}")
        return 0
    for line in lines:
        session.console.say(line)
    if not lines:
        session.console.error("nobody has judged an answer yet: use the thumbs on the page ('quoted serve')")
    return 0
