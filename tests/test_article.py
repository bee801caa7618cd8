"""Reading headline, byline, publisher and date out of invented pages of several styles."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import TITLE_CHARS, Metadata, read_article
from index.dates import date_in_url, find_date
from index.errors import EmptyDocument
from index.records import Document

ARTICLES = Path(__file__).resolve().parent.parent.parent / "shared" / "articles"
PROSE = [
    "Divers found a crack in the footing of the north quay on Tuesday, and the harbour board closed it the same "
    "evening.",
    "“Nobody is in danger, but nobody is going to park there either,” said the harbour master, Nia Prosser, on "
    "Wednesday.",
    "Repairs are expected to cost 1.4 million pounds and to take until the end of May, according to the board's "
    "engineer.",
]


def one(*lines: str, metadata: Metadata | None = None, origin: str = "/texts/a.txt") -> Document:
    (document,) = read_article("\n\n".join(lines), origin=origin, metadata=metadata)
    return document


def marked(document: Document, kind: str = "furniture") -> list[str]:
    return [document.text[r.start : r.end] for r in document.regions if r.kind == kind]


def test_wire_story() -> None:
    head = ["The Llanfer Times", "Truth Comes With the Tide", "Crack closes north quay of Llanfer harbour for months"]
    byline = ["By Aled Rees and Mair ap Owen, Coastal Press", "March 3, 2021 at 6:05 AM GMT"]
    document = one(*head, *byline, *PROSE, "Sion Parry contributed to this report.")
    assert document.title == head[2]
    assert document.publisher == head[0]
    assert document.authors == ("Aled Rees", "Mair ap Owen")
    assert document.published == "2021-03-03T06:05+00:00"
    assert marked(document) == [*head[:2], *byline, "Sion Parry contributed to this report."]


def test_name_twice_and_date_glued_to_a_section() -> None:
    document = one(
        "Crack Closes North Quay of Llanfer",
        "Mair Owen\nBy Mair Owen\nMarch 3, 2021World News",
        *PROSE,
        "From Coast Weekly",
    )
    assert (document.title, document.authors) == ("Crack Closes North Quay of Llanfer", ("Mair Owen",))
    assert (document.published, document.publisher) == ("2021-03-03", "Coast Weekly")
    assert marked(document) == ["Mair Owen", "By Mair Owen", "March 3, 2021World News", "From Coast Weekly"]


@pytest.mark.parametrize(
    ("known", "published"), [("2021-03", "2021-03-03"), ("2021-02", "2021-02"), ("2021-03-04", "2021-03-04")]
)
def test_the_day_in_the_text_makes_a_month_of_the_metadata_exact(known: str, published: str) -> None:
    head = ["Crack closes north quay of Llanfer harbour for months", "By Aled Rees", "March 3, 2021"]
    assert one(*head, *PROSE, metadata=Metadata(published=known)).published == published


def test_broadcaster_page() -> None:
    lines = [
        "BBC News",
        "Wales",
        "Llanfer harbour: Crack closes north quay",
        "By Mair Owen",
        "BBC News, Llanfer",
        "Published 3 March 2021",
    ]
    document = one(*lines, "Share", *PROSE)
    assert document.title == "Llanfer harbour: Crack closes north quay"
    assert (document.publisher, document.authors, document.published) == ("BBC News", ("Mair Owen",), "2021-03-03")
    assert not set(PROSE) & set(marked(document))


def test_standfirst_before_the_byline() -> None:
    standfirst = "Engineers say that the damage is older than the winter storms, and the board wants to know why."
    document = one("Crack closes north quay for months", standfirst, "By Mair Owen", "Updated 4 March 2021", *PROSE)
    assert (document.title, document.authors) == ("Crack closes north quay for months", ("Mair Owen",))
    assert document.published == "2021-03-04"
    assert standfirst not in marked(document)


def test_press_release() -> None:
    lines = ["Ministry of Coasts", "FOR IMMEDIATE RELEASE", "Minister Orders Inspection of All Quays"]
    document = one(*lines, "LLANFER, March 3, 2021 — " + PROSE[0], *PROSE[1:], "Media contact: press@coasts.example")
    assert (document.title, document.publisher) == (lines[2], "Ministry of Coasts")
    assert document.published == "2021-03-03"
    assert marked(document) == ["Ministry of Coasts"]


def test_blog_post() -> None:
    document = one("Why I still swim in March", "Posted by Mair Owen on 3 March 2021", *PROSE, "Leave a comment")
    assert document.title == "Why I still swim in March"
    assert document.published == "2021-03-03"
    assert not set(PROSE) & set(marked(document))


def test_letter_has_a_subject_and_no_furniture() -> None:
    lines = [
        "Nia Prosser\n4 Quay Street\nLlanfer",
        "3 March 2021",
        "Dear Mr. Rees,",
        "Re: The berth of the Gwylan",
        *PROSE,
        "Yours sincerely,",
    ]
    document = one(*lines, "Nia Prosser\nHarbour master")
    assert (document.title, document.published) == ("The berth of the Gwylan", "2021-03-03")
    assert not set(PROSE) & set(marked(document))
    assert "Harbour master" not in marked(document)


def test_readme() -> None:
    text = """# tidetable

Computes tide tables for small harbours. By default it reads stations from `stations.csv` in the current folder.

## Installing and running it on a machine without a network

Click here to see the list of wheels. See also the notes on wheels in the docs folder.

    tidetable --station llanfer

