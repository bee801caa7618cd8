"""Small real files, made in memory: PDF by hand, .docx with python-docx, EPUB with zipfile, MHTML with email."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

TextLine = tuple[float, float, float, str]  # x, y, letter size, text

STORY = (
    "The mayor of Grunau, Ilse Brandt, said on Tuesday that the harbour bridge would stay closed until spring.",
    "The river undermined two of its pillars during the flood, the port office found after a week of diving.",
    "Ferries will cross every hour, and the army lent forty boats to carry food to the east bank of the town.",
)


def pdf(pages: Sequence[Sequence[TextLine]], info: dict[str, str] | None = None) -> bytes:
    """A PDF in which each line of text is placed by hand; a page without lines is an empty page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        drawn = "".join(f"BT /F1 {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET\n" for x, y, size, text in lines)
        objects.append(f"<< /Length {len(drawn.encode('latin-1'))} >>\nstream\n{drawn}endstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append("<< " + " ".join(f"/{key} ({_escaped(value)})" for key, value in (info or {}).items()) + " >>")
    return _assemble(objects)


def column(
    texts: Iterable[str], *, x: float = 60, top: float = 780, step: float = 14, size: float = 11
) -> list[TextLine]:
    """Lines below each other; an empty text leaves one line free."""
    return [(x, top - step * row, size, text) for row, text in enumerate(texts) if text]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assemble(objects: Sequence[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode()
    out += f"startxref\n{table}\n%%EOF".encode()
    return bytes(out)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def epub(
    chapters: Sequence[tuple[str, str]], spine: Sequence[str], extra: dict[str, str | bytes] | None = None
) -> bytes:
    """An EPUB.

    Args:
        chapters: file name and body (HTML) of each page.
        spine: the names in reading order; a name that is no chapter is listed and missing from the archive.
        extra: further members of the archive.
    """
    named = dict(chapters)
    items = "".join(
        f'<item id="i{n}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(dict.fromkeys((*named, *spine)))
    )
    ids = {name: f"i{n}" for n, name in enumerate(dict.fromkeys((*named, *spine)))}
    references = "".join(f"<itemref idref='{ids[name]}'/>" for name in spine)
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Flood Year</dc:title>'
        "<dc:creator>Anna Lind</dc:creator><dc:creator>Piet Roos</dc:creator><dc:publisher>Orbec Press</dc:publisher>"
        "<dc:date>2021-05-06</dc:date><dc:identifier>urn:isbn:000</dc:identifier></metadata>"
        f'<manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>{items}'
        '<item id="css" href="missing.css" media-type="text/css"/></manifest>'
        f'<spine><itemref idref="nav"/>{references}</spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    pages = {f"OEBPS/{name}": _xhtml(body) for name, body in named.items()}
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": package,
            "OEBPS/nav.xhtml": _xhtml("<nav><ol><li><a href='one.xhtml'>Contents entry</a></li></ol></nav>"),
            **pages,
            **(extra or {}),
        }
    )


def _xhtml(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head><body>{body}</body></html>'
    )


def mhtml(page: str, address: str, charset: str = "utf-8") -> bytes:
    """A page as browsers save it in one file: quoted-printable, with a stylesheet beside it."""
    message = MIMEMultipart("related", type="text/html")
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"] = address
    message["Subject"] = "A page"
    part = MIMEText(page, "html", charset)
    part["Content-Location"] = address
    message.attach(part)
    message.attach(MIMEText("p { color: red }", "css", "utf-8"))
    return message.as_bytes()


def page(body: str, head: str = "") -> bytes:
    """An HTML page."""
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()
