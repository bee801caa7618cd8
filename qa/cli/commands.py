"""What each command does; everything it needs from outside comes in through a :class:`Session`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from index.errors import QuotedError
from qa.caution import moved
from qa.cli import evals as cli_evals
from qa.cli import llm as cli_llm
from qa.cli import news as cli_news
from qa.cli import programs as cli_programs
from qa.cli import timeline as cli_timeline
from qa.cli.output import Console, answer_lines, document_facts, document_line, progress_bar
from qa.cli.parser import DEFAULT_STORE
from qa.errors import QuestionError, ReceiptError

if TYPE_CHECKING:
    from index import DocumentIndex
    from qa import Answerer
    from qa.receipts import Receipt
    from qa.records import Answer

ANSWERED, FAILED, WRONG_USE, NOT_SAID = 0, 1, 2, 3


def _open_index(store: Path) -> DocumentIndex:
    from index import DocumentIndex

    # a store that may only be read, on a disk image or in somebody else's folder, can still be asked
    return DocumentIndex.open(store, read_only=store.exists() and not os.access(store, os.W_OK))


def _make_answerer(index: DocumentIndex) -> Answerer:
    from qa import Answerer

    return Answerer(index)


@dataclass(slots=True)
class Session:
    """One run of the command line: its arguments, where it reads and writes, and how stores are opened."""

    args: argparse.Namespace
    console: Console = field(default_factory=Console)
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    open_index: Callable[[Path], AbstractContextManager[DocumentIndex]] = _open_index
    make_answerer: Callable[[DocumentIndex], Answerer] = _make_answerer

    @property
    def store(self) -> Path:
        """The store's folder: --store, else QUOTED_STORE, else ./store."""
        return getattr(self.args, "store", None) or Path(self.environ.get("QUOTED_STORE") or DEFAULT_STORE)

    def existing(self) -> AbstractContextManager[DocumentIndex]:
        """The index, for commands that have nothing to do where there is none.

        Raises:
            StoreMissing: there is no store yet.
        """
        if not self.store.exists() or (self.store.is_dir() and not any(self.store.iterdir())):
            raise StoreMissing(
                f"there is no store at {self.store}: make one with 'quoted add PATH', or name one with --store"
            )
        return self.open_index(self.store)


class StoreMissing(QuotedError):
    """No store where one was looked for."""


def add(session: Session) -> int:
    """``quoted add``."""
    with session.open_index(session.store) as index, progress_bar(session.console, "reading") as bar:
        report = index.add(session.args.sources, progress=bar)
    if session.args.json:
        session.console.json(asdict(report))
    else:
        counts = {name: len(getattr(report, name)) for name in ("added", "updated", "unchanged", "dropped", "failed")}
        session.console.say(", ".join(f"{n} {name}" for name, n in counts.items() if n or name != "dropped"))
    for failure in report.failed:
        session.console.error(failure)
    if not any(asdict(report).values()):
        session.console.error("no files were found there: name files, or a folder that holds some")
    return FAILED if report.failed else ANSWERED


def ask(session: Session) -> int:
    """``quoted ask``."""
    args = session.args
    question = _question(session)
    with session.existing() as index:
        answerer = cli_llm.attach(session, _answerer(session, index))
        if args.all_sources:
            return cli_news.show_all_sources(session, answerer.ask_each(question, today=args.today))
        options = {"today": args.today, "documents": _known(index, args.document)}
        if getattr(answerer, "writer", None) is not None:
            answer = cli_llm.followed(session, answerer.ask_stream(question, **options))
        else:
            answer = answerer.ask(question, top=args.top, **options)
        if args.receipt:
            _write_receipt(args.receipt, answer, index)
    if args.json:
        session.console.json(answer.to_dict())
    else:
        _show_answer(session, answer)
    return ANSWERED if answer.found else NOT_SAID


def _answerer(session: Session, index: DocumentIndex) -> Answerer:
    """The answerer, as sure before it answers as --strict or --bold say."""
    answerer = session.make_answerer(index)
    if session.args.caution:
        answerer.threshold = moved(answerer.threshold, session.args.caution)
    return answerer


def _question(session: Session) -> str:
    """The question's words, from the arguments or from standard input, always valid Unicode."""
    text = " ".join(session.args.question)
    if text == "-":
        text = session.stdin.read()
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if not text.strip():
        raise QuestionError("the question is empty: ask something in words, such as 'When did parliament vote?'")
    return text


def _write_receipt(path: Path, answer: Answer, index: DocumentIndex) -> None:
    from qa.receipts import Receipt

    path.write_text(Receipt.of(answer, index).to_json() + "\n", encoding="utf-8")


def _known(index: DocumentIndex, ids: list[str] | None) -> list[str] | None:
    return [index.document(i).id for i in ids] if ids else None


