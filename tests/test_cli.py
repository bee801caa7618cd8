"""The command line's own work: arguments, exit codes, messages. Documents and answers come from small fakes."""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import io
import json
import re
import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from index import Added, AddReport, CheckReport, Failed, Progress
from index.errors import StoreLocked, UnknownDocument
from index.records import Document
from qa.cli import main
from qa.cli.output import Bar, Console, printable
from qa.cli.parser import build_parser
from qa.errors import QuestionError
from qa.records import Answer
from qa.wording import closed, shorten

TEXT = "The bridge at Orrin closed on 4 May. Mayor Ilse Brandt blamed the flood."
DOCUMENT = Document("0123456789ab", "/texts/orrin.txt", TEXT, "Bridge closed", publisher="Orrin Mail",
                    published="2021-05-05T08:00", sha256="0" * 64)  # fmt: skip
COMMANDS = ["add", "ask", "chat", "list", "show", "remove", "check", "rebuild", "serve", "versions", "diff",
            "timeline", "mcp", "feedback", "eval", "doctor"]  # fmt: skip


class FakeIndex:
    """Documents in a dictionary; ``failing`` sources are reported, ``problems`` are found by a check."""

    def __init__(self, *documents: Document, problems: Sequence[str] = (), error: Exception | None = None) -> None:
        self.kept = {document.id: document for document in documents}
        self.problems, self.error = list(problems), error

    def __enter__(self) -> FakeIndex:
        if self.error:
            raise self.error
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def add(self, sources: Sequence[str], progress: Any = None) -> AddReport:
        failed = [Failed(s, "there is no such file") for s in sources if "missing" in s]
        return AddReport(added=[Added("0" * 12, s, s) for s in sources if "missing" not in s], failed=failed)

    def documents(self) -> list[Document]:
        return list(self.kept.values())

    def document(self, document_id: str) -> Document:
        if document_id not in self.kept:
            raise UnknownDocument(f"no document {document_id}: 'quoted list' shows them")
        return self.kept[document_id]

    def remove(self, document_id: str) -> None:
        del self.kept[document_id]

    def check(self) -> CheckReport:
        return CheckReport(tuple(self.problems))

    def rebuild(self, progress: Any = None) -> None:
        progress(Progress(0, 1, "Bridge closed"))


@dataclass
class FakeAnswerer:
    """Answers questions that name the bridge, with the document's first sentence; remembers what it was asked."""

    index: FakeIndex
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def ask(self, question: str, **options: Any) -> Answer:
        self.asked.append((question, options))
        if len(question) > 2_000:
            raise QuestionError("the question has too many characters: ask one thing")
        if "bridge" not in question:
            near = [DOCUMENT.cite(0, 36)]
            return Answer(question, question, False, [], "The documents don't say.", [], 0.1, nearest=near)
        citation = DOCUMENT.cite(0, 36)
        return Answer(question, question, True, ["4 May"], f"4 May.\n“{citation.quote}” [1]", [citation], 0.9)

    def conversation(self) -> FakeAnswerer:
        return self


@dataclass
class Ran:
    code: int
    out: str
    err: str
    asked: list[tuple[str, dict[str, Any]]]


def run(tmp_path: Path, *argv: str, stdin: str = "", index: FakeIndex | None = None, environ: Any = None) -> Ran:
    index = index if index is not None else FakeIndex(DOCUMENT)
    answerer, out, err = FakeAnswerer(index), io.StringIO(), io.StringIO()
    store = tmp_path / "store"
    store.mkdir(exist_ok=True)
    (store / "file").touch()
    code = main(
        argv,
        console=Console(out, err),
        stdin=io.StringIO(stdin),
        environ={"QUOTED_STORE": str(store)} if environ is None else environ,
        open_index=lambda path: index,
        make_answerer=lambda index: answerer,
    )
    return Ran(code, out.getvalue(), err.getvalue(), answerer.asked)


