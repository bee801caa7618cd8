"""The three questions Quoted was conceived for, of the shipped documents and, where present, of the originals."""

import re

import pytest

from index import DocumentIndex
from qa import Answerer

MISSION = [
    ("Who was killed?", r"S[ou]leimani", r"kill|assassinat|dead|died"),
    ("When did parliament vote?", r"Jan(?:\.|uary) 5|5 Jan", r"vote"),
    ("What did Iran retaliate with?", r"missiles?", r"missiles?"),
]


@pytest.fixture(params=["corpus_index", "articles_index"])
def index(request: pytest.FixtureRequest) -> DocumentIndex:
    """The shipped documents, then the originals (skipped where absent)."""
    found: DocumentIndex = request.getfixturevalue(request.param)
    return found


# Of the originals one answer is found and not trusted, one is not found: what falls short is said, not hidden.
REFUSED = {("articles_index", "When did parliament vote?"), ("articles_index", "What did Iran retaliate with?")}
MISREAD = {("articles_index", "What did Iran retaliate with?")}


@pytest.mark.parametrize(("question", "short", "quote"), MISSION)
def test_answer_and_quotation(
    request: pytest.FixtureRequest, index: DocumentIndex, question: str, short: str, quote: str
) -> None:
    if (request.node.callspec.params["index"], question) in REFUSED:
        request.applymarker(pytest.mark.xfail(strict=True, reason="refused: confidence below the threshold"))
    answer = Answerer(index).ask(question)
    assert answer.found, answer.text
    assert re.search(short, " ".join(answer.short)), answer.short
    assert re.search(quote, answer.citations[0].quote)
    assert len(answer.text.split()) <= 90
    for citation in answer.citations:
        assert index.document(citation.document_id).text[citation.start : citation.end] == citation.quote
        assert citation.quote in citation.passage or citation.passage in citation.quote
    assert answer.to_dict()["citations"][0]["quote"] == answer.citations[0].quote


@pytest.mark.parametrize(("question", "short", "quote"), MISSION)
def test_the_best_reading_is_right_even_where_it_is_refused(
    request: pytest.FixtureRequest, index: DocumentIndex, question: str, short: str, quote: str
) -> None:
    if (request.node.callspec.params["index"], question) in MISREAD:
        request.applymarker(pytest.mark.xfail(strict=True, reason="another span is put first"))
    answer = Answerer(index, threshold=0.0).ask(question)
    assert re.search(short, " ".join(answer.short), re.IGNORECASE), answer.short
    assert re.search(quote, " ".join(c.quote for c in answer.citations))


def test_a_question_the_documents_do_not_answer_is_refused(index: DocumentIndex) -> None:
    answer = Answerer(index).ask("Which vineyard won the cheese prize in Montreal?")
    assert not answer.found
    assert answer.short == []
    assert answer.citations == []
    assert answer.text.startswith("The documents don't say.")
    assert answer.nearest
