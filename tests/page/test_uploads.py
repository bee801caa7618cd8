"""Documents that come through the page: each added, updated or refused with its reason."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.page import documents as page_documents
from tests.fakes import FakeEmbedder
from tests.shown import Tags


class Uploads:
    """A store of its own, and files put where uploads are put."""

    def __init__(self, folder: Path) -> None:
        from index import DocumentIndex

        self.index = DocumentIndex.open(folder / "store", embedder=FakeEmbedder())
        self.folder = folder

    def add(self, **files: bytes) -> list[str]:
        paths = []
        for name, data in files.items():
            paths.append(self.folder / name)
            paths[-1].write_bytes(data)
        said = list(page_documents.add_files(self.index, paths))[-1]
        assert not any(path.exists() for path in paths)
        return said


@pytest.fixture
def uploads(tmp_path: Path) -> Iterator[Uploads]:
    uploads = Uploads(tmp_path)
    yield uploads
    uploads.index.close()


def test_the_table_says_when_each_document_came(uploads: Uploads) -> None:
    uploads.add(**{"a.txt": b"The Orrin bridge closed on 4 May. It will open again."})
    [stored] = uploads.index.documents()
    shown = page_documents.table_html(uploads.index)
    assert "Added" in re.findall(r'<th scope="col">(.*?)</th>', shown)
    [when] = re.findall(r"<time .*?</time>", shown)
    assert Tags(when).text == str(stored.added)[:10]
    assert str(stored.added) in html.unescape(when)
    uploads.add(**{"a.txt": b"The Orrin bridge closed on 5 May. It will open again."})
    assert uploads.index.documents()[0].added == stored.added


@given(st.text())
def test_an_uploads_name_is_never_a_path(name: str) -> None:
    safe = page_documents.safe_name(name)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set("/\\<>\"'&\0\n")
    assert safe not in (".", "..")


def test_uploads_are_added_updated_and_refused_each_with_its_reason(uploads: Uploads) -> None:
    text = b"The Orrin bridge closed on 4 May. It will open again."
    said = uploads.add(**{"a.txt": text, "b.pdf": b"%PDF-1.4 broken", "c.txt": b"", "d.png": b"\x89PNG\r\n\x1a\n" * 9})
    assert said[0].startswith("a.txt: added")
    assert [line.partition(": ")[2][:9] for line in said[1:]] == ["not added"] * 3
    [stored] = uploads.index.documents()
    assert (stored.origin, str(uploads.folder) in stored.origin) == ("a.txt", False)
    assert uploads.add(**{"a.txt": text})[0].startswith("a.txt: unchanged")
    assert uploads.add(**{"a.txt": text + b" Soon."})[0].startswith("a.txt: updated")
    assert len(uploads.index.documents()) == 1
    assert "Removed" in page_documents.remove(uploads.index, stored.id)
    assert uploads.index.documents() == []
    assert "Not removed" in page_documents.remove(uploads.index, stored.id)


def test_too_many_too_large_and_no_room(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_documents, "MOST_FILES", 1)
    assert "too many" in uploads.add(**{"a.txt": b"One sentence here.", "b.txt": b"Another one."})[0]
    monkeypatch.setattr(page_documents, "MAX_FILE_BYTES", 5)
    assert "larger than" in uploads.add(**{"c.txt": b"More than five bytes."})[0]
    monkeypatch.setattr(page_documents, "MAX_FILE_BYTES", 1000)
    monkeypatch.setattr(page_documents, "FREE_BYTES", 10**18)
    assert "disk is nearly full" in uploads.add(**{"d.txt": b"A sentence."})[0]


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "/etc/passwd", "javascript:alert(1)", "ftp://127.0.0.1/x"])
def test_only_web_addresses_are_fetched(uploads: Uploads, url: str) -> None:
    assert page_documents.add_url(uploads.index, url).startswith("not added: give an address")


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost", "169.254.169.254", "[::1]", "10.0.0.1"])
def test_private_addresses_are_refused(uploads: Uploads, host: str) -> None:
    assert page_documents.add_url(uploads.index, f"http://{host}/").startswith("not added, ")
    assert uploads.index.documents() == []
