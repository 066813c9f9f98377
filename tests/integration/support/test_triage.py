"""Deciding together: who sees an agenda, what each service may say, and what a decision brings about."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.asking import asked, colleague_in, front_door
from tests.factories import Known, a_family, an_account, an_organisation, as_superuser, person

from onestory.access.actions import guarding
from onestory.access.models import Account
from onestory.access.viewer import acting_as, name_nobody
from onestory.core.dates import PartialDate, today
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries as people
from onestory.story import queries as story
from onestory.support import introducing, request_queries, triage_queries
from onestory.support.actions import circle, contributions, introductions, request_families, requests, triage
from onestory.support.actions.contributions import NewAsk
from onestory.support.actions.triage import Decided
from onestory.support.due.asking import who_needs
from onestory.support.models import Introduction, KnownLine, Meeting, MeetingItem, WordBegun

pytestmark = pytest.mark.django_db
SOON = today() + timedelta(days=3)
WORDS = "A visit at home about the nights"


class World:
    """A front door with one request that waits for a meeting, and a school nurse who was asked to it."""

    def __init__(self) -> None:
        self.duty, self.team = front_door()
        self.nurse = an_account("Nia Rowe")
        self.request: UUID = asked(None)
        with acting_as(self.duty) as viewer:
            requests.bring_to_meeting(by=viewer, request=request_queries.request(viewer, self.request), next_on=SOON)
            self.meeting = triage.call_meeting(by=viewer, held_on=today())
            triage.invite(by=viewer, meeting=self.meeting, account=self.nurse)
            self.item = triage_queries.items(viewer, self.meeting)[0].pk

    def decide(self, **said: object) -> None:
        with acting_as(self.duty) as viewer:
            known = {
                "decision": "offer",
                "level": "targeted",
                "level_why": "More than one need",
                "words": WORDS,
                "goes_on": SOON,
            }
            item = triage_queries.item(viewer, self.item)
            triage.decide(by=viewer, item=item, decided=Decided(**(known | said)))  # type: ignore[arg-type]

    def minute(self) -> None:
        with acting_as(self.duty) as viewer:
            triage.minute(by=viewer, meeting=triage_queries.meeting(viewer, self.meeting.pk))

    def say(self, by: Account, words: str = "He sleeps in class", section: str = "shared") -> None:
        with acting_as(by) as viewer:
            item = triage_queries.item(viewer, self.item)
            triage.say(by=viewer, item=item, section=section, words=words, service="School nursing")


@pytest.fixture
def world() -> World:
    name_nobody()
    return World()


def seen(by: Account, model: type = MeetingItem) -> int:
    with acting_as(by):
        return int(model.objects.count())


def test_the_agenda_is_drawn_from_what_waits_for_a_meeting(world: World) -> None:
    with acting_as(world.duty) as viewer:
        assert [one.about for one in triage_queries.agenda(viewer, world.meeting)] == ["Ada Okafor"]


def test_a_request_that_is_looked_at_is_brought_by_whoever_adds_it(world: World) -> None:
    name_nobody()
    other = asked(None)
    with acting_as(world.duty) as viewer:
        triage.add(by=viewer, meeting=world.meeting, request=request_queries.request(viewer, other))
        assert request_queries.request(viewer, other).state == "triage"
        assert len(triage_queries.agenda(viewer, world.meeting)) == 2


@pytest.mark.hazard("HZ-40")
def test_whoever_was_asked_sees_the_agenda_and_neither_the_request_nor_how_they_are_reached(world: World) -> None:
    with acting_as(world.nurse) as viewer:
        shown = triage_queries.agenda(viewer, triage_queries.meeting(viewer, world.meeting.pk))[0]
        assert shown.words == "I cannot cope with the nights"
        assert "900123" not in str(shown)
        with pytest.raises(NotThere):
            request_queries.request(viewer, world.request)


@pytest.mark.hazard("HZ-26")
def test_they_see_it_no_longer_once_it_is_minuted(world: World) -> None:
    world.decide(goes_name="Mo")
    assert seen(world.nurse) == 1
    world.minute()
    assert (seen(world.nurse), seen(world.nurse, Meeting), seen(world.nurse, KnownLine)) == (0, 0, 0)
    assert seen(world.duty) == 1


def test_somebody_who_was_not_asked_sees_nothing(world: World) -> None:
    world.say(world.duty)
    stranger = an_account("Jo Stone")
    assert [seen(stranger, model) for model in (Meeting, MeetingItem, KnownLine)] == [0, 0, 0]
    with acting_as(stranger) as viewer, pytest.raises(NotThere):
        triage_queries.meeting(viewer, world.meeting.pk)


def _about_a_family(world: World) -> Known:
    """The request is about a family that somebody else walks beside."""
    known = a_family(an_account("Wren Cole", role="supervisor"))
    as_superuser("SET session_replication_role = replica; UPDATE support_request SET family_id = {}, about_postcode = ''"
                 " WHERE id = {}; SET session_replication_role = origin", known.family.pk, world.request)  # fmt: skip
    return known


@pytest.mark.hazard("HZ-25")
def test_a_family_closed_to_somebody_is_on_no_agenda_of_theirs(world: World) -> None:
    known = _about_a_family(world)
    with acting_as(known.author) as viewer:
        guarding.deny(by=viewer, family=known.family.pk, account=world.nurse.pk, kind="safety", reason="Her brother")
    with acting_as(world.nurse) as viewer:
        assert triage_queries.agenda(viewer, world.meeting) == []
    assert seen(world.nurse) == 0


def test_afterwards_the_familys_own_wall_says_who_reads_it(world: World) -> None:
    world.say(world.duty, "Nights are long")
    known = _about_a_family(world)
    assert seen(known.author) == 0
    world.minute()
    assert (seen(known.author), seen(known.author, KnownLine)) == (1, 1)


def test_a_service_speaks_only_of_what_it_may(world: World) -> None:
    with pytest.raises(Invalid, match="No agreement of your service"):
        world.say(world.nurse, section="health")
    world.say(world.duty)
    with pytest.raises(Invalid, match="No agreement"):
        world.say(world.duty, section="health")


def test_an_agreement_lets_a_service_speak_of_its_sections_and_no_others(world: World) -> None:
    agreement(world.nurse, ["shared", "health"])
    world.say(world.nurse, "Seen twice for sleep", "health")
    with pytest.raises(Invalid):
        world.say(world.nurse, section="safeguarding")


def agreement(account: Account, sections: list[str]) -> None:
    ours = an_organisation()
    as_superuser(
        "UPDATE access_team SET organisation_id = {} WHERE id IN (SELECT team_id FROM access_teammembership"
        " WHERE account_id = {})", ours, account.pk,
    )  # fmt: skip
    as_superuser(
        "INSERT INTO access_agreement (id, created_at, name, purpose, basis, sections, organisation_ids, feeds, document,"
        " starts_on, ends_on, lead_id, written_by_id) VALUES (gen_random_uuid(), now(), 'Early help', 'Deciding together',"
        " 'public_task', {}, {}, '{{}}', 'EH1', current_date, current_date + 30, {}, {})",
        sections, [ours], account.pk, account.pk,
    )  # fmt: skip


def test_what_one_says_again_stands_in_place_of_what_one_said(world: World) -> None:
    world.say(world.duty, "First")
    world.say(world.duty, "Second")
    with acting_as(world.duty) as viewer:
        assert [line.words for line in triage_queries.lines(viewer, world.meeting)[world.item]] == ["Second"]


def _linked(world: World) -> Known:
    """The request is about a family that the front door knows."""
    known = a_family(world.duty)
    with acting_as(world.duty) as viewer:
        family, request = people.family(viewer, known.family.pk), request_queries.request(viewer, world.request)
        request_families.link(by=viewer, request=request, family=family)
    return known


def _introductions(by: Account, known: Known) -> list[Introduction]:
    with acting_as(by) as viewer:
        return introducing.introductions(viewer, people.family(viewer, known.family.pk))


def _visitor() -> Account:
    visitor = an_account("Vi Lake")
    as_superuser("UPDATE access_account SET job_title = 'Health visitor' WHERE id = {}", visitor.pk)
    visitor.job_title = "Health visitor"
    return visitor


def test_a_decision_introduces_whoever_goes_and_the_request_stays_where_it_is(world: World) -> None:
    known, visitor = _linked(world), _visitor()
    world.decide(goes=visitor)
    (made,) = _introductions(world.duty, known)
    assert (made.to_account_id, made.role, made.why, made.meet_on) == (visitor.pk, "Health visitor", WORDS, SOON)
    with acting_as(world.duty) as viewer:
        request = request_queries.request(viewer, world.request)
        assert (request.state, request.next_on, request.owner_team_id) == ("offered", SOON, world.team.pk)
    with acting_as(visitor) as viewer:
        assert [one.as_what for one in introducing.offered_to_me(viewer)] == ["Health visitor"]
        assert request_queries.offered_to(viewer) == []


@pytest.mark.hazard("HZ-40")
def test_whoever_goes_sees_nothing_of_the_family_before_both_said_yes(world: World) -> None:
    known, visitor = _linked(world), _visitor()
    world.decide(goes=visitor)
    with acting_as(visitor) as viewer:
        introductions.accept(by=viewer, offer=introducing.offered_to_me(viewer)[0].pk)
        with pytest.raises(NotThere):
            people.family(viewer, known.family.pk)


def test_where_there_is_no_record_yet_the_introduction_waits_for_one(world: World) -> None:
    visitor = _visitor()
    world.decide(goes=visitor)
    with acting_as(visitor) as viewer:
        assert introducing.offered_to_me(viewer) == []
    with acting_as(world.duty) as viewer:
        assert "decision_waits" in {one.kind for one in who_needs(viewer, teams=[world.team.pk]).lines}
    world.minute()
    known = _linked(world)
    assert [one.why for one in _introductions(world.duty, known)] == [WORDS]
    with acting_as(world.duty) as viewer:
        assert "decision_waits" not in {one.kind for one in who_needs(viewer, teams=[world.team.pk]).lines}


def test_the_record_that_a_request_begins_with_gets_the_introduction_too(world: World) -> None:
    world.decide(goes_name="Mo Lane")
    with acting_as(world.duty) as viewer:
        request = request_queries.request(viewer, world.request)
        family = request_families.start(by=viewer, request=request, everybody=[person("Ada")])
        assert [one.to_name for one in introducing.introductions(viewer, family)] == ["Mo Lane"]


def test_one_that_joins_a_request_about_a_known_family_brings_its_introduction(world: World) -> None:
    world.decide(goes_name="Mo Lane")
    known, other = a_family(world.duty), asked(world.duty)
    with acting_as(world.duty) as viewer:
        family = people.family(viewer, known.family.pk)
        into = request_families.link(by=viewer, request=request_queries.request(viewer, other), family=family)
        request_families.join(
            by=viewer, request=request_queries.request(viewer, world.request), other=into, reason="Same"
        )
    assert [one.to_name for one in _introductions(world.duty, known)] == ["Mo Lane"]


def test_whoever_decides_that_they_go_has_the_request_and_has_said_yes(world: World) -> None:
    known = _linked(world)
    world.decide(goes=world.duty)
    with acting_as(world.duty) as viewer:
        assert request_queries.request(viewer, world.request).owner_id == world.duty.pk
    with acting_as(world.duty):
        (made,) = _introductions(world.duty, known)
        assert introducing.they_agreed(made)


def test_somebody_of_the_circle_is_asked_to_go_and_not_introduced_again(world: World) -> None:
    known, visitor = _linked(world), _visitor()
    with acting_as(world.duty) as viewer:
        circle.bring_in(
            by=viewer, family=people.family(viewer, known.family.pk), account=visitor, role="Health visitor"
        )
    world.decide(goes=visitor)
    assert _introductions(world.duty, known) == []
    with acting_as(visitor) as viewer:
        waits = who_needs(viewer, accounts=[visitor.pk]).lines
    assert [one.kind for one in waits] == ["task_offered"]


def test_a_decision_that_breaks_off_introduces_nobody(world: World) -> None:
    known = _linked(world)
    with pytest.raises(Invalid):
        world.decide(goes=_visitor(), words=" ")
    assert _introductions(world.duty, known) == []


def test_what_was_decided_about_an_asking_stands_in_no_story(world: World) -> None:
    """Whoever reads the story may be whom they asked for help against. Whoever asked is told, as they said is safe."""
    known = a_family(world.duty)
    with acting_as(world.duty) as viewer:
        family, request = people.family(viewer, known.family.pk), request_queries.request(viewer, world.request)
        request_families.link(by=viewer, request=request, family=family)
        before = [entry.title for entry in story.timeline(viewer, family).entries]
    world.decide(goes=colleague_in(world.team, "Vi Lake"))
    with acting_as(world.duty) as viewer:
        assert [entry.title for entry in story.timeline(viewer, family).entries] == before


def test_where_the_family_is_no_longer_open_somebody_is_asked_by_whoever_decided(world: World) -> None:
    _about_a_family(world)
    world.decide(goes_name="Mo Lane")
    with acting_as(world.duty) as viewer:
        waits = who_needs(viewer, accounts=[world.duty.pk]).lines
    assert any("Ask Mo Lane to meet" in one.title for one in waits)


@pytest.mark.parametrize(
    "missing", [{"words": " "}, {"level": ""}, {"decision": "maybe"}, {"goes_on": None, "goes_name": "Mo"}, {}]
)
def test_a_decision_says_what_and_who_and_when(world: World, missing: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        world.decide(**missing)


def test_something_is_decided_once(world: World) -> None:
    world.decide(decision="more")
    with pytest.raises(Invalid, match="already"):
        world.decide(goes_name="Mo")


def test_what_was_not_reached_goes_on_waiting(world: World) -> None:
    world.minute()
    with acting_as(world.duty) as viewer:
        assert request_queries.request(viewer, world.request).state == "triage"
        again = triage.call_meeting(by=viewer, held_on=SOON)
        assert len(triage_queries.agenda(viewer, again)) == 1


def test_minutes_are_closed_to_change_and_a_correction_stands_beside_them(world: World) -> None:
    world.minute()
    with acting_as(world.duty) as viewer:
        meeting = triage_queries.meeting(viewer, world.meeting.pk)
        with pytest.raises(Invalid, match="closed to change"):
            triage.invite(by=viewer, meeting=meeting, name="Bea")
        triage.correct(by=viewer, meeting=meeting, words="It was Tuesday")
        assert [one.words for one in triage_queries.corrections(viewer, meeting)] == ["It was Tuesday"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE support_meetingitem SET words = 'Other'",
        "UPDATE support_meeting SET held_on = current_date - 9",
        "UPDATE support_attendee SET came = true",
        "UPDATE support_knownline SET family_id = NULL",
    ],
)
def test_no_statement_changes_what_was_minuted(world: World, statement: str) -> None:
    world.say(world.duty)
    world.minute()
    with acting_as(world.duty), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount == 0


def test_nobody_of_a_family_can_be_asked_to_a_meeting(world: World) -> None:
    parent = an_account("Ada", kind="family", role="")
    with acting_as(world.duty) as viewer, pytest.raises(DatabaseError), transaction.atomic():
        triage.invite(by=viewer, meeting=world.meeting, account=parent)


def link(world: World, by: Account | None = None) -> str:
    with acting_as(by or world.duty) as viewer:
        item = triage_queries.item(viewer, world.item)
        new = NewAsk(name="Mo Lane", service="Hill School", question="How is he at school?", about_name="Chidi Okafor",
                     born=PartialDate("2019-03-14"))  # fmt: skip
        return contributions.ask(by=viewer, item=item, new=new)


def test_a_school_says_a_word_by_a_link_that_works_once(world: World) -> None:
    token = link(world, world.nurse)
    name_nobody()
    asked_by = contributions.asked_by(token)
    assert (asked_by.about, asked_by.born, asked_by.question) == ("Chidi Okafor", "2019-03-14", "How is he at school?")
    contributions.give(token=token, words="Tired, and kind to others")
    for again in (lambda: contributions.give(token=token, words="More"), lambda: contributions.asked_by(token)):
        with pytest.raises(NotThere):
            again()
    with acting_as(world.nurse) as viewer:
        given = triage_queries.contributions(viewer, world.meeting)[world.item]
    assert [one.words for one in given] == ["Tired, and kind to others"]


def test_a_link_that_is_too_old_or_was_taken_back_opens_nothing(world: World) -> None:
    old, back = link(world), link(world)
    with acting_as(world.duty) as viewer:
        second = triage_queries.contributions(viewer, world.meeting)[world.item][1]
        contributions.take_back(by=viewer, contribution=second)
    as_superuser("UPDATE support_contribution SET ends_at = now() - interval '1 minute' WHERE state = 'asked'")
    name_nobody()
    for token in (old, back, "never-was"):
        with pytest.raises(NotThere):
            contributions.asked_by(token)


@pytest.mark.hazard("HZ-79")
def test_what_a_school_has_typed_is_kept_for_whoever_has_the_link_and_for_nobody_else(world: World) -> None:
    token = link(world)
    name_nobody()
    contributions.keep(token=token, words="Tired, and")
    contributions.keep(token=token, words="Tired, and kind")
    assert contributions.asked_by(token).begun == "Tired, and kind"
    with acting_as(world.duty) as viewer:
        assert [one.words for one in triage_queries.contributions(viewer, world.meeting)[world.item]] == [""]
        with pytest.raises(DatabaseError), transaction.atomic():
            WordBegun.objects.count()


def test_what_was_begun_is_gone_once_the_link_opens_nothing(world: World) -> None:
    sent, back = link(world), link(world)
    name_nobody()
    for token in (sent, back):
        contributions.keep(token=token, words="Tired")
    contributions.give(token=sent, words="Tired, and kind")
    with acting_as(world.duty) as viewer:
        second = triage_queries.contributions(viewer, world.meeting)[world.item][1]
        contributions.take_back(by=viewer, contribution=second)
    for token in (sent, back):
        with pytest.raises(NotThere):
            contributions.keep(token=token, words="More")
    as_superuser("DO $$ BEGIN IF EXISTS (SELECT FROM support_wordbegun) THEN RAISE EXCEPTION 'kept'; END IF; END $$")


def test_what_whoever_has_the_link_reads_is_the_question_and_the_child(world: World) -> None:
    token = link(world)
    name_nobody()
    read = str(contributions.asked_by(token))
    assert [word for word in ("nights", "Ada", "900123", "PL5", "bluebell") if word in read] == []


def test_a_word_awaited_and_a_meeting_to_minute_are_due(world: World) -> None:
    link(world)
    with acting_as(world.duty) as viewer:
        kinds = {one.kind for one in who_needs(viewer, accounts=[world.duty.pk]).lines}
    assert {"meeting", "contribution"} <= kinds


def test_a_day_that_has_passed_is_no_day_for_a_meeting(world: World) -> None:
    with acting_as(world.duty) as viewer, pytest.raises(Invalid):
        triage.call_meeting(by=viewer, held_on=date(2024, 1, 2))
