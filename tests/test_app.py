"""The page without a browser: what it shows as text, whom it lets in, and what an answer looks like as HTML."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from index.records import Document, Passage
from qa.errors import QuestionError
from qa.page import documents as page_documents
from qa.page.events import Events
from qa.page.html import answer_html, escape, marked, notice_html, question_html
from qa.page.proof import Place, text_html
from qa.page.suggestions import candidates
from qa.records import Answer, Disagreement
from qa.rendering import answer_text
from tests.fakes import FakeEmbedder

if TYPE_CHECKING:
    from index import DocumentIndex

HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png) [y](javascript:alert(2)) $$z$$ & "quoted" `c` _u_'


def document(text: str = "The bridge closed on 4 May.", **known: Any) -> Document:
    return Document("0123456789ab", known.pop("origin", "/texts/a.txt"), text, known.pop("title", "Bridge"), **known)


def answered(*, short: list[str], source: Document, notes: list[str] | None = None, **more: Any) -> Answer:
    citations = [source.cite(0, len(source.text))]
    text = answer_text(short, citations, notes=notes or [])
    return Answer("q", "q", True, short, text, citations, 0.9, **more)


class Tags(HTMLParser):
    """The elements, links and text that a browser would make of some HTML."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text())
def test_escaped_text_reads_the_same_and_holds_no_markup(text: str) -> None:
    escaped = escape(text)
    assert re.fullmatch(r"(?:[^\W_]| |&#\d+;|&#xFFFD;)*", escaped)
    assert Tags(escaped).tags == set()
    if text.isprintable():
        assert html.unescape(escaped) == " ".join(text.split())


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_marking_changes_no_word(quote: str, answers: list[str]) -> None:
    shown = Tags(marked(quote, answers))
    assert shown.tags <= {"mark"}
    assert "".join(shown.text.split()) == "".join(Tags(escape(quote)).text.split())


def test_the_answer_is_marked_where_it_stands() -> None:
    assert marked("It was 4 May, a day.", ["4 May"]) == f"It was <mark>4 May</mark>{escape(',')} a day{escape('.')}"
    assert marked("one two one", ["one", "one two", "two"]) == "<mark>one</mark> <mark>two</mark> one"
    assert marked("nothing", ["something"]) == "nothing"


def test_an_answer_holds_its_quotation_and_source() -> None:
    source = document(publisher="Orrin Mail", published="2021-05-05T08:00", version=2, url="https://orrin.example/a")
    shown = Tags(answer_html(answered(short=["4 May"], source=source)))
    assert shown.text == (
        "4 May.Very likely rightThe bridge closed on 4 May. [1]"
        "[1] Bridge. Orrin Mail, 2021-05-05, version 2. orrin.example"
    )
    assert shown.links == ["#quoted-0123456789ab-0-27", "https://orrin.example/a"]


def test_several_answers_are_a_list() -> None:
    shown = answer_html(answered(short=["Ilse", "Jan"], source=document("Ilse and Jan.")))
    assert "<li>Ilse</li><li>Jan</li>" in shown


def test_the_witnesses_of_a_list_are_those_of_its_first_answer() -> None:
    for short, said in (
        (["Ilse"], "2 independent sources say so"),
        (["Ilse", "Jan"], "2 independent sources say the first"),
    ):
        answer = dataclasses.replace(answered(short=short, source=document("Ilse and Jan.")), witnesses=2)
        assert said in Tags(answer_html(answer)).text


def test_of_a_file_only_its_name_is_shown() -> None:
    for origin in ("/home/ilse/texts/a.txt", r"C:\\texts\\a.txt"):
        shown = Tags(answer_html(answered(short=["4 May"], source=document(origin=origin)))).text
        assert shown.endswith("[1] Bridge. a.txt")


def test_who_says_what_is_a_table_that_says_it_once() -> None:
    other = document("It closed on 5 May.", publisher="The Other", published="2021-05-06").cite(13, 18)
    answer = answered(
        short=["4 May"], source=document(publisher="Mail"), notes=["Mail: 4 May; The Other: 5 May."],
        disagreements=[Disagreement("5 May", other, "corrected later")],
    )  # fmt: skip
    shown = answer_html(answer)
    rows = [Tags(row).text for row in re.findall(r"<tr>.*?</tr>", shown)]
    assert rows == ["Mail 4 May [1]", "The Other 2021-05-065 May  corrected later"]
    assert Tags(shown).text.count("The Other") == 1


