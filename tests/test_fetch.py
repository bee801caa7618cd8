"""Fetching: what comes back, what is refused, and that nothing is asked of an address that was not checked."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from files.builders import STORY, page, pdf

from index import errors
from index.fetch import FetchPolicy, IPAddress, fetch, is_public
from index.loaders import load_url

ARTICLE = page(f"<article><h1>Bridge closed</h1><p>{STORY[0]}</p><p>Grünau</p></article>")


class Site(BaseHTTPRequestHandler):
    """A small web site with all the bad habits of large ones."""

    asked: list[str]

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        where, _, argument = self.path.strip("/").partition("/")
        getattr(self, f"send_{where}", self.send_missing)(argument)

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_article(self, _: str) -> None:
        self.reply(ARTICLE, Content_Type="text/html; charset=utf-8")

    def send_latin(self, _: str) -> None:
        self.reply("Straße, žluťoučký".encode("cp1250"), Content_Type='text/plain; charset="windows-1250"')

    def send_pdf(self, _: str) -> None:
        self.reply(pdf([[(60, 700, 12, STORY[0])]]), Content_Type="text/html")

    def send_to(self, target: str) -> None:
        self.reply(b"", 302, Location=target.replace("|", "//"))

    def send_round(self, number: str) -> None:
        self.reply(b"", 301, Location=f"/round/{int(number) + 1}")

    def send_status(self, number: str) -> None:
        self.reply(b"no", int(number))

    def send_zipped(self, _: str) -> None:
        self.reply(gzip.compress(ARTICLE), Content_Encoding="gzip")

    def send_bomb(self, _: str) -> None:
        self.reply(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")

    def send_brotli(self, _: str) -> None:
        self.reply(b"\x0b\x02\x80\x00\x03", Content_Encoding="br")

    def send_long(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        for _chunk in range(100):
            self.wfile.write(b"a" * 100_000)

    def send_announced(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "50000000")
        self.end_headers()

    def send_drip(self, _: str) -> None:
        for _byte in range(100):
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.05)

    def send_short(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"a")

    def send_nonsense(self, _: str) -> None:
        self.wfile.write(b"this is no HTTP\r\n\r\n")

    def send_missing(self, _: str) -> None:
        self.reply(b"no such page", 404)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """A client that gave up is no error here."""


@pytest.fixture
def site() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Site)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def address(site: Server, path: str) -> str:
    return f"http://127.0.0.1:{site.server_port}{path}"


def only(site: Server, **more: object) -> FetchPolicy:
    """The usual rules, and this one server of this machine in addition; ``news.test`` leads to it."""

    def resolve(host: str, port: int) -> list[str]:
        return {"news.test": ["127.0.0.1"], "intranet.test": ["10.1.2.3"], "metadata.test": ["169.254.169.254"]}.get(
            host, [host]
        )

    def permits(at: IPAddress, port: int) -> bool:
        return is_public(at) or (at.is_loopback and port == site.server_port)

    return FetchPolicy(resolve=resolve, permits=permits, **more)  # type: ignore[arg-type]


def test_a_page(site: Server) -> None:
    (document,) = load_url(address(site, "/article#part"), policy=only(site))
    assert STORY[0] in document.text
    assert "Grünau" in document.text
    assert document.origin == document.url == address(site, "/article")


def test_people_with_an_intranet_can_opt_in(site: Server) -> None:
    assert load_url(address(site, "/article"), allow_private=True)[0].title == "Bridge closed"


def test_what_the_server_says_of_the_encoding_counts(site: Server) -> None:
    assert load_url(address(site, "/latin"), policy=only(site))[0].text == "Straße, žluťoučký"


def test_the_content_decides_not_the_content_type(site: Server) -> None:
    assert STORY[0] in load_url(address(site, "/pdf"), policy=only(site))[0].text


def test_compressed_pages(site: Server) -> None:
    assert fetch(address(site, "/zipped"), only(site)).data == ARTICLE
    with pytest.raises(errors.TooLarge, match="over the limit of 20 MB"):
        fetch(address(site, "/bomb"), only(site))
    with pytest.raises(errors.LoadError, match="compression nobody asked for"):
        fetch(address(site, "/brotli"), only(site))


def test_redirects_are_followed_and_the_origin_stays(site: Server) -> None:
    start = address(site, f"/to/http:||news.test:{site.server_port}/article")
    page = fetch(start, only(site))
    assert page.data == ARTICLE
    assert page.asked == start
    assert page.url == f"http://news.test:{site.server_port}/article"
    assert fetch(address(site, "/to//article"), only(site)).data == ARTICLE


def test_too_many_redirects(site: Server) -> None:
    with pytest.raises(errors.LoadError, match="redirects more than 5 times"):
        fetch(address(site, "/round/1"), only(site))
    assert len(site.asked) == 6  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:1", "[::1]", "10.1.2.3", "169.254.169.254", "intranet.test", "metadata.test", "[::ffff:10.0.0.1]"],
)
def test_a_redirect_to_a_private_address_is_refused(site: Server, host: str) -> None:
    with pytest.raises(errors.FetchRefused, match="private or reserved address"):
        fetch(address(site, f"/to/http:||{host}/secret"), only(site))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp:||a.example/x", "gopher:||a.example/"])
def test_a_redirect_to_another_scheme_is_refused(site: Server, target: str) -> None:
    with pytest.raises(errors.FetchRefused, match="only http and https"):
        fetch(address(site, f"/to/{target}"), only(site))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8080/",
        "https://[::1]/",
        "http://0.0.0.0/",
        "http://169.254.169.254/latest/",
        "http://[fd00:ec2::254]/",
        "http://100.64.0.1/",
        "http://[64:ff9b::7f00:1]/",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(url: str) -> None:
    with pytest.raises(errors.FetchRefused, match="private or reserved"):
        load_url(url)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1"])
def test_numbers_that_systems_read_as_addresses_are_refused(host: str) -> None:
    policy = FetchPolicy(resolve=lambda host, port: [socket.inet_ntoa(socket.inet_aton(host))])
    with pytest.raises(errors.FetchRefused, match=r"\(127\.0\.0\.1\)"):
        fetch(f"http://{host}/", policy)


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    policy = FetchPolicy(resolve=lambda host, port: ["93.184.216.34", "192.168.1.1"])
    with pytest.raises(
        errors.FetchRefused, match=r"mixed\.test is at a private or reserved address \(192\.168\.1\.1\)"
    ):
        fetch("http://mixed.test/", policy)


def test_a_name_is_resolved_once_so_that_a_second_answer_cannot_mislead(site: Server) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return next(answers)

    checked = []

    def permits(at: IPAddress, port: int) -> bool:
        checked.append(str(at))
        return True

    page = fetch(f"http://rebind.test:{site.server_port}/article", FetchPolicy(resolve=resolve, permits=permits))
    assert (page.data, asked, checked) == (ARTICLE, ["rebind.test"], ["127.0.0.1"])


def test_the_next_address_is_tried_when_one_does_not_answer(site: Server) -> None:
    policy = FetchPolicy(allow_private=True, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
    assert fetch(f"http://news.test:{site.server_port}/article", policy).data == ARTICLE


@pytest.mark.parametrize(
    "public", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"]
)
def test_public_addresses(public: str) -> None:
    assert is_public(ipaddress.ip_address(public))


@pytest.mark.parametrize(
    "private",
    "127.0.0.1 10.0.0.1 172.16.0.1 192.168.0.1 169.254.1.1 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 255.255.255.255 "
    "198.18.0.1 192.0.0.8 192.0.2.1 203.0.113.1 192.88.99.1 ::1 :: fe80::1 fec0::1 fd00::1 ff02::1 ::ffff:127.0.0.1 "
    "::127.0.0.1 64:ff9b::10.0.0.1 2002:7f00:1:: 2001::1 2001:db8::1 100::1".split(),
)
def test_addresses_that_are_not_public(private: str) -> None:
    assert not is_public(ipaddress.ip_address(private))


@pytest.mark.parametrize(
    ("url", "kind", "message"),
    [
        ("ftp://a.example/x", errors.FetchRefused, "only http and https"),
        ("file:///etc/passwd", errors.FetchRefused, "only http and https"),
        ("javascript:alert(1)", errors.FetchRefused, "only http and https"),
        ("a.example", errors.FetchRefused, "only http and https"),
        ("http://me:secret@a.example/", errors.FetchRefused, "user name or password"),
        ("http://", errors.LoadError, "names no host"),
        ("http://[broken/", errors.LoadError, "no valid web address"),
        ("http://a.example:99999999/", errors.LoadError, "no valid web address"),
        ("http://a\nb.example/", errors.LoadError, "no valid web address"),
        ("http://" + "a" * 70_000, errors.LoadError, "no valid web address"),
        ("http://dead.invalid/", errors.LoadError, "there is no host called dead.invalid: check the address"),
    ],
)
def test_addresses_that_lead_nowhere(url: str, kind: type[errors.LoadError], message: str) -> None:
    with pytest.raises(errors.LoadError, match=message) as caught:
        load_url(url)
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "advice"), [(404, "no such page"), (403, "save the page"), (500, "try again later"), (204, "check")]
)
def test_a_status_is_named(site: Server, status: int, advice: str) -> None:
    with pytest.raises(errors.LoadError, match=f"127.0.0.1 answered with status {status}: .*{advice}"):
        fetch(address(site, f"/status/{status}"), only(site))


def test_a_closed_port(site: Server) -> None:
    policy = FetchPolicy(allow_private=True)
    with pytest.raises(errors.LoadError, match=r"127\.0\.0\.1 could not be reached \(.*refused.*\): check the address"):
        fetch("http://127.0.0.1:1/", policy)


@pytest.mark.parametrize("path", ["/short", "/nonsense"])
def test_answers_that_break_off(site: Server, path: str) -> None:
    with pytest.raises(errors.LoadError, match="could not be reached"):
        fetch(address(site, path), only(site))


def test_the_size_is_limited(site: Server) -> None:
    with pytest.raises(errors.TooLarge, match="over the limit of 1 MB: save its text"):
        fetch(address(site, "/long"), only(site, max_bytes=1_000_000))
    with pytest.raises(errors.TooLarge):
        fetch(address(site, "/announced"), only(site))


def test_the_time_is_limited_as_a_whole(site: Server) -> None:
    started = time.monotonic()
    with pytest.raises(errors.LoadError, match=r"did not answer within 0\.4 seconds: try again later"):
        fetch(address(site, "/drip"), only(site, max_seconds=0.4))
    assert time.monotonic() - started < 2.0, "each byte came in time, the answer did not"


def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    started = time.monotonic()
    with pytest.raises(errors.LoadError, match="did not answer within"):
        fetch("http://slow.test/", FetchPolicy(resolve=resolve, max_seconds=0.2))
    assert time.monotonic() - started < 2.0


def test_proxies_of_the_environment_are_not_asked(site: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert fetch(address(site, "/article"), only(site)).data == ARTICLE
