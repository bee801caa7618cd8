"""The command ``quoted``: reads the command line, runs one command, turns every failure into one line and an exit code.

Exit codes: 0 done (``ask``: answered), 1 failed, 2 wrong use, 3 ``ask``: the documents don't say, 130 interrupted.
"""

from __future__ import annotations

import traceback
import warnings
from collections.abc import Sequence
from typing import Any

from index.errors import QuotedError
from qa.cli.commands import ANSWERED, COMMANDS, FAILED, WRONG_USE, Session
from qa.cli.parser import build_parser
from qa.errors import QuestionError
from qa.installed import version

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None, **seams: Any) -> int:
    """Run ``quoted`` and return its exit code.

    Args:
        argv: the arguments after the command's name; those of this process when None.
        seams: fields of :class:`qa.cli.commands.Session` to use instead of the real ones, for tests and embedding.
    """
    parser = build_parser()
    try:
        args = parser.parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG_USE
    session = Session(args, **seams)
    if args.version:
        session.console.say(f"quoted {version()}")
        return ANSWERED
    if args.command is None:
        parser.print_help(session.console.err)
        return WRONG_USE
    return _run(session)


def _run(session: Session) -> int:
    debug = getattr(session.args, "debug", False)
    try:
        with warnings.catch_warnings():
            if not debug:
                warnings.simplefilter("ignore")
            return COMMANDS[session.args.command](session)
    except KeyboardInterrupt:
        session.console.error("stopped")
        return INTERRUPTED
    except Exception as error:
        if debug:
            traceback.print_exc(file=session.console.err)
        session.console.error(_message(error))
        return WRONG_USE if isinstance(error, QuestionError) else FAILED


def _message(error: Exception) -> str:
    """One line that says what to do; what nobody foresaw says how to find out more."""
    if isinstance(error, QuotedError):
        return str(error) + (" (trying again may help)" if error.retry and "again" not in str(error) else "")
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return f"{type(error).__name__}: {error} (this should not happen; --debug shows where)"
