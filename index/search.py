"""Keyword and vector scores fused into one ranking: small pure functions, and a table that names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

CANDIDATES = 50  # passages each side puts forward, before they are fused
KEYWORD_WEIGHT = 0.5  # share of the keyword side, 0 to 1; the rest is the vector side's
RRF_CONSTANT = 60  # Cormack, Clarke and Büttcher 2009, section 2

Scores = NDArray[np.float64]


def minmax(keyword: Scores, vector: Scores, weight: float) -> Scores:
    """Weighted sum after each side is scaled to 0…1.

    BM25 has a natural zero (no word in common), so it is divided by its largest; a cosine has none, so it is scaled
    from its smallest to its largest.

    Args:
        keyword: ``(n,)`` BM25, 0 where no word matches.
        vector: ``(n,)`` cosines.
        weight: share of the keyword side.

    Returns:
        ``(n,)`` scores from 0 to 1; empty for no candidates.
    """
    if not len(keyword):
        return np.zeros(0)
    return weight * _scaled(keyword, 0.0) + (1 - weight) * _scaled(vector, float(vector.min()))


def zscore(keyword: Scores, vector: Scores, weight: float) -> Scores:
    """Weighted sum of standard scores ``(x − mean) / deviation``; arguments as for :func:`minmax`."""
    return weight * _standard(keyword) + (1 - weight) * _standard(vector)


def rrf(keyword: Scores, vector: Scores, weight: float) -> Scores:
    """Weighted reciprocal rank fusion: ``Σ w / (60 + rank)``, ranks from 1, equal scores sharing the better rank.

    A passage without any word of the query (BM25 of 0) gets nothing from the keyword side. Arguments as for
    :func:`minmax`. Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion", SIGIR 2009.
    """
    keyword_part = np.where(keyword > 0, 1 / (RRF_CONSTANT + _ranks(keyword)), 0.0)
    return weight * keyword_part + (1 - weight) / (RRF_CONSTANT + _ranks(vector))


FUSIONS: dict[str, Callable[[Scores, Scores, float], Scores]] = {"minmax": minmax, "zscore": zscore, "rrf": rrf}


def _scaled(scores: Scores, zero: float) -> Scores:
    width = float(scores.max()) - zero
    return (scores - zero) / width if width > 0 else np.zeros(len(scores))


def _standard(scores: Scores) -> Scores:
    deviation = float(scores.std()) if len(scores) else 0.0
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros(len(scores))


def _ranks(scores: Scores) -> Scores:
    return 1.0 + np.searchsorted(np.sort(-scores), -scores, side="left").astype(np.float64)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents a search may look at; unset (None) means all.

    ``since`` and ``until`` are inclusive days. A document without a date is left out as soon as one of them is set.
    """

    documents: frozenset[str] | None = None
    publishers: frozenset[str] | None = None  # casefolded
    since: str | None = None  # ISO 8601 day
    until: str | None = None

    @classmethod
    def make(
        cls,
        documents: Iterable[str] | None = None,
        publishers: Iterable[str] | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> Filter:
        """A filter from what a person gives.

        Raises:
            ValueError: a date that is not ISO 8601.
        """
        return cls(
            None if documents is None else frozenset(documents),
            None if publishers is None else frozenset(name.strip().casefold() for name in publishers),
            _day(since),
            _day(until),
        )

    def __bool__(self) -> bool:
        """Whether anything is left out at all."""
        return not (self.documents is None and self.publishers is None and self.since is None and self.until is None)

    def lets_through(self, document_id: str, publisher: str | None, published: str | None) -> bool:
        """Whether a search may look at the document; one dated by its month alone, from and until any day of it."""
        if self.documents is not None and document_id not in self.documents:
            return False
        if self.publishers is not None and (publisher or "").strip().casefold() not in self.publishers:
            return False
        if self.since is None and self.until is None:
            return True
        day = (published or "")[:10]
        since, until = (self.since or day)[: len(day)], (self.until or day)[: len(day)]
        return bool(day) and since <= day <= until


def _day(value: date | str | None) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            raise ValueError(f"{value!r} is not a date; write it as 2026-01-31") from None
    return value.isoformat()[:10]
