"""From pairs to people, by numbers alone."""

from __future__ import annotations

import numpy as np

from onestory.matching.cluster import Ints, Pairs, cluster

Pair = tuple[int, int, float]


def _clusters(records: int, linked: list[Pair], apart: list[Pair] = [], numbers: list[Ints] = []) -> list[int]:  # noqa: B006
    told = [*((*pair, False) for pair in linked), *((*pair, True) for pair in apart)]
    left, right, weight, veto = (np.array(column) for column in zip(*told, strict=True))
    pairs = Pairs(left=left, right=right, weight=weight.astype(float), apart=veto.astype(bool))
    return cluster(records=records, pairs=pairs, threshold=0.0, numbers=numbers).tolist()


def test_records_linked_each_with_each_are_one_person() -> None:
    assert _clusters(4, [(0, 1, 9), (1, 2, 9), (0, 2, 9)]) == [0, 0, 0, 3]


def test_a_single_bridge_between_two_sure_clusters_is_broken() -> None:
    sure = [(0, 1, 9), (0, 2, 9), (1, 2, 9), (3, 4, 9), (3, 5, 9), (4, 5, 9)]
    assert _clusters(6, [*sure, (2, 3, 5)]) == [0, 0, 0, 3, 3, 3]


def test_two_who_cannot_be_the_same_are_never_together_through_a_third() -> None:
    found = _clusters(3, [(0, 1, 20), (1, 2, 5)], apart=[(0, 2, 8)])
    assert found == [0, 0, 2]


def test_a_record_that_fits_two_who_cannot_be_the_same_equally_well_joins_neither() -> None:
    assert _clusters(3, [(0, 1, 9), (1, 2, 8)], apart=[(0, 2, 8)]) == [0, 1, 2]


def test_a_number_says_which_of_two_equally_like_it_is() -> None:
    told = [np.array([111, 111, -1])]
    assert _clusters(3, [(0, 1, 9), (1, 2, 8)], apart=[(0, 2, 8)], numbers=told) == [0, 0, 2]


def test_two_numbers_that_one_person_has_one_of_are_two_people() -> None:
    found = _clusters(3, [(0, 1, 9), (1, 2, 8), (0, 2, 7)], numbers=[np.array([111, -1, 222])])
    assert found[0] != found[2]


def test_a_chain_of_many_does_not_become_one_cluster() -> None:
    chain = [(n, n + 1, 6.0) for n in range(300)]
    found = _clusters(301, chain)
    assert max(found.count(one) for one in found) <= 4


def test_what_is_linked_does_not_rest_on_the_order_of_pairs() -> None:
    pairs = [(0, 1, 5.0), (1, 2, 6.0), (2, 3, 7.0), (0, 3, 1.0), (4, 3, 2.0)]
    assert _clusters(5, pairs) == _clusters(5, pairs[::-1])
