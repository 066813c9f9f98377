"""A row in every table of walking alongside a family, for tests that ask who may read them."""

from __future__ import annotations

from datetime import timedelta

from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.people.models import Family, Person
from onestory.support import planning
from onestory.support.actions import (
    consultations,
    episodes,
    goals,
    introductions,
    leads,
    needs,
    plan_steps,
    plans,
    wins,
)
from onestory.support.actions.goals import Wanted
from onestory.support.actions.introductions import Whom
from onestory.support.actions.leads import Asked
from onestory.support.actions.plan_steps import Whose
from onestory.support.actions.plans import Seen
from onestory.support.models import CircleMember


def walk(viewer: Viewer, family: Family, nan: CircleMember) -> None:
    episodes.begin(by=viewer, family=family, level="targeted", why="Mornings are hard")
    leads.choose(by=viewer, member=nan, asked=Asked(answer="chose", reason="She is there every day"))


def plan(viewer: Viewer, family: Family, mother: Person) -> None:
    goal = goals.write(by=viewer, family=family, wanted=Wanted(words="Calm mornings"))
    plan_steps.add(by=viewer, goal=goal, what="Bags", whose=Whose(person=mother), due_on=today() + timedelta(days=7))
    digest = planning.plan(viewer, family).digest
    plans.agree(by=viewer, family=family, seen=Seen(by=mother, how="together"), digest=digest)
    needs.write_down(by=viewer, family=family, code="1.1", evidence="School says 84%", goal=goal)
    wins.write(by=viewer, family=family, words="Shoes on by himself")


def introduce(viewer: Viewer, family: Family, colleague: Account) -> None:
    whom = Whom(role="Health visitor", why="The baby", account=colleague)
    introductions.offer(by=viewer, family=family, whom=whom)
    consultations.ask(by=viewer, family=family, whom="The sleep clinic", question="When is it too long?")
