"""How a name is spelled in a version: what a question asks, and a name's forms in a document. All is invented."""

import pytest

from index.records import Document, Region
from qa.news.version_names import NameAsked, forms, name_within, read_name_asked, renamed

TEXT = (
    "Doctor Yusuf al-Mansouri came to Tin Azar with Capt. Idris Kaba of the Ansar al-Wadi militia. Mansouri left. "
    "Idris Kaba stayed, and so did the Wadi Brigade. Kellin-based Green Tent sent beds."
)


def document(text: str = TEXT, **more: object) -> Document:
    return Document(Document.make_id("/a", 1), "/a", text, "T", version=1, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "whose", "part", "known"),
    [
        ("How is the harbour master's name given?", "the harbour master", "", False),
        ("How does the article spell the captain's name?", "the captain", "", False),
        ("How is Beridse spelled?", "Beridse", "", True),
        ("How is Tamar Beridse's first name written?", "Tamar Beridse", "first", True),
        ("How is the surname of the engineer spelled?", "the engineer", "last", False),
        ("How does it write the name Beridse?", "Beridse", "", True),
        ("How is the militia Ansar al-Wadi spelled?", "Ansar al-Wadi", "", True),
        ("What spelling of Beridse does the article use?", "Beridse", "", True),
        ("What name does the article give for the tug?", "the tug", "", False),
        ("How is the name of the head of Green Tent spelled?", "the head of Green Tent", "", False),
        ("How does the article spell the Green Tent chairman?", "the Green Tent chairman", "", False),
    ],
)
def test_whose_name_is_asked(question: str, whose: str, part: str, known: bool) -> None:
    asked = read_name_asked(question)
    assert asked is not None
    assert (asked.whose, asked.part, asked.known) == (whose, part, known)


@pytest.mark.parametrize(
    "question",
    [
        "How was the law written?",
        "How is the medicine given?",
        "How was the captain rescued?",
        "Who gave his name?",
        "What name did the sailors shout?",
        "How were the beds put up?",
    ],
)
def test_other_questions_ask_no_spelling(question: str) -> None:
    assert read_name_asked(question) is None


def test_somebody_described_is_asked_for_in_plain_words() -> None:
    assert NameAsked("the captain").questions[0] == "What is the captain's name?"
    assert NameAsked("the rescuers").questions[0] == "What is the rescuers' name?"
    assert NameAsked("the head of Green Tent").questions[0] == "What is the name of the head of Green Tent?"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (NameAsked("Youssef al-Mansuri"), ["Yusuf al-Mansouri"]),
        (NameAsked("Mansuri"), ["Yusuf al-Mansouri"]),
        (NameAsked("Mansuri", "last"), ["al-Mansouri"]),
        (NameAsked("Youssef al-Mansuri", "first"), ["Yusuf"]),
        (NameAsked("Captain Idriss Kaba"), ["Idris Kaba"]),
        (NameAsked("Ansar el-Ouadi"), ["Ansar al-Wadi"]),
        (NameAsked("Idriss"), ["Idris Kaba"]),
        (NameAsked("Omar Chennawi"), []),
        (NameAsked("Levan Kurt"), []),
    ],
)
def test_the_forms_of_a_name(asked: NameAsked, expected: list[str]) -> None:
    version = document()
    found = forms(version, asked)
    assert [form.text for form in found] == expected
    for form in found:
        assert version.text[form.start : form.end] == form.text
        assert form.citation.start <= form.start < form.end <= form.citation.end


def test_several_spellings_come_with_the_most_frequent_first() -> None:
    version = document("We met Tamar Beridze. Then Tamar Beridse spoke. Later Tamar Beridze left, so we did.")
    assert [f.text for f in forms(version, NameAsked("Beridze"))] == [
        "Tamar Beridze",
        "Tamar Beridse",
    ]


def test_a_name_in_furniture_does_not_count() -> None:
    text = "Reported by our man Levan Kurt.\nNobody was hurt on the ferry."
    version = document(text, regions=(Region(0, text.index("\n"), "furniture"),))
    assert forms(version, NameAsked("Levan Kurt")) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Idris Kaba", "Idris Kaba"),
        ("the militia Ansar al-Wadi", "Ansar al-Wadi"),
        ("Kellin-based charity", None),
        ("the captain", None),
        ("Idris Kaba and Levan Kurt", None),
        ("a man who said that he had come from the village of Marrow", None),
    ],
)
def test_the_name_within_a_span(text: str, name: str | None) -> None:
    within = name_within(f"They met {text} there.", 9, 9 + len(text))
    assert (None if within is None else f"They met {text} there."[slice(*within)]) == name


def test_a_noun_that_opens_a_sentence_is_no_name() -> None:
    assert name_within("Harbour master Jorun Tveit came.", 0, 14) is None
    assert name_within("Harbour master Jorun Tveit came.", 0, 26) == (15, 26)


def test_a_name_that_another_version_corrects() -> None:
    old = Document(
        Document.make_id("/a", 1), "/a", "The harbour master Jorun Tveit said on Monday that it was ice.", "T"
    )
    new = Document(
        Document.make_id("/a", 2), "/a", "The harbour master Jorun Tveidt said on Monday that it was ice.", "T"
    )
    assert [f.text for f in renamed(NameAsked("Tveit"), [old, new], new)] == ["Jorun Tveidt"]
    assert [f.text for f in renamed(NameAsked("Tveidt"), [old, new], old)] == ["Jorun Tveit"]
    assert renamed(NameAsked("Sanna Holm"), [old, new], new) == []