def test_ask_prints_answer_quotation_and_source(tmp_path: Path) -> None:
    ran = run(tmp_path, "ask", "When did the bridge close?")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "4 May.",
        "“The bridge at Orrin closed on 4 May.” [1]",
        "",
        "[1] Bridge closed. Orrin Mail, 2021-05-05. /texts/orrin.txt",
    ]
    assert ran.err == ""


def test_ask_json_is_the_answers_own_dictionary(tmp_path: Path) -> None:
    ran = run(tmp_path, "ask", "--json", "the bridge?")
    expected = FakeAnswerer(FakeIndex()).ask("the bridge?").to_dict()
    assert json.loads(ran.out) == expected


def test_ask_exits_3_when_the_documents_do_not_say(tmp_path: Path) -> None:
    ran = run(tmp_path, "ask", "Who won?")
    assert ran.code == 3
    assert ran.out.startswith("The documents don't say.")
    assert "do not answer it:\n  Bridge closed: The bridge at Orrin" in ran.out


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?" * 10_000])
def test_a_question_that_is_none_exits_2_with_advice(tmp_path: Path, question: str) -> None:
    ran = run(tmp_path, "ask", question)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "ask" in ran.err


def test_words_need_no_quotes_and_options_reach_the_answerer(tmp_path: Path) -> None:
    options = ["--today", "2021-05-06", "--top", "3", "--document", DOCUMENT.id]
    ran = run(tmp_path, "ask", "when", "did", "the", "bridge", "close", *options)
    expected = {"today": datetime.date(2021, 5, 6), "top": 3, "documents": [DOCUMENT.id]}
    assert ran.asked == [("when did the bridge close", expected)]


def test_dash_reads_the_question_from_standard_input(tmp_path: Path) -> None:
    assert run(tmp_path, "ask", "-", stdin="the bridge?\n").asked[0][0] == "the bridge?\n"


def test_bytes_that_are_no_text_in_a_question_become_text(tmp_path: Path) -> None:
    ran = run(tmp_path, "ask", "the bridge \udcff?")
    assert ran.asked[0][0] == "the bridge \ufffd?"
    assert ran.code == 0


def test_a_receipt_can_be_checked(tmp_path: Path) -> None:
    receipt = tmp_path / "answer.json"
    assert run(tmp_path, "ask", "the bridge?", "--receipt", str(receipt)).code == 0
    ran = run(tmp_path, "check", str(receipt))
    assert ran.code == 0
    assert "quotations that stand: 1 of 1" in ran.out
    gone = run(tmp_path, "check", str(receipt), index=FakeIndex())
    assert gone.code == 1
    assert gone.err == f"quoted: {receipt}: gone: The bridge at Orrin closed on 4 May.\n"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"quoted_receipt": 1}', "\x00\xff"])
def test_a_file_that_is_no_receipt_is_refused(tmp_path: Path, content: str) -> None:
    receipt = tmp_path / "answer.json"
    receipt.write_text(content, encoding="latin-1")
    ran = run(tmp_path, "check", str(receipt))
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "receipt" in ran.err


@pytest.mark.parametrize("command", ["ask x", "chat", "list", "show x", "remove x", "check", "rebuild"])
@pytest.mark.parametrize("made", [False, True])
def test_without_a_store_the_message_says_add(tmp_path: Path, command: str, made: bool) -> None:
    store = tmp_path / "none"
    if made:
        store.mkdir()
    ran = run(tmp_path, *command.split(), "--store", str(store))
    assert (ran.code, ran.out) == (1, "")
    advice = "make one with 'quoted add PATH', or name one with --store"
    assert ran.err == f"quoted: there is no store at {store}: {advice}\n"


def test_the_store_is_option_then_environment_then_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "no store at a:" in run(tmp_path, "--store", "a", "list", environ={"QUOTED_STORE": "b"}).err
    assert "no store at a:" in run(tmp_path, "list", "--store", "a", environ={"QUOTED_STORE": "b"}).err
    assert "no store at b:" in run(tmp_path, "list", environ={"QUOTED_STORE": "b"}).err
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert "no store at store:" in run(tmp_path, "list", environ={}).err


