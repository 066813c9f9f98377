"""The plan: what the family wants in their words, who does what by when, and each agreed version kept whole."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.models import Record
from onestory.support import goal_states, plan_step_states
from onestory.support.models.circle import CircleMember


class Goal(Record):
    """One thing the family wants, why it matters to them, and how they will know."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="goals")
    words = models.TextField()
    why = models.TextField(blank=True)
    how_we_know = models.TextField(blank=True)
    said_by_person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=list(goal_states.STATES.names.items()), default=goal_states.WANTED)
    written_on = models.DateField()

    care = Care(
        replace(family_wall(), changed=("words", "why", "how_we_know", "state")),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "words": Tag.STORY, "why": Tag.STORY, "how_we_know": Tag.STORY,
            "said_by_person_id": Tag.REFERENCE, "state": Tag.PLAIN, "written_on": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(words__regex=r"\S"), name="goal_in_words")]
        indexes = [models.Index(fields=["family", "written_on", "id"], name="goal_family")]


class PlanStep(Record):
    """One thing somebody will do: somebody of the family, one of the circle who does not sign in, or else `owner` themselves.

    `owner` is a helper always: whoever does it, or whoever asks the family how it went.
    """

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps")
    what = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(
        CircleMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=list(plan_step_states.STATES.names.items()), default="to_do")
    done_on = models.DateField(null=True, blank=True)

    care = Care(
        replace(family_wall(), changed=("owner_id", "due_on", "state", "done_on")),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "goal_id": Tag.REFERENCE, "what": Tag.STORY, "owner_id": Tag.STAFF,
            "person_id": Tag.REFERENCE, "member_id": Tag.REFERENCE, "due_on": Tag.PLAIN, "state": Tag.PLAIN,
            "done_on": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(member__isnull=True), name="plan_step_is_one_persons"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | ~Q(state="done") & Q(done_on__isnull=True),
                name="plan_step_done_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], name="plan_step_due", condition=Q(state="to_do")),
            models.Index(fields=["goal", "due_on"], name="plan_step_goal"),
        ]


class PlanVersion(Record):
    """The whole plan as the family saw it when they agreed to it. Written once, never changed."""

    class How(models.TextChoices):
        TOGETHER = "together", "We read it together"
        ALOUD = "aloud", "It was read out to them"
        PAPER = "paper", "They were given it on paper"
        SCREEN = "screen", "They read it on a screen"
        INTERPRETER = "interpreter", "With an interpreter"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    seen_by_person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    seen_with = models.CharField(max_length=300, blank=True)
    seen_how = models.CharField(max_length=12, choices=How)
    seen_on = models.DateField()
    family_words = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    care = Care(
        family_wall(written=True), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "content": Tag.STORY, "seen_by_person_id": Tag.REFERENCE, "seen_with": Tag.STORY,
            "seen_how": Tag.PLAIN, "seen_on": Tag.PLAIN, "family_words": Tag.STORY, "written_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["family", "-id"], name="plan_version_family")]
