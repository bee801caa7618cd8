"""What the chat shows while a language model writes: sentences once they are checked, struck ones with the reason."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest

from index import DocumentIndex
from index.records import Document
from qa import Answerer
from qa.llm.events import Retrying, Sentence, Started
from qa.page import session as page_session
from qa.page.events import Events
from qa.page.html import answer_html
from qa.page.writing import Draft
from qa.reader import Reader
from qa.records import Answer, Disagreement, Struck
from tests.openai_server import Reply, serving
from tests.shown import HOSTILE, Tags, Ui

STORY = Document("0123456789ab", "/texts/ferry.md", "The ferry sank. Nobody drowned.", "Ferry")
FIRST, SECOND = STORY.cite(0, 15), STORY.cite(16, 31)
ANSWER = Answer("What sank?", "What sank?", True, ["The ferry"], "The ferry.", [FIRST], 0.9)
REFUSAL = Answer("Why?", "Why?", False, [], "The documents don't say.", [], 0.1, nearest=[SECOND])
FERRY = """# Ferry strikes a pier

The ferry Marenka struck a pier in Ostrava Bay on Friday, March 5, 2021. At least 25 fishermen were rescued.
"""
QUESTION = "How many fishermen were rescued?"
RIGHT, WRONG = "At least 25 fishermen were rescued [1].", "At least 52 fishermen were rescued [1]."


def draft(*events: Any, extractive: Answer = ANSWER) -> Tags:
    draft = Draft()
    for event in (Started("model-7", 2, extractive), *events):
        draft.take(event)
    return Tags(draft.html())


def test_the_answer_without_the_model_stands_above_what_is_written() -> None:
    shown = draft()
    assert shown.text.startswith("The ferry.")
    assert shown.text.endswith("model-7 is writing; each sentence is checked before it counts.")
    assert draft(extractive=REFUSAL).text == "model-7 is writing; each sentence is checked before it counts."


def test_sentences_that_stand_carry_marks_and_struck_ones_their_reason() -> None:
    shown = draft(
        Sentence("Nobody drowned [7].", True, (SECOND,)),
        Sentence("Two drowned [7].", False, (), "“Two” does not stand there", "number"),
        Sentence("The ferry sank and nobody drowned [7][2].", True, (FIRST, SECOND)),
    )
    written = shown.text.partition("counts.")[2]
    assert written == (
        "Nobody drowned. [1]Two drowned [7]. struck: “Two” does not stand there"
        "The ferry sank and nobody drowned. [2][1]"
    )
    assert shown.links[-3:] == [f"#quoted-{STORY.id}-{c.start}-{c.end}" for c in (SECOND, FIRST, SECOND)]
    assert "s" in shown.tags


def test_of_a_try_that_is_void_only_what_was_struck_stays() -> None:
    shown = draft(
        Sentence("Nobody drowned [1].", True, (SECOND,)),
        Sentence("Two drowned [1].", False, (), "“Two” does not stand there", "number"),
        Retrying("“Two” does not stand there"),
        Sentence("The ferry sank [1].", True, (FIRST,)),
    )
    written = shown.text.partition("model-7")[2]
    assert written == (
        " is asked once more: “Two” does not stand there."
        "Two drowned [1]. struck: “Two” does not stand thereThe ferry sank. [1]"
    )


def test_what_a_model_writes_is_text_whatever_it_is() -> None:
    shown = draft(Sentence(HOSTILE, True, (FIRST,)), Sentence(HOSTILE, False, (), HOSTILE), Retrying(HOSTILE))
    assert shown.tags <= {"div", "p", "s", "small", "a", "span", "blockquote", "cite", "mark"}
    assert not [link for link in shown.links if not link.startswith("#quoted-")]


def test_a_finished_answer_has_its_sentences_first_and_the_struck_ones_folded_away() -> None:
    written = dataclasses.replace(
        ANSWER, prose=["The ferry sank [1].", "Nobody drowned [2]."], citations=[FIRST, SECOND], model="model-7",
        text="The ferry sank [1]. Nobody drowned [2].\n“The ferry sank.” [1] (Ferry)",
        struck=[Struck("Two <b>drowned</b>.", "“Two” does not stand there", "number")],
        disagreements=[Disagreement("A raft", SECOND)],
    )  # fmt: skip
    html = answer_html(written)
    shown = Tags(html)
    assert shown.text.startswith("The ferry sank [1]. Nobody drowned [2].Other values in the documents")
    assert "A raft [2]" in shown.text
    assert "Written by model-7" in shown.text
    assert shown.text.count("“The ferry sank.”") == 0
    folded = Tags(re.findall(r"<details>.*</details>", html)[0]).text
    assert folded == (
        "1 sentence of the language model did not stand the checkTwo <b>drowned</b>. struck: “Two” does not stand there"
    )
    assert "The ferry sank \\[1\\]. Nobody drowned \\[2\\]." in page_session.answer_markdown(written)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DocumentIndex]:
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "ferry.md").write_text(FERRY, encoding="utf-8")
    with DocumentIndex.open(folder / "store") as opened:
        assert opened.add([folder / "ferry.md"], progress=None).added
        yield opened


def replies(index: DocumentIndex, *script: Reply | str) -> tuple[list[str], page_session.PageSession, list[str]]:
    """Each thing that is shown as the reply, whose it is, and what was shown as the proof beside it."""
    pytest.importorskip("llama_index.llms.openai_like", reason="quoted[openai] is not installed")
    with serving(*script) as server:
        answerer = Answerer(index, reader=Reader.load(threads=1), llm=f"openai:scripted@{server.url}")
        steps = list(Events(index, answerer, Ui()).reply(QUESTION, [], None))
    assert [message["role"] for message in steps[0][1]] == ["user"]
    assert all([message["role"] for message in step[1]] == ["user", "assistant"] for step in steps[1:])
    return [step[1][-1]["content"] for step in steps[1:]], steps[-1][2], [step[3] for step in steps]


def test_the_chat_follows_the_model_and_ends_with_its_checked_answer(index: DocumentIndex) -> None:
    shown, session, proofs = replies(index, WRONG, RIGHT)
    texts = [Tags(html).text for html in shown]
    assert len(texts) == 5  # begun, struck, asked once more, stands, finished
    assert "25" in texts[0]
    assert "<s>" not in shown[0]
    assert "At least 52 fishermen were rescued [1]. struck: " in texts[1]
    assert "asked once more" in texts[2]
    assert texts[3].endswith("At least 25 fishermen were rescued. [1]")
    [answer] = session.answers
    assert answer.prose == [RIGHT]
    assert shown[-1] == answer_html(answer)
    assert (proofs[0], set(proofs[2:-1])) == ("unchanged", {"unchanged"})
    for proof in (proofs[1], proofs[-1]):
        assert Tags("".join(re.findall(r'<mark class="quoted-here">.*?</mark>', proof))).text.startswith("At least 25")


def test_a_model_that_fails_leaves_the_answer_made_of_quotations(index: DocumentIndex) -> None:
    shown, session, _ = replies(index, Reply(status=401))
    assert "25" in Tags(shown[-1]).text
    assert "Answered without the language model" in Tags(shown[-1]).text
    assert len(session.answers) == 1


def test_suggested_questions_never_ask_the_model(index: DocumentIndex) -> None:
    from qa.page.suggestions import Suggestions

    pytest.importorskip("llama_index.llms.openai_like", reason="quoted[openai] is not installed")
    with serving(RIGHT) as server:
        answerer = Answerer(index, reader=Reader.load(threads=1), llm=f"openai:scripted@{server.url}")
        Suggestions(index, answerer).questions()
        assert server.requests == []
