"""Web pages: the article as a whole with captions, lists and tables; what the page says about itself; no furniture."""

from __future__ import annotations

import json

import pytest
from files.builders import STORY, mhtml, page

from index import errors
from index.loaders import load_bytes
from index.records import Document

NAVIGATION = "<nav><ul>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(12)) + "</ul></nav>"
TEASERS = "<aside class=x><h3>Most read</h3><ul><li><a href=/1>Goat found in a tree</a></li></ul></aside>"
FOOTER = "<footer><p><a href=/t>Terms</a> <a href=/p>Privacy</a></p></footer>"


def load(data: bytes, url: str | None = None, name: str = "page.html") -> Document:
    (document,) = load_bytes(data, name, "/here/page.html", url)
    return document


def article(inside: str, head: str = "") -> bytes:
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY)
    return page(
        f"{NAVIGATION}<div id=w><article><h1>Harbour bridge closed</h1>{paragraphs}{inside}"
        f"<p>Nobody was hurt when the pillar moved, the fire brigade of Grunau wrote late on Monday night.</p>"
        f"</article>{TEASERS}</div>{FOOTER}",
        head,
    )


def test_the_article_is_read_and_the_page_around_it_is_not() -> None:
    text = load(article("")).text
    assert text.startswith("Harbour bridge closed\n\nThe mayor")
    assert all(paragraph in text for paragraph in STORY)
    assert text.endswith("Monday night.")
    assert "Section 3" not in text
    assert "Goat" not in text


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            "<figure><img alt=no><figcaption>The bridge. (Photo: P. Roos)</figcaption></figure>",
            "The bridge. (Photo: P. Roos)",
        ),
        ("<h2>What it costs</h2>", "\n\nWhat it costs\n\n"),
        ("<ul><li>Ferry</li><li>Road</li></ul>", "\n\nFerry\nRoad\n\n"),
        ("<ol start=3><li>Ferry</li><li><p>Road</p></li></ol>", "\n\n3. Ferry\n4. Road\n\n"),
        ("<ul><li>By water<ul><li>Ferry</li></ul></li><li>Road</li></ul>", "\n\nBy water\nFerry\nRoad\n\n"),
        ("<dl><dt>Length</dt><dd>212 m</dd></dl>", "\n\nLength\n212 m\n\n"),
        (
            "<table><caption>Depth</caption><tr><th>Pillar<th>Metres<tr><td>North<td>4<tr><td>South<td><p>7</p></table>",
            "\n\nDepth\nPillar | Metres\nNorth | 4\nSouth | 7\n\n",
        ),
        (
            "<table><tr><td><p>Left one.</p><p>Left two.</p></td><td>Right.</td></tr></table>",
            "Left one.\n\nLeft two.\n\nRight.",
        ),
        ("<blockquote><p>“No choice.”</p></blockquote>", "\n\n“No choice.”\n\n"),
        ("<p>She said: <q>No</q><br>and left.</p>", "She said: “No”\nand left."),
        ("<p>cost<sup><a href='#n1'>1</a></sup> 3 km<sup>2</sup></p>", "\n\ncost 3 km2\n\n"),
        ("<pre>a  b\n  c</pre>", "\n\na  b\n  c\n\n"),
        ("<p>one\n   two&nbsp;three &amp; <b>four</b>,<i> five</i></p>", "\n\none two three & four, five\n\n"),
        ("<details><summary>More</summary>Inside</details>", "\n\nMore\n\nInside\n\n"),
        (
            "<aside><p>Fact box: the bridge was built in 1931 of steel.</p></aside>",
            "Fact box: the bridge was built in 1931",
        ),
    ],
)
def test_what_stands_in_the_article_survives(inside: str, expected: str) -> None:
    assert expected in load(article(inside)).text


@pytest.mark.parametrize(
    "inside",
    [
        "<script>XX</script>",
        "<style>XX</style>",
        "<p hidden>XX</p>",
        "<p style='display: none'>XX</p>",
        "<!-- XX -->",
        "<template>XX</template>",
        "<button>XX</button>",
        "<select><option>XX</select>",
        "<nav><a href=/>XX</a></nav>",
        "<section id=comments><p>XX is what I think.</p></section>",
        "<svg><title>XX</title></svg>",
        "<aside><a href=/>XX</a> <a href=/b>More of XX</a></aside>",
    ],
)
def test_what_a_reader_does_not_see_or_need_is_left_out(inside: str) -> None:
    assert "XX" not in load(article(inside)).text


