"""What two people must agree on before it holds: letting somebody back in, and placing somebody in a team.

Both tables are written only by functions of the database (`access.accounts_functions`), which ask who each of the two is;
an administrator alone could otherwise make themselves somebody else.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from onestory.access.models.accounts import Account
from onestory.access.models.teams import Team
from onestory.access.roles import choices
from onestory.core.care import STAFF_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

_ADMINISTRATOR = "(SELECT wall.has_role('administrator'))"


def _two_others(first: str) -> Q:
    """Neither of the two is whoever it is about, and they are not one."""
    second = ~Q(confirmed_by=models.F("account")) & ~Q(confirmed_by=models.F(first))
    return ~Q(**{first: models.F("account")}) & (Q(confirmed_by__isnull=True) | second)


class Recovery(Record):
    """Somebody who could not get in was met, seen to be who they say, and given a way to start again."""

    class Seen(models.TextChoices):
        DOCUMENT = "document", "Met in person, with a passport, driving licence or staff card"
        KNOWN = "known", "Met in person, by somebody who has worked with them"
        CALL = "call", "Seen on a video call, holding a passport, driving licence or staff card"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recoveries")
    checked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    seen = models.CharField(max_length=20, choices=Seen)
    # Whoever lost their telephone has lost their second step with it.
    second_step_too = models.BooleanField()
    confirmed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    token_digest = models.CharField(max_length=64, blank=True)
    link_ends_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    care = Care(
        Wall(select=f"{_ADMINISTRATOR} OR {{t}}.account_id = (SELECT wall.viewer())"),
        Audited.WRITES, STAFF_RECORD, Extracted.NEVER,
        {
            "account_id": Tag.STAFF, "checked_by_id": Tag.STAFF, "seen": Tag.STAFF, "second_step_too": Tag.PLAIN,
            "confirmed_by_id": Tag.STAFF, "confirmed_at": Tag.STAFF, "token_digest": Tag.SECRET,
            "link_ends_at": Tag.PLAIN, "used_at": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_two_others("checked_by"), name="recovery_by_two_others"),
            models.CheckConstraint(
                condition=Q(token_digest="") | Q(confirmed_at__isnull=False), name="recovery_link_after_two_agreed"
            ),
        ]
        indexes = [models.Index(fields=["account", "-used_at"], name="recovery_of_account")]


class Placement(Record):
    """An administrator asks that somebody have a role in a team; it holds once somebody else has agreed."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="placements")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="placements")
    role = models.CharField(max_length=40, choices=choices())
    until = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    care = Care(
        # Seen by whoever may agree to it, and by whoever it is about.
        Wall(select=f"{_ADMINISTRATOR} OR {{t}}.account_id = (SELECT wall.viewer()) OR wall.supervises_team({{t}}.team_id)"),
        Audited.WRITES, STAFF_RECORD, Extracted.NEVER,
        {
            "account_id": Tag.STAFF, "team_id": Tag.REFERENCE, "role": Tag.STAFF, "until": Tag.STAFF, "asked_by_id": Tag.STAFF,
            "confirmed_by_id": Tag.STAFF, "confirmed_at": Tag.STAFF, "refused_at": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_two_others("asked_by"), name="placement_by_two_others"),
        ]
        indexes = [
            models.Index(fields=["team"], name="placement_waiting", condition=Q(confirmed_at=None, refused_at=None)),
        ]
