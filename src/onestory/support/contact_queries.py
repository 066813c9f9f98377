"""Reading contacts, appointments and reaching out, as far as the family and its sections are open to the viewer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from onestory.access.viewer import Viewer
from onestory.core.dates import show_date
from onestory.core.errors import NotThere
from onestory.people.models import Family
from onestory.story.models import Entry
from onestory.support.appointment_states import WAITING, WAITS
from onestory.support.models import Appointment, AppointmentEvent, Contact, Mention, ReachOut, ReachOutEvent

AT_MOST = 50
WAITS_UNSEEN = (
    "Something that is not open to you still waits for an answer. Ask whoever leads here, or somebody who sees more."
)
_NAMED = {"owner_name": F("owner__name")}


def appointments(viewer: Viewer, family: Family) -> list[Appointment]:
    """Those that wait for an answer or are still to come first, the soonest first; then those that are over, newest first."""
    found = _appointments(viewer, family)
    waiting = found.filter(state__in=WAITING).order_by("at", "pk")[:AT_MOST]
    return [*waiting, *found.exclude(state__in=WAITING).order_by("-at", "-pk")[:AT_MOST]]


def waiting(viewer: Viewer, family: Family) -> list[Appointment]:
    """Those that a contact might be: not yet over, the soonest first."""
    return list(_appointments(viewer, family).filter(state__in=WAITING).order_by("at", "pk")[:AT_MOST])


def appointment(viewer: Viewer, family: Family, appointment_id: UUID) -> Appointment:
    """Raises NotThere."""
    found = _appointments(viewer, family).filter(pk=appointment_id).first()
    if found is None:
        raise NotThere("appointment")
    return found


def appointment_events(viewer: Viewer, one: Appointment) -> list[AppointmentEvent]:
    return list(one.events.annotate(writer=F("written_by__name")).order_by("written_at", "pk")[:100])  # type: ignore[no-redef]


def reach_outs(viewer: Viewer, family: Family) -> list[ReachOut]:
    """Those that wait, the first due first."""
    return list(_reach_outs(viewer, family).filter(state=WAITS).order_by("due_on", "pk")[:AT_MOST])


def reach_out(viewer: Viewer, family: Family, reach_out_id: UUID) -> ReachOut:
    """Raises NotThere."""
    found = _reach_outs(viewer, family).filter(pk=reach_out_id).select_related("appointment").first()
    if found is None:
        raise NotThere("reach-out")
    return found


def reach_out_events(viewer: Viewer, one: ReachOut) -> list[ReachOutEvent]:
    return list(one.events.annotate(writer=F("written_by__name")).order_by("written_at", "pk")[:100])  # type: ignore[no-redef]


def agreed_lately(viewer: Viewer, family: Family) -> list[Contact]:
    """What was agreed the last few times, the newest first."""
    found = Contact.objects.filter(family=family, section__in=family.sections_open_to(viewer)).exclude(agreed="")
    return list(found.select_related("entry").order_by("-entry__happened_at", "-pk")[:3])


def contact_of(viewer: Viewer, family: Family, entry: Entry) -> Contact | None:
    """What stands beside an entry that the viewer sees; None for one that is no contact."""
    found = Contact.objects.filter(family=family, entry=entry, section__in=family.sections_open_to(viewer))
    return found.select_related("appointment").first()


def mentions(viewer: Viewer, family: Family, entry: Entry) -> list[Mention]:
    """In the order in which they stand in the text."""
    found = Mention.objects.filter(family=family, entry=entry, section__in=family.sections_open_to(viewer))
    return list(found.order_by("begins", "ends")[:500])


def reasons_not_to_end(viewer: Viewer, family: Family) -> list[str]:
    """For whoever ends walking alongside: what nobody has answered yet, also where it is not open to them."""
    undecided = [
        f"Say whether you met on {show_date(one.at)}, or call it off: {one.purpose}" for one in waiting(viewer, family)
    ]
    asked_after = [
        f"Reach out to them first, and say how it went: {one.get_why_display().lower()}"
        for one in reach_outs(viewer, family)
    ]
    unseen = [WAITS_UNSEEN] if _waits_unseen(family) else []
    return undecided + asked_after + unseen


def is_late(one: Appointment, *, now: datetime) -> bool:
    """Its time has passed, and nobody has said whether they met."""
    return one.state in WAITING and one.at < now


def _waits_unseen(family: Family) -> bool:
    """Whether there is more than the viewer sees; never what."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.waits_unseen(%s)", [family.pk])
        return bool(cursor.fetchone()[0])


def _appointments(viewer: Viewer, family: Family) -> QuerySet[Appointment]:
    opened = family.appointments.filter(section__in=family.sections_open_to(viewer))
    return opened.annotate(**_NAMED)


def _reach_outs(viewer: Viewer, family: Family) -> QuerySet[ReachOut]:
    opened = family.reach_outs.filter(section__in=family.sections_open_to(viewer))
    return opened.annotate(**_NAMED)
