"""The gold of versions and disagreements: enough of it, and what it claims stands in the documents."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from evals.metrics.contains import holds
from evals.news_versions import FOLDERS, read, score_disagreement, score_version, table
from index.loaders import load_file
from index.records import Citation
from qa.records import Answer, Disagreement

VERSIONS, DISAGREEMENTS = read("versions"), read("disagreements")
RELATIONS = {"agree", "differs", "corrected later", "may not be comparable"}


def texts(part: str) -> dict[str, str]:
    return {path.stem: load_file(path)[0].text for path in FOLDERS[part].glob("*.md")}


TEXTS = {part: texts(part) for part in FOLDERS}


def test_there_are_enough_lines_of_each_kind() -> None:
    for lines in (VERSIONS, DISAGREEMENTS):
        assert min(Counter(line["set"] for line in lines).values()) >= 20
        assert len({line["question"] for line in lines}) == len({line["id"] for line in lines}) == len(lines)
    assert {line["relation"] for line in DISAGREEMENTS} == RELATIONS


@pytest.mark.parametrize("line", VERSIONS, ids=lambda line: line["id"])
def test_an_answer_stands_in_the_version_it_is_said_to(line: dict[str, Any]) -> None:
    text = " ".join(TEXTS[line["set"]][name] for name in line["documents"])
    if line["kind"] == "refused":
        assert line["answers"] == []
        return
    held = [holds(text, answer) for answer in line["answers"]]
    assert all(held) if line["kind"] == "changes" else any(held)


@pytest.mark.parametrize("line", [d for d in DISAGREEMENTS if d["values"]], ids=lambda line: line["id"])
def test_every_value_stands_in_some_document(line: dict[str, Any]) -> None:
    documents = TEXTS[line["set"]].values()
    assert all(any(holds(text, v) for text in documents for v in variants) for variants in line["values"])


def _answer(*short: str, others: tuple[str, ...] = (), text: str = "", document: str = "d1") -> Answer:
    quote = Citation(document, "T", "Mail", None, "s", None, 0, 1, "q", "q")
    return Answer("q", "q", bool(short), list(short), text, [quote] if short else [], 0.9,
                  disagreements=[Disagreement(o, quote) for o in others])  # fmt: skip


def test_scores() -> None:
    names = {"d1": "ferry-v1", "d2": "ferry-v2"}
    line = {"kind": "asked", "answers": ["212"], "documents": ["ferry-v1"], "set": "invented", "split": "dev"}
    assert score_version(line, _answer("212 people"), names).right
    assert not score_version(line, _answer("212 people", document="d2"), names).right
    assert not score_version(line, _answer("219"), names).right
    assert not score_version(line, _answer(), names).right
    assert not score_version({**line, "kind": "only old"}, _answer("212"), names).right
    assert score_version({**line, "kind": "only old"}, _answer("212", text="Only in version 1; …"), names).right
    assert score_version({**line, "kind": "refused", "answers": []}, _answer(), names).right
    assert not score_version({**line, "kind": "refused", "answers": []}, _answer("212 people"), names).right
    conflict = {"relation": "differs", "values": [["212"], ["230", "about 230"]], "set": "invented", "split": "test"}
    found = score_disagreement(conflict, _answer("212", others=("about 230",)))
    assert [s.right for s in found] == [True, True]
    assert [s.right for s in score_disagreement(conflict, _answer("212", others=("7",)))] == [False]
    agree = {"relation": "agree", "values": [], "set": "corpus", "split": "dev"}
    assert not score_disagreement(agree, _answer("212", others=("about 230",)))[0].right
    assert score_disagreement(agree, _answer("212"))[0].right
    rows = table(found)
    assert re.search(r"disagreements found\s+1/1\s+-\s+1/1\s+-\s+-\s+-\s+1/1", rows[1])
