"""Metrics of one ranked list. Checked in tests against trec_eval.

``ranked`` is a list of ids, best first, without repeats; ``relevant`` the set of ids judged relevant. A query without
relevant documents scores 0.0 everywhere, as in trec_eval.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def recall_at_k(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Share of the relevant ids among the first k: |relevant ∩ ranked[:k]| / |relevant|."""
    if not relevant:
        return 0.0
    return len(set(ranked[:k]) & set(relevant)) / len(set(relevant))


def hit_at_k(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """1.0 when at least one relevant id is among the first k, else 0.0 (success@k in trec_eval)."""
    return float(bool(set(ranked[:k]) & set(relevant)))


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """1 / rank of the first relevant id (ranks from 1); 0.0 when there is none. Its mean is MRR (Voorhees 1999)."""
    for rank, item in enumerate(ranked, 1):
        if item in relevant:
            return 1 / rank
    return 0.0


def average_precision(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Mean over the relevant ids of the precision at their rank, 0 for those not retrieved. Its mean is MAP."""
    if not relevant:
        return 0.0
    found, total = 0, 0.0
    for rank, item in enumerate(ranked, 1):
        if item in relevant:
            found += 1
            total += found / rank
    return total / len(set(relevant))


def ndcg_at_k(ranked: Sequence[str], relevant: Collection[str], k: int = 10) -> float:
    """Normalised discounted cumulative gain with gain 1 for a relevant id (Järvelin and Kekäläinen 2002).

    DCG@k = Σ over ranks r ≤ k of gain / log2(r + 1), divided by the DCG of a perfect ranking.
    """
    gain = sum(1 / math.log2(rank + 1) for rank, item in enumerate(ranked[:k], 1) if item in relevant)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(set(relevant))) + 1))
    return gain / ideal if ideal else 0.0
