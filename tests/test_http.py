"""The page's interface for programs, over real HTTP: endpoints, OpenAI's interface, passwords, strangers' names."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from qa.cli.parser import build_parser
from qa.mcp_server import CHANGING, READING, mcp_routes
from tests.serving import ROOT, served

KILLED = "Who was killed in the airstrike at Baghdad airport?"
STORY = b"Harbour lights fail in Vikna\n\nThe engineer Turid Moen repaired the harbour lights of Vikna.\n"


@pytest.fixture(scope="module")
def address(corpus_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(corpus_store, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("guarded")
    yield from served(folder / "store", folder, "--auth", "ilse:secret word", "--allow-changes")


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60, trust_env=False) as client:
        yield client


def call(http: httpx.Client, address: str, name: str, *arguments: Any) -> Any:
    """One endpoint as ``curl`` would ask it: a POST that gives a number, a GET that gives the result."""
    begun = http.post(f"{address}/gradio_api/call/{name}", json={"data": list(arguments)})
    answered = http.get(f"{address}/gradio_api/call/{name}/{begun.json()['event_id']}")
    kind, data = (line.partition(": ")[2] for line in answered.text.strip().split("\n")[:2])
    assert kind == "complete", answered.text
    return json.loads(data)[0]


def test_the_server_says_that_it_lives(http: httpx.Client, address: str) -> None:
    assert http.get(f"{address}/healthz").json() == {"status": "ok"}


def test_the_endpoints_answer_and_their_receipts_verify(http: httpx.Client, address: str) -> None:
    answer = call(http, address, "ask", KILLED, None, "")
    assert answer["found"]
    assert "Soleimani" in answer["short"][0]
    standing = call(http, address, "verify", json.dumps(answer["receipt"]))
    assert {checked["standing"] for checked in standing} == {"still there"}
    ids = {document["id"] for document in call(http, address, "documents")}
    assert {citation["document_id"] for citation in answer["citations"]} <= ids
    assert call(http, address, "search", "embassy", 3)[0]["document_id"] in ids
    assert len(call(http, address, "search", "embassy", 3)) == 3


def test_gradio_client_adds_asks_and_removes(guarded: str) -> None:
    from gradio_client import Client

    client = Client(
        guarded, auth=("ilse", "secret word"), verbose=False, analytics_enabled=False, httpx_kwargs={"timeout": 60}
    )
    content = base64.b64encode(STORY).decode()
    said = client.predict(url="", name="../../lights.txt", content_base64=content, api_name="/add")
    assert said.startswith("added")
    [document] = client.predict(api_name="/documents")
    assert (document["source"], document["title"]) == ("lights.txt", "Harbour lights fail in Vikna")
    asked = client.predict("Who repaired the harbour lights of Vikna?", api_name="/ask")
    assert "Turid Moen" in asked["short"][0]
    assert client.predict(document["id"], api_name="/remove").startswith("removed")
    assert client.predict(api_name="/documents") == []
    with pytest.raises(Exception, match="there is no document"):
        client.predict(document["id"], api_name="/remove")
    with pytest.raises(Exception, match="not base64"):
        client.predict(name="a.txt", content_base64="?", api_name="/add")
    client.close()


def test_every_endpoint_is_described(http: httpx.Client, address: str) -> None:
    named = http.get(f"{address}/gradio_api/info").json()["named_endpoints"]
    assert set(named) == {"/ask", "/search", "/documents", "/add", "/remove", "/verify"}
    paths = http.get(f"{address}/v1/openapi.json").json()["paths"]
    assert {"/healthz", "/v1/models", "/v1/chat/completions"} <= set(paths)
    assert "/gradio_api/call/ask" in http.get(f"{address}/gradio_api/openapi.json").text


def chat(http: httpx.Client, address: str, *messages: str, **more: Any) -> httpx.Response:
    body = {"model": "quoted", "messages": [{"role": "user", "content": text} for text in messages], **more}
    return http.post(f"{address}/v1/chat/completions", json=body)


def test_chat_clients_get_an_answer_with_its_citations(http: httpx.Client, address: str) -> None:
    reply = chat(http, address, KILLED).json()
    assert "Soleimani" in reply["choices"][0]["message"]["content"]
    assert (reply["object"], reply["model"]) == ("chat.completion", "quoted")
    assert reply["quoted"]["found"]
    assert reply["quoted"]["citations"][0]["quote"]
    assert http.get(f"{address}/v1/models").json()["data"][0]["id"] == "quoted"


def test_a_follow_up_leans_on_the_messages_before_it(http: httpx.Client, address: str) -> None:
    reply = chat(http, address, KILLED, "When was he killed?").json()
    assert reply["quoted"]["question"] == "When was Qassem Soleimani killed?"
    assert reply["choices"][0]["message"]["content"].startswith("(When was Qassem Soleimani killed?)")


def test_streaming_sends_the_same(http: httpx.Client, address: str) -> None:
    whole = chat(http, address, KILLED).json()
    lines = [line for line in chat(http, address, KILLED, stream=True).text.split("\n\n") if line]
    assert lines[-1] == "data: [DONE]"
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert text == whole["choices"][0]["message"]["content"]
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["quoted"]["citations"] == whole["quoted"]["citations"]


def test_openais_own_client_can_use_it(address: str) -> None:
    openai = pytest.importorskip("openai", reason="OpenAI's client is not installed")
    with openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        reply = client.chat.completions.create(model="quoted", messages=[{"role": "user", "content": KILLED}])
    assert "Soleimani" in reply.choices[0].message.content
    assert reply.quoted["found"]


@pytest.mark.parametrize("body", [{}, {"messages": []}, {"messages": "x"}, {"messages": [{"role": "user"}]},
                                  {"messages": [1, {"role": "user", "content": " "}]}])  # fmt: skip
def test_a_request_without_a_question_says_so(http: httpx.Client, address: str, body: dict[str, Any]) -> None:
    reply = http.post(f"{address}/v1/chat/completions", json=body)
    assert reply.status_code == 400
    assert "there is no question" in reply.json()["error"]["message"]


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b'"x"', b"\xff"])
def test_what_is_no_request_at_all_says_so_too(http: httpx.Client, address: str, body: bytes) -> None:
    reply = http.post(f"{address}/v1/chat/completions", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == 400
    assert "send a JSON object with messages" in reply.json()["error"]["message"]


def test_a_stranger_without_the_password_gets_nothing(http: httpx.Client, guarded: str) -> None:
    assert http.get(f"{guarded}/healthz").status_code == 200
    for path in ("/v1/models", "/v1/openapi.json", "/gradio_api/info", "/gradio_api/openapi.json", "/config"):
        assert http.get(f"{guarded}{path}").status_code == 401, path
    for path in ("/v1/chat/completions", "/gradio_api/call/documents", "/gradio_api/upload", "/gradio_api/queue/join"):
        assert http.post(f"{guarded}{path}", json={"data": []}).status_code in (401, 403), path
    wrong = {"Authorization": "Bearer ilse:secret"}
    assert http.get(f"{guarded}/v1/models", headers=wrong).status_code == 401


@pytest.mark.parametrize("way", ["bearer", "basic"])
def test_the_password_opens_openais_interface(http: httpx.Client, guarded: str, way: str) -> None:
    named = (
        {"headers": {"Authorization": "Bearer ilse:secret word"}}
        if way == "bearer"
        else {"auth": ("ilse", "secret word")}
    )
    assert http.get(f"{guarded}/v1/models", **named).status_code == 200  # type: ignore[arg-type]


def test_another_name_for_this_machine_is_refused(http: httpx.Client, address: str) -> None:
    for path in ("/", "/healthz", "/v1/models", "/gradio_api/info"):
        assert http.get(f"{address}{path}", headers={"Host": "evil.example"}).status_code == 400, path


@pytest.mark.parametrize("path", ["/gradio_api/file=/etc/passwd", "/gradio_api/file=../../etc/passwd", "/../app.py"])
def test_files_of_this_machine_are_not_served(http: httpx.Client, address: str, path: str) -> None:
    reply = http.get(f"{address}{path}")
    assert reply.status_code in (403, 404)
    assert "root:" not in reply.text


def test_an_upload_that_is_too_large_is_refused(http: httpx.Client, address: str) -> None:
    reply = http.post(f"{address}/gradio_api/upload", files={"files": ("a.txt", b"x" * 50_100_000)})
    assert reply.status_code == 413


def test_a_taken_port_is_named(address: str, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "app.py"), "--store", str(tmp_path), "--port", address.rpartition(":")[2]]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, "is taken" in ran.stderr) == (1, True)


def assistant(url: str, *wanted: tuple[str, dict[str, Any]], **headers: str) -> tuple[set[str], list[Any]]:
    """The tools that MCP's own client finds at an address, and the results of its calls."""
    pytest.importorskip("mcp", reason="the mcp library is not installed (pip install 'quoted[mcp]')")
    from mcp import Client
    from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client

    async def run() -> tuple[set[str], list[Any]]:
        async with (
            create_mcp_http_client(headers=headers) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            names = {tool.name for tool in (await client.list_tools()).tools}
            return names, [await client.call_tool(name, arguments) for name, arguments in wanted]

    return asyncio.run(run())


def test_an_assistant_asks_at_the_pages_own_address_and_can_change_nothing(address: str) -> None:
    names, [asked, removed] = assistant(
        f"{address}/mcp", ("ask", {"question": KILLED}), ("remove", {"document_id": "000000000000"})
    )
    assert names == set(READING)
    assert "Soleimani" in asked.structured_content["short"][0]
    assert removed.is_error
    assert "Unknown tool" in removed.content[0].text


def test_an_assistant_with_the_password_adds_and_removes_where_that_is_allowed(guarded: str) -> None:
    content = {"name": "lights.txt", "content_base64": base64.b64encode(STORY).decode()}
    url, password = f"{guarded}/mcp", "Bearer ilse:secret word"
    names, [added, listed] = assistant(url, ("add", content), ("list_documents", {}), Authorization=password)
    assert names == set(READING) | set(CHANGING)
    assert added.structured_content["result"].startswith("added")
    [document] = listed.structured_content["result"]
    assert document["added"]
    _, [removed, listed] = assistant(
        url, ("remove", {"document_id": document["id"]}), ("list_documents", {}), Authorization=password
    )
    assert removed.structured_content["result"].startswith("removed")
    assert listed.structured_content["result"] == []


INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}  # fmt: skip
JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


