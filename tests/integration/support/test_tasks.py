"""What somebody promised: one owner always, passed on to whom accepts it, ended by a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import Known, a_family, an_account, seen_by

from onestory.access.models import Account, Team
from onestory.access.sections import Section
from onestory.access.viewer import Viewer, acting_as
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.support import working
from onestory.support.actions import circle, deputies, tasks
from onestory.support.due.asking import Due, who_needs
from onestory.support.models import Task

FRIDAY = today() + timedelta(days=2)


def promised(viewer: Viewer, title: str = "Ring school", **about: object) -> Task:
    return tasks.promise(by=viewer, title=title, due_on=FRIDAY, **about)  # type: ignore[arg-type]


def waiting(viewer: Viewer) -> Due:
    return who_needs(viewer, accounts=[viewer.account_id], teams=viewer.teams)


def titles(viewer: Viewer) -> list[tuple[str, str]]:
    return [(line.kind, line.title) for line in waiting(viewer).lines]


def again(viewer: Viewer, task: Task) -> Task:
    return working.task(viewer, task.pk)


def test_what_was_promised_waits_until_it_is_done(ruth: Account) -> None:
    with acting_as(ruth) as viewer:
        task = promised(viewer)
        assert titles(viewer) == [("task", "Ring school")]
        tasks.do(by=viewer, task=task, said="They will ring back")
        assert titles(viewer) == []
        assert [event.act for event in working.events_of(viewer, task)] == ["tasks.promise", "tasks.do"]


def test_letting_it_go_needs_a_reason(ruth: Account) -> None:
    with acting_as(ruth) as viewer:
        task = promised(viewer)
        with pytest.raises(Invalid, match="Say why"):
            tasks.let_go(by=viewer, task=task, why=" ")
        tasks.let_go(by=viewer, task=task, why="The school rang us")
        assert again(viewer, task).state == "let_go"
        with pytest.raises(Invalid, match="let go"):
            tasks.do(by=viewer, task=task)


def test_it_stays_whose_it_is_until_the_other_accepts(ruth: Account, kim: Account) -> None:
    with acting_as(ruth) as viewer:
        task = promised(viewer)
        tasks.offer(by=viewer, task=task, to=kim)
        assert titles(viewer) == [("task", "Ring school")]
    with acting_as(kim) as viewer:
        assert titles(viewer) == [("task_offered", "Ring school")]
        tasks.accept(by=viewer, task=again(viewer, task))
        assert titles(viewer) == [("task", "Ring school")]
    with acting_as(ruth) as viewer:
        assert titles(viewer) == []


def test_whoever_declines_says_why_and_it_goes_on_waiting(ruth: Account, kim: Account) -> None:
    with acting_as(ruth) as viewer:
        task = promised(viewer)
        tasks.offer(by=viewer, task=task, to=kim)
    with acting_as(kim) as viewer:
        tasks.decline(by=viewer, task=again(viewer, task), why="I am away on Friday")
    with acting_as(ruth) as viewer:
        assert titles(viewer) == [("task", "Ring school")]
        assert working.events_of(viewer, task)[-1].why == "I am away on Friday"


def test_about_a_family_it_is_offered_to_nobody_who_does_not_see_it(known: Known, ruth: Account, kim: Account) -> None:
    with acting_as(ruth) as viewer:
        task = promised(viewer, family=seen_by(ruth, known.family))
        with pytest.raises(Invalid, match="do not see this family"):
            tasks.offer(by=viewer, task=task, to=kim)
        circle.bring_in(
            by=viewer, family=task.family, account=kim, role="Midwife", sections=[Section.SHARED]  # type: ignore[arg-type]
        )  # fmt: skip
        tasks.offer(by=viewer, task=task, to=kim)
    with acting_as(kim) as viewer:
        assert titles(viewer) == [("task_offered", "Ring school")]


def test_nobody_else_acts_on_it(known: Known, ruth: Account) -> None:
    with acting_as(ruth) as viewer:
        task = promised(viewer)
    with acting_as(an_account("Jo Stone")) as viewer:
        with pytest.raises(NotThere):
            working.task(viewer, task.pk)
        for act in (tasks.do, tasks.accept, tasks.take_back):
            with pytest.raises(NotThere):
                act(by=viewer, task=task)


def test_a_teams_task_is_taken_up_by_one_of_the_team(team: Team, ruth: Account, kim: Account) -> None:
    with acting_as(ruth) as viewer:
        task = promised(viewer, team=team)
    with acting_as(kim) as viewer:
        tasks.take_up(by=viewer, task=again(viewer, task))
    with acting_as(ruth) as viewer:
        assert titles(viewer) == []


def test_whoever_stands_in_sees_it_and_may_do_it(ruth: Account, kim: Account) -> None:
    with acting_as(ruth) as viewer:
        task = promised(viewer)
        deputies.stand_in(by=viewer, away=ruth, deputy=kim, since=today(), until=FRIDAY)
    with acting_as(kim) as viewer:
        assert [line.title for line in who_needs(viewer, accounts=[ruth.pk]).lines] == ["Ring school"]
        tasks.do(by=viewer, task=again(viewer, task))


def test_urgent_and_early_come_first_and_the_rest_is_counted(ruth: Account) -> None:
    with acting_as(ruth) as viewer:
        for days in range(12, -2, -1):
            tasks.promise(by=viewer, title=f"In {days}", due_on=today() + timedelta(days=days))
        found = who_needs(viewer, accounts=[ruth.pk], each=3)
    assert [line.title for line in found.lines] == ["In -1", "In 0", "In 1"]
    assert found.lines[0].urgent
    assert found.more("task", ruth.pk) == 6


def test_it_is_one_statement_however_much_waits(ruth: Account, django_assert_num_queries: object) -> None:
    with acting_as(ruth) as viewer:
        for number in range(30):
            promised(viewer, f"Ring {number}")
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert len(waiting(viewer).lines) == 8


def test_a_family_nobody_wrote_about_waits_for_its_lead(known: Known, ruth: Account) -> None:
    long_ago = today() - timedelta(days=40)
    with acting_as(ruth) as viewer:
        family = seen_by(ruth, known.family)
        member = circle.bring_in(by=viewer, family=family, account=ruth, role="Family support", since=long_ago)
        circle.make_lead(by=viewer, member=member)
        assert titles(viewer) == []
    _age_circle(member.pk)
    with acting_as(ruth) as viewer:
        assert [(line.kind, line.family) for line in waiting(viewer).lines] == [("quiet", "The Okafor family")]


def _age_circle(member: object) -> None:
    from tests.factories import as_superuser

    as_superuser("UPDATE support_circlemember SET created_at = now() - interval '40 days' WHERE id = {}", str(member))


def test_no_task_of_another_family_is_seen(known: Known, ruth: Account) -> None:
    jo = an_account("Jo Stone")
    other = a_family(jo, surname="Penrose")
    with acting_as(jo) as viewer:
        promised(viewer, family=seen_by(jo, other.family))
    with acting_as(ruth) as viewer:
        assert who_needs(viewer, accounts=[jo.pk, ruth.pk]).lines == ()
