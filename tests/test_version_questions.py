"""What a question says about versions."""

import pytest

from index.records import Document
from qa.news.version_questions import VersionRequest, meant, read_version
from qa.news.versions import families


@pytest.mark.parametrize(
    ("question", "which", "number", "rest", "hint"),
    [
        ("How many died in the first version of the harbour story?", "first", None, "How many died?", "harbour"),
        ("According to version 1, who was killed?", "number", 1, "Who was killed?", ""),
        ("Who was killed, according to the original report's second version?", "number", 2, None, ""),
        ("In the latest version, how many were killed?", "latest", None, "How many were killed?", ""),
        ("What did the first version say about the crane?", "first", None, "What is said about the crane?", ""),
        ("What toll did the earlier version give?", "first", None, "What toll did the article give?", ""),
        ("What did the harbour story say at first about the crane?", "first", None, None, "harbour"),
        ("Who was named in the older version of the quay fire article?", "first", None, "Who was named?", "quay fire"),
        ("How many died? (version 2)", "number", 2, "How many died?", ""),
        ("What changed between the versions about the toll?", "changes", None, "toll", ""),
        ("What changed between the two versions of the harbour story?", "changes", None, "", "harbour"),
        ("How do the two versions differ on the toll?", "changes", None, "toll", ""),
        ("What was added in version 2 about the mayor?", "changes", None, "mayor", ""),
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
    ],
)
def test_other_questions_say_nothing_about_versions(question: str) -> None:
    assert read_version(question) is None


def _pair(origin: str, title: str) -> list[Document]:
    return [
        Document(Document.make_id(origin, version), origin, f"{title} {version}", title, version=version)
        for version in (1, 2)
    ]


def test_the_story_that_is_named_is_meant() -> None:
    harbour, mine = _pair("/a", "Fire in the harbour"), _pair("/b", "Flood in a mine")
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
