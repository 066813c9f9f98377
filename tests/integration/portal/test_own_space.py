"""A family's own pages, as its people see them, and as nobody else does."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.asking import front_door
from tests.factories import Known, a_family, an_account

from onestory.access.actions import grants, portal
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.audit.models import AuditEvent
from onestory.people import queries
from onestory.people.actions import facts, openings, relationships
from onestory.people.actions.facts import Said
from onestory.story.actions import sections

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> Known:
    known = a_family(an_account("Wren Worker"))
    with acting_as(known.author) as viewer:
        relationships.record_responsibility(
            by=viewer, child=known.child, adult=known.mother, evidence="birth_certificate"
        )
        facts.tell(by=viewer, about=known.child, key="ethnicity", value="BAFR", said=Said(person=known.mother))
        family = queries.family(viewer, known.family.pk)
        sections.write(
            by=viewer, family=family, part="what_next", voice="ours", text="A garden", based_on=0, said_by=known.mother
        )
    return known


@pytest.fixture
def mother(known: Known) -> Account:
    account = an_account("Ada Okafor", kind="family", role="")
    with acting_as(known.author) as viewer:
        portal.open_to(
            by=viewer, account=account, family=known.family.pk, person=known.mother.pk, kind="parent",
            children=[known.child.pk], evidence="Passport seen",
        )  # fmt: skip
    return account


@pytest.fixture
def hers(client: Client, mother: Account) -> Client:
    client.force_login(mother)
    return client


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_front_page_leads_a_parent_to_their_own(hers: Client) -> None:
    assert hers.get("/").headers["Location"] == "/space/"


def test_whatever_a_parents_pages_lead_to_opens_to_them(hers: Client) -> None:
    there = set(re.findall(r'href="(/[^"#?]*)"', words(hers, "/space/")))
    pages = {path for path in there if not path.startswith("/static/")}
    assert "/space/sharing" in pages
    assert {path: hers.get(path).status_code for path in pages if hers.get(path).status_code >= 400} == {}


def test_a_parent_reads_what_is_known_of_them_and_of_their_child(hers: Client) -> None:
    page = words(hers, "/space/")
    for said in ("Chidi Okafor", "Ethnic group", "You told us", "A garden"):
        assert said in page


def test_a_parent_sees_who_can_see_what_and_why(hers: Client) -> None:
    page = words(hers, "/space/sharing")
    assert "Wren Worker" in page
    assert "Wrote your family’s record down with you" in page


def test_a_parent_sees_who_looked(hers: Client, known: Known) -> None:
    with acting_as(known.author) as viewer:
        openings.open_family(by=viewer, family_id=known.family.pk)
    page = words(hers, "/space/looked")
    assert "Wren Worker" in page
    assert "opened your family’s page" in page


def test_their_own_looks_are_written_down_and_not_told(hers: Client) -> None:
    words(hers, "/space/")
    assert "Ada Okafor" not in words(hers, "/space/looked").partition("<main")[2]


def test_consent_is_taken_back_in_two_presses(hers: Client, known: Known) -> None:
    guest = an_account("Gus Guest")
    with acting_as(known.author) as viewer:
        grant = grants.give(by=viewer, family=known.family.pk, account=guest.pk, basis="consent")
    assert "Gus Guest" in words(hers, f"/space/sharing/{grant}/withdraw")
    assert hers.post(f"/space/sharing/{grant}/withdraw").headers["Location"] == "/space/sharing"
    assert "Gus Guest" not in words(hers, "/space/sharing")
    assert hers.post(f"/space/sharing/{grant}/withdraw").status_code == 404


def test_whoever_sees_for_another_reason_too_is_not_said_to_see_no_longer(hers: Client, known: Known) -> None:
    guest = an_account("Gus Guest")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=guest.pk)
        consented = grants.give(by=viewer, family=known.family.pk, account=guest.pk, basis="consent")
    after = hers.post(f"/space/sharing/{consented}/withdraw", follow=True).content.decode()
    assert "What you had agreed to has ended" in after
    assert "no longer see" not in after
    assert "Gus Guest" in after


@pytest.mark.parametrize(
    ("path", "to"), [("/space/", "own"), ("/space/sharing", "sharing"), ("/space/looked", "looked")]
)
def test_each_of_their_own_pages_is_written_down_as_it_is_read(hers: Client, known: Known, path: str, to: str) -> None:
    words(hers, path)
    with acting_as(an_account("Ig Lead", role="information_governance")):
        read = AuditEvent.objects.filter(action="portal.read", family_id=known.family.pk)
        assert [(one.detail["to"], set(one.person_ids)) for one in read] == [(to, {known.mother.pk, known.child.pk})]


@pytest.mark.hazard("HZ-01")
@pytest.mark.parametrize("path", ["/families", "/find", "/start", "/people-you-know"])
def test_no_page_of_the_staffs_is_there_for_a_family(hers: Client, path: str) -> None:
    assert hers.get(path).status_code == 404


@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize("path", ["/space/", "/space/sharing", "/space/looked"])
def test_no_page_of_a_familys_is_there_for_staff(client: Client, known: Known, path: str) -> None:
    client.force_login(known.author)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "1;DROP"])
def test_a_place_nobody_was_given_is_not_there(hers: Client, before: str) -> None:
    assert hers.get("/space/looked", {"before": before}).status_code == 404


def test_whoever_asks_from_their_own_space_is_not_asked_their_name_again(hers: Client) -> None:
    assert 'href="/ask/"' in words(hers, "/space/")
    page = words(hers, "/ask/3")
    assert 'value="Okafor"' in page
    assert "4 May 1991" in page


def test_nor_once_they_have_filled_in_the_pages_before(hers: Client) -> None:
    front_door()
    hers.post("/ask/", {"door": "self"})
    hers.post("/ask/1", {"how": "they_come"})
    hers.post("/ask/2", {"words": "The nights are long", "urgency": "usual"})
    assert 'value="Okafor"' in hers.get("/ask/3").content.decode()


def test_a_neighbour_they_ask_for_is_not_given_their_name(hers: Client) -> None:
    front_door()
    hers.post("/ask/", {"door": "family"})
    assert 'value="Okafor"' not in hers.get("/ask/3").content.decode()