def _show_answer(session: Session, answer: Answer) -> None:
    for line in answer_lines(answer):
        session.console.say(line)


def chat(session: Session) -> int:
    """``quoted chat``."""
    with session.existing() as index:
        answerer = cli_llm.attach(session, _answerer(session, index))
        conversation = answerer.conversation()
        while (line := _read_line(session)) not in (None, "/quit", "/exit"):
            if line == "/new":
                conversation = answerer.conversation()
                session.console.say("A new conversation.")
            elif line:
                try:
                    if getattr(answerer, "writer", None) is not None:
                        events = conversation.ask_stream(line, today=session.args.today)
                        _show_answer(session, cli_llm.followed(session, events))
                    else:
                        _show_answer(session, conversation.ask(line, today=session.args.today))
                except QuestionError as error:
                    session.console.error(error)
                session.console.say()
    return ANSWERED


def _read_line(session: Session) -> str | None:
    """The next line typed or piped in; None at its end."""
    if session.stdin is sys.stdin and sys.stdin.isatty():
        import readline  # noqa: F401  (gives input() line editing and a history)

        try:
            return input("? ").strip()
        except EOFError:
            return None
    line = session.stdin.readline()
    return line.strip() if line else None


def list_documents(session: Session) -> int:
    """``quoted list``."""
    with session.existing() as index:
        documents = list(index.documents())
    if session.args.json:
        session.console.json([_record(document) for document in documents])
    elif not documents:
        session.console.error("the store holds no documents: add some with 'quoted add PATH'")
    else:
        for document in documents:
            session.console.say(document_line(document))
    return ANSWERED


def _record(document: Any) -> dict[str, Any]:
    names = "id title publisher authors published version source origin facts sha256 added"
    return {name: getattr(document, name) for name in names.split()}


def show(session: Session) -> int:
    """``quoted show``."""
    args = session.args
    with session.existing() as index:
        document = index.document(args.id)
    text = document.cite(*args.at).quote if args.at else document.text
    if args.json:
        session.console.json({**_record(document), "text": text})
        return ANSWERED
    if not args.at:
        for line in document_facts(document):
            session.console.say(line)
        session.console.say()
    session.console.say(text)
    return ANSWERED


def remove(session: Session) -> int:
    """``quoted remove``: all of the ids, or none when one of them is unknown."""
    with session.existing() as index:
        documents = [index.document(i) for i in dict.fromkeys(session.args.ids)]
        for document in documents:
            index.remove(document.id)
            session.console.say(f"removed {document.id}  {document.title}")
    return ANSWERED


def check(session: Session) -> int:
    """``quoted check``."""
    from qa.receipts import verify

    receipts = {path: _read_receipt(path) for path in session.args.receipts}
    with session.existing() as index:
        problems = [str(problem) for problem in index.check()]
        count = len(list(index.documents()))
        looked_up = [(path, q) for path, receipt in receipts.items() for q in verify(receipt, index)]
    lost = [f"{path}: {q.standing}: {q.quotation.quote}" for path, q in looked_up if q.standing in ("changed", "gone")]
    if session.args.json:
        session.console.json({
            "documents": count,
            "problems": problems,
            "quotations": [{"receipt": str(path), **asdict(q)} for path, q in looked_up],
        })  # fmt: skip
    else:
        if not problems:
            session.console.say(f"the store is sound: {count} document{'s' * (count != 1)}, every passage in its place")
        if looked_up:
            session.console.say(f"quotations that stand: {len(looked_up) - len(lost)} of {len(looked_up)}")
    for problem in problems + lost:
        session.console.error(problem)
    return FAILED if problems or lost else ANSWERED


def _read_receipt(path: Path) -> Receipt:
    from qa.receipts import Receipt

    try:
        return Receipt.from_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReceiptError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ReceiptError(f"{path} is not a receipt: give a file that 'quoted ask --receipt' wrote") from error


def rebuild(session: Session) -> int:
    """``quoted rebuild``."""
    with session.existing() as index, progress_bar(session.console, "rebuilding") as bar:
        index.rebuild(progress=bar)
        count = len(list(index.documents()))
    session.console.say(f"rebuilt from {count} document{'s' * (count != 1)}")
    return ANSWERED


COMMANDS: dict[str, Callable[[Session], int]] = {
    "add": add,
    "ask": ask,
    "chat": chat,
    "list": list_documents,
    "show": show,
    "remove": remove,
    "check": check,
    "rebuild": rebuild,
    "serve": cli_programs.serve,
    "versions": cli_news.versions,
    "diff": cli_news.diff,
    "timeline": cli_timeline.timeline,
    "mcp": cli_programs.mcp,
    "feedback": cli_programs.feedback,
    "eval": cli_evals.evaluate,
    "doctor": cli_llm.doctor,
}