def test_add_counts_and_names_what_failed(tmp_path: Path) -> None:
    ran = run(tmp_path, "add", "a.txt", "missing.txt")
    assert ran.code == 1
    assert ran.out == "1 added, 0 updated, 0 unchanged, 1 failed\n"
    assert ran.err == "quoted: missing.txt: there is no such file\n"
    assert run(tmp_path, "add", "a.txt").code == 0
    report = json.loads(run(tmp_path, "add", "--json", "a.txt").out)
    assert report["added"] == [{"document_id": "0" * 12, "title": "a.txt", "origin": "a.txt"}]


def test_a_folder_with_nothing_in_it_is_told(tmp_path: Path) -> None:
    class Empty(FakeIndex):
        def add(self, sources: Sequence[str], progress: Any = None) -> AddReport:
            return AddReport()

    ran = run(tmp_path, "add", "empty/", index=Empty())
    assert ran.code == 0
    assert ran.err.count("no files were found") == ran.err.count("\n") == 1


def test_rebuild_says_from_how_much(tmp_path: Path) -> None:
    assert run(tmp_path, "rebuild").out == "rebuilt from 1 document\n"


def test_list_and_show(tmp_path: Path) -> None:
    assert run(tmp_path, "list").out == "0123456789ab  2021-05-05  Orrin Mail                Bridge closed\n"
    shown = run(tmp_path, "show", DOCUMENT.id).out
    assert "publisher: Orrin Mail\n" in shown
    assert shown.endswith(f"\n\n{TEXT}\n")
    assert run(tmp_path, "show", DOCUMENT.id, "--at", "14:19").out == "Orrin\n"
    beyond = run(tmp_path, "show", DOCUMENT.id, "--at", "14:1900")
    assert beyond.code == 1
    assert "has no text at 14:1900" in beyond.err


def test_list_json_says_when_each_document_came(tmp_path: Path) -> None:
    index = FakeIndex(dataclasses.replace(DOCUMENT, added="2021-06-01T08:00:00Z"))
    [listed] = json.loads(run(tmp_path, "list", "--json", index=index).out)
    assert (listed["id"], listed["added"]) == (DOCUMENT.id, "2021-06-01T08:00:00Z")
    assert "added: 2021-06-01T08:00:00Z\n" in run(tmp_path, "show", DOCUMENT.id, index=index).out


def test_remove_is_all_or_nothing(tmp_path: Path) -> None:
    index = FakeIndex(DOCUMENT)
    assert run(tmp_path, "remove", DOCUMENT.id, "ffffffffffff", index=index).code == 1
    assert DOCUMENT.id in index.kept
    assert run(tmp_path, "remove", DOCUMENT.id, DOCUMENT.id, index=index).code == 0
    assert not index.kept


def test_check_exits_1_with_each_problem(tmp_path: Path) -> None:
    assert run(tmp_path, "check").code == 0
    ran = run(tmp_path, "check", index=FakeIndex(DOCUMENT, problems=["passage 3 is not where it should be"]))
    assert ran.code == 1
    assert ran.err == "quoted: passage 3 is not where it should be\n"


def test_chat_answers_line_after_line(tmp_path: Path) -> None:
    ran = run(tmp_path, "chat", stdin="the bridge?\n\nWho won?\n/new\n\u2003\nthe bridge again?\n/quit\nnever asked\n")
    assert [question for question, _ in ran.asked] == ["the bridge?", "Who won?", "the bridge again?"]
    assert ran.code == 0


def test_chat_goes_on_after_a_question_that_is_none(tmp_path: Path) -> None:
    ran = run(tmp_path, "chat", stdin="?" * 3000 + "\nthe bridge?\n")
    assert "too many characters" in ran.err
    assert "4 May" in ran.out


def test_an_error_is_one_line_and_says_when_a_retry_helps(tmp_path: Path) -> None:
    ran = run(tmp_path, "list", index=FakeIndex(error=StoreLocked("another process\nis writing")))
    assert ran.code == 1
    assert ran.err == "quoted: another process is writing (trying again may help)\n"


