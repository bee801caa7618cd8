"""The report: one HTML file that needs nothing else, with plots, tables, checks and every wrong answer."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from evals.expected import Check
from evals.plots import plots
from evals.rows import Row
from evals.run import Run
from evals.table import figure_table, lost_table, system_table, type_table

STYLE = """body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1a202c}
pre{background:#f7fafc;padding:1rem;overflow:auto;font-size:13px}table{border-collapse:collapse;width:100%;font-size:14px}
td,th{border-bottom:1px solid #e2e8f0;padding:.35rem;text-align:left;vertical-align:top}.failed,.wrong{color:#c53030}
.plots{display:flex;flex-wrap:wrap;gap:1rem}.plots figure{margin:0;flex:1 1 30rem}svg{max-width:100%;height:auto}"""
SEALED = "<p>These questions are for scoring only and are not looked at one by one.</p>"


def write_report(folder: Path, runs: Sequence[Run], checks: Sequence[Check] = ()) -> Path:
    """Write ``index.html`` into the folder, made when missing; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = ["<h1>How good are the answers?</h1>", _checks(checks), *map(_run, runs)]
    page = folder / "index.html"
    head = f'<meta charset="utf-8"><title>Quoted: answers scored</title><style>{STYLE}</style>'
    page.write_text(f'<!doctype html><html lang="en">{head}<body>{"".join(parts)}</body></html>\n', "utf-8")
    return page


def _run(run: Run) -> str:
    drawn = "".join(f"<figure><figcaption>{_e(t)}</figcaption>{svg}</figure>" for t, svg in plots(run.rows).items())
    return (
        f"<h2>{_e(run.documents)}: {len(run.rows)} questions</h2>"
        f"{f'<p>Answers written by {_e(run.model)}, every sentence checked.</p>' if run.model else ''}"
        f'<div class="plots">{drawn}</div>'
        f"<h3>By question type</h3><pre>{_e(type_table(run.rows))}</pre>"
        f"<h3>All figures</h3><pre>{_e(figure_table(run.rows))}</pre>"
        f"<h3>What each part buys</h3><pre>{_e(system_table(run.systems))}</pre>"
        f"<h3>Where questions were lost</h3><pre>{_e(lost_table(run.rows))}</pre>"
        f"<h3>Not answered right</h3>{SEALED if run.sealed else _wrong(run.rows)}"
    )


def _checks(checks: Sequence[Check]) -> str:
    lines = "".join(f'<li class="{check.verdict}">{_e(str(check))}</li>' for check in checks)
    return f"<h2>Against what is expected</h2><ul>{lines}</ul>" if lines else ""


def _wrong(rows: Sequence[Row]) -> str:
    header = ("id", "lost", "question, as understood", "said", "accepted", "confidence", "quoted")
    lines = [_wrong_line(row) for row in rows if not row.right]
    body = "".join(f"<tr>{''.join(f'<td>{_e(cell)}</td>' for cell in line)}</tr>" for line in lines)
    return f"<table><tr>{''.join(f'<th>{cell}</th>' for cell in header)}</tr>{body}</table>"


def _wrong_line(row: Row) -> tuple[str, ...]:
    said = " | ".join(row.reply.shorts) or f"(refused; nearest: {' | '.join(row.reply.candidate)})"
    return (
        row.question.id,
        row.lost,
        row.reply.understood or row.question.question,
        said,
        " / ".join(row.question.accepted) or "(nothing: refuse)",
        f"{row.reply.confidence:.2f}",
        " … ".join(quote for _, quote in row.reply.citations[:2]),
    )


def _e(text: str) -> str:
    return html.escape(text)
