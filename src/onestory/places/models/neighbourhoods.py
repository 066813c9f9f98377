"""Published facts about where places are: neighbourhoods (2021 LSOAs) in wards, and the postcodes in them.

Sources and licences: `places/facts/ATTRIBUTION.md`.
"""

from __future__ import annotations

from django.db import models

from onestory.core.care import NoPersonalData

PUBLISHED = NoPersonalData("published facts about places (ONS, MHCLG; Open Government Licence)")


class Neighbourhood(models.Model):
    lsoa21 = models.CharField(primary_key=True, max_length=9)
    name = models.CharField(max_length=60)
    ward_code = models.CharField(max_length=9, db_index=True)
    ward = models.CharField(max_length=80)
    imd_decile = models.PositiveSmallIntegerField(help_text="Index of Multiple Deprivation 2025; 1 is most deprived")
    idaci_decile = models.PositiveSmallIntegerField(help_text="Income deprivation affecting children 2025")
    children = models.PositiveIntegerField(help_text="usual residents aged 0 to 15, Census 2021")

    care = PUBLISHED

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.ward} ({self.name})"


class Postcode(models.Model):
    postcode = models.CharField(primary_key=True, max_length=8)
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.PROTECT, related_name="postcodes")
    latitude = models.FloatField()
    longitude = models.FloatField()

    care = PUBLISHED
