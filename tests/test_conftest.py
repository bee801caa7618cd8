"""The seal itself: a refusal that nobody tests is a hope."""

from __future__ import annotations

import os
import socket
import urllib.request
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


@pytest.mark.tries_network
@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_a_connection_out_is_refused(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as s, pytest.raises(ConnectionRefusedError, match="tests may not connect"):
        s.connect((host, 80))


@pytest.mark.tries_network
def test_a_look_up_is_refused() -> None:
    with pytest.raises(OSError, match="not known"):
        urllib.request.urlopen("http://example.com/", timeout=5)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_home_is_a_throwaway() -> None:
    assert Path.home().name.startswith("quoted-tests-")
    assert not [name for name in os.environ if name.startswith("QUOTED_")]


def test_a_swallowed_attempt_fails_the_test(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import socket

        def test_swallows():
            try:
                socket.create_connection(("192.0.2.1", 80), timeout=1)
            except OSError:
                pass
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*reached for the network*"])