@pytest.mark.parametrize(
    ("number", "words"), [(0.99, "Very likely right"), (0.7, "Likely right"), (0.4, "May be wrong")]
)
def test_confidence_is_in_words_with_its_number(number: float, words: str) -> None:
    shown = answer_html(dataclasses.replace(answered(short=["4 May"], source=document()), confidence=number))
    assert words in Tags(shown).text
    assert f"right&#58; {number:.0%}".replace("%", "&#37;") in shown


def test_marks_in_the_statement_lead_to_quotations_that_are_there() -> None:
    answer = dataclasses.replace(answered(short=["1,700"], source=document()), text="1,700: 1815 [1], 3515 [2].")
    shown = Tags(answer_html(answer))
    assert shown.links == ["#quoted-0123456789ab-0-27"] * 2
    assert shown.text.startswith("1,700: 1815 [1], 3515 [2].")


def test_a_follow_up_is_shown_as_it_was_understood() -> None:
    answer = Answer("When did the bridge close?", "When?", False, [], "The documents don't say.", [], 0.0)
    assert "Understood as: When did the bridge close?" in Tags(answer_html(answer)).text
    assert "Understood" not in Tags(answer_html(Answer("When?", "When?", False, [], "No.", [], 0.0))).text


def test_what_came_nearest_is_not_shown_as_an_answer() -> None:
    answer = Answer("q", "q", False, [], "The documents don't say.", [], 0.1, nearest=[document().cite(0, 27)])
    shown = Tags(answer_html(answer))
    assert shown.text.startswith("The documents don't say.Nearest passages, which do not answer it:")
    assert shown.links == ["#quoted-0123456789ab-0-27"]
    assert "mark" not in shown.tags
    long = document("One two three. " * 100)
    answer = Answer("q", "q", False, [], "No.", [], 0.1, nearest=[long.cite(0, len(long.text))])
    assert len(Tags(answer_html(answer)).text) < 400


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil", "http://["]
)
def test_only_web_addresses_become_links(address: str) -> None:
    shown = Tags(answer_html(answered(short=["4 May"], source=document(url=address))))
    assert shown.links == ["#quoted-0123456789ab-0-27"]


@pytest.mark.parametrize("field", ["title", "publisher", "published", "url", "origin", "text"])
def test_hostile_text_adds_no_element(field: str) -> None:
    source = document(**{field: HOSTILE})
    shown = Tags(answer_html(answered(short=["x"], source=source)))
    assert shown.tags <= {"div", "p", "mark", "blockquote", "cite", "a", "span"}
    assert not [link for link in shown.links if "evil" in link]


@pytest.mark.parametrize("show", [question_html, notice_html])
def test_questions_and_notices_are_text(show: Any) -> None:
    shown = Tags(show(HOSTILE))
    assert (shown.tags, shown.text) == ({"div"}, HOSTILE)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.com", "localhost.example.com", ""])
def test_other_addresses_need_a_password(host: str) -> None:
    with pytest.raises(app.PageError, match="--auth USER:PASSWORD"):
        app.serve("unused", host=host)


@pytest.mark.parametrize("auth", ["user", "user:", ":password"])
def test_half_a_password_is_none(auth: str) -> None:
    with pytest.raises(app.PageError, match="must be USER:PASSWORD"):
        app.serve("unused", auth=auth)


class Conversation:
    """Repeats what it heard, so that it shows whose conversation it is."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def ask(self, question: str, *, documents: list[str] | None = None) -> Answer:
        if not question.strip():
            raise QuestionError("the question is empty")
        self.heard.append(question)
        heard = " | ".join(self.heard)
        return Answer(heard, question, False, [], f"The documents don't say. {documents}", [], 0.0)


class Answerer:
    def conversation(self) -> Conversation:
        return Conversation()


class Ui:
    """The toolkit's few words, as values that tests can look at."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def skip(self) -> str:
        return "unchanged"

    def update(self, **properties: Any) -> dict[str, Any]:
        return properties

    def Info(self, message: str, duration: float) -> None:
        self.said.append(message)

    def Warning(self, message: str) -> None:
        self.said.append(message)


@pytest.fixture
def page(corpus_index: DocumentIndex) -> Events:
    return Events(corpus_index, Answerer(), Ui())  # type: ignore[arg-type]


def last(steps: Iterator[Any]) -> Any:
    return list(steps)[-1]


