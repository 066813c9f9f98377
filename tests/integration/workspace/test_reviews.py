"""The quarterly review: everybody in the team looked at, in one page, by somebody in charge."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from tests.factories import Known, a_team, an_account, place_of
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said

from onestory.access.actions import grants
from onestory.access.models import AccessReview, Account, Team, TeamMembership
from onestory.access.viewer import acting_as
from onestory.core.dates import next_quarter
from onestory.faces.workspace.bound import seal


@pytest.fixture
def team(db: None) -> Team:
    return a_team("Whitleigh")


@pytest.fixture
def sue(team: Team) -> Account:
    return an_account("Sue Pine", role="supervisor", team=team)


@pytest.fixture
def jo(team: Team) -> Account:
    return an_account("Jo Stone", team=team)


@pytest.fixture
def kit(team: Team) -> Account:
    return an_account("Kit Lane", team=team)


def page(team: Team) -> str:
    return reverse("workspace:review", args=[team.pk])


def decided(team: Team, **by_name: str) -> dict[str, Any]:
    with acting_as(an_account("Al Min", role="administrator")):
        places = list(TeamMembership.objects.filter(team=team).select_related("account"))
    answers = {
        str(one.pk): by_name[one.account.name.split()[0].lower()] for one in places if one.account.name != "Sue Pine"
    }
    return {"opened_for": seal(team.pk), **answers}


def test_everybody_but_the_reviewer_is_on_the_page(known: Known, team: Team, sue: Account, jo: Account) -> None:
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=jo.pk)
    shown = said(browsers.of(sue), page(team))
    for told in ("Jo Stone", "Practitioner since", "Has never signed in", "1 family opened to them", "Due now"):
        assert told in shown
    assert known.family.name not in shown
    assert shown.count('value="keep"') == 1


@pytest.mark.hazard("HZ-37")
def test_what_is_no_longer_right_ends(known: Known, team: Team, sue: Account, jo: Account, kit: Account) -> None:
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, team=team.pk)
    browser = browsers.of(sue)
    assert browser.post(page(team), decided(team, jo="end", kit="keep")).status_code == 302
    seen = {one.name: browsers.of(one).get(about_family("family", known)).status_code for one in (jo, kit)}
    assert seen == {"Jo Stone": 404, "Kit Lane": 200}
    with acting_as(sue):
        review = AccessReview.objects.get()
    assert (len(review.kept), len(review.ended), review.reviewed_by_id) == (1, 1, sue.pk)


def test_once_looked_through_it_is_due_next_quarter(team: Team, sue: Account, jo: Account) -> None:
    browser = browsers.of(sue)
    browser.post(page(team), decided(team, jo="keep"))
    listed = said(browser, reverse("workspace:reviews"))
    assert "Next due 1 " in listed
    assert "Due now" not in listed


@pytest.mark.parametrize(
    ("day", "next_one"),
    [(date(2026, 1, 1), date(2026, 4, 1)), (date(2026, 6, 30), date(2026, 7, 1)), (date(2026, 12, 31), date(2027, 1, 1)),
     (date(2026, 9, 30), date(2026, 10, 1)), (date(2026, 10, 1), date(2027, 1, 1))],
)  # fmt: skip
def test_quarters_begin_in_january_april_july_and_october(day: date, next_one: date) -> None:
    assert next_quarter(day) == next_one


def test_nobody_is_left_out(team: Team, sue: Account, jo: Account, kit: Account) -> None:
    left = decided(team, jo="keep", kit="keep")
    left.pop(str(place_of(kit).pk))
    answer = browsers.of(sue).post(page(team), left)
    assert answer.status_code == 422
    assert "Say whether it is still right: Kit Lane." in answer.content.decode()


def test_who_joined_meanwhile_is_looked_at_too(team: Team, sue: Account, jo: Account) -> None:
    """Even past the page: the database knows who is in the team."""
    from onestory.access.actions import teams as act
    from onestory.core.errors import Invalid

    place = place_of(jo)
    an_account("Lou Park", team=team)
    with acting_as(sue) as viewer, pytest.raises(Invalid, match="while the page was open"):
        act.review(by=viewer, team=team, keep=[place.pk], end=[])


def test_nobody_decides_about_themselves(team: Team, sue: Account, jo: Account) -> None:
    own = place_of(sue)
    browsers.of(sue).post(page(team), decided(team, jo="keep") | {str(own.pk): "end"})
    assert place_of(sue).ends_at is None


def test_another_teams_supervisor_finds_no_such_page(team: Team, jo: Account) -> None:
    other = browsers.of(an_account("Max Hall", role="supervisor"))
    assert [other.get(page(team)).status_code, other.post(page(team)).status_code] == [404, 404]


def test_an_administrator_looks_through_every_team(team: Team, jo: Account) -> None:
    admin = browsers.of(an_account("Ad Min", role="administrator"))
    assert admin.post(page(team), decided(team, jo="keep")).status_code == 302


def test_a_supervisor_is_taken_to_their_reviews(sue: Account, jo: Account) -> None:
    answer = browsers.of(sue).get(reverse("workspace:staff"))
    assert answer["Location"] == reverse("workspace:reviews")


@pytest.mark.parametrize("role", ["practitioner", "analyst", "information_governance", "volunteer"])
def test_nobody_else_reviews(team: Team, jo: Account, role: str) -> None:
    browser = browsers.of(an_account("Max Hall", role=role, team=team))
    assert [browser.get(page(team)).status_code, browser.get(reverse("workspace:reviews")).status_code] == [404, 404]


def test_the_application_cannot_write_a_review_past_the_function(sue: Account, team: Team) -> None:
    with acting_as(sue), connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'access_accessreview', 'INSERT, UPDATE, DELETE')")
        assert cursor.fetchone() == (False,)


def test_a_stranger_learns_nothing_of_a_team(team: Team, jo: Account) -> None:
    with acting_as(an_account("Max Hall")), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.team_to_review(%s)", [team.pk])
        assert cursor.fetchall() == []
