"""What "find a family" looks in: a row for each name someone goes by, with all that may be typed to find them.

Derived wholly from other tables and made again whenever they change (`people.finding.index`). The application can neither
read nor write it: only the functions in `people.finding.functions` do, and they ask for themselves who is looking.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.people.models.people import Person


class Findable(models.Model):
    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    use = models.CharField(max_length=10, choices=Person.NameUse)
    # Folded and without spaces. "C" sorts by code point everywhere, so that the beginning of a name is a range of an index.
    given = models.CharField(max_length=120, blank=True, db_collation="C")
    family = models.CharField(max_length=120, blank=True, db_collation="C")
    given_sounds = models.CharField(max_length=4, blank=True, db_collation="C")
    family_sounds = models.CharField(max_length=4, blank=True, db_collation="C")
    # 20190314; a part that is not known is noughts, and somebody without a date has none.
    born = models.IntegerField(null=True)
    # Each finds its holder alone: "n:" an NHS number, "u:" a UPN, "t:" the last nine digits of a phone, "p:" a postcode.
    keys = ArrayField(models.TextField(), default=list)
    # Too common to begin from, useful to choose by: outward codes, sectors, and a house at a postcode.
    near = ArrayField(models.TextField(), default=list)

    care = Care(
        Wall(select=None), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "person_id": Tag.REFERENCE, "use": Tag.PLAIN, "given": Tag.IDENTITY, "family": Tag.IDENTITY,
            "given_sounds": Tag.IDENTITY, "family_sounds": Tag.IDENTITY, "born": Tag.IDENTITY, "keys": Tag.LOCATION,
            "near": Tag.LOCATION,
        },
    )  # fmt: skip

    class Meta:
        indexes = [
            # Each ends with the person, so that a long run of equal names has one order and can be read only in part,
            # and holds all that choosing needs, so that of a thousand rows that might fit none is fetched itself.
            models.Index(
                fields=["family", "given", "person"],
                name="findable_by_family",
                include=["id", "family_sounds", "given_sounds", "born"],
            ),
            models.Index(
                fields=["given", "family", "person"],
                name="findable_by_given",
                include=["id", "family_sounds", "given_sounds", "born"],
            ),
            models.Index(
                fields=["family_sounds", "given_sounds", "person"],
                name="findable_by_sounds",
                include=["id", "family", "given", "born"],
            ),
            models.Index(
                fields=["born", "person"],
                name="findable_by_birth",
                include=["id", "family", "given", "family_sounds", "given_sounds"],
            ),
            # Written straight into the index: a pending list would make some searches slow, and which ones chance.
            GinIndex(fields=["keys"], name="findable_keys", fastupdate=False),
        ]
