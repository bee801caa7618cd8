"""Specifications, keys, token counts, and what ``quoted doctor`` says."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from qa.cli import main
from qa.cli.output import Console
from qa.llm.budget import counter, estimate
from qa.llm.configured import chosen, notice
from qa.llm.errors import ModelError
from qa.llm.models import key_for, parse
from tests.openai_server import serving


@pytest.mark.parametrize(
    ("text", "provider", "model", "url", "local"),
    [
        ("openai:gpt-x", "openai", "gpt-x", "https://api.openai.com/v1", False),
        ("openai:m@http://127.0.0.1:8080/v1/", "openai", "m", "http://127.0.0.1:8080/v1", True),
        ("openai:org/m:q4@http://localhost:1/v1", "openai", "org/m:q4", "http://localhost:1/v1", True),
        ("ollama:small:7b", "ollama", "small:7b", "http://127.0.0.1:11434", True),
        ("anthropic:some-model", "anthropic", "some-model", "https://api.anthropic.com", False),
    ],
)
def test_specifications(text: str, provider: str, model: str, url: str, local: bool) -> None:
    spec = parse(text)
    assert (spec.provider, spec.model, spec.url, spec.local) == (provider, model, url, local)
    assert model in notice(spec)
    assert ("sent to" in notice(spec)) is not local


@pytest.mark.parametrize(
    "text", ["", "gpt", "openai:", "mystery:m", "openai:m@http://", "openai:m@http://h:99999999/v1"]
)
def test_what_is_no_specification(text: str) -> None:
    with pytest.raises(ModelError, match="write it as openai:MODEL"):
        parse(text)


def test_a_key_is_not_sent_in_the_clear_to_another_machine() -> None:
    keys = {"OPENAI_API_KEY": "sk-1"}
    assert key_for(parse("openai:m@http://192.0.2.7/v1"), keys) is None
    assert key_for(parse("openai:m@https://192.0.2.7/v1"), keys) == "sk-1"
    assert key_for(parse("openai:m@http://127.0.0.1/v1"), keys) == "sk-1"
    assert key_for(parse("openai:m"), {}) is None


def test_the_argument_stands_before_the_environment() -> None:
    assert chosen(None, {}) is None
    assert chosen(None, {"QUOTED_LLM": "ollama:a"}) == "ollama:a"
    assert chosen("ollama:b", {"QUOTED_LLM": "ollama:a"}) == "ollama:b"
    assert chosen("none", {"QUOTED_LLM": "ollama:a"}) is None


def test_an_estimate_is_not_below_what_tiktoken_counts() -> None:
    text = "The harbour of Ostrava Bay was closed on Friday after a ferry struck the pier. " * 5
    assert estimate("") == 0
    assert estimate(text) >= counter()(text) > 0


def doctor(tmp_path: Path, *argv: str, **environ: str) -> tuple[int, dict[str, dict[str, object]]]:
    out, err = io.StringIO(), io.StringIO()
    arguments = ["doctor", "--json", "--store", str(tmp_path / "store"), *argv]
    code = main(arguments, console=Console(out, err), environ=environ)
    return code, {finding["what"]: finding for finding in json.loads(out.getvalue())}


def test_doctor_without_a_model(tmp_path: Path) -> None:
    code, found = doctor(tmp_path)
    assert code == 0
    assert found["reader"]["ok"]
    assert "none" in str(found["language model"]["said"])
    assert not (tmp_path / "store").exists()


def test_doctor_with_a_server_and_without_one(tmp_path: Path) -> None:
    with serving("x") as server:
        code, found = doctor(tmp_path, "--llm", f"openai:scripted@{server.url}", OPENAI_API_KEY="sk-secret")
        url = server.url
    assert code == 0
    assert "has scripted" in str(found["server"]["said"])
    assert "sk-secret" not in json.dumps(found)
    code, found = doctor(tmp_path, QUOTED_LLM=f"openai:scripted@{url}")
    assert code == 1
    assert not found["server"]["ok"]
    assert "is it running?" in str(found["server"]["said"])
