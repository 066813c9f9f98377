from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.core.dates import show_date, today
from onestory.faces.workspace import sending
from onestory.faces.workspace.bound import seal
from onestory.safety.doors import ACCEPTED, FORM, SEND, Door, Example, Thing, family, nothing
from onestory.safety.making import Making
from onestory.support.actions import appointments
from onestory.support.models import Appointment

_WRITES = family(may=May.WRITE)


def _make(making: Making, section: str, *, hours: int) -> Appointment:
    now = timezone.now()
    new = appointments.NewAppointment(
        "visit", f"A cup of tea {making.mark(section)}", now + timedelta(hours=hours), section=section
    )
    return appointments.offer(by=making.viewer, family=making.its_family, new=new, now=now)


def _appointment(section: str, *, hours: int = 72) -> Callable[[Making], UUID]:
    return lambda making: _make(making, section, hours=hours).pk


def _reach_out(making: Making) -> UUID:
    one = _make(making, Section.SHARED, hours=-2)
    return appointments.was_missed(by=making.viewer, appointment=one, how="not_seen", now=timezone.now()).pk


def _contact(example: Example) -> Mapping[str, Any]:
    return {
        "opened_for": seal(example["family_id"]), "about": "everybody", "title": "We had a cup of tea", "kind": "visit",
        "section": "shared",
    }  # fmt: skip


THINGS = {
    "appointment_id": (
        Thing(_appointment(Section.SHARED), section=Section.SHARED),
        Thing(_appointment(Section.HEALTH), section=Section.HEALTH, state="about health"),
    ),
    "past_appointment_id": Thing(
        _appointment(Section.SHARED, hours=-2), section=Section.SHARED, state="its time has come"
    ),
    "reach_out_id": Thing(_reach_out, section=Section.SHARED),
}
_SOON = {"day": show_date(today() + timedelta(days=5)), "time": "2pm"}

DOORS = {
    "begin_contact": Door("begin to write a contact down", _WRITES, shows=(ACCEPTED,)),
    "write": Door("write down what happened", _WRITES, methods=FORM, sends=_contact),
    "named": Door(
        "mark who else is named in what was written", _WRITES, methods=FORM, accepts=(422,),
        sends=sending.about("entry_id", words="Nobody of this name", who="A neighbour"),
    ),
    "appointments": Door(
        "see a family’s appointments, and who was not seen", family(),
        displays=frozenset({Section.SHARED, Section.HEALTH}),
    ),
    "offer_appointment": Door(
        "offer a family a time to meet", _WRITES, methods=FORM,
        sends=sending.family(kind="visit", purpose="A cup of tea", section="shared", **_SOON),
    ),
    "appointment": Door("see one appointment", family()),
    "agree_appointment": Door(
        "say that a family agreed to an appointment", _WRITES, methods=SEND, sends=nothing, refuses=(ACCEPTED,)
    ),
    "move_appointment": Door(
        "move an appointment", _WRITES, methods=FORM, sends=sending.about("appointment_id", whose="family", **_SOON)
    ),
    "call_off_appointment": Door(
        "call an appointment off, with a reason", _WRITES, methods=FORM,
        sends=sending.about("appointment_id", whose="us", reason="I was ill"),
    ),
    "missed_appointment": Door(
        "say that somebody was not seen", _WRITES, methods=FORM, sends=sending.about("past_appointment_id", how="not_seen")
    ),
    "reach_out": Door(
        "say how they reached out to somebody who was not seen", _WRITES, methods=FORM,
        sends=sending.about("reach_out_id", way="asked", words="The bus did not come"),
    ),
}  # fmt: skip