def test_a_heading_outside_the_article_is_kept_before_it() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in STORY)
    text = load(page(f"<header><h1>Harbour bridge closed</h1></header>{NAVIGATION}<main>{paragraphs}</main>")).text
    assert text.startswith("Harbour bridge closed\n\nThe mayor")


def test_a_short_page_is_read_too() -> None:
    assert load(page("<p>Closed.")).text == "Closed."
    assert load(page("<main><p>Closed.</main><div>Elsewhere</div>")).text == "Closed."


def test_a_page_without_text_is_empty() -> None:
    with pytest.raises(errors.EmptyDocument, match="built by scripts"):
        load(page("<div id=root></div><script>go()</script>"))


LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Site"},
        {
            "@type": ["NewsArticle"],
            "headline": "Bridge &amp; harbour <i>closed</i>",
            "author": [
                {"@type": "Person", "name": "Anna Lind"},
                {"name": ["By Piet Roos", "Anna Lind"]},
                "http://a.example/me",
            ],
            "publisher": {"@type": "Organization", "name": "Grunau Courier"},
            "datePublished": "2021-03-04T09:30:00+01:00",
        },
    ],
}
META = (
    "<meta property=og:title content='Bridge closed'><meta property=og:site_name content='The Courier'>"
    "<meta name=author content='By Anna Lind'><meta property=article:published_time content='2021-03-04T08:30:00Z'>"
    "<link rel=canonical href='/news/bridge'><title>Bridge closed | The Courier</title>"
)


def test_json_ld_comes_first() -> None:
    head = f"{META}<script type='application/ld+json'>{json.dumps(LINKED)}</script>"
    document = load(article("", head), "https://courier.example/amp/bridge")
    assert document.title == "Bridge & harbour closed"
    assert document.authors == ("Anna Lind", "Piet Roos")
    assert document.publisher == "Grunau Courier"
    assert document.published == "2021-03-04T09:30:00+01:00"
    assert document.url == "https://courier.example/news/bridge"


def test_meta_elements_come_next() -> None:
    document = load(article("", META), "https://courier.example/amp/bridge")
    assert document.title == "Bridge closed"
    assert document.authors == ("Anna Lind",)
    assert document.publisher == "The Courier"
    assert document.published == "2021-03-04T08:30:00+00:00"


@pytest.mark.parametrize(
    "head",
    [
        "<script type='application/ld+json'>{broken</script>",
        "<script type='application/ld+json'>" + "[" * 5000 + "</script>",
        "<script type='application/ld+json'>[[[1, null]]]</script>",
        '<script type="application/ld+json">{"@type": {"a": 1}, "headline": ["x"], "author": 7}</script>',
        "<link rel=canonical href='javascript:alert(1)'>",
        "<link rel=canonical href='http://[broken'>",
        "<meta property=article:published_time content='yesterday'>",
        "<meta name=author content='https://a.example/me'>",
        "<meta>",
    ],
)
def test_metadata_that_makes_no_sense_is_passed_over(head: str) -> None:
    document = load(article("", head))
    assert document.title == "Harbour bridge closed"
    assert document.url is None
    assert document.published is None
    assert document.authors == ()


def test_a_page_saved_as_one_file() -> None:
    source = article("<p>Grünau – “closed”</p>", META).decode()
    document = load(mhtml(source, "https://courier.example/amp/bridge"), name="page.mhtml")
    assert "Grünau – “closed”" in document.text
    assert "color: red" not in document.text
    assert document.url == "https://courier.example/news/bridge"
    assert document.title == "Bridge closed"


@pytest.mark.parametrize("cut", [60, 200, 330])
def test_a_page_saved_in_part_is_an_error(cut: int) -> None:
    whole = mhtml(article("").decode(), "https://courier.example/")
    with pytest.raises(errors.LoadError, match="save"):
        load(
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/css\n\n"
            + whole[:cut]
        )


def test_markup_nested_very_deeply_is_read() -> None:
    assert load(page("<div>" * 1500 + "<p>Deep down, the bridge is closed.</p>")).text.startswith("Deep down")
    with pytest.raises(errors.LoadError, match="nested more deeply"):
        load(page("<div>" * 100_000 + "<p>Deep down, the bridge is closed.</p>"))


def test_broken_markup_is_read_as_browsers_do() -> None:
    text = load(page("<p>One <b>two</p><td>three</b></p></table>&bogus; &#xD800; four")).text
    assert "One two" in text
    assert "four" in text
    text.encode("utf-8")
