"""Requests as a way to a family that is closed, or was never open: by a second request, and by statements of one's own."""

from __future__ import annotations

import contextlib
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.asking import asked, colleague_in, front_door
from tests.factories import Known, a_family, a_team, an_account, as_superuser, place
from tests.safety.acting import deny, grant

from onestory.access import queries as access
from onestory.access.models import Account, Grant, Team
from onestory.access.viewer import acting_as, name_nobody
from onestory.core.dates import today
from onestory.core.errors import NotThere
from onestory.core.ids import uuid7
from onestory.people import queries as people
from onestory.support import request_queries, triage_queries
from onestory.support.actions import contributions, introductions, request_families, requests, triage
from onestory.support.actions.contributions import NewAsk
from onestory.support.models import (
    Contribution,
    Introduction,
    IntroductionOffer,
    Passing,
    Request,
    RequestEvent,
    ToldHome,
)

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-25")]


def linked(by: Account, known: Known) -> UUID:
    made = asked(by)
    with acting_as(by) as viewer:
        family = people.family(viewer, known.family.pk)
        request_families.link(by=viewer, request=request_queries.request(viewer, made), family=family)
    return made


def reads(account: Account, request: UUID) -> bool:
    """By a page, or by SQL."""
    with acting_as(account) as viewer:
        by_sql = Request.objects.filter(pk=request).exists()
        try:
            request_queries.request(viewer, request)
        except NotThere:
            return by_sql
        return True


@pytest.fixture
def duty() -> Account:
    made = front_door()[0]
    place(made, a_team(), "supervisor")
    return made


def colleague(of: Account) -> Account:
    with acting_as(of):
        team = Team.objects.get(name__startswith="Front door")
    return colleague_in(team, role="triage")


@pytest.mark.hazard("HZ-22")
@pytest.mark.parametrize("joined_first", [True, False])
def test_where_they_live_is_not_left_on_a_request_that_was_joined(duty: Account, joined_first: bool) -> None:
    known, first, last = a_family(duty), asked(duty), asked(duty)

    def join() -> None:
        with acting_as(duty) as viewer:
            one, other = (request_queries.request(viewer, which) for which in (first, last))
            request_families.join(by=viewer, request=one, other=other, reason="The same family")

    def link() -> None:
        with acting_as(duty) as viewer:
            family = people.family(viewer, known.family.pk)
            request_families.link(by=viewer, request=request_queries.request(viewer, last), family=family)

    for act in (join, link) if joined_first else (link, join):
        act()
    with acting_as(duty):
        assert list(Request.objects.filter(pk__in=[first, last]).values_list("about_postcode", flat=True)) == ["", ""]
        assert set(ToldHome.objects.values_list("request_id", "postcode")) == {(first, "PL5 2TL"), (last, "PL5 2TL")}


def test_a_statement_clears_no_postcode_of_a_request_that_stands_alone(duty: Account) -> None:
    alone = asked(duty)
    with pytest.raises(DatabaseError, match="not joined"), acting_as(duty), connection.cursor() as cursor:
        cursor.execute("SELECT wall.clear_joined_home(%s)", [alone])


@pytest.mark.parametrize("times", [1, 2])
def test_a_request_that_was_joined_to_one_of_a_closed_family_is_closed_too(duty: Account, times: int) -> None:
    """What she said when she rang a second time says where she lives now."""
    known, her_brother = a_family(duty), colleague(duty)
    first = asked(duty)
    last = first
    for _ in range(times):
        last, before = asked(duty), last
        with acting_as(duty) as viewer:
            one, other = (request_queries.request(viewer, which) for which in (before, last))
            request_families.join(by=viewer, request=one, other=other, reason="The same family")
    with acting_as(duty) as viewer:
        family = people.family(viewer, known.family.pk)
        request_families.link(by=viewer, request=request_queries.request(viewer, last), family=family)
    assert reads(her_brother, first)
    deny(known, her_brother)
    assert not reads(her_brother, last)
    assert not reads(her_brother, first)
    assert reads(duty, first)


def test_nobody_reads_on_an_agenda_what_was_joined_to_a_request_of_a_family_closed_to_them(duty: Account) -> None:
    known, her_brother = a_family(duty), an_account("Sly Fox")
    second = asked(duty)
    with acting_as(duty) as viewer:
        requests.bring_to_meeting(by=viewer, request=request_queries.request(viewer, second), next_on=today())
        meeting = triage.call_meeting(by=viewer, held_on=today())
        triage.invite(by=viewer, meeting=meeting, account=her_brother)
    first = linked(duty, known)
    with acting_as(duty) as viewer:
        one, other = (request_queries.request(viewer, which) for which in (second, first))
        request_families.join(by=viewer, request=one, other=other, reason="The same family")
    deny(known, her_brother)
    with acting_as(her_brother) as viewer:
        assert triage_queries.agenda(viewer, meeting) == []
        assert triage_queries.items(viewer, meeting) == []
    with acting_as(duty) as viewer:
        assert len(triage_queries.agenda(viewer, meeting)) == 1


