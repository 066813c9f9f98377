"""Appointments: offering one, agreeing, moving, keeping it; and what is written when somebody was not seen.

Nothing here closes anything. Whoever was not seen, and times that change again and again, are a sign that something is in the
way: somebody reaches out, and says how it went.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from onestory.access.models import Account
from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.dates import LONDON, show_moment
from onestory.core.errors import Invalid, NotThere
from onestory.people.models import Family
from onestory.support.actions.locking import catch_up
from onestory.support.appointment_states import APPOINTMENTS, CALLED_OFF, MISSED, OFFERED, REACHING_OUT, WAITS
from onestory.support.models import Appointment, AppointmentEvent, ReachOut, ReachOutEvent

MANY_CHANGES, LATELY = 3, timedelta(days=90)
"""So many times moved, called off or missed within this long are a sign of their own."""

REACH_OUT_WITHIN = timedelta(days=2)

WAYS = {
    "asked": "Rang or wrote at a time that suits them, and asked how they are before anything else",
    "another": "Offered another day, time or place: their home, the hub, a walk",
    "in_the_way": "Asked what was in the way: the bus, a shift, a child who was ill, a worry about us",
    "trusted": "Asked somebody they trust to come along",
    "note": "Left a short, warm note that says the door is open",
}
"""Kinder than a second letter. Each is safe only in the ways the family said are safe."""


@dataclass(frozen=True)
class NewAppointment:
    kind: str
    purpose: str
    at: datetime
    people: Sequence[UUID] = ()
    section: str = Section.SHARED


@transaction.atomic
def offer(
    *,
    by: Viewer,
    family: Family,
    new: NewAppointment,
    now: datetime,
    agreed: bool = False,
    owner: Account | None = None,
) -> Appointment:
    """A time is offered, by whoever is to meet them unless it is said for whom. `agreed`: they have said yes already."""
    _may_write(by)
    if not new.purpose.strip():
        raise Invalid("Say what it is for, in words the family would use.", "purpose")
    if new.kind not in Appointment.Kind.values:
        raise Invalid("Choose how you will meet.", "kind")
    made = Appointment(
        family=family, kind=new.kind, purpose=new.purpose.strip(), people=list(new.people), at=new.at,
        state=OFFERED, owner_id=owner.pk if owner else by.account_id, section=new.section,
    )  # fmt: skip
    made.save(force_insert=True)
    _happened(by=by, one=made, act="appointments.offer", before="", now=now)
    if agreed:
        agree(by=by, appointment=made, now=now)
    return made


@transaction.atomic
def agree(*, by: Viewer, appointment: Appointment, now: datetime) -> None:
    """The family said yes."""
    _may_write(by)
    _move(by, appointment, "appointments.agree", now=now)


@transaction.atomic
def move(*, by: Viewer, appointment: Appointment, to: datetime, whose: str, words: str = "", now: datetime) -> None:
    """To another time, as the family wished or as we did."""
    _may_write(by)
    _check_whose(whose)
    if to <= now:
        raise Invalid("Choose a time that is still to come.", "day")
    appointment.at = to
    appointment.save(update_fields=["at"])
    _move(by, appointment, "appointments.move", now=now, whose=whose, words=words)
    _notice_changes(by, appointment, now=now)


@transaction.atomic
def keep(*, by: Viewer, appointment: Appointment, now: datetime) -> None:
    """They met. What was said is written as a contact, in whose transaction this is called."""
    _may_write(by)
    _move(by, appointment, "appointments.keep", now=now)


@transaction.atomic
def was_missed(*, by: Viewer, appointment: Appointment, how: str, words: str = "", now: datetime) -> ReachOut:
    """Somebody was not seen, or a child was not brought. Somebody reaches out; nothing closes."""
    _may_write(by)
    if how not in MISSED:
        raise Invalid("Say who was missed.", "how")
    if appointment.at > now:
        raise Invalid("It has not come yet. Move it or call it off instead.", "how")
    _move(by, appointment, f"appointments.{how}", now=now, words=words)
    made = _reach_out(by, appointment, why=how, now=now)
    _notice_changes(by, appointment, now=now)
    return made


@transaction.atomic
def call_off(*, by: Viewer, appointment: Appointment, whose: str, reason: str, now: datetime) -> None:
    _may_write(by)
    _check_whose(whose)
    _move(by, appointment, "appointments.call_off", now=now, whose=whose, words=reason, reason=reason)
    _notice_changes(by, appointment, now=now)


@transaction.atomic
def try_again(*, by: Viewer, reach_out: ReachOut, way: str, words: str, again_on: date, now: datetime) -> None:
    """It did not reach them, or not yet: another day, and another way."""
    _may_write(by)
    if again_on <= now.astimezone(LONDON).date():
        raise Invalid("Choose a day that is still to come.", "again")
    reach_out.due_on = again_on
    reach_out.save(update_fields=["due_on"])
    _tried(by, reach_out, "reach_outs.try_again", way=way, words=words, now=now)


@transaction.atomic
def finish(*, by: Viewer, reach_out: ReachOut, way: str, words: str, now: datetime) -> None:
    """Somebody reached out, and says how it went: whether they were reached, and what was in the way."""
    _may_write(by)
    if not words.strip():
        raise Invalid("Say how it went, in a sentence.", "words")
    _tried(by, reach_out, "reach_outs.finish", way=way, words=words, now=now)


def _reach_out(by: Viewer, appointment: Appointment, *, why: str, now: datetime) -> ReachOut:
    made = ReachOut(
        appointment=appointment, family_id=appointment.family_id, why=why, state=WAITS, owner_id=appointment.owner_id,
        due_on=(now + REACH_OUT_WITHIN).astimezone(LONDON).date(), section=appointment.section,
    )  # fmt: skip
    made.save(force_insert=True)
    _tell_of(by, made, act="reach_outs.begin", way="", words="", now=now)
    return made


def _notice_changes(by: Viewer, appointment: Appointment, *, now: datetime) -> None:
    """Once: while somebody is to reach out because of it, no second one is."""
    waiting = ReachOut.objects.filter(family=appointment.family_id, why=ReachOut.Why.CHANGES, state=WAITS)
    if changes_lately(appointment.family_id, now=now) >= MANY_CHANGES and not waiting.exists():
        _reach_out(by, appointment, why=ReachOut.Why.CHANGES, now=now)


def changes_lately(family: UUID, *, now: datetime) -> int:
    """How often times were moved, called off or missed, as far as the viewer sees them."""
    acts = ("appointments.move", "appointments.call_off", *(f"appointments.{how}" for how in MISSED))
    lately = AppointmentEvent.objects.filter(act__in=acts, written_at__gt=now - LATELY, appointment__family=family)
    return lately.count()


def _move(
    by: Viewer, one: Appointment, act: str, *, now: datetime, whose: str = "", words: str = "", reason: str = ""
) -> None:
    catch_up(one, "state")
    before = one.state
    one.state = APPOINTMENTS.after(before, act, reason=reason)
    one.save(update_fields=["state"])
    _happened(by=by, one=one, act=act, before=before, whose=whose, words=words, now=now)


def _happened(
    *, by: Viewer, one: Appointment, act: str, before: str, now: datetime, whose: str = "", words: str = ""
) -> None:
    AppointmentEvent(
        appointment=one, act=act, before=before, after=one.state, at=one.at, whose=whose, words=words.strip(),
        written_by_id=by.account_id, written_at=now,
    ).save(force_insert=True)  # fmt: skip
    events.record(by=by, action=act, family=one.family_id, people=one.people, subject=one, fields=[one.section])
    told = _told(one)
    if told:
        said = news.Happened(
            by=by, act=act, family=one.family_id, title=told, people=tuple(one.people), section=one.section
        )
        news.tell(said)


def _told(one: Appointment) -> str:
    """What the family reads of it. That it was kept is told by what was written then."""
    if one.state in MISSED:
        return f"We missed each other: {one.purpose}"[:200]
    words = {"offered": "We offered to meet", "agreed": "We agreed to meet", CALLED_OFF: "We are not meeting after all"}
    return f"{words[one.state]}, {show_moment(one.at)}: {one.purpose}"[:200] if one.state in words else ""


def _tried(by: Viewer, reach_out: ReachOut, act: str, *, way: str, words: str, now: datetime) -> None:
    if way and way not in WAYS:
        raise Invalid("Choose what you tried.", "way")
    catch_up(reach_out, "state")
    reach_out.state = REACHING_OUT.after(reach_out.state, act, reason=words)
    reach_out.save(update_fields=["state"])
    _tell_of(by, reach_out, act=act, way=way, words=words, now=now)


def _tell_of(by: Viewer, reach_out: ReachOut, *, act: str, way: str, words: str, now: datetime) -> None:
    ReachOutEvent(
        reach_out=reach_out, act=act, after=reach_out.state, way=way, words=words.strip(), written_by_id=by.account_id,
        written_at=now,
    ).save(force_insert=True)  # fmt: skip
    events.record(by=by, action=act, family=reach_out.family_id, subject=reach_out, fields=[reach_out.section])


def _check_whose(whose: str) -> None:
    if whose not in AppointmentEvent.Whose.values:
        raise Invalid("Say whose wish it was.", "whose")


def _may_write(by: Viewer) -> None:
    if not by.may(May.WRITE):
        raise NotThere("writing")
