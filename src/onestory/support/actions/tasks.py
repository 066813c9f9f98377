"""What somebody promised: done, put off, let go with a reason, or passed on to a colleague who says yes. Never deleted."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from onestory.access import queries as access
from onestory.access.models import Account, Team
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid
from onestory.people.models import Family
from onestory.support import task_states
from onestory.support.actions.locking import catch_up
from onestory.support.models import Task, TaskEvent
from onestory.support.task_permissions import (
    check_can_offer_task,
    check_holds_task,
    check_offered_task,
    check_waits_for_team,
)
from onestory.support.task_states import TASK

# What another act on the same task may have changed since it was read.
_STANDING = ("state", "owner", "team", "offered_to", "due_on", "ended_at")


@transaction.atomic
def promise(*, by: Viewer, title: str, due_on: date, family: Family | None = None, team: Team | None = None) -> Task:
    """ "I will ring school on Friday": one's own, or one's team's. Raises Invalid where nobody says what."""
    if not title.strip():
        raise Invalid("Say what you promised, in a few words.", "title")
    task = Task(
        family=family, title=title.strip()[:200], due_on=due_on, team=team, state=task_states.WAITING,
        owner_id=None if team else by.account_id, made_by_id=by.account_id,
    )  # fmt: skip
    task.save(force_insert=True)
    _written(by=by, task=task, act="tasks.promise")
    events.record(by=by, action="tasks.promise", family=task.family_id, subject=task)
    return task


@transaction.atomic
def do(*, by: Viewer, task: Task, said: str = "") -> None:
    """It was done; what came of it, where there is something to say."""
    catch_up(task, *_STANDING)
    check_holds_task(by, task)
    task.state, task.ended_at = TASK.after(task.state, "tasks.do"), timezone.now()
    _kept(by=by, task=task, act="tasks.do", why=said, fields=["ended_at"])
    events.record(by=by, action="tasks.do", family=task.family_id, subject=task)


@transaction.atomic
def let_go(*, by: Viewer, task: Task, why: str) -> None:
    """It will not be done, and why: a promise was made to somebody."""
    catch_up(task, *_STANDING)
    check_holds_task(by, task)
    task.state, task.ended_at = TASK.after(task.state, "tasks.let_go", reason=why), timezone.now()
    _kept(by=by, task=task, act="tasks.let_go", why=why, fields=["ended_at"])
    events.record(by=by, action="tasks.let_go", family=task.family_id, subject=task)


@transaction.atomic
def put_off(*, by: Viewer, task: Task, until: date, why: str) -> None:
    catch_up(task, *_STANDING)
    check_holds_task(by, task)
    task.state, task.due_on = TASK.after(task.state, "tasks.put_off", reason=why), until
    _kept(by=by, task=task, act="tasks.put_off", why=why, fields=["due_on"])
    events.record(by=by, action="tasks.put_off", family=task.family_id, subject=task)


@transaction.atomic
def offer(*, by: Viewer, task: Task, to: Account, why: str = "") -> None:
    """It stays whose it is until they accept. About a family it is offered to those who see the family, and to nobody else.

    Raises Invalid where they do not.
    """
    catch_up(task, *_STANDING)
    check_holds_task(by, task)
    check_can_offer_task(by, task, to)
    if task.family_id and not access.sees(by, family=task.family_id, account=to):
        raise Invalid("They do not see this family. Introduce them to it first, or ask somebody in its circle.", "to")
    task.state, task.offered_to = TASK.after(task.state, "tasks.offer"), to
    _kept(by=by, task=task, act="tasks.offer", why=why, fields=["offered_to"])
    events.record(by=by, action="tasks.offer", family=task.family_id, subject=task)


@transaction.atomic
def accept(*, by: Viewer, task: Task) -> None:
    catch_up(task, *_STANDING)
    check_offered_task(by, task)
    task.state, task.owner_id, task.team = TASK.after(task.state, "tasks.accept"), by.account_id, None
    _kept(by=by, task=task, act="tasks.accept", fields=["owner", "team"])
    events.record(by=by, action="tasks.accept", family=task.family_id, subject=task)


@transaction.atomic
def decline(*, by: Viewer, task: Task, why: str) -> None:
    catch_up(task, *_STANDING)
    check_offered_task(by, task)
    task.state = TASK.after(task.state, "tasks.decline", reason=why)
    _kept(by=by, task=task, act="tasks.decline", why=why)
    events.record(by=by, action="tasks.decline", family=task.family_id, subject=task)


@transaction.atomic
def take_back(*, by: Viewer, task: Task) -> None:
    catch_up(task, *_STANDING)
    check_holds_task(by, task)
    task.state = TASK.after(task.state, "tasks.take_back")
    _kept(by=by, task=task, act="tasks.take_back")
    events.record(by=by, action="tasks.take_back", family=task.family_id, subject=task)


@transaction.atomic
def take_up(*, by: Viewer, task: Task) -> None:
    """From the team's inbox, by somebody in the team: it is theirs from now."""
    catch_up(task, *_STANDING)
    check_waits_for_team(by, task)
    task.state, task.owner_id, task.team = TASK.after(task.state, "tasks.take_up"), by.account_id, None
    _kept(by=by, task=task, act="tasks.take_up", fields=["owner", "team"])
    events.record(by=by, action="tasks.take_up", family=task.family_id, subject=task)


def _kept(*, by: Viewer, task: Task, act: str, why: str = "", fields: list[str] | None = None) -> None:
    task.save(update_fields=["state", *(fields or [])])
    _written(by=by, task=task, act=act, why=why)


def _written(*, by: Viewer, task: Task, act: str, why: str = "") -> None:
    TaskEvent(
        task=task, act=act, state=task.state, why=why.strip()[:500], owner_id=task.owner_id, team_id=task.team_id,
        written_by_id=by.account_id,
    ).save(force_insert=True)  # fmt: skip
