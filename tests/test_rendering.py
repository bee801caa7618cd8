"""What a person reads."""

from hypothesis import given
from hypothesis import strategies as st

from index.records import Document
from qa.rendering import answer_text, excerpt, refusal_text
from qa.spans import cuts_address, trim
from qa.wording import below_headline


def test_a_short_quotation_is_shown_whole() -> None:
    assert excerpt("The dam\nbroke at dawn.", ["dawn"]) == "The dam broke at dawn."


def test_an_excerpt_begins_below_the_headline() -> None:
    assert (
        below_headline("Dam  broke\n\nThe dam broke at dawn.", "Dam broke").split() == "The dam broke at dawn.".split()
    )
    assert below_headline("Dam broke", "Dam broke") == "Dam broke"
    assert below_headline("Dam broke at dawn.\nNobody was hurt.", "Dam broke").startswith("Dam broke at dawn.")


def test_a_long_one_is_cut_around_the_answer() -> None:
    quote = " ".join(f"w{i}" for i in range(100))
    shown = excerpt(quote, ["w70"], max_words=20)
    assert "w70" in shown.split()
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown.split()) == 22


@given(st.lists(st.text("abc é", min_size=1, max_size=6), min_size=1, max_size=120), st.integers(5, 40))
def test_an_excerpt_is_verbatim(tokens: list[str], limit: int) -> None:
    quote = " ".join(tokens)
    assert excerpt(quote, [tokens[len(tokens) // 2]], limit).strip("… ") in " ".join(quote.split())


def test_the_text_stays_under_eighty_words_and_marks_sources() -> None:
    sentence = "The bridge at Lindholm fell on 3 May, killing four people who were on their way to work. "
    document = Document(
        id="d",
        origin="/d",
        text=sentence * 9,
        title="Bridge falls",
        publisher="The Post",
        published="2021-05-04T08:00:00",
        version=2,
    )
    citations = [document.cite(i * len(sentence), (i + 1) * len(sentence) - 1) for i in range(5)]
    text = answer_text(["3 May"], citations)
    assert text.splitlines()[0] == "3 May."
    assert "[1] (The Post, 2021-05-04, version 2)" in text
    assert len(text.split()) <= 80


def test_a_refusal_says_what_was_looked_at() -> None:
    assert refusal_text(1, 1).endswith("1 passage of 1 document.")
    assert "quoted add" in refusal_text(0, 0)


def test_trim_drops_edges_and_unpaired_marks() -> None:
    for text, wanted in [
        ("“We will act,", "We will act"),
        ("(AP", "AP"),
        ("the U.S.", "the U.S."),
        ("Baghdad.", "Baghdad"),
        ("“quoted”", "“quoted”"),
        (" , ", ""),
        ("", ""),
    ]:
        start, end = trim(text, 0, len(text))
        assert text[start:end] == wanted


def test_a_piece_of_an_address_is_no_answer_the_whole_is() -> None:
    text = "Read it at https://news.example/7-drowned-in-ferry/2021.\nSeven drowned."
    address = "https://news.example/7-drowned-in-ferry/2021"
    at = text.index(address)
    inside = text.index("7-drowned")
    assert cuts_address(text, inside, inside + len("7-drowned"))
    assert not cuts_address(text, at, at + len(address))
    assert not cuts_address(text, 0, len("Read it at"))
    assert not cuts_address(text, text.index("Seven"), len(text))
