"""How often families were passed around: by team and quarter, in words first, never of few, and who opens what stands behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import a_family, a_team, an_account
from tests.integration.workspace import browsers

from onestory.access.actions import grants
from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as
from onestory.core.dates import quarter_of, today
from onestory.people import queries
from onestory.people.models import Family
from onestory.support import measures
from onestory.support.actions import circle, episodes
from onestory.support.measures import Cell, quarters

pytestmark = pytest.mark.django_db
LAST_DAY = quarter_of(today()) - timedelta(days=1)
"""Of the quarter before, so that whoever comes today comes later, whatever day this is."""


@pytest.fixture
def team() -> Team:
    return a_team()


@pytest.fixture
def worker(team: Team) -> Account:
    return an_account("Wren Worker", team=team)


@pytest.fixture
def supervisor(team: Team) -> Account:
    return an_account("Sam Overton", role="supervisor", team=team)


@pytest.fixture
def analyst() -> Account:
    return an_account("Ana List", role="analyst")


def begun(worker: Account, *, times: int, strangers: int = 0, on: date = LAST_DAY) -> None:
    """So many families somebody began to walk alongside last quarter; of some, somebody has come whom nobody introduced."""
    for number in range(times):
        known = a_family(worker, surname=f"Family{number}")
        with acting_as(worker) as viewer:
            family = queries.family(viewer, known.family.pk)
            episodes.begin(by=viewer, family=family, level="targeted", why="Mornings", on=on)
            if number < strangers:
                circle.add_helper(by=viewer, family=family, name=f"Mrs Ali {number}", role="Sleep clinic")


def cells(account: Account, key: str) -> list[Cell]:
    with acting_as(account) as viewer:
        return [one for one in measures.by_team(viewer, on=today()) if one.measure == key]


def page(account: Account, path: str = "/measures") -> str:
    answer = browsers.of(account).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_began_again_is_counted_by_team_and_said_in_words(team: Team, worker: Account, analyst: Account) -> None:
    begun(worker, times=10, strangers=3)
    found = [(one.team, one.of, one.out_of) for one in cells(analyst, "began_again") if not one.everybody]
    assert found == [(team.pk, 3, 10)]
    shown = page(analyst)
    assert "3 of 10 times, a family had to start again with a stranger" in shown
    assert "3 new faces in 10 times" in shown


def test_of_fewer_than_ten_nothing_is_said_but_that(worker: Account, analyst: Account) -> None:
    begun(worker, times=9, strangers=2)
    assert {(one.of, one.out_of) for one in cells(analyst, "began_again")} == {(None, None)}
    assert "Too few to show" in page(analyst)


def test_of_the_quarter_that_runs_nothing_is_counted(worker: Account, analyst: Account) -> None:
    """Of yesterday's numbers and today's, the difference would be one family."""
    begun(worker, times=11, strangers=3, on=quarter_of(today()))
    assert cells(analyst, "began_again") == []
    with acting_as(analyst), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.passing_around('2000-01-01', '2100-01-01')")
        assert cursor.fetchall() == []


def test_all_together_does_not_tell_of_the_one_team_that_is_left_out(worker: Account, analyst: Account) -> None:
    begun(worker, times=10)
    begun(an_account("Kim Lee", team=a_team("Another team")), times=2)
    together = next(one for one in cells(analyst, "began_again") if one.everybody)
    assert (together.of, together.out_of) == (None, None)


def test_an_analyst_reads_numbers_and_is_led_to_no_family(worker: Account, analyst: Account) -> None:
    begun(worker, times=10, strangers=4)
    shown = page(analyst)
    assert "/families" not in shown
    assert "Family0" not in shown
    assert browsers.of(analyst).get("/measures/began_again/families").status_code == 404


def test_a_supervisor_opens_those_families_that_are_theirs_to_see(
    team: Team, worker: Account, supervisor: Account
) -> None:
    begun(worker, times=10, strangers=1)
    begun(an_account("Kim Lee", team=a_team("Another team")), times=10, strangers=1)
    listed = f"/measures/began_again/families?quarter={quarter_of(LAST_DAY).isoformat()}"
    assert listed in page(supervisor).replace("&amp;", "&")
    assert "None of them is open to you" in page(supervisor, listed)
    with acting_as(worker) as viewer:
        grants.give(by=viewer, family=Family.objects.get(name="The Family0 family").pk, account=supervisor.pk)
    assert page(supervisor, listed).count("Had to start again,") == 1
    assert "None of them is open to you" in page(supervisor, f"{listed}&team={a_team('Empty').pk}")


@pytest.mark.parametrize("path", ["nothing/families", "met/families?quarter=2020-01-01", "met/families?team=x"])
def test_what_the_page_does_not_show_is_not_there(supervisor: Account, path: str) -> None:
    assert browsers.of(supervisor).get(f"/measures/{path}").status_code == 404


@pytest.mark.parametrize("role", ["practitioner", "volunteer", "administrator", "information_governance", "feeds"])
def test_nobody_else_counts_anything(worker: Account, role: str) -> None:
    begun(worker, times=10)
    other = an_account("Jo Stone", role=role)
    assert browsers.of(other).get("/measures").status_code == 404
    with acting_as(other), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.passing_around('2000-01-01', '2100-01-01')")
        assert cursor.fetchall() == []


def test_an_analyst_reads_no_row_behind_a_number(worker: Account, analyst: Account) -> None:
    begun(worker, times=10)
    with acting_as(analyst), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM support_episode")
        assert cursor.fetchone() == (0,)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("SELECT wall.is_guarded(gen_random_uuid())")


def test_the_page_takes_no_more_statements_for_more_families(worker: Account, supervisor: Account) -> None:
    begun(worker, times=1)
    client = browsers.of(supervisor)
    few = [browsers.statements(client, path) for path in ("/measures", "/measures/began_again/families")]
    begun(worker, times=11, strangers=5)
    assert [browsers.statements(client, path) for path in ("/measures", "/measures/began_again/families")] == few


def test_quarters_follow_each_other_over_the_new_year() -> None:
    assert quarters(date(2026, 2, 11)) == [date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1)]
