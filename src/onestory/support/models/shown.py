"""The plan as it lies on the own page of one of the family: what of it they may read, and what they said of it there."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import family_condition, family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.models import Record
from onestory.support.plan_shown_states import NOT_RIGHT, SETTLED, SHOWN, STATES

# What is on somebody's page was put there by whoever did, in their own name; only what came of their answer is written later.
_BY_ME = f"({family_condition()} AND {{t}}.shown_by_id = (SELECT wall.viewer()))"


class PlanShown(Record):
    """The newest of a person is what their page shows. `plan` is the whole plan word for word, where nothing was left out.

    They answer through `wall.portal_answer`, and nobody in their name. `owner` is whoever is asked to talk about it with them.
    """

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    plan = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=list(STATES.names.items()), default=SHOWN)
    shown_on = models.DateField()
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    care = Care(
        replace(family_wall(), insert=_BY_ME, changed=("state", "owner_id")),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "person_id": Tag.REFERENCE, "content": Tag.STORY, "plan": Tag.STORY, "state": Tag.PLAIN,
            "shown_on": Tag.PLAIN, "shown_by_id": Tag.STAFF, "owner_id": Tag.STAFF, "words": Tag.STORY, "answered_on": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SHOWN, answered_on__isnull=True) | ~Q(state=SHOWN) & Q(answered_on__isnull=False),
                name="plan_shown_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(NOT_RIGHT, SETTLED)) | Q(words__regex=r"\S"),
                name="plan_not_right_in_words",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "family", "-created_at"], name="plan_shown_to"),
            models.Index(fields=["family", "-created_at"], name="plan_shown_family"),
            models.Index(fields=["owner", "answered_on"], name="plan_shown_due", condition=Q(state=NOT_RIGHT)),
        ]
