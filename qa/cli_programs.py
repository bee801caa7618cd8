"""Commands for other programs and for what people said: ``quoted mcp``, ``quoted feedback``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
