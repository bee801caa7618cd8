"""PDF: printed lines become paragraphs again, and what cannot be read says why."""

from __future__ import annotations

import io

import pypdf
import pytest
from files.builders import STORY, column, pdf

from index import errors
from index.loaders import load_bytes
from index.loaders.reflow import Line, paragraphs
from index.records import Document


def load(data: bytes) -> Document:
    (document,) = load_bytes(data, "a.pdf", "/here/a.pdf")
    return document


def lines(*texts: str, step: float = 12) -> list[Line]:
    """Lines of one page below each other; an empty text leaves one line free."""
    return [Line(text, 0, 50, 800 - step * row, 10) for row, text in enumerate(texts) if text]


def test_paragraphs_are_told_by_their_distance() -> None:
    printed = column(
        (
            "The mayor of Grunau said on Tuesday that the harbour bridge",
            "would stay closed until spring.",
            "",
            "Ferries will cross every hour, the port office of the town",
            "said, and nobody has to pay.",
        )
    )
    assert load(pdf([printed])).text == (
        "The mayor of Grunau said on Tuesday that the harbour bridge would stay closed until spring.\n\n"
        "Ferries will cross every hour, the port office of the town said, and nobody has to pay."
    )


def test_a_paragraph_runs_on_over_the_page_and_past_head_and_number() -> None:
    body = ["The river undermined two pillars of the", "bridge during the flood, and divers found"]
    pages = []
    for number in range(3):
        head = [(60.0, 820.0, 9.0, "Grunau Courier, March 2021"), (300.0, 20.0, 9.0, str(number + 1))]
        pages.append([head[0], *column([f"{line} {'abc'[number]}" for line in body], top=700), head[1]])
    text = load(pdf(pages)).text
    assert text == (
        "Grunau Courier, March 2021\n\n"
        "The river undermined two pillars of the a bridge during the flood, and divers found a "
        "The river undermined two pillars of the b bridge during the flood, and divers found b "
        "The river undermined two pillars of the c bridge during the flood, and divers found c"
    )


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (lines("the river under-", "mined it"), "the river undermined it"),
        (lines("an Orbec-backed plan and the Orbec-", "backed men"), "an Orbec-backed plan and the Orbec-backed men"),
        (lines("Orbec is backed by the Orbec-", "backed men"), "Orbec is backed by the Orbec-backed men"),
        (lines("under-fed, and undermined, under-", "mined"), "under-fed, and undermined, undermined"),
        (lines("in the years 1931-", "1935"), "in the years 1931-1935"),
        (lines("the Lind-", "Roos line"), "the Lind-Roos line"),
        (lines("she left —", "he stayed"), "she left — he stayed"),
        (lines("she left—", "he stayed"), "she left—he stayed"),
        (lines("she left", "—he stayed"), "she left—he stayed"),
        (lines("the co\u00ad", "operation"), "the cooperation"),
        (lines("and - as they", "say - so"), "and - as they say - so"),
        (lines("A heading", "", "A paragraph of", "text"), "A heading\n\nA paragraph of text"),
        (lines("Three things are missing here:", "• food", "• boats and", "men", "• time"), None),
        ([], ""),
        (lines("   "), ""),
    ],
)
def test_line_ends(printed: list[Line], text: str | None) -> None:
    expected = "Three things are missing here:\n\n• food\n\n• boats and men\n\n• time" if text is None else text
    assert paragraphs(printed) == expected


def test_an_indented_first_line_starts_a_paragraph() -> None:
    printed = [Line("One line of the text runs on", 0, 50, 800, 10), Line("to here and further on.", 0, 50, 788, 10)]
    printed += [Line("The next begins further in", 0, 65, 776, 10), Line("and goes on at the margin", 0, 50, 764, 10)]
    assert paragraphs(printed).count("\n\n") == 1
    printed += [Line("So does one line alone", 0, 65, 752, 10), Line("And one more", 0, 65, 740, 10)]
    printed += [Line("with more at the margin", 0, 50, 728, 10), Line("to its end", 0, 50, 716, 10)]
    assert paragraphs(printed).split("\n\n")[2:] == [
        "So does one line alone",
        "And one more with more at the margin to its end",
    ]


