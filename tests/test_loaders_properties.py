"""Whatever the bytes are: Documents whose regions lie in their text, or one LoadError of one line."""

from __future__ import annotations

import pytest
from files import builders
from files.builders import STORY
from hypothesis import given
from hypothesis import strategies as st

from index.errors import LoadError
from index.loaders import load_bytes
from index.records import Document

NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.epub", "a.mhtml", "", "a\n.TXT"])
SEEDS = [
    builders.pdf([builders.column(STORY), builders.column(STORY)]),
    builders.epub([("one.xhtml", f"<h1>A</h1><p>{STORY[0]}</p>")], ["one.xhtml"]),
    builders.mhtml(f"<html><body><p>{STORY[0]}</p></body></html>", "https://a.example/"),
    builders.page(f"<article><h1>A</h1><p>{STORY[0]}</p><table><tr><td>1</table></article>", "<title>A</title>"),
    f"---\ntitle: A\n---\n# A\n\n{STORY[0]}\n\n- b\n".encode(),
    "\n\n".join(STORY).encode("utf-16"),
    "\n\n".join(STORY).encode(),
]
MAGIC = st.sampled_from(
    [
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: text/html\n\n<p>",
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"<html>",
        b"<!doctype html><p>",
        b"---\n",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"# ",
    ]
)


def outcome(data: bytes, name: str) -> tuple[list[Document], str]:
    """The Documents, or none and the message."""
    try:
        return load_bytes(data, name, "/here/" + name), ""
    except LoadError as error:
        return [], str(error)


def check(data: bytes, name: str) -> None:
    documents, message = outcome(data, name)
    assert bool(documents) != bool(message)
    assert "\n" not in message
    for document in documents:
        document.text.encode("utf-8")
        document.title.encode("utf-8")
        end = 0
        for region in document.regions:
            assert end <= region.start < region.end <= len(document.text)
            end = region.end


@given(start=MAGIC, data=st.binary(max_size=600), name=NAMES)
def test_random_bytes(start: bytes, data: bytes, name: str) -> None:
    check(start + data, name)


@given(start=MAGIC, text=st.text(max_size=400), encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]), name=NAMES)
def test_random_text(start: bytes, text: str, encoding: str, name: str) -> None:
    check(start + text.encode(encoding, "ignore"), name)


@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=4)), max_size=8),
    cut=st.one_of(st.none(), st.integers(0, 10**6)),
    name=NAMES,
)
def test_damaged_files(seed: bytes, changes: list[tuple[int, bytes]], cut: int | None, name: str) -> None:
    data = bytearray(seed)
    for place, new in changes:
        place %= len(data) or 1
        data[place : place + len(new)] = new
    check(bytes(data if cut is None else data[: cut % len(data)]), name)


MARKUP = st.recursive(
    st.text("ab .<>&;#*|-_\n[]()!“é", max_size=12),
    lambda inner: st.builds(
        lambda tag, children: f"<{tag}>{''.join(children)}</{tag}>",
        st.sampled_from("p div ul ol li table tr td th pre br q sup a h1 aside nav details body svg script b".split()),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(markup=MARKUP, name=NAMES)
def test_random_markup(markup: str, name: str) -> None:
    check(builders.page(markup), name)
    check(markup.encode(), name)


@pytest.mark.parametrize("data", SEEDS)
def test_the_same_bytes_give_the_same_documents(data: bytes) -> None:
    assert load_bytes(data, "a", "/a") == load_bytes(data, "a", "/a")
