"""Quality is a file: every figure with its expected score and tolerance; a run says equal, close, better or failed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evals.figures import LOWER_IS_BETTER, Figure
from index.errors import QuotedError

Verdict = Literal["equal", "close", "better", "failed"]
EQUAL = 0.0005
TOLERANCES = {
    "answered right": 0.03,
    "refused rightly": 0.05,
    "right among shown": 0.03,
    "CRAG score": 0.05,
    "verbatim": 0.0,
    "proved": 0.03,
    "recall@10": 0.02,
    "recall@20": 0.02,
    "AURC": 0.03,
    "ECE": 0.03,
}
"""The figures kept in the file, and how far another machine may move them (one gold question is 0.005)."""


class ExpectedError(QuotedError):
    """The file of expected figures does not fit what is measured."""


HEADER = (
    "# What `pytest evals/` measured, and how far a run may differ. `pytest evals/ --write-expected` writes it anew."
)


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison. ``better`` is a difference for the good by more than the tolerance: time to expect more."""

    name: str
    expected: float
    tolerance: float
    measured: float
    verdict: Verdict

    def __str__(self) -> str:
        return (
            f"{self.verdict:<7} {self.name}: {self.measured:.3f}, expected {self.expected:.3f} ± {self.tolerance:.3f}"
        )


def verdict(name: str, expected: float, tolerance: float, measured: float) -> Verdict:
    """Equal within 0.0005, close within the tolerance, otherwise better or failed by the figure's own direction."""
    gain = expected - measured if name.split(".")[-1] in LOWER_IS_BETTER else measured - expected
    if abs(gain) <= EQUAL:
        return "equal"
    if abs(gain) <= tolerance + 1e-12:
        return "close"
    return "better" if gain > 0 else "failed"


def read_expected(path: Path) -> dict[str, tuple[float, float]]:
    """Score and tolerance by full name ("corpus.test.answered right").

    Raises:
        ExpectedError: the file is missing, is not TOML, or an entry lacks score or tolerance.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
        return {
            f"{documents}.{split}.{name}": (float(entry["score"]), float(entry["tolerance"]))
            for documents, splits in tables.items()
            for split, entries in splits.items()
            for name, entry in entries.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ExpectedError(f"{path} cannot be used ({error!r}): each entry needs a score and a tolerance") from error


def compare(prefix: str, measured: Mapping[str, Figure], expected: Mapping[str, tuple[float, float]]) -> list[Check]:
    """The checks of all expected figures whose name begins with the prefix ("corpus.test").

    Raises:
        ExpectedError: a figure is expected that is not measured, or could not be for want of rows.
    """
    checks = []
    for full, (score, tolerance) in expected.items():
        if not full.startswith(prefix + "."):
            continue
        name = full[len(prefix) + 1 :]
        value = measured[name].value if name in measured else None
        if value is None:
            raise ExpectedError(f"{full} is expected but was not measured: correct evals/expected.toml")
        checks.append(Check(full, score, tolerance, value, verdict(full, score, tolerance, value)))
    return checks


def write_expected(path: Path, measured: Mapping[str, Mapping[str, Figure]]) -> None:
    """Keep the figures of :data:`TOLERANCES` as what is expected from now on.

    Args:
        path: the file; figures of documents or halves that were not measured stay in it as they are.
        measured: for each prefix ("corpus.test") its figures by name.
    """
    kept = read_expected(path) if path.is_file() else {}
    for prefix, found in measured.items():
        for name, tolerance in TOLERANCES.items():
            value = found[name].value
            if value is not None:
                kept[f"{prefix}.{name}"] = (round(value, 4), tolerance)
    lines = [HEADER]
    for prefix in sorted({full.rsplit(".", 1)[0] for full in kept}):
        lines.append(f"\n[{prefix}]")
        for full, (score, tolerance) in kept.items():
            if full.rsplit(".", 1)[0] == prefix:
                lines.append(f'"{full.rsplit(".", 1)[1]}" = {{score = {score}, tolerance = {tolerance}}}')
    path.write_text("\n".join(lines) + "\n", "utf-8")
