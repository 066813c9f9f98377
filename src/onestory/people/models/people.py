"""A person, known or expected, and the names they have gone by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import LINKAGE, or_linkage, person_condition, person_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.people.models.fields import PartialDateColumn, partial_date_check
from onestory.people.models.history import history_of

if TYPE_CHECKING:
    from onestory.people.models.addresses import Residence
    from onestory.people.models.contact_points import ContactPoint
    from onestory.people.models.identifiers import Identifier


class Person(Record):
    """Someone in a family, or an expected baby. Everything that describes them further is a fact with its source."""

    class Sex(models.TextChoices):
        FEMALE = "F", "Female"
        MALE = "M", "Male"
        INDETERMINATE = "I", "Indeterminate"

    class NameUse(models.TextChoices):
        """What a name is used for; the codes of FHIR R4 `name-use`."""

        USUAL = "usual", "Usual name"
        NICKNAME = "nickname", "Known as"
        OFFICIAL = "official", "Name on official papers"
        MAIDEN = "maiden", "Name before marriage"
        OLD = "old", "Earlier name"

    born = PartialDateColumn()
    born_estimated = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)
    died = PartialDateColumn()
    # Recorded at birth; how someone describes their gender is a fact they tell (`gender`), never inferred from this.
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    # Filled by `household`, for everyone on the page at once.
    all_names: list[PersonName]
    all_identifiers: list[Identifier]
    ways_to_reach: list[ContactPoint]
    homes: list[Residence]

    care = Care(
        # A name stays in the story of a family after its owner has left it.
        Wall(
            select=or_linkage(person_condition("id", living_there=False)),
            insert=f"{{t}}.created_by_id = (SELECT wall.viewer()) OR {LINKAGE}",
            update=or_linkage(person_condition("id")),
            changed=("born", "born_estimated", "due_on", "died", "sex", "updated_at"),
        ),
        Audited.WRITES_AND_OPENING,
        CHILD_RECORD,
        Extracted.DERIVED,
        {
            "born": Tag.IDENTITY, "born_estimated": Tag.IDENTITY, "due_on": Tag.IDENTITY, "died": Tag.IDENTITY,
            "sex": Tag.CHARACTERISTIC, "created_by_id": Tag.STAFF, "updated_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=partial_date_check("born"), name="person_born_is_a_date"),
            models.CheckConstraint(condition=partial_date_check("died"), name="person_died_is_a_date"),
        ]


class PersonName(Record):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    use = models.CharField(max_length=10, choices=Person.NameUse, default=Person.NameUse.USUAL)
    given = models.CharField(max_length=120, blank=True)
    middle = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=120, blank=True)
    starts_on = PartialDateColumn()
    ends_on = PartialDateColumn()

    care = Care(
        # The name somebody left a family with stays in its story; one they took afterwards is not that family's (HZ-24).
        replace(
            person_wall(),
            select=or_linkage(person_condition(or_left_with=True)),
            changed=("use", "given", "middle", "family", "starts_on", "ends_on"),
        ),
        Audited.WRITES_AND_OPENING, CHILD_RECORD, Extracted.NEVER,
        {
            "person_id": Tag.REFERENCE, "use": Tag.PLAIN, "given": Tag.IDENTITY, "middle": Tag.IDENTITY,
            "family": Tag.IDENTITY, "starts_on": Tag.IDENTITY, "ends_on": Tag.IDENTITY,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(given="") | ~Q(family=""), name="person_name_says_something"),
            models.UniqueConstraint(
                fields=["person"],
                name="person_one_usual_name",
                condition=Q(use="usual", ends_on__isnull=True),
            ),
        ]


PersonHistory = history_of(Person)
PersonNameHistory = history_of(PersonName)
