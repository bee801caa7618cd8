"""Quoted as a model for chat clients that speak OpenAI's interface, and a sign of life.

``POST /v1/chat/completions`` answers the last user message, the ones before it being the conversation it may lean on.
The reply has one extra field beside ``choices``: ``quoted``, with ``found``, ``question`` (as understood),
``confidence``, ``short``, ``citations`` and ``receipt``. With ``"stream": true`` the last chunk carries it.
"""

from __future__ import annotations

import json
import secrets
import time
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.errors import QuotedError
from qa.mcp_server import mcp_routes

if TYPE_CHECKING:
    from qa.page.api import Programs

MODEL = "quoted"
MOST_MESSAGES = 12  # of the conversation that is read again
LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]", "::1"]
_BASIC = "Basic "
_BEARER = "Bearer "


def make_api(
    programs: Programs, credentials: tuple[str, str] | None, *, only_local: bool, allow_changes: bool = False
) -> Any:
    """A FastAPI application with ``/healthz``, ``/v1/models``, ``/v1/chat/completions``, its OpenAPI and ``/mcp``.

    Args:
        programs: what answers.
        credentials: user and password asked for, as HTTP Basic, or with ``USER:PASSWORD`` as the API key.
        only_local: refuse requests that name another host, as a page of a stranger whose name points here would.
        allow_changes: let assistants that come over MCP add and remove documents.
    """
    from fastapi import Body, FastAPI
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import JSONResponse, StreamingResponse
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    routes, lifespan = mcp_routes(programs, only_local=only_local, allow_changes=allow_changes)
    api = FastAPI(
        title="Quoted", docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json", lifespan=lifespan, routes=routes
    )
    if only_local:
        api.add_middleware(TrustedHostMiddleware, allowed_hosts=LOCAL_NAMES)
    if credentials:
        api.middleware("http")(_guard(credentials))

    @api.exception_handler(RequestValidationError)
    @api.exception_handler(400)
    async def unreadable(_: Any, __: Exception) -> Any:
        return JSONResponse(error_object("this is not a request: send a JSON object with messages"), status_code=400)

    @api.get("/healthz")
    def healthz() -> dict[str, str]:
        """Whether the server answers; says nothing about the documents."""
        return {"status": "ok"}

    @api.get("/v1/models")
    def models() -> dict[str, Any]:
        """The one model there is."""
        return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "quoted"}]}

    @api.post("/v1/chat/completions")
    def completions(request: dict[str, Any] = Body(...)) -> Any:  # noqa: B008
        """Answers the last user message; ``stream`` sends the same as server-sent events."""
        try:
            answer = programs.converse(_questions(request))
        except QuotedError as error:
            return JSONResponse(error_object(str(error)), status_code=400)
        if request.get("stream"):
            return StreamingResponse(stream(answer), media_type="text/event-stream")
        return completion(answer)

    return api


def _guard(credentials: tuple[str, str]) -> Any:
    """Middleware that asks for the password wherever the page itself does not."""
    from starlette.responses import JSONResponse

    async def guard(request: Any, call_next: Any) -> Any:
        guarded = request.scope["path"].startswith(("/v1", "/mcp"))  # the path that is routed, whatever Host says
        if guarded and not allowed(request.headers.get("authorization", ""), credentials):
            refusal = error_object("a user and a password are needed: send USER:PASSWORD as the API key")
            return JSONResponse(refusal, status_code=401, headers={"WWW-Authenticate": 'Basic realm="Quoted"'})
        return await call_next(request)

    return guard


def allowed(header: str, credentials: tuple[str, str]) -> bool:
    """Whether an Authorization header holds the password; compared in constant time."""
    import base64
    import binascii

    given = header.removeprefix(_BEARER) if header.startswith(_BEARER) else ""
    if header.startswith(_BASIC):
        try:
            given = base64.b64decode(header.removeprefix(_BASIC), validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            given = ""
    return secrets.compare_digest(given.encode(), ":".join(credentials).encode())


def _questions(request: dict[str, Any]) -> list[str]:
    """The user's messages, oldest first.

    Raises:
        QuestionError: there are none, or the request is not of this form.
    """
    from qa.errors import QuestionError

    messages = request.get("messages")
    texts = (
        [_text(m.get("content")) for m in messages if isinstance(m, dict) and m.get("role") == "user"]
        if (isinstance(messages, list))
        else []
    )
    if not texts or not texts[-1].strip():
        raise QuestionError("there is no question: send messages whose last one of role 'user' holds it")
    return texts[-MOST_MESSAGES:]


def _text(content: Any) -> str:
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def completion(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as a ``chat.completion``; tokens are not counted, as none are made."""
    message = {"role": "assistant", "content": content_of(answer)}
    return {
        **_head("chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        "quoted": extra(answer),
    }


def stream(answer: dict[str, Any]) -> Iterator[str]:
    """An answer as server-sent events of ``chat.completion.chunk``, a line of it a chunk."""
    head = _head("chat.completion.chunk")

    def chunk(delta: dict[str, str], reason: str | None = None, **more: Any) -> str:
        choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
        return f"data: {json.dumps({**head, 'choices': choices, **more}, default=str)}\n\n"

    yield chunk({"role": "assistant", "content": ""})
    yield from (chunk({"content": line}) for line in content_of(answer).splitlines(keepends=True))
    yield chunk({}, "stop", quoted=extra(answer))
    yield "data: [DONE]\n\n"


def content_of(answer: dict[str, Any]) -> str:
    """The text of the reply: how the question was understood, where it leaned on earlier ones, and the answer."""
    asked, understood = str(answer["asked"]).strip(), str(answer["question"]).strip()
    return (f"({understood})\n" if understood != asked else "") + str(answer["text"])


def extra(answer: dict[str, Any]) -> dict[str, Any]:
    """The field ``quoted`` of a reply."""
    return {name: answer[name] for name in ("found", "question", "confidence", "short", "citations", "receipt")}


def error_object(message: str) -> dict[str, Any]:
    """A failure as clients of this interface expect it."""
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}


def _head(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": MODEL}
