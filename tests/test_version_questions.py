"""What a question says about versions."""

import pytest

from index.records import Document
from qa.news.version_choice import meant
from qa.news.version_questions import VersionRequest, read_version
from qa.news.version_wording import plain_wording
from qa.news.versions import families


@pytest.mark.parametrize(
    ("question", "which", "number", "rest", "hint"),
    [
        ("How many died in the first version of the harbour story?", "first", None, "How many died?", "harbour"),
        ("According to version 1, who was killed?", "number", 1, "Who was killed?", ""),
        ("Who was killed, according to the original report's second version?", "number", 2, None, ""),
        ("In the latest version, how many were killed?", "latest", None, "How many were killed?", ""),
        ("What did the first version say about the crane?", "first", None, "What is said about the crane?", ""),
        ("What toll did the earlier version give?", "first", None, "How many people were killed?", ""),
        ("What did the harbour story say at first about the crane?", "first", None, None, "harbour"),
        ("Who was named in the older version of the quay fire article?", "first", None, "Who was named?", "quay fire"),
        ("How many died? (version 2)", "number", 2, "How many died?", ""),
        ("What changed between the versions about the toll?", "changes", None, "toll", ""),
        ("What changed between the two versions of the harbour story?", "changes", None, "", "harbour"),
        ("How do the two versions differ on the toll?", "changes", None, "toll", ""),
        ("How many fell ill in the first version of the story about the wedding?", "first", None, None, "wedding"),
        (
            "What was the toll in the ferry story's second version?",
            "number",
            2,
            "How many people were killed?",
            "ferry",
        ),
        (
            "In its second version, what does the ferry story call the tug?",
            "number",
            2,
            "What is the tug called?",
            "ferry",
        ),
        (
            "How many people does the first version of the story say drowned?",
            "first",
            None,
            "How many people drowned?",
            "",
        ),
        (
            "What reason did the original version give for the delay?",
            "first",
            None,
            "What is the reason for the delay?",
            "",
        ),
        ("Does the first version say who fired the shot?", "first", None, "Who fired the shot?", ""),
        ("When did it close, according to the updated Orrin story?", "latest", None, "When did it close?", "Orrin"),
        ("How many seats were added, according to version 2?", "number", 2, "How many seats were added?", ""),
        ("How many jobs were cut in the second version of the mill story?", "number", 2, None, "mill"),
        ("Who was added to the squad in the first version of the cup story?", "first", None, None, "cup"),
    ],
)
def test_read(question: str, which: str, number: int | None, rest: str | None, hint: str) -> None:
    request = read_version(question)
    assert request is not None
    assert (request.which, request.number, request.hint) == (which, number, hint)
    assert rest is None or request.question == rest


@pytest.mark.parametrize(
    "question",
    [
        "When did parliament vote?",
        "What is the new version of the software called?",
        "What did the mayor say at first?",
        "What changed after the flood?",
        "Who wrote the first report?",
        "What was added to the bill?",
        "the first version",
        "When did the latest version ship?",
        "Which phones ship with the latest version?",
        "What is the name of the latest version?",
        "What is new in version 2 of the software?",
        "Which versions of the bill differ?",
        "What changed between the two versions of the treaty?",
        "Who sang in the first version of the song?",
        "When was the first version of the vaccine tested?",
        "Who won the second edition?",
        "Who wrote the first draft of the report?",
        "What did the coroner's report initially conclude?",
        "How many soldiers were added to the force?",
        "How many seats were added in the second version of the plan?",
        "What was dropped in the second round?",
        "Who took the second title?",
        "What was the first headline act?",
        "Which headline angered the minister?",
        "What did the minister say about the headline?",
        "Which earlier story did the mayor tell the police?",
        "Who first told the story?",
        "How did the story of the fire first spread?",
        "Who in the story was initially arrested?",
    ],
)
def test_other_questions_say_nothing_about_versions(question: str) -> None:
    assert read_version(question) is None