def test_what_nobody_foresaw_is_one_line_too_unless_debugging(tmp_path: Path) -> None:
    ran = run(tmp_path, "list", index=FakeIndex(error=RuntimeError("boom")))
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "RuntimeError: boom" in ran.err
    assert "Traceback" in run(tmp_path, "list", "--debug", index=FakeIndex(error=RuntimeError("boom"))).err


def test_interrupting_is_no_traceback(tmp_path: Path) -> None:
    class Interrupted(FakeIndex):
        def documents(self) -> list[Document]:
            raise KeyboardInterrupt

    ran = run(tmp_path, "list", index=Interrupted())
    assert (ran.code, ran.err) == (130, "quoted: stopped\n")


@pytest.mark.parametrize(
    "argv",
    [
        ["fly"],
        ["ask"],
        ["ask", "x", "--top", "0"],
        ["ask", "x", "--top", "many"],
        ["ask", "x", "--today", "tomorrow"],
        ["ask", "x", "--tpo", "3"],
        ["show", "x", "--at", "9:3"],
        ["show"],
        ["remove"],
        ["add"],
        ["serve", "--port", "70000"],
        [],
    ],
)
def test_wrong_use_exits_2(tmp_path: Path, argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, *argv).code == 2


def _parsers() -> dict[str, argparse.ArgumentParser]:
    actions = [a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(actions[0].choices)


def test_every_command_is_there() -> None:
    assert list(_parsers()) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_with_examples_that_parse(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(len(line) <= 130 for line in shown.splitlines())
    examples = [part for line in shown.partition("examples:")[2].splitlines() for part in re.split(r"[|] |&& ", line)
                if part.lstrip().startswith("quoted ")]  # fmt: skip
    assert examples
    for example in examples:
        words = shlex.split(example)
        assert build_parser().parse_args(words[1:]).command == words[1]


def test_every_option_has_a_help_text() -> None:
    for parser in [build_parser(), *_parsers().values()]:
        options = [action for action in parser._actions if not isinstance(action, argparse._SubParsersAction)]
        assert all(action.help for action in options)


def test_a_terminal_gets_no_control_characters() -> None:
    assert printable("a\x1b[31mb\r\x07\x9bc\n\td\u202e") == "a\ufffd[31mb\ufffd\ufffd\ufffdc\n\td\u202e"


def test_shorten_cuts_at_a_word() -> None:
    assert shorten("one  two\nthree", 99) == "one two three"
    assert shorten("one two three", 10) == "one two …"
    assert shorten("onetwothree", 5) == "onet…"
    assert all(len(shorten("ab cd e fgh", limit)) <= limit for limit in range(2, 12))


def test_closed_adds_a_stop_only_where_none_is() -> None:
    assert [closed(t) for t in ("", "A", "A.", "A?", "he said “no.”", "U.S.")] == [
        "", "A.", "A.", "A?", "he said “no.”", "U.S.",
    ]  # fmt: skip


def test_output_that_the_terminal_cannot_show_is_replaced() -> None:
    raw = io.BytesIO()
    console = Console(io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    console.say("“naïve”")
    assert raw.getvalue() == b"?na?ve?\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_shows_while_one_file_takes_long() -> None:
    terminal = Terminal()
    bar = Bar(Console(io.StringIO(), terminal), "reading")
    bar(Progress(0, 1, "long.txt"))
    assert terminal.getvalue() == ""
    deadline = time.monotonic() + 20
    while "reading long.txt" not in terminal.getvalue() and time.monotonic() < deadline:
        time.sleep(0.05)
    bar.close()
    assert "reading long.txt" in terminal.getvalue()


def test_the_bar_shows_only_on_a_terminal_and_only_when_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    quick, slow, file = Terminal(), Terminal(), io.StringIO()
    for stream, seconds in ((quick, 0.5), (slow, 5.0), (file, 5.0)):
        now[0] = 0.0
        bar = Bar(Console(io.StringIO(), stream), "reading")
        now[0] = seconds
        bar(Progress(1, 3, "[red]a.txt"))
        bar.close()
    assert quick.getvalue() == file.getvalue() == ""
    assert "reading [red]a.txt" in slow.getvalue()
