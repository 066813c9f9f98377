"""A request that its owner offers to somebody else. It stays where it is until they take it on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.support.models.requests import ITS_REQUEST, Request, Urgency


class Passing(Record):
    """What the receiver sees before they accept: that something is offered, from whom and how urgent, and nothing of the family.

    So there is no room here for words about anybody; why it is passed on stands in an event of the request.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "Offered"
        ACCEPTED = "accepted", "Accepted"
        SENT_BACK = "sent_back", "Sent back"
        TAKEN_BACK = "taken_back", "Taken back"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="passings")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    to_account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    to_team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency)
    answer_by = models.DateField()
    state = models.CharField(max_length=20, choices=State, default=State.OFFERED)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    _MINE = "({t}.to_account_id = (SELECT wall.viewer()) OR {t}.to_team_id = ANY ((SELECT wall.teams())::uuid[]))"
    care = Care(
        # Answered through `wall.answer_passing` alone, which moves the request in the same statement.
        Wall(
            select=f"{_MINE} OR {ITS_REQUEST}",
            insert=f"{{t}}.offered_by_id = (SELECT wall.viewer()) AND {{t}}.state = 'offered' AND {ITS_REQUEST}",
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "request_id": Tag.REFERENCE, "offered_by_id": Tag.STAFF, "from_team_id": Tag.REFERENCE, "to_account_id": Tag.STAFF,
            "to_team_id": Tag.REFERENCE, "urgency": Tag.PLAIN, "answer_by": Tag.PLAIN, "state": Tag.PLAIN,
            "answered_by_id": Tag.STAFF, "answered_at": Tag.PLAIN, "reason": Tag.STORY,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_account__isnull=False, to_team__isnull=True) | Q(to_account__isnull=True, to_team__isnull=False),
                name="passing_to_an_account_or_a_team",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(state="offered") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="passing_answered_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(state="sent_back") | ~Q(reason=""), name="passing_sent_back_with_a_reason"),
            models.UniqueConstraint(fields=["request"], condition=Q(state="offered"), name="passing_one_at_a_time"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["to_account"], name="passing_to_account", condition=Q(state="offered")),
            models.Index(fields=["to_team"], name="passing_to_team", condition=Q(state="offered")),
        ]
