"""An assistant over MCP: the tools it sees, what they answer, and that none of them changes the store unasked."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qa import Answerer
from qa.installed import version
from qa.mcp_server import CHANGING, READING, make_server
from qa.page.api import Programs

if TYPE_CHECKING:
    from index import DocumentIndex

pytest.importorskip("mcp", reason="the mcp library is not installed (pip install 'quoted[mcp]')")
ROOT = Path(__file__).resolve().parent.parent
KILLED = "Who was killed in the airstrike at Baghdad airport?"


def calls(server: Any, *wanted: tuple[str, dict[str, Any]]) -> tuple[set[str], list[Any]]:
    """The tools that a client sees, and the results of its calls."""
    from mcp import Client

    async def run() -> tuple[set[str], list[Any]]:
        async with Client(server) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            return names, [await client.call_tool(name, arguments) for name, arguments in wanted]

    return asyncio.run(run())


def value(result: Any) -> Any:
    """What a tool returned, as Python has it."""
    assert not result.is_error, result
    structured = result.structured_content
    return structured["result"] if set(structured) == {"result"} else structured


@pytest.fixture(scope="module")
def programs(corpus_index: DocumentIndex) -> Programs:
    return Programs(corpus_index, Answerer(corpus_index))


def test_the_server_says_which_quoted_it_is(programs: Programs) -> None:
    assert make_server(programs).version == version() != ""


def test_nothing_that_changes_the_store_is_offered_unless_allowed(programs: Programs) -> None:
    assert calls(make_server(programs))[0] == set(READING)
    assert calls(make_server(programs, allow_changes=True))[0] == set(READING) | set(CHANGING)


def test_ask_verify_read_search_list(programs: Programs) -> None:
    _, [asked, listed, found] = calls(
        make_server(programs), ("ask", {"question": KILLED}), ("list_documents", {}), ("search", {"query": "embassy"})
    )
    answer = value(asked)
    assert answer["found"]
    assert "Soleimani" in answer["short"][0]
    citation = answer["citations"][0]
    where = {"document_id": citation["document_id"], "start": citation["start"], "chars": len(citation["quote"])}
    _, [read, verified] = calls(
        make_server(programs),
        ("read_document", where),
        ("verify_receipt", {"receipt": json.dumps(answer["receipt"])}),
    )
    assert value(read)["text"] == citation["quote"]
    assert {checked["standing"] for checked in value(verified)} == {"still there"}
    assert citation["document_id"] in {document["id"] for document in value(listed)}
    assert value(found)[0]["text"]


@pytest.mark.parametrize(("tool", "arguments", "advice"), [
    ("ask", {"question": " "}, "question"),
    ("ask", {"question": "Who?", "today": "yesterday"}, "2020-01-08"),
    ("ask", {"question": "Who?", "documents": ["000000000000"]}, "list the documents"),
    ("read_document", {"document_id": "../../etc/passwd"}, "there is no document"),
    ("verify_receipt", {"receipt": "{}"}, "not a receipt"),
])  # fmt: skip
def test_a_failure_says_what_to_do(programs: Programs, tool: str, arguments: dict[str, Any], advice: str) -> None:
    _, [result] = calls(make_server(programs), (tool, arguments))
    assert result.is_error
    assert advice in result.content[0].text


def test_the_command_speaks_over_standard_input_and_output(corpus_store: Path) -> None:
    from mcp import StdioServerParameters

    command = ["-m", "qa.cli", "--store", str(corpus_store), "mcp"]
    environ = {"PYTHONPATH": str(ROOT)}
    parameters = StdioServerParameters(command=sys.executable, args=command, cwd=str(ROOT), env=environ)
    names, [asked] = calls(parameters, ("ask", {"question": KILLED}))
    assert names == set(READING)
    assert "Soleimani" in value(asked)["short"][0]
