"""Two people act on one thing, each having read it before the other acted: the second is told how it stands now."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import Known, a_family, an_account
from tests.integration.support.test_contacts import an_appointment
from tests.integration.support.test_tasks import again, promised
from tests.integration.support.test_worries import raised

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid, NotThere
from onestory.support.actions import appointments, tasks, worries
from onestory.support.models import Appointment, ReachOut, Worry

pytestmark = pytest.mark.hazard("HZ-55")
TOLD = worries.NewReferral("The duty team", "What he said")


@pytest.fixture
def known(db: None) -> Known:
    return a_family(an_account())


def test_a_worry_that_social_care_was_told_of_is_not_ended_by_who_did_not_know_it(known: Known) -> None:
    with acting_as(known.author) as viewer:
        worry = raised(viewer, known)
        before, now = copy.copy(worry), timezone.now()
        worries.refer(by=viewer, worry=worry, new=TOLD, now=now)
        with pytest.raises(Invalid, match="with social care"):
            worries.end(by=viewer, worry=before, reason="It was ink", now=now)
        assert Worry.objects.get(pk=worry.pk).state == "referred"


def test_what_was_said_of_telling_the_family_is_not_taken_back_by_an_older_page(known: Known) -> None:
    with acting_as(known.author) as viewer:
        worry = raised(viewer, known)
        before, now = copy.copy(worry), timezone.now()
        worries.tell_family(by=viewer, worry=worry, told="not_yet", why="Tomorrow, with her mother", now=now)
        with pytest.raises(Invalid, match="whether the family knows"):
            worries.end(by=viewer, worry=before, reason="It was ink", now=now)


def test_a_promise_that_was_let_go_is_not_also_done(ruth: Account) -> None:
    with acting_as(ruth) as viewer:
        task = promised(viewer)
        before = again(viewer, task)
        tasks.let_go(by=viewer, task=task, why="The school rang us")
        with pytest.raises(Invalid, match="let go"):
            tasks.do(by=viewer, task=before)


def test_an_offer_that_was_taken_back_is_not_accepted(ruth: Account, kim: Account) -> None:
    with acting_as(ruth) as viewer:
        task = promised(viewer)
        tasks.offer(by=viewer, task=task, to=kim)
    with acting_as(kim) as viewer:
        read_before = again(viewer, task)
    with acting_as(ruth) as viewer:
        tasks.take_back(by=viewer, task=again(viewer, task))
    with acting_as(kim) as viewer, pytest.raises(NotThere):
        tasks.accept(by=viewer, task=read_before)


def test_a_visit_that_was_called_off_was_not_missed(known: Known) -> None:
    with acting_as(known.author) as viewer:
        visit = an_appointment(viewer, known)
        before, now = copy.copy(visit), timezone.now()
        appointments.call_off(by=viewer, appointment=visit, whose="family", reason="A cold", now=now)
        with pytest.raises(Invalid):
            appointments.was_missed(by=viewer, appointment=before, how="not_seen", now=now)
        assert not ReachOut.objects.filter(appointment=visit).exists()


def test_moving_what_was_called_off_leaves_its_time_as_it_was(known: Known) -> None:
    with acting_as(known.author) as viewer:
        visit = an_appointment(viewer, known, hours=30)
        before, now = copy.copy(visit), timezone.now()
        appointments.call_off(by=viewer, appointment=visit, whose="family", reason="A cold", now=now)
        with pytest.raises(Invalid):
            appointments.move(by=viewer, appointment=before, to=now + timedelta(days=9), whose="family", now=now)
        assert Appointment.objects.get(pk=visit.pk).at == visit.at
