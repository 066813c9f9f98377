"""Whoever leaves, nothing goes on waiting for them: in the transaction in which their account is closed it is somebody else's."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from tests.factories import Known, a_family, a_team, an_account, as_superuser, seen_by
from tests.integration.support import filling, filling_contacts

from onestory.access.actions import accounts
from onestory.access.models import Account, Team
from onestory.access.viewer import Viewer, acting_as
from onestory.core.dates import today
from onestory.people import queries as people
from onestory.people.models import Family, Person
from onestory.support import task_states
from onestory.support.actions import circle, deputies, tasks
from onestory.support.due.all import SOURCES
from onestory.support.due.asking import who_needs
from onestory.support.models import CircleMember, Deputy, Handover, Task

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-37")]
SOON = today() + timedelta(days=1)


@pytest.fixture
def al(db: None) -> Account:
    return an_account("Al Min", role="administrator")


def close(account: Account, *, by: Account) -> None:
    with acting_as(by) as viewer:
        accounts.close_account(by=viewer, account=account)


def supervised_by(supervisor: Account, account: Account) -> None:
    as_superuser(
        "INSERT INTO access_supervision (id, created_at, supervisor_id, account_id, starts_at)"
        " VALUES (gen_random_uuid(), now(), {}, {}, now())",
        supervisor.pk, account.pk,
    )  # fmt: skip


def waits_for(account: Account, *teams: Team) -> list[str]:
    with acting_as(account) as viewer:
        return [
            line.title for line in who_needs(viewer, accounts=[account.pk], teams=[team.pk for team in teams]).lines
        ]


def test_it_goes_to_their_team(ruth: Account, kim: Account, team: Team, al: Account) -> None:
    with acting_as(ruth) as viewer:
        tasks.promise(by=viewer, title="Ring school", due_on=SOON)
    close(ruth, by=al)
    assert waits_for(kim, team) == ["Ring school"]
    with acting_as(kim):
        assert [(one.kind, one.to_team_id) for one in Handover.objects.all()] == [("task", team.pk)]


def test_alone_in_their_team_it_goes_to_who_supervised_them(ruth: Account, al: Account) -> None:
    sue = an_account("Sue Dean", role="supervisor")
    supervised_by(sue, ruth)
    with acting_as(ruth) as viewer:
        tasks.promise(by=viewer, title="Ring school", due_on=SOON)
    close(ruth, by=al)
    assert waits_for(sue) == ["Ring school"]


def test_about_a_family_it_goes_to_who_sees_the_family(
    known: Known, ruth: Account, kim: Account, team: Team, al: Account
) -> None:
    """Their own team does not see it, so it is not theirs to be told of."""
    mia = an_account("Mia Roe", team=a_team("Midwives"))
    with acting_as(ruth) as viewer:
        family = seen_by(ruth, known.family)
        circle.bring_in(by=viewer, family=family, account=mia, role="Midwife")
        tasks.promise(by=viewer, title="Ring school", due_on=SOON, family=family)
    close(ruth, by=al)
    assert waits_for(mia) == ["Ring school"]
    assert waits_for(kim, team) == []


def test_a_family_whose_lead_left_is_asked_whom_it_would_ring_first(known: Known, ruth: Account, al: Account) -> None:
    mia = an_account("Mia Roe")
    with acting_as(ruth) as viewer:
        family = seen_by(ruth, known.family)
        circle.bring_in(by=viewer, family=family, account=mia, role="Midwife")
        circle.lead_from_the_start(by=viewer, family=family, account=ruth)
    close(ruth, by=al)
    assert waits_for(mia) == ["Ask the family whom they would ring first now"]
    with acting_as(mia):
        left = CircleMember.objects.get(account=ruth)
        assert (left.lead, left.ends_on) == (False, today())


def test_what_was_offered_to_them_stays_whose_it_was(ruth: Account, kim: Account, al: Account) -> None:
    with acting_as(ruth) as viewer:
        task = tasks.promise(by=viewer, title="Ring school", due_on=SOON)
        tasks.offer(by=viewer, task=task, to=kim)
    close(kim, by=al)
    with acting_as(ruth):
        assert (Task.objects.get().state, Task.objects.get().owner_id) == (task_states.WAITING, ruth.pk)


def test_nobody_stands_in_for_who_left_nor_they_for_anybody(ruth: Account, kim: Account, al: Account) -> None:
    with acting_as(ruth) as viewer:
        deputies.stand_in(by=viewer, away=ruth, deputy=kim, since=today(), until=SOON)
    close(kim, by=al)
    with acting_as(ruth):
        assert Deputy.objects.get().ends_on < today()


def test_nobody_hands_over_the_work_of_somebody_who_is_here(ruth: Account, al: Account) -> None:
    from django.db import DatabaseError, connection, transaction

    for who in (ruth, al):
        with (
            acting_as(who), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor,
        ):  # fmt: skip
            cursor.execute("SELECT wall.hand_over(%s)", [ruth.pk])


@pytest.mark.parametrize("seed", range(4))
def test_after_any_closing_nothing_waits_for_a_closed_account(seed: int, al: Account) -> None:
    chance = random.Random(seed)
    teams = [a_team() for _ in range(2)]
    staff = [an_account(f"Worker {number}", team=chance.choice(teams)) for number in range(5)]
    staff += [an_account("Sue Dean", role="supervisor", team=teams[0])]
    for worker in staff:
        supervised_by(staff[-1], worker) if worker != staff[-1] and chance.random() < 0.5 else None
        _work(worker, chance, staff)
    for leaver in chance.sample(staff[:-1], 4):
        close(leaver, by=al)
        assert _waiting_for_nobody() == []


def test_every_source_that_names_a_table_says_what_lasts() -> None:
    """Or what somebody leaves behind would stay behind."""
    assert [source.kind for source in SOURCES if source.table and not source.lasts] == []


def _work(worker: Account, chance: random.Random, staff: list[Account]) -> None:
    family = a_family(worker).family if chance.random() < 0.7 else None
    with acting_as(worker) as viewer:
        seen = seen_by(worker, family) if family else None
        if seen:
            led = circle.lead_from_the_start(by=viewer, family=seen, account=worker)
            other = chance.choice([one for one in staff if one != worker])
            circle.bring_in(by=viewer, family=seen, account=other, role="Helper")
            nan = circle.add_own_person(by=viewer, family=seen, name="Nan", role="Grandmother")
            filling.walk(viewer, seen, nan)
            circle.make_lead(by=viewer, member=led)
            filling.plan(viewer, seen, seen_mother(viewer, seen))
            filling.introduce(viewer, seen, chance.choice([one for one in staff if one not in (worker, other)]))
            filling_contacts.everything(viewer, seen)
        team = chance.choice([None, *_teams_of(viewer.teams)])
        tasks.promise(by=viewer, title="Of the team" if team else "Of mine", due_on=SOON, family=seen, team=team)
        task = tasks.promise(by=viewer, title="Offered", due_on=SOON)
        tasks.offer(by=viewer, task=task, to=chance.choice([one for one in staff if one != worker]))


def seen_mother(viewer: Viewer, family: Family) -> Person:
    return next(one.person for one in people.members(viewer, family) if one.role == "parent")


def _teams_of(teams: object) -> list[Team]:
    return list(Team.objects.filter(pk__in=teams))  # type: ignore[misc]


def _waiting_for_nobody() -> list[tuple[str, object]]:
    """Of every source, whatever the walls would hide."""
    from django.db import connection

    found = []
    for source in SOURCES:
        as_superuser("DROP TABLE IF EXISTS public.left_behind")
        as_superuser(
            "CREATE TABLE public.left_behind AS SELECT s.id FROM (" + source.sql.replace("{", "{{").replace("}", "}}") + ") s"
            " LEFT JOIN access_account a ON a.id = s.account_id WHERE NOT a.is_active OR a.id IS NULL AND NOT EXISTS (SELECT"
            " FROM access_teammembership m JOIN access_account b ON b.id = m.account_id AND b.is_active"
            " WHERE m.team_id = s.team_id AND (m.ends_at IS NULL OR m.ends_at > statement_timestamp()))"
        )  # fmt: skip
        as_superuser("GRANT SELECT ON public.left_behind TO onestory_app")
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM public.left_behind")
            found += [(source.kind, row[0]) for row in cursor.fetchall()]
    return found
