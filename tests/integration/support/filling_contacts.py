"""A row in each table of contacts, worries and what is thought about the work, for tests that look at every table."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from tests.factories import an_account

from onestory.access.viewer import Viewer
from onestory.core.files.limits import Clean
from onestory.people.models import Family
from onestory.support.actions import appointments, attachments, contacts, differences, thoughts, worries


def everything(by: Viewer, family: Family) -> None:
    worry(by, family)
    contact(by, family)
    thinking(by, family)


def contact(by: Viewer, family: Family) -> None:
    """Written with an appointment that it kept, after one at which nobody was seen."""
    now = timezone.now()
    new = appointments.NewAppointment("visit", "A cup of tea", now - timedelta(hours=2))
    missed, kept = (appointments.offer(by=by, family=family, new=new, now=now) for _ in range(2))
    appointments.was_missed(by=by, appointment=missed, how="not_seen", now=now)
    said = contacts.NewContact("Tea", "visit", said="Bo was there", agreed="To go to the group", others_named=["Bo"])
    written = contacts.write(by=by, family=family, new=said, appointment=kept, now=now)
    for what in ("A drawing of the sea", "Somebody else’s letter"):
        new, file = attachments.NewAttachment(what, shows="Blue waves"), Clean("pdf", b"%PDF-1.7", pages=1)
        added = attachments.add(by=by, family=family, entry=written.entry, new=new, file=file)
    attachments.withdraw(by=by, attachment=added, reason="It is not theirs")


def thinking(by: Viewer, family: Family) -> None:
    """Something done differently, from which others learn; and a thought about the work."""
    now, new = timezone.now(), differences.NewDifference("We meet by the sea", "Rooms frighten her", "She and Lee")
    made = differences.begin(by=by, family=family, new=new)
    differences.look_back(by=by, difference=made, happened="She talked", learnt="Walls matter", now=now)
    differences.share(by=by, family=family, difference=made, text="Meet out of doors", about="places", now=now)
    thoughts.think(by=by, family=family, prompt="attach", words="She waves now", now=now)


def worry(by: Viewer, family: Family) -> None:
    """Raised a day ago and due since, so that others are called; and referred."""
    new, now = (
        worries.NewWorry(seen="A bruise", urgency="now", told="unsafe", why_untold="He is afraid"),
        timezone.now(),
    )
    an_account("Lee Ward", role="supervisor")
    made = worries.raise_worry(by=by, family=family, new=new, now=now - timedelta(days=1))
    worries.call_whoever_is_needed()
    worries.refer(by=by, worry=made, new=worries.NewReferral("The duty team", "What he said"), now=now)
