"""How people are related, and who holds parental responsibility."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid
from onestory.people.models import ParentalResponsibility, Person, Relationship
from onestory.people.relations import KINDS, inverse


@transaction.atomic
def relate(*, by: Viewer, person: Person, other: Person, kind: str, since: PartialDate | None = None) -> Relationship:
    """`person` is the `kind` of `other`; the other way round follows by itself. Saying it twice changes nothing."""
    if kind not in KINDS:
        raise Invalid("Choose how they are related from the list.", "kind")
    if person.pk == other.pk:
        raise Invalid("Choose two different people.", "other")
    same = Q(person=person, other=other, kind=kind) | Q(person=other, other=person, kind=inverse(kind))
    standing = Relationship.objects.filter(same, ends_on__isnull=True).first()
    if standing:
        return standing
    made = Relationship(person=person, other=other, kind=kind, starts_on=since)
    made.save(force_insert=True)
    events.record(by=by, action="relationships.relate", people=[person.pk, other.pk], subject=made, kind=kind)
    return made


@transaction.atomic
def end(*, by: Viewer, relationship: Relationship, on: PartialDate) -> None:
    relationship.ends_on = on
    relationship.save(update_fields=["ends_on"])
    people = [relationship.person_id, relationship.other_id]
    events.record(by=by, action="relationships.end", people=people, subject=relationship)


@transaction.atomic
def record_responsibility(
    *, by: Viewer, child: Person, adult: Person, evidence: str, note: str = "", since: date | None = None
) -> ParentalResponsibility:
    """That an adult holds parental responsibility, with what was seen to say so. Changed evidence replaces the earlier row."""
    if evidence not in ParentalResponsibility.Evidence.values:
        raise Invalid("Choose how we know, or leave parental responsibility out until we do.", "evidence")
    if child.pk == adult.pk:
        raise Invalid("Choose an adult.", "adult")
    standing = ParentalResponsibility.objects.filter(child=child, adult=adult, ends_on__isnull=True).first()
    held = standing or ParentalResponsibility(child=child, adult=adult)
    held.evidence, held.evidence_note, held.starts_on = evidence, note.strip(), since
    # Only the columns that may change: Django's own way of doing this would also write when the row was made.
    held.save(update_fields=["evidence", "evidence_note", "starts_on"] if standing else None, force_insert=not standing)
    events.record(by=by, action="responsibility.record", people=[child.pk, adult.pk], subject=held, evidence=evidence)
    return held


@transaction.atomic
def end_responsibility(*, by: Viewer, held: ParentalResponsibility, on: date) -> None:
    held.ends_on = on
    held.save(update_fields=["ends_on"])
    events.record(by=by, action="responsibility.end", people=[held.child_id, held.adult_id], subject=held)
