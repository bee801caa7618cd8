"""Word: everything that stands in the document, in its order, and nothing that was deleted."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from files.builders import STORY, zipped

from index import errors
from index.loaders import load_bytes
from index.records import Document

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def load(data: bytes) -> Document:
    (document,) = load_bytes(data, "a.docx", "/here/a.docx")
    return document


def with_xml(*fragments: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("First.")
    for fragment in fragments:
        document.element.body.insert_element_before(parse_xml(fragment.replace(">", f" {NAMESPACES}>", 1)), "w:sectPr")
    document.add_paragraph("Last.")
    return saved(document)


def test_headings_paragraphs_and_tables_in_order() -> None:
    document = docx.Document()
    document.core_properties.title = "Bridge closed"
    document.core_properties.author = "Anna Lind"
    document.add_heading("Harbour bridge closed", 0)
    document.add_paragraph(STORY[0])
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Pillar", "Depth"), ("North", "4 m")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_heading("What it costs", 1)
    document.add_paragraph(STORY[1], style="List Bullet")
    read = load(saved(document))
    assert read.text == (
        f"Harbour bridge closed\n\n{STORY[0]}\n\nPillar | Depth\nNorth | 4 m\n\nWhat it costs\n\n{STORY[1]}"
    )
    assert (read.title, read.authors) == ("Bridge closed", ("Anna Lind",))


def test_the_programs_own_author_is_no_author() -> None:
    document = docx.Document()
    document.add_paragraph(STORY[0])
    assert load(saved(document)).authors == ()


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<w:p><w:r><w:t>A</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "A\tb\nc"),
        (
            "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>",
            "new",
        ),
        ("<w:p><w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom><w:r><w:t>kept</w:t></w:r></w:p>", "kept"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>", "control"),
        (
            "<w:p><w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink><w:r><w:t> text</w:t></w:r></w:p>",
            "linked text",
        ),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>x</w:t></w:r></w:p>", "x"),
        ("<w:p><w:r><w:t>co</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>op</w:t></w:r></w:p>", "co-op"),
        (
            "<w:p><w:r><w:t>around</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent><w:p><w:r>"
            "<w:t>boxed</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:t>twice</w:t></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>",
            "around\n\nboxed",
        ),
        (
            "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>in</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc>"
            "<w:tc><w:p><w:r><w:t>side</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "in | side",
        ),
    ],
)
def test_what_python_docx_alone_would_lose_or_double(fragment: str, text: str) -> None:
    assert load(with_xml(fragment)).text == f"First.\n\n{text}\n\nLast."


def test_footnotes_are_kept() -> None:
    document = docx.Document()
    document.add_paragraph(STORY[0])
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    notes = (
        f"<w:footnotes {NAMESPACES}><w:footnote w:type='separator'><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>"
        "<w:footnote><w:p><w:r><w:t>Said in the council.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert load(saved(document)).text == f"{STORY[0]}\n\nSaid in the council."


def test_an_empty_document() -> None:
    with pytest.raises(errors.EmptyDocument, match="no text"):
        load(saved(docx.Document()))


@pytest.mark.parametrize("missing", ["word/document.xml", "_rels/.rels"])
def test_a_document_with_a_part_missing_is_broken(missing: str) -> None:
    document = docx.Document()
    document.add_paragraph(STORY[0])
    with zipfile.ZipFile(io.BytesIO(saved(document))) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if name != missing}
    with pytest.raises(errors.LoadError, match="save it again"):
        load(zipped(kept))


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zipped({"[Content_Types].xml": "wordprocessingml", "word/document.xml": bytes(60_000_000)})
    assert len(bomb) < 100_000
    with pytest.raises(errors.TooLarge, match="unpacks to more"):
        load(bomb)


def test_entities_are_not_expanded() -> None:
    document = docx.Document()
    document.add_paragraph(STORY[0])
    with zipfile.ZipFile(io.BytesIO(saved(document))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    parts["word/document.xml"] = (
        parts["word/document.xml"].replace(b"?>", b"?>" + entity, 1).replace(b"The mayor", b"&e;", 1)
    )
    try:
        text = load(zipped(parts)).text
    except errors.LoadError:
        return
    from pathlib import Path

    assert Path("/etc/hostname").read_text().strip() not in text
