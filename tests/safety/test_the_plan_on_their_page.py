"""The plan as one of the family reads it: what is theirs, and nothing of another adult, whatever they try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import a_family, a_team, an_account, an_organisation, as_superuser, person

from onestory.access.actions import guarding, portal
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries
from onestory.people.actions import families, residences
from onestory.people.inputs import NewAddress
from onestory.people.models import Family, Person
from onestory.support import own_plans, planning
from onestory.support.actions import circle, episodes, goals, plan_steps, plans, wins
from onestory.support.actions import own_plans as act
from onestory.support.actions.goals import Wanted
from onestory.support.actions.plan_steps import Whose
from onestory.support.actions.plans import Seen
from onestory.support.models import Goal, PlanShown, PlanStep, PlanVersion, Win

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-01")]

HERS, OURS, HIS, THE_CHILDS = "Safe from Obi", "Calm mornings", "See my son more", "Football again"
HIDDEN = "9 Sanctuary Close"


@dataclass
class Home:
    """Two parents who live apart and a child of twelve, each with a page of their own, and a plan that all of them spoke of."""

    worker: Account
    family: Family
    mother: Person
    father: Person
    child: Person
    hers: Account
    his: Account
    the_childs: Account


def _way_in(name: str, person_: Person, kind: str, worker: Account, family: Family) -> Account:
    account = an_account(name, kind="family", role="")
    with acting_as(worker) as viewer:
        portal.open_to(
            by=viewer, account=account, family=family.pk, person=person_.pk, kind=kind, evidence="Passport seen"
        )
    return account


@pytest.fixture
def home() -> Home:
    worker = an_account("Wren Worker")
    known = a_family(worker)
    as_superuser("UPDATE people_person SET born = {} WHERE id = {}", str(today().year - 12), known.child.pk)
    with acting_as(worker) as viewer:
        family = queries.family(viewer, known.family.pk)
        father = families.add_person(by=viewer, family=family, new=person("Obi", "Okafor", "1989-02-01"))
        episodes.begin(by=viewer, family=family, level="targeted", why="Mornings")
        for words, said_by in ((HERS, known.mother), (OURS, None), (HIS, father), (THE_CHILDS, known.child)):
            goals.write(by=viewer, family=family, wanted=Wanted(words=words, why=f"Why: {words}"), said_by=said_by)
        ours = Goal.objects.get(words=OURS)
        for what, whose in (
            ("She rings the school", Whose(person=known.mother)), ("He brings the bus card", Whose(person=father)),
            ("Chidi packs his bag", Whose(person=known.child)), ("We ask the club", Whose()),
        ):  # fmt: skip
            plan_steps.add(by=viewer, goal=ours, what=what, whose=whose, due_on=today() + timedelta(days=5))
    accounts = [
        _way_in(name, one, kind, worker, family)
        for name, one, kind in (
            ("Ada Okafor", known.mother, "adult"), ("Obi Okafor", father, "adult"), ("Chidi", known.child, "young_person"),
        )
    ]  # fmt: skip
    return Home(worker, family, known.mother, father, known.child, *accounts)


def put(home: Home, whose: Person) -> PlanShown:
    with acting_as(home.worker) as viewer:
        digest = own_plans.would_read(viewer, home.family, whose).digest
        return act.show(by=viewer, family=home.family, person=whose, digest=digest)


def agree_with(home: Home, whose: Person) -> None:
    with acting_as(home.worker) as viewer:
        digest = planning.plan(viewer, home.family).digest
        plans.agree(by=viewer, family=home.family, seen=Seen(by=whose, how="together"), digest=digest)


def read(account: Account) -> str:
    """All that the functions behind the page answer with."""
    with acting_as(account), connection.cursor() as cursor:
        said = []
        for name in ("plans", "goals", "steps", "wins"):
            cursor.execute(f"SELECT * FROM wall.portal_{name}()")
            said += cursor.fetchall()
    return str(said) if said else ""


def hide(home: Home) -> None:
    """She has moved where he must not find her."""
    with acting_as(home.worker) as viewer:
        family = queries.family(viewer, home.family.pk)
        residences.move(
            by=viewer, family=family, people=[home.mother], to=NewAddress(HIDDEN, "PL1 1AA"), confidential=True
        )


def step_of(home: Home, what: str) -> PlanStep:
    with acting_as(home.worker):
        return PlanStep.objects.get(what=what)


def test_what_the_mother_agreed_to_is_on_her_page_and_on_no_other(home: Home) -> None:
    agree_with(home, home.mother)
    assert OURS in read(home.hers)
    assert HERS in read(home.hers)
    assert read(home.his) == ""
    assert read(home.the_childs) == ""


def test_what_one_said_they_want_is_shown_to_nobody_else(home: Home) -> None:
    for whose in (home.mother, home.father, home.child):
        put(home, whose)
    wanted = {
        account.name: [one for one in (HERS, OURS, HIS, THE_CHILDS) if one in read(account)]
        for account in (home.hers, home.his, home.the_childs)
    }
    assert wanted == {"Ada Okafor": [HERS, OURS], "Obi Okafor": [OURS, HIS], "Chidi": [THE_CHILDS]}


def test_agreeing_together_puts_on_a_page_no_more_than_is_theirs(home: Home) -> None:
    """He sat at the table when it was read; what she said there is still not his to read over and over."""
    agree_with(home, home.father)
    assert HERS not in read(home.his)


@pytest.mark.hazard("HZ-28")
def test_a_young_persons_page_shows_only_what_is_theirs(home: Home) -> None:
    put(home, home.child)
    page = read(home.the_childs)
    assert "Chidi packs his bag" in page
    for other in ("She rings", "He brings", "We ask the club", OURS, HERS, HIS):
        assert other not in page


@pytest.mark.hazard("HZ-17")
def test_where_she_hides_his_page_names_nobody_and_nothing_of_hers(home: Home) -> None:
    put(home, home.father)
    assert "Wren Worker" in read(home.his)
    hide(home)
    with acting_as(home.worker) as viewer:
        plan_steps.do(by=viewer, step=step_of(home, "We ask the club"))
    page = read(home.his)
    for secret in (
        "Wren Worker",
        "She rings",
        "Chidi packs",
        HIDDEN,
        "done",
        "'Ada",
    ):
        assert secret not in page
    assert "He brings the bus card" in page


@pytest.mark.hazard("HZ-17")
def test_where_she_hides_nobody_reads_when_the_plan_is_looked_at(home: Home) -> None:
    put(home, home.father)
    with acting_as(home.his) as viewer:
        assert own_plans.own(viewer).plans[0].looked_at_on
    hide(home)
    with acting_as(home.his) as viewer:
        assert own_plans.own(viewer).plans[0].looked_at_on is None


@pytest.mark.hazard("HZ-17")
def test_a_helper_of_a_discreet_service_is_somebody(home: Home) -> None:
    refuge, team = an_organisation("Sanctuary House"), a_team()
    as_superuser("UPDATE network_organisation SET discreet = true WHERE id = {}", refuge)
    as_superuser("UPDATE access_team SET organisation_id = {} WHERE id = {}", refuge, team.pk)
    helper = an_account("Refuge Worker", team=team)
    with acting_as(home.worker) as viewer:
        circle.bring_in(by=viewer, family=queries.family(viewer, home.family.pk), account=helper, role="Helper")
        goal = Goal.objects.get(words=OURS)
        plan_steps.add(by=viewer, goal=goal, what="A walk", whose=Whose(owner=helper), due_on=today())
    put(home, home.mother)
    assert "Refuge Worker" not in read(home.hers)
    assert "Somebody alongside" in read(home.hers)


@pytest.mark.parametrize("how", ["shut", "denied", "closed", "left the family"])
def test_whose_page_is_shut_reads_nothing_of_the_plan(home: Home, how: str) -> None:
    put(home, home.father)
    match how:
        case "shut":
            with acting_as(an_account("Ivy Gray", role="information_governance")) as viewer:
                guarding.restrict(by=viewer, family=home.family.pk, reason="He found the last address",
                                  accounts=[home.worker.pk], shut=[home.his.pk])  # fmt: skip
        case "denied":
            with acting_as(home.worker) as viewer:
                guarding.deny(by=viewer, family=home.family.pk, account=home.his.pk, kind="court_order", reason="3 May")
        case "left the family":
            as_superuser("UPDATE people_membership SET ends_on = current_date - 1 WHERE person_id = {}", home.father.pk)
        case _:
            as_superuser("UPDATE access_portal SET ends_at = now() WHERE account_id = {}", home.his.pk)
    assert read(home.his) == ""
    with acting_as(home.his) as viewer, pytest.raises(NotThere):
        act.add_win(by=viewer, family=home.family.pk, words="I am watching")


def test_he_answers_and_does_nothing_of_hers(home: Home) -> None:
    hers, _ = put(home, home.mother), put(home, home.father)
    her_step, helpers = step_of(home, "She rings the school"), step_of(home, "We ask the club")
    with acting_as(home.his) as viewer:
        for which in (act.AGREE, act.NOT_RIGHT):
            with pytest.raises(NotThere):
                act.answer(by=viewer, shown=hers.pk, act=which, words="No")
        for step in (her_step.pk, helpers.pk, uuid4()):
            with pytest.raises(NotThere):
                act.do(by=viewer, step=step)
        with pytest.raises(NotThere):
            act.add_win(by=viewer, family=uuid4(), words="No")
    assert not PlanVersion.objects.exists()


@pytest.mark.hazard("HZ-39")
def test_with_stolen_statements_he_reads_and_changes_no_table(home: Home) -> None:
    put(home, home.mother)
    with acting_as(home.his), connection.cursor() as cursor:
        for table in ("planshown", "planversion", "planstep", "goal", "win", "walkingevent"):
            cursor.execute(f"SELECT count(*) FROM support_{table}")
            assert cursor.fetchone() == (0,), table
        cursor.execute("UPDATE support_planshown SET state = 'settled'")
        assert cursor.rowcount == 0
        for refused in (
            'INSERT INTO support_win (id, created_at, family_id, words, "on", written_by_id) VALUES'
            f" (gen_random_uuid(), now(), '{home.family.pk}', 'Mine', current_date, wall.viewer())",
            f"SELECT wall.is_guarded('{home.family.pk}')",
            "SELECT wall.portal_answer(gen_random_uuid(), gen_random_uuid(), 'plans.settle', 'x')",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(refused)


def test_what_he_writes_is_read_by_those_alongside_and_never_by_her(home: Home) -> None:
    shown, _ = put(home, home.father), put(home, home.mother)
    with acting_as(home.his) as viewer:
        act.add_win(by=viewer, family=home.family.pk, words="I know where you are")
        act.answer(by=viewer, shown=shown.pk, act=act.NOT_RIGHT, words="I know where you are")
    assert "I know where" not in read(home.hers) + read(home.the_childs)
    with acting_as(home.worker):
        assert Win.objects.get().words == "I know where you are"


def test_a_win_of_the_whole_family_is_on_no_page_where_there_are_two_adults(home: Home) -> None:
    with acting_as(home.worker) as viewer:
        wins.write(by=viewer, family=home.family, words="She slept without fear")
        wins.write(by=viewer, family=home.family, words="He rang first", person=home.father)
    assert "without fear" not in read(home.his) + read(home.hers)
    assert "He rang first" in read(home.his)
    assert "He rang first" not in read(home.hers)


def test_nobody_buries_a_familys_story_in_words(home: Home) -> None:
    with acting_as(home.his) as viewer:
        for number in range(20):
            act.add_win(by=viewer, family=home.family.pk, words=f"Better {number}")
        with pytest.raises(Invalid, match="many for one day"):
            act.add_win(by=viewer, family=home.family.pk, words="And another")


def test_staff_answer_for_nobody(home: Home) -> None:
    shown = put(home, home.mother)
    with acting_as(home.worker) as viewer, pytest.raises(NotThere):
        act.answer(by=viewer, shown=shown.pk, act=act.AGREE)
    with acting_as(home.worker), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE support_planshown SET words = 'I agree', answered_on = current_date, state = 'agreed'")
    assert read(home.worker) == ""


def test_what_was_shown_before_is_answered_no_more(home: Home) -> None:
    before = put(home, home.father)
    with acting_as(home.worker) as viewer:
        goals.write(by=viewer, family=home.family, wanted=Wanted(words="A garden"))
    put(home, home.father)
    with acting_as(home.his) as viewer, pytest.raises(NotThere):
        act.answer(by=viewer, shown=before.pk, act=act.AGREE)
