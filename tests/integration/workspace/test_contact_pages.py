from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import Known
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.viewer import acting_as
from onestory.core.dates import show_date, today
from onestory.core.ids import uuid7
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.story import queries as story
from onestory.story.actions import drafts
from onestory.story.models import Entry
from onestory.support import contact_queries
from onestory.support.actions import appointments
from onestory.support.models import Appointment, Contact, ReachOut


def page(known: Known, client: Client, **more: str) -> str:
    return client.get(about_family("begin_contact", known), more).headers["Location"]


def boxes(known: Known, **more: Any) -> dict[str, Any]:
    typed = {"title": "Had tea", "kind": "visit", "section": "shared", "about": [str(known.mother.pk)]}
    return typed_of_family(known, **typed | more)


def newest(known: Known) -> Entry:
    with acting_as(known.author) as viewer:
        return story.timeline(viewer, queries.family(viewer, known.family.pk), kind="visit").entries[0]


def an_appointment(known: Known, *, hours: int = -2) -> Appointment:
    now = timezone.now()
    new = appointments.NewAppointment("visit", "A cup of tea", now + timedelta(hours=hours))
    with acting_as(known.author) as viewer:
        return appointments.offer(by=viewer, family=queries.family(viewer, known.family.pk), new=new, now=now)


def as_it_is(known: Known, one: Appointment) -> Appointment:
    with acting_as(known.author) as viewer:
        return contact_queries.appointment(viewer, queries.family(viewer, known.family.pk), one.pk)


def waiting(known: Known) -> list[ReachOut]:
    with acting_as(known.author) as viewer:
        return contact_queries.reach_outs(viewer, queries.family(viewer, known.family.pk))


def at(name: str, one: Appointment) -> str:
    return reverse(f"workspace:{name}", args=[one.family_id, one.pk])


def test_a_contact_reaches_the_story_with_what_was_agreed(known: Known, signed_in: Client) -> None:
    answer = signed_in.post(
        page(known, signed_in), boxes(known, text="Bo came too.", agreed="Tuesday", others_named="Bo")
    )
    assert answer.headers["Location"] == about_family("family", known)
    assert newest(known).text == "Bo came too.\n\nWhat we agreed: Tuesday"
    shown = said(signed_in, reverse("workspace:named", args=[known.family.pk, newest(known).pk]))
    assert "<mark>Bo<" in shown


