"""Whoever is alongside a family gives one of them a page of their own, sees who has one, and closes it."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import Known, a_family, account_with, an_account

from onestory.access.actions import grants
from onestory.access.models import PortalAccess
from onestory.access.viewer import acting_as
from onestory.faces.workspace.bound import seal
from onestory.people.actions import relationships

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> Known:
    known = a_family(an_account("Wren Worker"))
    with acting_as(known.author) as viewer:
        relationships.record_responsibility(
            by=viewer, child=known.child, adult=known.mother, evidence="birth_certificate"
        )
    return known


@pytest.fixture
def worker(client: Client, known: Known) -> Client:
    client.force_login(known.author)
    return client


def typed(known: Known, **more: object) -> dict[str, object]:
    return {
        "opened_for": seal(known.family.pk), "person": str(known.mother.pk), "children": [str(known.child.pk)],
        "email": "ada@family.example", "evidence": "Passport and birth certificate seen", **more,
    }  # fmt: skip


def page(known: Known, rest: str = "") -> str:
    return f"/families/{known.family.pk}/own-pages{rest}"


def test_a_mother_is_given_a_page_and_reads_her_child_there(worker: Client, known: Known) -> None:
    assert worker.post(page(known, "/give"), typed(known)).status_code == 302
    assert "Reads about themselves, and what is shared of Chidi Okafor" in worker.get(page(known)).content.decode()
    worker.force_login(account_with(email="ada@family.example"))
    assert "Chidi Okafor" in worker.get("/space/").content.decode()


def test_closing_it_is_felt_by_the_next_page(worker: Client, known: Known) -> None:
    worker.post(page(known, "/give"), typed(known))
    with acting_as(known.author):
        way_in = PortalAccess.objects.get().pk
    theirs = Client()
    theirs.force_login(account_with(email="ada@family.example"))
    assert "Chidi Okafor" in theirs.get("/space/").content.decode()
    worker.post(page(known, f"/{way_in}/close"), {"opened_for": seal(way_in)})
    assert "There is nothing here yet" in theirs.get("/space/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("evidence", "no", "Say how you know"),
        ("email", "ada", "in the form name@example.org"),
        ("person", "x", "Select a"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    worker: Client, known: Known, field: str, value: str, said: str
) -> None:
    answer = worker.post(page(known, "/give"), typed(known, **{field: value}))
    assert answer.status_code == 422
    assert said in answer.content.decode() or field == "person"
    assert "Passport" in answer.content.decode() or field == "evidence"


@pytest.mark.hazard("HZ-16")
def test_an_address_in_use_is_refused_without_saying_whose(worker: Client, known: Known) -> None:
    taken = an_account("Sam").email
    answer = worker.post(page(known, "/give"), typed(known, email=taken)).content.decode()
    assert "This address cannot be used" in answer
    assert "Sam" not in answer


@pytest.mark.hazard("HZ-29")
def test_nobody_without_the_shared_story_gives_or_sees_one(client: Client, known: Known) -> None:
    nurse = an_account("Nurse")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=nurse.pk, sections=["health"])
    client.force_login(nurse)
    assert client.get(page(known)).status_code == 404
    assert client.post(page(known, "/give"), typed(known)).status_code == 404


@pytest.mark.hazard("HZ-38")
def test_nobody_is_offered_to_let_somebody_in_to_more_than_they_see(client: Client, known: Known) -> None:
    welcomes = an_account("Fay Front", role="front_of_house")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=welcomes.pk, sections=["shared", "health", "home"])
    client.force_login(welcomes)
    listed = client.get(page(known)).content.decode()
    assert "Ask one of the circle who does" in listed
    assert page(known, "/give") not in listed
    assert client.post(page(known, "/give"), typed(known)).status_code == 404
