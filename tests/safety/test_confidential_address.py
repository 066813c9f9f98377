"""A confidential address is seen only through a grant that opens confidential addresses."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.factories import a_family, an_account

from onestory.access.viewer import acting_as
from onestory.people import queries
from onestory.people.actions import residences
from onestory.people.inputs import NewAddress
from onestory.people.models import Address, Residence
from onestory.story.models import Entry
from onestory.support.actions import circle

LINES, POSTCODE = "77 Marker Buildings", "PL1 1AA"


@pytest.mark.hazard("HZ-22")
def test_a_colleague_in_the_circle_does_not_see_a_confidential_address(db: None) -> None:
    known, colleague = a_family(an_account()), an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        residences.move(
            by=viewer, family=family, people=[known.mother], to=NewAddress(LINES, POSTCODE), confidential=True
        )
        circle.bring_in(by=viewer, family=family, account=colleague, role="Group leader")
    with acting_as(colleague) as viewer:
        family = queries.family(viewer, known.family.pk)
        assert [m.person.homes for m in queries.members(viewer, family)] == [[], []]
        assert not Residence.objects.exists()
        assert not Address.objects.exists()
        assert not Entry.objects.filter(title__icontains="Marker").exists()


@pytest.mark.hazard("HZ-27")
def test_of_two_people_at_one_door_one_may_be_hidden(db: None) -> None:
    known, colleague = a_family(an_account()), an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        address = residences.move(
            by=viewer, family=family, people=[known.mother, known.child], to=NewAddress(LINES, POSTCODE)
        )
        residences.set_confidential(by=viewer, residence=Residence.objects.get(person=known.mother), confidential=True)
        circle.bring_in(by=viewer, family=family, account=colleague, role="Group leader")
    with acting_as(colleague):
        assert [r.person_id for r in Residence.objects.filter(address=address)] == [known.child.pk]


@pytest.mark.hazard("HZ-24")
def test_where_someone_is_who_left_the_family_is_no_longer_its_business(db: None) -> None:
    from datetime import date

    from onestory.people.actions import families

    known = a_family(an_account())
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        residences.move(by=viewer, family=family, people=[known.mother], to=NewAddress(LINES, POSTCODE))
        families.leave(by=viewer, membership=queries.membership(viewer, family, known.mother.pk), on=date(2020, 1, 1))
        assert not Residence.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_personname WHERE person_id = %s", [known.mother.pk])
            assert cursor.fetchone() == (1,), "their name stays in the story"
