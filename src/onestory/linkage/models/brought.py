"""What a link brought to a person who was known already, row by row, so that taking the link apart takes it back."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from onestory.access.walls import LINKAGE
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.linkage.models.links import Link


class Brought(models.Model):
    """One row, or one value completed. Of a person whom the link made known nothing is kept: all of them is what it brought."""

    class Kind(models.TextChoices):
        NUMBER = "number", "A number"
        CONTACT = "contact", "A way to reach them"
        NAME = "name", "A name they go by"
        HOME = "home", "Where they live"
        FACT = "fact", "Something told of them"
        RELATION = "relation", "What they are to somebody"
        BORN = "born", "The date of birth of somebody who had none"
        NAMED = "named", "The name of a baby who had none"

    id = models.BigAutoField(primary_key=True)
    created_at = models.DateTimeField(db_default=Now())
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="brought")
    kind = models.CharField(max_length=10, choices=Kind)
    row = models.UUIDField()
    # What stood there before and what was put there, where a value was completed.
    detail = models.JSONField(default=dict)

    care = Care(
        Wall(select=LINKAGE, insert=LINKAGE, append_only=True), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {"link_id": Tag.REFERENCE, "kind": Tag.PLAIN, "row": Tag.REFERENCE, "detail": Tag.IDENTITY},
    )  # fmt: skip
