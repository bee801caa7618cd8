"""The chat page: layout and wiring only. ``python app.py --help`` shows its options; ``quoted serve`` is the same."""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import QuotedError
from qa.page import documents as page_documents
from qa.page import feedback
from qa.page import session as page_session
from qa.page.api import Programs
from qa.page.html import answer_html, notice_html, question_html
from qa.page.proof import places_of, proof_html, read_wanted
from qa.page.receipts import MAX_CHARS, receipts_html
from qa.page.server import PageError, credentials_for, serve_in_background
from qa.page.session import PageSession
from qa.page.style import COPY, CSS, SAVE_JSON, SAVE_MARKDOWN, SCRIPT
from qa.page.suggestions import Suggestions, suggestions_html

if TYPE_CHECKING:
    import gradio

    from index import DocumentIndex
    from qa import Answerer

__all__ = ["Page", "PageError", "build", "launch", "main", "serve"]

Messages = list[dict[str, Any]]
WELCOME = "Ask about the documents. Every answer comes with the quotation that proves it."
WAITING_QUESTIONS = 32  # more than these at once are told to try again
ANSWERED_AT_ONCE = 4
HIDDEN = {"visible": True, "elem_classes": ["quoted-hidden"], "container": False, "show_label": False}
QUIET = {"show_progress": "hidden", "api_visibility": "private"}


