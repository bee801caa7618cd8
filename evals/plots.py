"""The four plots of the report, as SVG text. matplotlib is needed here and nowhere else."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from evals.figures import by_type, figure
from evals.metrics.calibration import reliability
from evals.metrics.selective import risk_coverage
from evals.rows import Row

WIDTH, HEIGHT = 6.4, 3.6  # inches
BLUE, GREY, RED = "#2b6cb0", "#a0aec0", "#c53030"


def plots(rows: Sequence[Row]) -> dict[str, str]:
    """Title → SVG for each plot; empty when matplotlib is not installed or there are no rows.

    The same rows give the same bytes: no date, and ids from a fixed salt.
    """
    try:
        import matplotlib
    except ImportError:
        return {}
    if not rows:
        return {}
    draw: dict[str, Callable[[Any, Sequence[Row]], None]] = {
        "Right by question type": _types,
        "Risk and coverage": _risk,
        "Reliability": _reliability,
        "Time": _time,
    }
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "quoted", "font.size": 9, "svg.fonttype": "none"})
    return {title: _svg(function, rows) for title, function in draw.items()}


def _svg(draw: Callable[[Any, Sequence[Row]], None], rows: Sequence[Row]) -> str:
    from matplotlib.figure import Figure

    canvas = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
    axes = canvas.subplots()
    draw(axes, rows)
    axes.spines[["top", "right"]].set_visible(False)
    buffer = io.StringIO()
    canvas.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()[buffer.getvalue().index("<svg") :]


def _types(axes: Any, rows: Sequence[Row]) -> None:
    groups = by_type(rows)
    for place, held in enumerate(reversed(groups.values())):
        right = sum(row.right for row in held) / len(held)
        wrong = sum(row.outcome == "wrong" for row in held) / len(held)
        refused = 1 - right - wrong
        axes.barh(place, right, color=BLUE, label="right" if not place else None)
        axes.barh(place, refused, left=right, color=GREY, label="refused, though answerable" if not place else None)
        axes.barh(place, wrong, left=right + refused, color=RED, label="wrong" if not place else None)
        axes.text(1.01, place, str(len(held)), va="center")
    axes.set_yticks(range(len(groups)), list(reversed(groups)))
    axes.set_xlim(0, 1.08)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=3, frameon=False)


def _risk(axes: Any, rows: Sequence[Row]) -> None:
    points = risk_coverage([row.reply.confidence for row in rows], [row.candidate_right for row in rows])
    axes.plot([c for c, _ in points], [r for _, r in points], color=BLUE)
    shown = [row for row in rows if row.reply.shorts]
    if shown:
        wrong = sum(not row.candidate_right for row in shown) / len(shown)
        axes.plot(len(shown) / len(rows), wrong, "o", color=RED)
        axes.annotate("shipped threshold", (len(shown) / len(rows), wrong), xytext=(6, 6), textcoords="offset points")
    area = figure("AURC", rows, resamples=1).value or 0.0
    axes.set(xlabel="share of questions answered", ylabel="share of answers wrong", xlim=(0, 1), ylim=(0, 1))
    axes.set_title(f"area under the curve {area:.3f}", fontsize=9)


def _reliability(axes: Any, rows: Sequence[Row]) -> None:
    bins = reliability([row.reply.confidence for row in rows], [row.candidate_right for row in rows])
    axes.plot([0, 1], [0, 1], "--", color=GREY)
    for b in bins:
        axes.bar(b.low, b.accuracy, width=b.high - b.low, align="edge", color=BLUE, edgecolor="white")
        axes.text((b.low + b.high) / 2, b.accuracy + 0.01, str(b.count), ha="center", fontsize=7)
    error = figure("ECE", rows, resamples=1).value or 0.0
    axes.set(xlabel="confidence given", ylabel="share right", xlim=(0, 1), ylim=(0, 1.05))
    axes.set_title(f"expected calibration error {error:.3f}, 10 bins", fontsize=9)


def _time(axes: Any, rows: Sequence[Row]) -> None:
    axes.hist([row.reply.milliseconds for row in rows], bins=30, color=BLUE)
    for name, colour in (("ms p50", GREY), ("ms p95", RED)):
        value = figure(name, rows, resamples=1).value or 0.0
        axes.axvline(value, color=colour, label=f"{name[3:]} {value:.0f} ms")
    axes.set(xlabel="milliseconds a question", ylabel="questions")
    axes.legend(frameon=False)
