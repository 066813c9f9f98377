"""Learns a model from the records themselves: nobody has to say which pairs are the same.

How two people agree by chance is seen in pairs put together at random; how records of one person agree is learnt from
pairs that share a key, by expectation and maximisation over the patterns of their levels. What is seen seldom leans on
where learning started, so that a file of a few hundred rows gives a sensible model too. No random numbers: the same
records give the same model on any machine, which Splink's own training, sampling on several threads, does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from onestory.matching.compare import BORN, Comparison
from onestory.matching.model import Model, Odds

# Pairs of experience that what learning starts from counts as.
_FAITH_IN_START = 20.0
_SHARE_OF_FAITH = 0.05
_FAITH_IN_CHANCE = 200.0
_MANY = 20_000.0
_ROUNDS = 60
_SETTLED = 1e-5
_STEP = 0.01

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Patterns:
    """How many pairs reached each combination of levels: a column for each comparison, -1 where nothing is said."""

    levels: Ints
    counts: Floats


def chance(model: Model, patterns: Patterns) -> Model:
    """The same model with what pairs put together at random agree on."""
    odds = dict(model.odds)
    for place, comparison in enumerate(model.comparisons):
        seen = _share(patterns.levels[:, place], patterns.counts, comparison)
        started = np.array([odds[comparison.key][level.key].other for level in comparison.levels])
        # Never having seen something in very many pairs says that it is seldom, not that it cannot be; in few, nothing.
        least = 0.5 * seen.sum() / (seen.sum() + _MANY)
        learnt = np.maximum(seen + _FAITH_IN_CHANCE * started, least) / (seen.sum() + _FAITH_IN_CHANCE)
        odds[comparison.key] = _with(model, comparison, other=learnt)
    return replace(model, odds=odds)


def _share(levels: Ints, counts: Floats, comparison: Comparison) -> Floats:
    """How many pairs reached each level, the most alike first."""
    return np.array([counts[levels == comparison.value(level.key)].sum() for level in comparison.levels])


def _with(
    model: Model, comparison: Comparison, *, same: Floats | None = None, other: Floats | None = None
) -> Mapping[str, Odds]:
    before = model.odds[comparison.key]
    return {
        level.key: Odds(
            same=float(same[n]) if same is not None else before[level.key].same,
            other=float(other[n]) if other is not None else before[level.key].other,
        )
        for n, level in enumerate(comparison.levels)
    }


_OFTENER = {"exchanged": 5.0, "slip": 5.0, "parts": 30.0, "year": 30.0}
# What brings two people together under one key: they have one name, one birthday, or one home. Each kind agrees in its own
# things, and in all others as strangers do.
_NAMESAKES = ("given", "family", "other")
_KINDS = (_NAMESAKES, ("born",), ("home", "phone", "email", "family", "mother"))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of pair among those that share a key: how many there are, and how often each level is reached.

    Levels stand the most alike first, as comparisons list them.
    """

    size: float
    odds: tuple[Floats, ...]
    # What it agrees in, and so what is learnt of it; in the rest it stays as strangers are.
    learns: frozenset[str]

    def log_likelihood(self, levels: Ints) -> Floats:
        told = np.full(len(levels), np.log(self.size))
        for place, odds in enumerate(self.odds):
            # The least alike is 0 and the last in the list; -1, nothing said, is one more and weighs nothing.
            told += np.append(np.log(odds)[::-1], 0.0)[levels[:, place]]
        return told


@dataclass(frozen=True, slots=True)
class Learnt:
    """The model, and the kinds of pair that share a key: first those of one person, then those of two."""

    model: Model
    kinds: tuple[Kind, ...]

    def likelihood(self, levels: Ints) -> Floats:
        """Of each row of levels how likely it is one person, among pairs that share a key."""
        return _shares(self.kinds, levels)[:, 0]


def agreement(model: Model, patterns: Patterns) -> Learnt:
    """Learn how records of one person agree, from pairs that share a key.

    Two people who share a key are more alike than two at random: relatives, neighbours, namesakes. So while learning they
    have odds of their own; the model keeps those of chance.
    """
    started = _start(model)
    hot = [_indicators(patterns.levels[:, place], c) for place, c in enumerate(model.comparisons)]
    kinds, before = started, np.zeros(len(patterns.counts))
    for _ in range(_ROUNDS):
        shares = _shares(kinds, patterns.levels)
        if np.abs(shares[:, 0] - before).max(initial=0) < _SETTLED:
            break
        before = shares[:, 0]
        kinds = tuple(_updated(shares[:, n] * patterns.counts, model, hot, begun) for n, begun in enumerate(started))
    odds = {c.key: _with(model, c, same=same) for c, same in zip(model.comparisons, kinds[0].odds, strict=True)}
    return Learnt(in_order(replace(model, odds=odds)), kinds)


