"""How to reach people, and how it is safe to."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import emails, phones
from onestory.people.finding import index
from onestory.people.inputs import SafeToUse
from onestory.people.models import ContactPoint, Person

FRESH_DAYS = 90
"""How long an answer about what is safe may be relied on before it is asked again (security.md HZ-10)."""


@transaction.atomic
def add(*, by: Viewer, person: Person, kind: str, typed: str, safe: SafeToUse, checked_on: date | None) -> ContactPoint:
    """A phone, an email or post, with how it may be used; no day where nobody has asked what is safe yet.

    Raises Invalid with what to do about a wrong number.
    """
    point = ContactPoint(person=person, kind=kind, value=_value(kind, typed), checked_on=checked_on, **_safety(safe))
    point.save(force_insert=True)
    events.record(by=by, action="contact_points.add", people=[person.pk], subject=point, kind=kind)
    index.refresh([person.pk])
    return point


@transaction.atomic
def check_again(*, by: Viewer, point: ContactPoint, safe: SafeToUse, checked_on: date) -> None:
    """What is safe was asked again today; what was safe before is kept as history."""
    for field, value in _safety(safe).items():
        setattr(point, field, value)
    point.checked_on = checked_on
    point.save()
    events.record(by=by, action="contact_points.check_again", people=[point.person_id], subject=point)


@transaction.atomic
def end(*, by: Viewer, point: ContactPoint, on: date) -> None:
    """Stop using it from this day."""
    point.ends_on = on
    point.save(update_fields=["ends_on"])
    events.record(by=by, action="contact_points.end", people=[point.person_id], subject=point)
    index.refresh([point.person_id])


def _value(kind: str, typed: str) -> str:
    if kind == ContactPoint.Kind.PHONE:
        return phones.parse(typed)
    if kind == ContactPoint.Kind.EMAIL:
        return emails.parse(typed)
    return ""


def _safety(safe: SafeToUse) -> dict[str, bool | str]:
    return {
        "may_call": safe.call, "may_text": safe.text, "may_voicemail": safe.voicemail, "may_email": safe.email,
        "may_post": safe.post, "hours": safe.hours.strip(), "code_word": safe.code_word.strip(),
    }  # fmt: skip
