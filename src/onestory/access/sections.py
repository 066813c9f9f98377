"""The sections of a record: how sensitive a thing is, and so who may see it.

A grant names the sections it opens. A fact, an entry and a story section each belong to exactly one.
"""

from __future__ import annotations

from django.db import models


class Section(models.TextChoices):
    SHARED = "shared", "Shared story"
    HEALTH = "health", "Health"
    HOME = "home", "Money and home"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    YOUNG_PERSON = "young_person", "Between the young person and their helper"
    # Not a kind of writing but of finding: an address that is kept confidential for someone's safety.
    LOCATION = "location", "Confidential addresses"


CIRCLE = (Section.SHARED, Section.HEALTH, Section.HOME)
"""What someone in a family's circle sees unless the family chose otherwise."""

TEAM = CIRCLE
"""What a team on duty for a family sees: no more than its circle."""

EVERYTHING = tuple(Section)
"""What whoever starts a record sees of it, since they wrote it."""
