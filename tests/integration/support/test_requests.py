"""From looked at to an end with a reason, and back: one owner, one state and one next day at every step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from tests.asking import HER_TEACHER, asked, colleague_in, front_door, said
from tests.factories import a_family, a_team, an_account, person

from onestory.access.actions import accounts
from onestory.access.models import Account, Grant, Team
from onestory.access.viewer import Viewer, acting_as
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries as people
from onestory.people.actions import residences
from onestory.people.inputs import NewAddress
from onestory.support import request_queries, told_homes
from onestory.support.actions import passing, request_families, requests, tellings
from onestory.support.actions import told_homes as home_acts
from onestory.support.models import Passing, Request, RequestEvent, ToldHome

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(db: None) -> Account:
    account, _ = front_door()
    return account


@contextmanager
def looking(account: Account, made: UUID) -> Iterator[tuple[Viewer, Request]]:
    with acting_as(account) as viewer:
        yield viewer, request_queries.request(viewer, made)


def explained() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def again(viewer: Viewer, made: UUID) -> Request:
    return request_queries.request(viewer, made)


def test_a_request_goes_its_whole_way_and_each_step_is_written(duty: Account) -> None:
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        requests.look_at(by=viewer, request=found)
        requests.offer_help(by=viewer, request=again(viewer, made), what="A visit on Monday")
        requests.take_up(by=viewer, request=again(viewer, made), reason="Pat goes on with her")
        acts = [one.act for one in request_queries.happened(viewer, found)]
        assert acts == [
            "requests.take_up",
            "requests.offer_help",
            "requests.look_at",
            "requests.take",
            "requests.receive",
        ]
        assert again(viewer, made).state == "taken_up"
    explained()


@pytest.mark.parametrize("act", [requests.take_up, requests.find_other_help, requests.not_wanted])
def test_nothing_ends_without_a_reason(duty: Account, act) -> None:  # type: ignore[no-untyped-def]
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        requests.look_at(by=viewer, request=found)
        requests.offer_help(by=viewer, request=again(viewer, made), what="A visit")
        with pytest.raises(Invalid, match="Say why"):
            act(by=viewer, request=again(viewer, made), reason=" ")
        act(by=viewer, request=again(viewer, made), reason="Ada said so")
        requests.open_again(by=viewer, request=again(viewer, made))
        assert again(viewer, made).state == "looking"
    explained()


@pytest.mark.hazard("HZ-55")
@pytest.mark.parametrize(
    "change",
    ["state = 'not_wanted'", "next_on = next_on + 100", "changes = changes + 1", "state = 'looking', changes = 9"],
)
def test_the_database_keeps_no_change_that_nobody_explained(duty: Account, change: str) -> None:
    made = asked(duty)
    with looking(duty, made), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE support_request SET {change} WHERE id = %s", [made])
        assert cursor.rowcount == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            explained()
        transaction.set_rollback(True)


@pytest.mark.hazard("HZ-55")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE support_request SET owner_id = wall.viewer(), owner_team_id = NULL",
        "UPDATE support_request SET team_id = (SELECT id FROM access_team LIMIT 1)",
        "DELETE FROM support_request",
        "DELETE FROM support_requestevent",
        "UPDATE support_requestevent SET why = ''",
        "UPDATE support_passing SET state = 'accepted'",
        "INSERT INTO support_asker (id, created_at, request_id, name)"
        " SELECT gen_random_uuid(), now(), id, 'x' FROM support_request",
        "SELECT wall.requests_left_by(wall.viewer(), '{}')",
    ],
)
def test_no_statement_takes_or_loses_a_request(duty: Account, statement: str) -> None:
    made = asked(duty)
    refused = pytest.raises((DatabaseError, psycopg.Error))
    with looking(duty, made), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_two_who_act_on_one_page_act_one_after_the_other(duty: Account) -> None:
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        requests.look_at(by=viewer, request=found)
        with pytest.raises(Invalid, match="being looked at"):
            requests.look_at(by=viewer, request=found)


def test_a_colleague_of_the_team_takes_it_in_anothers_place_saying_why(duty: Account) -> None:
    made = asked(duty, own=True)
    with acting_as(duty) as viewer:
        team = Team.objects.get(pk=viewer.teams[0])
    with looking(colleague_in(team), made) as (viewer, found):
        with pytest.raises(Invalid):
            requests.take(by=viewer, request=found)
        requests.take(by=viewer, request=found, why="Tess is ill")
        assert again(viewer, made).owner_id == viewer.account_id
        requests.give_back(by=viewer, request=again(viewer, made), why="She is back")
        assert again(viewer, made).owner_team_id == team.pk
    explained()


@pytest.mark.hazard("HZ-58")
def test_what_somebody_who_leaves_had_goes_back_to_the_team_on_duty(duty: Account) -> None:
    with acting_as(duty) as viewer:
        team = Team.objects.get(pk=viewer.teams[0])
    leaver, kept = colleague_in(team, "Lee Vane"), asked(duty, own=True)
    made = asked(leaver, own=True)
    offered(duty, kept, to=leaver)
    with acting_as(an_account("Al Min", role="administrator")) as viewer:
        accounts.close_account(by=viewer, account=leaver)
    with looking(duty, made) as (viewer, found):
        assert (found.owner_team_id, request_queries.happened(viewer, found)[0].act) == (team.pk, "requests.left")
        assert request_queries.passing_of(viewer, again(viewer, kept)) is None
    explained()


@pytest.mark.hazard("HZ-58")
def test_what_a_team_had_in_which_nobody_is_left_goes_to_somebody_with_a_name(duty: Account) -> None:
    alone, boss = an_account("Lee Vane"), an_account("Bo Hall", role="supervisor")
    made = asked(alone, own=True)
    with acting_as(an_account("Al Min", role="administrator")) as viewer:
        accounts.close_account(by=viewer, account=alone)
    with looking(boss, made) as (_, found):
        assert found.owner_id == boss.pk
    explained()


# --- passing on -------------------------------------------------------------------------------------------------------


def offered(duty: Account, made: UUID, to: Account | None = None, team: Team | None = None) -> Passing:
    with looking(duty, made) as (viewer, found):
        return passing.offer(by=viewer, request=found, to_account=to, to_team=team, why="Ada asked for Pat")


def test_what_is_passed_on_stays_where_it_was_until_it_is_accepted(duty: Account) -> None:
    made, pat = asked(duty, own=True), an_account("Pat Moor")
    offered(duty, made, to=pat)
    with acting_as(pat) as viewer:
        (one,) = request_queries.offered_to(viewer)
        assert not Request.objects.exists()
        assert not RequestEvent.objects.exists()
        passing.accept(by=viewer, passing=one)
        assert again(viewer, made).owner_id == pat.pk
    with acting_as(duty) as viewer, pytest.raises(NotThere):
        again(viewer, made)
    explained()


def test_what_is_sent_back_is_whose_it_was_with_the_reason(duty: Account) -> None:
    made, pat = asked(duty, own=True), an_account("Pat Moor")
    offered(duty, made, to=pat)
    with acting_as(pat) as viewer:
        (one,) = request_queries.offered_to(viewer)
        with pytest.raises(Invalid):
            passing.send_back(by=viewer, passing=one, reason="")
        passing.send_back(by=viewer, passing=one, reason="I am away in May")
    with looking(duty, made) as (viewer, found):
        assert found.owner_id == duty.pk
        assert request_queries.happened(viewer, found)[0].why == "I am away in May"
        assert request_queries.passing_of(viewer, found) is None
    explained()


def test_only_whom_it_is_offered_to_may_accept(duty: Account) -> None:
    made = asked(duty, own=True)
    one = offered(duty, made, to=an_account("Pat Moor"))
    for other in (an_account("Jo Stone"), duty):
        with acting_as(other) as viewer, pytest.raises(NotThere):
            passing.accept(by=viewer, passing=one)


def test_a_team_accepts_and_the_duty_goes_with_it(duty: Account) -> None:
    made, team = asked(duty, own=True), a_team("Whitleigh")
    with looking(duty, made) as (viewer, found):
        family = request_families.start(by=viewer, request=found, everybody=[person("Ada")])
    offered(duty, made, team=team)
    pat = colleague_in(team)
    with acting_as(pat) as viewer:
        (one,) = request_queries.offered_to(viewer)
        with pytest.raises(NotThere):
            people.family(viewer, family.pk)
        passing.accept(by=viewer, passing=one)
    with acting_as(pat) as viewer:
        assert people.family(viewer, family.pk).name == "The Okafor family"
        assert Grant.objects.get(family_id=family.pk).reason == "duty"
        assert again(viewer, made).owner_team_id == team.pk
    explained()


def test_an_end_takes_back_what_was_offered(duty: Account) -> None:
    made, pat = asked(duty), an_account("Pat Moor")
    offered(duty, made, to=pat)
    with looking(duty, made) as (viewer, found):
        requests.not_wanted(by=viewer, request=found, reason="Ada rang: all is well")
    with acting_as(pat) as viewer:
        assert request_queries.offered_to(viewer) == []


# --- whom it is about -------------------------------------------------------------------------------------------------


def test_the_family_is_found_with_the_eyes_of_its_owner(duty: Account) -> None:
    known, made = a_family(duty), asked(duty, own=True)
    with looking(duty, made) as (viewer, found):
        (first, *_) = request_families.might_be(by=viewer, request=found)
        assert first.person == known.mother.pk
        family = people.family(viewer, known.family.pk)
        assert request_families.link(by=viewer, request=found, family=family).about_postcode == ""
        duties = Grant.objects.filter(family_id=family.pk, reason="duty")
        assert [grant.team_id for grant in duties] == [found.team_id]
        requests.not_wanted(by=viewer, request=again(viewer, made), reason="Ada said so")
        assert not duties.live().exists()
    explained()


def test_somebody_known_to_others_alone_is_not_found(duty: Account) -> None:
    a_family(an_account("Somebody else"))
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        assert request_families.might_be(by=viewer, request=found) == []


def test_a_second_request_is_joined_and_hears_what_becomes_of_the_first(duty: Account) -> None:
    made, second = asked(duty), asked(duty, new=said(door="school", asker=HER_TEACHER))
    with looking(duty, made) as (viewer, found):
        request_families.join(by=viewer, request=again(viewer, second), other=found, reason="Both are about Ada")
        words = request_queries.tellings(viewer, again(viewer, second))[0].words
        assert "looking at what you asked for" in words
        assert "Ada" not in words
        requests.look_at(by=viewer, request=again(viewer, made))
        requests.find_other_help(by=viewer, request=again(viewer, made), reason="Her sister has come to stay")
        told = request_queries.tellings(viewer, again(viewer, second))[0].words
        assert told.startswith("Other help has been found")
        assert "sister" not in told
    explained()


# --- telling ----------------------------------------------------------------------------------------------------------


@pytest.mark.hazard("HZ-10")
def test_whoever_asked_is_told_through_a_safe_channel_alone(duty: Account) -> None:
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        (waiting,) = request_queries.still_to_tell(viewer)
        assert tellings.safe_ways(viewer, found) == ["text", "they_came"]
        with pytest.raises(Invalid, match="safe"):
            tellings.tell(by=viewer, telling=waiting.pk, how="call")
        tellings.tell(by=viewer, telling=waiting.pk, how="text")
        assert request_queries.still_to_tell(viewer) == []
        with pytest.raises(Invalid):
            tellings.do_not_tell(by=viewer, telling=waiting.pk, why_not="Nobody answers")


def test_whoever_was_not_told_is_on_the_list_of_what_is_overdue(duty: Account) -> None:
    asked(duty)
    with acting_as(duty) as viewer:
        later = today() + timedelta(days=10)
        assert request_queries.still_to_tell(viewer, on=today()) == []
        assert len(request_queries.still_to_tell(viewer, on=later)) == 1


def test_not_telling_has_a_reason(duty: Account) -> None:
    asked(duty)
    with acting_as(duty) as viewer:
        (waiting,) = request_queries.still_to_tell(viewer)
        with pytest.raises(Invalid):
            tellings.do_not_tell(by=viewer, telling=waiting.pk, why_not="")
        tellings.do_not_tell(by=viewer, telling=waiting.pk, why_not="The number is her husband’s")
        assert request_queries.still_to_tell(viewer) == []


def _told(duty: Account) -> tuple[UUID, UUID]:
    """A request whose asker told another postcode than the record of the family says, and that family."""
    known, made = a_family(duty), asked(duty)
    with looking(duty, made) as (viewer, found):
        family = people.family(viewer, known.family.pk)
        residences.move(
            by=viewer, family=family, people=[known.mother, known.child], to=NewAddress("1 Quay", "PL1 1AA")
        )
        request_families.link(by=viewer, request=found, family=family)
    return made, known.family.pk


def _waiting(viewer: Viewer, request: Request) -> ToldHome:
    found = told_homes.waiting(viewer, request)
    assert found
    return told_homes.told(viewer, found.pk)


def _lives_at(viewer: Viewer, family: UUID) -> set[str]:
    return {one.address.postcode for one in told_homes.standing(viewer, people.family(viewer, family))}


def test_a_postcode_told_at_the_door_is_not_dropped_where_the_record_says_another(duty: Account) -> None:
    made, family = _told(duty)
    with looking(duty, made) as (viewer, found):
        told = _waiting(viewer, found)
        assert (told.postcode, found.about_postcode, _lives_at(viewer, family)) == ("PL5 2TL", "", {"PL1 1AA"})
        who = [one.person_id for one in people.members(viewer, told.family)]
        home_acts.take(by=viewer, told=told, who=who)
        assert _lives_at(viewer, family) == {"PL5 2TL"}
        assert told_homes.waiting(viewer, found) is None


def test_leaving_the_record_as_it_is_loses_nothing_and_is_said_once(duty: Account) -> None:
    made, family = _told(duty)
    with looking(duty, made) as (viewer, found):
        told = _waiting(viewer, found)
        home_acts.leave(by=viewer, told=told)
        assert (_lives_at(viewer, family), ToldHome.objects.get(request=found).postcode) == ({"PL1 1AA"}, "PL5 2TL")
        with pytest.raises(NotThere):
            home_acts.take(by=viewer, told=told, who=[one.person_id for one in people.members(viewer, told.family)])


def test_what_the_record_says_already_is_not_asked(duty: Account) -> None:
    made = asked(duty)
    with looking(duty, made) as (viewer, found):
        request_families.start(by=viewer, request=found, everybody=[person("Ada")])
        assert told_homes.waiting(viewer, again(viewer, made)) is None


@pytest.mark.hazard("HZ-22")
def test_of_a_hidden_home_nobody_reads_either_who_may_not_see_it(duty: Account) -> None:
    made, family = _told(duty)
    colleague = colleague_in(Team.objects.get(pk=_team(duty)), role="triage")
    with looking(duty, made) as (viewer, _):
        for home in told_homes.standing(viewer, people.family(viewer, family)):
            residences.set_confidential(by=viewer, residence=home, confidential=True)
    with looking(colleague, made) as (viewer, found):
        assert told_homes.waiting(viewer, found) is None
        assert ToldHome.objects.count() == 0
        assert _lives_at(viewer, family) == set()


@pytest.mark.hazard("HZ-22")
def test_what_is_taken_of_a_hidden_home_stays_hidden(duty: Account) -> None:
    made, family = _told(duty)
    with looking(duty, made) as (viewer, found):
        for home in told_homes.standing(viewer, people.family(viewer, family)):
            residences.set_confidential(by=viewer, residence=home, confidential=True)
        told = _waiting(viewer, found)
        home_acts.take(by=viewer, told=told, who=[one.person_id for one in people.members(viewer, told.family)])
        assert {one.confidential for one in told_homes.standing(viewer, told.family)} == {True}


def _team(account: Account) -> UUID:
    with acting_as(account) as viewer:
        return viewer.teams[0]
