"""Starting a family's record, and who belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import DatabaseError, transaction

from onestory.access.actions import grants
from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import names, news
from onestory.core.errors import Invalid, NotThere
from onestory.people.finding import index
from onestory.people.inputs import NewPerson
from onestory.people.models import Family, Membership, Person, PersonName


@transaction.atomic
def start(
    *, by: Viewer, people: Sequence[NewPerson], name: str = "", teams: Sequence[UUID] = (), at: datetime | None = None
) -> Family:
    """Start a record with the people known so far; one name is enough.

    Whoever starts it may see it, and those of their teams that they name. `at` is for a record first kept elsewhere.
    """
    if not by.may(May.CREATE_FAMILIES):
        raise NotThere("starting a record")
    if not people:
        raise Invalid("Write down at least one person. A first name is enough.", "people")
    family = Family(name=name.strip() or called_after(people), created_by_id=by.account_id)
    family.save(force_insert=True)
    grants.open_to_its_author(by=by, family=family.pk, teams=teams)
    events.record(by=by, action="families.start", family=family.pk, subject=family, people_count=len(people))
    news.tell(news.Happened(by=by, act="families.start", family=family.pk, title="Started this record", at=at))
    for new in people:
        _join_new(by=by, family=family, new=new)
    index.refresh(list(family.memberships.values_list("person_id", flat=True)))
    return family


def called_after(people: Sequence[NewPerson]) -> str:
    """What the family is called until it says otherwise: after the first surname written down."""
    surname = next((new.name.family.strip() for new in people if new.name.family.strip()), "")
    return f"The {surname} family" if surname else f"{people[0].name.given.strip()}’s family"


@transaction.atomic
def rename(*, by: Viewer, family: Family, name: str) -> None:
    if not name.strip():
        raise Invalid("Enter what the family likes to be called.", "name")
    family.name = name.strip()
    family.save(update_fields=["name"])
    events.record(by=by, action="families.rename", family=family.pk, subject=family)


@transaction.atomic
def add_person(*, by: Viewer, family: Family, new: NewPerson) -> Person:
    """Write down someone who belongs to this family and is not in any record the writer sees."""
    person = write_down(by=by, family=family, new=new)
    shown = names.show(names.PersonName(given=new.name.given, family=new.name.family))
    title = "A baby is expected" if new.role == Membership.Role.EXPECTED else f"{shown} was added to the family"
    news.tell(news.Happened(by=by, act="families.add_person", family=family.pk, title=title, people=(person.pk,)))
    return person


@transaction.atomic
def write_down(*, by: Viewer, family: Family, new: NewPerson) -> Person:
    """The same for somebody who has always belonged to it: the timeline says nothing, since nothing happened."""
    person = _join_new(by=by, family=family, new=new)
    index.refresh([person.pk])
    return person


@transaction.atomic
def join(
    *, by: Viewer, family: Family, person: Person, role: str, share: int | None = None, since: date | None = None
) -> Membership:
    """Someone already known joins another family, as a child with two homes does."""
    if family.memberships.filter(person=person, ends_on__isnull=True).exists():
        raise Invalid("They are already in this family.", "person")
    membership = Membership(family=family, person=person, role=role, lives_here_share=share, starts_on=since)
    _save_if_seen_whole(membership)
    events.record(by=by, action="families.join", family=family.pk, people=[person.pk], subject=membership)
    news.tell(
        news.Happened(
            by=by, act="families.join", family=family.pk, title="Someone joined the family", people=(person.pk,)
        )
    )
    index.refresh([person.pk])  # who shares a confidential home may have changed
    return membership


def _save_if_seen_whole(membership: Membership) -> None:
    """Joining shows somebody to all who see the family they join; so only whoever sees them whole may do it."""
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != "42501":
            raise
        raise Invalid("Ask somebody who sees all of their record to add them to this family.", "person") from None


@transaction.atomic
def change_membership(*, by: Viewer, membership: Membership, role: str, share: int | None) -> None:
    membership.role, membership.lives_here_share = role, share
    membership.save(update_fields=["role", "lives_here_share"])
    events.record(
        by=by, action="families.change_membership", family=membership.family_id, people=[membership.person_id],
        subject=membership,
    )  # fmt: skip


@transaction.atomic
def leave(*, by: Viewer, membership: Membership, on: date) -> None:
    """Someone no longer belongs to the family. Their name stays in its story; where they are now does not (HZ-24)."""
    if membership.starts_on and on < membership.starts_on:
        raise Invalid("They cannot have left before they joined. Check the date.", "on")
    events.record(
        by=by, action="families.leave", family=membership.family_id, people=[membership.person_id], subject=membership
    )
    news.tell(
        news.Happened(
            by=by, act="families.leave", family=membership.family_id, title="Someone left the family",
            people=(membership.person_id,),
        )
    )  # fmt: skip
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])
    index.refresh([membership.person_id])


def _join_new(*, by: Viewer, family: Family, new: NewPerson) -> Person:
    person = Person(
        born=new.born, born_estimated=new.born_estimated, due_on=new.due_on, sex=new.sex, created_by_id=by.account_id
    )
    person.save(force_insert=True)
    Membership(family=family, person=person, role=new.role, lives_here_share=new.lives_here_share).save(
        force_insert=True
    )
    PersonName(
        person=person, use=new.name.use, given=new.name.given.strip(), middle=new.name.middle.strip(),
        family=new.name.family.strip(),
    ).save(force_insert=True)  # fmt: skip
    events.record(by=by, action="people.add", family=family.pk, people=[person.pk], subject=person)
    return person
