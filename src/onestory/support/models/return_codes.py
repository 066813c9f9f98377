"""The code by which somebody without an account comes back to hear what became of what they asked."""

from __future__ import annotations

from django.db import models

from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.support.models.requests import Request


class ReturnCode(Record):
    """As a digest: whoever reads this row cannot come back by it. Functions alone read and write it."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()

    care = Care(
        Wall(select=None), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {"request_id": Tag.REFERENCE, "digest": Tag.SECRET, "ends_at": Tag.PLAIN},
    )  # fmt: skip
