"""Looking through the audit is itself written down in it."""

from __future__ import annotations

from django.db import transaction

from onestory.audit import searching
from onestory.audit.actions import events
from onestory.audit.actions.events import Actor
from onestory.audit.models import AuditEvent
from onestory.audit.searching import Wanted


@transaction.atomic
def search(*, by: Actor, wanted: Wanted) -> tuple[list[AuditEvent], int | None]:
    """A page of events and where it goes on: none to anybody but information governance."""
    found, older = searching.search(by, wanted)
    asked = [name for name in ("account", "family", "since", "until") if getattr(wanted, name) is not None]
    events.record(by=by, action="audit.search", asked=asked, shown=len(found))
    return found, older
