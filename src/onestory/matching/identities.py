"""Identities of clusters that outlive a run: the same person keeps theirs when records arrive, leave, or are put right.

A clustering says only which records are together; its numbers mean nothing tomorrow. Here the clusters of today are given the
identities of yesterday by the records they share. An identity is never used for anybody else again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

Key = tuple[str, str]
Identity = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of identities: `joined` names those that went into another, `parted` those that records left for a new one."""

    identities: Mapping[Key, Identity]
    joined: Mapping[Identity, Identity]
    parted: Mapping[Identity, tuple[Identity, ...]]
    ended: tuple[Identity, ...]


def carry_over(
    *, clusters: Iterable[Collection[Key]], before: Mapping[Key, Identity], new: Callable[[Collection[Key]], Identity]
) -> Change:
    """Give each cluster the identity that most of its records had; where several claim one, whoever holds more of it keeps it.

    Ties go to the cluster, or the identity, that comes first in the order of its records, so that the answer does not depend
    on the order in which anything is given. `new` makes an identity for a cluster that has none.
    """
    ordered = sorted((tuple(sorted(cluster)) for cluster in clusters), key=lambda cluster: cluster[0])
    held = [Counter(before[key] for key in cluster if key in before) for cluster in ordered]
    kept = _settle(held)
    names = [kept.get(number) or new(cluster) for number, cluster in enumerate(ordered)]
    return Change(
        identities={key: name for cluster, name in zip(ordered, names, strict=True) for key in cluster},
        joined=_joined(held, names, set(kept.values())),
        parted=_parted(held, names),
        ended=tuple(sorted(set(before.values()) - {one for claims in held for one in claims})),
    )


def _settle(held: list[Counter[Identity]]) -> dict[int, Identity]:
    """The largest claims first; each identity to one cluster, each cluster one identity."""
    claims = sorted((-count, number, name) for number, claimed in enumerate(held) for name, count in claimed.items())
    kept: dict[int, Identity] = {}
    taken: set[Identity] = set()
    for _, number, name in claims:
        if number not in kept and name not in taken:
            kept[number] = name
            taken.add(name)
    return kept


def _joined(held: list[Counter[Identity]], names: list[Identity], kept: set[Identity]) -> dict[Identity, Identity]:
    """Identities that nobody kept lead to where most of their records went."""
    into: dict[Identity, tuple[int, Identity]] = {}
    for claimed, name in zip(held, names, strict=True):
        for old, count in claimed.items():
            if old not in kept and count > into.get(old, (0, ""))[0]:
                into[old] = (count, name)
    return {old: name for old, (_, name) in sorted(into.items())}


def _parted(held: list[Counter[Identity]], names: list[Identity]) -> dict[Identity, tuple[Identity, ...]]:
    went: defaultdict[Identity, list[Identity]] = defaultdict(list)
    for claimed, name in zip(held, names, strict=True):
        for old in claimed:
            went[old].append(name)
    return {old: tuple(sorted(found)) for old, found in sorted(went.items()) if len(found) > 1}