Copyright in the station data remains with the harbour board, whatever the licence of the program says.
"""
    (document,) = read_article(text, origin="/texts/README.md")
    assert (document.title, document.authors, document.published) == ("tidetable", (), None)
    assert document.regions == ()


def test_contract() -> None:
    clause = "By signing this agreement the owner accepts the rules of the harbour and pays the berth fee in advance."
    document = one(
        "BERTH AGREEMENT",
        "This agreement is made on 3 March 2021 between the board and the owner of the boat.",
        "1. Term",
        clause,
    )
    assert document.title == "BERTH AGREEMENT"
    assert document.regions == ()
    assert document.publisher is None


@pytest.mark.parametrize("prefix", ["", "LLANFER—"])
def test_no_headline_takes_the_first_sentence_cut_at_a_word(prefix: str) -> None:
    document = one(prefix + PROSE[0] + " " + PROSE[1], *PROSE[1:])
    assert len(document.title) <= TITLE_CHARS
    assert (prefix + PROSE[0]).startswith(document.title.rstrip("…") + " ")
    assert (document.published, document.authors, document.publisher) == (None, (), None)


def test_hard_wrapped_text_has_no_headline() -> None:
    text = "\n".join(
        [
            "Divers found a crack in the footing of the north quay on Tuesday,",
            "and the harbour board closed it the same evening because of",
            "the spring tide. It is going to stay closed until the end of May.",
        ]
    )
    (document,) = read_article(text, origin="/texts/a.txt")
    assert document.title.startswith("Divers found a crack in the footing")
    assert document.regions == ()


@pytest.mark.parametrize(
    ("url", "text", "publisher"),
    [
        ("https://www.llanferecho.example/2021/03/03/quay", "Like Llanfer Echo on Facebook", "Llanfer Echo"),
        ("https://www.llanferecho.example/2021/03/03/quay", "Nothing here names it.", "llanferecho.example"),
        ("https://news.coast.co.uk/2021/03/03/quay", "© 2021 Coast Media Ltd. All rights reserved.", "Coast Media"),
    ],
)
def test_publisher_and_date_of_an_address(url: str, text: str, publisher: str) -> None:
    document = one("Crack closes north quay for months", *PROSE, text, metadata=Metadata(url=url))
    assert (document.publisher, document.published, document.url) == (publisher, "2021-03-03", url)


def test_metadata_wins() -> None:
    known = Metadata("A title", "A publisher", ("An Author",), "2019-01-01", "https://a.example/", 2, "series")
    document = one(
        "The Llanfer Times", "Crack closes north quay", "By Mair Owen", "March 3, 2021", *PROSE, metadata=known
    )
    got = (document.title, document.publisher, document.authors, document.published, document.url, document.version)
    assert got == ("A title", "A publisher", ("An Author",), "2019-01-01", "https://a.example/", 2)
    assert document.facts["series"] == "series"
    assert "By Mair Owen" in marked(document)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_no_text_is_an_error_in_one_line(text: str) -> None:
    with pytest.raises(EmptyDocument, match=r"^/texts/a\.txt: no text in it; [^\n]+$"):
        read_article(text, origin="/texts/a.txt")


@given(
    st.lists(
        st.sampled_from([*PROSE, "By Mair Owen", "3 March 2021", "Share", "Version 1 Version 2", "(AP Photo)", "", "x"])
        | st.text(),
        max_size=12,
    )
)
def test_any_text_becomes_sound_documents(lines: list[str]) -> None:
    try:
        documents = read_article("\n".join(lines), origin="/texts/a.txt")
    except EmptyDocument:
        return
    for document in documents:
        ends = [0]
        for region in document.regions:
            assert ends[-1] <= region.start < region.end <= len(document.text)
            ends.append(region.end)
        assert document.title.strip()
        assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()
        assert document.id == Document.make_id("/texts/a.txt", document.version)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("January 2, 2020 at 8:23 PM EST", "2020-01-02T20:23-05:00"),
        ("3rd of March 2021", "2021-03-03"),
        ("Sept. 9, 1999", "1999-09-09"),
        ("2021-03-03T06:05:00Z", "2021-03-03T06:05+00:00"),
        ("31 February 2021", None),
        ("3/4/2021", None),
        ("March 2021", None),
        ("room 12, May 2021", None),
    ],
)
def test_dates(text: str, iso: str | None) -> None:
    found = find_date(text)
    assert (found[0] if found else None) == iso


def test_date_in_url() -> None:
    assert date_in_url("https://a.example/world/2020/jan/02/x") == "2020-01-02"
    assert date_in_url("https://a.example/2020/13/02/x") is None


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="../shared/articles is not here")
@pytest.mark.parametrize(
    ("number", "version", "publisher", "published", "authors"),
    [
        ("000", None, "The Washington Post", "2020-01-02T20:23-05:00", ("Missy Ryan", "Dan Lamothe")),
        ("001", 1, "The Associated Press", "2020-01-02", ()),
        ("001", 2, "washingtonpost.com", "2020-01-02", ()),
        ("002", 1, "Washington Post", "2019-12-30", ()),
        ("002", 2, "Washington Post", "2019-12-30", ()),
        ("003", None, None, None, ()),
        ("004", None, "The Epoch Times", "2020-01-02", ("Zachary Stieber",)),
    ],
)
def test_the_real_articles(
    number: str, version: int | None, publisher: str, published: str, authors: tuple[str, ...]
) -> None:
    (path,) = ARTICLES.glob(f"{number}_*.txt")
    documents = {d.version: d for d in read_article(path.read_text(encoding="utf-8"), origin=str(path))}
    document = documents[version]
    assert (document.publisher, document.published, document.authors) == (publisher, published, authors)
    furniture = marked(document)
    assert all(len(text) < 260 for text in furniture)
    counts = {"000": (5, 0), "001": (6 if version == 1 else 7, 0), "002": (10, 0), "003": (2, 0), "004": (12, 3)}
    assert (len(furniture), len(marked(document, "caption"))) == counts[number]
