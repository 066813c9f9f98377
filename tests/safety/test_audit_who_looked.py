"""A family reads who looked, and learns from it nothing that tells one of them where another is (HZ-17)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from scripts.audit_actions import acts
from tests.factories import Known, a_family, a_team, an_account, an_organisation, as_superuser

from onestory.access.actions import portal
from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.access.viewer import acting_as
from onestory.audit.actions import events
from onestory.audit.looks import LOOKS, Look
from onestory.audit.queries import who_looked
from onestory.core.files.limits import Clean
from onestory.people import queries
from onestory.people.actions import families, finds, openings, residences
from onestory.people.inputs import NewAddress
from onestory.story.actions import entries
from onestory.support.actions import attachments, circle

REFUGE = NewAddress("77 Marker Buildings", "PL1 1AA")


@pytest.fixture
def known(db: None) -> Known:
    """Ada Okafor and Chidi, written down by Sam Reed, a health visitor at Community health."""
    team = a_team()
    as_superuser("UPDATE access_team SET organisation_id = {} WHERE id = {}", an_organisation(), team.pk)
    author = an_account("Sam Reed", team=team)
    as_superuser("UPDATE access_account SET job_title = 'Health visitor' WHERE id = {}", author.pk)
    return a_family(author)


def way_in(known: Known, *, person: UUID, kind: str = "adult", children: tuple[UUID, ...] = ()) -> Account:
    """The account of somebody in the family."""
    account = an_account("A parent", role="", kind=Account.Kind.FAMILY)
    with acting_as(known.author) as viewer:
        portal.open_to(
            by=viewer, account=account, family=known.family.pk, person=person, kind=kind, children=children,
            evidence="Known to the hub for years",
        )  # fmt: skip
    return account


def looks_at(known: Known, reader: Account, **more: int) -> list[Look]:
    with acting_as(reader) as viewer:
        return who_looked(viewer, known.family.pk, **more)


def opens(known: Known, account: Account, to: str = "read") -> None:
    with acting_as(account) as viewer:
        openings.open_family(by=viewer, family_id=known.family.pk, to=to)


def hide(known: Known) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        residences.move(by=viewer, family=family, people=[known.mother], to=REFUGE, confidential=True)


@pytest.mark.hazard("HZ-17")
def test_a_parent_reads_who_looked_in_what_role_and_why(known: Known) -> None:
    opens(known, known.author)
    mother = way_in(known, person=known.mother.pk)
    (look,) = looks_at(known, mother)
    assert (look.who, look.name, look.did) == ("a health visitor", "Sam Reed", "opened your family’s page")
    assert look.organisation.startswith("Community health")
    assert look.why == "they started this record with you"
    assert (look.on, look.at is not None) == (timezone.localdate(), True)


@pytest.mark.hazard("HZ-17")
def test_being_shown_in_a_search_is_a_look_too(known: Known) -> None:
    mother = way_in(known, person=known.mother.pk)
    with acting_as(known.author) as viewer:
        assert finds.find(by=viewer, typed="Ada Okafor")
    assert [look.did for look in looks_at(known, mother)] == ["saw a name of your family’s in a search"]


@pytest.mark.hazard("HZ-17")
def test_opening_what_was_added_is_a_look_and_with_what_is_written_about_safety_is_not_told(known: Known) -> None:
    mother, letter = way_in(known, person=known.mother.pk), Clean("pdf", b"%PDF-1.7", pages=1)
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        for section in (Section.SHARED, Section.SAFEGUARDING):
            entry = entries.write(by=viewer, family=family, new=entries.NewEntry("A letter came", section=section))
            new = attachments.NewAttachment("A letter")
            one = attachments.add(by=viewer, family=family, entry=entry, new=new, file=letter)
            attachments.read(by=viewer, attachment=one)
    assert [look.did for look in looks_at(known, mother)] == [LOOKS["attachments.read"]]


@pytest.mark.hazard("HZ-17")
def test_a_guarded_family_reads_a_day_and_a_kind_of_worker(known: Known) -> None:
    """Neither the name, nor the town an organisation's name gives away, nor when somebody was at work there."""
    hide(known)
    opens(known, known.author)
    (look,) = looks_at(known, way_in(known, person=known.mother.pk))
    assert (look.who, look.name, look.organisation, look.at) == ("a health visitor", "", "a family service", None)


@pytest.mark.hazard("HZ-17")
@pytest.mark.parametrize("title", ["Manager, Harbour Refuge", "Whitleigh hub lead"])
def test_a_title_that_names_a_place_is_not_said(known: Known, title: str) -> None:
    as_superuser("UPDATE access_account SET job_title = {} WHERE id = {}", title, known.author.pk)
    hide(known)
    opens(known, known.author)
    (look,) = looks_at(known, way_in(known, person=known.mother.pk))
    assert look.who == "a worker who walks alongside families"
    assert title.split(",")[0] not in str(look)


