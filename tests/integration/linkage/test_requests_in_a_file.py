"""A partner's file whose rows ask for help: each is one request at the front door, whatever is sent again."""

from __future__ import annotations

import pytest
from tests.asking import front_door
from tests.factories import a_team, an_account
from tests.integration.linkage.delivering import Load, agree

from onestory.access.models import Account, Alert
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid
from onestory.linkage import declaration
from onestory.linkage.actions import asking, settling
from onestory.linkage.models import SourceRecord
from onestory.people.models import Person
from onestory.support.actions import requests
from onestory.support.models import Request, Telling
from onestory.support.models.requests import Door
from onestory.support.request_inputs import NewRequest

HEADER = "RequestRef,UPN,Surname,Forename,DOB,WhatWouldHelp,AskedBy,Role,School,Email,FamilyKnows,HowSoon,Status"
BEN = "R7,H801200001001,Lee,Ben,14/03/2019,Late since the move,Mo Lane,Teacher,Hill School,mo@hill.example,Y,This week,Open"
FEED = "school_requests"


def sent(load: Load, *lines: str, name: str = "asked.csv") -> None:
    load(*lines, feed=FEED, header=HEADER, name=name)


def seen(duty: Account) -> list[Request]:
    with acting_as(duty):
        return list(Request.objects.select_related("asker").order_by("created_at"))


@pytest.mark.hazard("HZ-55")
def test_a_row_is_a_request_at_the_front_door(load: Load) -> None:
    duty, team = front_door()
    sent(load, BEN)
    [made] = seen(duty)
    assert (made.door, made.state, made.owner_team_id, made.urgency) == ("feed", "received", team.pk, "soon")
    assert (made.about_given, made.about_born, made.words) == ("Ben", "2019-03-14", "Late since the move")
    assert (made.asker.name, made.asker.at, made.asker.family_knows) == ("Mo Lane", "mo@hill.example", True)


@pytest.mark.hazard("HZ-80")
def test_sent_again_and_changed_it_is_one_request(load: Load) -> None:
    duty, _ = front_door()
    sent(load, BEN)
    sent(load, BEN.replace("Late", "Still late"), name="again.csv")
    assert len(seen(duty)) == 1


def test_what_was_taken_back_is_not_asked_until_it_is_open(load: Load) -> None:
    duty, _ = front_door()
    sent(load, BEN.replace("Open", "Taken back"))
    assert seen(duty) == []
    sent(load, BEN, name="after_all.csv")
    assert len(seen(duty)) == 1


def test_nobody_is_reached_by_what_stands_in_a_file(load: Load) -> None:
    duty, _ = front_door()
    sent(load, BEN)
    [made] = seen(duty)
    assert (made.reach_how, made.reach_at, made.about_postcode) == ("through", "Mo Lane, Hill School", "")


def test_a_request_starts_no_record(load: Load, linkage: Account) -> None:
    front_door()
    sent(load, BEN)
    with acting_as(linkage):
        assert not Person.objects.exists()


def test_whoever_asked_is_to_be_told(load: Load) -> None:
    duty, _ = front_door()
    sent(load, BEN)
    with acting_as(duty):
        assert Telling.objects.filter(told_at__isnull=True).count() == 1


def test_before_the_columns_are_agreed_nothing_is_asked(load: Load, linkage: Account, keeper: Account) -> None:
    duty, _ = front_door()
    load(BEN, feed=FEED, header=HEADER, agreed=False)
    assert seen(duty) == []
    agree(FEED, keeper)
    settling.link_what_may_be(name=FEED, by=linkage)
    assert len(seen(duty)) == 1


@pytest.mark.hazard("HZ-55")
def test_where_nobody_is_on_duty_all_wait_until_somebody_is(load: Load, linkage: Account) -> None:
    sent(load, BEN)
    with pytest.raises(Invalid, match="Nobody is on duty"):
        asking.ask(name=FEED, by=linkage)
    duty = an_account("Tess Hall", role="triage", team=a_team("Front door"))
    assert asking.ask(name=FEED, by=linkage) == 1
    assert len(seen(duty)) == 1
    assert asking.ask(name=FEED, by=linkage) == 0


@pytest.mark.hazard("HZ-55")
def test_a_row_that_cannot_be_taken_in_holds_up_no_other_and_is_told_of(
    load: Load, linkage: Account, keeper: Account
) -> None:
    """Whoever works out the number of its form could have sent that first; nobody but the server can."""
    duty, _ = front_door()
    load(BEN, feed=FEED, header=HEADER, agreed=False)
    with acting_as(linkage):
        key = asking.form_key(declaration.feed(FEED), SourceRecord.objects.get())
    with acting_as(duty) as viewer:
        requests.receive(by=viewer, new=NewRequest(door=Door.PHONE, words="Mine"), form_key=key, finished=False)
    agree(FEED, keeper)
    sent(load, BEN.replace("R7", "R8").replace("Ben", "Ann"), name="second.csv")
    assert [one.about_given for one in seen(duty) if one.door == "feed"] == ["Ann"]
    with acting_as(keeper):
        told = [one.why for one in Alert.objects.filter(kind=Alert.Kind.FEED_UNUSUAL)]
    assert any("1 row asking for help could not be taken in: R7, first." in one for one in told)


def test_a_column_that_nobody_declared_cannot_be_asked_by() -> None:
    text = "feed: asked\ntitle: A\npartner: B\nabout: C\nreference: [Ref]\npeople: {pupil: {subject: true}}\n"
    text += "columns: {Ref: record.number, Who: record.who}\nasks: {words: what, asker: who}"
    with pytest.raises(Invalid, match="asks names what, which no column says of the record"):
        declaration.read(text)
