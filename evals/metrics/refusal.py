"""Refusals: a question that the documents do not answer should be refused, and no other."""

from __future__ import annotations

from collections.abc import Sequence


def refusal_precision(refused: Sequence[bool], answerable: Sequence[bool]) -> float | None:
    """Share of the refused questions that indeed have no answer; None when nothing was refused."""
    kept = [not can for did, can in zip(refused, answerable, strict=True) if did]
    return sum(kept) / len(kept) if kept else None


def refusal_recall(refused: Sequence[bool], answerable: Sequence[bool]) -> float | None:
    """Share of the questions without an answer that were refused; None when every question has an answer."""
    kept = [did for did, can in zip(refused, answerable, strict=True) if not can]
    return sum(kept) / len(kept) if kept else None
