"""How often each lane of doubtful pairs is right, from what people judged: what a threshold should be argued from.

Counts pairs, never who judged them. Only pairs that somebody looked at count: one that was settled because another was
the same says nothing about its lane.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

from onestory.access.viewer import Viewer
from onestory.linkage.models import Candidate, Judgement
from onestory.linkage.permissions import check_can_run_feeds

MOST_PATTERNS = 20
_WORDS = {"given": "first name", "family": "surname", "born": "birth", "home": "postcode", "number": "number"}


@dataclass(frozen=True)
class Counted:
    """Judged pairs of one kind. `at_least`: with 95% certainty no fewer of their like are one person (Wilson)."""

    kind: str
    same: int
    different: int
    unsure: int

    @property
    def precision(self) -> float | None:
        decided = self.same + self.different
        return self.same / decided if decided else None

    @property
    def at_least(self) -> float | None:
        return lower_bound(self.same, self.same + self.different)

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "precision": self.precision, "at_least": self.at_least}


@dataclass(frozen=True)
class Evaluation:
    """`agreed`: of pairs that two people judged by themselves, how many they judged alike."""

    bands: tuple[Counted, ...]
    patterns: tuple[Counted, ...]
    twice: int
    agreed: int

    def as_dict(self) -> dict[str, Any]:
        kinds = {"bands": self.bands, "patterns": self.patterns}
        counted = {name: [one.as_dict() for one in some] for name, some in kinds.items()}
        return {**counted, "judged_twice": self.twice, "judged_alike": self.agreed}


def evaluate(viewer: Viewer) -> Evaluation:
    """From every judgement that stands."""
    check_can_run_feeds(viewer)
    standing = Judgement.objects.filter(taken_back_by__isnull=True).exclude(verdict=Judgement.Verdict.TAKEN_BACK)
    words: dict[Any, list[str]] = defaultdict(list)
    for pair, verdict in standing.order_by("created_at").values_list("candidate_id", "verdict"):
        words[pair].append(verdict)
    rows = list(Candidate.objects.filter(pk__in=words).values_list("pk", "band", "agreed", "state"))
    twice = [found for found in map(_decided, words.values()) if len(found) > 1]
    return Evaluation(
        bands=_counted((str(band), _outcome(state)) for _, band, _, state in rows),
        patterns=_counted((_in_words(agreed), _outcome(state)) for _, _, agreed, state in rows)[:MOST_PATTERNS],
        twice=len(twice), agreed=sum(len(set(found)) == 1 for found in twice),
    )  # fmt: skip


def _decided(verdicts: list[str]) -> list[str]:
    return [verdict for verdict in verdicts if verdict != Judgement.Verdict.UNSURE]


def _outcome(state: str) -> str:
    return state if state in ("same", "different", "unsure") else "waiting"


def _counted(rows: Iterable[tuple[str, str]]) -> tuple[Counted, ...]:
    """The commonest kinds first."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, outcome in rows:
        kinds[kind][outcome] += 1
    found = (Counted(kind, one["same"], one["different"], one["unsure"]) for kind, one in kinds.items())
    return tuple(sorted(found, key=lambda one: (-(one.same + one.different), one.kind)))


def _in_words(agreed: dict[str, str]) -> str:
    return ", ".join(f"{words} {agreed[key]}" for key, words in _WORDS.items() if key in agreed) or "nothing compared"


def lower_bound(right: int, of: int, *, z: float = 1.96) -> float | None:
    """The lower end of Wilson's interval for a share; None of nothing."""
    if not of:
        return None
    share, spread = right / of, z * z / of
    return max(0.0, (share + spread / 2 - z * sqrt(share * (1 - share) / of + spread / (4 * of))) / (1 + spread))
