"""A real HTTP server that speaks the OpenAI chat protocol, with scripted replies.

Each request takes the next reply of the script; the last one repeats. What was asked is kept in ``requests``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What one request gets."""

    text: str | Callable[[dict[str, Any]], str] = ""  # streamed in small pieces; may depend on what was asked
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0  # before the first byte
    pause_seconds: float = 0.0  # after the first three pieces
    raw: bytes | None = None  # sent as the stream's body as it is
    cut: bool = False  # the connection is dropped in the middle
    endless: bool = False  # the text is sent again and again


class Server:
    """The server while it runs; ``url`` is what ``--llm openai:MODEL@URL`` takes."""

    def __init__(self, replies: Sequence[Reply]) -> None:
        self.replies = list(replies)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._lock = threading.Lock()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/v1"

    def next(self, body: dict[str, Any], headers: dict[str, str]) -> Reply:
        with self._lock:
            self.requests.append(body)
            self.headers.append(headers)
            return self.replies[min(len(self.requests), len(self.replies)) - 1]

    def said(self, number: int = -1) -> str:
        """All the text of one request's messages."""
        return "\n".join(str(message["content"]) for message in self.requests[number]["messages"])


@contextmanager
def serving(*replies: Reply | str) -> Iterator[Server]:
    """A running server with these replies; a plain string is a Reply that streams it."""
    server = Server([r if isinstance(r, Reply) else Reply(r) for r in replies])
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join(5)


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def log_message(self, *args: Any) -> None:
            """Nothing on standard error."""

        def do_GET(self) -> None:
            body = json.dumps({"object": "list", "data": [{"id": "scripted", "object": "model"}]}).encode()
            self._head(200, {"Content-Type": "application/json"})
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = server.next(body, dict(self.headers))
            time.sleep(reply.delay_seconds)
            if reply.status != 200:
                self._head(reply.status, {"Content-Type": "application/json", **reply.headers})
                self.wfile.write(json.dumps({"error": {"message": "scripted", "type": "scripted"}}).encode())
                return
            self._head(200, {"Content-Type": "text/event-stream", **reply.headers})
            try:
                self._stream(reply, body)
            except (BrokenPipeError, ConnectionResetError):
                return

        def _head(self, status: int, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def _stream(self, reply: Reply, body: dict[str, Any]) -> None:
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                return
            text = reply.text(body) if callable(reply.text) else reply.text
            pieces = [text[i : i + 9] for i in range(0, len(text), 9)]
            while True:
                for number, piece in enumerate(pieces):
                    if number == 3:
                        time.sleep(reply.pause_seconds)
                    self._event({"content": piece})
                    if reply.cut and number == 2:
                        return
                if not reply.endless:
                    break
            self._event({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, delta: dict[str, str], finish: str | None = None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            chunk = {
                "id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice],
            }  # fmt: skip
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()

    return Handler
