"""The benchmark of conversations: its figures on a made-up conversation, worked by hand."""

from benchmarks.conversations import RememberingReader, rewriting
from qa.reader import Reading


def turn(question: str, standalone: str, kind: str, *answers: str) -> dict[str, object]:
    depends = question != standalone
    return {"question": question, "standalone": standalone, "depends": depends, "kind": kind, "answers": [*answers]}


CONVERSATION = {
    "turns": [
        turn("Who captained the Vega Star?", "Who captained the Vega Star?", "fresh", "Ilse Brandt"),
        turn("When was she born?", "When was Ilse Brandt born?", "pronoun", "1950"),
        turn("Who was the judge?", "Who was the judge of the sinking?", "description", "Ola Vik"),
        turn("Who won the Osted Cup?", "Who won the Osted Cup?", "fresh", "Turku"),
    ]
}


def test_rewriting_by_hand() -> None:
    # "who was judge" against "who was judge of sinking" without articles: P = 3/3, R = 3/5, F1 = 0.75
    assert rewriting([CONVERSATION]) == {
        "fresh": 1,
        "fresh_changed": 0,
        "kinds": {"description": {"n": 1, "f1": 0.75, "same": 0}, "pronoun": {"n": 1, "f1": 1.0, "same": 1}},
    }


class CountingReader:
    def __init__(self) -> None:
        self.read_passages: list[str] = []

    def read(self, question: str, passages: list[str], top_spans: int = 5) -> list[Reading]:
        self.read_passages += passages
        return [Reading(float(len(p)), (), ()) for p in passages]


def test_a_passage_is_read_once_a_question() -> None:
    counting = CountingReader()
    reader = RememberingReader(counting)  # type: ignore[arg-type]
    assert [r.null_score for r in reader.read("q", ["a", "bb", "a"])] == [1.0, 2.0, 1.0]
    assert [r.null_score for r in reader.read("q", ["bb", "ccc"])] == [2.0, 3.0]
    reader.read("other", ["a"])
    assert counting.read_passages == ["a", "bb", "ccc", "a"]
