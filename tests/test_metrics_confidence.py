"""Risk–coverage, calibration, percentiles and bootstrap, by hand and against numpy."""

from __future__ import annotations

import random

import numpy as np
import pytest

from evals.metrics import calibration, selective, spread


def test_risk_coverage_by_hand() -> None:
    points = selective.risk_coverage([0.9, 0.1, 0.8, 0.4], [True, False, False, True])
    # in order of confidence: right, wrong, right, wrong
    assert points == [(0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert selective.aurc([0.9, 0.1, 0.8, 0.4], [True, False, False, True]) == pytest.approx((0.5 + 1 / 3 + 0.5) / 4)


def test_ties_do_not_depend_on_order() -> None:
    right = [True, False, False, True, True]
    confidence = [0.5, 0.5, 0.5, 0.9, 0.5]
    expected = selective.risk_coverage(confidence, right)
    assert expected[0] == (0.2, 0.0)
    assert expected[1][1] == pytest.approx(0.5 / 2)  # two of the four tied are wrong
    order = list(range(5))
    random.Random(1).shuffle(order)
    shuffled = selective.risk_coverage([confidence[i] for i in order], [right[i] for i in order])
    assert np.array(shuffled) == pytest.approx(np.array(expected))


def test_coverage_at_risk_cuts_only_between_confidences() -> None:
    confidence, right = [0.9, 0.8, 0.8, 0.3], [True, True, False, True]
    assert selective.coverage_at_risk(confidence, right, 0.0) == 0.25
    assert selective.coverage_at_risk(confidence, right, 0.25) == 1.0
    assert selective.coverage_at_risk([0.9], [False], 0.5) == 0.0


def test_nothing_answered() -> None:
    assert selective.risk_coverage([], []) == []
    assert selective.aurc([], []) == 0.0
    assert calibration.expected_calibration_error([], []) == 0.0


def test_calibration_by_hand() -> None:
    confidence, right = [0.95, 0.85, 0.85, 0.0, 1.0], [True, True, False, False, False]
    bins = calibration.reliability(confidence, right)
    assert [(b.low, b.count) for b in bins] == [(0.0, 1), (0.8, 2), (0.9, 2)]
    assert bins[1].accuracy == 0.5
    # 2/5 · |0.5 − 0.85| + 2/5 · |0.5 − 0.975| + 1/5 · 0
    assert calibration.expected_calibration_error(confidence, right) == pytest.approx(0.4 * 0.35 + 0.4 * 0.475)


def test_bin_edges_belong_to_the_lower_bin() -> None:
    assert [b.low for b in calibration.reliability([0.1, 0.3, 0.7], [True] * 3)] == pytest.approx([0.0, 0.2, 0.6])


def test_perfect_calibration_is_zero() -> None:
    assert calibration.expected_calibration_error([0.75] * 4, [True, True, True, False]) == 0.0


def test_confidence_outside_its_range() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        calibration.reliability([1.2], [True])


@pytest.mark.parametrize("q", [0, 5, 50, 95, 100])
def test_percentile_agrees_with_numpy(q: int) -> None:
    values = [random.Random(7).gauss(0, 1) for _ in range(23)] + [0.5, -3.0]
    assert spread.percentile(values, q) == pytest.approx(float(np.percentile(values, q)))


def test_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        spread.percentile([], 50)


def test_bootstrap_is_seeded_and_near_the_normal_interval() -> None:
    rows = [1.0] * 60 + [0.0] * 40
    low, high = spread.bootstrap_interval(rows, spread.mean)
    assert (low, high) == spread.bootstrap_interval(rows, spread.mean)
    half = 1.96 * (0.6 * 0.4 / 100) ** 0.5  # the textbook interval for a share
    assert low == pytest.approx(0.6 - half, abs=0.02)
    assert high == pytest.approx(0.6 + half, abs=0.02)
    assert spread.bootstrap_interval([], spread.mean) == (0.0, 0.0)
