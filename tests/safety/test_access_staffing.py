"""Ending places, closing accounts and looking through a team: who may, of whom, and never so that nobody could act."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from tests.factories import Known, a_family, a_team, an_account, as_superuser
from tests.safety import acting
from tests.safety.acting import DONE, ENDING, LATER, NOBODY_LEFT, NOW, OVER, REFUSED, SOON, WRONG, answer, refusal
from tests.safety.test_access_closing import alerted, call, ends, touched, unbound

from onestory.access.leaving import MANY
from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-37"), pytest.mark.hazard("HZ-39")]
END = "SELECT wall.set_team_role(%s, %s, %s, %s, now(), {until})"


@pytest.fixture
def admin() -> Account:
    return an_account("Addy Min", role="administrator")


@pytest.fixture
def team() -> Team:
    return a_team()


def placed(team: Team, role: str = "practitioner", span: tuple[str, str] = NOW) -> tuple[Account, Any]:
    account = an_account("Pat Placed", role="")
    return account, acting.place(account, team, role, span=span)


def test_a_place_is_ended_by_an_administrator_never_their_own_nor_the_programs(admin: Account, team: Team) -> None:
    (who, where), (program, its) = placed(team), placed(team, "linkage")
    own = acting.place(admin, team, "practitioner")
    asked = END.format(until="now()")
    for role in ("practitioner", "supervisor", "information_governance"):
        with acting_as(an_account(role=role)):
            assert refusal(asked, where, who.pk, team.pk, "practitioner") == REFUSED
    with acting_as(admin):
        assert refusal(asked, where, who.pk, team.pk, "practitioner") == DONE
        assert refusal(asked, its, program.pk, team.pk, "linkage") == REFUSED
        assert refusal(asked, own, admin.pk, team.pk, "practitioner") == REFUSED
        assert refusal(END.format(until="NULL"), where, who.pk, team.pk, "practitioner") == REFUSED


@pytest.mark.parametrize("wrong", ["place", "who", "team", "role"])
def test_a_place_is_ended_as_what_it_is(admin: Account, team: Team, wrong: str) -> None:
    who, where = placed(team)
    named = {"place": where, "who": who.pk, "team": team.pk, "role": "practitioner"}
    named[wrong] = {"place": uuid7(), "who": an_account().pk, "team": a_team().pk, "role": "triage"}[wrong]
    with acting_as(admin):
        assert refusal(END.format(until="now()"), *named.values()) == REFUSED


@pytest.mark.parametrize(
    ("until", "expected"), [("now()", DONE), ("now() + interval '30 s'", DONE), ("now() + interval '1 h'", REFUSED)]
)
def test_a_place_ends_sooner_and_never_later(admin: Account, team: Team, until: str, expected: str) -> None:
    who, where = placed(team, span=ENDING)
    with acting_as(admin):
        assert refusal(END.format(until=until), where, who.pk, team.pk, "practitioner") == expected


def test_ending_a_place_ends_that_one_alone(admin: Account, team: Team) -> None:
    who, where = placed(team)
    acting.place(who, a_team(), "practitioner")
    placed(team)
    before = ends("access_teammembership")
    call(admin, END.format(until="now()") + "::text", where, who.pk, team.pk, "practitioner")
    assert touched(before, "access_teammembership") == {where}


LEFT: dict[str, str] = {
    "nothing": NOBODY_LEFT,
    "another": DONE,
    "one who is closed": NOBODY_LEFT,
    "one who is asleep": NOBODY_LEFT,
    "one of a family": NOBODY_LEFT,
    "one no longer": NOBODY_LEFT,
    "one not yet": NOBODY_LEFT,
    "one of another role": NOBODY_LEFT,
}


def _one_more(what: str, role: str) -> None:
    if what == "nothing":
        return
    account = an_account(role="", kind="family" if what == "one of a family" else "staff")
    span = {"one no longer": OVER, "one not yet": LATER}.get(what, NOW)
    acting.place(account, a_team(), "supervisor" if what == "one of another role" else role, span=span)
    changed = {"one who is closed": "is_active = false, closed_at = now()", "one who is asleep": "asleep_since = now()"}
    if what in changed:
        as_superuser(f"UPDATE access_account SET {changed[what]} WHERE id = {{}}", account.pk)


@pytest.mark.parametrize("role", ["administrator", "information_governance"])
@pytest.mark.parametrize("besides", LEFT)
def test_enough_are_left_who_can_act(admin: Account, team: Team, role: str, besides: str) -> None:
    who, where = placed(team, role)
    if role == "administrator":
        acting.place(an_account(role=""), team, "information_governance")
    _one_more(besides, role)
    with acting_as(admin):
        assert refusal("SELECT wall.close_account(%s)", who.pk) == LEFT[besides]
        assert refusal(END.format(until="now()"), where, who.pk, team.pk, role) == LEFT[besides]


def test_whoever_could_not_act_anyway_is_closed_though_few_are_left(admin: Account, team: Team) -> None:
    who, _ = placed(team, "administrator")
    as_superuser("UPDATE access_account SET asleep_since = now() WHERE id = {}", who.pk)
    with acting_as(admin):
        assert refusal("SELECT wall.close_account(%s)", who.pk) == DONE


def test_a_closed_account_loses_its_places_and_sessions_and_nobody_else_does(admin: Account, team: Team) -> None:
    who, where = placed(team)
    soon = acting.place(who, a_team(), "practitioner", span=SOON)
    acting.place(who, a_team(), "practitioner", span=OVER)
    placed(team)
    before = ends("access_teammembership")
    call(admin, "SELECT wall.close_account(%s)::text", who.pk)
    assert touched(before, "access_teammembership") == {where, soon}
    assert unbound("SELECT id FROM access_account WHERE NOT is_active") == [(who.pk,)]
    with acting_as(admin):
        assert refusal("SELECT wall.close_account(%s)", who.pk) == REFUSED
        assert refusal("SELECT wall.close_account(%s)", admin.pk) == REFUSED


def test_of_many_accounts_closed_in_a_day_governance_hears_once_of_each_who_did(admin: Account) -> None:
    another = an_account(role="administrator")
    an_account(role="administrator")
    as_superuser(
        "UPDATE access_account SET is_active = false, closed_at = now() - interval '2 days' WHERE id = {}",
        an_account().pk,
    )
    for number in range(MANY + 1):
        assert len(alerted("accounts_closed")) == (1 if number >= MANY else 0)
        call(admin, "SELECT wall.close_account(%s)::text", an_account(role="").pk)
    assert alerted("accounts_closed") == [(None, "information_governance")]
    call(another, "SELECT wall.close_account(%s)::text", an_account(role="").pk)
    assert len(alerted("accounts_closed")) == 2
    as_superuser("UPDATE access_alert SET created_at = now() - interval '2 days'")
    call(another, "SELECT wall.close_account(%s)::text", an_account(role="").pk)
    assert len(alerted("accounts_closed")) == 3


REVIEWED = "SELECT who, families FROM wall.team_to_review(%s)"


def test_who_is_in_a_team_now_is_told_to_whoever_is_in_charge_of_it(admin: Account, team: Team) -> None:
    boss = an_account(role="supervisor", team=team)
    (who, _), known = placed(team), a_family(an_account())
    for span in (OVER, LATER):
        placed(team, span=span)
    placed(a_team())
    closed, _ = placed(team)
    as_superuser("UPDATE access_account SET is_active = false, closed_at = now() WHERE id = {}", closed.pk)
    acting.place(an_account(role="", kind="family"), team, "practitioner")
    _counted(who, known)
    with acting_as(boss):
        assert answer(REVIEWED, team.pk) == [(who.pk, 1)]
    with acting_as(admin):
        assert {account for account, _ in answer(REVIEWED, team.pk)} == {who.pk, boss.pk}
    for other in (an_account(role="supervisor"), who, an_account(role="information_governance")):
        with acting_as(other):
            assert answer(REVIEWED, team.pk) == []


def _counted(who: Account, known: Known) -> None:
    """One family counts, though it was given twice; what is over and what others were given does not."""
    for span in (NOW, ENDING):
        acting.grant(known, who, span=span)
    for span in (OVER, LATER):
        acting.grant(a_family(known.author), who, span=span)
    acting.grant(a_family(known.author), an_account())


@pytest.mark.parametrize(
    ("kept", "ended", "expected"),
    [("ab", "", DONE), ("a", "b", DONE), ("a", "", WRONG), ("ab", "b", WRONG), ("abx", "", WRONG), ("ab", "x", WRONG),
     ("", "ab", DONE)],
)  # fmt: skip
def test_everybody_in_a_team_is_decided_about_once(team: Team, kept: str, ended: str, expected: str) -> None:
    boss = an_account(role="supervisor", team=team)
    places = {"a": placed(team)[1], "b": placed(team)[1], "x": placed(a_team())[1]}
    for who, found in (
        (boss, expected),
        (an_account(role="supervisor"), REFUSED),
        (an_account(role="administrator"), None),
    ):
        with acting_as(who):
            done = refusal(
                "SELECT wall.review_team(%s, %s::uuid[], %s::uuid[])", team.pk, [places[one] for one in kept],
                [places[one] for one in ended],
            )  # fmt: skip
        # An administrator decides about the team's supervisor too.
        assert done == (found or WRONG)


@pytest.mark.hazard("HZ-35")
@pytest.mark.parametrize(
    ("what", "closed"),
    [("said", 1), ("in other letters", 1), ("taken back", 0), ("another day", 0), ("another name", 0), ("another surname", 0),
     ("no name", 0), ("left", 0), ("leaves today", 1), ("a family's account", 0), ("already", 0)],
)  # fmt: skip
def test_what_somebody_said_of_whom_they_know_closes_the_families_it_fits(what: str, closed: int) -> None:
    known = a_family(an_account())
    who = an_account(role="", kind="family") if what == "a family's account" else an_account()
    said = {"given": "ada", "family": "okafor", "born": "1991-05-04", "ended_at": None}
    said |= {
        "in other letters": {"given": "A-da", "family": "OKAFOR "}, "taken back": {"ended_at": "2026-01-01"},
        "another day": {"born": "1991-05-05"}, "another name": {"given": "adaeze"}, "another surname": {"family": "reed"},
        "no name": {"given": "", "family": ""},
    }.get(what, {})  # fmt: skip
    _interest(who, **said)
    day = {"left": "current_date - 1", "leaves today": "current_date"}.get(what, "NULL")
    as_superuser(f"UPDATE people_membership SET ends_on = {day} WHERE person_id = {{}}", known.mother.pk)
    if what == "already":
        acting.deny(known, who, span=OVER)
    before = len(unbound("SELECT 1 FROM access_denial"))
    with acting_as(who), connection.cursor() as cursor:
        cursor.execute("SELECT wall.close_by_interests()")
    assert len(unbound("SELECT 1 FROM access_denial")) - before == closed


def _interest(who: Account, **said: object) -> None:
    as_superuser(
        "INSERT INTO access_interest (id, created_at, account_id, kind, postcode, given, family, born, ended_at)"
        " VALUES ({}, now(), {}, 'relative', '', {}, {}, {}, {})", uuid7(), who.pk, *said.values(),
    )  # fmt: skip