def test_the_question_is_shown_before_the_answer(page: Events) -> None:
    first, second = page.reply("Who?", [], None)
    assert [m["role"] for m in first[1]] == ["user"]
    assert [m["role"] for m in second[1]] == ["user", "assistant"]
    assert first[0] == second[0] == ""


def test_each_session_has_its_own_conversation(page: Events) -> None:
    _, shown, mine, _ = last(page.reply("Who?", [], None))
    _, _, theirs, _ = last(page.reply("Where?", [], None))
    _, shown, mine, _ = last(page.reply("When?", shown, mine))
    assert mine.conversation.heard == ["Who?", "When?"]
    assert theirs.conversation.heard == ["Where?"]
    assert len(shown) == 4


def test_only_the_chosen_documents_are_asked(page: Events) -> None:
    assert "['a1']" in Tags(last(page.reply("Who?", [], None, ["a1"]))[1][-1]["content"]).text
    assert "None" in Tags(last(page.reply("Who?", [], None, []))[1][-1]["content"]).text


def test_a_question_that_is_none_gets_advice(page: Events) -> None:
    _, shown, session, _ = last(page.reply(" ", [], None))
    assert Tags(shown[-1]["content"]).text == "the question is empty"
    assert session.answers == []
    assert page.last_answer(session) == page.last_answer(None) == "Nothing has been asked yet: ask a question first."


@pytest.mark.parametrize("wanted", ["", "x", "[]", "{}", '{"places": [[1]], "at": 0}', '{"places": [], "at": 0}',
                                    '{"places": [["000000000000", 0, 5]], "at": 0}', '{"places": 1, "at": 0}',
                                    '{"places": [["a", 0, 5]], "at": -1}', "[" * 5000,
                                    '{"places": [["a", Infinity, 5]], "at": 0}'])  # fmt: skip
def test_what_is_no_place_gets_advice(page: Events, wanted: str) -> None:
    assert Tags(page.show_place(wanted)).tags == {"div"}


def test_the_place_is_marked_in_its_document(page: Events, corpus_index: DocumentIndex) -> None:
    document = corpus_index.documents()[0]
    start, end = 200, 260
    wanted = {"places": [[document.id, 0, 20], [document.id, start, end]], "at": 1}
    shown = page.show_place(json.dumps(wanted))
    here = "".join(re.findall(r'<mark class="quoted-here">(.*?)</mark>', shown))
    assert "".join(html.unescape(here).split()) == "".join(document.text[start:end].split())
    assert "".join(document.text.split())[:3000] in "".join(Tags(shown).text.split())
    assert "Quotation 2 of 2" in Tags(shown).text
    assert shown.count("data-step") == 2
    assert shown.count(" disabled") == 1


@given(st.text(max_size=200), st.data())
def test_a_document_shown_is_its_words_and_only_marks(text: str, data: st.DataObject) -> None:
    source = document(text)
    cut = st.integers(0, len(text))
    start, end = sorted((data.draw(cut), data.draw(cut)))
    shown = Tags(text_html(source, Place(source.id, start, end), [Place(source.id, 0, 3)]))
    assert shown.tags <= {"p", "mark"}
    assert "".join(shown.text.split()) == "".join(Tags(escape(text)).text.split())


def test_of_a_long_document_what_is_not_shown_is_said() -> None:
    source = document("word " * 20_000)
    shown = Tags(text_html(source, Place(source.id, 50_000, 50_004)))
    assert "30,000 more characters" in shown.text
    assert "29,996 more characters" in shown.text
    assert len(shown.text) < 41_000


@pytest.mark.parametrize(
    ("lead", "made"),
    [("Greta Holm opened the dam on 9 March.", {"Who opened the dam?", "When did Greta Holm open the dam?"}),
     ("Greta Holm opened the same dam on 9 March.", set()), ("Greta Holm opened their dam on 9 March.", set())],
)  # fmt: skip
def test_suggested_questions_stand_alone(lead: str, made: set[str]) -> None:
    source = document(lead)
    assert set(candidates(source, [Passage("p", source.id, 0, 0, len(lead), lead)])) == made


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    from index import DocumentIndex

    with DocumentIndex.open(tmp_path / "store") as index:
        assert "Upload files" in page_documents.describe(index)
        assert "Upload files" in Tags(page_documents.table_html(index)).text


