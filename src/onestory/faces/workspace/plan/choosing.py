"""Whom and what there is to choose from on the pages of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onestory.access.viewer import Viewer
from onestory.core.states import States
from onestory.people import queries
from onestory.people.models import Family, Membership
from onestory.support import planning
from onestory.support import queries as support
from onestory.support.actions.circle import called
from onestory.support.actions.plan_steps import Whose


def people(viewer: Viewer, family: Family) -> list[tuple[str, str]]:
    """Those of the family who are born."""
    names = queries.names_in(viewer, family)
    born = (one for one in queries.members(viewer, family) if one.role != Membership.Role.EXPECTED)
    return [(str(one.person_id), names[one.person_id]) for one in born]


@dataclass(frozen=True)
class Somebody:
    words: str
    whose: Whose


def whose(viewer: Viewer, family: Family) -> dict[str, Somebody]:
    """Whoever may take a step: the family first, then its circle, and whoever writes, in or out of it."""
    names = queries.names_in(viewer, family)
    found = {
        f"person:{one.person_id}": Somebody(names[one.person_id], Whose(person=one.person))
        for one in queries.members(viewer, family)
        if one.role != Membership.Role.EXPECTED
    }
    for one in support.circle(viewer, family):
        key = f"account:{one.account_id}" if one.account_id else f"member:{one.pk}"
        taken = Whose(owner=one.account) if one.account else Whose(member=one)
        found[key] = Somebody(f"{called(one)}, {one.role[:1].lower()}{one.role[1:]}", taken)
    return found | {f"account:{viewer.account_id}": Somebody(f"{viewer.name} (you)", Whose())}


def goals(viewer: Viewer, family: Family) -> list[tuple[str, str]]:
    return [(str(one.pk), one.words[:80]) for one in planning.plan(viewer, family).goals if one.state == "wanted"]


def acts(states: States, state: str, named: Mapping[str, str]) -> list[tuple[str, str]]:
    """Those that the state allows, in words: page and refusal read the same table."""
    return [(one.act, named[one.act]) for one in states.acts_from(state) if one.act in named]
