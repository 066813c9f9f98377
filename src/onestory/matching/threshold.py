"""From which weight a pair is linked: chosen anew for each set of records, because no weight is right for two of them.

Learning leaves, for every pattern of likeness, how likely it is one person among pairs that share a key. Taken as truth, those
say what precision and recall any threshold would have; the one with the best of both (F1) is chosen. Nobody has to know the
true answer, and the estimate is printed, so that a surprising one is seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from onestory.core.errors import Invalid
from onestory.matching.learning import Floats

# Weights worth no more than guessing; and where there is so little to learn from that the best of both says nothing.
_LOWEST, _HIGHEST = -2.0, 12.0
_SUREST = 12.0


def weight_of(probability: float) -> float:
    """A probability as a weight in bits. Raises Invalid."""
    if not 0 < probability < 1:
        raise Invalid("A threshold is a probability between 0 and 1, such as 0.95.")
    return math.log2(probability / (1 - probability))


def probability_of(weight: float) -> float:
    """A weight in bits as a probability."""
    return float(1 / (1 + 2.0 ** -max(-500.0, min(500.0, weight))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The weight, and the F1 of pairs that is to be expected at it."""

    weight: float
    expected_f1: float


def choose(*, weights: Floats, likely: Floats, families: bool = True) -> Choice:
    """`likely` says of each pair how likely it is one person. Among families less likely than not is never linked."""
    lowest = 0.0 if families else _LOWEST
    if not len(weights):
        return Choice(weight=0.0, expected_f1=1.0)
    order = np.argsort(-weights, kind="stable")
    sure = _agreed(weights, likely)
    ranked, right = weights[order], np.cumsum(sure[order])
    f1 = 2 * right / (np.arange(1, len(ranked) + 1) + sure.sum())
    # All pairs of one weight are linked, or none.
    last_of_weight = np.append(ranked[1:] != ranked[:-1], True)
    allowed = last_of_weight & (ranked >= lowest)
    if not allowed.any():
        return Choice(weight=lowest, expected_f1=0.0)
    best = int(np.flatnonzero(allowed)[f1[allowed].argmax()])
    return Choice(weight=float(min(ranked[best], _HIGHEST)), expected_f1=float(f1[best]))


def _agreed(weights: Floats, likely: Floats) -> Floats:
    """Half way between what the kinds of pair say and what the weight says by itself: each is too sure in its own way."""
    by_kind = np.clip(np.log(np.maximum(likely, 1e-12) / np.maximum(1 - likely, 1e-12)), -_SUREST, _SUREST)
    by_weight = np.clip(weights * math.log(2), -_SUREST, _SUREST)
    return np.asarray(1 / (1 + np.exp(-(by_kind + by_weight) / 2)))
