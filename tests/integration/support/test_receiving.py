"""A request comes in from any door: kept once, owned by somebody, and answered."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.asking import HER_TEACHER, asked, colleague_in, front_door, said
from tests.factories import an_account

from onestory.access.viewer import acting_as, name_nobody
from onestory.core.errors import Invalid, NotThere
from onestory.core.ids import uuid7
from onestory.support import request_queries
from onestory.support.actions import requests
from onestory.support.models import Request
from onestory.support.request_inputs import AskedBy, NewRequest

pytestmark = pytest.mark.django_db


def explained() -> None:
    """What the database asks at the end of each transaction, asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_somebody_who_does_not_sign_in_asks_and_the_front_door_has_it() -> None:
    duty, team = front_door()
    name_nobody()
    made = asked(None, new=said(door="self"))
    with acting_as(duty) as viewer:
        found = request_queries.request(viewer, made)
        assert (found.state, found.owner_team_id, found.owner_id, found.taken_by_id) == (
            "received",
            team.pk,
            None,
            None,
        )
        assert found.code_word == "bluebell"
        assert [one.act for one in request_queries.happened(viewer, found)] == ["requests.receive"]
        assert "Somebody will look at it" in request_queries.tellings(viewer, found)[0].words
    explained()


def test_whoever_takes_a_request_may_keep_it() -> None:
    front_door()
    mine = an_account()
    made = asked(mine, own=True)
    with acting_as(mine) as viewer:
        assert request_queries.request(viewer, made).owner_id == mine.pk


@pytest.mark.hazard("HZ-80")
def test_the_same_form_sent_twice_is_one_request() -> None:
    front_door()
    key = uuid7()
    with acting_as(an_account()) as viewer:
        first = requests.receive(by=viewer, new=said(), form_key=key)
        assert requests.receive(by=viewer, new=said(words="Again"), form_key=key) == first
    name_nobody()
    with pytest.raises(NotThere):
        requests.receive(by=None, new=said(words="Somebody else's"), form_key=key)


def test_what_was_begun_is_kept_and_gone_on_with() -> None:
    duty, _ = front_door()
    key = uuid7()
    name_nobody()
    made = requests.receive(by=None, new=NewRequest(door="self", words="I"), form_key=key, finished=False)
    assert requests.begun(form_key=key)["words"] == "I"
    assert requests.receive(by=None, new=said(door="self"), form_key=key) == made
    assert requests.begun(form_key=key) == {}
    with acting_as(duty) as viewer:
        found = request_queries.request(viewer, made)
        acts = [one.act for one in request_queries.happened(viewer, found)]
        assert (found.state, acts) == ("received", ["requests.receive", "requests.begin"])
    explained()


def test_a_form_with_nothing_on_it_is_no_request_yet() -> None:
    front_door()
    with acting_as(an_account()) as viewer, pytest.raises(Invalid):
        requests.receive(by=viewer, new=NewRequest(door="phone"), form_key=uuid7())


def test_nothing_is_taken_where_nobody_is_on_duty() -> None:
    with acting_as(an_account()) as viewer, pytest.raises(Invalid, match="Nobody is on duty"):
        requests.receive(by=viewer, new=said(), form_key=uuid7())


def test_nobody_puts_a_request_upon_a_team_that_is_not_on_duty() -> None:
    other = an_account()
    with acting_as(other) as viewer:
        team = viewer.teams[0]
    name_nobody()
    with pytest.raises(NotThere):
        requests.receive(by=None, new=said(door="self"), form_key=uuid7(), team=team)


@pytest.mark.hazard("HZ-39")
def test_before_there_is_a_family_only_its_owner_and_the_team_on_duty_see_it() -> None:
    _, team = front_door()
    asker = an_account("Mo Lane")
    asked(asker, new=said(asker=AskedBy(name="Mo Lane", signs_in=True)))
    for stranger in (asker, an_account("Jo Stone"), an_account("Bo", role="supervisor")):
        with acting_as(stranger):
            assert not Request.objects.exists()
    with acting_as(colleague_in(team)):
        assert Request.objects.count() == 1


@pytest.mark.hazard("HZ-16")
def test_whoever_asks_reads_what_they_asked_and_what_they_were_told_and_no_more() -> None:
    duty, _ = front_door()
    asker = an_account("Mo Lane")
    made = asked(asker, new=said(door="school", asker=AskedBy(name="Mo Lane", signs_in=True)))
    with acting_as(duty) as viewer:
        requests.look_at(by=viewer, request=request_queries.request(viewer, made))
        requests.offer_help(by=viewer, request=request_queries.request(viewer, made), what="Ada will see Pat on Monday")
    with acting_as(asker) as viewer:
        (mine,) = request_queries.my_asks(viewer)
        assert (mine.about, mine.words) == ("Ada Okafor", "I cannot cope with the nights")
        assert next(words for _, words in mine.told) == "Help has been offered."
        assert not any("Pat" in words for _, words in mine.told)
        with pytest.raises(NotThere):
            request_queries.request(viewer, made)


def test_a_professional_who_does_not_sign_in_is_somebody_to_tell() -> None:
    duty, _ = front_door()
    made = asked(duty, new=said(door="school", asker=HER_TEACHER), own=True)
    with acting_as(duty) as viewer:
        found = request_queries.request(viewer, made)
        asker = request_queries.asker(viewer, found)
        assert asker is not None
        assert asker.name == "Mo Lane"
        assert [one.request_id for one in request_queries.still_to_tell(viewer)] == [made]
