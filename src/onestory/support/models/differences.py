"""Doing it differently: an exception to how things are usually done, for one family, with what was learnt.

What was learnt can be shared with everybody who walks alongside families. It then stands in a table of its own that knows
nothing of the family: no number leads from it to them, and its own says not even when it was written.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from onestory.access.sections import Section
from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Retention, Tag, Wall
from onestory.core.models import Record

_ME = "(SELECT wall.viewer())"


class Difference(Record):
    """What was done differently, why for this family, and who agreed; later, what happened and what was learnt."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="differences")
    what = models.TextField()
    why = models.TextField()
    agreed_with = models.CharField(max_length=300)
    section = models.CharField(max_length=20, choices=Section, default=Section.SHARED)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    happened = models.TextField(blank=True)
    learnt = models.TextField(blank=True)
    looked_back_at = models.DateTimeField(null=True, blank=True)
    # What of it was shared without the family.
    learning_id = models.UUIDField(null=True, blank=True)

    # Filled by `difference_queries`.
    writer: str

    _SEEN = family_wall(section="{t}.section")
    care = Care(
        Wall(
            select=_SEEN.select, insert=f"{{t}}.written_by_id = {_ME} AND ({_SEEN.insert})", update=_SEEN.update,
            changed=("family_id", "happened", "learnt", "looked_back_at", "learning_id"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "what": Tag.STORY, "why": Tag.STORY, "agreed_with": Tag.STORY, "section": Tag.PLAIN,
            "written_by_id": Tag.STAFF, "happened": Tag.STORY, "learnt": Tag.STORY, "looked_back_at": Tag.PLAIN,
            "learning_id": Tag.REFERENCE,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(looked_back_at__isnull=True) | ~Q(happened=""), name="difference_looked_back_on_in_words"
            ),
        ]
        indexes = [models.Index(fields=["family", "-created_at"], name="difference_of_family")]


class Learning(models.Model):
    """What somebody learnt, for everybody who walks alongside families. By whom and about whom is nowhere in it."""

    class About(models.TextChoices):
        TRUST = "trust", "Coming to trust"
        PLACES = "places", "Times and places"
        TALKING = "talking", "Ways of talking"
        TOGETHER = "together", "Working with others"
        RULES = "rules", "Rules that were in the way"
        OTHER = "other", "Something else"

    # By chance alone: a number that grows with time would lead back to what was written at that moment.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=20, choices=About)
    text = models.TextField()
    shared_on = models.DateField()

    # Whoever may see families at all; a family's own account, an analyst and an administrator may not.
    _WHO_LEARNS = "coalesce(cardinality((SELECT wall.ceiling())::text[]), 0) > 0"
    care = Care(
        Wall(select=_WHO_LEARNS, insert=_WHO_LEARNS, append_only=True),
        Audited.WRITES, Retention("never", None, "what was learnt names nobody"), Extracted.NEVER,
        {"about": Tag.PLAIN, "text": Tag.STORY, "shared_on": Tag.PLAIN},
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["-shared_on", "id"], name="learning_newest")]


class Thought(Record):
    """What a worker thinks about one of the eight A's in their work with a family, at one time. Never edited, never counted.

    It is its writer's, and whoever supervises them reads it with them. Nobody else in the circle does.
    """

    class Prompt(models.TextChoices):
        ATTACH = "attach", "Attach"
        ATTUNE = "attune", "Attune"
        ASSESS = "assess", "Assess"
        ANALYSE = "analyse", "Analyse"
        ADAPT = "adapt", "Adapt"
        ATTEND = "attend", "Attend"
        ACTIVATE = "activate", "Activate"
        ASPIRE = "aspire", "Aspire"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="thoughts")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prompt = models.CharField(max_length=10, choices=Prompt)
    words = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    # Filled by `difference_queries`.
    writer: str

    _OPEN = family_wall().select
    care = Care(
        Wall(
            select=f"{{t}}.account_id = ANY ((SELECT wall.accounts())::uuid[]) AND ({_OPEN})",
            insert=f"{{t}}.account_id = {_ME} AND ({_OPEN})", append_only=True,
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "account_id": Tag.STAFF, "prompt": Tag.PLAIN, "words": Tag.STORY,
            "written_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["family", "account", "prompt", "-written_at"], name="thought_newest")]
