"""One page or file of the web, fetched with care: checked addresses, few redirects, a limit on size and on time.

Documents come from anywhere, and so do the addresses that people paste. A name is resolved once, every address it
resolves to is checked, and the connection goes to the checked address itself, so that a name server which answers
differently the second time gains nothing. Redirects are followed by hand, each under the same rules. Proxies named in
the environment are not used: they would resolve names again, out of sight.
"""

from __future__ import annotations

import ipaddress
import posixpath
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from index.errors import FetchRefused, LoadError, TooLarge

if TYPE_CHECKING:
    import httpx

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "100::/64", "5f00::/16")))
_USER_AGENT = "Mozilla/5.0 (compatible; Quoted; reads one page when a person asks for it)"
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HOST = re.compile(r"[^\s%/\\?#@\[\]<>\"']{0,253}")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ADVICE = {
    401: "it needs a login; save the page from your browser and add the file",
    403: "it refuses programs; save the page from your browser and add the file",
    404: "there is no such page; check the address",
    410: "the page was removed; look for a copy in a web archive",
    429: "it asks to be left alone for a while; try again later",
    451: "it may not show the page; look for a copy in a web archive",
}


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the operating system resolves it.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the public Internet: no private, loopback, link-local, metadata, multicast or
    reserved one, and no IPv6 address that wraps one of these (mapped, NAT64, 6to4, Teredo)."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not any(address in network for network in _NOT_PUBLIC)


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """What may be fetched, and how much of it.

    ``resolve`` and ``permits`` are seams: how names become addresses, and which address and port may be connected to.
    """

    allow_private: bool = False
    max_bytes: int = 20_000_000
    max_seconds: float = 20.0  # for everything together, redirects included
    max_redirects: int = 5
    resolve: Callable[[str, int], Sequence[str]] = resolve
    permits: Callable[[IPAddress, int], bool] | None = None  # None: public addresses only

    def check(self, host: str, addresses: Iterable[str], port: int) -> list[str]:
        """The addresses, when all of them may be connected to.

        Raises:
            FetchRefused: one of them may not be, or there are none.
        """
        checked = list(addresses)
        for text in checked:
            address = ipaddress.ip_address(text)
            allowed = self.permits(address, port) if self.permits else is_public(address)
            if not allowed and not self.allow_private:
                raise FetchRefused(
                    f"{host} is at a private or reserved address ({text}), which Quoted does not fetch from: "
                    "save the page as a file and add that"
                )
        return checked


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: the bytes, and where from."""

    asked: str  # the address asked for, without its fragment
    url: str  # the address that answered, after redirects
    name: str  # the last part of its path, for its ending alone
    data: bytes
    charset: str | None  # the encoding the server named


def fetch(url: str, policy: FetchPolicy | None = None) -> Page:
    """Fetch one page or file.

    Args:
        url: an http or https address.
        policy: what is allowed; by default public addresses, 20 MB, 20 seconds, 5 redirects.

    Raises:
        FetchRefused: the scheme or the address is not fetched on purpose, here or after a redirect.
        TooLarge: the page is over the size limit.
        LoadError: no answer in time, no such host, a failed connection, an error status; the message names it.
    """
    import httpcore
    import httpx

    from index.transport import CheckedTransport, OutOfTime

    policy = policy or FetchPolicy()
    deadline = time.monotonic() + policy.max_seconds
    asked = _checked_url(url)
    current = asked
    try:
        with httpx.Client(transport=CheckedTransport(policy, deadline), trust_env=False, headers=_headers()) as client:
            for _ in range(policy.max_redirects + 1):
                with client.stream("GET", current, follow_redirects=False) as response:
                    if response.status_code not in _REDIRECTS or "location" not in response.headers:
                        return _page(str(asked), response, policy, deadline)
                    current = _checked_url(str(response.url.join(response.headers["location"])))
    except LoadError:
        raise
    except (OutOfTime, TimeoutError, httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise LoadError(
            f"{asked.host} did not answer within {policy.max_seconds:g} seconds: try again later"
        ) from error
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        OSError,
        ValueError,
    ) as error:
        raise LoadError(_failed(str(current.host), error)) from error
    raise LoadError(
        f"{asked.host} redirects more than {policy.max_redirects} times: open the page in a browser and save it"
    )


def in_time(work: Callable[[], Sequence[str]], seconds: float) -> Sequence[str]:
    """What ``work`` returns, in a thread of its own since name look-ups cannot be interrupted.

    Raises:
        TimeoutError: it took longer.
        Exception: whatever ``work`` raised.
    """
    result: list[Any] = []

    def run() -> None:
        try:
            result.append(work())
        except Exception as error:  # handed over to the caller's thread
            result.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(max(0.0, seconds))
    if not result:
        raise TimeoutError
    if isinstance(result[0], Exception):
        raise result[0]
    found: Sequence[str] = result[0]
    return found


def _headers() -> dict[str, str]:
    return {"User-Agent": _USER_AGENT, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding": "gzip"}


def _checked_url(url: str) -> httpx.URL:
    import httpx

    try:
        parsed = httpx.URL(url.strip()).copy_with(fragment=None)
        host, port = parsed.host, parsed.port
        if not _HOST.fullmatch(host) or (port is not None and not 0 < port < 65536):
            raise ValueError
    except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as error:
        raise LoadError("this is no valid web address: copy it from the browser's address line") from error
    if parsed.scheme not in {"http", "https"}:
        raise FetchRefused("only http and https addresses are fetched: save the page as a file and add that")
    if parsed.userinfo:
        raise FetchRefused(
            "an address with a user name or password in it is not fetched: save the page and add the file"
        )
    if not host:
        raise LoadError("this web address names no host: copy it from the browser's address line")
    return parsed


def _page(asked: str, response: httpx.Response, policy: FetchPolicy, deadline: float) -> Page:
    if response.status_code != 200:
        advice = _ADVICE.get(response.status_code, "check the address in a browser or try again later")
        raise LoadError(f"{response.url.host} answered with status {response.status_code}: {advice}")
    if response.headers.get("content-encoding", "").strip().lower() not in _ENCODINGS:
        raise LoadError(f"{response.url.host} sends a compression nobody asked for: save the page from your browser")
    url = str(response.url)
    charset = _CHARSET.search(response.headers.get("content-type", ""))
    return Page(
        asked=asked,
        url=url,
        name=posixpath.basename(unquote(response.url.path)),
        data=_body(response, policy, deadline),
        charset=charset.group(1) if charset else None,
    )


def _body(response: httpx.Response, policy: FetchPolicy, deadline: float) -> bytes:
    """The decoded body, given up as soon as it is too large or too slow."""
    announced = response.headers.get("content-length", "")
    too_large = TooLarge(f"the page is over the limit of {policy.max_bytes / 1e6:g} MB: save its text and add that")
    if announced.isdigit() and int(announced) > policy.max_bytes:
        raise too_large
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > policy.max_bytes:
            raise too_large
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(data)


def _failed(host: str, error: Exception) -> str:
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    if isinstance(error, socket.gaierror) or "Name or service" in reason or "nodename" in reason:
        return f"there is no host called {host}: check the address and the network connection"
    return f"{host} could not be reached ({reason}): check the address and the network connection"