def test_documents_are_counted_listed_and_searched(corpus_index: DocumentIndex) -> None:
    count = len(corpus_index.documents())
    assert page_documents.describe(corpus_index) == f"{count} documents"
    assert page_documents.table_html(corpus_index).count("data-remove") == count
    assert f"of {count} documents" in page_documents.table_html(corpus_index, "the nation KILLING")
    assert page_documents.table_html(corpus_index, "the nation KILLING").count("data-remove") == 1
    assert "fewer words" in page_documents.table_html(corpus_index, "qqq")


def test_the_table_says_when_each_document_came(uploads: Uploads) -> None:
    uploads.add(**{"a.txt": b"The Orrin bridge closed on 4 May. It will open again."})
    [stored] = uploads.index.documents()
    shown = page_documents.table_html(uploads.index)
    assert "Added" in re.findall(r'<th scope="col">(.*?)</th>', shown)
    [when] = re.findall(r"<time .*?</time>", shown)
    assert Tags(when).text == str(stored.added)[:10]
    assert str(stored.added) in html.unescape(when)
    uploads.add(**{"a.txt": b"The Orrin bridge closed on 5 May. It will open again."})
    assert uploads.index.documents()[0].added == stored.added


@given(st.text())
def test_an_uploads_name_is_never_a_path(name: str) -> None:
    safe = page_documents.safe_name(name)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set("/\\<>\"'&\0\n")
    assert safe not in (".", "..")


class Uploads:
    """A store of its own, and files put where uploads are put."""

    def __init__(self, folder: Path) -> None:
        from index import DocumentIndex

        self.index = DocumentIndex.open(folder / "store", embedder=FakeEmbedder())
        self.folder = folder

    def add(self, **files: bytes) -> list[str]:
        paths = []
        for name, data in files.items():
            paths.append(self.folder / name)
            paths[-1].write_bytes(data)
        said = list(page_documents.add_files(self.index, paths))[-1]
        assert not any(path.exists() for path in paths)
        return said


@pytest.fixture
def uploads(tmp_path: Path) -> Iterator[Uploads]:
    uploads = Uploads(tmp_path)
    yield uploads
    uploads.index.close()


def test_uploads_are_added_updated_and_refused_each_with_its_reason(uploads: Uploads) -> None:
    text = b"The Orrin bridge closed on 4 May. It will open again."
    said = uploads.add(**{"a.txt": text, "b.pdf": b"%PDF-1.4 broken", "c.txt": b"", "d.png": b"\x89PNG\r\n\x1a\n" * 9})
    assert said[0].startswith("a.txt: added")
    assert [line.partition(": ")[2][:9] for line in said[1:]] == ["not added"] * 3
    [stored] = uploads.index.documents()
    assert (stored.origin, str(uploads.folder) in stored.origin) == ("a.txt", False)
    assert uploads.add(**{"a.txt": text})[0].startswith("a.txt: unchanged")
    assert uploads.add(**{"a.txt": text + b" Soon."})[0].startswith("a.txt: updated")
    assert len(uploads.index.documents()) == 1
    assert "Removed" in page_documents.remove(uploads.index, stored.id)
    assert uploads.index.documents() == []
    assert "Not removed" in page_documents.remove(uploads.index, stored.id)


def test_too_many_too_large_and_no_room(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_documents, "MOST_FILES", 1)
    assert "too many" in uploads.add(**{"a.txt": b"One sentence here.", "b.txt": b"Another one."})[0]
    monkeypatch.setattr(page_documents, "MAX_FILE_BYTES", 5)
    assert "larger than" in uploads.add(**{"c.txt": b"More than five bytes."})[0]
    monkeypatch.setattr(page_documents, "MAX_FILE_BYTES", 1000)
    monkeypatch.setattr(page_documents, "FREE_BYTES", 10**18)
    assert "disk is nearly full" in uploads.add(**{"d.txt": b"A sentence."})[0]


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "/etc/passwd", "javascript:alert(1)", "ftp://127.0.0.1/x"])
def test_only_web_addresses_are_fetched(uploads: Uploads, url: str) -> None:
    assert page_documents.add_url(uploads.index, url).startswith("not added: give an address")


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost", "169.254.169.254", "[::1]", "10.0.0.1"])
def test_private_addresses_are_refused(uploads: Uploads, host: str) -> None:
    assert page_documents.add_url(uploads.index, f"http://{host}/").startswith("not added, ")
    assert uploads.index.documents() == []
