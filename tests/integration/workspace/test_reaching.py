"""How to reach somebody and how it is safe to, and where they live."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from tests.factories import Known, an_account
from tests.integration.workspace.editing import at, mother, said, typed

from onestory.access.actions import grants
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.people.models import Residence

PHONE = {"kind": "phone", "value": "07700 900123"}


@pytest.fixture
def with_phone(signed_in: Client, known: Known) -> Client:
    signed_in.post(at("add_contact", known), typed(known, **PHONE, uses=["text"], hours="school hours only"))
    return signed_in


def test_what_nobody_said_yes_to_is_not_safe(with_phone: Client, known: Known) -> None:
    (point,) = mother(known).person.ways_to_reach
    assert (point.may_text, point.may_call, point.may_voicemail) == (True, False, False)
    words = said(with_phone, at("person", known))
    assert "Safe to send a text. Do not ring or leave a message." in words
    assert "school hours only" in words


def test_a_wrong_number_is_said_and_kept_in_its_box(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(at("add_contact", known), typed(known, kind="phone", value="01752"))
    assert answer.status_code == 422
    assert 'value="01752"' in answer.content.decode()
    assert not mother(known).person.ways_to_reach


def test_a_phone_is_never_safe_to_email(signed_in: Client, known: Known) -> None:
    signed_in.post(at("add_contact", known), typed(known, **PHONE, uses=["email", "call"]))
    (point,) = mother(known).person.ways_to_reach
    assert (point.may_call, point.may_email) == (True, False)


@pytest.mark.hazard("HZ-10")
def test_what_is_safe_goes_stale_after_ninety_days(with_phone: Client, known: Known) -> None:
    assert "Ask before you use it" not in said(with_phone, at("person", known))
    with time_machine.travel(today() + timedelta(days=91), tick=False):
        with_phone.force_login(known.author)
        assert "Ask before you use it" in said(with_phone, at("person", known))


def test_asking_again_ticks_nothing_for_them(with_phone: Client, known: Known) -> None:
    (point,) = mother(known).person.ways_to_reach
    assert "checked>" not in said(with_phone, at("check_again", known, point.pk))
    with_phone.post(at("check_again", known, point.pk), typed(known, uses=["call"], hours=""))
    (point,) = mother(known).person.ways_to_reach
    assert (point.may_call, point.may_text, point.hours) == (True, False, "")


def test_a_number_no_longer_used_is_no_longer_shown(with_phone: Client, known: Known) -> None:
    (point,) = mother(known).person.ways_to_reach
    with_phone.post(at("stop_using", known, point.pk), typed(known))
    assert "07700 900123" not in said(with_phone, at("person", known))


def move(client: Client, known: Known, lines: str, **more: object) -> None:
    people = [str(known.mother.pk), str(known.child.pk)]
    client.post(at("move", known), typed(known, people=people, lines=lines, postcode="PL4 8PH", **more))


def test_people_move_together_and_the_address_before_is_kept(signed_in: Client, known: Known) -> None:
    move(signed_in, known, "12 Tothill Avenue", since="1 1 2020")
    move(signed_in, known, "7 Alma Road", since="1 6 2023")
    (home,) = mother(known).person.homes
    assert (home.address.lines, home.starts_on) == ("7 Alma Road", date(2023, 6, 1))
    words = said(signed_in, at("person", known))
    assert "Where they lived before" in words
    assert "12 Tothill Avenue" in words


def test_somebody_must_live_at_an_address(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(at("move", known), typed(known, lines="7 Alma Road"))
    assert answer.status_code == 422
    assert "Choose who lives there." in answer.content.decode()


def test_a_confidential_address_leaves_no_trace_for_those_it_is_not_open_to(signed_in: Client, known: Known) -> None:
    move(signed_in, known, "7 Alma Road")
    colleague = an_account("Lee Dunn")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=colleague.pk)
    (home,) = mother(known).person.homes
    signed_in.post(at("confidential", known, home.pk), typed(known))
    assert "Confidential address" in said(signed_in, at("person", known))
    signed_in.force_login(colleague)
    words = said(signed_in, at("person", known))
    assert "7 Alma Road" not in words
    assert "onfidential" not in words


def test_whoever_is_hidden_stays_hidden_when_they_move(signed_in: Client, known: Known) -> None:
    move(signed_in, known, "7 Alma Road", confidential="on")
    box = said(signed_in, at("move", known)).partition('name="confidential"')[2].partition(">")[0]
    assert "checked" in box


def test_nobody_else_moves_them(stranger: Client, known: Known) -> None:
    move(stranger, known, "7 Alma Road")
    with acting_as(known.author):
        assert not Residence.objects.exists()
