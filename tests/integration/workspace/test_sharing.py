"""Who sees a family, why and until when; and that what is ended is ended everywhere at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Known, a_team, an_account, an_organisation
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access import queries as access
from onestory.access.actions import agreements, grants
from onestory.access.models import Account, Agreement, Grant, Team
from onestory.access.viewer import Viewer, acting_as
from onestory.core.dates import show_date, today
from onestory.core.ids import uuid7
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.people.models import Family
from onestory.story.actions import drafts


@pytest.fixture
def jo(known: Known) -> Account:
    return an_account("Jo Stone")


def brought_in(client: Client, known: Known, jo: Account, **more: Any) -> int:
    left = typed_of_family(known, role="Health visitor", sections=["shared", "health"], **more)
    return client.post(about_family("bring_in", known, jo.pk), left).status_code


def family_of(viewer: Viewer, known: Known) -> Family:
    return queries.family(viewer, known.family.pk)


def grant_of(known: Known, account: Account) -> access.Holding:
    with acting_as(known.author) as viewer:
        return next(
            one for one in access.who_sees(viewer, known.family.pk) if one.account and one.account.pk == account.pk
        )


def test_the_circle_page_says_who_sees_what_and_why(known: Known, signed_in: Client, jo: Account) -> None:
    last = today() + timedelta(days=30)
    brought_in(signed_in, known, jo, basis="consent", consented_by="together", what_for="The new baby",
               until=show_date(last))  # fmt: skip
    page = said(signed_in, about_family("circle", known))
    for told in ("Sees the shared story and health.", "In the family’s circle, for: The new baby.", "the family’s consent",
                 f"until {show_date(last)}. Opened by Sam Reed."):  # fmt: skip
        assert told in page


def test_a_courts_order_needs_its_number(known: Known, signed_in: Client, jo: Account) -> None:
    assert brought_in(signed_in, known, jo, why="court_order") == 422
    assert brought_in(signed_in, known, jo, why="court_order", evidence="Plymouth County Court, ZW26P00412") == 302
    assert "ZW26P00412" in said(signed_in, about_family("circle", known))


def test_evidence_is_read_only_by_whoever_may_read_about_safety(known: Known, signed_in: Client, jo: Account) -> None:
    brought_in(signed_in, known, jo, why="court_order", evidence="Plymouth County Court, ZW26P00412")
    assert "ZW26P00412" not in said(browsers.of(jo), about_family("circle", known))


def test_no_end_can_be_before_today(known: Known, signed_in: Client, jo: Account) -> None:
    assert brought_in(signed_in, known, jo, until="1 1 2020") == 422


@pytest.fixture
def deal(known: Known) -> tuple[Agreement, Account]:
    """An agreement with the organisation that somebody else works for."""
    theirs, ours = an_organisation(), an_organisation()
    team = Team(name="Partner team", organisation_id=theirs)
    team.save(force_insert=True)
    partner = an_account("Pat Ner", team=team)
    governance = an_account("Ivy Gray", role="information_governance")
    with acting_as(governance) as viewer:
        made = agreements.write(
            by=viewer, name="Early help with schools", purpose="Help at school", basis="public_task", sections=["shared"],
            organisations=[ours, theirs], document="Register 12", starts_on=today(), ends_on=today() + timedelta(days=90),
            lead=governance,
        )  # fmt: skip
    return made, partner


@pytest.mark.hazard("HZ-40")
def test_under_an_agreement_no_more_is_opened_than_it_says(
    known: Known, signed_in: Client, deal: tuple[Agreement, Account]
) -> None:
    made, partner = deal
    page = about_family("bring_in", known, partner.pk)
    left = typed_of_family(known, role="School lead", why="agreement", agreement=str(made.pk))
    assert signed_in.post(page, left | {"sections": ["shared", "health"]}).status_code == 422
    assert signed_in.post(page, left | {"sections": ["shared"]}).status_code == 302
    shown = said(signed_in, about_family("circle", known))
    assert "Early help with schools" in shown
    assert f"until {show_date(made.ends_on)}" in shown


def test_a_reason_of_an_agreement_names_one(known: Known, signed_in: Client, jo: Account) -> None:
    assert brought_in(signed_in, known, jo, why="agreement") == 422


def test_a_team_can_be_given_it(known: Known, signed_in: Client) -> None:
    team = a_team("Front door")
    kit = an_account("Kit Lane", role="triage", team=team)
    left = typed_of_family(known, team=str(team.pk), sections=["shared"], why="duty")
    assert signed_in.post(about_family("open_to_team", known), left).status_code == 302
    assert browsers.of(kit).get(about_family("family", known)).status_code == 200
    assert "Everybody in Front door" in said(signed_in, about_family("circle", known))


@pytest.mark.hazard("HZ-26")
def test_what_is_ended_is_gone_at_the_very_next_moment_everywhere(known: Known, signed_in: Client, jo: Account) -> None:
    """An open session, its search, its drafts, its families and its back button."""
    brought_in(signed_in, known, jo)
    browser = browsers.of(jo)
    page, find = about_family("family", known), reverse("workspace:find")
    assert "Okafor" in browser.get(page).content.decode()
    with acting_as(jo) as viewer:
        drafts.keep(
            by=viewer, draft_id=uuid7(), form="entry", family=family_of(viewer, known), content={"title": "We had tea"}
        )
    assert "Okafor" in browser.get("/").content.decode()
    one = grant_of(known, jo)
    ended = signed_in.post(about_family("end_sharing", known, one.grant), {"opened_for": seal(one.grant)})
    assert ended.status_code == 302
    assert browser.get(page).status_code == 404
    assert browser.get(about_family("circle", known)).status_code == 404
    assert "Okafor" not in browser.get(reverse("workspace:families")).content.decode()
    assert "Okafor" not in browser.get("/").content.decode()
    assert "We found nobody by that" in browser.post(find, {"q": "Ada Okafor"}).content.decode()


@pytest.mark.hazard("HZ-38")
def test_who_goes_on_seeing_it_through_their_team_is_said_before_their_own_access_ends(
    known: Known, signed_in: Client
) -> None:
    """Whoever gave their own team a grant would otherwise be let go in name alone."""
    team = a_team()
    kit = an_account("Kit Lane", team=team)
    brought_in(signed_in, known, kit)
    page = about_family("end_sharing", known, grant_of(known, kit).grant)
    assert "would still see it" not in signed_in.get(page).content.decode()
    with acting_as(kit) as viewer:
        grants.give(by=viewer, family=known.family.pk, team=team.pk, sections=["shared"])
    told = signed_in.get(page).content.decode()
    assert f"They would still see it through {team.name}. End that too if they must not." in told
    assert "Will Kit Lane no longer see this family?" not in told


def test_a_page_kept_by_the_browser_is_never_shown_again(known: Known, signed_in: Client) -> None:
    assert "no-store" in signed_in.get(about_family("family", known))["Cache-Control"]


def test_the_last_one_is_not_ended(known: Known, signed_in: Client) -> None:
    one = grant_of(known, known.author)
    answer = signed_in.post(about_family("end_sharing", known, one.grant), {"opened_for": seal(one.grant)})
    assert answer.status_code == 422
    assert "Bring somebody else in first" in answer.content.decode()


def test_a_stranger_ends_and_reads_nothing(known: Known, stranger: Client) -> None:
    one = grant_of(known, known.author)
    page = about_family("end_sharing", known, one.grant)
    assert [stranger.get(page).status_code, stranger.post(page).status_code] == [404, 404]
    with acting_as(an_account("Kit Lane")) as viewer:
        assert access.who_sees(viewer, known.family.pk) == []


@pytest.mark.hazard("HZ-01")
def test_whose_consent_it_is_is_said_where_consent_is_the_basis(known: Known, signed_in: Client, jo: Account) -> None:
    hers = str(known.mother.pk)
    assert brought_in(signed_in, known, jo, basis="consent") == 422
    assert brought_in(signed_in, known, jo, basis="public_task", consented_by=hers) == 422
    assert brought_in(signed_in, known, jo, basis="consent", consented_by=hers) == 302
    with acting_as(jo):
        assert Grant.objects.get(account=jo).consented_by_id == known.mother.pk
