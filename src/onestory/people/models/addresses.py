"""Addresses, shared by all who live at them, and who lived where from when to when.

Whether an address is confidential belongs to the person, not to the address: of two people at one door, one may be hiding.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from onestory.access.walls import SHARED, SIGNED_IN, or_linkage, person_condition
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.people.models.history import history_of


class Address(Record):
    lines = models.CharField(max_length=300)
    postcode = models.CharField(max_length=8, blank=True)
    uprn = models.CharField(max_length=12, blank=True)
    neighbourhood = models.ForeignKey("places.Neighbourhood", null=True, blank=True, on_delete=models.PROTECT)

    care = Care(
        # An address is seen through someone who lives or lived there and whose residence the viewer sees.
        Wall(
            select=or_linkage("EXISTS (SELECT 1 FROM people_residence r WHERE r.address_id = {t}.id)"),
            insert=SIGNED_IN,
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {"lines": Tag.LOCATION, "postcode": Tag.LOCATION, "uprn": Tag.LOCATION, "neighbourhood_id": Tag.LOCATION},
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["postcode"], name="address_postcode")]


class Residence(Record):
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="residences")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="residences")
    confidential = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    _HOME_OPEN = "(NOT {t}.confidential OR wall.home_open({t}.person_id, {t}.address_id))"
    _SEEN = f"({person_condition(section=SHARED)} AND {_HOME_OPEN})"
    care = Care(
        Wall(
            select=or_linkage(_SEEN),
            insert=or_linkage("(wall.may_join({t}.person_id) AND wall.may_live_at({t}.address_id))"),
            update=or_linkage(_SEEN),
            # Hiding an address takes it from the view of whoever may hide it without being shown hidden ones.
            becomes=or_linkage(person_condition(section=SHARED)),
            changed=("confidential", "starts_on", "ends_on"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "person_id": Tag.REFERENCE, "address_id": Tag.LOCATION, "confidential": Tag.LOCATION, "starts_on": Tag.LOCATION,
            "ends_on": Tag.LOCATION,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="residence_in_order",
            ),
            models.UniqueConstraint(
                fields=["person", "address"], name="residence_once", condition=Q(ends_on__isnull=True)
            ),
        ]


ResidenceHistory = history_of(Residence)
AddressHistory = history_of(Address)
