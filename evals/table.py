"""Figures as text: the table by question type, the table of systems, and where questions were lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from evals.figures import NOT_SHARES, OF_THE_MODEL, STATISTICS, Figure, by_type, figure
from evals.rows import Row

MAIN = ("answered right", "refused rightly", "right among shown", "coverage", "CRAG score")


def shown(found: Figure, interval: bool = True) -> str:
    """A figure as it is printed: "71% (64–78)", "0.42 (0.31–0.52)", "38 (30–51)", or "–" when nothing is known."""
    if found.value is None:
        return "–"
    if found.name not in NOT_SHARES:
        value, low, high = (f"{100 * number:.0f}" for number in (found.value, found.low, found.high))
        return f"{value}% ({low}–{high})" if interval else f"{value}%"
    digits = 0 if found.name.startswith(("ms", "words")) else 2
    value, low, high = (f"{number:.{digits}f}" for number in (found.value, found.low, found.high))
    return f"{value} ({low}–{high})" if interval else value


def grid(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, the first flush left and the others flush right."""
    table = [list(header), *map(list, lines)]
    widths = [max(len(line[column]) for line in table) for column in range(len(header))]
    rule = ["─" * width for width in widths]
    rows = [table[0], rule, *table[1:]]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(r, widths, strict=True))
        )
        for r in rows
    )


def type_table(rows: Sequence[Row]) -> str:
    """One line a question type: how many, right, refused, wrong, and the score of right +1, refused 0, wrong −1."""
    groups = {**by_type(rows), "all": list(rows)}
    return grid(("type", "n", "right", "refused", "wrong", "CRAG (95%)"), [_type_line(k, g) for k, g in groups.items()])


def _type_line(kind: str, rows: Sequence[Row]) -> tuple[str, ...]:
    counts = Counter(row.outcome for row in rows)
    shares = [f"{100 * counts[outcome] / len(rows):.0f}%" for outcome in ("right", "refused", "wrong")] if rows else []
    return (kind, str(len(rows)), *(shares or ["–"] * 3), shown(figure("CRAG score", rows)))


def system_table(systems: Mapping[str, Sequence[Row]]) -> str:
    """One line a system, for the same questions."""
    header = ("system", *MAIN, "words shown", "ms p50")
    lines = [
        (name, *(shown(figure(f, rows)) for f in MAIN), *(shown(figure(f, rows), False) for f in header[-2:]))
        for name, rows in systems.items()
    ]
    return grid(header, lines)


def figure_table(rows: Sequence[Row]) -> str:
    """Every figure with its interval and the number of questions behind it."""
    asked = any(row.reply.model for row in rows)
    found = [figure(name, rows) for name in STATISTICS if asked or name not in OF_THE_MODEL]
    return grid(("figure", "value (95%)", "n"), [(f.name, shown(f), str(f.count)) for f in found])


def lost_table(rows: Sequence[Row]) -> str:
    """How many questions were lost at which stage, first stage first."""
    stages = ("not retrieved", "not read", "no span", "outvoted", "refused", "answered anyway")
    counts = Counter[str](row.lost for row in rows)
    lines = [(stage, str(counts[stage]), f"{100 * counts[stage] / len(rows):.0f}%") for stage in stages]
    return grid(("lost", "n", "of all"), lines)


def wrong_list(rows: Sequence[Row]) -> str:
    """One line for each question not answered right: id, where lost, question, what was said, what is right."""
    lines = []
    for row in rows:
        if not row.right:
            said = " | ".join(row.reply.shorts) or f"(refused; nearest {' | '.join(row.reply.candidate)!r})"
            wanted = " / ".join(row.question.accepted[:3]) or "(not in the documents)"
            lines.append(f"{row.question.id} [{row.lost}] {row.question.question} → {said} ≠ {wanted}")
    return "\n".join(lines)
