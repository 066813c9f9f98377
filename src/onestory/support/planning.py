"""Reading the plan: its goals with their steps, whether the family agreed to it as it stands, its needs and the small wins."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from onestory.access.viewer import Viewer
from onestory.core.dates import show_date
from onestory.core.errors import NotThere
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.support.goal_states import ASIDE
from onestory.support.models import Goal, Need, PlanStep, PlanVersion, Win

MOST = 100


@dataclass(frozen=True)
class Plan:
    """`content` is what a version keeps and the family is shown; `digest` stands for exactly that."""

    goals: Sequence[Goal]
    content: Mapping[str, Any]
    newest: PlanVersion | None

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(self.content, sort_keys=True).encode()).hexdigest()

    @property
    def agreed(self) -> bool:
        """As it stands now, word for word."""
        return self.newest is not None and self.newest.content == self.content


def plan(viewer: Viewer, family: Family) -> Plan:
    goals = _goals(viewer, family)
    names = people.names_in(viewer, family) if goals else {}
    content = {"goals": [as_printed(one, names) for one in goals if one.state != ASIDE]}
    return Plan(goals, content, next(iter(versions(viewer, family)), None))


def _goals(viewer: Viewer, family: Family) -> list[Goal]:
    if not family.sections_open_to(viewer):
        return []
    steps = PlanStep.objects.select_related("owner", "member__account").order_by("due_on", "id")
    found = Goal.objects.filter(family=family).order_by("written_on", "id")
    return list(found.prefetch_related(Prefetch("steps", queryset=steps))[:MOST])


def as_printed(goal: Goal, names: Mapping[UUID, str]) -> dict[str, Any]:
    """As it is printed: words, and no identifier."""
    return {
        "words": goal.words, "why": goal.why, "how_we_know": goal.how_we_know, "state": goal.state,
        "steps": [
            {"what": one.what, "who": who(one, names), "by": show_date(one.due_on), "state": one.state}
            for one in goal.steps.all()
            if one.state != "dropped"
        ],
    }  # fmt: skip


def who(step: PlanStep, names: Mapping[UUID, str]) -> str:
    """Who does it, by name."""
    if step.person_id:
        return names.get(step.person_id, "Somebody of the family")
    if step.member_id:
        return step.member.name if step.member else "Somebody of their circle"
    return step.owner.name


def versions(viewer: Viewer, family: Family) -> list[PlanVersion]:
    """Every one they agreed to, the newest first."""
    if not family.sections_open_to(viewer):
        return []
    found = PlanVersion.objects.filter(family=family).select_related("written_by")
    return list(found.order_by("-seen_on", "-id")[:MOST])


def version(viewer: Viewer, family: Family, version_id: UUID) -> PlanVersion:
    """Raises NotThere."""
    found = next((one for one in versions(viewer, family) if one.pk == version_id), None)
    if found is None:
        raise NotThere("plan")
    return found


def goal(viewer: Viewer, family: Family, goal_id: UUID) -> Goal:
    """Raises NotThere."""
    found = next((one for one in _goals(viewer, family) if one.pk == goal_id), None)
    if found is None:
        raise NotThere("goal")
    return found


def step(viewer: Viewer, family: Family, step_id: UUID) -> PlanStep:
    """Raises NotThere."""
    found = next((one for each in _goals(viewer, family) for one in each.steps.all() if one.pk == step_id), None)
    if found is None:
        raise NotThere("step")
    return found


def needs(viewer: Viewer, family: Family) -> list[Need]:
    """Of the sections open to the viewer, in the order of the table, with what shows each."""
    seen = family.sections_open_to(viewer)
    found = Need.objects.filter(family=family, section__in=seen).select_related("owner", "goal")
    every = list(found.prefetch_related("evidence")[:MOST]) if seen else []
    return sorted(every, key=lambda one: (_order(one.code), one.identified_on))


def need(viewer: Viewer, family: Family, need_id: UUID) -> Need:
    """Raises NotThere."""
    found = next((one for one in needs(viewer, family) if one.pk == need_id), None)
    if found is None:
        raise NotThere("need")
    return found


def _order(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in code.split("."))


def wins(viewer: Viewer, family: Family, *, limit: int = 20) -> list[Win]:
    """The newest first."""
    if not family.sections_open_to(viewer):
        return []
    return list(Win.objects.filter(family=family).select_related("written_by").order_by("-on", "-id")[:limit])
