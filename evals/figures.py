"""From rows to figures: one function a figure, a table that names them all, intervals by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.metrics.calibration import expected_calibration_error
from evals.metrics.crag import crag_score
from evals.metrics.refusal import refusal_precision, refusal_recall
from evals.metrics.selective import aurc
from evals.metrics.spread import bootstrap_interval, mean, percentile
from evals.rows import Row

Statistic = Callable[[Sequence[Row]], float | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its bootstrap 95% interval; ``value`` is None when no row says anything about it."""

    name: str
    value: float | None
    low: float
    high: float
    count: int  # rows that went in


def _average(value: Callable[[Row], float | bool | None]) -> Statistic:
    def statistic(rows: Sequence[Row]) -> float | None:
        known = [float(v) for v in map(value, rows) if v is not None]
        return mean(known) if known else None

    return statistic


def _of(kind: Literal["answerable", "unanswerable", "answered"], value: Callable[[Row], float | bool]) -> Statistic:
    def belongs(row: Row) -> bool:
        if kind == "answered":
            return bool(row.reply.shorts)
        return row.question.answerable == (kind == "answerable")

    return _average(lambda row: value(row) if belongs(row) else None)


def _recall(k: int) -> Statistic:
    return _average(lambda row: None if row.rank is None else 0 < row.rank <= k)


def _reciprocal(row: Row) -> float | None:
    if row.rank is None:
        return None
    return 1 / row.rank if row.rank else 0.0


def _confidences(rows: Sequence[Row]) -> tuple[list[float], list[bool]]:
    return [row.reply.confidence for row in rows], [row.candidate_right for row in rows]


STATISTICS: dict[str, Statistic] = {
    "answered right": _of("answerable", lambda row: row.right),
    "refused rightly": _of("unanswerable", lambda row: row.right),
    "right among shown": _of("answered", lambda row: row.right),
    "coverage": _average(lambda row: bool(row.reply.shorts)),
    "CRAG score": lambda rows: crag_score([row.outcome for row in rows]) if rows else None,
    "exact match": _average(lambda row: row.exact),
    "F1": _average(lambda row: row.f1),
    "list F1": _average(lambda row: row.set_f1),
    "shown text holds it": _average(lambda row: row.contains),
    "verbatim": _average(lambda row: row.reply.verbatim if row.reply.citations else None),
    "proved": _average(lambda row: row.proved),
    "citation precision": _average(lambda row: row.citation_precision),
    "citation recall": _average(lambda row: row.citation_recall),
    "sentence citation precision": _average(lambda row: row.sentence_precision),
    "sentence citation recall": _average(lambda row: row.sentence_recall),
    "written by the model": _average(lambda row: bool(row.reply.sentences) if row.reply.model else None),
    "sentences struck": lambda rows: _struck(rows),
    "refusal precision": lambda rows: refusal_precision(*_refusals(rows)),
    "refusal recall": lambda rows: refusal_recall(*_refusals(rows)),
    "recall@10": _recall(10),
    "recall@20": _recall(20),
    "MRR": _average(_reciprocal),
    "AURC": lambda rows: aurc(*_confidences(rows)) if rows else None,
    "ECE": lambda rows: expected_calibration_error(*_confidences(rows)) if rows else None,
    "words shown": _average(lambda row: len(row.reply.shown.split()) if row.reply.shorts else None),
    "ms p50": lambda rows: percentile([row.reply.milliseconds for row in rows], 50) if rows else None,
    "ms p95": lambda rows: percentile([row.reply.milliseconds for row in rows], 95) if rows else None,
}
"""Every figure by its name; the confidence figures judge what was, or would have been, said to every question."""

OF_THE_MODEL = (
    "sentence citation precision", "sentence citation recall", "written by the model", "sentences struck",
)  # fmt: skip
"""Figures that only a run with a language model has."""

LOWER_IS_BETTER = ("sentences struck", "AURC", "ECE", "words shown", "ms p50", "ms p95")
NOT_SHARES = ("CRAG score", "MRR", *LOWER_IS_BETTER[1:])  # all others are printed as per cent


def _struck(rows: Sequence[Row]) -> float | None:
    """Of the sentences that a language model wrote, the share that is not shown; None where it wrote none."""
    struck = sum(row.reply.struck for row in rows)
    written = struck + sum(len(row.reply.sentences) for row in rows)
    return struck / written if written else None


def _refusals(rows: Sequence[Row]) -> tuple[list[bool], list[bool]]:
    return [row.refused for row in rows], [row.question.answerable for row in rows]


def figure(name: str, rows: Sequence[Row], *, resamples: int = 1000) -> Figure:
    """One figure of :data:`STATISTICS` with its interval, over the rows that it says anything about.

    Raises:
        KeyError: no figure has this name; the message lists them.
    """
    if name not in STATISTICS:
        raise KeyError(f"{name!r} is none of {', '.join(STATISTICS)}")
    statistic = STATISTICS[name]
    known = [row for row in rows if statistic([row]) is not None]
    value = statistic(known) if known else None
    if value is None:
        return Figure(name, None, 0.0, 0.0, 0)
    low, high = bootstrap_interval(known, lambda drawn: statistic(drawn) or 0.0, resamples=resamples)
    return Figure(name, value, low, high, len(known))


def figures(rows: Sequence[Row], *, resamples: int = 1000) -> dict[str, Figure]:
    """All figures, in the order of :data:`STATISTICS`."""
    return {name: figure(name, rows, resamples=resamples) for name in STATISTICS}


def by_type(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of each question type, types in alphabetical order."""
    return {
        kind: [row for row in rows if row.question.type == kind] for kind in sorted({r.question.type for r in rows})
    }
