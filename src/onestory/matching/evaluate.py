"""How right a set of clusters is, when the truth is known: of pairs, and of whole clusters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Of what was said, how much is so; of what is so, how much was said; and both as one."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """`pairs`: two records of one person in one cluster. `clusters`: all records of one person, and nobody else's."""

    pairs: Rates
    clusters: Rates


def evaluate(*, clusters: Sequence[Hashable], truth: Sequence[Hashable]) -> Evaluation:
    """Compare, record by record, the cluster each was put in with the person it is about."""
    found, true, both = Counter(clusters), Counter(truth), Counter(zip(clusters, truth, strict=True))
    found_pairs, true_pairs, right_pairs = _pairs(found), _pairs(true), _pairs(both)
    whole = sum(1 for (cluster, person), size in both.items() if size == found[cluster] == true[person])
    return Evaluation(
        pairs=Rates(precision=_share(right_pairs, found_pairs), recall=_share(right_pairs, true_pairs)),
        clusters=Rates(precision=_share(whole, len(found)), recall=_share(whole, len(true))),
    )


def _pairs(sizes: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _share(some: int, all_of_them: int) -> float:
    """Nothing said is nothing said wrongly."""
    return some / all_of_them if all_of_them else 1.0
