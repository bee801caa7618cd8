"""Who says what in invented reports: speakers, verbs and words with exact offsets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Document
from qa.news.attribution import attribute, lead, read_asked, same_speaker
from qa.news.paragraphs import quotations
from qa.news.speech import speeches


def document(text: str) -> Document:
    return Document(id="d", origin="d.txt", text=text, title="t")


def said(text: str) -> list[tuple[str, str, str]]:
    return [(text[s.start : s.end], s.verb, text[s.said_start : s.said_end]) for s in speeches(text)]


@pytest.mark.parametrize(
    ("text", "speaker", "verb", "words"),
    [
        ("Mayor Linda Okafor said the bridge would close.", "Mayor Linda Okafor", "said", "the bridge would close."),
        ("“The bridge is closed,” Okafor said.", "Okafor", "said", "“The bridge is closed,”"),
        ("The bridge was unsafe, Okafor said.", "Okafor", "said", "The bridge was unsafe"),
        ("“We were lucky,” said Ana Prieto, a nurse in Callao.", "Ana Prieto", "said", "“We were lucky,”"),
        (
            "Tarek Nassar, head of the harbour police, told reporters that two ships had sunk.",
            "Tarek Nassar", "told", "two ships had sunk.",
        ),
        ("Norway’s state radio reported that it was late.", "Norway’s state radio", "reported", "it was late."),
        (
            "An official with the water board said on Monday that the dam was full.",
            "An official with the water board", "said", "the dam was full.",
        ),
        (
            "Nine houses burned, according to the semi-official agency Pulsa.",
            "the semi-official agency Pulsa", "according to", "Nine houses burned",
        ),
        ("According to the port office, the crane fell.", "the port office", "according to", "the crane fell."),
        ("Ife Balogun wrote on Twitter that the road was open.", "Ife Balogun", "wrote", "the road was open."),
        ("On Friday Balogun warned that rain would return.", "Balogun", "warned", "rain would return."),
        ("Speaking in Quito, Balogun said the talks had failed.", "Balogun", "said", "the talks had failed."),
        ("Moreno said Monday, according to Pulsa, that the mine was safe.", "Moreno", "said", "the mine was safe."),
        ("Officials briefed on the plan said it was dead.", "Officials briefed on the plan", "said", "it was dead."),
        ("Moreno called the verdict “a disgrace.”", "Moreno", "called", "“a disgrace.”"),
        ("If the river rises, Moreno said, the school will close.", "Moreno", "said", "If the river rises"),
    ],
)  # fmt: skip
def test_speaker_verb_and_words(text: str, speaker: str, verb: str, words: str) -> None:
    assert (speaker, verb, words) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge closed on Monday.",
        "Two reports say little about what he said is true.",
        "The minister is said to be ill.",
        "Lara Quist reported from Tromsø.",
        "The league continues work on the stadium.",
        "The firm denied the charge.",
        "He said it was late.",  # nobody is named before him
    ],
)
def test_what_is_not_plain_is_left_out(text: str) -> None:
    assert said(text) == []


def test_he_is_the_speaker_before_when_that_is_plain() -> None:
    text = "“The pass is blocked,” Ravi Menon said. “We will wait,” he added."
    assert said(text)[1] == ("Ravi Menon", "added", "“We will wait,”")


def test_he_is_whom_the_sentence_before_is_about() -> None:
    text = "Ravi Menon said the pass was blocked.\nGeorge Tan drove on. “We will wait,” he added."
    assert said(text)[1] == ("George Tan", "added", "“We will wait,”")


def test_he_is_nobody_when_another_person_comes_in_between() -> None:
    text = "Ravi Menon said the pass was blocked. Behind him stood Gen. George Tan.\n“We will wait,” he added."
    assert [s for s, _, words in said(text) if "wait" in words] == []


def test_she_does_not_stand_for_a_man() -> None:
    assert len(said("Peter Hollis said the pass was blocked. She said it was open.")) == 1


def test_a_sentence_quoted_whole_belongs_to_the_speaker_before() -> None:
    text = "“They can do it,” Ravi Menon said. “It is a matter of will.”"
    assert said(text)[1] == ("Ravi Menon", "said", "“It is a matter of will.”")


def test_a_quotation_that_goes_on_over_paragraphs_keeps_its_speaker() -> None:
    text = "Ravi Menon said: “The pass is blocked. We have food.\n\n“Nobody is hurt.”\n\nThe road is long."
    assert ("Ravi Menon", "said", "“Nobody is hurt.”") in said(text)


def test_words_inside_a_quotation_are_no_frame() -> None:
    assert said("The note read “Menon said nothing”.") == []


def test_quotations_left_open() -> None:
    assert quotations("A “b” c “d") == ([(2, 5), (8, 10)], True)
    assert quotations('"a" b') == ([(0, 3)], False)


def test_attribution_of_a_part_of_the_words() -> None:
    text = "Hundreds fled. Governor Ines Duarte said that 40 houses were lost."
    start = text.index("40")
    by = attribute(document(text), start, start + 2)
    assert by is not None
    assert (by.speaker, by.verb, by.kind) == ("Governor Ines Duarte", "said", "reported")
    assert text[by.start : by.end] == by.speaker
    assert text[by.said_start : by.said_end] == "40 houses were lost."


def test_words_in_quotation_marks_are_direct() -> None:
    text = "“Only 40 are left,” Duarte said."
    by = attribute(document(text), text.index("40"), text.index("40") + 2)
    assert by is not None
    assert by.kind == "direct"


def test_the_speaker_is_not_attributed_to_the_speaker() -> None:
    text = "Governor Ines Duarte said that 40 houses were lost."
    assert attribute(document(text), 0, 20) is None


def test_what_the_document_says_itself_has_no_speaker() -> None:
    text = "Hundreds fled. Governor Ines Duarte said that 40 houses were lost."
    assert attribute(document(text), 0, 8) is None


def test_lead() -> None:
    text = "Duarte denied that 40 houses were lost. Duarte said that 9 were."
    denied = attribute(document(text), text.index("40"), text.index("40") + 2)
    neutral = attribute(document(text), text.index("9"), text.index("9") + 1)
    assert lead(["40"], denied) == "40 (Duarte denied)"
    assert lead(["9"], neutral) == "9, according to Duarte"
    assert lead(["9", "10"], None) == "9; 10"


@pytest.mark.parametrize(
    ("question", "speaker", "by"),
    [
        ("Who said that the dam was full?", True, ""),
        ("Which engineer warned of a leak?", True, ""),
        ("What did Duarte say about the dam?", False, "Duarte"),
        ("How did the governor describe the flood?", False, "the governor"),
        ("According to Ines Duarte, how many houses were lost?", False, "Ines Duarte"),
        ("Who leads the union?", False, ""),
        ("When did it rain?", False, ""),
    ],
)
def test_questions_about_speech(question: str, speaker: bool, by: str) -> None:
    asked = read_asked(question)
    assert (asked.speaker, asked.by) == (speaker, by)


def test_same_speaker() -> None:
    assert same_speaker("Duarte", "Governor Ines Duarte")
    assert not same_speaker("Duarte", "Ravi Menon")
    assert not same_speaker("", "Ravi Menon")


@given(
    st.lists(
        st.sampled_from([*'“”" .,:;\naAs', "he said", "Duarte said", " according to ", "said", "that "]), max_size=40
    )
)
def test_offsets_lie_in_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    for speech in speeches(text):
        assert 0 <= speech.start < speech.end <= len(text)
        assert 0 <= speech.said_start < speech.said_end <= len(text)


def test_long_texts_take_linear_time() -> None:
    def seconds(times: int) -> float:
        text = "Ravi Menon said the pass was blocked, and “we wait,” he added, according to the agency. " * times
        began = time.perf_counter()
        speeches(text)
        return time.perf_counter() - began

    seconds(10)
    assert seconds(800) < 24 * max(seconds(100), 0.005)
