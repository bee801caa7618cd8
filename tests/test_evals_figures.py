"""Figures, tables, expected scores, thresholds and the report, over a handful of made-up rows."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from evals.baselines import Retrieval
from evals.expected import ExpectedError, compare, read_expected, verdict, write_expected
from evals.figures import OF_THE_MODEL, STATISTICS, by_type, figure, figures
from evals.fit import fit_threshold
from evals.questions import GoldQuestion
from evals.report import write_report
from evals.rows import Row, ask_all, judge
from evals.run import Run
from evals.systems import Reply
from evals.table import grid, lost_table, shown, system_table, type_table, wrong_list


def row(number: int, said: str, accepted: str, confidence: float, *, show: bool = True, kind: str = "date") -> Row:
    """A row about a made-up question; ``accepted`` empty for one without an answer."""
    answers = (accepted,) if accepted else ()
    question = GoldQuestion(id=f"q{number}", type=kind, question="When?", answers=answers, answerable=bool(answers))
    shorts = (said,) if show else ()
    return judge(question, Reply(shorts, said, confidence, (said,), milliseconds=10.0 * number))


ROWS = [
    row(1, "May", "May", 0.9),
    row(2, "May", "June", 0.6),
    row(3, "July", "July", 0.3, show=False),
    row(4, "May", "", 0.2, show=False, kind="unanswerable"),
    row(5, "<b>May</b>", "", 0.7, kind="unanswerable"),
]


def test_figures_by_hand() -> None:
    found = figures(ROWS, resamples=50)
    expected = {
        "answered right": 1 / 3,
        "refused rightly": 1 / 2,
        "right among shown": 1 / 3,
        "coverage": 3 / 5,
        "CRAG score": (1 - 1 + 0 + 1 - 1) / 5,
        "refusal precision": 1 / 2,
        "refusal recall": 1 / 2,
        "ms p50": 30.0,
    }
    assert {name: found[name].value for name in expected} == pytest.approx(expected)
    # most confident first: right, wrong, wrong, right, wrong
    assert found["AURC"].value == pytest.approx((0 + 1 / 2 + 2 / 3 + 2 / 4 + 3 / 5) / 5)
    assert found["list F1"].value is None
    assert all(f.value is None or f.low <= f.value <= f.high for f in found.values())


def test_an_unknown_figure_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="CRAG score"):
        figure("bleu", ROWS)


def test_no_rows() -> None:
    assert {f.value for f in figures([], resamples=5).values()} == {None}
    assert by_type([]) == {}


def test_tables_tell_what_was_measured() -> None:
    table = type_table(ROWS).splitlines()
    assert table[2].split()[:5] == ["date", "3", "33%", "33%", "33%"]
    assert table[-1].split()[:2] == ["all", "5"]
    assert "Quoted" in system_table({"Quoted": ROWS})
    assert "refused" in lost_table(ROWS)
    assert [line.split()[0] for line in wrong_list(ROWS).splitlines()] == ["q2", "q3", "q5"]
    assert grid(("a", "n"), [("long", "1")]) == "a     n\n────  ─\nlong  1"


def test_shown_figures() -> None:
    assert shown(figure("coverage", ROWS), interval=False) == "60%"
    assert shown(figure("CRAG score", ROWS), interval=False) == "0.00"
    assert shown(figure("list F1", ROWS)) == "–"


@pytest.mark.parametrize(
    ("name", "expected", "measured", "said"),
    [
        ("corpus.test.coverage", 0.7, 0.7, "equal"),
        ("corpus.test.coverage", 0.7, 0.72, "close"),
        ("corpus.test.coverage", 0.7, 0.64, "failed"),
        ("corpus.test.coverage", 0.7, 0.9, "better"),
        ("corpus.test.ECE", 0.05, 0.2, "failed"),  # an error: less is better
        ("corpus.test.ms p95", 300.0, 100.0, "better"),
    ],
)
def test_verdicts(name: str, expected: float, measured: float, said: str) -> None:
    assert verdict(name, expected, 0.05, measured) == said


def test_expected_file(tmp_path: Path) -> None:
    file = tmp_path / "expected.toml"
    file.write_text('[corpus.test]\n"coverage" = {score = 0.6, tolerance = 0.02}\n', "utf-8")
    expected = read_expected(file)
    checks = compare("corpus.test", figures(ROWS, resamples=5), expected)
    assert [check.verdict for check in checks] == ["equal"]
    assert compare("articles.test", figures(ROWS, resamples=5), expected) == []
    with pytest.raises(ExpectedError, match="not measured"):
        compare("corpus.test", figures([], resamples=5), expected)


def test_expected_file_is_written_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "expected.toml"
    found = figures(ROWS, resamples=5)
    write_expected(file, {"articles.dev": found})
    write_expected(file, {"corpus.test": found})
    expected = read_expected(file)
    assert expected["corpus.test.CRAG score"] == (0.0, 0.05)
    assert expected["articles.dev.answered right"] == (0.3333, 0.03)
    assert "corpus.test.proved" not in expected  # nothing was proved here, so nothing is expected
    assert {check.verdict for check in compare("corpus.test", found, expected)} == {"equal"}


@pytest.mark.parametrize("content", ["[a.b]\nx = {score = 1}", "[a.b]\nx = 1", "a = 1", "[["])
def test_bad_expected_file(tmp_path: Path, content: str) -> None:
    file = tmp_path / "expected.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(ExpectedError, match="score and a tolerance"):
        read_expected(file)


def test_threshold_is_the_lowest_that_keeps_the_promise() -> None:
    rows = [row(n, "May", "May" if n < 9 else "June", 1 - n / 10) for n in range(1, 10)]
    assert fit_threshold(rows, 1.0).threshold == pytest.approx(0.15)  # above 0.1, the only wrong one
    assert fit_threshold(rows, 0.85).coverage == 1.0  # 8 of 9 right
    assert fit_threshold([], 0.85).threshold == 1.0


def test_threshold_agrees_with_trying_them_all() -> None:
    draw = random.Random(3)
    sure = [draw.random() for _ in range(60)]
    rows = [row(n, "May", "May" if draw.random() < c else "June", c) for n, c in enumerate(sure)]
    found = fit_threshold(rows, 0.75)
    for confidence in [r.reply.confidence for r in rows]:
        shown_rows = [r for r in rows if r.reply.confidence >= confidence]
        if sum(r.candidate_right for r in shown_rows) / len(shown_rows) >= 0.75:
            assert len(shown_rows) / 60 <= found.coverage
    assert found.precision >= 0.75
    assert 0 < found.coverage < 1


def test_threshold_when_the_promise_cannot_be_kept() -> None:
    rows = [row(n, "May", "June", 0.5) for n in range(3)]
    found = fit_threshold(rows)
    assert (found.reached, found.coverage) == (True, 0.0)  # nothing shown, nothing wrong
    rows = [row(1, "May", "June", 0.9), row(2, "May", "May", 0.8), row(3, "May", "May", 0.7)]
    found = fit_threshold(rows)  # showing all three earns 2 − 1, more than showing fewer
    assert (found.reached, found.coverage, found.precision) == (False, 1.0, pytest.approx(2 / 3))


def test_a_retrieval_baseline_is_right_when_its_passages_hold_the_answer() -> None:
    texts = [("a", "It rained."), ("b", "It opened in May."), ("c", "It shut in June.")]
    system = Retrieval("fixed", lambda question, top: texts[:top])
    may, june = (GoldQuestion(id="1", type="t", question="When?", answers=(month,)) for month in ("May", "June"))
    none = GoldQuestion(id="2", type="t", question="Who?", answerable=False)
    rows = ask_all(system, [may, june, none])
    assert [r.outcome for r in rows] == ["right", "wrong", "wrong"]
    assert [r.rank for r in rows] == [2, 3, None]


def test_report_holds_tables_and_escapes_text(tmp_path: Path) -> None:
    page = write_report(tmp_path / "report", [Run("corpus", {"Quoted": ROWS})])
    text = page.read_text("utf-8")
    assert "&lt;b&gt;May&lt;/b&gt;" in text
    assert "<b>May</b>" not in text
    assert all(f"{name}" in text for name in STATISTICS if name not in ("F1", *OF_THE_MODEL))
    assert text == write_report(tmp_path / "again", [Run("corpus", {"Quoted": ROWS})]).read_text("utf-8")


def test_report_has_four_plots(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    text = write_report(tmp_path, [Run("corpus", {"Quoted": ROWS})]).read_text("utf-8")
    assert text.count("<svg") == 4