def _start(model: Model) -> tuple[Kind, ...]:
    one_person = {c.key: np.array([model.odds[c.key][level.key].same for level in c.levels]) for c in model.comparisons}
    strangers = {c.key: np.array([model.odds[c.key][level.key].other for level in c.levels]) for c in model.comparisons}
    kinds = [Kind(0.25, tuple(one_person.values()), frozenset(one_person))]
    for agreeing in _KINDS:
        if set(agreeing) & set(strangers):
            odds = {key: one_person[key] if key in agreeing else strangers[key] for key in strangers}
            if agreeing is _NAMESAKES and BORN.key in odds:
                odds[BORN.key] = _sharing_part_of_a_date(odds[BORN.key])
            kinds.append(Kind(0.25, tuple(odds.values()), frozenset(agreeing)))
    return tuple(kinds)


def _sharing_part_of_a_date(by_chance: Floats) -> Floats:
    """Namesakes are brought together by a year, or a day and month, so these are commoner among them than by chance."""
    often = np.array([_OFTENER.get(level.key, 1.0) for level in BORN.levels])
    return np.asarray(by_chance * often / (by_chance * often).sum())


def _shares(kinds: Sequence[Kind], levels: Ints) -> Floats:
    """Of each row how likely it is each kind."""
    told = np.stack([kind.log_likelihood(levels) for kind in kinds], axis=1)
    told = np.exp(told - told.max(axis=1, keepdims=True))
    return np.asarray(told / told.sum(axis=1, keepdims=True))


def _updated(weights: Floats, model: Model, hot: Sequence[Floats], begun: Kind) -> Kind:
    odds = tuple(
        _update(seen, weights, started) if comparison.key in begun.learns else started
        for comparison, seen, started in zip(model.comparisons, hot, begun.odds, strict=True)
    )
    return Kind(float(weights.sum() + 1), odds, begun.learns)


def in_order(model: Model) -> Model:
    """The same model in which being more alike never speaks less for one person, and nothing weighs quite nought.

    Too few pairs can make a slip in a date seem worse than another date, which nobody could explain.
    """
    return replace(model, odds={c.key: _ordered(c, model.odds[c.key]) for c in model.comparisons})


def _ordered(comparison: Comparison, odds: Mapping[str, Odds]) -> dict[str, Odds]:
    """Neighbours out of order are taken together until none are."""
    ranked = [level for level in reversed(comparison.levels) if not level.aside]
    pools: list[tuple[float, float, int]] = []
    for level in ranked:
        pools.append((odds[level.key].same, odds[level.key].other, 1))
        while len(pools) > 1 and pools[-2][0] * pools[-1][1] > pools[-1][0] * pools[-2][1]:
            upper, lower = pools.pop(), pools.pop()
            pools.append((lower[0] + upper[0], lower[1] + upper[1], lower[2] + upper[2]))
    pooled = [np.log2(same / other) for same, other, size in pools for _ in range(size)]
    weights = {level.key: odds[level.key].weight for level in comparison.levels}
    weights |= {level.key: float(weight) for level, weight in zip(ranked, pooled, strict=True)}
    return _told_apart(comparison, odds, weights)


def _told_apart(comparison: Comparison, odds: Mapping[str, Odds], weights: Mapping[str, float]) -> dict[str, Odds]:
    """No two levels of one weight, and none of no weight, so that a weight says which level was reached."""
    made, lowest = {}, -np.inf
    for level in sorted(comparison.levels, key=lambda level: (weights[level.key], comparison.value(level.key))):
        weight = max(weights[level.key], lowest + _STEP)
        lowest = weight = weight if abs(weight) >= _STEP / 2 else _STEP / 2
        same = min(1.0, odds[level.key].other * 2**weight)
        made[level.key] = Odds(same=same, other=same / 2**weight)
    return made


def _indicators(levels: Ints, comparison: Comparison) -> Floats:
    return np.stack([(levels == comparison.value(level.key)).astype(float) for level in comparison.levels], axis=1)


def _update(hot: Floats, weights: Floats, started: Floats) -> Floats:
    seen = hot.T @ weights
    faith = _FAITH_IN_START + _SHARE_OF_FAITH * seen.sum()
    return np.asarray((seen + faith * started) / (seen.sum() + faith))


def patterns_of(columns: Sequence[npt.NDArray[np.generic]]) -> Patterns:
    """From a column of levels for each comparison, and one of counts at the end."""
    return Patterns(np.stack(columns[:-1], axis=1).astype(np.int64), columns[-1].astype(float))
