"""The plan on somebody's own page: what they would read, what was put there and said of it; and reading it there as them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from onestory.access import queries as access
from onestory.access.models import PortalAccess
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people import queries as people
from onestory.people.models import Family, Person
from onestory.support import planning
from onestory.support.goal_states import ASIDE
from onestory.support.models import Goal, PlanShown, PlanStep


@dataclass(frozen=True)
class WouldRead:
    """`content` is what would lie on their page, and `plan` the whole, where nothing is left out."""

    content: Mapping[str, Any]
    plan: Mapping[str, Any] | None

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps([self.content, self.plan], sort_keys=True).encode()).hexdigest()


def would_read(viewer: Viewer, family: Family, person: Person) -> WouldRead:
    """What was said together, and what they said themselves. Somebody young finds what is theirs alone."""
    every = planning.plan(viewer, family)
    wanted = [goal for goal in every.goals if goal.state != ASIDE]
    names = people.names_in(viewer, family) if wanted else {}
    young = _is_young(viewer, family, person)
    shown = [_goal(goal, person, names, young=young) for goal in wanted if _is_theirs(goal, person, young=young)]
    whole = not young and len(shown) == len(wanted)
    return WouldRead({"goals": shown}, dict(every.content) if whole else None)


def _is_young(viewer: Viewer, family: Family, person: Person) -> bool:
    """By their way in, where they have one; else by what they are in the family."""
    kinds = {one.kind for one in access.ways_in(viewer, family.pk) if one.person_id == person.pk}
    if kinds:
        return PortalAccess.Kind.YOUNG_PERSON in kinds
    return family.memberships.filter(person=person, role="child").exists()


def _is_theirs(goal: Goal, person: Person, *, young: bool) -> bool:
    if goal.said_by_person_id == person.pk:
        return True
    if young:
        return any(one.person_id == person.pk and one.state != "dropped" for one in goal.steps.all())
    return goal.said_by_person_id is None


def _goal(goal: Goal, person: Person, names: Mapping[UUID, str], *, young: bool) -> dict[str, Any]:
    own_words = not young or goal.said_by_person_id == person.pk
    said = planning.as_printed(goal, names)
    kept = [one for one in goal.steps.all() if one.state != "dropped"]
    steps = [{"id": str(step.pk), **words} for step, words in zip(kept, said["steps"], strict=True)]
    if young:
        steps = [one for one, step in zip(steps, kept, strict=True) if _for_the_young(step, person, own=own_words)]
    hidden = {} if own_words else {"words": "", "why": "", "how_we_know": ""}
    return {**said, **hidden, "steps": steps}


def _for_the_young(step: PlanStep, person: Person, *, own: bool) -> bool:
    """Theirs, and of a goal of theirs what helpers do; never what others of the family do."""
    return step.person_id == person.pk or (own and step.person_id is None)


def shown(viewer: Viewer, family: Family) -> list[PlanShown]:
    """What lies on the pages of those of the family now, and whatever is still to be talked about; the newest first."""
    if not family.sections_open_to(viewer):
        return []
    found = PlanShown.objects.filter(family=family).select_related("shown_by", "owner")
    every = list(found.order_by("-created_at", "-id")[: planning.MOST])
    newest: dict[UUID, UUID] = {}
    for one in every:
        newest.setdefault(one.person_id, one.pk)
    return [one for one in every if newest[one.person_id] == one.pk or one.state == "not_right"]


def one_shown(viewer: Viewer, family: Family, shown_id: UUID) -> PlanShown:
    """Raises NotThere."""
    found = next((one for one in shown(viewer, family) if one.pk == shown_id), None)
    if found is None:
        raise NotThere("plan")
    return found


@dataclass(frozen=True)
class OwnStep:
    """`who` is empty where it is the reader's own."""

    step: UUID
    what: str
    who: str
    due: str
    state: str
    mine: bool
    done_on: date | None


@dataclass(frozen=True)
class OwnGoal:
    words: str
    why: str
    how_we_know: str
    state: str
    steps: Sequence[OwnStep]


@dataclass(frozen=True)
class OwnPlan:
    family: UUID
    shown: UUID
    state: str
    shown_on: date
    answered_on: date | None
    words: str
    looked_at_on: date | None
    goals: Sequence[OwnGoal]


@dataclass(frozen=True)
class OwnWin:
    family: UUID
    words: str
    on: date
    mine: bool


@dataclass(frozen=True)
class OwnPlans:
    plans: Sequence[OwnPlan] = field(default=())
    wins: Sequence[OwnWin] = field(default=())


def own(viewer: Viewer) -> OwnPlans:
    """As one of the family reads it on their own page. Empty for anybody else."""
    steps: dict[tuple[UUID, int], list[OwnStep]] = {}
    for on, place, *rest in _rows(viewer, "steps"):
        steps.setdefault((on, place), []).append(OwnStep(*rest))
    goals: dict[UUID, list[OwnGoal]] = {}
    for on, place, words, why, how, state in _rows(viewer, "goals"):
        goals.setdefault(on, []).append(OwnGoal(words, why, how, state, tuple(steps.get((on, place), ()))))
    plans = [
        OwnPlan(family, on, state, since, answered, words, again, tuple(goals.get(on, ())))
        for family, on, state, since, answered, words, again in _rows(viewer, "plans")
    ]
    return OwnPlans(plans, [OwnWin(*row) for row in _rows(viewer, "wins")])


def _rows(viewer: Viewer, what: str) -> list[tuple[Any, ...]]:
    """The database knows whom it acts for; whoever asks in another's name is told nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM wall.portal_{what}() WHERE wall.viewer() = %s", [viewer.account_id])
        return list(cursor.fetchall())
