"""Doubtful pairs and those who judge them, for tests."""

from __future__ import annotations

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.linkage import pairs
from onestory.linkage.actions import judging
from onestory.linkage.models import Candidate
from onestory.linkage.pairs import Pair

LANES = tuple(Candidate.Band)


def taken(by: Account, *, lane: str = "") -> Pair | None:
    """The pair that somebody is given, from the first lane that has one."""
    with acting_as(by) as viewer:
        found = (judging.next_pair(by=viewer, lane=one) for one in ((lane,) if lane else LANES))
        return next((pair for pair in found if pair), None)


def say(verdict: str, *, by: Account, why: str = "") -> str:
    """Take the next pair and say it; what came of it."""
    pair = taken(by)
    assert pair is not None, "no pair waits for them"
    with acting_as(by) as viewer:
        return judging.judge(by=viewer, pair=pair.id, seen=pair.seen, verdict=verdict, why=why)


def say_of_all(verdict: str, *, by: Account) -> int:
    """Say the same of everything that waits for them; how many that was."""
    said = 0
    while taken(by):
        say(verdict, by=by)
        said += 1
    return said


def waiting(by: Account) -> int:
    with acting_as(by) as viewer:
        return sum(pairs.waiting(viewer).values())


def in_state(linkage: Account, state: str) -> int:
    with acting_as(linkage):
        return Candidate.objects.filter(state=state).count()
