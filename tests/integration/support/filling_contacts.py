"""A row in each table of contacts, worries and what is thought about the work, for tests that look at every table."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from tests.factories import an_account

from onestory.access.viewer import Viewer
from onestory.people.models import Family
from onestory.support.actions import worries


def everything(by: Viewer, family: Family) -> None:
    worry(by, family)


def worry(by: Viewer, family: Family) -> None:
    """Raised a day ago and due since, so that others are called; and referred."""
    new, now = (
        worries.NewWorry(seen="A bruise", urgency="now", told="unsafe", why_untold="He is afraid"),
        timezone.now(),
    )
    made = worries.raise_worry(by=by, family=family, new=new, now=now - timedelta(days=1))
    an_account("Lee Ward", role="supervisor")
    worries.call_whoever_is_needed()
    worries.refer(by=by, worry=made, new=worries.NewReferral("The duty team", "What he said"), now=now)
