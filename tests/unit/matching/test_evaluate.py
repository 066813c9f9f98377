"""How right clusters are."""

from __future__ import annotations

import numpy as np
import pytest

from onestory.core.errors import Invalid
from onestory.matching import threshold
from onestory.matching.evaluate import evaluate


def test_clusters_that_are_all_right_have_everything() -> None:
    right = evaluate(clusters=[1, 1, 2], truth=["a", "a", "b"])
    assert (right.pairs.f1, right.clusters.f1) == (1.0, 1.0)


def test_joining_two_people_costs_precision_alone() -> None:
    right = evaluate(clusters=[1, 1, 1], truth=["a", "a", "b"])
    assert (right.pairs.precision, right.pairs.recall) == (pytest.approx(1 / 3), 1.0)


def test_parting_one_person_costs_recall_alone() -> None:
    right = evaluate(clusters=[1, 1, 2], truth=["a", "a", "a"])
    assert (right.pairs.precision, right.pairs.recall) == (1.0, pytest.approx(1 / 3))


def test_a_cluster_counts_as_right_only_whole() -> None:
    right = evaluate(clusters=[1, 1, 2, 3], truth=["a", "a", "a", "b"])
    assert right.clusters.precision == pytest.approx(1 / 3)
    assert right.clusters.recall == pytest.approx(1 / 2)


def test_the_threshold_stands_between_the_likely_and_the_unlikely() -> None:
    weights, likely = np.array([9.0, 8.0, 7.0, 1.0, 0.5]), np.array([1.0, 1.0, 0.99, 0.01, 0.01])
    assert threshold.choose(weights=weights, likely=likely).weight == 7.0


def test_pairs_of_one_weight_are_linked_all_or_none() -> None:
    weights, likely = np.array([9.0, 5.0, 5.0]), np.array([1.0, 1.0, 0.9])
    assert threshold.choose(weights=weights, likely=likely).weight in (9.0, 5.0)


def test_among_families_less_likely_than_not_is_never_linked() -> None:
    weights, likely = np.array([3.0, -1.0]), np.array([1.0, 1.0])
    assert threshold.choose(weights=weights, likely=likely, families=True).weight == 3.0
    assert threshold.choose(weights=weights, likely=likely, families=False).weight == -1.0


@pytest.mark.parametrize("probability", [0.0, 1.0, 1.5, -1.0])
def test_a_threshold_that_is_no_probability_is_refused(probability: float) -> None:
    with pytest.raises(Invalid, match="between 0 and 1"):
        threshold.weight_of(probability)
