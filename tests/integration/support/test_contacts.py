"""A contact is written once, with its entry; appointments that were missed make somebody reach out, and close nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import Known, a_family, an_account

from onestory.access.viewer import Viewer, acting_as
from onestory.core.errors import Invalid
from onestory.core.ids import uuid7
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.story import queries as story
from onestory.support import contact_queries, ending
from onestory.support.actions import appointments, circle, contacts
from onestory.support.models import Appointment, Contact


@pytest.fixture
def known(db: None) -> Known:
    return a_family(an_account())


def its(viewer: Viewer, known: Known) -> Family:
    return people.family(viewer, known.family.pk)


def an_appointment(
    viewer: Viewer, known: Known, *, hours: int = -2, kind: str = "visit", section: str = "shared"
) -> Appointment:
    now = timezone.now()
    new = appointments.NewAppointment(kind, "A cup of tea", now + timedelta(hours=hours), [known.child.pk], section)
    return appointments.offer(by=viewer, family=its(viewer, known), new=new, now=now)


def written(viewer: Viewer, known: Known, **more: object) -> Contact:
    about = {"about": [known.mother.pk]}
    new = contacts.NewContact(**{"title": "Tea", "kind": "visit"} | about | more)  # type: ignore[arg-type]
    return contacts.write(by=viewer, family=its(viewer, known), new=new, now=timezone.now())


def test_what_was_said_and_agreed_stands_in_the_story_and_what_was_agreed_beside_the_next(known: Known) -> None:
    with acting_as(known.author) as viewer:
        written(viewer, known, said="She laughed.", agreed="To go on Tuesday")
        entry = story.timeline(viewer, its(viewer, known), kind="visit").entries[0]
        assert entry.text == "She laughed.\n\nWhat we agreed: To go on Tuesday"
        assert [one.agreed for one in contact_queries.agreed_lately(viewer, its(viewer, known))] == ["To go on Tuesday"]


def test_sent_twice_it_is_written_once_and_keeps_its_appointment_once(known: Known) -> None:
    key = uuid7()
    with acting_as(known.author) as viewer:
        kept, family = an_appointment(viewer, known), its(viewer, known)
        new = contacts.NewContact("Tea", "visit")
        both = [
            contacts.write(by=viewer, family=family, new=new, appointment=kept, now=timezone.now(), form_key=key)
            for _ in range(2)
        ]
        assert both[0] == both[1]
        assert contact_queries.appointment(viewer, family, kept.pk).state == "kept"


def test_who_else_is_named_is_marked_where_they_stand_and_nowhere_else(known: Known) -> None:
    with acting_as(known.author) as viewer:
        entry = written(viewer, known, said="Al came. Alex did not. Al left.", others_named=["Al", "Nobody"]).entry
        marked = contact_queries.mentions(viewer, its(viewer, known), entry)
        assert [entry.text[one.begins : one.ends] for one in marked] == ["Al", "Al"]
        assert [one.begins for one in marked] == [0, 23]


def test_marking_the_same_words_again_marks_nothing_twice_and_words_that_are_not_there_are_refused(
    known: Known,
) -> None:
    with acting_as(known.author) as viewer:
        entry = written(viewer, known, said="Bo came.").entry
        first = contacts.mention(by=viewer, entry=entry, words="Bo", who="A neighbour")
        again = contacts.mention(by=viewer, entry=entry, words="Bo", who="A neighbour")
        assert (len(first), len(again)) == (1, 0)
        with pytest.raises(Invalid, match="do not stand"):
            contacts.mention(by=viewer, entry=entry, words="Bob", who="A neighbour")


def test_what_is_about_health_is_seen_with_health(known: Known) -> None:
    helper = an_account("Jo Stone", role="volunteer")
    with acting_as(known.author) as viewer:
        circle.bring_in(by=viewer, family=its(viewer, known), account=helper, role="Helper", sections=("shared",))
        written(viewer, known, section="health", agreed="To ring the clinic")
        one = an_appointment(viewer, known, section="health")
        appointments.was_missed(by=viewer, appointment=one, how="not_seen", now=timezone.now())
    with acting_as(helper) as viewer:
        family = its(viewer, known)
        assert contact_queries.agreed_lately(viewer, family) == []
        assert contact_queries.appointments(viewer, family) == []
        assert contact_queries.reach_outs(viewer, family) == []
        assert not Contact.objects.exists()


@pytest.mark.hazard("HZ-56")
def test_somebody_who_was_not_seen_is_reached_out_to_and_nothing_closes(known: Known) -> None:
    with acting_as(known.author) as viewer:
        one = an_appointment(viewer, known)
        made = appointments.was_missed(
            by=viewer, appointment=one, how="not_brought", words="No answer", now=timezone.now()
        )
        assert (one.state, made.state, made.owner_id) == ("not_brought", "waits", viewer.account_id)
        told = story.timeline(viewer, its(viewer, known)).entries[0]
        assert told.title == "We missed each other: A cup of tea"


@pytest.mark.hazard("HZ-56")
def test_walking_alongside_does_not_end_while_somebody_is_to_be_reached_out_to(known: Known) -> None:
    with acting_as(known.author) as viewer:
        one = an_appointment(viewer, known)
        assert any("Say whether you met" in why for why in ending.reasons_not_to_end(viewer, its(viewer, known)))
        made = appointments.was_missed(by=viewer, appointment=one, how="not_seen", now=timezone.now())
        assert any("Reach out" in why for why in ending.reasons_not_to_end(viewer, its(viewer, known)))
        appointments.finish(by=viewer, reach_out=made, way="asked", words="The bus did not come", now=timezone.now())
        assert ending.reasons_not_to_end(viewer, its(viewer, known)) == []


def test_reaching_out_ends_only_with_how_it_went(known: Known) -> None:
    with acting_as(known.author) as viewer:
        now = timezone.now()
        made = appointments.was_missed(by=viewer, appointment=an_appointment(viewer, known), how="not_seen", now=now)
        with pytest.raises(Invalid):
            appointments.finish(by=viewer, reach_out=made, way="", words=" ", now=now)
        later = now.date() + timedelta(days=3)
        appointments.try_again(by=viewer, reach_out=made, way="note", words="Left a note", again_on=later, now=now)
        assert (made.state, made.due_on) == ("waits", later)


def test_times_that_are_changed_again_and_again_are_noticed_once(known: Known) -> None:
    with acting_as(known.author) as viewer:
        one, now = an_appointment(viewer, known, hours=2), timezone.now()
        for days in range(1, 5):
            appointments.move(by=viewer, appointment=one, to=now + timedelta(days=days), whose="family", now=now)
        assert [each.why for each in contact_queries.reach_outs(viewer, its(viewer, known))] == ["changes"]


def test_what_is_still_to_come_was_not_missed(known: Known) -> None:
    with acting_as(known.author) as viewer:
        one = an_appointment(viewer, known, hours=2)
        with pytest.raises(Invalid, match="has not come yet"):
            appointments.was_missed(by=viewer, appointment=one, how="not_seen", now=timezone.now())


def test_calling_off_needs_a_reason_and_whose_wish_it_was(known: Known) -> None:
    with acting_as(known.author) as viewer:
        one, now = an_appointment(viewer, known, hours=2), timezone.now()
        for whose, reason in (("", "Ill"), ("family", " ")):
            with pytest.raises(Invalid):
                appointments.call_off(by=viewer, appointment=one, whose=whose, reason=reason, now=now)
        appointments.call_off(by=viewer, appointment=one, whose="us", reason="I was ill", now=now)
        assert [each.whose for each in contact_queries.appointment_events(viewer, one)] == ["", "us"]
