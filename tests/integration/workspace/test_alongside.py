"""Is someone alongside this family? A colleague, or nobody: whatever stays closed looks like what is not there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from tests.factories import Known, a_family, a_team, an_account
from tests.integration.workspace import browsers

from onestory.access.actions import guarding
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.people import queries
from onestory.people.actions import residences
from onestory.people.inputs import NewAddress

ASK = reverse("workspace:alongside")
NOBODY = "Nobody that we can tell you about"


def typed(name: str = "Ada Okafor", born: str = "4 5 1991", **more: Any) -> dict[str, Any]:
    return {"name": name, "born": born, "why": "planning", "reason": "We are planning help with school.", **more}


def asked(by: Account, **more: Any) -> str:
    return browsers.of(by).post(ASK, typed(**more)).content.decode()


def shown(page: str) -> str:
    """The page without what is new in every answer, and without what was typed."""
    return re.sub(r'(value="[^"]*")|(name="csrfmiddlewaretoken"[^>]*)|(Signed in as [^<]*)', "", page)


@pytest.fixture
def alongside(known: Known) -> Known:
    """Somebody other than who wrote it down leads."""
    from onestory.support.actions import circle

    jo = an_account("Jo Stone", team=a_team("Ernesettle"))
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        member = circle.bring_in(by=viewer, family=family, account=jo, role="Health visitor")
        circle.make_lead(by=viewer, member=member)
    return known


def test_the_lead_is_named_with_their_team_and_how_to_reach_them(alongside: Known) -> None:
    page = asked(an_account("Kit Lane"))
    assert "Jo Stone" in page
    assert "Ernesettle" in page
    assert re.search(r"mailto:worker\d+@example.org", page)


def test_nothing_else_of_the_family_is_told(alongside: Known) -> None:
    page = asked(an_account("Kit Lane"))
    assert str(alongside.family.pk) not in page
    for told in (alongside.family.name, "Chidi", "Sam Reed", "Health visitor"):
        assert told not in page


def test_where_there_is_no_lead_anyone_in_the_circle_is_named(known: Known) -> None:
    from onestory.support.actions import circle

    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        circle.add_own_person(by=viewer, family=family, name="Nana Bea", role="Grandmother")
        circle.bring_in(by=viewer, family=family, account=an_account("Jo Stone"), role="Helper")
    page = asked(an_account("Kit Lane"))
    assert "Jo Stone" in page
    assert "Nana Bea" not in page


@pytest.mark.parametrize("wrong", [{"name": "Ada Okafo"}, {"born": "5 5 1991"}, {"postcode": "PL1 1AA"}])
def test_the_name_the_birthday_and_the_postcode_have_to_be_theirs(alongside: Known, wrong: dict[str, str]) -> None:
    assert NOBODY in asked(an_account("Kit Lane"), **wrong)


def _deny(known: Known, kit: Account) -> None:
    with acting_as(known.author) as viewer:
        guarding.deny(by=viewer, family=known.family.pk, account=kit.pk, kind="conflict", reason="Her brother")


def _restrict(known: Known, kit: Account) -> None:
    supervisor = an_account("The supervisor", role="information_governance")
    with acting_as(supervisor) as viewer:
        guarding.restrict(by=viewer, family=known.family.pk, reason="A councillor", accounts=[known.author.pk])


def _hide(known: Known, kit: Account) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        to = NewAddress(lines="3 Hidden Row", postcode="PL5 2TL")
        residences.move(by=viewer, family=family, people=[known.child], to=to, confidential=True)


@pytest.mark.hazard("HZ-16")
@pytest.mark.parametrize("close", [_deny, _restrict, _hide], ids=["denied", "restricted", "in hiding"])
def test_what_is_closed_answers_as_what_is_not_known(alongside: Known, close: Any) -> None:
    kit = an_account("Kit Lane")
    close(alongside, kit)
    closed, unknown = asked(kit), asked(kit, name="Zebedee Quill")
    assert NOBODY in closed
    assert shown(closed) == shown(unknown)


def test_a_question_is_written_down_with_its_reason_also_when_nobody_is_found(alongside: Known) -> None:
    kit, governance = an_account("Kit Lane"), an_account("Ivy Gray", role="information_governance")
    asked(kit)
    asked(kit, name="Zebedee Quill")
    with acting_as(governance), connections["default"].cursor() as cursor:
        cursor.execute("SELECT action, family_id FROM audit_auditevent WHERE account_id = %s ORDER BY id", [kit.pk])
        events = cursor.fetchall()
        cursor.execute("SELECT told_of, reason FROM access_asking WHERE account_id = %s ORDER BY created_at", [kit.pk])
        questions = cursor.fetchall()
    family = alongside.family.pk
    assert events == [("alongside.ask", None), ("alongside.shown", family), ("alongside.ask", None)]
    assert questions == [(1, "We are planning help with school."), (0, "We are planning help with school.")]


@pytest.mark.hazard("HZ-35")
def test_nobody_goes_through_a_list_of_names(alongside: Known) -> None:
    kit = an_account("Kit Lane")
    browser = browsers.of(kit)
    answers = [browser.post(ASK, typed(name=f"Person Number{chr(97 + n)}")).status_code for n in range(20)]
    assert set(answers) == {200}
    refused = browser.post(ASK, typed())
    assert refused.status_code == 422
    assert "Jo Stone" not in refused.content.decode()


@pytest.mark.parametrize("missing", ["name", "born", "why", "reason"])
def test_without_a_reason_or_somebody_to_ask_about_nothing_is_asked(alongside: Known, missing: str) -> None:
    assert browsers.of(an_account("Kit Lane")).post(ASK, typed(**{missing: ""})).status_code == 422


@pytest.mark.parametrize("role", ["volunteer", "administrator", "analyst", "information_governance"])
def test_whose_work_it_is_not_finds_no_such_page(alongside: Known, role: str) -> None:
    assert browsers.of(an_account("Kit Lane", role=role)).post(ASK, typed()).status_code == 404


def test_asking_is_offered_where_a_search_ends(signed_in: Client) -> None:
    assert ASK in signed_in.post(reverse("workspace:find"), {"q": "Zebedee Quill"}).content.decode()


def test_two_homes_are_two_leads(alongside: Known) -> None:
    from onestory.people.actions import families
    from onestory.support.actions import circle

    other = a_family(alongside.author, surname="Rowe")
    with acting_as(alongside.author) as viewer:
        family, child = queries.family(viewer, other.family.pk), queries.person(viewer, alongside.child.pk)
        families.join(by=viewer, family=family, person=child, role="child")
        circle.bring_in(by=viewer, family=family, account=an_account("Lou Park"), role="Helper")
    page = asked(an_account("Kit Lane"), name="Chidi Okafor", born="14 3 2019")
    assert "Jo Stone" in page
    assert "Lou Park" in page
