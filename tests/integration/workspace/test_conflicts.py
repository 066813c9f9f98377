"""People one knows oneself, and people who must not see a family."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Known, account_with, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access import queries as access
from onestory.access.viewer import acting_as
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.support.actions import circle

KNOWN = reverse("workspace:people_you_know")
ADA = {"kind": "family", "given": "Ada", "family": "Okafor", "born": "4 5 1991", "postcode": ""}


@pytest.fixture
def jo(known: Known) -> Client:
    """A colleague in the circle."""
    account = an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        circle.bring_in(by=viewer, family=family, account=account, role="Helper")
    return browsers.of(account)


@pytest.mark.hazard("HZ-35")
def test_whom_somebody_says_they_know_is_closed_to_them(known: Known, jo: Client) -> None:
    page = about_family("family", known)
    assert jo.get(page).status_code == 200
    assert jo.post(KNOWN, ADA).status_code == 302
    assert jo.get(page).status_code == 404


@pytest.mark.hazard("HZ-16")
def test_they_are_not_told_whether_the_network_knows_them(known: Known, client: Client) -> None:
    client.force_login(an_account("Jo Stone"))
    told = client.post(KNOWN, ADA, follow=True).content.decode().replace("Ada Okafor", "them")
    client.force_login(an_account("Jo Stone"))
    stranger = client.post(KNOWN, {**ADA, "given": "Zebedee", "family": "Quill"}, follow=True).content.decode()
    without = [page.split("<main")[1].split("csrfmiddlewaretoken")[0] for page in (told, stranger)]
    assert without[0].split("/you/")[0] == without[1].replace("Zebedee Quill", "them").split("/you/")[0]


def test_one_sees_only_what_one_said_oneself(known: Known, jo: Client, signed_in: Client) -> None:
    jo.post(KNOWN, {"kind": "neighbour", "postcode": "pl5 2tl"})
    assert "PL5 2TL" in said(jo, KNOWN)
    assert "PL5 2TL" not in said(signed_in, KNOWN)


def test_what_was_said_can_be_taken_back_and_stays_closed(known: Known, jo: Client) -> None:
    jo.post(KNOWN, ADA)
    with acting_as(jo_account()) as viewer:
        one = access.interests(viewer)[0]
    page = reverse("workspace:end_interest", args=[one.pk])
    assert "stays closed until information governance opens it" in said(jo, page)
    jo.post(page, {"opened_for": seal(one.pk)})
    assert "Ada Okafor" not in said(jo, KNOWN)
    assert jo.get(about_family("family", known)).status_code == 404


def jo_account() -> object:

    return account_with(name="Jo Stone")


def test_nobody_takes_back_what_a_colleague_said(known: Known, jo: Client, signed_in: Client) -> None:
    jo.post(KNOWN, ADA)
    with acting_as(jo_account()) as viewer:
        one = access.interests(viewer)[0]
    page = reverse("workspace:end_interest", args=[one.pk])
    assert signed_in.post(page, {"opened_for": seal(one.pk)}).status_code == 404


@pytest.mark.parametrize("empty", [{"kind": ""}, {"given": ""}, {"family": ""}, {"born": "32 1 1991"}])
def test_half_of_somebody_is_not_enough(known: Known, jo: Client, empty: dict[str, str]) -> None:
    assert jo.post(KNOWN, ADA | empty).status_code == 422


@pytest.mark.hazard("HZ-25")
def test_keeping_a_colleague_out_closes_it_at_once(known: Known, jo: Client, signed_in: Client) -> None:
    assert "Jo Stone" in signed_in.post(about_family("keep_out", known), {"called": "jo"}).content.decode()
    page = about_family("keep_them_out", known, jo_account().pk)
    left = typed_of_family(known, kind="court_order", reason="Plymouth County Court, 12 May")
    assert signed_in.post(page, left).status_code == 302
    assert jo.get(about_family("family", known)).status_code == 404
    assert "Plymouth County Court, 12 May" in said(signed_in, about_family("keep_out", known))


def test_one_may_keep_oneself_out(known: Known, jo: Client, signed_in: Client) -> None:
    page = about_family("keep_them_out", known, known.author.pk)
    left = typed_of_family(known, kind="conflict", reason="My cousins")
    answer = signed_in.post(page, left, follow=True)
    assert answer.redirect_chain == [("/families", 302)]
    assert signed_in.get(about_family("family", known)).status_code == 404


@pytest.mark.parametrize("wrong", [{"kind": ""}, {"reason": "no"}])
def test_keeping_somebody_out_needs_a_reason(
    known: Known, jo: Client, signed_in: Client, wrong: dict[str, str]
) -> None:
    page = about_family("keep_them_out", known, jo_account().pk)
    left = typed_of_family(known, kind="conflict", reason="They are cousins") | wrong
    assert signed_in.post(page, left).status_code == 422


def test_a_stranger_keeps_nobody_out(known: Known, stranger: Client) -> None:
    page = about_family("keep_them_out", known, known.author.pk)
    assert stranger.post(page, typed_of_family(known, kind="conflict", reason="Cousins")).status_code == 404