@pytest.mark.parametrize(
    ("question", "about", "listed", "rest"),
    [
        ("What headline did the harbour story carry at first?", "headline", False, None),
        ("Which headline did the story first carry?", "headline", False, None),
        ("What was the original headline of the ferry story?", "headline", False, None),
        ("What was the ferry story's second headline?", "headline", False, None),
        ("How was the ferry story headlined in its second version?", "headline", False, None),
        ("Under what headline did the ferry story first run?", "headline", False, None),
        ("What was the headline before the story was updated?", "headline", False, None),
        ("What is the title of the first version of the mine article?", "headline", False, None),
        ("Who won the title in the first version of the cup story?", "text", False, "Who won the title?"),
        ("Who is named in the headline of version 2?", "in headline", False, "Who is named in the headline?"),
        ("Whose verdict was added in the second version of the dam story?", "new", False, "Whose verdict?"),
        ("Whose statement does the second version of the dam article add?", "new", False, "Whose statement?"),
        ("Who is quoted only in the second version of the dam story?", "new", False, "Who is quoted?"),
        ("Which witness was dropped in the second version?", "gone", False, "Which witness?"),
        ("Which witness is missing from the first version of the dam story?", "missing", False, "Which witness?"),
        ("What was added in version 2 about the mayor?", "new", True, "mayor"),
        ("What does the second version no longer mention?", "gone", True, ""),
        ("Which figure changed between the versions?", "figures", True, ""),
        ("Which name is spelled differently in the two versions of the mine story?", "names", True, ""),
        ("How did the headline of the ferry story change?", "headline", True, ""),
        ("Did the headline change between the versions?", "headline", True, ""),
    ],
)
def test_what_of_a_version_is_asked(question: str, about: str, listed: bool, rest: str | None) -> None:
    request = read_version(question)
    assert request is not None
    assert (request.about, request.listed) == (about, listed)
    assert rest is None or request.question == rest


def test_a_bare_version_is_less_sure_to_be_an_articles() -> None:
    named, bare = read_version("Who died in the first version of the story?"), read_version("Who died in version 1?")
    drafted = read_version("What did the first draft of the report say about the dam?")
    assert named is not None
    assert bare is not None
    assert drafted is not None
    assert (named.named, bare.named, drafted.named) == (True, False, False)


@pytest.mark.parametrize(
    ("question", "worded"),
    [
        ("What does the article say about the crane?", "What is said about the crane?"),
        ("How many does it say died?", "How many died?"),
        ("How many dead does the article report?", "How many dead are reported?"),
        ("Whom does the article identify as the owner?", "Who is identified as the owner?"),
        ("How does the article describe the wrecks?", "How are the wrecks described?"),
        ("At what figure does the article put the toll?", "How many people were killed?"),
        ("What age does the article give for the captain?", "What is the age of the captain?"),
        ("Who was killed?", "Who was killed?"),
        ("What did the mayor say about the crane?", "What did the mayor say about the crane?"),
        ("Where does the mayor put the blame?", "Where does the mayor put the blame?"),
    ],
)
def test_what_the_article_says_is_taken_out_of_the_words(question: str, worded: str) -> None:
    assert plain_wording(question) == worded


def _pair(origin: str, title: str, more: str = "") -> list[Document]:
    return [
        Document(Document.make_id(origin, version), origin, f"{title} {version} {more}", title, version=version)
        for version in (1, 2)
    ]


def test_the_story_that_is_named_is_meant() -> None:
    harbour, mine = _pair("/a", "Fire in the harbour"), _pair("/b", "Flood in a mine", "water")
    documents = [*harbour, *mine]
    found, texts = families(documents), {d.id: d for d in documents}

    def asked(which: str, number: int | None = None, hint: str = "") -> list[str]:
        return meant(VersionRequest(which, number, "", hint), found, texts)  # type: ignore[arg-type]

    assert asked("first") == [harbour[0].id, mine[0].id]
    assert asked("first", hint="harbour") == [harbour[0].id]
    assert asked("latest", hint="mine") == [mine[1].id]
    assert asked("number", 2, "harbour") == [harbour[1].id]
    assert asked("number", 7) == []
    assert asked("changes", hint="mine") == [d.id for d in mine]
    assert asked("first", hint="water") == [mine[0].id]  # of the text, where no headline has the word
    assert asked("first", hint="unicorn") == [harbour[0].id, mine[0].id]


def test_a_copy_is_not_the_latest_version_of_a_numbered_page() -> None:
    body = " ".join(f"word{i}" for i in range(80))
    old, new = (Document(Document.make_id("/a", v), "/a", f"{body} {v}", "T", version=v) for v in (1, 2))
    copy = Document(Document.make_id("/b", None), "/b", f"{body} 2", "T")
    found, texts = families([old, new, copy]), {d.id: d for d in (old, new, copy)}
    assert len(found.of(copy.id)) == 3
    assert meant(VersionRequest("latest", None, "", ""), found, texts) == [new.id]


def test_no_versions_no_documents() -> None:
    assert meant(VersionRequest("first", None, "", ""), families([]), {}) == []
