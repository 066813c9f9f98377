"""Introductions: offered to both sides, made once both said yes, met, asked after; and consultations, which bring nobody new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.factories import an_account
from tests.integration.support.walked import Alongside, alongside

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries
from onestory.support import introducing, measures
from onestory.support.actions import consultations, introductions
from onestory.support.actions.introductions import Whom
from onestory.support.measures import Measure
from onestory.support.models import Introduction, IntroductionOffer

pytestmark = pytest.mark.django_db
SOON = today() + timedelta(days=3)


@pytest.fixture
def now() -> Iterator[Alongside]:
    with alongside() as made:
        yield made


@pytest.fixture
def jo(db: None) -> Account:
    return an_account("Jo Stone")


def offered(now: Alongside, jo: Account, words: str = "Yes please") -> Introduction:
    whom = Whom(account=jo, role="Health visitor", why="The baby does not sleep")
    return introductions.offer(by=now.viewer, family=now.family, whom=whom, family_words=words)


def test_whoever_is_introduced_sees_that_it_is_offered_and_no_story(jo: Account) -> None:
    with alongside() as now:
        offered(now, jo)
    with acting_as(jo) as viewer:
        mine = introducing.offered_to_me(viewer)
        assert [(one.from_account.name, one.as_what) for one in mine] == [("Sam Reed", "Health visitor")]
        assert Introduction.objects.count() == 0
        with pytest.raises(NotThere):
            queries.family(viewer, now.family.pk)


def test_it_is_not_made_before_both_said_yes(now: Alongside, jo: Account) -> None:
    one = offered(now, jo, words="")
    with pytest.raises(Invalid, match="Ask the family first"):
        introductions.make(by=now.viewer, introduction=one, accompanied=True, meet_on=SOON)
    introductions.family_agrees(by=now.viewer, introduction=one, words="If you come too")
    with pytest.raises(Invalid, match="not said yes yet"):
        introductions.make(by=now.viewer, introduction=one, accompanied=True, meet_on=SOON)
    assert "Jo Stone" not in now.names()


def test_nobody_says_yes_in_anothers_name(now: Alongside, jo: Account) -> None:
    one = offered(now, jo)
    with pytest.raises(Invalid, match="answer for themselves"):
        introductions.they_agree(by=now.viewer, introduction=one)
    with pytest.raises(DatabaseError), transaction.atomic():
        IntroductionOffer.objects.filter(introduction=one).update(state="accepted")


def test_once_both_said_yes_they_come_into_the_circle_and_may_see(jo: Account) -> None:
    with alongside() as now:
        offered(now, jo)
    with acting_as(jo) as viewer:
        introductions.accept(by=viewer, offer=introducing.offered_to_me(viewer)[0].pk)
    with acting_as(now.known.author) as viewer:
        family = queries.family(viewer, now.family.pk)
        one = introducing.introductions(viewer, family)[0]
        introductions.make(by=viewer, introduction=one, accompanied=True, meet_on=SOON, sections=["shared"])
    with acting_as(jo) as viewer:
        assert queries.family(viewer, now.family.pk).sections_open_to(viewer) == {"shared"}


def test_the_database_makes_none_before_the_family_agreed(now: Alongside, jo: Account) -> None:
    one = offered(now, jo, words="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.filter(pk=one.pk).update(state="made", made_on=today(), accompanied=True)


def outsider(now: Alongside) -> Introduction:
    """Somebody who does not sign in, with whom both agreed and who was introduced."""
    whom = Whom(name="Mrs Ali", role="Sleep clinic", why="The nights")
    one = introductions.offer(by=now.viewer, family=now.family, whom=whom, family_words="Yes")
    introductions.they_agree(by=now.viewer, introduction=one)
    return introductions.make(by=now.viewer, introduction=one, accompanied=False, meet_on=today())


def test_it_is_asked_after_at_two_weeks_and_at_six(now: Alongside) -> None:
    met = introductions.meet(by=now.viewer, introduction=outsider(now))
    assert met.check_on == today() + timedelta(weeks=2)
    asked = introductions.ask_after(by=now.viewer, introduction=met, words="She is kind")
    assert asked.check_on == today() + timedelta(weeks=6)
    settled = introductions.settle(by=now.viewer, introduction=asked)
    assert (settled.state, settled.check_on) == ("settled", None)


def test_not_met_stays_open_until_another_day_is_found(now: Alongside) -> None:
    missed = introductions.miss(by=now.viewer, introduction=outsider(now), reason="The bus did not come")
    assert missed.state == "not_met"
    again = introductions.try_again(by=now.viewer, introduction=missed, meet_on=SOON)
    assert introductions.meet(by=now.viewer, introduction=again).state == "met"


def test_what_is_not_right_for_them_ends_and_the_others_stay(now: Alongside) -> None:
    one = outsider(now)
    assert "Mrs Ali" in now.names()
    introductions.not_right(by=now.viewer, introduction=one, reason="They would rather wait")
    assert now.names() == ["Nan Rowe", "Sam Reed"]


def test_an_offer_that_is_declined_is_taken_back(jo: Account) -> None:
    with alongside() as now:
        one = offered(now, jo, words="")
        introductions.decline(by=now.viewer, introduction=one, reason="They would rather not")
    with acting_as(jo) as viewer:
        assert introducing.offered_to_me(viewer) == []


def test_somebody_else_answers_nothing(jo: Account) -> None:
    with alongside() as now:
        offer = offered(now, jo).offer.pk
    with acting_as(an_account("Kim Lee")) as viewer, pytest.raises(NotThere):
        introductions.accept(by=viewer, offer=offer)


def test_a_consultation_adds_no_new_face_and_opens_nothing(now: Alongside) -> None:
    before, grants = now.names(), _grants()
    asked = consultations.ask(by=now.viewer, family=now.family, whom="The sleep clinic", question="How long?")
    answered = consultations.answer(by=now.viewer, consultation=asked, words="A week more")
    assert (answered.state, now.names(), _grants()) == ("answered", before, grants)


def _grants() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_grant")
        return int(cursor.fetchone()[0])


def counted(one: Measure) -> tuple[int, int]:
    """Of the families the viewer sees: the pages count only ten and more."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(sum(r.of), 0)::int, count(*)::int FROM ({one.rows}) r")
        return cursor.fetchone()  # type: ignore[no-any-return]


def test_new_faces_and_meetings_are_counted_from_the_work(now: Alongside) -> None:
    introductions.meet(by=now.viewer, introduction=outsider(now))
    consultations.ask(by=now.viewer, family=now.family, whom="The sleep clinic", question="How long?")
    found = {one.key: counted(one) for one in measures.MEASURES}
    # Introduced on the day it began, and so from the start.
    assert found == {"new_faces": (0, 1), "began_again": (0, 1), "met": (1, 1)}


def test_somebody_new_whom_nobody_introduced_is_a_story_told_again() -> None:
    from tests.factories import a_family

    from onestory.support.actions import circle, episodes

    month_ago = today() - timedelta(days=30)
    known = a_family(an_account())
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        episodes.begin(by=viewer, family=family, level="targeted", why="Mornings", on=month_ago)
        circle.add_helper(by=viewer, family=family, name="Mrs Ali", role="Sleep clinic")
        assert {one.key: counted(one) for one in measures.MEASURES} == {
            "new_faces": (1, 1), "began_again": (1, 1), "met": (0, 0)
        }  # fmt: skip
