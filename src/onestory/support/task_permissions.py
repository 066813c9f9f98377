"""Who may do what with the work. Each rule can check, which raises, or ask; both read the same line."""

from __future__ import annotations

from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid, NotThere
from onestory.support import task_states
from onestory.support.deputising import stands_in_for
from onestory.support.models import Task


def holds_task(viewer: Viewer, task: Task) -> bool:
    """Whose it is, somebody in the team it waits for, or who stands in for whom it waits for."""
    if task.team_id:
        return task.team_id in viewer.teams
    return task.owner_id == viewer.account_id or task.owner_id in stands_in_for(viewer)


def check_holds_task(viewer: Viewer, task: Task) -> None:
    if not holds_task(viewer, task):
        raise NotThere("task")


def is_offered_task(viewer: Viewer, task: Task) -> bool:
    return task.state == task_states.OFFERED and task.offered_to_id == viewer.account_id


def check_offered_task(viewer: Viewer, task: Task) -> None:
    if not is_offered_task(viewer, task):
        raise NotThere("offered task")


def check_can_offer_task(viewer: Viewer, task: Task, to: Account) -> None:
    if to.pk in (viewer.account_id, task.owner_id):
        raise Invalid("It is theirs already. Choose somebody else.", "to")


def waits_for_team(viewer: Viewer, task: Task) -> bool:
    """For whoever of a team of the viewer's takes it up."""
    return task.team_id in viewer.teams


def check_waits_for_team(viewer: Viewer, task: Task) -> None:
    if not waits_for_team(viewer, task):
        raise NotThere("task of a team")
