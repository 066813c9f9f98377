"""Needs, by the words of a declared table (`support.outcomes`): what shows each, whether it was met, and whether that lasted."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.sections import Section
from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.models import Record
from onestory.support.models.plan import Goal
from onestory.support.need_states import ACHIEVED, OPEN, STATES, SUSTAINED


class Need(Record):
    """As sensitive as its `section`, which its kind in the table says. `since` is the day from which it stands as it does."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="needs")
    # Whose it is; the whole family's, where nobody is named.
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    table_version = models.CharField(max_length=40)
    section = models.CharField(max_length=20, choices=Section)
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=list(STATES.names.items()), default=OPEN)
    identified_on = models.DateField()
    since = models.DateField()
    achieved_on = models.DateField(null=True, blank=True)
    sustained_on = models.DateField(null=True, blank=True)

    care = Care(
        replace(
            family_wall(section="{t}.section"),
            changed=("goal_id", "owner_id", "state", "since", "achieved_on", "sustained_on"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "person_id": Tag.REFERENCE, "code": Tag.CHARACTERISTIC, "table_version": Tag.PLAIN,
            "section": Tag.PLAIN, "goal_id": Tag.REFERENCE, "owner_id": Tag.STAFF, "state": Tag.PLAIN, "identified_on": Tag.PLAIN,
            "since": Tag.PLAIN, "achieved_on": Tag.PLAIN, "sustained_on": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=(ACHIEVED, SUSTAINED), achieved_on__isnull=False)
                | ~Q(state__in=(ACHIEVED, SUSTAINED)) & Q(achieved_on__isnull=True),
                name="need_achieved_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=SUSTAINED, sustained_on__gte=models.F("achieved_on"))
                | ~Q(state=SUSTAINED) & Q(sustained_on__isnull=True),
                name="need_sustained_after_it_was_achieved",
            ),
        ]
        indexes = [
            models.Index(fields=["family", "identified_on", "id"], name="need_family"),
            models.Index(fields=["owner", "since"], name="need_due", condition=Q(state__in=("achieved", "back"))),
        ]


class NeedEvidence(Record):
    """A line that shows a need, that it was met, or that it came back. Written once, never changed."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="evidence")
    section = models.CharField(max_length=20, choices=Section)
    text = models.TextField()
    on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        family_wall(section="{t}.section", written=True), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "need_id": Tag.REFERENCE, "section": Tag.PLAIN, "text": Tag.STORY, "on": Tag.PLAIN,
            "written_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(text__regex=r"\S"), name="need_evidence_in_words")]
        indexes = [models.Index(fields=["need", "on", "id"], name="need_evidence_of")]


class Win(Record):
    """Something better than yesterday, in a sentence. Written once, never changed."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=180)
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        family_wall(written=True), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "words": Tag.STORY, "person_id": Tag.REFERENCE, "on": Tag.PLAIN,
            "written_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(words__regex=r"\S"), name="win_in_words")]
        indexes = [models.Index(fields=["family", "-on", "-id"], name="win_family")]