def test_only_who_and_what_happened_are_asked_for(known: Known, signed_in: Client) -> None:
    answer = signed_in.post(
        page(known, signed_in), typed_of_family(known, kind="visit", section="shared", text="Kept.")
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Tell us who you saw. Everything else can wait." in shown
    assert "Kept.</textarea>" in shown


def test_what_was_agreed_stands_beside_the_next_contact(known: Known, signed_in: Client) -> None:
    signed_in.post(page(known, signed_in), boxes(known, agreed="To ring the school"))
    assert "To ring the school" in said(signed_in, page(known, signed_in))


def test_sent_twice_it_is_written_once(known: Known, signed_in: Client) -> None:
    address = page(known, signed_in)
    assert [signed_in.post(address, boxes(known)).status_code for _ in range(2)] == [302, 302]
    with acting_as(known.author) as viewer:
        assert len(story.timeline(viewer, queries.family(viewer, known.family.pk), kind="visit").entries) == 1


def test_an_appointment_led_to_is_chosen_already_and_kept_by_it(known: Known, signed_in: Client) -> None:
    one = an_appointment(known)
    address = page(known, signed_in, appointment=str(one.pk))
    assert f'value="{one.pk}" selected' in said(signed_in, address)
    signed_in.post(address, boxes(known, appointment=str(one.pk)))
    assert as_it_is(known, one).state == "kept"


def test_a_draft_of_a_contact_is_kept_and_gone_once_it_is_written(known: Known, signed_in: Client) -> None:
    address = page(known, signed_in)
    ticket = said(signed_in, address).partition('name="ticket" value="')[2].partition('"')[0]
    number = address.rsplit("/", 1)[1].partition("?")[0]
    left = {"ticket": ticket, "title": "We had", "agreed": "To ring", "there": [str(known.child.pk)]}
    assert signed_in.post(f"/drafts/{number}", left).status_code == 204
    assert signed_in.get(f"/drafts/{number}").headers["Location"] == address.partition("?")[0]
    assert "To ring</textarea>" in said(signed_in, address)
    signed_in.post(address, boxes(known))
    with acting_as(known.author) as viewer:
        assert story.drafts(viewer) == []


def test_one_page_writes_a_note_and_a_visit(known: Known, signed_in: Client) -> None:
    """What it was comes first, and says where it goes."""
    address = signed_in.get(about_family("begin_writing", known)).headers["Location"]
    shown = said(signed_in, address)
    assert shown.index("What was it?") < shown.index("Who is this about?")
    signed_in.post(address, boxes(known, kind="note", agreed="To ring the school", text="Bo came.", others_named="Bo"))
    with acting_as(known.author) as viewer:
        (note,) = story.timeline(viewer, queries.family(viewer, known.family.pk), kind="note").entries
    assert note.text == "Bo came.\n\nWhat we agreed: To ring the school"
    assert "<mark>Bo<" in said(signed_in, reverse("workspace:named", args=[known.family.pk, note.pk]))
    with acting_as(known.author):
        assert not Contact.objects.filter(entry=note).exists()


def test_who_was_there_is_never_lost_with_a_note(known: Known, signed_in: Client) -> None:
    answer = signed_in.post(page(known, signed_in), boxes(known, kind="note", others_there="Nana Bea"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose which it was." in shown
    assert 'value="Nana Bea"' in shown


def test_a_draft_of_a_visit_is_gone_on_with(known: Known, signed_in: Client) -> None:
    number = uuid7()
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        drafts.keep(
            by=viewer, draft_id=number, form="entry", family=family, content={"title": "We had", "kind": "call"}
        )
    address = signed_in.get(f"/drafts/{number}").headers["Location"]
    assert address == reverse("workspace:write", args=[known.family.pk, number])
    shown = said(signed_in, address)
    assert 'value="We had"' in shown
    assert 'value="call" selected' in shown
    assert signed_in.post(address, boxes(known)).status_code == 302
    with acting_as(known.author) as viewer:
        assert story.drafts(viewer) == []


def test_offering_a_time_and_agreeing_to_it(known: Known, signed_in: Client) -> None:
    typed = {"kind": "hub", "purpose": "A cup of tea", "day": show_date(today() + timedelta(days=3)), "time": "2pm"}
    signed_in.post(about_family("offer_appointment", known), typed_of_family(known, section="shared", **typed))
    shown = said(signed_in, about_family("appointments", known))
    assert "A cup of tea" in shown
    assert "Offered, no answer yet" in shown


def test_a_time_that_has_passed_is_not_offered(known: Known, signed_in: Client) -> None:
    typed = {"kind": "hub", "purpose": "A cup of tea", "day": "1 1 2024", "time": "2pm"}
    answer = signed_in.post(about_family("offer_appointment", known), typed_of_family(known, section="shared", **typed))
    assert answer.status_code == 422
    assert 'href="#id_day"' in answer.content.decode()


@pytest.mark.hazard("HZ-56")
def test_a_missed_visit_is_reached_out_to_and_says_nothing_of_blame(known: Known, signed_in: Client) -> None:
    one = an_appointment(known)
    typed = {"opened_for": seal(one.pk), "how": "not_seen", "words": "No answer at the door"}
    answer = signed_in.post(at("missed_appointment", one), typed, follow=True)
    assert "They were not seen" in answer.content.decode()
    out = waiting(known)[0]
    address = reverse("workspace:reach_out", args=[out.family_id, out.pk])
    signed_in.post(address, {"opened_for": seal(out.pk), "way": "in_the_way", "words": "The bus did not come"})
    assert waiting(known) == []
    assert "We missed each other" in said(signed_in, about_family("family", known))


def test_trying_again_keeps_it_waiting(known: Known, signed_in: Client) -> None:
    one = an_appointment(known)
    signed_in.post(at("missed_appointment", one), {"opened_for": seal(one.pk), "how": "not_brought"})
    out = waiting(known)[0]
    again = show_date(today() + timedelta(days=3))
    typed = {"opened_for": seal(out.pk), "way": "note", "words": "Left a note", "again": again}
    address = reverse("workspace:reach_out", args=[out.family_id, out.pk])
    signed_in.post(address, typed)
    assert [each.due_on for each in waiting(known)] == [today() + timedelta(days=3)]
    assert "Left a note" in said(signed_in, address)


def test_an_appointment_that_is_over_cannot_be_agreed(known: Known, signed_in: Client) -> None:
    one = an_appointment(known)
    signed_in.post(at("call_off_appointment", one), {"opened_for": seal(one.pk), "whose": "us", "reason": "Ill"})
    shown = signed_in.post(at("agree_appointment", one), follow=True).content.decode()
    assert "This appointment is now: called off." in shown


def test_a_stranger_finds_nothing(known: Known, stranger: Client) -> None:
    one = an_appointment(known)
    for address in (about_family("appointments", known), at("appointment", one), about_family("begin_contact", known)):
        assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("many", [1, 9])
def test_appointments_ask_as_much_of_the_database_however_many_there_are(
    many: int, known: Known, signed_in: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(many):
        an_appointment(known)
    said(signed_in, about_family("appointments", known))
    with django_assert_max_num_queries(24):
        said(signed_in, about_family("appointments", known))
