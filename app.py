"""The chat page: layout and wiring only. ``python app.py --help`` shows its options; ``quoted serve`` is the same."""

from __future__ import annotations

import functools
import os
import sys
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import QuotedError
from qa.page import starting
from qa.page.api import Programs
from qa.page.documents import MAX_FILE_BYTES
from qa.page.events import Events
from qa.page.proof import proof_html
from qa.page.server import PageError, credentials_for, serve_in_background
from qa.page.session import PageSession
from qa.page.style import COPY, CSS, SAVE_JSON, SAVE_MARKDOWN, SCRIPT
from qa.page.suggestions import suggestions_html
from qa.page.timeline import Timelines

if TYPE_CHECKING:
    import gradio

    from index import DocumentIndex
    from qa import Answerer

__all__ = ["Page", "PageError", "build", "launch", "main", "serve"]

WELCOME = "Ask about the documents. Every answer comes with the quotation that proves it."
WAITING_QUESTIONS = 32  # more than these at once are told to try again
ANSWERED_AT_ONCE = 4
HIDDEN = {"visible": True, "elem_classes": ["quoted-hidden"], "container": False, "show_label": False}
QUIET = {"show_progress": "hidden", "api_visibility": "private"}


class Page:
    """One page over one index: what is on it, and which event each part of it sets off."""

    def __init__(self, index: DocumentIndex, answerer: Answerer, *, notice: str = "") -> None:
        """Lays nothing out yet; see :meth:`layout`. ``notice`` is always in sight: which language model is asked."""
        self.index = index
        self.events = Events(index, answerer, _gradio(), notice=notice)
        self.programs = Programs(index, answerer)
        self.timelines = Timelines(index, _gradio())

    def layout(self) -> gradio.Blocks:
        """What is on the page, and what happens when something is done there."""
        gr = _gradio()
        with gr.Blocks(title="Quoted", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as page:
            session = gr.State(None)
            with gr.Column(elem_id="title", min_width=0):
                gr.Markdown("# Quoted")
                status = gr.HTML(self.events.status(), padding=False)
            with gr.Row(elem_id="columns", equal_height=False):
                with gr.Column(scale=3, min_width=320), gr.Tabs():
                    with gr.Tab("Ask"):
                        asking = self._ask_tab(gr, session)
                    with gr.Tab("Documents"):
                        managing = self._documents_tab(gr)
                    with gr.Tab("Timeline") as timeline:
                        self.timelines.lay_out(gr, timeline, QUIET)
                    with gr.Tab("Receipts"):
                        self._receipts_tab(gr)
                with gr.Column(scale=2, min_width=320):
                    proof = gr.HTML(proof_html(self.index, []), elem_id="proof", padding=False)
            wanted = gr.Textbox(elem_id="wanted", label="Place to show", **HIDDEN)
            wanted_now = gr.Button("Show", elem_id="wanted-now", elem_classes=["quoted-hidden"])
            wanted_now.click(self.events.show_place, wanted, proof, queue=False, **QUIET)
            self._wire_asking(gr, session, asking, proof)
            self._wire_documents(gr, managing, status, asking["only"])
            page.load(self.events.status, None, status, queue=False, **QUIET)
            page.load(self.events.choices, None, asking["only"], queue=False, **QUIET)
            page.load(self.events.table, managing["search"], managing["table"], queue=False, **QUIET)
            page.load(self.events.suggest, None, asking["suggested"], concurrency_limit=8, **QUIET)
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
            (copy, self.events.last_answer, COPY),
            (markdown, self.events.as_markdown, SAVE_MARKDOWN),
            (as_json, self.events.as_json, SAVE_JSON),
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
            self.events.reply, [question, chat, session, asking["only"]], [question, chat, session, proof],
            concurrency_limit=ANSWERED_AT_ONCE, **QUIET,
        )  # fmt: skip
        chat.clear(lambda: (None, proof_html(self.index, [])), None, [session, proof], **QUIET)
        judged = gr.State(None)

        def like(event: gr.LikeData, held: PageSession | None) -> tuple[Any, int | None]:
            return self.events.judge(held, event.index, event.liked)

        like.__annotations__["event"] = gr.LikeData  # Gradio finds its event arguments by their types
        chat.like(like, session, [asking["correcting"], judged], **QUIET)
        asking["right_answer"].submit(
            self.events.correct, [session, judged, asking["right_answer"]],
            [asking["right_answer"], asking["correcting"]], **QUIET,
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
        files, url, table, search = (managing[name] for name in ("files", "url", "table", "search"))
        changed = [managing["said"], table, status, only]
        writing = {"concurrency_id": "writing", "concurrency_limit": 1, **QUIET}
        files.upload(self.events.upload, [files, search], [files, *changed], **writing)
        url.submit(self.events.fetch, [url, search], [url, *changed], **writing)
        managing["remove"].click(self.events.drop, [managing["removing"], search], changed, **writing)
        search.input(self.events.table, search, table, queue=False, **QUIET)

    def _receipts_tab(self, gr: Any) -> None:
        gr.Markdown("Do the quotations of an earlier answer still stand?")
        text = gr.Textbox(label="Receipt or saved conversation (JSON)", lines=6, max_lines=12, elem_id="receipt")
        with gr.Row():
            check = gr.Button("Check", variant="primary", elem_id="check")
            file = gr.UploadButton("Choose a file", file_types=[".json"], file_count="single")
        found = gr.HTML(elem_id="receipts", padding=False)
        check.click(self.events.check, text, found, **QUIET)
        file.upload(self.events.check_file, file, found, **QUIET)

    def _endpoints(self, gr: Any) -> None:
        """Named endpoints for other programs, documented by the methods' own docstrings."""
        for name in ("ask", "search", "documents", "add", "remove", "verify"):
            operation = getattr(self.programs, name)
            gr.api(_told(gr, operation), api_name=name, api_description=operation.__doc__)


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
    """Gradio, told before it is imported not to look for a newer version, nor to write type stubs into its folder.

    The stubs are for editors; writing them is a third of the time its import takes.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    with starting.replaced_on_import("gradio.component_meta", "create_or_modify_pyi", lambda *_: None):
        import gradio

    return gradio


def build(store: str | Path, *, llm: str | None = None) -> tuple[Page, gradio.Blocks]:
    """The page over one store, which is made when missing and stays open for as long as the page lives.

    Args:
        store: its folder.
        llm: the language model that writes answers, as ``--llm`` names it; none when None.

    Raises:
        StoreError: the store cannot be used as it is.
        ModelError: there is no such language model, or its library is not installed.
    """
    from index import DocumentIndex
    from qa import Answerer

    index = DocumentIndex.open(Path(store))
    try:
        page = Page(index, Answerer(index, llm=llm), notice=starting.model_notice(llm))
    except QuotedError:
        index.close()
        raise
    blocks = page.layout()
    weakref.finalize(blocks, index.close)
    return page, blocks


def launch(
    page: Page,
    blocks: gradio.Blocks,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: str | None = None,
    allow_changes: bool = False,
) -> str:
    """Start serving in the background and return the page's address.

    Args:
        page: what :func:`build` made.
        blocks: its layout.
        host: the address to listen on; anything but this machine's own needs ``auth``.
        port: the port; the first free one from 7860 when None.
        auth: "USER:PASSWORD".
        allow_changes: let assistants that come over MCP add and remove documents.

    Raises:
        PageError: the address may not be used without a password, or the port is taken.
    """
    credentials = credentials_for(host, auth)
    gr = _gradio()
    theme = gr.themes.Default(primary_hue="blue", font=["system-ui", "sans-serif"], font_mono=["monospace"])
    theme.set(button_primary_background_fill="*primary_600", button_primary_background_fill_hover="*primary_700")

    def mount(api: Any) -> Any:
        return gr.mount_gradio_app(
            api, blocks, "/", server_name=host, footer_links=[], run_history=False, auth=credentials,
            show_error=True, max_file_size=MAX_FILE_BYTES, ssr_mode=False, enable_monitoring=False,
            mcp_server=False, pwa=False, css=CSS, head=SCRIPT, theme=theme,
        )  # fmt: skip

    return serve_in_background(page.programs, mount, host, port, credentials, allow_changes=allow_changes)


def serve(
    store: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auth: str | None = None,
    llm: str | None = None,
    allow_changes: bool = False,
    open_browser: bool = False,
    say: Callable[[str], None] = lambda line: None,
) -> None:
    """Build the page, say where it is, and serve it until interrupted; options as for :func:`launch`."""
    auth = auth or os.environ.get("QUOTED_AUTH")
    credentials_for(host, auth)  # before the seconds that building takes
    page, blocks = build(store, llm=llm)
    ended = starting.asked_to_end()
    address = launch(page, blocks, host=host, port=port, auth=auth, allow_changes=allow_changes)
    page.events.warm_up()
    say(f"Quoted is at {address} (Ctrl-C ends it)")
    if page.events.notice:
        say(page.events.notice)
    if open_browser:
        starting.show(address)
    ended.wait()


def main(argv: Sequence[str] | None = None) -> int:
    """``python app.py``: the command ``quoted serve`` by another name."""
    from qa.cli import main as quoted

    return quoted(["serve", *(sys.argv[1:] if argv is None else argv)])


if __name__ == "__main__":
    sys.exit(main())