@pytest.mark.hazard("HZ-17")
def test_the_other_parent_reads_of_his_own_family_alone_and_guarded_with_hers(known: Known) -> None:
    """The child has two homes. He reads who opened his; of hers nothing, and of whom they share no name and no organisation."""
    hide(known)
    his = a_family(known.author, surname="Penrose")
    with acting_as(known.author) as viewer:
        families.join(by=viewer, family=queries.family(viewer, his.family.pk), person=known.child, role="child")
    father = way_in(his, person=his.mother.pk, kind="parent", children=(known.child.pk,))
    opens(known, known.author)
    opens(his, known.author, to="person")
    with acting_as(known.author) as viewer:
        finds.find(by=viewer, typed="Chidi Okafor")
    looks = looks_at(his, father)
    assert sorted(look.did for look in looks) == [
        "opened the page of somebody in your family",
        "saw a name of your family’s in a search",
    ]
    assert {(look.name, look.organisation, look.at) for look in looks} == {("", "a family service", None)}
    assert looks_at(known, father) == []


@pytest.mark.hazard("HZ-17")
def test_the_database_gives_out_nothing_that_is_not_safe(known: Known) -> None:
    """The filter is not in Python: whoever steals a statement of the page reads no more."""
    hide(known)
    opens(known, known.author)
    mother = way_in(known, person=known.mother.pk)
    with acting_as(mother), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.who_looked(%s, NULL, 50)", [known.family.pk])
        said = str(cursor.fetchall())
        cursor.execute("SELECT count(*) FROM audit_auditevent")
        assert cursor.fetchone() == (0,)
    assert "Sam Reed" not in said
    assert "Community" not in said


@pytest.mark.hazard("HZ-17")
@pytest.mark.parametrize("section", ["safeguarding", "young_person"])
def test_what_is_the_staffs_or_the_young_persons_own_business_is_left_out(known: Known, section: str) -> None:
    with acting_as(known.author) as viewer:
        events.record(by=viewer, action="families.open", family=known.family.pk, fields=[section])
        events.record(by=viewer, action="denials.set", family=known.family.pk)
    parent = way_in(known, person=known.mother.pk, kind="parent", children=(known.child.pk,))
    assert looks_at(known, parent) == []


@pytest.mark.hazard("HZ-17")
def test_a_young_person_reads_who_looked_at_what_is_theirs(known: Known) -> None:
    with acting_as(known.author) as viewer:
        events.record(by=viewer, action="families.open", family=known.family.pk, fields=["young_person"])
    as_superuser("UPDATE people_person SET born = '2010-03-14' WHERE id = {}", known.child.pk)
    as_superuser("UPDATE people_person SET born = '2012-03-14' WHERE id = {}", known.child.pk)
    young = way_in(known, person=known.child.pk, kind="young_person")
    assert len(looks_at(known, young)) == 1


@pytest.mark.hazard("HZ-17")
def test_what_a_program_or_another_parent_did_is_no_look(known: Known) -> None:
    """When the other parent reads their own pages would say when they are on their phone."""
    mother, other = way_in(known, person=known.mother.pk), an_account("Feed", role="linkage", kind="service")
    for account in (mother, other):
        with acting_as(account) as viewer:
            events.record(by=viewer, action="families.open", family=known.family.pk)
    assert looks_at(known, mother) == []


@pytest.mark.hazard("HZ-17")
def test_those_in_the_circle_read_it_and_nobody_else(known: Known) -> None:
    opens(known, known.author)
    helper, stranger = an_account("Jo Stone"), an_account("Kim Lee")
    with acting_as(known.author) as viewer:
        circle.bring_in(by=viewer, family=queries.family(viewer, known.family.pk), account=helper, role="Helper")
    assert len(looks_at(known, helper)) == 1
    assert looks_at(known, stranger) == []
    with acting_as(helper):
        from onestory.access.viewer import viewer_for

        assert who_looked(viewer_for(stranger), known.family.pk) == [], "asked for somebody else"


@pytest.mark.hazard("HZ-17")
def test_a_way_in_that_ended_shows_nothing(known: Known) -> None:
    opens(known, known.author)
    mother = way_in(known, person=known.mother.pk)
    as_superuser("UPDATE access_portal SET ends_at = now() - interval '1 second', starts_at = now() - interval '1 day'")
    assert looks_at(known, mother) == []


@pytest.mark.hazard("HZ-17")
def test_it_is_read_page_by_page(known: Known) -> None:
    for _ in range(5):
        opens(known, known.author)
    mother = way_in(known, person=known.mother.pk)
    first = looks_at(known, mother, limit=3)
    rest = looks_at(known, mother, limit=3, before=first[-1].place)
    places = [look.place for look in [*first, *rest]]
    assert (len(first), len(rest), places) == (3, 2, sorted(places, reverse=True))


READS = ("open", "open_family", "found", "found_alike", "shown", "read", "export", "print")
# Each with why a family is not told.
NOT_TOLD = {
    "accounts.open": "an account of somebody who works here",
    "teams.open": "a team of people who work here",
    "portal.open": "their own way in",
    "portal.read": "their own use of it",
    "audit.export": "the audit itself, whole",
    "worries.open": "a worry about somebody there is no record of, so that there is no family to tell",
}


@pytest.mark.hazard("HZ-17")
def test_every_read_the_code_can_audit_is_told_or_said_why_not() -> None:
    """A new kind of reading must be put on the list, or a family would not hear of it."""
    reads = {act.action for act in acts() if act.action.rsplit(".", 1)[-1] in READS}
    assert reads - set(LOOKS) - set(NOT_TOLD) == set()
    assert set(LOOKS) <= {act.action for act in acts()}
