"""Identities that outlive a run."""

from __future__ import annotations

from collections.abc import Collection
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as some

from onestory.matching.identities import Change, Key, carry_over


def _keys(text: str) -> list[Key]:
    return [("s", letter) for letter in text]


def _carry(clusters: Collection[str], **before: str) -> Change:
    """`before` gives each identity the letters of its records."""
    held = {key: name for name, letters in before.items() for key in _keys(letters)}
    return carry_over(
        clusters=[_keys(cluster) for cluster in clusters], before=held, new=lambda one: f"new-{min(one)[1]}"
    )


def _said(change: Change) -> dict[str, str]:
    return {key[1]: name for key, name in change.identities.items()}


def test_the_same_clusters_keep_their_identities() -> None:
    assert _said(_carry(["ab", "c"], one="ab", two="c")) == {"a": "one", "b": "one", "c": "two"}


def test_a_record_that_arrives_takes_the_identity_of_those_it_joins() -> None:
    assert _said(_carry(["abz"], one="ab"))["z"] == "one"


def test_a_cluster_of_records_never_seen_has_an_identity_of_its_own() -> None:
    assert _said(_carry(["ab", "yz"], one="ab"))["z"] == "new-y"


def test_of_two_that_become_one_the_larger_keeps_its_identity_and_the_other_leads_to_it() -> None:
    change = _carry(["abcde"], one="ab", two="cde")
    assert set(_said(change).values()) == {"two"}
    assert change.joined == {"one": "two"}


def test_of_one_that_becomes_two_the_larger_keeps_the_identity() -> None:
    change = _carry(["abc", "de"], one="abcde")
    assert _said(change) == {"a": "one", "b": "one", "c": "one", "d": "new-d", "e": "new-d"}
    assert change.parted == {"one": ("new-d", "one")}


def test_an_identity_whose_records_are_all_gone_is_said_to_have_ended() -> None:
    assert _carry(["a"], one="a", two="bc").ended == ("two",)


def test_a_correction_that_moves_one_record_moves_only_it() -> None:
    assert _said(_carry(["ab", "cde"], one="abc", two="de")) == {
        "a": "one",
        "b": "one",
        "c": "two",
        "d": "two",
        "e": "two",
    }


def test_the_order_in_which_clusters_are_given_changes_nothing() -> None:
    answers = [_said(_carry(clusters, one="ad", two="be", three="cf")) for clusters in permutations(["abc", "de", "f"])]
    assert all(answer == answers[0] for answer in answers)


@given(
    some.lists(some.integers(0, 4), min_size=1, max_size=12), some.lists(some.integers(0, 4), min_size=12, max_size=12)
)
def test_no_identity_is_ever_shared_by_two_clusters(now: list[int], then: list[int]) -> None:
    before = {("s", str(n)): f"old-{name}" for n, name in enumerate(then)}
    groups: dict[int, list[Key]] = {}
    for n, cluster in enumerate(now):
        groups.setdefault(cluster, []).append(("s", str(n)))
    change = carry_over(clusters=groups.values(), before=before, new=lambda one: f"new-{min(one)}")
    held = [{change.identities[key] for key in group} for group in groups.values()]
    assert all(len(names) == 1 for names in held)
    assert len(set.union(*held)) == len(held)
