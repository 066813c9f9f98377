"""Facts: things told once. Each says who said it, who wrote it down, when, and when it was last confirmed.

A fact is never edited. A new value stands beside the old one until someone agrees which holds; the other is then ended with a
reason, and stays.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from onestory.access.sections import Section
from onestory.access.walls import family_condition, in_own_name, or_linkage, person_condition
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.people import catalogue

_OF_PERSON = f"({{t}}.person_id IS NOT NULL AND {person_condition(section='{t}.section')})"
_OF_FAMILY = f"({{t}}.family_id IS NOT NULL AND {family_condition(section='{t}.section')})"
# What says where somebody is goes with their address (HZ-22): the catalogue names these facts, this wall hides them.
_LOCATION = ", ".join(f"'{key}'" for key, kind in sorted(catalogue.by_key().items()) if kind.location)
_WHERE = f"({{t}}.key <> ALL (ARRAY[{_LOCATION}]) OR wall.whereabouts_open({{t}}.person_id, {{t}}.family_id))"
SEEN = or_linkage(f"(({_OF_PERSON} OR {_OF_FAMILY}) AND {_WHERE})")
MAY_ADD = or_linkage(
    f"(({{t}}.person_id IS NULL OR wall.may_join({{t}}.person_id)) AND ({{t}}.family_id IS NULL OR {family_condition()}))"
)
ONE_SUBJECT = Q(person__isnull=False, family__isnull=True) | Q(person__isnull=True, family__isnull=False)


class Fact(Record):
    class SaidBy(models.TextChoices):
        THEMSELVES = "self", "They told us themselves"
        FAMILY = "family", "Someone in the family"
        WORKER = "worker", "A worker, from what they saw"
        PARTNER = "partner", "A partner's records"

    class Ended(models.TextChoices):
        REPLACED = "replaced", "Something newer was agreed"
        MISTAKEN = "mistaken", "It was written down by mistake"
        OVER = "over", "It is no longer so"

    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="facts")
    family = models.ForeignKey("people.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="facts")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    section = models.CharField(max_length=20, choices=Section)
    said_by = models.CharField(max_length=10, choices=SaidBy)
    said_by_person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    said_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # When the thing itself began, where that is known and is not the day it was said.
    starts_on = models.DateField(null=True, blank=True)
    last_confirmed_on = models.DateField()
    source_record_id = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=Ended, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # Set by `queries` alone: who wrote it down, and the name of the school or surgery that the value is a code of.
    writer: str
    site_name: str | None = None

    care = Care(
        Wall(
            select=SEEN, insert=in_own_name(MAY_ADD), update=SEEN,
            changed=("last_confirmed_on", "ended_at", "ended_because", "ended_by_id"),
        ),
        Audited.WRITES_AND_OPENING, CHILD_RECORD, Extracted.DERIVED,
        {
            "person_id": Tag.REFERENCE, "family_id": Tag.REFERENCE, "key": Tag.BY_SECTION, "value": Tag.BY_SECTION,
            "section": Tag.PLAIN, "said_by": Tag.PLAIN, "said_by_person_id": Tag.REFERENCE, "said_on": Tag.PLAIN,
            "written_by_id": Tag.STAFF, "starts_on": Tag.BY_SECTION, "last_confirmed_on": Tag.PLAIN,
            "source_record_id": Tag.REFERENCE, "ended_at": Tag.PLAIN, "ended_because": Tag.PLAIN, "ended_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_SUBJECT, name="fact_about_a_person_or_a_family"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="") | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="fact_ended_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "key"], name="fact_person", condition=Q(person__isnull=False)),
            models.Index(fields=["family", "key"], name="fact_family", condition=Q(family__isnull=False)),
        ]

    @property
    def words(self) -> str:
        """The value as a person would read it."""
        return self.site_name or catalogue.fact(self.key).words(self.value)


class FactConfirmation(Record):
    """That someone said a fact still holds. The latest is also kept on the fact itself."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="confirmations")
    confirmed_on = models.DateField()
    said_by = models.CharField(max_length=10, choices=Fact.SaidBy)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    _SEEN = "EXISTS (SELECT 1 FROM people_fact f WHERE f.id = {t}.fact_id)"
    care = Care(
        Wall(select=_SEEN, insert=in_own_name(_SEEN), append_only=True), Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {"fact_id": Tag.REFERENCE, "confirmed_on": Tag.PLAIN, "said_by": Tag.PLAIN, "written_by_id": Tag.STAFF},
    )  # fmt: skip


class Ask(models.Model):
    """That a form needed a fact of someone: asked again, or reused because it was known. The tell-once rate counts these."""

    class Outcome(models.TextChoices):
        ASKED = "asked", "Asked"
        REUSED = "reused", "Known and used again"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    key = models.CharField(max_length=60)
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("people.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=60)

    care = Care(
        Wall(
            select=or_linkage(f"({person_condition()} OR {family_condition()})"),
            insert=in_own_name(MAY_ADD, "account_id"),
            append_only=True,
        ),
        Audited.NO, CHILD_RECORD, Extracted.DERIVED,
        {
            "at": Tag.PLAIN, "key": Tag.PLAIN, "person_id": Tag.REFERENCE, "family_id": Tag.REFERENCE, "outcome": Tag.PLAIN,
            "account_id": Tag.STAFF, "form": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_SUBJECT, name="ask_of_a_person_or_a_family")]
        indexes = [
            models.Index(fields=["family", "key"], name="ask_family"),
            models.Index(fields=["person", "key"], name="ask_person"),
        ]