def test_a_block_that_stands_further_in_is_one_paragraph() -> None:
    printed = [Line(f"Line {n} at the margin", 0, 50, 800 - 12 * n, 10) for n in range(6)]
    printed += [Line(f"line {n} further in", 0, 70, 728 - 12 * n, 10) for n in range(3)]
    assert paragraphs(printed).split("\n\n")[1] == "line 0 further in line 1 further in line 2 further in"


def test_a_sentence_that_ends_early_ends_its_paragraph() -> None:
    printed = lines(
        "A line that is as long as lines are here", "ends. Short.", "A line that is as long as lines are here", "more"
    )
    assert paragraphs(printed).split("\n\n")[0].endswith("Short.")


def test_a_foot_does_not_part_a_sentence_that_runs_on_below_it() -> None:
    pages = [
        [*column([text], top=700), (60.0, 20.0, 9.0, f"www.courier.example/bridge {n}/2")]
        for n, text in ((1, "The river undermined two pillars"), (2, "of the bridge."))
    ]
    assert load(pdf(pages)).text == "The river undermined two pillars of the bridge.\n\nwww.courier.example/bridge 1/2"


def test_a_headline_of_two_lines_is_one_paragraph() -> None:
    headline = [(60.0, 780.0, 20.0, "Harbour bridge in Grunau:"), (60.0, 754.0, 20.0, "closed until spring")]
    text = load(pdf([[*headline, *column(STORY, top=720, step=13)]])).text
    assert text.startswith("Harbour bridge in Grunau: closed until spring\n\nThe mayor")


def test_rows_at_the_top_of_pages_are_no_running_heads() -> None:
    printed = [Line(f"Total {n * 7} | {n}", n, 50, 700, 10) for n in range(1, 5)]
    assert all(f"Total {n * 7}" in paragraphs(printed) for n in range(1, 5))


def test_titles_and_authors_that_programs_fill_in_are_passed_over() -> None:
    printed = [[(60, 780, 16, "Bridge closed"), (60, 760, 10, "By Anna Lind"), *column(STORY, top=730)]]
    document = load(pdf(printed, {"Title": "Bridge closed in Grunau", "Author": "Anna Lind"}))
    assert (document.title, document.authors) == ("Bridge closed in Grunau", ("Anna Lind",))
    document = load(pdf(printed, {"Title": "Microsoft Word - bridge7.doc", "Author": "user017"}))
    assert (document.title, document.authors) == ("Bridge closed", ("Anna Lind",))


def test_pages_without_text_are_named() -> None:
    document = load(pdf([column(STORY), [], column(STORY), []]))
    assert document.facts["pages without text"] == "2, 4"


def test_a_pdf_without_text_needs_text_recognition() -> None:
    with pytest.raises(errors.EmptyDocument, match="OCR"):
        load(pdf([[], []]))


def encrypted(user: str, owner: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf([column(STORY)]))))
    writer.encrypt(user, owner, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_locked_pdfs() -> None:
    with pytest.raises(errors.LoadError, match="locked with a password: save a copy without one"):
        load(encrypted("secret", "other"))
    assert STORY[0] in load(encrypted("", "other")).text, "locked against changes only"


@pytest.mark.parametrize("kept", [9, 60, 120, 700, -20])
def test_a_pdf_cut_short_is_broken(kept: int) -> None:
    with pytest.raises(errors.LoadError, match="this PDF is broken and cannot be read: download it again"):
        load(pdf([column(STORY)])[:kept])


def test_nothing_is_said_on_the_side(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(errors.LoadError):
        load(pdf([column(STORY)])[:-700])
    with pytest.raises(errors.LoadError):
        load(b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>")
    assert capfd.readouterr() == ("", "")
