"""Saying that an alert was looked at."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onestory.access import overseeing
from onestory.access.actions import wall
from onestory.access.models import Alert
from onestory.access.viewer import Viewer
from onestory.audit.actions import events


@transaction.atomic
def look_at(*, by: Viewer, alert: UUID) -> None:
    """Raises NotThere, also for one about oneself. What was looked at before stays as it was."""
    found = overseeing.alert(by, alert)
    unseen = Alert.objects.filter(pk=found.pk, seen_at__isnull=True)
    if unseen.update(seen_at=timezone.now(), seen_by_id=by.account_id):
        events.record(by=by, action="alerts.look_at", subject=found, kind=str(found.kind))


@transaction.atomic
def take_on(*, by: Viewer, alert: UUID) -> UUID:
    """A family that was left to nobody is seen by a supervisor again, who was offered it. Returns the family.

    Raises NotThere, also once somebody else took it on.
    """
    family: UUID = wall.call("SELECT wall.take_on(%s)", [alert], not_there="family")
    events.record(by=by, action="alerts.take_on", family=family)
    return family
