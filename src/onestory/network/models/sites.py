"""Where the network meets families: hubs, schools, practices."""

from __future__ import annotations

from django.db import models

from onestory.core.care import NoPersonalData
from onestory.core.models import Record


class Site(Record):
    class Kind(models.TextChoices):
        HUB = "hub", "Family hub"
        CENTRE = "centre", "Children's centre"
        SCHOOL = "school", "School or nursery"
        PRACTICE = "practice", "GP practice"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    code = models.CharField(max_length=20, blank=True, help_text="URN for a school, ODS code for a practice")
    establishment = models.CharField(
        max_length=10, blank=True, help_text="of a school, the authority and its number as censuses write it: 879/2729"
    )
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    neighbourhood = models.ForeignKey("places.Neighbourhood", null=True, blank=True, on_delete=models.PROTECT)

    care = NoPersonalData("published places: hubs, schools and practices")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="site_once")]

    def __str__(self) -> str:
        return self.name
