"""Serving the page: who may reach it, on which port, and what is answered beside it."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from index.errors import QuotedError
from qa.page.openai_api import make_api

if TYPE_CHECKING:
    from qa.page.api import Programs

FIRST_PORT, PORTS = 7860, 100
START_SECONDS = 30.0


class PageError(QuotedError):
    """The page cannot be opened as asked."""


def credentials_for(host: str, auth: str | None) -> tuple[str, str] | None:
    """User and password from "USER:PASSWORD"; None on this machine's own address without them.

    Raises:
        PageError: other machines could reach the page without a password, or half of one was given.
    """
    if not auth:
        if not is_loopback(host):
            raise PageError(
                f"{host} can be reached from other machines: name who may use the page with --auth USER:PASSWORD, "
                "or keep to 127.0.0.1"
            )
        return None
    user, colon, password = auth.partition(":")
    if not (user and colon and password):
        raise PageError("--auth (or QUOTED_AUTH) must be USER:PASSWORD, with neither of them empty")
    return user, password


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def serve_in_background(
    programs: Programs,
    mount: Callable[[Any], Any],
    host: str,
    port: int | None,
    credentials: tuple[str, str] | None,
    *,
    allow_changes: bool = False,
) -> str:
    """Serve the programs' interface and what ``mount`` adds to it, in a thread of its own; returns the address.

    ``allow_changes`` lets assistants that come over MCP add and remove documents.

    Raises:
        PageError: the port is taken, or the server did not start.
    """
    import uvicorn

    listening = _listen(host, port)
    app = mount(make_api(programs, credentials, only_local=is_loopback(host), allow_changes=allow_changes))
    config = uvicorn.Config(app, log_level="warning", access_log=False, ws="none", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, args=([listening],), name="page", daemon=True).start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > deadline:
            raise PageError(f"the page did not start within {START_SECONDS:.0f} seconds: try again")
        time.sleep(0.02)
    shown = f"[{host}]" if ":" in host.strip("[]") else host
    return f"http://{shown}:{listening.getsockname()[1]}/"


def _listen(host: str, port: int | None) -> socket.socket:
    plain = host.strip("[]")
    family = socket.AF_INET6 if ":" in plain else socket.AF_INET
    for number in [port] if port else range(FIRST_PORT, FIRST_PORT + PORTS):
        try:
            return socket.create_server((plain, number), family=family, backlog=256)
        except OSError:
            continue
    where = f"port {port}" if port else f"every port from {FIRST_PORT} on"
    raise PageError(f"{where} is taken or may not be used at {host}: name another with --port")
