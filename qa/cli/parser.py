"""What ``quoted`` understands: its commands, their options, and help texts that teach by example."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from qa.cli import evals as cli_evals
from qa.cli import llm as cli_llm
from qa.cli import news as cli_news
from qa.cli import programs as cli_programs
from qa.cli import timeline as cli_timeline

DEFAULT_STORE = "store"

_ABOUT = """\
Quoted answers questions about your documents with quotations that can be checked.
It works on this machine alone: no network, no GPU, no key."""

_START = """\
start here:
  quoted add articles/                     read a folder into ./store
  quoted ask "When did parliament vote?"   the answer, the quotation that proves it, its source
  quoted chat                              a conversation; follow-up questions are understood
  quoted serve                             the same as a page in your browser

exit codes:
  0  done; for 'ask': answered     2  wrong use (an unknown option, an empty question)
  1  failed, and why is said       3  'ask': the documents don't say

The store is ./store, or what the environment's QUOTED_STORE or --store DIR names.
'quoted COMMAND --help' shows the options and examples of one command."""


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Wider columns than argparse's own, examples as they are written."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(prog="quoted", description=_ABOUT, epilog=_START, formatter_class=_Formatter)
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    _common(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for add in (_add, _ask, _chat, _list, _show, _remove, _check, _rebuild):
        add(commands)
    cli_programs.add_serve_parser(commands, _command)
    cli_news.add_parsers(commands, _command)
    cli_timeline.add_parser(commands, _command)
    cli_programs.add_parsers(commands, _command)
    cli_evals.add_parser(commands, _command)
    cli_llm.add_parser(commands, _command)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    """Options that may stand before or after the command's name."""
    parser.add_argument(
        "--store", metavar="DIR", type=Path, default=argparse.SUPPRESS,
        help=f"where the documents are kept (default: $QUOTED_STORE, else ./{DEFAULT_STORE})",
    )  # fmt: skip
    parser.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS,
        help="on a failure, show where in the code it happened",
    )  # fmt: skip


_Commands = argparse._SubParsersAction  # argparse gives this class no public name


def _command(commands: _Commands[argparse.ArgumentParser], name: str, what: str, more: str) -> argparse.ArgumentParser:
    summary = what[0].lower() + what[1:]
    description, _, examples = more.partition("examples:")
    parser = commands.add_parser(
        name,
        help=summary,
        description=f"{what}.\n\n{description.strip()}".strip(),
        epilog=f"examples:{examples}".rstrip() if examples else None,
        formatter_class=_Formatter,
    )
    _common(parser)
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, for other programs")


def _add(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "add",
        "Read files, folders and URLs into the store",
        """\
Reads plain text, Markdown, HTML and saved web pages, PDF, Word and EPUB. Only what changed since the last time is
read again. A file that cannot be read is named with its reason; the rest is added, and the exit code is 1.

examples:
  quoted add articles/
  quoted add report.pdf notes.md
  quoted add https://example.com/story""",
    )
    parser.add_argument("sources", nargs="+", metavar="PATH|URL", help="a file, a folder (with its folders), or a URL")
    _json(parser)


def _ask(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "ask",
        "Answer one question",
        """\
Prints the answer, the quotation that proves it, and the source. When the documents don't say, that is what is printed,
with the nearest passages, and the exit code is 3.

examples:
  quoted ask "When did parliament vote?"
  quoted ask "Who spoke this week?" --today 2020-01-08
  quoted ask "Who was killed?" --receipt answer.json
  quoted ask "Why did he resign?" --bold
  echo "Who was killed?" | quoted ask -""",
    )
    parser.add_argument("question", nargs="+", metavar="QUESTION", help="in words; '-' reads it from standard input")
    _json(parser)
    parser.add_argument(
        "--top", type=_positive, metavar="N", help="how many passages to read closely at first (more: slower, surer)"
    )
    parser.add_argument(
        "--receipt", type=Path, metavar="FILE", help="keep here what 'quoted check' needs to check the quotations later"
    )
    parser.add_argument(
        "--document", action="append", metavar="ID", help="answer from this document only (may be repeated)"
    )
    parser.add_argument(
        "--all-sources", action="store_true", help="ask each source separately and show who says what as a table"
    )
    _caution(parser)
    _today(parser)
    cli_llm.option(parser)


def _caution(parser: argparse.ArgumentParser) -> None:
    one = parser.add_mutually_exclusive_group()
    one.add_argument(
        "--strict", dest="caution", action="store_const", const="strict",
        help="show only answers that are each at least 85%% likely to be right",
    )  # fmt: skip
    one.add_argument(
        "--bold", dest="caution", action="store_const", const="bold",
        help="show every answer that is more likely right than wrong",
    )  # fmt: skip


def _today(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--today", type=_date, metavar="DATE", help="what 'today' and 'this week' mean, as YYYY-MM-DD")


def _chat(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "chat",
        "Ask one question after another",
        """\
A follow-up ("When?", "Who said so?") is understood from what went before, and shown as it was understood.
Type /new for a new conversation, /quit or Ctrl-D to end.

examples:
  quoted chat
  quoted chat --today 2020-01-08""",
    )
    _caution(parser)
    _today(parser)
    cli_llm.option(parser)


def _list(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "list",
        "List the documents",
        """\
One line a document: its id (which 'show' and 'remove' take), date, publisher, and title.

examples:
  quoted list
  quoted list --json""",
    )
    _json(parser)


def _show(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "show",
        "Print one document",
        """\
Prints the text that quotations are taken from, below what is known about it. The offsets of a citation (its "start"
and "end" in 'ask --json') can be looked up with --at.

examples:
  quoted show 1f3a5c7e9b2d
  quoted show 1f3a5c7e9b2d --at 120:188""",
    )
    parser.add_argument("id", metavar="ID", help="a document's id, as 'quoted list' shows it")
    parser.add_argument("--at", type=_offsets, metavar="START:END", help="print only these characters of its text")
    _json(parser)


def _remove(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "remove",
        "Remove documents from the store",
        """\
They are gone at once: from the list, from searches and from answers. The files they were read from stay.

examples:
  quoted remove 1f3a5c7e9b2d""",
    )
    parser.add_argument("ids", nargs="+", metavar="ID", help="a document's id, as 'quoted list' shows it")


def _check(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands,
        "check",
        "Check that the store is sound and quotations still stand",
        """\
Compares every passage with the text of its document, and the search indexes with both. Given receipts, looks up each of
their quotations too: still there, moved, changed, or gone. The exit code is 1 when anything is wrong.

examples:
  quoted check
  quoted ask "Who was killed?" --receipt answer.json && quoted check answer.json""",
    )
    parser.add_argument(
        "receipts", nargs="*", type=Path, metavar="RECEIPT", help="a file that 'quoted ask --receipt' wrote"
    )
    _json(parser)


def _rebuild(commands: _Commands[argparse.ArgumentParser]) -> None:
    _command(
        commands,
        "rebuild",
        "Make the vector cache again from the stored documents",
        """\
Nothing is lost by it: documents, passages and vectors are kept in one file, and the cache is made from that.

examples:
  quoted rebuild""",
    )


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1000")
    return int(text)


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date: write it as 2020-01-08") from None


def _offsets(text: str) -> tuple[int, int]:
    start, colon, end = text.partition(":")
    if not (colon and start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        raise argparse.ArgumentTypeError(f"{text!r} is not START:END, two numbers such as 120:188")
    return int(start), int(end)
