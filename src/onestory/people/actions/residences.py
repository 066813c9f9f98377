"""Where people live, from when to when, and whether that is to be kept confidential."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.dates import noon, today
from onestory.core.errors import NotThere
from onestory.people.finding import index
from onestory.people.inputs import NewAddress
from onestory.people.models import Address, Family, Person, Residence
from onestory.places.models import Postcode


@transaction.atomic
def move(
    *, by: Viewer, family: Family, people: Sequence[Person], to: NewAddress, confidential: bool = False,
    since: date | None = None,
) -> Address:  # fmt: skip
    """These people live at an address from now on; the ones they lived at before end that day and are kept.

    The timeline says that a new address was written down and never what it is: an entry is read more widely than an address.
    """
    address = Address(
        lines=to.lines.strip(), postcode=to.postcode, uprn=to.uprn, neighbourhood_id=_neighbourhood(to.postcode)
    )
    address.save(force_insert=True)
    _end_present(people, on=since)
    # All in one statement: once somebody lives there, whoever may not see it may put nobody else there.
    Residence.objects.bulk_create(
        [Residence(person=person, address=address, confidential=confidential, starts_on=since) for person in people]
    )
    who = [person.pk for person in people]
    events.record(
        by=by, action="residences.move", family=family.pk, people=who, subject=address, confidential=confidential
    )
    news.tell(
        news.Happened(
            by=by, act="residences.move", family=family.pk, title="A new address was written down", people=tuple(who),
            at=noon(since) if since else None,
        )
    )  # fmt: skip
    index.refresh(who)
    return address


@transaction.atomic
def set_confidential(*, by: Viewer, residence: Residence, confidential: bool) -> None:
    """Hide where someone lives from everyone whose grant does not open confidential addresses; at once, everywhere."""
    if confidential:
        _hide(residence)
    else:
        Residence.objects.filter(pk=residence.pk).update(confidential=False)
    residence.confidential = confidential
    events.record(
        by=by, action="residences.set_confidential", people=[residence.person_id], subject=residence,
        confidential=confidential,
    )  # fmt: skip
    index.refresh([residence.person_id])


def _hide(residence: Residence) -> None:
    """Raises NotThere for a home of somebody the viewer is not alongside."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT wall.hide_home(%s)", [residence.pk])
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != "42501":
            raise
        raise NotThere("home") from None


def _end_present(people: Sequence[Person], *, on: date | None) -> None:
    present = Residence.objects.filter(person__in=people, ends_on__isnull=True)
    ends = on or today()
    present.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=ends)).update(ends_on=ends)


def _neighbourhood(postcode: str) -> str | None:
    known = Postcode.objects.filter(pk=postcode).values_list("neighbourhood_id", flat=True)
    return known.first()
