"""EPUB: chapters in the order of the spine, whatever the archive's order, with gaps named."""

from __future__ import annotations

import pytest
from files.builders import STORY, epub, zipped

from index import errors
from index.loaders import load_bytes
from index.records import Document

CHAPTERS = [
    ("two.xhtml", f"<h2>Second</h2><p>{STORY[1]}</p>"),
    ("chapter one.xhtml", f"<h2>First</h2><p>{STORY[0]}<a epub:type='noteref' href='#n'>1</a></p>"),
    ("three.xhtml", f"<h2>Third</h2><p>{STORY[2]}</p>"),
]
ORDER = ["chapter one.xhtml", "two.xhtml", "three.xhtml"]


def load(data: bytes) -> Document:
    (document,) = load_bytes(data, "a.epub", "/here/a.epub")
    return document


def test_chapters_follow_the_spine() -> None:
    document = load(epub(CHAPTERS, ORDER))
    assert document.text == f"First\n\n{STORY[0]}\n\nSecond\n\n{STORY[1]}\n\nThird\n\n{STORY[2]}"
    assert document.title == "The Flood Year"
    assert document.authors == ("Anna Lind", "Piet Roos")
    assert document.publisher == "Orbec Press"
    assert document.published == "2021-05-06"
    assert document.url is None


def test_a_missing_chapter_is_named_and_the_rest_read() -> None:
    document = load(epub(CHAPTERS, [*ORDER, "four.xhtml"]))
    assert document.facts["missing chapters"] == "1"
    assert STORY[2] in document.text


def protection(method: str) -> dict[str, str | bytes]:
    data = f'<encryption xmlns="x"><EncryptedData><EncryptionMethod Algorithm="{method}"/></EncryptedData></encryption>'
    return {"META-INF/encryption.xml": data}


def test_a_protected_book_is_refused_and_one_with_protected_fonts_is_not() -> None:
    with pytest.raises(errors.LoadError, match="copy-protected"):
        load(epub(CHAPTERS, ORDER, protection("http://www.w3.org/2001/04/xmlenc#aes128-cbc")))
    assert load(epub(CHAPTERS, ORDER, protection("http://www.idpf.org/2008/embedding")))


def test_a_book_of_pictures_is_empty() -> None:
    with pytest.raises(errors.EmptyDocument, match="OCR"):
        load(epub([("one.xhtml", "<img src='1.png' alt='page'/>")], ["one.xhtml"]))


@pytest.mark.parametrize(
    "members",
    [
        {"META-INF/container.xml": ""},
        {"META-INF/container.xml": "<container/>"},
        {"META-INF/container.xml": "<container><rootfile full-path='../../etc/passwd'/></container>"},
        {"META-INF/container.xml": "<container><rootfile full-path='a.opf'/></container>", "a.opf": "no XML"},
        {"META-INF/container.xml": "<container><rootfile full-path='a.opf'/></container>", "a.opf": "<package/>"},
    ],
)
def test_a_broken_book(members: dict[str, str | bytes]) -> None:
    with pytest.raises(errors.LoadError):
        load(zipped(members))


def test_a_book_without_any_of_its_chapters_is_broken() -> None:
    with pytest.raises(errors.LoadError, match="download it again"):
        load(epub([], ["one.xhtml"]))


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(errors.TooLarge, match="unpacks to more"):
        load(epub(CHAPTERS, ORDER, {f"OEBPS/{n}.xhtml": bytes(45_000_000) for n in range(5)}))