def test_strangers_do_not_reach_the_assistants_address(http: httpx.Client, address: str, guarded: str) -> None:
    assert http.post(f"{address}/mcp", json=INITIALIZE, headers=JSON).status_code == 200
    for name, value, refusal in (("Host", "evil.example", 400), ("Origin", "http://evil.example", 403)):
        reply = http.post(f"{address}/mcp", json=INITIALIZE, headers={**JSON, name: value})
        assert reply.status_code == refusal, name
    for header in ({}, {"Authorization": "Bearer ilse:secret"}):
        assert http.post(f"{guarded}/mcp", json=INITIALIZE, headers={**JSON, **header}).status_code == 401


@pytest.mark.parametrize("host", ["a/healthz?x=", "a/healthz#", "a?"])
def test_a_host_header_cannot_pass_for_a_path(http: httpx.Client, guarded: str, host: str) -> None:
    for path in ("/v1/models", "/mcp"):
        assert http.get(f"{guarded}{path}", headers={"Host": host}).status_code in (400, 401), path


def test_without_its_library_the_assistants_address_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    monkeypatch.setitem(sys.modules, "mcp.server", None)
    routes, lifespan = mcp_routes(None, only_local=True, allow_changes=False)  # type: ignore[arg-type]
    with TestClient(Starlette(routes=routes, lifespan=lifespan)) as client:
        reply = client.post("/mcp", json=INITIALIZE)
    assert reply.status_code == 501
    assert "pip install 'quoted[mcp]'" in reply.json()["error"]


def test_the_examples_of_readme_work(address: str, corpus_store: Path, tmp_path: Path) -> None:
    """Each line of README's shell example, asked of a page that is there, and each way it shows to assistants."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("## For other programs")[2].partition("\n## ")[0]
    [shell] = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    started, *commands = shell.replace("\\\n", " ").splitlines()
    assert started == "quoted serve --port 7860"
    assert len(commands) == 3
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for command in commands:
        ran = subprocess.run(
            ["sh", "-c", command.replace("http://127.0.0.1:7860", address)], env={**os.environ, "PATH": path},
            capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        assert "Soleimani" in ran.stdout, command
    blocks = re.findall(r"^```json\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    stdio, remote = map(json.loads, blocks)
    names, [asked] = assistant(
        remote["mcpServers"]["quoted"]["url"].replace("http://127.0.0.1:7860", address), ("ask", {"question": KILLED})
    )
    assert names == set(READING)
    assert asked.structured_content["found"]
    own = stdio["mcpServers"]["quoted"]
    parsed = build_parser().parse_args(own["args"])
    assert own["command"] == "quoted"
    assert (parsed.command, parsed.allow_changes) == ("mcp", False)
