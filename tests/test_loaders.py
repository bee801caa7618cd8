"""The one door: kinds are found from content, encodings are read, bad input gets one line that says what to do."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from files import builders
from files.builders import STORY

from index import errors
from index.loaders import load_bytes, load_file, printable

TEXT = "\n\n".join(STORY)


def text_of(data: bytes, name: str = "note.txt", **more: str) -> str:
    (document,) = load_bytes(data, name, "/here/" + name, **more)
    return document.text


def failure(data: bytes, name: str = "note.txt") -> errors.LoadError:
    with pytest.raises(errors.LoadError) as caught:
        load_bytes(data, name, "/here/" + name)
    message = str(caught.value)
    assert "\n" not in message
    assert ":" in message, "what is wrong, then what to do"
    return caught.value


HTML = builders.page("".join(f"<p>{paragraph}</p>" for paragraph in STORY))
PDF = builders.pdf([builders.column(line for text in STORY for line in (text, ""))])
EPUB = builders.epub([("one.xhtml", f"<p>{STORY[0]}</p>")], ["one.xhtml"])


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.pdf", "a.docx", "a", "a.md"])
@pytest.mark.parametrize("data", [HTML, PDF, EPUB, TEXT.encode()], ids=["html", "pdf", "epub", "text"])
def test_the_content_decides_whatever_the_name_says(data: bytes, name: str) -> None:
    text = text_of(data, name)
    assert STORY[0] in text
    assert "<p>" not in text


def test_a_name_decides_where_the_content_does_not() -> None:
    assert text_of(b"<p>Low water at *noon*.</p>", "tide.html") == "Low water at *noon*."
    assert text_of(b"Low water at *noon*.", "tide.md") == "Low water at noon."
    assert text_of(b"Low water at *noon*.", "tide.txt") == "Low water at *noon*."


def test_markdown_is_known_without_its_name() -> None:
    data = b"# Tides\n\nThe **low** water comes at [noon](http://a.example).\n\n## Moon\n\nFull.\n"
    assert text_of(data, "tides") == "Tides\n\nThe low water comes at noon.\n\nMoon\n\nFull."


def test_a_shell_script_or_prose_with_hashes_is_no_markdown() -> None:
    script = "# first comment\n# second comment\ntide=12\n# third comment\n"
    assert text_of(script.encode(), "tide.sh").rstrip() == script.rstrip()


ENCODED = [
    ("“We won’t wait,” Mayor Ilse Brandt said — repairs cost £3 million.", ["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    ("“We won’t wait,” Mayor Ilse Brandt said — repairs cost £3 million.", ["cp1252", "utf-16-le", "utf-16-be"]),
    ("Ilse Brandt said: “No.”", ["cp1252", "utf-32-le", "utf-32-be"]),
    ("Le préfet a annoncé que la forêt d’Orbec resterait fermée jusqu’à l’été.", ["cp1252", "mac_roman"]),
    ("Der Bürgermeister sagte, die Straße über die Brücke bleibe gesperrt.", ["cp1252", "iso8859-1"]),
    ("Burmistrz ogłosił, że most zostanie zamknięty aż do wiosny, źródła mówią o łodziach.", ["cp1250", "iso8859-2"]),
    ("Starosta oznámil, že most zůstane uzavřen až do jara, řeka stoupla.", ["cp1250", "iso8859-2"]),
    ("Başkan köprünün ilkbahara kadar kapalı kalacağını açıkladı, ışıklar söndü.", ["cp1254", "iso8859-9"]),
    ("Мэр города объявил во вторник, что мост останется закрытым до весны.", ["cp1251", "koi8-r", "utf-16-le"]),
    (
        "市長は火曜日、橋は春まで閉鎖されると発表した。水が橋脚を洗い流したためである。",
        ["shift_jis", "euc_jp", "utf-16"],
    ),
    ("市长星期二宣布，由于水冲刷了桥墩，大桥将关闭到春天。居民们需要乘坐渡轮。", ["gb18030"]),
    ("أعلن رئيس البلدية يوم الثلاثاء أن الجسر سيبقى مغلقا حتى الربيع.", ["cp1256", "utf-16-le"]),
]


@pytest.mark.parametrize(("text", "encoding"), [(text, e) for text, encodings in ENCODED for e in encodings])
def test_encodings_are_detected(text: str, encoding: str) -> None:
    assert text_of((text + "\n").encode(encoding)).rstrip() == text


def test_a_declared_encoding_is_believed_when_it_fits() -> None:
    assert text_of("Straße, žluťoučký".encode("cp1250"), charset="windows-1250") == "Straße, žluťoučký"
    assert text_of("“Straße”".encode(), charset="utf-16") == "“Straße”"
    assert text_of("“Straße”".encode(), charset="no-such-thing") == "“Straße”"
    page = '<html><head><meta charset="windows-1251"></head><body><p>Мост закрыт</p></body></html>'
    assert text_of(page.encode("cp1251"), "page.html") == "Мост закрыт"


def test_a_stray_byte_does_not_spoil_a_utf8_text() -> None:
    whole = "“We won’t wait,” said Ilse Brandt of Grünau — “not a day.”"
    assert text_of(whole.encode() + b"\xe2\x80") == whole + "\ufffd"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 40,
        b"\x00\x01\x02\x03" * 500,
        b"\x7fELF\x02\x01\x01" + bytes(900),
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"{\\rtf1\\ansi The bridge}",
        b"\x1f\x8b\x08\x00" + bytes(range(256)),
        builders.zipped({"a.txt": "hello"}),
        builders.zipped({"[Content_Types].xml": "<Types>spreadsheetml</Types>", "xl/workbook.xml": ""}),
        builders.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        b"<?xml version='1.0'?><rss><channel/></rss>",
    ],
)
def test_a_binary_renamed_txt_is_refused(data: bytes) -> None:
    assert isinstance(failure(data), errors.UnsupportedKind)


@pytest.mark.parametrize(
    "data", [b"", b"\n \t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0\0", b"---\n---\n", b"--- ... ***"]
)
def test_no_text_is_said_so(data: bytes) -> None:
    assert isinstance(failure(data), errors.EmptyDocument)


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 no archive", EPUB[:-30], b"%PDF-1.7 nothing else", PDF[: len(PDF) // 2].replace(b"obj", b"ojb")],
)
def test_broken_files_are_said_to_be_broken(data: bytes) -> None:
    assert type(failure(data, "a.pdf")) is errors.LoadError


def test_front_matter_alone_is_empty() -> None:
    assert isinstance(failure(b"---\ntitle: A\n---\n", "a.md"), errors.EmptyDocument)


def test_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(errors.TooLarge, match=r"50\.0 MB, over the limit of 20 MB: "):
        load_file(big)
    with pytest.raises(errors.TooLarge, match="over the limit"):
        load_bytes(b"a" * 11, "a.txt", "/a", max_bytes=10)
    (tmp_path / "small.txt").write_text(TEXT)
    assert load_file(tmp_path / "small.txt", max_bytes=len(TEXT))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT)
    path.chmod(0)
    with pytest.raises(errors.LoadError, match="permission"):
        load_file(path)


def test_permission_errors_become_load_errors(tmp_path: Path) -> None:
    class Locked(type(tmp_path)):  # type: ignore[misc]
        """A path the system refuses to open, for whoever runs the test."""

        def open(self, *args: object, **more: object) -> object:
            raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    from index.loaders.files import read_bytes

    with pytest.raises(errors.LoadError, match="no permission to read this: change it"):
        read_bytes(Locked(path))


def test_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(errors.LoadError, match="no such file: check the path"):
        load_file(tmp_path / "gone.txt")
    with pytest.raises(errors.LoadError, match="folder, not a file"):
        load_file(tmp_path)
    with pytest.raises(errors.LoadError, match="name too long"):
        load_file(tmp_path / ("x" * 300))
    with pytest.raises(errors.LoadError, match="cannot be read"):
        load_file("a\0b.txt")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(errors.LoadError, match="device or pipe"):
        load_file(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        monkeypatch.chdir(tmp_path)  # a socket's path must be short
        server.bind("s")
        with pytest.raises(errors.LoadError, match="device or pipe"):
            load_file(tmp_path / "s")


@pytest.mark.parametrize(
    "name", [b"two\nlines.txt", "🌊 über.txt".encode(), b"odd\xff\xfebytes.txt", b"x" * 251 + b".txt", b" .txt"]
)
def test_odd_names(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_text(TEXT, encoding="utf-8")
    (document,) = load_file(path)
    assert document.text == TEXT
    assert document.origin.encode("utf-8").decode("utf-8") == document.origin
    assert document.id == load_file(path)[0].id
    assert "\n" not in printable(path.name)
    printable(path.name).encode("utf-8")


def test_two_odd_names_do_not_become_one(tmp_path: Path) -> None:
    for name in (b"a\xff.txt", b"a\xfe.txt"):
        (tmp_path / os.fsdecode(name)).write_text(TEXT)
    first, second = (load_file(tmp_path / os.fsdecode(name))[0].origin for name in (b"a\xff.txt", b"a\xfe.txt"))
    assert first != second


def test_a_relative_path_and_its_absolute_one_are_the_same_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    assert load_file("a.txt")[0].id == load_file(tmp_path / "a.txt")[0].id
    assert load_file("a.txt")[0].origin == str(tmp_path / "a.txt")


def test_the_address_fetched_is_the_documents_url_unless_it_names_one() -> None:
    (document,) = load_bytes(HTML, "", "https://a.example/x", "https://a.example/y")
    assert (document.origin, document.url) == ("https://a.example/x", "https://a.example/y")


@pytest.mark.parametrize(
    "module", ["pypdf", "docx", "trafilatura", "lxml", "markdown_it", "yaml", "httpx", "charset_normalizer"]
)
def test_heavy_libraries_stay_out_of_plain_text(module: str) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from index.loaders import load_bytes; load_bytes(b'The bridge is closed.', 'a.txt', '/a.txt');"
        f"sys.exit({module!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, check=False).returncode == 0
