"""Changing what is known of a person: their names, birth, and the numbers other systems know them by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import identifiers
from onestory.core.dates import PartialDate, today
from onestory.core.errors import Invalid
from onestory.people.finding import index
from onestory.people.inputs import NameGiven
from onestory.people.models import Identifier, Person, PersonName


@dataclass(frozen=True)
class Birth:
    born: PartialDate | None = None
    estimated: bool = False
    due_on: date | None = None


@transaction.atomic
def change_birth(*, by: Viewer, person: Person, birth: Birth, sex: str) -> None:
    """Correct or complete a birth date, a due date or sex recorded at birth. What it was before is kept as history."""
    if birth.born and birth.born.earliest > today():
        raise Invalid("A birth date cannot be in the future. For an expected baby, use the due date.", "born")
    person.born, person.born_estimated, person.due_on, person.sex = birth.born, birth.estimated, birth.due_on, sex
    person.save(update_fields=["born", "born_estimated", "due_on", "sex", "updated_at"])
    events.record(by=by, action="people.change_birth", people=[person.pk], subject=person)
    index.refresh([person.pk])


@transaction.atomic
def record_death(*, by: Viewer, person: Person, died: PartialDate) -> None:
    """Stops everything that would be sent to or about them, from this moment (HZ-52)."""
    person.died = died
    person.save(update_fields=["died", "updated_at"])
    events.record(by=by, action="people.record_death", people=[person.pk], subject=person)
    index.refresh([person.pk])


@transaction.atomic
def rename(*, by: Viewer, person: Person, name: NameGiven) -> PersonName:
    """Give a person a name for a use. A new usual name ends the one before, which stays as an earlier name."""
    if name.use == Person.NameUse.USUAL:
        ended = PartialDate(today().isoformat())
        person.names.filter(use=Person.NameUse.USUAL, ends_on__isnull=True).update(
            use=Person.NameUse.OLD, ends_on=ended
        )
    made = PersonName(
        person=person, use=name.use, given=name.given.strip(), middle=name.middle.strip(), family=name.family.strip()
    )
    made.save(force_insert=True)
    events.record(by=by, action="people.rename", people=[person.pk], subject=made, use=name.use)
    index.refresh([person.pk])
    return made


@transaction.atomic
def correct_name(*, by: Viewer, name: PersonName, to: NameGiven) -> None:
    """Mend a misspelling. The wrong spelling goes to history, not to the names they have gone by."""
    name.given, name.middle, name.family, name.use = to.given.strip(), to.middle.strip(), to.family.strip(), to.use
    name.save(update_fields=["given", "middle", "family", "use"])
    events.record(by=by, action="people.correct_name", people=[name.person_id], subject=name)
    index.refresh([name.person_id])


@transaction.atomic
def add_identifier(
    *, by: Viewer, person: Person, system: str, typed: str, issuer: str = "", source: str = ""
) -> Identifier:
    """Write down a number as it was told. Raises Invalid where its check digit is wrong; never says who else holds it."""
    value = identifiers.parse(system, typed) if system != Identifier.System.LOCAL else typed.strip()
    # One that stands where whoever types it may not see it is written down beside it: the answer is as for a new one (HZ-16).
    found = Identifier.objects.filter(person=person, system=system, issuer=issuer, value=value).first()
    if found is None:
        found = Identifier(person=person, system=system, issuer=issuer, value=value, source=source)
        found.save(force_insert=True)
    events.record(by=by, action="people.add_identifier", people=[person.pk], subject=found, system=system)
    index.refresh([person.pk])
    return found


@transaction.atomic
def verify_identifier(*, by: Viewer, identifier: Identifier, source: str) -> None:
    """Someone has checked the number against its source, which they name."""
    if not source.strip():
        raise Invalid("Say what you checked it against, for example the red book or a letter.", "source")
    identifier.status, identifier.verified_at, identifier.source = "verified", timezone.now(), source.strip()
    identifier.save(update_fields=["status", "verified_at", "source"])
    events.record(by=by, action="people.verify_identifier", people=[identifier.person_id], subject=identifier)


@transaction.atomic
def mark_identifier_wrong(*, by: Viewer, identifier: Identifier) -> None:
    identifier.status = Identifier.Status.WRONG
    identifier.save(update_fields=["status"])
    events.record(by=by, action="people.mark_identifier_wrong", people=[identifier.person_id], subject=identifier)
    index.refresh([identifier.person_id])
