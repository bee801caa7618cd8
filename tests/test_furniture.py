"""Furniture and captions: what is marked on invented pages, and what must never be."""

from __future__ import annotations

import pytest

from index.furniture import mark
from index.lines import units

BODY = [
    "The harbour board of Llanfer closed the north quay on Tuesday after divers found a crack in its footing.",
    "“Nobody is in danger, but nobody is going to park there either,” said the harbour master, Nia Prosser.",
    "Repairs are expected to cost 1.4 million pounds and to take until the end of May, the board said.",
]


def labels(lines: list[str], news: bool = True) -> dict[str, tuple[str, str]]:
    text = "\n\n".join(lines)
    found = {text[r.start : r.end]: (r.kind, r.label) for r in mark(units(text), news=news)}
    return {line: found[line] for line in lines if line in found}


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Sign up for the Morning Tide newsletter", "newsletter"),
        ("Get the day's top stories delivered to your inbox", "newsletter"),
        ("By signing up, you agree to our Terms of Use and Privacy Policy.", "newsletter"),
        ("Like Llanfer Echo on Facebook for more stories", "social"),
        ("Follow us on Twitter @llanferecho", "social"),
        ("Share this article", "social"),
        ("Facebook Twitter WhatsApp Email", "social"),
        ("Most read", "menu"),
        ("Read more: Ferry to sail again in June", "menu"),
        ("Advertisement", "menu"),
        ("We use cookies to improve your experience. Accept all", "cookie notice"),
        ("© 2021 Llanfer Media Ltd. All rights reserved.", "copyright"),
        ("Copyright 2021 Llanfer Echo", "copyright"),
        ("Aled Rees and Mair Owen contributed to this report.", "credit"),
        ("Reporting by Aled Rees; editing by Mair Owen", "credit"),
        ("Rees reported from Llanfer.", "credit"),
        ("Photograph: Mair Owen", "photo credit"),
        ("Getty Images", "photo credit"),
        ("This article has changed 4 times. There is an RSS feed of changes available.", "page note"),
        ("Version 3 Version 4", "page note"),
        ("(2 hours later)", "page note"),
    ],
)
def test_marked(line: str, label: str) -> None:
    assert labels([*BODY, line, BODY[0]]) == {line: ("furniture", label)}


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for an account on the board's website before you apply for a berth.",
        "Share prices of the operator fell by four per cent after the announcement.",
        "Copyright in the drawings remains with the engineers until the final payment is made.",
        "By registering early, owners save eleven pounds a year, the board said.",
        "Follow the path on the left to reach the lower quay.",
        "The board contributed to this debt by borrowing from its own pension fund for six years.",
        "Print the form, sign it and hand it in at the office.",
        "She photographed the crack herself.",
        "Set the gauge to its lowest mark (off/on)",
        "This article of the treaty was changed in 1994 and again in 2003.",
        "What happens next?",
        "- A list item that says what the board promised to the owners of the boats",
    ],
)
@pytest.mark.parametrize("news", [True, False])
def test_text_stays_text(line: str, news: bool) -> None:
    assert labels([*BODY, line, BODY[0]], news=news) == {}


def test_captions_count_as_text() -> None:
    caption = "Divers inspect the footing of the north quay in Llanfer on March 2, 2021. (Mair Owen/Llanfer Echo)"
    agency = "Boats in the harbour of Llanfer. (AP Photo)"
    alt = "Divers inspect the footing"
    assert labels([BODY[0], alt, caption, BODY[1], agency]) == {
        alt: ("furniture", "alt text"),
        caption: ("caption", "caption"),
        agency: ("caption", "caption"),
    }


def test_a_glued_alternative_text_is_split_off() -> None:
    alt, rest = "The cracked north quay", "The cracked north quay, seen from the water. (Mair Owen/Reuters)"
    text = alt + rest
    regions = mark(units(text), news=True)
    assert [(text[r.start : r.end], r.kind) for r in regions] == [(alt, "furniture"), (rest, "caption")]


def test_a_newsletter_box_takes_in_the_lines_it_shuts_in() -> None:
    box = [
        "Sign up for Tide Daily",
        "All of the coast in one message.",
        "By registering you agree to the Privacy Policy.",
    ]
    assert set(labels([*BODY, *box])) == set(box)


def test_headlines_of_other_articles_in_the_tail() -> None:
    teasers = ["Ferry to Aberwen sails again after nine years", "How a storm changed the shape of the bay"]
    tail = ["Rees reported from Llanfer.", *teasers, "Like Llanfer Echo on Facebook"]
    assert set(labels([*BODY, *tail])) == set(tail)
    assert labels([*BODY, *teasers]) == {}, "nothing beside them says that they are links"
    assert not set(labels([*BODY, *tail], news=False)) & set(teasers)


def test_many_headings_between_paragraphs_are_the_texts_own() -> None:
    headings = [f"What the board of Llanfer says about its plan number {n}" for n in ("one", "two", "three")]
    lines = [line for heading in headings for line in (BODY[0], heading)] + [BODY[1]]
    assert labels(lines) == {}


def test_nothing_of_nothing() -> None:
    assert mark([], news=True) == []
