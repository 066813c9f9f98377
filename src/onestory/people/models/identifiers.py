"""Numbers that other systems know a person by. Never a key of ours, never in an address bar (domain.md 6.8)."""

from __future__ import annotations

from dataclasses import replace

from django.db import models

from onestory.access.walls import or_linkage, person_condition, person_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag
from onestory.core.models import Record
from onestory.people.models.history import history_of


class Identifier(Record):
    class System(models.TextChoices):
        NHS = "nhs", "NHS number"
        UPN = "upn", "Unique pupil number"
        LOCAL = "local", "Number in another system"

    class Status(models.TextChoices):
        STATED = "stated", "As told to us"
        VERIFIED = "verified", "Checked against its source"
        WRONG = "wrong", "Found to be wrong"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="identifiers")
    system = models.CharField(max_length=20, choices=System)
    issuer = models.CharField(max_length=60, blank=True, help_text="for a local number, the system that gave it")
    value = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status, default=Status.STATED)
    verified_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)

    # A school or a landlord gave out some numbers: these are hidden with the address they lead to (HZ-22).
    _SECTION = "(CASE {t}.system WHEN 'nhs' THEN 'health' ELSE 'shared' END)"
    _SEEN = or_linkage(
        f"({person_condition(section=_SECTION)} AND ({{t}}.system = 'nhs' OR wall.whereabouts_open({{t}}.person_id, NULL)))"
    )
    care = Care(
        replace(person_wall(), select=_SEEN, update=_SEEN), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "person_id": Tag.REFERENCE, "system": Tag.PLAIN, "issuer": Tag.PLAIN, "value": Tag.IDENTITY, "status": Tag.PLAIN,
            "verified_at": Tag.PLAIN, "source": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        # Not unique, of one person either: a refusal would tell whoever typed a number that somebody holds it, or that their
        # guess of this person's was right (HZ-16). Two people with one number become a candidate for review instead.
        indexes = [
            models.Index(fields=["system", "value"], name="identifier_value"),
            models.Index(fields=["person"], name="identifier_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="verified") | models.Q(verified_at__isnull=False),
                name="identifier_verified_when",
            ),
        ]


IdentifierHistory = history_of(Identifier)
