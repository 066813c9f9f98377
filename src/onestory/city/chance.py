"""Drawing by weight, quickly and the same everywhere: nothing here depends on the order of a set or a hash."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Items with weights, summed once so that each draw is one random number and one bisection.

    `random.choices` sums the weights again at every call, which a million people would feel.
    """

    __slots__ = ("_cumulative", "_last", "_total", "items")

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        kept = [(item, weight) for item, weight in pairs if weight > 0]
        self.items: Sequence[T] = tuple(item for item, _ in kept)
        self._cumulative = list(accumulate(weight for _, weight in kept))
        self._total = self._cumulative[-1]
        self._last = len(kept) - 1

    def draw(self, rng: Random) -> T:
        return self.items[bisect(self._cumulative, rng.random() * self._total, 0, self._last)]


def between(low: float, value: float, high: float) -> float:
    """The value, kept within its limits."""
    return max(low, min(value, high))
