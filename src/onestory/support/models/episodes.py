"""Walking alongside a family, from a day on, at a level that steps up and down without losing its people."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import family_condition, family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.models import Record
from onestory.support.episode_states import ENDED, STATES, WALKING

_OPEN = f"({family_condition()} AND {{t}}.state = '{WALKING}')"
# Whoever ends it does so in their own name, and what has ended is as it was left.
_ENDED_BY_ME = f"({family_condition()} AND ({{t}}.state <> '{ENDED}' OR {{t}}.ended_by_id = (SELECT wall.viewer())))"


class Episode(Record):
    """At one time a family has at most one. `owner` answers for its reviews; whom the family looks to is the circle's lead."""

    class Level(models.TextChoices):
        UNIVERSAL = "universal", "Universal"
        TARGETED = "targeted", "Targeted"
        SPECIALIST = "specialist", "Specialist"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="episodes")
    level = models.CharField(max_length=12, choices=Level)
    state = models.CharField(max_length=10, choices=list(STATES.names.items()), default=WALKING)
    # What it is for, in words the family could read.
    why = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    # The one they came back from, and the asking it began with.
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    request_id = models.UUIDField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_why = models.TextField(blank=True)
    family_view = models.TextField(blank=True)
    stays_in_place = models.TextField(blank=True)

    care = Care(
        replace(
            family_wall(), update=_OPEN, becomes=_ENDED_BY_ME,
            changed=(
                "level", "state", "owner_id", "ended_on", "ended_by_id", "ended_why", "family_view", "stays_in_place",
            ),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "level": Tag.PLAIN, "state": Tag.PLAIN, "why": Tag.STORY, "owner_id": Tag.STAFF,
            "started_on": Tag.PLAIN, "follows_id": Tag.REFERENCE, "request_id": Tag.REFERENCE, "ended_on": Tag.PLAIN,
            "ended_by_id": Tag.STAFF, "ended_why": Tag.STORY, "family_view": Tag.STORY, "stays_in_place": Tag.STORY,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family"], name="episode_one_open", condition=Q(state=WALKING)),
            # Nothing ends by itself: an end without somebody's name, their reason and the family's view cannot be written.
            models.CheckConstraint(
                condition=~Q(state=ENDED)
                | Q(
                    ended_by__isnull=False, ended_on__isnull=False, ended_why__regex=r"\S", family_view__regex=r"\S",
                    stays_in_place__regex=r"\S",
                ),
                name="episode_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ENDED) | Q(ended_on__isnull=True, ended_by__isnull=True, ended_why=""),
                name="episode_not_ended",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["owner"], name="episode_owner", condition=Q(state=WALKING)),
            models.Index(fields=["family", "-started_on", "-id"], name="episode_family"),
        ]


class Review(Record):
    """Looking together at how it goes: at the start, on the way and towards the end. Due until it is held."""

    class Kind(models.TextChoices):
        START = "start", "First review"
        MID = "mid", "Review on the way"
        END = "end", "Review towards the end"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, default="due")
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(null=True, blank=True)
    who_was_there = models.CharField(max_length=300, blank=True)
    better = models.TextField(blank=True)
    harder = models.TextField(blank=True)
    family_view = models.TextField(blank=True)

    _DUE = f"({family_condition()} AND {{t}}.state = 'due')"
    care = Care(
        replace(
            family_wall(), update=_DUE, becomes=family_condition(),
            changed=("state", "due_on", "owner_id", "held_on", "who_was_there", "better", "harder", "family_view"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "episode_id": Tag.REFERENCE, "kind": Tag.PLAIN, "state": Tag.PLAIN, "due_on": Tag.PLAIN,
            "owner_id": Tag.STAFF, "held_on": Tag.PLAIN, "who_was_there": Tag.STORY, "better": Tag.STORY, "harder": Tag.STORY,
            "family_view": Tag.STORY,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="due", held_on__isnull=True)
                | Q(state="held", held_on__isnull=False, family_view__regex=r"\S"),
                name="review_held_with_the_family",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], name="review_due", condition=Q(state="due")),
            models.Index(fields=["episode", "due_on"], name="review_episode"),
        ]
