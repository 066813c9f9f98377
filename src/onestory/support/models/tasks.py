"""Tasks: what somebody promised and the work does not know by itself. What the work knows is never typed (`support.due`)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import SHARED, family_condition
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.support import task_states
from onestory.support.models.deputies import DEPUTISED

_ME = "(SELECT wall.viewer())"
_FAMILY = family_condition(section=SHARED)
# Of a family, it is theirs who see the family. Of nobody in particular, it is the business of whom it waits for.
_OWN = (
    f"{{t}}.owner_id = {_ME} OR {{t}}.offered_to_id = {_ME} OR {{t}}.owner_id = ANY ((SELECT wall.accounts())::uuid[])"
    f" OR {{t}}.team_id = ANY ((SELECT wall.teams())::uuid[]) OR {{t}}.owner_id IN ({DEPUTISED})"
)
_SEEN = f"CASE WHEN {{t}}.family_id IS NULL THEN ({_OWN}) ELSE {_FAMILY} END"
_NEW = (
    f"{{t}}.made_by_id = {_ME} AND ({{t}}.owner_id = {_ME} OR {{t}}.team_id = ANY ((SELECT wall.teams())::uuid[]))"
    f" AND ({{t}}.family_id IS NULL OR {_FAMILY})"
)


class Task(Record):
    """Somebody said they would do something by a day. One owner, always: an account or a team.

    `offered_to` is to whom it was last offered; it stays with its owner until they accept.
    """

    family = models.ForeignKey("people.Family", null=True, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    offered_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=list(task_states.TASK.names.items()))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    care = Care(
        Wall(
            select=_SEEN, insert=_NEW, update=_SEEN,
            changed=("due_on", "owner_id", "team_id", "offered_to_id", "state", "ended_at"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "title": Tag.STORY, "due_on": Tag.PLAIN, "owner_id": Tag.STAFF,
            "team_id": Tag.REFERENCE, "offered_to_id": Tag.STAFF, "state": Tag.PLAIN, "made_by_id": Tag.STAFF,
            "ended_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, team__isnull=True) | Q(owner__isnull=True, team__isnull=False),
                name="task_has_one_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state=task_states.OFFERED) | Q(offered_to__isnull=False), name="task_offered_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=task_states.TASK.ends, ended_at__isnull=False)
                | ~Q(state__in=task_states.TASK.ends) & Q(ended_at__isnull=True),
                name="task_ended_when_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["owner"], name="task_of_account", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["team"], name="task_of_team", condition=Q(ended_at__isnull=True, team__isnull=False)),
            models.Index(
                fields=["offered_to"], name="task_offered", condition=Q(ended_at__isnull=True, state="offered")
            ),
        ]


class TaskEvent(Record):
    """One change of a task: by whom, from what to what, whose it was then, and why where that was said."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=list(task_states.TASK.names.items()))
    why = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        Wall(
            select="EXISTS (SELECT FROM support_task x WHERE x.id = {t}.task_id)",
            insert=f"{{t}}.written_by_id = {_ME} AND EXISTS (SELECT FROM support_task x WHERE x.id = {{t}}.task_id)",
            append_only=True,
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "task_id": Tag.REFERENCE, "act": Tag.PLAIN, "state": Tag.PLAIN, "why": Tag.STORY, "owner_id": Tag.STAFF,
            "team_id": Tag.REFERENCE, "written_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["task", "created_at"], name="task_events")]
