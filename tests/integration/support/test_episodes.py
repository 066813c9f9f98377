"""Walking alongside a family: it begins, steps and ends by what a person does, and the people stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.factories import an_account
from tests.integration.support.walked import BYE, Alongside, alongside

from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.core.working_days import from_day
from onestory.story.models import Entry
from onestory.support import ending, walking
from onestory.support.actions import circle, episodes, leads, reviews
from onestory.support.actions.episodes import Farewell
from onestory.support.actions.leads import Asked
from onestory.support.actions.reviews import Heard
from onestory.support.models import Episode

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> Iterator[Alongside]:
    with alongside() as made:
        yield made


def test_beginning_says_for_what_by_whom_and_when_it_is_looked_at(now: Alongside) -> None:
    due = walking.reviews(now.viewer, now.family)
    weeks = {"start": 2, "mid": 12, "end": 24}
    assert {one.kind: one.due_on for one in due} == {
        kind: from_day(today() + timedelta(weeks=after)) for kind, after in weeks.items()
    }
    assert {one.owner_id for one in due} == {now.known.author.pk}


def test_a_family_is_walked_alongside_once_at_a_time(now: Alongside) -> None:
    with pytest.raises(Invalid, match="already"):
        episodes.begin(by=now.viewer, family=now.family, level="universal", why="Something else")


def test_the_database_keeps_one_open_whoever_writes(now: Alongside) -> None:
    second = Episode(family=now.family, level="universal", why="x", owner=now.known.author, started_on=today())
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(force_insert=True)


def test_stepping_up_and_down_keeps_the_circle_as_it_is(now: Alongside) -> None:
    before = now.names()
    up = episodes.step(by=now.viewer, episode=now.episode, to="specialist", reason="The baby is ill")
    down = episodes.step(by=now.viewer, episode=up, to="universal", reason="All is calm")
    assert (down.level, now.names()) == ("universal", before)
    said = [(one.act, one.before, one.after) for one in walking.changes(now.viewer, now.family, noun="episode")]
    assert said[:2] == [
        ("episodes.step_down", "specialist", "universal"), ("episodes.step_up", "targeted", "specialist"),
    ]  # fmt: skip


def test_nobody_steps_without_saying_why(now: Alongside) -> None:
    with pytest.raises(Invalid, match="Say why"):
        episodes.step(by=now.viewer, episode=now.episode, to="specialist", reason=" ")


def test_after_a_step_it_is_looked_at_sooner(now: Alongside) -> None:
    walking.reviews(now.viewer, now.family)
    first = walking.reviews(now.viewer, now.family)[0]
    reviews.hold(by=now.viewer, review=first, heard=Heard(family_view="Good"))
    episodes.step(by=now.viewer, episode=now.episode, to="specialist", reason="Harder")
    assert walking.reviews(now.viewer, now.family)[0].due_on == from_day(today() + timedelta(weeks=6))


@pytest.mark.parametrize("missing", ["why", "family_view", "stays_in_place"])
def test_ending_needs_a_reason_the_familys_view_and_what_stays(now: Alongside, missing: str) -> None:
    said = {**vars(BYE), missing: " "}
    with pytest.raises(Invalid):
        episodes.end(by=now.viewer, family=now.family, episode=now.episode, farewell=Farewell(**said))
    assert walking.open_episode(now.viewer, now.family)


def test_an_end_takes_nobody_out_of_the_circle_and_is_told_in_the_story(now: Alongside) -> None:
    before = now.names()
    episodes.end(by=now.viewer, family=now.family, episode=now.episode, farewell=BYE)
    assert now.names() == before
    assert walking.open_episode(now.viewer, now.family) is None
    assert Entry.objects.filter(act="episodes.end", title="Support ended. The door stays open").exists()


def test_what_is_left_to_look_at_is_said_and_nothing_ends(now: Alongside) -> None:
    def unanswered(viewer: object, family: object) -> list[str]:
        return ["Nobody has answered about the visit of 3 May."]

    ending.ask_first(unanswered)
    try:
        with pytest.raises(Invalid, match="visit of 3 May"):
            episodes.end(by=now.viewer, family=now.family, episode=now.episode, farewell=BYE)
    finally:
        ending._asked.remove(unanswered)
    assert walking.open_episode(now.viewer, now.family)


def test_they_come_back_in_one_press_as_it_was(now: Alongside) -> None:
    ended = episodes.end(by=now.viewer, family=now.family, episode=now.episode, farewell=BYE)
    again = episodes.come_back(by=now.viewer, family=now.family, ended=ended)
    assert (again.level, again.follows_id, again.state) == ("targeted", ended.pk, "walking")
    assert "Mornings are hard" in again.why


def test_what_has_ended_is_nobodys_to_change(now: Alongside) -> None:
    ended = episodes.end(by=now.viewer, family=now.family, episode=now.episode, farewell=BYE)
    with pytest.raises(Invalid, match="ended"):
        episodes.step(by=now.viewer, episode=ended, to="specialist", reason="Harder")
    assert Episode.objects.filter(pk=ended.pk).update(ended_why="Something else") == 0


@pytest.mark.parametrize("stolen", [{"state": "ended"}, {"state": "ended", "ended_on": today(), "ended_why": "x"}])
def test_no_statement_ends_it_without_somebodys_name(now: Alongside, stolen: dict[str, object]) -> None:
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Episode.objects.filter(pk=now.episode.pk).update(**stolen)


def test_nobody_ends_it_in_anothers_name(now: Alongside) -> None:
    other = an_account("Jo Stone")
    as_if = {**BYE_COLUMNS, "ended_by": other}
    with pytest.raises(DatabaseError), transaction.atomic():
        Episode.objects.filter(pk=now.episode.pk).update(**as_if)


BYE_COLUMNS = {
    "state": "ended", "ended_on": today(), "ended_why": "x", "family_view": "x", "stays_in_place": "x",
}  # fmt: skip


def test_whoever_answers_for_it_hands_it_over_before_they_leave(now: Alongside) -> None:
    jo = an_account("Jo Stone")
    mine = now.family.circle.get(account=now.known.author)
    with pytest.raises(Invalid, match="Hand that to somebody"):
        circle.leave(by=now.viewer, member=mine)
    circle.bring_in(by=now.viewer, family=now.family, account=jo, role="Health visitor")
    episodes.hand_over(by=now.viewer, episode=now.episode, to=jo, reason="She sees them every week")
    assert {one.owner_id for one in walking.reviews(now.viewer, now.family)} == {jo.pk}
    circle.leave(by=now.viewer, member=mine)


def test_nobody_answers_for_it_from_outside_the_circle(now: Alongside) -> None:
    with pytest.raises(Invalid, match="into the circle first"):
        episodes.hand_over(by=now.viewer, episode=now.episode, to=an_account("Jo Stone"), reason="Holiday")


def test_the_lead_is_whom_the_family_was_asked_about(now: Alongside) -> None:
    nan = now.family.circle.get(name="Nan Rowe")
    asked = Asked(answer="chose", reason="She is there every day", words="We ring Nan", said_by=now.known.mother)
    leads.choose(by=now.viewer, member=nan, asked=asked)
    choice = walking.lead_choice(now.viewer, now.family)
    assert choice
    assert (choice.words, choice.reason) == ("We ring Nan", "She is there every day")
    assert [circle.called(one) for one in now.family.circle.filter(lead=True)] == ["Nan Rowe"]


def test_a_lead_without_a_reason_is_not_chosen(now: Alongside) -> None:
    nan = now.family.circle.get(name="Nan Rowe")
    with pytest.raises(Invalid, match="why it is them"):
        leads.choose(by=now.viewer, member=nan, asked=Asked(answer="agreed", reason=""))
    assert not now.family.circle.get(name="Nan Rowe").lead


def test_a_review_is_held_with_what_the_family_says_and_the_next_is_set(now: Alongside) -> None:
    for one in walking.reviews(now.viewer, now.family):
        reviews.hold(by=now.viewer, review=one, heard=Heard(family_view="Better than before"))
    due = [one for one in walking.reviews(now.viewer, now.family) if one.state == "due"]
    assert [one.due_on for one in due] == [from_day(today() + timedelta(weeks=12))]


def test_a_review_without_the_family_is_no_review(now: Alongside) -> None:
    first = walking.reviews(now.viewer, now.family)[0]
    with pytest.raises(Invalid, match="family says"):
        reviews.hold(by=now.viewer, review=first, heard=Heard(family_view=" ", better="A lot"))


def test_a_review_is_moved_with_a_reason_and_only_forward(now: Alongside) -> None:
    first = walking.reviews(now.viewer, now.family)[0]
    moved = reviews.move(by=now.viewer, review=first, to=today() + timedelta(days=30), reason="Ada is away")
    assert moved.due_on == today() + timedelta(days=30)
    with pytest.raises(Invalid, match="has passed"):
        reviews.move(by=now.viewer, review=moved, to=today() - timedelta(days=1), reason="Oops")


def test_a_review_is_held_once(now: Alongside) -> None:
    first = walking.reviews(now.viewer, now.family)[0]
    reviews.hold(by=now.viewer, review=first, heard=Heard(family_view="Good"))
    with pytest.raises(Invalid, match="held"):
        reviews.hold(by=now.viewer, review=first, heard=Heard(family_view="Bad"))


def test_a_role_that_only_reads_begins_nothing() -> None:
    with alongside() as made:
        from dataclasses import replace

        reader = replace(made.viewer, roles=frozenset({"analyst"}))
        with pytest.raises(NotThere):
            episodes.step(by=reader, episode=made.episode, to="universal", reason="Calm")
