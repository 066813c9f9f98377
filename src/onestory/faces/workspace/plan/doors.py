from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.core.dates import show_date, today
from onestory.core.errors import NotThere
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.people.models import Family
from onestory.safety.doors import FORM, SEND, Door, Example, Thing, family
from onestory.safety.making import Making, author
from onestory.support import own_plans, planning
from onestory.support.actions import goals, needs, plan_steps, plans
from onestory.support.actions.goals import Wanted
from onestory.support.actions.plan_steps import Whose
from onestory.support.actions.plans import Seen
from onestory.support.models import Goal, PlanShown

_WRITES = family(may=May.WRITE)
_SOON = today() + timedelta(days=9)


def _goal(making: Making) -> Goal:
    words = f"Calm mornings {making.mark()}"
    standing = Goal.objects.filter(family=making.its_family, words=words).first()
    return standing or goals.write(by=making.viewer, family=making.its_family, wanted=Wanted(words=words))


def _step(making: Making) -> UUID:
    goal = _goal(making)
    return plan_steps.add(by=making.viewer, goal=goal, what="Bags by the door", whose=Whose(), due_on=_SOON).pk


def _version(making: Making) -> UUID:
    _goal(making)
    seen = Seen(by=making.person("mother"), how="together")
    digest = planning.plan(making.viewer, making.its_family).digest
    return plans.agree(by=making.viewer, family=making.its_family, seen=seen, digest=digest).pk


def _not_right(making: Making) -> UUID:
    """As the mother says on her own page, which no act of the staff's does for her."""
    said = PlanShown(
        family=making.its_family, person=making.person("mother"), content={"goals": []}, state="not_right",
        words=f"Not Tuesdays {making.mark()}", shown_on=today(), answered_on=today(), shown_by_id=making.viewer.account_id,
        owner_id=making.viewer.account_id,
    )  # fmt: skip
    said.save(force_insert=True)
    return said.pk


def _need(code: str, section: str) -> Thing:
    def make(making: Making) -> UUID:
        evidence = f"So it is {making.mark(section)}"
        return needs.write_down(by=making.viewer, family=making.its_family, code=code, evidence=evidence).pk

    return Thing(make, section=section, state="ordinary" if section == Section.SHARED else f"about {section}")


THINGS = {
    "goal_id": Thing(lambda making: _goal(making).pk),
    "step_id": Thing(_step),
    "version_id": Thing(_version),
    "shown_id": Thing(_not_right),
    "need_id": (
        _need("1.1", Section.SHARED), _need("3.2", Section.HEALTH), _need("9.2", Section.HOME),
        _need("8.1", Section.SAFEGUARDING),
    ),
}  # fmt: skip


def _as_read(example: Example, read: Callable[[Viewer, Family], str]) -> str:
    """What the page would say, read by whoever wrote the family down; nothing, where there is no such family."""
    from onestory.access.viewer import acting_as
    from onestory.people import queries

    with acting_as(author()) as viewer:
        try:
            return read(viewer, queries.family(viewer, example["family_id"]))
        except NotThere:
            return ""


def _agreeing(example: Example) -> Mapping[str, Any]:
    digest = _as_read(example, lambda viewer, family: planning.plan(viewer, family).digest)
    seen_by = str(example.family["mother_id"])
    return {"opened_for": seal(example["family_id"]), "seen_by": seen_by, "how": "together", "digest": digest}


def _showing(example: Example) -> Mapping[str, Any]:
    mother = example.family["mother_id"]

    def read(viewer: Viewer, family: Family) -> str:
        person = family.memberships.get(person_id=mother).person
        return own_plans.would_read(viewer, family, person).digest

    return {"opened_for": seal(example["family_id"]), "person": str(mother), "digest": _as_read(example, read)}


def _own_step(example: Example) -> Mapping[str, Any]:
    return {
        "opened_for": seal(example["goal_id"]), "what": "Ring the school", "who": f"account:{example.account_id}",
        "due_on": show_date(_SOON),
    }  # fmt: skip


DOORS = {
    "plan": Door("read a family’s plan", family()),
    "print_plan": Door("print a family’s plan", family()),
    "print_plan_large": Door("print a family’s plan in large print", family()),
    "plan_version": Door("read a plan as the family agreed to it", family()),
    "agree_plan": Door("agree a plan that the family has seen", _WRITES, methods=FORM, sends=_agreeing),
    "show_plan": Door("put the plan on the own page of one of the family", _WRITES, methods=FORM, sends=_showing),
    "settle_plan": Door(
        "write down what came of talking about a plan that is not right", _WRITES, methods=FORM,
        sends=sending.about("shown_id", reason="We moved the day"),
    ),
    "write_goal": Door("write down what a family wants", _WRITES, methods=FORM, sends=sending.family(words="To sleep")),
    "reword_goal": Door(
        "say a goal in other words", _WRITES, methods=FORM, sends=sending.about("goal_id", words="Quiet mornings")
    ),
    "turn_goal": Door(
        "say that a goal is reached, or set aside", _WRITES, methods=FORM, sends=sending.about("goal_id", act="goals.reach")
    ),
    "add_plan_step": Door("put a step into a plan", _WRITES, methods=FORM, sends=_own_step),
    "plan_step_done": Door(
        "say that a step is done", _WRITES, methods=SEND, sends=sending.about("step_id"), refuses=(302,)
    ),
    "change_plan_step": Door(
        "change a step of a plan", _WRITES, methods=FORM, sends=sending.about("step_id", act="plan_steps.do")
    ),
    "needs": Door(
        "see a family’s needs", family(),
        displays=frozenset({Section.SHARED, Section.HEALTH, Section.HOME, Section.SAFEGUARDING}),
    ),
    "write_need": Door(
        "write down a need", _WRITES, methods=FORM, sends=sending.family(code="1.4", evidence="School wrote to us")
    ),
    "need": Door(
        "say how it is with a need", _WRITES, methods=FORM,
        sends=sending.about("need_id", act="needs.add_evidence", evidence="Still so"),
    ),
    "write_win": Door("write down a small win", _WRITES, methods=FORM, sends=sending.family(words="He slept")),
}  # fmt: skip
