"""How two people are related, kept once and read from either side; and who holds parental responsibility, on what evidence."""

from __future__ import annotations

from dataclasses import replace

from django.db import models
from django.db.models import F, Q

from onestory.access.walls import or_linkage, person_condition, person_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.people.models.fields import PartialDateColumn
from onestory.people.models.history import history_of
from onestory.people.relations import KINDS


class Relationship(Record):
    """`person` is the `kind` of `other`: one row; the inverse is read from `people.relations`."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="relationships_from_others")
    kind = models.CharField(max_length=30, choices=[(key, kind.name) for key, kind in KINDS.items()])
    starts_on = PartialDateColumn()
    ends_on = PartialDateColumn()

    # Seen only by those who see both: otherwise a half-brother's other home could be walked to (HZ-23).
    _BOTH = (
        f"({person_condition('person_id', living_there=False)} AND {person_condition('other_id', living_there=False)})"
    )
    care = Care(
        Wall(
            select=or_linkage(_BOTH),
            insert=or_linkage(_BOTH),
            update=or_linkage(_BOTH),
            changed=("starts_on", "ends_on"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "person_id": Tag.REFERENCE, "other_id": Tag.REFERENCE, "kind": Tag.IDENTITY, "starts_on": Tag.PLAIN,
            "ends_on": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="relationship_with_another"),
            models.UniqueConstraint(
                fields=["person", "other", "kind"],
                name="relationship_once",
                condition=Q(ends_on__isnull=True),
            ),
        ]


class ParentalResponsibility(Record):
    """That an adult holds parental responsibility for a child, and how we know. Not known means no row (HZ-29)."""

    class Evidence(models.TextChoices):
        BIRTH_CERTIFICATE = "birth_certificate", "Birth certificate"
        MARRIAGE = "marriage", "Married or in a civil partnership when the child was born"
        AGREEMENT = "agreement", "Parental responsibility agreement"
        COURT_ORDER = "court_order", "Court order"
        ADOPTION = "adoption", "Adoption order"
        TOLD = "told", "Told to us, papers not seen"

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="responsible_adults")
    adult = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="responsible_for")
    evidence = models.CharField(max_length=20, choices=Evidence)
    evidence_note = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    care = Care(
        replace(
            person_wall("child_id"),
            insert=or_linkage(f"(wall.may_join({{t}}.child_id) AND {person_condition('adult_id', living_there=False)})"),
            changed=("evidence", "evidence_note", "starts_on", "ends_on"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "child_id": Tag.REFERENCE, "adult_id": Tag.REFERENCE, "evidence": Tag.IDENTITY, "evidence_note": Tag.STORY,
            "starts_on": Tag.PLAIN, "ends_on": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(child=F("adult")), name="responsibility_of_another"),
            models.UniqueConstraint(
                fields=["child", "adult"], name="responsibility_once", condition=Q(ends_on__isnull=True)
            ),
        ]


RelationshipHistory = history_of(Relationship)
ParentalResponsibilityHistory = history_of(ParentalResponsibility)
