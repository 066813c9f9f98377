"""Support does not end over what nobody answered and is not open to whoever ends it; nobody learns what (HZ-56)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from tests.factories import Known, a_family, a_team, an_account
from tests.integration.support.walked import BYE
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid
from onestory.faces.workspace.bound import seal
from onestory.people import queries as people
from onestory.support import walking
from onestory.support.actions import appointments, circle, episodes
from onestory.support.models import Appointment, Episode, ReachOut

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-56")]


@pytest.fixture
def known() -> Known:
    return a_family(an_account())


@pytest.fixture
def begun(known: Known) -> Episode:
    with acting_as(known.author) as viewer:
        family = people.family(viewer, known.family.pk)
        circle.lead_from_the_start(by=viewer, family=family, account=known.author)
        return episodes.begin(by=viewer, family=family, level="targeted", why="Mornings are hard")


@pytest.fixture
def jo(known: Known, begun: Episode) -> Account:
    """Sees the shared story and no more."""
    made = an_account("Jo Stone", role="volunteer", team=a_team("Volunteers"))
    with acting_as(known.author) as viewer:
        family = people.family(viewer, known.family.pk)
        circle.bring_in(by=viewer, family=family, account=made, role="Helper", sections=("shared",))
    return made


def an_appointment(known: Known, section: str = "health") -> Appointment:
    now = timezone.now()
    new = appointments.NewAppointment("visit", "The clinic", now - timedelta(hours=2), [known.child.pk], section)
    with acting_as(known.author) as viewer:
        return appointments.offer(by=viewer, family=people.family(viewer, known.family.pk), new=new, now=now)


def a_reach_out(known: Known, section: str = "health") -> ReachOut:
    missed = an_appointment(known, section)
    with acting_as(known.author) as viewer:
        return appointments.was_missed(by=viewer, appointment=missed, how="not_seen", now=timezone.now())


def ends(account: Account, known: Known) -> Episode:
    with acting_as(account) as viewer:
        family = people.family(viewer, known.family.pk)
        open_now = walking.open_episode(viewer, family)
        assert open_now
        return episodes.end(by=viewer, family=family, episode=open_now, farewell=BYE)


def told(account: Account, family: UUID) -> bool:
    with acting_as(account), connection.cursor() as cursor:
        cursor.execute("SELECT wall.waits_unseen(%s)", [family])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("left", [an_appointment, a_reach_out])
def test_nobody_ends_support_over_what_is_not_open_to_them(known: Known, jo: Account, left: object) -> None:
    left(known)  # type: ignore[operator]
    with pytest.raises(Invalid, match="not open to you still waits") as refused:
        ends(jo, known)
    assert "clinic" not in str(refused.value)


def test_the_page_says_so_and_nothing_of_what_it_is(known: Known, jo: Account, begun: Episode) -> None:
    an_appointment(known)
    browser = browsers.of(jo)
    typed = {"opened_for": seal(begun.pk), **vars(BYE)}
    page = browser.post(about_family("end_walking", known, begun.pk), typed).content.decode()
    assert "not open to you still waits" in page
    assert "clinic" not in page
    with acting_as(known.author) as viewer:
        assert walking.open_episode(viewer, people.family(viewer, known.family.pk)) == begun


def test_it_ends_once_whoever_sees_it_has_answered(known: Known, jo: Account) -> None:
    made = a_reach_out(known)
    with acting_as(known.author) as viewer:
        appointments.finish(by=viewer, reach_out=made, way="asked", words="The bus did not come", now=timezone.now())
    assert ends(jo, known).state == "ended"


def test_what_they_see_themselves_is_told_by_name_and_not_as_unseen(known: Known, jo: Account) -> None:
    an_appointment(known, "shared")
    assert not told(jo, known.family.pk)
    with pytest.raises(Invalid, match="The clinic"):
        ends(jo, known)


def test_of_another_family_nothing_is_learnt(known: Known, jo: Account) -> None:
    an_appointment(known)
    assert told(jo, known.family.pk)
    assert not told(an_account("Sam Reed", role="volunteer", team=a_team("Elsewhere")), known.family.pk)


@pytest.mark.parametrize("role", ["administrator", "information_governance"])
def test_who_may_not_write_learns_nothing(known: Known, jo: Account, role: str) -> None:
    an_appointment(known)
    assert not told(an_account("Al Rowe", role=role, team=a_team("Office")), known.family.pk)


def test_let_go_they_learn_nothing_any_more(known: Known, jo: Account) -> None:
    an_appointment(known)
    with acting_as(known.author) as viewer:
        family = people.family(viewer, known.family.pk)
        one = family.circle.get(account_id=jo.pk)
        circle.leave(by=viewer, member=one)
    assert not told(jo, known.family.pk)
