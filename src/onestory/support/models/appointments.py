"""Appointments that are offered, agreed, changed and kept; and reaching out to whoever was not seen.

Nobody who was not seen is to blame, and nothing closes because of it: it is a sign that something is in the way.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from onestory.access.sections import Section
from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.support.appointment_states import APPOINTMENTS, REACHING_OUT

_ME = "(SELECT wall.viewer())"
_OF_AN_APPOINTMENT = "EXISTS (SELECT 1 FROM support_appointment a WHERE a.id = {t}.appointment_id)"


def _account() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Appointment(Record):
    """A time somebody and the family mean to meet. `owner` is whoever they are to meet."""

    class Kind(models.TextChoices):
        VISIT = "visit", "Visit at home"
        HUB = "hub", "Meeting at a hub or elsewhere"
        CALL = "call", "Phone call"
        VIDEO = "video", "Video call"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="appointments")
    kind = models.CharField(max_length=10, choices=Kind)
    purpose = models.CharField(max_length=200)
    people = ArrayField(models.UUIDField(), default=list, blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=list(APPOINTMENTS.names.items()))
    owner = _account()
    section = models.CharField(max_length=20, choices=Section, default=Section.SHARED)

    # Filled by `contact_queries`.
    owner_name: str

    care = Care(
        family_wall(section="{t}.section"), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "kind": Tag.PLAIN, "purpose": Tag.STORY, "people": Tag.REFERENCE, "at": Tag.PLAIN,
            "state": Tag.PLAIN, "owner_id": Tag.STAFF, "section": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["family", "-at"], name="appointment_of_family"),
            models.Index(fields=["at"], name="appointment_waiting", condition=Q(state__in=["offered", "agreed"])),
        ]


class AppointmentEvent(Record):
    """One act on an appointment: what it became, for when, and who wanted it so."""

    class Whose(models.TextChoices):
        FAMILY = "family", "The family"
        US = "us", "We did"

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=40)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    at = models.DateTimeField()
    whose = models.CharField(max_length=10, choices=Whose, blank=True)
    words = models.TextField(blank=True)
    written_by = _account()
    written_at = models.DateTimeField(default=timezone.now)

    writer: str

    care = Care(
        Wall(
            select=_OF_AN_APPOINTMENT, insert=f"{{t}}.written_by_id = {_ME} AND {_OF_AN_APPOINTMENT}", append_only=True
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "appointment_id": Tag.REFERENCE, "act": Tag.PLAIN, "before": Tag.PLAIN, "after": Tag.PLAIN, "at": Tag.PLAIN,
            "whose": Tag.PLAIN, "words": Tag.STORY, "written_by_id": Tag.STAFF, "written_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(act="appointments.call_off") | ~Q(words=""), name="appointment_called_off_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["appointment", "written_at"], name="appointment_event_in_order")]


class ReachOut(Record):
    """Somebody was not seen, or times are changed again and again: a sign of a need, and somebody's to ask about, kindly."""

    class Why(models.TextChoices):
        NOT_SEEN = "not_seen", "They were not seen"
        NOT_BROUGHT = "not_brought", "A child was not brought"
        CHANGES = "changes", "Times have been changed again and again"

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="reach_outs")
    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="reach_outs")
    why = models.CharField(max_length=20, choices=Why)
    state = models.CharField(max_length=10, choices=list(REACHING_OUT.names.items()))
    owner = _account()
    due_on = models.DateField()
    section = models.CharField(max_length=20, choices=Section, default=Section.SHARED)

    owner_name: str

    care = Care(
        family_wall(section="{t}.section"), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "appointment_id": Tag.REFERENCE, "family_id": Tag.REFERENCE, "why": Tag.PLAIN, "state": Tag.PLAIN,
            "owner_id": Tag.STAFF, "due_on": Tag.PLAIN, "section": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            # Asked after once at a time: a second missed visit adds a sign, and no second telephone call.
            models.UniqueConstraint(fields=["appointment", "why"], name="reach_out_once", condition=Q(state="waits")),
        ]
        indexes = [models.Index(fields=["due_on"], name="reach_out_waiting", condition=Q(state="waits"))]


class ReachOutEvent(Record):
    """A way that was tried, and how it went."""

    reach_out = models.ForeignKey(ReachOut, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=40)
    after = models.CharField(max_length=10)
    way = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    written_by = _account()
    written_at = models.DateTimeField(default=timezone.now)

    writer: str

    _OF_A_REACH_OUT = "EXISTS (SELECT 1 FROM support_reachout r WHERE r.id = {t}.reach_out_id)"
    care = Care(
        Wall(select=_OF_A_REACH_OUT, insert=f"{{t}}.written_by_id = {_ME} AND {_OF_A_REACH_OUT}", append_only=True),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "reach_out_id": Tag.REFERENCE, "act": Tag.PLAIN, "after": Tag.PLAIN, "way": Tag.PLAIN, "words": Tag.STORY,
            "written_by_id": Tag.STAFF, "written_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["reach_out", "written_at"], name="reach_out_event_in_order")]
