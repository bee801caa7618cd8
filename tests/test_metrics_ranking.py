"""Ranking metrics by hand and against trec_eval."""

from __future__ import annotations

import math
import random

import pytest

from evals.metrics import ranking

RANKED = ["a", "b", "c", "d", "e"]
RELEVANT = {"b", "d", "x"}


def test_by_hand() -> None:
    assert ranking.recall_at_k(RANKED, RELEVANT, 3) == pytest.approx(1 / 3)
    assert ranking.hit_at_k(RANKED, RELEVANT, 1) == 0.0
    assert ranking.hit_at_k(RANKED, RELEVANT, 2) == 1.0
    assert ranking.reciprocal_rank(RANKED, RELEVANT) == 0.5
    assert ranking.average_precision(RANKED, RELEVANT) == pytest.approx((1 / 2 + 2 / 4) / 3)
    # found at ranks 2 and 4; three relevant would best stand at 1, 2, 3
    expected = (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3) + 1 / 2)
    assert ranking.ndcg_at_k(RANKED, RELEVANT, 10) == pytest.approx(expected)


def test_nothing_relevant_or_nothing_ranked() -> None:
    for relevant, ranked in ((set[str](), RANKED), ({"a"}, [])):
        assert ranking.recall_at_k(ranked, relevant, 10) == 0.0
        assert ranking.reciprocal_rank(ranked, relevant) == 0.0
        assert ranking.average_precision(ranked, relevant) == 0.0
        assert ranking.ndcg_at_k(ranked, relevant) == 0.0


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_trec_eval(seed: int) -> None:
    pytrec_eval = pytest.importorskip("pytrec_eval")
    draw = random.Random(seed)
    pool = [f"d{number}" for number in range(200)]
    relevant = set(draw.sample(pool, draw.randint(1, 30)))
    ranked = draw.sample(pool, draw.randint(1, 150))
    run = {"q": {item: float(len(ranked) - place) for place, item in enumerate(ranked)}}
    judged = {"q": {item: int(item in relevant) for item in pool}}
    measures = {"recall_10", "recall_100", "success_10", "recip_rank", "map", "ndcg_cut_10"}
    oracle = pytrec_eval.RelevanceEvaluator(judged, measures).evaluate(run)["q"]
    assert ranking.recall_at_k(ranked, relevant, 10) == pytest.approx(oracle["recall_10"])
    assert ranking.recall_at_k(ranked, relevant, 100) == pytest.approx(oracle["recall_100"])
    assert ranking.hit_at_k(ranked, relevant, 10) == oracle["success_10"]
    assert ranking.reciprocal_rank(ranked, relevant) == pytest.approx(oracle["recip_rank"])
    assert ranking.average_precision(ranked, relevant) == pytest.approx(oracle["map"])
    assert ranking.ndcg_at_k(ranked, relevant, 10) == pytest.approx(oracle["ndcg_cut_10"])
