"""Markdown: front matter becomes metadata, and what is left reads as text."""

from __future__ import annotations

import pytest

from index.loaders import load_bytes
from index.records import Document


def load(text: str, name: str = "note.md") -> Document:
    (document,) = load_bytes(text.encode(), name, "/here/" + name)
    return document


FIELDS = """title: Harbour bridge closed
publisher: Grunau Courier
authors:
  - Anna Lind
  - Piet Roos
published: 2021-03-04
url: https://courier.example/bridge
version: 2
series: harbour-bridge
"""


def test_front_matter() -> None:
    document = load(f"---\n{FIELDS}---\n\nThe bridge is closed.\n")
    assert document.text == "The bridge is closed."
    assert document.title == "Harbour bridge closed"
    assert document.publisher == "Grunau Courier"
    assert document.authors == ("Anna Lind", "Piet Roos")
    assert document.published == "2021-03-04"
    assert document.url == "https://courier.example/bridge"
    assert document.version == 2


def test_front_matter_is_known_in_a_text_file_and_with_windows_line_ends() -> None:
    document = load(f"---\n{FIELDS}---\n\nThe **bridge** is closed.\n".replace("\n", "\r\n"), "note.txt")
    assert document.text == "The bridge is closed."
    assert document.publisher == "Grunau Courier"


@pytest.mark.parametrize(
    ("fields", "title", "authors"),
    [
        (
            "title: Bridge: closed again\nauthor: [Anna Lind, Piet Roos]",
            "Bridge: closed again",
            ("Anna Lind", "Piet Roos"),
        ),
        ("title: 'Quoted: yes'\nauthor: Anna Lind and Piet Roos", "Quoted: yes", ("Anna Lind", "Piet Roos")),
        ("Title: 1984\nAuthors: Anna Lind; Piet Roos", "1984", ("Anna Lind", "Piet Roos")),
        ("title: |\n  Two\n  lines\nauthors:\n - name: Anna Lind\n - name: Anna Lind", "Two lines", ("Anna Lind",)),
    ],
)
def test_front_matter_as_people_write_it(fields: str, title: str, authors: tuple[str, ...]) -> None:
    document = load(f"---\n{fields}\n---\nThe bridge is closed.\n")
    assert (document.title, document.authors, document.text) == (title, authors, "The bridge is closed.")


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2021-03", "2021-03"),
        ('"2021-03"', "2021-03"),
        ("March 2021", "2021-03"),
        ("Sept. 2021", "2021-09"),
        ("2021-13", None),
        ("spring 2021", None),
    ],
)
def test_a_month_is_a_date_too(written: str, published: str | None) -> None:
    assert load(f"---\ntitle: Bridge closed\npublished: {written}\n---\nThe bridge is closed.\n").published == published


def test_toml_front_matter() -> None:
    document = load('+++\ntitle = "Bridge closed"\ndate = 2021-03-04\n+++\nThe bridge is closed.\n')
    assert (document.title, document.published, document.text) == (
        "Bridge closed",
        "2021-03-04",
        "The bridge is closed.",
    )


@pytest.mark.parametrize(
    "fields",
    [
        "title: !!python/object/apply:os.system ['echo no']\npublisher: Courier",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: *b\npublisher: Courier",
        "publisher: Courier\nversion: many\nurl: javascript:alert(1)\npublished: soon\ntitle: {a: b}",
        "publisher: Courier\n? [1, 2]\n: 3",
    ],
)
def test_hostile_front_matter_does_nothing(fields: str) -> None:
    document = load(f"---\n{fields}\n---\nThe bridge is closed.\n")
    assert document.text == "The bridge is closed."
    assert document.publisher == "Courier"
    assert (document.version, document.published, document.url) == (None, None, None)


def test_front_matter_nested_absurdly_is_text() -> None:
    assert load(f"---\ntitle: {'[' * 20_000}\n---\n\nThe bridge is closed.\n").text.endswith("The bridge is closed.")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert load("---\n\nThe bridge\n\n---\n\nis closed.").text == "The bridge\n\nis closed."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# One\n\nTwo\n===\n\n### Three ###", "One\n\nTwo\n\nThree"),
        ("A **bold** _and_ ~~struck~~ `code` word", "A bold and struck code word"),
        ("snake_case, 5 * 3 * 2, a \\* star, C#", "snake_case, 5 * 3 * 2, a * star, C#"),
        ("See [the *report*](http://a.example 'T') and <http://b.example>", "See the report and http://b.example"),
        ("![alt](x.png)\n\nAfter [ref][1].\n\n[1]: http://a.example", "After ref."),
        ("one\ntwo  \nthree", "one two\nthree"),
        ("- one\n- two\n  - three\n\n1. first\n2. second", "one\ntwo\nthree\n\n1. first\n2. second"),
        ("| A | B |\n|---|--:|\n| c | d |", "A | B\nc | d"),
        ("> “No,” she said.\n> “Never.”", "“No,” she said. “Never.”"),
        ("```py\nx  = 1\n  y\n```", "x  = 1\n  y"),
        ("A note[^1].\n\n[^1]: Said later.", "A note[^1].\n\n[^1]: Said later."),
        ("<div>In <u>HTML</u></div>\n\n<script>no()</script>\n\nout", "In HTML\n\nout"),
        ("Caf&eacute; &amp; bar", "Café & bar"),
    ],
)
def test_marks_are_gone_and_words_stay(source: str, text: str) -> None:
    assert load(source).text == text
