"""Closing a family to somebody, or keeping it to a few: others hear of that power, and not whom it keeps out (HZ-25)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import Known, a_family, a_team, an_account

from onestory.access import overseeing
from onestory.access.actions import alerts, grants, guarding
from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as
from onestory.core.errors import NotThere

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-25", "HZ-41")]


@dataclass(frozen=True)
class Place:
    known: Known
    boss: Account
    governor: Account
    cousin: Account
    team: Team
    member: Account


@pytest.fixture
def place() -> Place:
    """A family with its worker and their supervisor, a team that sees it, and a cousin who governs elsewhere."""
    known, team = a_family(an_account("Wren Worker")), a_team()
    boss, member = an_account("Sue Pine", role="supervisor"), an_account("Mo Reed", team=team)
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=boss.pk)
        grants.give(by=viewer, family=known.family.pk, team=team.pk)
    roles = {"role": "information_governance"}
    return Place(known, boss, an_account("Ivy Gray", **roles), an_account("Cy Cousin", **roles), team, member)  # type: ignore[arg-type]


def heard(account: Account) -> list[str]:
    with acting_as(account) as viewer:
        return [one.kind for one in overseeing.alerts(viewer)[0]]


def deny(place: Place, *, by: Account) -> UUID:
    with acting_as(by) as viewer:
        return guarding.deny(
            by=viewer, family=place.known.family.pk, account=place.cousin.pk, kind="conflict", reason="Cousins"
        )


def restrict(place: Place, *, by: Account) -> UUID:
    with acting_as(by) as viewer:
        return guarding.restrict(
            by=viewer, family=place.known.family.pk, reason="A parent works here", accounts=[place.known.author.pk],
            teams=[place.team.pk],
        )  # fmt: skip


def test_information_governance_hears_of_a_denial_and_whom_it_keeps_out_does_not(place: Place) -> None:
    made = deny(place, by=place.boss)
    assert [heard(one) for one in (place.governor, place.cousin, place.boss)] == [["denied"], [], []]
    with acting_as(place.governor) as viewer:
        one = overseeing.alerts(viewer)[0][0]
        assert (one.about_id, one.caused_by_id, one.subject_id) == (place.cousin.pk, place.boss.pk, made)
        guarding.lift_denial(by=viewer, denial=made)
    assert heard(place.governor) == ["denied"]
    assert heard(place.cousin) == []
    assert heard(an_account("Al Gray", role="information_governance")) == ["denial_lifted", "denied"]


def test_those_named_and_information_governance_hear_of_a_restriction(place: Place) -> None:
    made = restrict(place, by=place.boss)
    named = (place.governor, place.known.author, place.member)
    assert [heard(one) for one in named] == [["restricted"]] * 3
    assert heard(place.boss) == []
    with acting_as(place.known.author) as viewer:
        assert overseeing.alerts(viewer)[0][0].family_id == place.known.family.pk
    with acting_as(place.governor) as viewer:
        guarding.lift_restriction(by=viewer, restriction=made)
    assert heard(place.member) == ["restriction_lifted", "restricted"]
    assert heard(place.governor) == ["restricted"]


def test_whoever_the_family_is_closed_to_is_told_of_no_restriction_though_their_team_is_named(place: Place) -> None:
    with acting_as(place.governor) as viewer:
        guarding.deny(
            by=viewer, family=place.known.family.pk, account=place.member.pk, kind="safety", reason="Was married to her"
        )
    restrict(place, by=place.boss)
    assert heard(place.member) == []


def test_whoever_did_it_does_not_say_that_it_was_looked_at(place: Place) -> None:
    deny(place, by=place.governor)
    with acting_as(an_account("Al Gray", role="information_governance")) as viewer:
        alert = overseeing.alerts(viewer)[0][0].pk
    for who in (place.governor, place.cousin):
        with acting_as(who) as viewer, pytest.raises(NotThere):
            alerts.look_at(by=viewer, alert=alert)
        with acting_as(who), connection.cursor() as cursor:
            cursor.execute("UPDATE access_alert SET seen_at = now(), seen_by_id = %s", [who.pk])
            assert cursor.rowcount == 0


def test_nobody_makes_up_that_something_was_closed(place: Place) -> None:
    given = ["denied", None, "information_governance", None, place.known.family.pk, None, ""]
    with acting_as(place.boss), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT wall.tell_of(%s, %s, %s, %s, %s, %s, %s)", given)
