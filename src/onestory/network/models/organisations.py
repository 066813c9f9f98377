"""The organisations that make the network."""

from __future__ import annotations

from django.db import models

from onestory.core.care import NoPersonalData
from onestory.core.models import Record


class Organisation(Record):
    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        CHARITY = "charity", "Charity"
        HEALTH = "health", "Health service"
        SCHOOL = "school", "School or nursery"
        JOBCENTRE = "jobcentre", "Work and benefits"

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)

    # Its name alone says what somebody goes there for: families are told "a family service" (HZ-17).
    discreet = models.BooleanField(default=False, db_default=False)

    care = NoPersonalData("names of organisations, published on their own doors")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
