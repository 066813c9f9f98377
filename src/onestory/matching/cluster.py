"""From pairs to people: joins what is linked, breaks bridges, and never joins two who cannot be the same.

Joining whatever hangs together is how one wrong pair makes a cluster of hundreds. Here the surest pairs are joined first, and two
clusters become one only if, over all pairs across them, more speaks for it than against. Knows numbers only: no names, no tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# A pair that shares no key was never compared: that speaks against it, a little.
_NEVER_COMPARED = -4.0
# No single pair speaks louder than this across two clusters.
_LOUDEST = 12.0
# Two that cannot be the same and fit a third nearly as well as each other, in bits: nobody can say which of them it is.
_TOO_CLOSE = 4.0
# More records than anybody has: what is larger is left for a person to look at.
LARGEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of records by their number, with weight, and whether they cannot be the same."""

    left: Ints
    right: Ints
    weight: Floats
    apart: Flags


def hang_together(*, records: int, pairs: Pairs, threshold: float) -> Ints:
    """Of each record the smallest number it is linked with, whether or not anything forbids it: what is clustered by itself."""
    linked = _linked(pairs, threshold)
    return _hang_together(records, pairs.left[linked], pairs.right[linked])


def cluster(
    *, records: int, pairs: Pairs, threshold: float, numbers: Sequence[Ints] = (), together: Ints | None = None
) -> Ints:
    """Of each record the smallest number in its cluster.

    `numbers`: of each record a number that one person alone has, or -1. `together`: what hangs together, where it is known.
    Those who do not hang together have no say in each other's clusters.
    """
    linked = _linked(pairs, threshold)
    if together is None:
        together = _hang_together(records, pairs.left[linked], pairs.right[linked])
    within = together[pairs.left] == together[pairs.right]
    sizes = np.bincount(together, minlength=records)
    links = np.bincount(together[pairs.left[linked]], minlength=records)
    doubtful = (links < sizes * (sizes - 1) // 2) | (sizes > LARGEST)
    doubtful[together[pairs.left[within & pairs.apart]]] = True
    for number in numbers:
        doubtful |= _several(together, number, records)
    answer = together.copy()
    members = np.flatnonzero(doubtful[together] & (sizes[together] > 1))
    inside = within & doubtful[together[pairs.left]]
    _settle(answer, members, together, _only(pairs, inside), threshold, numbers)
    return answer


def _linked(pairs: Pairs, threshold: float) -> Flags:
    return np.asarray((pairs.weight >= threshold) & ~pairs.apart)


def _only(pairs: Pairs, which: Flags) -> Pairs:
    return Pairs(left=pairs.left[which], right=pairs.right[which], weight=pairs.weight[which], apart=pairs.apart[which])


def _hang_together(records: int, left: Ints, right: Ints) -> Ints:
    """Of each record the smallest number it hangs together with."""
    label = np.arange(records)
    while True:
        smaller = np.minimum(label[left], label[right])
        moved = label.copy()
        np.minimum.at(moved, label[left], smaller)
        np.minimum.at(moved, label[right], smaller)
        moved = moved[moved]
        while not np.array_equal(moved, moved[moved]):
            moved = moved[moved]
        if np.array_equal(moved, label):
            return label
        label = moved


def _several(together: Ints, number: Ints, records: int) -> Flags:
    """Which of those that hang together have more than one of a number that a person has one of."""
    has = number >= 0
    low, high = np.full(records, np.iinfo(np.int64).max), np.full(records, -1)
    np.minimum.at(low, together[has], number[has])
    np.maximum.at(high, together[has], number[has])
    return np.asarray(low < high)


def _settle(
    answer: Ints, members: Ints, together: Ints, pairs: Pairs, threshold: float, numbers: Sequence[Ints]
) -> None:
    """Work out each doubtful group by itself and write it down in `answer`."""
    groups: defaultdict[int, _Group] = defaultdict(lambda: _Group(threshold))
    for record, group, *own in zip(
        members.tolist(), together[members].tolist(), *(n[members].tolist() for n in numbers), strict=True
    ):
        groups[group].add(record, tuple(own))
    for left, right, weight, apart in zip(
        pairs.left.tolist(), pairs.right.tolist(), pairs.weight.tolist(), pairs.apart.tolist(), strict=True
    ):
        groups[int(together[left])].pair(left, right, weight, apart)
    for each in groups.values():
        for found in each.clusters():
            answer[found] = min(found)


class _Group:
    """Records that hang together by links of which some are doubted."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._numbers: dict[int, tuple[int, ...]] = {}
        self._weight: dict[tuple[int, int], float] = {}
        self._apart: set[tuple[int, int]] = set()
        self._cluster: dict[int, list[int]] = {}

    def add(self, record: int, numbers: tuple[int, ...]) -> None:
        self._numbers[record] = numbers
        self._cluster[record] = [record]

    def pair(self, left: int, right: int, weight: float, apart: bool) -> None:
        key = (left, right) if left < right else (right, left)
        self._weight[key] = weight
        if apart:
            self._apart.add(key)

    def clusters(self) -> list[list[int]]:
        """Join the surest first, as long as nothing forbids it and more speaks for it than against."""
        torn = self._torn()
        sure = sorted(
            (pair for pair, weight in self._weight.items()
             if weight >= self._threshold and pair not in self._apart and pair not in torn),
            key=lambda pair: (-self._weight[pair], pair),
        )  # fmt: skip
        for left, right in sure:
            one, other = self._cluster[left], self._cluster[right]
            if one is not other and self._may_join(one, other):
                one += other
                for record in other:
                    self._cluster[record] = one
        return list({id(found): found for found in self._cluster.values()}.values())

    def _torn(self) -> set[tuple[int, int]]:
        """Links of a record to two who cannot be the same, where it fits both about as well and shares a number with neither."""
        near: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for (left, right), weight in self._weight.items():
            if weight >= self._threshold and (left, right) not in self._apart:
                near[left][right] = near[right][left] = weight
        torn = set()
        for one, other in self._apart:
            for between in near[one].keys() & near[other].keys():
                if abs(near[one][between] - near[other][between]) < _TOO_CLOSE:
                    torn |= {_pair(end, between) for end in (one, other) if not self._share_a_number(end, between)}
        return torn

    def _may_join(self, one: list[int], other: list[int]) -> bool:
        if len(one) + len(other) > LARGEST or not self._numbers_agree(one, other):
            return False
        total, across = 0.0, len(one) * len(other)
        for left in one:
            for right in other:
                pair = _pair(left, right)
                if pair in self._apart:
                    return False
                weight = self._weight.get(pair, _NEVER_COMPARED)
                total += max(-_LOUDEST, min(_LOUDEST, weight - min(self._threshold, 0.0)))
        return total / across >= 0

    def _share_a_number(self, one: int, other: int) -> bool:
        return any(a == b >= 0 for a, b in zip(self._numbers[one], self._numbers[other], strict=True))

    def _numbers_agree(self, one: list[int], other: list[int]) -> bool:
        for place in range(len(self._numbers[one[0]])):
            told = {self._numbers[record][place] for record in (*one, *other)} - {-1}
            if len(told) > 1:
                return False
        return True


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)
