"""How the command line speaks: text that cannot trick a terminal, JSON, and a bar when something takes long."""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from qa.wording import below_headline, closed, shorten

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from index import Progress as Step
    from index.records import Citation, Document
    from qa.records import Answer

BAR_AFTER_SECONDS = 1.0


_CONTROLS = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")


def printable(text: str) -> str:
    """``text`` without control characters, so that no document can move the cursor or colour the terminal."""
    return _CONTROLS.sub("\ufffd", text)


class Console:
    """Standard output and standard error of one run.

    Whoever reads the output may stop early (``quoted list | head``): that is not a failure, and the rest is dropped.
    """

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        self._closed = False

    def say(self, text: str = "") -> None:
        """One or more lines on standard output."""
        self._write(printable(text) + "\n")

    def json(self, value: Any) -> None:
        """``value`` as indented JSON, in ASCII so that any encoding of the terminal carries it."""
        self._write(json.dumps(value, indent=2, default=str) + "\n")

    def error(self, message: object) -> None:
        """One line on standard error."""
        print("quoted: " + " ".join(printable(str(message)).split()), file=self.err)

    def _write(self, text: str) -> None:
        if self._closed:
            return
        try:
            self.out.write(text)
            self.out.flush()
        except BrokenPipeError:
            self._closed = True
            if self.out is sys.stdout:  # or Python complains again while it closes
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except UnicodeEncodeError:
            encoding = self.out.encoding or "ascii"
            self.out.write(text.encode(encoding, "replace").decode(encoding))


def source_line(number: int, citation: Citation) -> str:
    """ "[1] Headline. Publisher, date, version 2. Address"."""
    facts = [citation.publisher, (citation.published or "")[:10]]
    facts.append(f"version {citation.version}" if citation.version is not None else "")
    known = closed(", ".join(fact for fact in facts if fact))
    return " ".join(part for part in (f"[{number}]", closed(citation.title), known, citation.source) if part)


def answer_lines(answer: Answer) -> Iterator[str]:
    """An Answer as the terminal shows it: the text, what others say, and the sources or what came nearest."""
    if answer.question.strip() != answer.asked.strip():
        yield f"({answer.question})"
    yield answer.text
    if answer.citations:
        yield ""
        yield from (source_line(n, c) for n, c in enumerate(answer.citations, start=1))
    if answer.nearest:
        yield "\nNearest passages, which do not answer it:"
        for citation in answer.nearest:
            yield f"  {citation.title}: {shorten(below_headline(citation.quote, citation.title), 160)}"


def document_line(document: Document) -> str:
    """One line of ``quoted list``."""
    version = f" (version {document.version})" if document.version is not None else ""
    published = (document.published or "")[:10]
    return f"{document.id}  {published:10}  {shorten(document.publisher or '-', 24):24}  {document.title}{version}"


def document_facts(document: Document) -> Iterator[str]:
    """What is known about a document, a line each."""
    facts: list[tuple[str, object]] = [
        ("title", document.title),
        ("id", document.id),
        ("publisher", document.publisher),
        ("authors", ", ".join(document.authors)),
        ("published", document.published),
        ("version", document.version),
        ("source", document.source),
        ("added", document.added),
        *document.facts.items(),
    ]
    yield from (f"{name}: {value}" for name, value in facts if value not in (None, ""))


class Bar:
    """A progress bar on standard error that appears only when the work outlasts a second, and only on a terminal."""

    def __init__(self, console: Console, what: str) -> None:
        self._console, self._what = console, what
        self._began = time.monotonic()
        self._shown: tuple[Progress, TaskID] | None = None
        self._lock = threading.Lock()
        self._late: threading.Timer | None = None  # shows the bar while one large source keeps everything waiting

    def __call__(self, step: Step) -> None:
        """Takes what :meth:`index.DocumentIndex.add` tells about its progress."""
        if not self._console.err.isatty():
            return
        with self._lock:
            self._no_later()
            if self._shown is not None or time.monotonic() - self._began >= BAR_AFTER_SECONDS:
                self._update(step)
                return
            self._late = threading.Timer(BAR_AFTER_SECONDS, self._overdue, (step,))
            self._late.daemon = True
            self._late.start()

    def _overdue(self, step: Step) -> None:
        with self._lock:
            if self._late is threading.current_thread():
                self._update(step)

    def _no_later(self) -> None:
        if self._late is not None:
            self._late.cancel()
        self._late = None

    def _update(self, step: Step) -> None:
        if self._shown is None:
            self._shown = self._show()
        progress, task = self._shown
        what = f"{self._what} {shorten(printable(step.current), 40)}"
        progress.update(task, completed=step.done, total=step.total, description=what)

    def _show(self) -> tuple[Progress, TaskID]:
        from rich.console import Console as RichConsole
        from rich.markup import escape
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns: Sequence[Any] = (
            TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        )  # fmt: skip
        progress = Progress(*columns, console=RichConsole(file=self._console.err), transient=True)
        task = progress.add_task(escape(self._what))
        progress.start()
        return progress, task

    def close(self) -> None:
        """Take the bar away."""
        with self._lock:
            self._no_later()
            if self._shown is not None:
                self._shown[0].stop()


@contextmanager
def progress_bar(console: Console, what: str) -> Iterator[Bar]:
    """A :class:`Bar` that is taken away at the end, also after a failure."""
    bar = Bar(console, what)
    try:
        yield bar
    finally:
        bar.close()
