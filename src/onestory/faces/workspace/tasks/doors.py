from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from onestory.access import knocking, roles
from onestory.access.models import Account, Team
from onestory.access.roles import May
from onestory.access.viewer import acting_as
from onestory.core.dates import show_date, today
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import FORM, SEND, Door, Example, Of, Thing, family, nothing, staff
from onestory.safety.making import Making, made_account
from onestory.support.actions import tasks

_SOON = show_date(today() + timedelta(days=3))
_OWN = staff(own=True)

COLLEAGUE = "colleague@matrix.example"


def _own(making: Making) -> UUID:
    return tasks.promise(by=making.viewer, title="Ring school", due_on=today()).pk


def _colleague() -> Account:
    found = knocking.by_email(COLLEAGUE)
    assert found, "a colleague in the world that was made"
    return found


def _offered(making: Making) -> UUID:
    task = tasks.promise(by=making.viewer, title="Ring school", due_on=today())
    tasks.offer(by=making.viewer, task=task, to=_colleague())
    return task.pk


def _offered_to_me(making: Making) -> UUID:
    me = made_account(making.viewer.account_id)
    with acting_as(_colleague()) as viewer:
        task = tasks.promise(by=viewer, title="Ring school", due_on=today())
        tasks.offer(by=viewer, task=task, to=me)
    return task.pk


def _of_team(making: Making) -> UUID:
    """Of the team that every actor of the matrix has a place in, where their role is one of those it is the business of."""
    team = Team.objects.filter(name="Whitleigh", pk__in=making.viewer.teams).first()
    return tasks.promise(by=making.viewer, title="Ring school", due_on=today(), team=team).pk


THINGS = {
    "task_id": Thing(_own, of=Of.ACCOUNT),
    "offered_id": Thing(_offered, of=Of.ACCOUNT),
    "taken_id": Thing(_offered_to_me, of=Of.ACCOUNT),
    "team_task_id": Thing(_of_team, of=Of.ACCOUNT),
}


def _promised(example: Example) -> Mapping[str, Any]:
    return {"opened_for": seal(example.account_id or UUID(int=0)), "title": "Ring school", "due_on": _SOON}


DOORS = {
    "promise": Door("write down what they promised to do", staff(), methods=FORM, sends=_promised),
    "promise_family": Door(
        "write down what they promised a family", family(may=May.WRITE), methods=FORM,
        sends=sending.family(title="Ring school", due_on=_SOON),
    ),
    "task": Door("see a task of theirs, and what became of it", _OWN),
    "task_done": Door(
        "say that a task is done", _OWN, methods=FORM, sends=sending.about("task_id", said="They will ring back")
    ),
    "task_put_off": Door(
        "put a task off, with a reason", _OWN, methods=FORM, sends=sending.about("task_id", until=_SOON, why="They asked")
    ),
    "task_let_go": Door(
        "let a task go, with a reason", _OWN, methods=FORM, sends=sending.about("task_id", why="The school rang us")
    ),
    "task_offer": Door(
        "offer a task to a colleague", _OWN, methods=FORM,
        sends=sending.about("task_id", email=COLLEAGUE, why="I am away"),
    ),
    "task_take_back": Door("keep a task they had offered", _OWN, methods=SEND, sends=nothing, refuses=(302,)),
    "task_accept": Door("take on a task that was offered to them", _OWN, methods=SEND, sends=nothing, refuses=(302,)),
    "task_decline": Door(
        "give an offered task back, with a reason", _OWN, methods=FORM, sends=sending.about("taken_id", why="I am away")
    ),
    "task_take_up": Door(
        "take up what waits for their team", staff(own=True, roles=tuple(roles.by_team())), methods=SEND, sends=nothing,
        refuses=(302,),
    ),
}  # fmt: skip
