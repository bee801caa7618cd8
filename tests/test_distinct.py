"""One answer to a question about two things: whose it is; invented texts."""

from __future__ import annotations

import pytest

from index.records import Citation, Document, Hit, Passage
from qa.confidence import Calibration, Features, features
from qa.grouping import group
from qa.kinds.distinct import differing, told_apart
from qa.kinds.options import Options
from qa.question import read_question
from qa.records import Answer, Candidate

BY_READER = Calibration({"reader": 1.0}, 0.0, 0.7)  # confidence is the logistic function of the reader's score alone
ASH, ELM = "Who is the mayor of Ash?", "Who is the mayor of Elm?"
RUIZ = "Ash greeted its mayor, Ana Ruiz."
BERG = "The mayor, Tom Berg, waved."


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ((ASH, ELM), ("Ash", "Elm")),
        (("Which Danish captain sailed?", "Which Dutch captain sailed?"), ("Danish", "Dutch")),
        (("Who leads Ash?", "Who leads the Elm Union?"), ("Ash", "the Elm Union")),
        (("Who founded Acme?", "Who runs Acme?"), None),
        (("Who leads Ash?", "Who leads Ash?"), None),
        (("Who?", ""), None),
    ],
)
def test_the_name_in_which_two_questions_differ(parts: tuple[str, str], names: tuple[str, str] | None) -> None:
    assert differing(parts) == names


def _candidate(text: str, words: str, score: float) -> Candidate:
    document = Document(id=Document.make_id(text, None), origin=text, text=text, title="")
    passage = Passage(f"{document.id}:0", document.id, 0, 0, len(text), text)
    start = text.index(words)
    return Candidate(document, Hit(passage, 0.5), start, start + len(words), score, score)


def _cite(candidate: Candidate) -> Citation:
    return candidate.document.cite(0, len(candidate.document.text))


def _options(question: str, *candidates: Candidate) -> Options:
    groups = tuple(group(candidates))
    bare = Options(read_question(question), groups, (), {}, BY_READER, 0.7, _cite, lambda test: [])
    answers = tuple(bare.found(g.best, 0.0) for g in groups)
    return Options(bare.question, groups, answers, {}, BY_READER, 0.7, _cite, lambda test: [])


def _asked(ash: Options, elm: Options) -> list[Answer]:
    offered = {ASH: ash, ELM: elm}
    answers = []
    for options in offered.values():
        best = options.groups[0].best
        sure = BY_READER.probability(_features(options))
        found = options.found(best, sure)
        answers.append(found if sure >= 0.7 else _missing(options.question.text, sure))
    return told_apart(answers, offered.__getitem__)


def _features(options: Options) -> Features:
    return features(options.question, list(options.groups))


def _missing(question: str, confidence: float) -> Answer:
    return Answer(question, question, False, [], "The documents don't say.", [], confidence)


def test_the_less_sure_one_gets_its_next_option() -> None:
    ash = _options(ASH, _candidate(RUIZ, "Ana Ruiz", 5.0))
    elm = _options(ELM, _candidate(RUIZ, "Ana Ruiz", 3.0), _candidate(BERG, "Tom Berg", 2.0))
    assert [a.short for a in _asked(ash, elm)] == [["Ana Ruiz"], ["Tom Berg"]]


def test_an_option_that_is_not_sure_is_not_shown() -> None:
    ash = _options(ASH, _candidate(RUIZ, "Ana Ruiz", 5.0))
    elm = _options(ELM, _candidate(RUIZ, "Ana Ruiz", 3.0), _candidate(BERG, "Tom Berg", 0.1))
    assert [(a.found, a.short) for a in _asked(ash, elm)] == [(True, ["Ana Ruiz"]), (False, [])]


def test_one_may_be_both_where_the_text_says_so() -> None:
    both = "Ana Ruiz is mayor of Ash and of Elm."
    ash, elm = _options(ASH, _candidate(both, "Ana Ruiz", 5.0)), _options(ELM, _candidate(both, "Ana Ruiz", 3.0))
    assert [a.short for a in _asked(ash, elm)] == [["Ana Ruiz"], ["Ana Ruiz"]]


def test_two_answers_stay_as_they_are() -> None:
    ash, elm = _options(ASH, _candidate(RUIZ, "Ana Ruiz", 5.0)), _options(ELM, _candidate(BERG, "Tom Berg", 3.0))
    assert [a.short for a in _asked(ash, elm)] == [["Ana Ruiz"], ["Tom Berg"]]
    assert told_apart([], {ASH: ash}.__getitem__) == []


def test_a_doubtful_part_is_asked_again_too() -> None:
    ash = _options(ASH, _candidate(RUIZ, "Ana Ruiz", 5.0))
    elm = _options(ELM, _candidate(RUIZ, "Ana Ruiz", 0.5), _candidate(BERG, "Tom Berg", 0.4))
    assert not _asked(ash, elm)[1].found
