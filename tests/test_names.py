"""Names: by themselves, with what documents show, aliases and abbreviations."""

import pytest

from index.records import Document
from index.transliteration import same_word
from qa.grouping import same_answer
from qa.news.aliases import aliases, aliases_in, evidence
from qa.news.names import NameBook, is_name, same_name, units


def document(text: str, name: str = "/a") -> Document:
    return Document(id=Document.make_id(name, None), origin=name, text=text, title="")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Dmitry", "Dimitri"),
        ("Timoshenko", "Tymoshenko"),
        ("Nasarbajew", "Nazarbayev"),
        ("Zawahri", "Zawahiri"),
        ("Nassir", "Naser"),
        ("Daoud", "Dawood"),
        ("Hizballah", "Hezbollah"),
        ("Ben’ani", "Benani"),
        ("Kadyrov", "Qadyrov"),
    ],
)
def test_one_word_in_two_systems(a: str, b: str) -> None:
    assert same_word(a, b)
    assert same_word(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hassan", "Hussein"),
        ("Jamal", "Jamil"),
        ("Gamal", "Kamal"),
        ("Petrov", "Petrova"),
        ("Iran", "Iraq"),
        ("Anderson", "Andersen"),
        ("Lee", "Li"),
        ("", "Li"),
        ("1980", "1981"),
    ],
)
def test_two_words(a: str, b: str) -> None:
    assert not same_word(a, b)
    assert not same_word(b, a)


def test_units_drop_titles_and_articles_and_join_particles() -> None:
    assert units("Gen. Omar al-Tahir") == ("omar", "tahir")
    assert units("Abu Walid el-Karim") == ("abuwalid", "karim")
    assert units("Abd al-Rahim Nouri") == units("Abdul Rahim Nouri") == ("abdrahim", "nouri")
    assert units("the general") == ()


def test_is_name() -> None:
    assert is_name("Gen. Omar al-Tahir")
    assert is_name("Union of Fishers")
    assert not is_name("seven people")
    assert not is_name("")


def test_a_short_form_is_the_last_word() -> None:
    assert same_name("Marta Ilves", "Ilves")
    assert same_name("M. Ilves", "Marta K. Ilves")
    assert not same_name("Marta Ilves", "Marta")
    assert not same_name("North Vesland", "Vesland")
    assert not same_name("J. Ilves", "Marta Ilves")


def test_a_bare_surname_that_two_people_bear_stands_for_neither() -> None:
    one = document("Marta Ilves spoke. Later Ilves left.", "/one")
    two = document("Jaan Ilves spoke. Ilves left.", "/two")
    none = document("Ilves was there.", "/none")
    book = NameBook([one, two, none])
    assert book.same("Ilves", "Marta Ilves", one.id, one.id)
    assert not book.same("Ilves", "Marta Ilves", two.id, one.id)
    assert not book.same("Ilves", "Marta Ilves", none.id, one.id)
    assert not book.same("Ilves", "Ilves", one.id, two.id)
    assert NameBook([one, none]).same("Ilves", "Marta Ilves", none.id, one.id)


def test_spellings_do_not_hide_a_second_bearer() -> None:
    one, two = document("Abbas Rezayi spoke.", "/one"), document("Karim Rezai spoke.", "/two")
    assert not NameBook([one, two]).same("Rezayi", "Karim Rezai", None, two.id)


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        ("The Union of Northern Fishers (UNF) met.", "Union of Northern Fishers", "UNF"),
        ("The UNF (Union of Northern Fishers) met.", "Union of Northern Fishers", "UNF"),
        ("The Office for Inland Waters, or OIW, met.", "Office for Inland Waters", "OIW"),
        ("Ivo Marek, better known as Red Ivo, spoke.", "Ivo Marek", "Red Ivo"),
        ("It met Tuesday. Ivo Marek (also known as Red Ivo) spoke.", "Ivo Marek", "Red Ivo"),
        ("Ivo Marek, who is known by his nom de guerre, Abu Tal, spoke.", "Ivo Marek", "Abu Tal"),
        ("Vesland, formerly Lower Orland, voted.", "Vesland", "Lower Orland"),
        ("“No,” said Ivo Marek, head of the Front. He is an envoy better known as Red Ivo.", "Ivo Marek", "Red Ivo"),
    ],
)
def test_texts_equate_names(text: str, name: str, other: str) -> None:
    story = document(text)
    [found] = aliases(story)
    assert (found.name, found.other) == (name, other)
    assert evidence(story, found).quote == text[found.start : found.end]
    assert NameBook([story]).equated(other, name)


@pytest.mark.parametrize(
    "text",
    [
        "Militias known as the Grey Sons came.",
        "Ivo Marek (Reuters) wrote.",
        "Ivo Marek, born in 1945, sings.",
        "Marek's brother, known as Red Ivo, spoke.",
        "The Union of Northern Fishers (XYZ) met.",
        "",
    ],
)
def test_texts_that_equate_nothing(text: str) -> None:
    assert aliases_in(text) == []


def test_answers_are_one_by_an_abbreviation_only_where_a_text_says_so() -> None:
    book = NameBook([document("The Union of Northern Fishers (UNF) met.")])
    assert same_answer("UNF", "the Union of Northern Fishers", book)
    assert not same_answer("UNF", "the Union of Northern Fishers")
    assert book.other_names("What did the UNF want?") == ["Union of Northern Fishers"]
    assert book.other_names("What did others want?") == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Julio Marsh", "Julia Marsh"), ("George Marsh", "Georgia Marsh"), ("Victor Pons", "Victoria Pons"),
        ("Zhou Lin", "Zhu Lin"), ("Joan Pons", "Juan Pons"), ("Lucy Marsh", "Luke Marsh"),
    ],
)  # fmt: skip
def test_two_given_names_are_two_people(a: str, b: str) -> None:
    assert not same_name(a, b)


@pytest.mark.parametrize(("a", "b"), [("Andrej Lunin", "Andrei Lunin"), ("Siyad Warsame", "Siad Warsame")])
def test_glides_are_written_or_left_out(a: str, b: str) -> None:
    assert same_name(a, b)
