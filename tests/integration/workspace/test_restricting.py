"""A restricted record: seen by those who are named, and by nobody else, whatever they were given."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Known, a_team, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.actions import agreements, grants, portal
from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as


@pytest.fixture
def team() -> Team:
    return a_team("Whitleigh")


@pytest.fixture
def jo(known: Known, team: Team) -> Account:
    """Sees the family through a team."""
    account = an_account("Jo Stone", team=team)
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, team=team.pk)
    return account


@pytest.fixture
def supervisor(known: Known) -> Account:
    """Supervises whoever started the record."""
    account = an_account("Sue Pine", role="supervisor")
    with acting_as(an_account("Ad Min", role="administrator")) as viewer:
        agreements.set_supervision(by=viewer, supervisor=account, account=known.author)
    return account


def kept(known: Known, *accounts: Account, **more: Any) -> dict[str, Any]:
    return typed_of_family(known, reason="A parent works here", accounts=[str(one.pk) for one in accounts], **more)


@pytest.mark.hazard("HZ-41")
def test_who_would_no_longer_see_it_is_said_first(known: Known, jo: Account, supervisor: Account) -> None:
    browser, page = browsers.of(supervisor), about_family("restrict", known)
    told = browser.post(page, kept(known, supervisor)).content.decode()
    assert "They will no longer see this family" in told
    assert "Sam Reed" in told.split("They will no longer")[1]
    assert "Everybody else in Whitleigh" in told
    assert browsers.of(jo).get(about_family("family", known)).status_code == 200


@pytest.mark.hazard("HZ-41")
def test_once_restricted_only_those_named_see_it(known: Known, jo: Account, supervisor: Account) -> None:
    browser, page, family = browsers.of(supervisor), about_family("restrict", known), about_family("family", known)
    assert browser.post(page, kept(known, supervisor, known.author, sure="yes")).status_code == 302
    seen = {who.name: browsers.of(who).get(family).status_code for who in (supervisor, known.author, jo)}
    assert seen == {"Sue Pine": 200, "Sam Reed": 200, "Jo Stone": 404}
    assert "A parent works here" in said(browser, page)


def test_whoever_leaves_themselves_out_goes_back_to_their_families(known: Known, supervisor: Account) -> None:
    browser = browsers.of(supervisor)
    answer = browser.post(about_family("restrict", known), kept(known, known.author, sure="yes"), follow=True)
    assert answer.redirect_chain == [("/families", 302)]
    assert browser.get(about_family("family", known)).status_code == 404


def test_lifting_it_opens_the_family_again(known: Known, jo: Account, supervisor: Account) -> None:
    browser, page = browsers.of(supervisor), about_family("restrict", known)
    browser.post(page, kept(known, supervisor, known.author, sure="yes"))
    assert browser.post(page, {"lift": "yes"}).status_code == 302
    assert browsers.of(jo).get(about_family("family", known)).status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"accounts": []}, {"accounts": ["01a20206-b6ca-70d3-b3a2-c11f12ae0e84"]}]
)
def test_it_is_kept_to_somebody_and_for_a_reason(known: Known, supervisor: Account, wrong: dict[str, Any]) -> None:
    left = kept(known, supervisor, known.author, sure="yes") | wrong
    assert browsers.of(supervisor).post(about_family("restrict", known), left).status_code == 422


def test_somebody_must_be_left_who_walks_alongside(known: Known, supervisor: Account) -> None:
    """A supervisor alone sees through others, and those would see nothing."""
    answer = browsers.of(supervisor).post(about_family("restrict", known), kept(known, supervisor, sure="yes"))
    assert "Name somebody who walks alongside this family" in answer.content.decode()


def test_whoever_does_not_supervise_restricts_nothing(known: Known, signed_in: Client, stranger: Client) -> None:
    page = about_family("restrict", known)
    assert [client.get(page).status_code for client in (signed_in, stranger)] == [404, 404]
    assert page not in said(signed_in, about_family("circle", known))


@pytest.fixture
def hers(known: Known) -> Account:
    """Ada's own account, by which she reads her own page."""
    account = an_account("Ada Okafor", kind="family", role="")
    with acting_as(known.author) as viewer:
        portal.open_to(
            by=viewer, account=account, family=known.family.pk, person=known.mother.pk, kind="adult",
            evidence="Passport seen",
        )  # fmt: skip
    return account


@pytest.mark.hazard("HZ-14", "HZ-41")
def test_the_page_asks_whether_somebodys_own_page_is_shut(known: Known, supervisor: Account, hers: Account) -> None:
    browser, page = browsers.of(supervisor), about_family("restrict", known)
    assert "Ada Okafor: an adult’s own page" in said(browser, page)
    unsaid = browser.post(page, kept(known, known.author))
    assert unsaid.status_code == 422
    assert "Say whether it is because of somebody in the family" in unsaid.content.decode()
    assert browser.post(page, kept(known, known.author, because="yes")).status_code == 422
    shut = {"because": "yes", "shut": [str(hers.pk)]}
    assert (
        "Ada Okafor" in browser.post(page, kept(known, known.author, **shut)).content.decode().split("They will no")[1]
    )
    assert browser.post(page, kept(known, known.author, supervisor, sure="yes", **shut)).status_code == 302
    assert "Shut while it lasts" in said(browser, page)


@pytest.mark.hazard("HZ-41")
def test_where_it_is_not_because_of_the_family_their_page_stays(
    known: Known, supervisor: Account, hers: Account
) -> None:
    browser, page = browsers.of(supervisor), about_family("restrict", known)
    browser.post(page, kept(known, known.author, supervisor, sure="yes", because="no"))
    assert "Ada" in said(browsers.of(hers), reverse("portal:own"))


def test_where_nobody_has_a_page_of_their_own_nothing_is_asked(known: Known, supervisor: Account) -> None:
    assert "because of somebody in the family" not in said(browsers.of(supervisor), about_family("restrict", known))