def stolen(sly: Account, mine: UUID, known: Known, held: UUID) -> None:
    """Says of a request of one's own that it is about a family, and was opened by somebody else's grant; passes it to oneself."""
    with acting_as(sly) as viewer, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE support_request SET family_id = %s, duty_grant_id = %s, about_postcode = '' WHERE id = %s",
            [known.family.pk, held, mine],
        )
        passing = Passing(
            request_id=mine, offered_by_id=sly.pk, from_team_id=viewer.teams[0], to_account=sly, urgency="now",
            answer_by=today(),
        )  # fmt: skip
        passing.save(force_insert=True)
        cursor.execute(
            "SELECT wall.answer_passing(%s, 'accepted', '', current_date, %s)", [passing.pk, viewer.teams[0]]
        )


def test_whoever_was_let_go_does_not_come_back_by_passing_a_request_to_themselves(duty: Account) -> None:
    known, sly = a_family(an_account()), duty
    held = grant(known, an_account("Kim Lee"))
    mine = asked(sly, own=True)
    with contextlib.suppress(DatabaseError):
        stolen(sly, mine, known, held)
    with acting_as(sly) as viewer:
        assert not Grant.objects.of(viewer).filter(family_id=known.family.pk).exists()
    with acting_as(known.author) as viewer:
        assert held in {one.grant for one in access.who_sees(viewer, known.family.pk)}


def test_no_request_is_said_by_a_statement_to_be_about_a_family_one_does_not_see(duty: Account) -> None:
    known, mine = a_family(an_account()), asked(duty, own=True)
    with acting_as(duty), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE support_request SET family_id = %s, about_postcode = '' WHERE id = %s", [known.family.pk, mine]
        )


def committed(event: RequestEvent) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        event.save(force_insert=True)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.hazard("HZ-55")
def test_no_event_stands_before_the_first(duty: Account) -> None:
    """It would say what nobody did, and explain no change."""
    mine = asked(duty, own=True)
    with acting_as(duty) as viewer:
        request = request_queries.request(viewer, mine)
        told = RequestEvent(
            id=uuid7(), request=request, number=0, act="requests.offer_help", state=request.state, owner_id=request.owner_id,
            team_id=request.team_id, next_on=request.next_on, by_id=duty.pk, why="We rang her, and she wants nothing",
        )  # fmt: skip
        with pytest.raises(DatabaseError):
            committed(told)


def test_a_meeting_that_is_minuted_is_no_way_to_what_became_of_its_families(duty: Account) -> None:
    """Whoever held it and has left the team since reads of it no more than anybody else."""
    second = asked(duty)
    with acting_as(duty) as viewer:
        requests.bring_to_meeting(by=viewer, request=request_queries.request(viewer, second), next_on=today())
        meeting = triage.call_meeting(by=viewer, held_on=today())
        triage.minute(by=viewer, meeting=meeting)
    as_superuser(
        "UPDATE access_teammembership SET ends_at = clock_timestamp() WHERE account_id = {} AND role = 'triage'",
        duty.pk,
    )
    with acting_as(duty) as viewer:
        assert triage_queries.agenda(viewer, meeting) == []


@pytest.mark.hazard("HZ-36")
def test_whoever_sees_the_digest_of_a_link_says_nothing_in_the_name_of_the_school(duty: Account) -> None:
    """Nor reads what somebody there has typed and not sent."""
    second = asked(duty)
    with acting_as(duty) as viewer:
        requests.bring_to_meeting(by=viewer, request=request_queries.request(viewer, second), next_on=today())
        meeting = triage.call_meeting(by=viewer, held_on=today())
        item = triage_queries.items(viewer, meeting)[0]
        new = NewAsk(name="Mo Lane", service="Hill School", question="How is he?", about_name="Ben")
        token = contributions.ask(by=viewer, item=item, new=new)
    name_nobody()
    contributions.keep(token=token, words="He came with a bruise")
    with acting_as(duty):
        digest = Contribution.objects.get().digest
        for statement in ("SELECT * FROM wall.asked_by_link(%s)", "SELECT wall.give_by_link(%s, 'All is well')"):
            with contextlib.suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [digest])
                assert cursor.fetchall() == []
        assert Contribution.objects.get().state == "asked"


def test_nobody_says_yes_to_an_introduction_in_anothers_name(duty: Account) -> None:
    known, kim = a_family(duty), an_account("Kim Lee")
    with acting_as(duty) as viewer:
        family = people.family(viewer, known.family.pk)
        whom = introductions.Whom(role="Helper", why="The nights", account=kim)
        made = introductions.offer(by=viewer, family=family, whom=whom)
        second = Introduction(
            family=family, owner_id=duty.pk, to_account=kim, role="Helper", why="The days", offered_on=today()
        )
        second.save(force_insert=True)
        said = IntroductionOffer(
            introduction=second, to_account=kim, from_account_id=duty.pk, as_what="Helper", state="accepted",
            offered_on=today(), answered_on=today(),
        )  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            said.save(force_insert=True)
        assert made.offer.state == "offered"
