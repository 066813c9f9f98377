"""Reading tasks: what was promised, by whom, and what became of it."""

from __future__ import annotations

from uuid import UUID

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people import queries as people
from onestory.support import task_permissions
from onestory.support.models import Task, TaskEvent


def task(viewer: Viewer, task_id: UUID) -> Task:
    """Whose it is, to whom it is offered, or who sees its family. Raises NotThere.

    A page that shows it opens its family, as any page of the family does (`workspace.opening`).
    """
    found = Task.objects.filter(pk=task_id).select_related("owner", "team", "offered_to", "made_by").first()
    if found is None:
        raise NotThere("task")
    if found.family_id:
        found.family = people.family(viewer, found.family_id)
    elif not _is_theirs(viewer, found):
        raise NotThere("task")
    return found


def events_of(viewer: Viewer, of: Task) -> list[TaskEvent]:
    """What became of it, in the order it happened."""
    return list(of.events.select_related("written_by", "owner", "team").order_by("created_at", "pk")[:200])


def _is_theirs(viewer: Viewer, task: Task) -> bool:
    """Whose it is, to whom it was offered, or who supervises whose it is."""
    asked = viewer.account_id == task.offered_to_id or task.owner_id in viewer.accounts
    return asked or task_permissions.holds_task(viewer, task)
