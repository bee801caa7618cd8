"""The chat page: layout and wiring only. ``python app.py --help`` shows its options; ``quoted serve`` is the same."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import QuotedError
from qa.html import answer_html, notice_html, question_html

if TYPE_CHECKING:
    import gradio

    from index import DocumentIndex
    from qa import Answerer, Conversation

Messages = list[dict[str, Any]]

WELCOME = "Ask about the documents. Every answer comes with the quotation that proves it."
EMPTY = "There are no documents yet. Add some with 'quoted add PATH' in a terminal, then ask here."
WAITING_QUESTIONS = 32  # more than these at once are told to try again
ANSWERED_AT_ONCE = 4

CSS = """
.gradio-container { max-width: 52rem !important; margin: 0 auto !important; }
.quoted-short { font-size: 1.15em; font-weight: 600; margin: 0 0 .5em; }
.quoted-quote { border-inline-start: 3px solid var(--color-accent); padding-inline-start: .8em; margin: .6em 0 .2em; }
.quoted-source, .quoted-understood, .quoted-nearest { font-size: .9em; opacity: .85; margin: 0 0 .6em; }
.quoted-disagreement { font-weight: 500; }
.quoted-answer mark { background: #ffe58a; color: #1a1a1a; padding: 0 .1em; border-radius: 2px; }
.quoted-answer, .quoted-question, .quoted-notice { overflow-wrap: anywhere; }
"""


class PageError(QuotedError):
    """The page cannot be opened as asked."""


def build(store: str | Path) -> gradio.Blocks:
    """The page over one store, which is made when missing and stays open for as long as the page lives.

    Raises:
        StoreError: the store cannot be used as it is.
    """
    from index import DocumentIndex
    from qa import Answerer

    index = DocumentIndex.open(Path(store))
    page = layout(index, Answerer(index))
    weakref.finalize(page, index.close)
    return page


def layout(index: DocumentIndex, answerer: Answerer) -> gradio.Blocks:
    """What is on the page, and what happens when a question is sent."""
    gr = _gradio()
    with gr.Blocks(title="Quoted", analytics_enabled=False) as page:
        gr.Markdown("# Quoted")
        status = gr.HTML(padding=False)
        conversation = gr.State(None)
        chat = gr.Chatbot(
            label="Conversation", show_label=False, height="62vh", placeholder=WELCOME, elem_id="conversation",
            latex_delimiters=[], feedback_options=None, buttons=[],
        )  # fmt: skip
        question = gr.Textbox(
            label="Question", show_label=False, placeholder="Your question", submit_btn=True, autofocus=True,
            max_lines=4, elem_id="question",
        )  # fmt: skip
        question.submit(
            _chat(answerer), [question, chat, conversation], [question, chat, conversation],
            concurrency_limit=ANSWERED_AT_ONCE, show_progress="hidden", api_visibility="private",
        )  # fmt: skip
        chat.clear(lambda: None, None, conversation, api_visibility="private")
        page.load(lambda: notice_html(describe(index)), None, status, api_visibility="private")
    return page.queue(max_size=WAITING_QUESTIONS)


def _gradio() -> Any:
    """Gradio, which looks for a newer version of itself unless it is told not to before it is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio

    return gradio


def describe(index: DocumentIndex) -> str:
    """What the page says about the documents it answers from."""
    count = len(list(index.documents()))
    return f"{count} document{'s' * (count != 1)}" if count else EMPTY


Step = tuple[str, Messages, "Conversation | None"]


def _chat(answerer: Answerer) -> Callable[[str, Messages, Conversation | None], Iterator[Step]]:
    """The question's event: shows it at once, then its answer. Each browser session brings its own conversation."""

    def ask(question: str, shown: Messages, conversation: Conversation | None) -> Iterator[Step]:
        conversation = conversation or answerer.conversation()
        shown = [*shown, {"role": "user", "content": question_html(question)}]
        yield "", shown, conversation
        try:
            reply = answer_html(conversation.ask(question))
        except QuotedError as error:
            reply = notice_html(str(error))
        yield "", [*shown, {"role": "assistant", "content": reply}], conversation

    return ask


def launch(page: gradio.Blocks, *, host: str = "127.0.0.1", port: int | None = None, auth: str | None = None) -> str:
    """Start serving in the background and return the page's address.

    Args:
        page: what :func:`build` made.
        host: the address to listen on; anything but this machine's own needs ``auth``.
        port: the port; the first free one from 7860 when None.
        auth: "USER:PASSWORD".

    Raises:
        PageError: the address may not be used without a password, or the port is taken.
    """
    credentials = _credentials(host, auth)
    gr = _gradio()
    fonts = ["system-ui", "sans-serif"]
    try:
        _, address, _ = page.launch(
            server_name=host, server_port=port, auth=credentials, prevent_thread_lock=True, share=False, quiet=True,
            css=CSS, theme=gr.themes.Default(font=fonts, font_mono=["ui-monospace", "monospace"]), footer_links=[],
            ssr_mode=False, enable_monitoring=False, mcp_server=False,
        )  # fmt: skip
    except OSError as error:
        where = f"port {port}" if port else "every port from 7860 on"
        raise PageError(f"{where} is taken or may not be used at {host}: name another with --port") from error
    return str(address)


def _credentials(host: str, auth: str | None) -> tuple[str, str] | None:
    if not auth:
        if not _is_loopback(host):
            raise PageError(
                f"{host} can be reached from other machines: name who may use the page with --auth USER:PASSWORD, "
                "or keep to 127.0.0.1"
            )
        return None
    user, colon, password = auth.partition(":")
    if not (user and colon and password):
        raise PageError("--auth (or QUOTED_AUTH) must be USER:PASSWORD, with neither of them empty")
    return user, password


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


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
    _credentials(host, auth)  # before the seconds that building takes
    page = build(store)
    address = launch(page, host=host, port=port, auth=auth)
    say(f"Quoted is at {address} (Ctrl-C ends it)")
    if open_browser and _has_display():
        import webbrowser

        webbrowser.open(address)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
    finally:
        page.close(verbose=False)


def _has_display() -> bool:
    """Whether a browser has somewhere to open; on Linux without one, text browsers would take the terminal."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def main(argv: Sequence[str] | None = None) -> int:
    """``python app.py``: the command ``quoted serve`` by another name."""
    from qa.cli import main as quoted

    return quoted(["serve", *(sys.argv[1:] if argv is None else argv)])


if __name__ == "__main__":
    sys.exit(main())