class Page:
    """One page over one index; its methods are the page's events."""

    def __init__(self, index: DocumentIndex, answerer: Answerer) -> None:
        """Lays nothing out yet; see :meth:`layout`."""
        self.index = index
        self.answerer = answerer
        self.suggestions = Suggestions(index, answerer)
        self.programs = Programs(index, answerer)

    # ---------------------------------------------------------------- layout

    def layout(self) -> gradio.Blocks:
        """What is on the page, and what happens when something is done there."""
        gr = _gradio()
        with gr.Blocks(title="Quoted", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as page:
            session = gr.State(None)
            with gr.Column(elem_id="title", min_width=0):
                gr.Markdown("# Quoted")
                status = gr.HTML(padding=False)
            with gr.Row(elem_id="columns", equal_height=False):
                with gr.Column(scale=3, min_width=320), gr.Tabs():
                    with gr.Tab("Ask"):
                        asking = self._ask_tab(gr, session)
                    with gr.Tab("Documents"):
                        managing = self._documents_tab(gr)
                    with gr.Tab("Check a receipt"):
                        self._receipts_tab(gr)
                with gr.Column(scale=2, min_width=320):
                    proof = gr.HTML(proof_html(self.index, []), elem_id="proof", padding=False)
            wanted = gr.Textbox(elem_id="wanted", label="Place to show", **HIDDEN)
            wanted_now = gr.Button("Show", elem_id="wanted-now", elem_classes=["quoted-hidden"])
            wanted_now.click(self.show_place, wanted, proof, queue=False, **QUIET)
            self._wire_asking(gr, session, asking, proof)
            self._wire_documents(gr, managing, status, asking["only"])
            page.load(lambda: notice_html(page_documents.describe(self.index)), None, status, queue=False, **QUIET)
            page.load(self.choices, None, asking["only"], queue=False, **QUIET)
            page.load(self.table, managing["search"], managing["table"], queue=False, **QUIET)
            page.load(self.suggest, None, asking["suggested"], concurrency_limit=8, **QUIET)
            self._endpoints(gr)
        return page.queue(max_size=WAITING_QUESTIONS)

    def _ask_tab(self, gr: Any, session: Any) -> dict[str, Any]:
        chat = gr.Chatbot(
            label="Conversation", show_label=False, elem_id="conversation", placeholder=WELCOME,
            height="max(20rem, calc(100dvh - 23rem))", autoscroll=False,
            latex_delimiters=[], feedback_options=("Like", "Dislike"), buttons=[],
        )  # fmt: skip
        with gr.Row(visible=False) as correcting:
            right_answer = gr.Textbox(
                label="What is the right answer? (optional)", submit_btn="Keep", max_lines=3, elem_id="right-answer"
            )
        suggested = gr.HTML(suggestions_html([]), elem_id="suggested", padding=False)
        question = gr.Textbox(
            label="Question", show_label=False, placeholder="Your question", submit_btn=True, autofocus=True,
            max_lines=4, elem_id="question",
        )  # fmt: skip
        with gr.Row():
            copy = gr.Button("Copy answer", size="sm", min_width=90)
            markdown = gr.Button("Save as Markdown", size="sm", min_width=90)
            as_json = gr.Button("Save with receipts (JSON)", size="sm", min_width=90)
        only = gr.Dropdown(
            [], value=[], multiselect=True, label="Answer only from", info="Nothing chosen: from all documents",
            elem_id="only",
        )  # fmt: skip
        for button, text, script in (
            (copy, self.last_answer, COPY),
            (markdown, self.as_markdown, SAVE_MARKDOWN),
            (as_json, self.as_json, SAVE_JSON),
        ):
            carrier = gr.Textbox(label="Text to copy or save", **HIDDEN)
            button.click(text, session, carrier, **QUIET).then(None, carrier, None, js=script, **QUIET)
        return {
            "chat": chat, "question": question, "only": only, "suggested": suggested,
            "correcting": correcting, "right_answer": right_answer,
        }  # fmt: skip

    def _wire_asking(self, gr: Any, session: Any, asking: dict[str, Any], proof: Any) -> None:
        chat, question = asking["chat"], asking["question"]
        question.submit(
            self.reply, [question, chat, session, asking["only"]], [question, chat, session, proof],
            concurrency_limit=ANSWERED_AT_ONCE, **QUIET,
        )  # fmt: skip
        chat.clear(lambda: (None, proof_html(self.index, [])), None, [session, proof], **QUIET)
        judged = gr.State(None)

        def like(event: gr.LikeData, held: PageSession | None) -> tuple[Any, int | None]:
            return self.judge(gr, held, event.index, event.liked)

        like.__annotations__["event"] = gr.LikeData  # Gradio finds its event arguments by their types
        chat.like(like, session, [asking["correcting"], judged], **QUIET)
        asking["right_answer"].submit(
            self.correct, [session, judged, asking["right_answer"]], [asking["right_answer"], asking["correcting"]],
            **QUIET,
        )  # fmt: skip

    def _documents_tab(self, gr: Any) -> dict[str, Any]:
        files = gr.File(
            label="Upload files: text, Markdown, HTML, PDF, Word, EPUB", file_count="multiple", height=140,
            elem_id="upload",
        )  # fmt: skip
        url = gr.Textbox(label="Web address", placeholder="https://…", submit_btn="Add", max_lines=1, elem_id="url")
        said = gr.HTML(elem_id="said", padding=False)
        search = gr.Textbox(label="Search the documents", max_lines=1, elem_id="search")
        table = gr.HTML(elem_id="documents", padding=False)
        removing = gr.Textbox(elem_id="removing", label="Document to remove", **HIDDEN)
        remove = gr.Button("Remove", elem_id="removing-now", elem_classes=["quoted-hidden"])
        return {
            "files": files, "url": url, "said": said, "search": search, "table": table,
            "removing": removing, "remove": remove,
        }  # fmt: skip

    def _wire_documents(self, gr: Any, managing: dict[str, Any], status: Any, only: Any) -> None:
        said, table, search = managing["said"], managing["table"], managing["search"]
        changed = [said, table, status, only]
        writing = {"concurrency_id": "writing", "concurrency_limit": 1, **QUIET}
        managing["files"].upload(self.upload, [managing["files"], search], [managing["files"], *changed], **writing)
        managing["url"].submit(self.fetch, [managing["url"], search], [managing["url"], *changed], **writing)
        managing["remove"].click(self.drop, [managing["removing"], search], changed, **writing)
        search.input(self.table, search, table, queue=False, **QUIET)

    def _receipts_tab(self, gr: Any) -> None:
        gr.Markdown("Do the quotations of an earlier answer still stand?")
        text = gr.Textbox(label="Receipt or saved conversation (JSON)", lines=6, max_lines=12, elem_id="receipt")
        with gr.Row():
            check = gr.Button("Check", variant="primary", elem_id="check")
            file = gr.UploadButton("Choose a file", file_types=[".json"], file_count="single")
        found = gr.HTML(elem_id="receipts", padding=False)
        check.click(lambda pasted: receipts_html(self.index, pasted), text, found, **QUIET)
        file.upload(self.check_file, file, found, **QUIET)

    def _endpoints(self, gr: Any) -> None:
        """Named endpoints for other programs, documented by the methods' own docstrings."""
        for name in ("ask", "search", "documents", "add", "remove", "verify"):
            operation = getattr(self.programs, name)
            gr.api(_told(gr, operation), api_name=name, api_description=operation.__doc__)

    # ---------------------------------------------------------------- events

    def reply(
        self, question: str, shown: Messages, session: PageSession | None, only: Sequence[str] = ()
    ) -> Iterator[tuple[str, Messages, PageSession, Any]]:
        """Shows the question at once, then its answer and the place that proves it."""
        session = session or PageSession(self.answerer.conversation())
        shown = [*shown, {"role": "user", "content": question_html(question)}]
        yield "", shown, session, _gradio().skip()
        proof: Any = _gradio().skip()
        try:
            answer = session.conversation.ask(question, documents=list(only) or None)
            session.replies.append(answer)
            reply, proof = answer_html(answer), proof_html(self.index, places_of(answer.citations))
        except QuotedError as error:
            session.replies.append(error)
            reply = notice_html(str(error))
        yield "", [*shown, {"role": "assistant", "content": reply}], session, proof

    def show_place(self, wanted: str) -> str:
        """The document at the place that was chosen."""
        try:
            return proof_html(self.index, *read_wanted(wanted))
        except QuotedError as error:
            return notice_html(str(error))

    def suggest(self) -> str:
        """Questions to try."""
        try:
            return suggestions_html(self.suggestions.questions())
        except QuotedError:
            return suggestions_html([])

    def judge(self, gr: Any, session: PageSession | None, index: Any, liked: Any) -> tuple[Any, int | None]:
        """Keeps a thumb up or down; after one down, asks for the right answer."""
        number = (index if isinstance(index, int) else index[0]) // 2
        reply = session.replies[number] if session and 0 <= number < len(session.replies) else None
        if reply is None or isinstance(reply, Exception):
            return gr.update(visible=False), None
        try:
            feedback.judge(self.index, reply, liked is True)
        except QuotedError as error:
            gr.Warning(str(error))
        return gr.update(visible=liked is not True), number

    def correct(self, session: PageSession | None, number: int | None, right: str) -> tuple[str, Any]:
        """Keeps the answer that should have been given."""
        gr = _gradio()
        reply = session.replies[number] if session and number is not None else None
        if reply is not None and not isinstance(reply, Exception):
            try:
                feedback.judge(self.index, reply, False, right)
                gr.Info("Kept with the documents; 'quoted feedback' prints it.", duration=4)
            except QuotedError as error:
                gr.Warning(str(error))
        return "", gr.update(visible=False)

    def last_answer(self, session: PageSession | None) -> str:
        """The last answer with its citations, as Markdown."""
        answers = session.answers if session else []
        return page_session.answer_markdown(answers[-1]) if answers else page_session.NOTHING_YET

    def as_markdown(self, session: PageSession | None) -> str:
        """The conversation as Markdown."""
        return page_session.conversation_markdown(session.answers if session else [])

    def as_json(self, session: PageSession | None) -> str:
        """The conversation as JSON with receipts."""
        return page_session.conversation_json(session.answers if session else [], self.index)

    def choices(self) -> Any:
        """The documents to choose from; those chosen before that are gone are no longer chosen."""
        return _gradio().update(choices=page_documents.choices(self.index), value=[])

    def table(self, search: str | None) -> str:
        """The documents that fit what is searched for."""
        return page_documents.table_html(self.index, search)

    def _changed(self, lines: Sequence[str], search: str) -> tuple[str, str, str, Any]:
        status = notice_html(page_documents.describe(self.index))
        return page_documents.lines_html(lines), self.table(search), status, self.choices()

    def upload(self, files: Sequence[str] | None, search: str) -> Iterator[tuple[Any, ...]]:
        """Adds uploaded files one by one, saying how far it is."""
        gr = _gradio()
        lines: list[str] = []
        for lines in page_documents.add_files(self.index, [Path(file) for file in files or ()]):
            yield gr.skip(), page_documents.lines_html(lines), gr.skip(), gr.skip(), gr.skip()
        yield None, *self._changed(lines, search)

    def fetch(self, url: str, search: str) -> Iterator[tuple[Any, ...]]:
        """Adds one page of the web."""
        gr = _gradio()
        yield gr.skip(), page_documents.lines_html([f"Fetching {url.strip()} …"]), gr.skip(), gr.skip(), gr.skip()
        said = page_documents.add_url(self.index, url)
        kept = url if said.startswith("not added") else ""
        yield kept, *self._changed([f"{url.strip()}: {said}"], search)

    def drop(self, wanted: str, search: str) -> tuple[str, str, str, Any]:
        """Removes the document whose button was pressed twice."""
        try:
            document_id = str(json.loads(wanted)["id"])
        except (ValueError, KeyError, TypeError):
            document_id = ""
        return self._changed([page_documents.remove(self.index, document_id)], search)

    def check_file(self, file: str) -> str:
        """Looks up the quotations of an uploaded receipt."""
        path = Path(file)
        try:
            if path.stat().st_size > 4 * MAX_CHARS:
                return notice_html("This file is too large for a receipt.")
            return receipts_html(self.index, path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            return notice_html("This file is not a receipt: choose the JSON that was saved from a conversation.")
        finally:
            path.unlink(missing_ok=True)


def _told(gr: Any, operation: Callable[..., Any]) -> Callable[..., Any]:
    """``operation``, whose failures reach the program that called it as one line."""

    @functools.wraps(operation)
    def told(*args: Any, **named: Any) -> Any:
        try:
            return operation(*args, **named)
        except QuotedError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return told


def _gradio() -> Any:
    """Gradio, which looks for a newer version of itself unless it is told not to before it is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio

    return gradio


def build(store: str | Path) -> tuple[Page, gradio.Blocks]:
    """The page over one store, which is made when missing and stays open for as long as the page lives.

    Raises:
        StoreError: the store cannot be used as it is.
    """
    from index import DocumentIndex
    from qa import Answerer

    index = DocumentIndex.open(Path(store))
    page = Page(index, Answerer(index))
    blocks = page.layout()
    weakref.finalize(blocks, index.close)
    return page, blocks


def launch(
    page: Page, blocks: gradio.Blocks, *, host: str = "127.0.0.1", port: int | None = None, auth: str | None = None
) -> str:
    """Start serving in the background and return the page's address.

    Args:
        page: what :func:`build` made.
        blocks: its layout.
        host: the address to listen on; anything but this machine's own needs ``auth``.
        port: the port; the first free one from 7860 when None.
        auth: "USER:PASSWORD".

    Raises:
        PageError: the address may not be used without a password, or the port is taken.
    """
    credentials = credentials_for(host, auth)
    gr = _gradio()

    def mount(api: Any) -> Any:
        return gr.mount_gradio_app(
            api, blocks, "/", server_name=host, footer_links=[], run_history=False, auth=credentials,
            show_error=True, max_file_size=page_documents.MAX_FILE_BYTES, ssr_mode=False, enable_monitoring=False,
            mcp_server=False, pwa=False, css=CSS, head=SCRIPT,
            theme=gr.themes.Default(primary_hue="blue", font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        )  # fmt: skip

    return serve_in_background(page.programs, mount, host, port, credentials)


def serve(
    store: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: str | None = None,
    open_browser: bool = False,
    say: Callable[[str], None] = lambda line: None,
) -> None:
    """Build the page, say where it is, and serve it until interrupted."""
    auth = auth or os.environ.get("QUOTED_AUTH")
    credentials_for(host, auth)  # before the seconds that building takes
    page, blocks = build(store)
    ended = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(each) is not signal.SIG_IGN:  # a shell's background job does not end by Ctrl-C
            signal.signal(each, lambda *_: ended.set())
    address = launch(page, blocks, host=host, port=port, auth=auth)
    page.suggestions.warm_up()
    say(f"Quoted is at {address} (Ctrl-C ends it)")
    if open_browser and _has_display():
        import webbrowser

        webbrowser.open(address)
    ended.wait()


def _has_display() -> bool:
    """Whether a browser has somewhere to open; on Linux without one, text browsers would take the terminal."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def main(argv: Sequence[str] | None = None) -> int:
    """``python app.py``: the command ``quoted serve`` by another name."""
    from qa.cli import main as quoted

    return quoted(["serve", *(sys.argv[1:] if argv is None else argv)])


if __name__ == "__main__":
    sys.exit(main())
