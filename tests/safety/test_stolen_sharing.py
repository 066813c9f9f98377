"""Statements stolen from a session of somebody with an account: what they would learn, open, silence or close through sharing."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import now
from tests.factories import Known, a_family, an_account
from tests.safety.test_stolen_statements import JOIN, refused, run

from onestory.access.actions import accounts, grants, guarding, portal
from onestory.access.models import Account, Alert, BreakGlass, Denial, PortalAccess, Restriction
from onestory.access.viewer import acting_as
from onestory.audit.actions import events
from onestory.people import queries
from onestory.people.actions import residences
from onestory.people.inputs import NewAddress
from onestory.people.models import Person

pytestmark = pytest.mark.django_db

WHY = "Her sister rang: she has not been seen since Sunday."
NOBODY = UUID(int=7)
KNOWS = (
    "INSERT INTO access_interest (id, created_at, account_id, kind, given, family, born, postcode)"
    " VALUES (gen_random_uuid(), now(), %s, 'family', %s, %s, %s, '')"
)
START = "INSERT INTO people_family (id, created_at, name, created_by_id) VALUES (%s, now(), 'Mine', %s)"
OPEN_PORTAL = "SELECT wall.open_portal(%s, %s, %s, %s, %s::uuid[], 'public_task', 'Passport seen', NULL)"


@pytest.fixture
def known() -> Known:
    return a_family(an_account("Ada Author"))


def give(known: Known, to: Account, **more: object) -> UUID:
    with acting_as(known.author) as viewer:
        return grants.give(by=viewer, family=known.family.pk, account=to.pk, **more)  # type: ignore[arg-type]


def let_go(known: Known, grant: UUID) -> None:
    with acting_as(known.author) as viewer:
        grants.end(by=viewer, family=known.family.pk, grant=grant)


def error_of(statement: str, *values: object) -> str:
    """All that the database says as it refuses."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        run(statement, values)
    return str(caught.value)


def a_way_in(known: Known, *, person: Person, kind: str, children: tuple[UUID, ...] = ()) -> Account:
    account = an_account("Obi Okafor", kind="family", role="")
    with acting_as(known.author) as viewer:
        portal.open_to(by=viewer, account=account, family=known.family.pk, person=person.pk, kind=kind, children=children,
                       evidence="Passport seen")  # fmt: skip
    return account


# --- being somebody else, and not being noticed -----------------------------------------------------------------------


@pytest.mark.hazard("HZ-35")
@pytest.mark.parametrize("column", ["kind", "name", "created_at", "job_title"])
def test_nobody_changes_what_they_are(known: Known, column: str) -> None:
    """An account that called itself a program, or took another name, would be looked for by no watch and told to no family."""
    worker, admin = an_account(), an_account(role="administrator")
    for account in (worker, admin):
        with acting_as(account):
            refused(f"UPDATE access_account SET {column} = DEFAULT WHERE id = %s", [worker.pk])


@pytest.mark.hazard("HZ-36")
def test_an_account_is_kept_awake_by_whoever_looks_after_accounts(known: Known) -> None:
    """One that woke itself for good would never be found to be nobody's."""
    worker = an_account()
    with acting_as(worker):
        refused("UPDATE access_account SET awake_since = 'infinity' WHERE id = %s", [worker.pk])
        refused("UPDATE access_account SET asleep_since = now() WHERE id = %s", [worker.pk])
        refused("SELECT wall.wake(%s)", [worker.pk])


@pytest.mark.hazard("HZ-35")
def test_taking_somebody_out_of_the_index_does_not_hide_that_their_record_was_opened(known: Known) -> None:
    """Whoever sees a family may have it indexed again, with nothing; the watch goes by their names themselves."""
    relative = an_account("Ada Okafor")
    give(known, relative)
    with acting_as(relative) as viewer:
        events.record(by=viewer, action="families.open", family=known.family.pk)
        members = [known.mother.pk, known.child.pk]
        run("SELECT wall.index_people(%s::uuid[], '{}', '{}', '{}', '{}', '{}', '{}')", [members])
        run("SELECT wall.watch_lookups()")
    with acting_as(an_account(role="information_governance")):
        assert Alert.objects.filter(kind="lookup", about=relative).exists()


@pytest.mark.hazard("HZ-39")
def test_no_account_waits_for_a_colleague_with_a_password_that_another_chose(known: Known) -> None:
    """Whoever made it would be in it too, once its owner came by single sign-on and was placed in a team."""
    with acting_as(an_account("Jo Stone")):
        made = accounts.new_account(email="new@example.org", name="New Colleague")
        refused("SELECT wall.keep_password(%s, 'argon2$chosen')", [made.pk])
        refused("INSERT INTO access_password (account_id, digest) VALUES (%s, 'argon2$chosen')", [made.pk])


# --- learning whether a family is there, and who is in it -------------------------------------------------------------


@pytest.mark.hazard("HZ-16")
def test_somebody_let_go_does_not_learn_who_is_in_the_family_now_by_saying_whom_they_know(known: Known) -> None:
    """What closes tells only of families that are open otherwise: a guessed name must change nothing for anybody else."""
    former = an_account("Jo Stone")
    let_go(known, give(known, former))
    with acting_as(former):
        run(KNOWS, [former.pk, "chidi", "okafor", "2019-03-14"])
        run("SELECT wall.close_by_interests()")
        assert run("SELECT wall.closed()") == []


@pytest.mark.hazard("HZ-16")
def test_a_family_account_does_not_guess_who_else_is_in_the_family(known: Known) -> None:
    """Their own way in would close when a guess was right."""
    theirs = a_way_in(known, person=known.mother, kind="adult")
    with acting_as(theirs):
        run(KNOWS, [theirs.pk, "chidi", "okafor", "2019-03-14"])
        run("SELECT wall.close_by_interests()")
        assert run("SELECT count(*) FROM wall.portal_people()") == 1


@pytest.mark.hazard("HZ-16")
@pytest.mark.parametrize("why", [None, "x" * 1200, "short"])
def test_breaking_in_without_a_reason_tells_nothing_of_what_is_there(known: Known, why: str | None) -> None:
    with acting_as(an_account("Jo Stone")):
        there = error_of("SELECT wall.break_glass(%s, %s)", known.family.pk, why)
        assert there == error_of("SELECT wall.break_glass(%s, %s)", NOBODY, why)


@pytest.mark.hazard("HZ-16")
@pytest.mark.parametrize(("why", "because"), [(None, WHY), ("met", None), ("none of them", WHY)])
def test_asking_who_is_alongside_without_a_reason_is_refused_before_anything_is_looked_for(
    known: Known, why: str | None, because: str | None
) -> None:
    """A row that could not be kept would be quoted in the error, with how many it was told of."""
    with acting_as(an_account("Jo Stone")):
        said = error_of("SELECT * FROM wall.alongside('ada', 'okafor', 19910504, '', %s, %s)", why, because)
    assert "not yours to ask" in said
    assert "Failing row" not in said


@pytest.mark.hazard("HZ-16")
def test_bringing_somebody_to_a_family_tells_nothing_of_a_family_one_does_not_see(known: Known) -> None:
    helper = an_account("Jo Stone")
    other = a_family(an_account(), surname="Penrose")
    give(other, helper, sections=["shared"])
    with acting_as(helper):
        answers = {run("SELECT wall.may_bring(%s, %s)", [other.mother.pk, f]) for f in (known.family.pk, NOBODY)}
    assert answers == {False}


@pytest.mark.hazard("HZ-22")
def test_nobody_learns_of_a_stranger_that_their_address_is_hidden(known: Known) -> None:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        residences.move(
            by=viewer, family=family, people=[known.mother], to=NewAddress("1 Quay", "PL1 2AA"), confidential=True
        )
    helper = an_account("Jo Stone")
    asked = "SELECT wall.whereabouts_open(%s, %s)"
    with acting_as(helper):
        assert run(asked, [known.mother.pk, None]) == run(asked, [NOBODY, None])
        assert run(asked, [None, known.family.pk]) == run(asked, [None, NOBODY])
    give(known, helper)
    with acting_as(helper):
        assert run(asked, [known.mother.pk, None]) is False


@pytest.mark.hazard("HZ-16")
def test_a_draft_is_of_a_family_one_sees(known: Known) -> None:
    """A draft of one that is not there would be refused, and so tell of one that is."""
    stranger = an_account("Jo Stone")
    draft = (
        "INSERT INTO story_draft (id, created_at, account_id, form, family_id, content, saved_at)"
        " VALUES (gen_random_uuid(), now(), %s, 'x', %s, '{}', now())"
    )
    with acting_as(stranger):
        refused(draft, [stranger.pk, known.family.pk])
        assert run(draft, [stranger.pk, None]) == 1
        refused("UPDATE story_draft SET family_id = %s", [known.family.pk])
    with acting_as(known.author):
        assert run(draft, [known.author.pk, known.family.pk]) == 1


# --- reading more, or for longer, than was given ----------------------------------------------------------------------


@pytest.mark.hazard("HZ-37")
def test_somebody_let_go_reads_nothing_more_of_what_guards_the_family(known: Known) -> None:
    """Nor who opened it in an emergency and what was found, nor who of the family has a way in."""
    former = an_account("Jo Stone")
    grant = give(known, former)
    with acting_as(an_account("Pat")) as viewer:
        emergency = guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)
    a_way_in(known, person=known.mother, kind="adult")
    with acting_as(an_account(role="information_governance")) as viewer:
        guarding.restrict(by=viewer, family=known.family.pk, reason="Her safety", accounts=[former.pk, known.author.pk])
    guards = (BreakGlass.objects.filter(pk=emergency), PortalAccess.objects.all(), Restriction.objects.all())
    with acting_as(former):
        assert all(rows.exists() for rows in guards)
    let_go(known, grant)
    with acting_as(former):
        assert not any(rows.exists() for rows in guards)


@pytest.mark.hazard("HZ-36")
def test_what_is_opened_in_an_emergency_is_not_read_by_the_statement_that_opened_it(known: Known) -> None:
    """One statement that opens, reads, and is then undone would leave no alert."""
    with acting_as(an_account("Jo Stone")):
        names = "(SELECT string_agg(n::text, '') FROM wall.names_to_index(ARRAY[%s]::uuid[]) n)"
        read = run(f"SELECT concat(wall.break_glass(%s, %s), {names})", [known.family.pk, WHY, known.mother.pk])
        assert "Okafor" not in read
        assert Person.objects.exists()


@pytest.mark.hazard("HZ-36")
@pytest.mark.parametrize(
    "statement",
    ["DO $$ BEGIN NULL; END $$", "SELECT pg_advisory_lock(7011000411)", "SELECT pg_terminate_backend(1)"],
)
def test_a_statement_neither_undoes_its_own_traces_nor_holds_up_the_watches(known: Known, statement: str) -> None:
    """A block that catches its own error keeps what it read and loses the alert; a lock of a session outlives its page."""
    assert "permission denied" in error_of(statement)


@pytest.mark.hazard("HZ-36")
@pytest.mark.parametrize("limited", [True, False])
def test_what_was_opened_for_a_time_is_not_kept_by_a_family_of_ones_own(known: Known, limited: bool) -> None:
    """An hour in an emergency, or a grant with an end, does not become a way in that has none."""
    worker, own = an_account("Jo Stone"), uuid4()
    if limited:
        give(known, worker, sections=["shared"], until=now() + timedelta(days=1))
    with acting_as(worker) as viewer:
        if not limited:
            guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)
        run(START, [own, worker.pk])
        run("SELECT wall.open_family(%s, '{shared}', '{}', '{}')", [own])
        refused(JOIN, [own, known.mother.pk])


@pytest.mark.hazard("HZ-26")
@pytest.mark.parametrize("kind", ["adult", "young_person"])
def test_a_way_in_opens_no_more_than_its_giver_sees(known: Known, kind: str) -> None:
    """A volunteer who sees the shared story would read health and home through an account made for the family."""
    volunteer = an_account("Val Unteer", role="volunteer")
    puppet = an_account("Ada Okafor", kind="family", role="")
    give(known, volunteer, sections=["shared"])
    with acting_as(volunteer):
        refused(OPEN_PORTAL, [puppet.pk, known.family.pk, known.mother.pk, kind, []])


@pytest.mark.hazard("HZ-28")
def test_a_childs_record_is_read_by_nobody_as_if_they_were_the_child(known: Known) -> None:
    """Somebody given a child's place as an adult's would need no parental responsibility, and read everything of the child."""
    puppet = an_account("Obi Okafor", kind="family", role="")
    with acting_as(known.author):
        refused(OPEN_PORTAL, [puppet.pk, known.family.pk, known.child.pk, "adult", []])
        refused(OPEN_PORTAL, [puppet.pk, known.family.pk, known.child.pk, "made_up", []])
        assert run(OPEN_PORTAL, [puppet.pk, known.family.pk, known.mother.pk, "adult", []])


@pytest.mark.hazard("HZ-29")
def test_who_looked_is_closed_with_the_rest_of_the_way_in(known: Known) -> None:
    theirs = a_way_in(known, person=known.mother, kind="adult")
    with acting_as(known.author) as viewer:
        events.record(by=viewer, action="families.open", family=known.family.pk)
    looked = "SELECT count(*) FROM wall.who_looked(%s, NULL, 10)"
    with acting_as(theirs):
        assert run(looked, [known.family.pk]) == 1
    with acting_as(an_account(role="information_governance")) as viewer:
        guarding.restrict(
            by=viewer, family=known.family.pk, reason="Her safety", accounts=[known.author.pk], shut=[theirs.pk]
        )
    with acting_as(theirs):
        assert run("SELECT count(*) FROM wall.portal_people()") == 0
        assert run(looked, [known.family.pk]) == 0


# --- writing into another's record, and shutting others out -----------------------------------------------------------


@pytest.mark.hazard("HZ-35")
def test_history_is_written_by_what_happened_and_by_no_statement(known: Known) -> None:
    """Not even in one's own name: it would stand in the record of a family one does not see."""
    stranger = an_account("Jo Stone")
    with acting_as(stranger):
        refused(
            "INSERT INTO people_familyhistory (pgh_label, pgh_created_at, id, created_at, name, created_by_id, pgh_obj_id,"
            " changed_by) VALUES ('changed', now(), %s, now(), 'x', %s, %s, %s)",
            [known.family.pk, stranger.pk, known.family.pk, stranger.pk],
        )


@pytest.mark.hazard("HZ-17")
def test_no_message_reaches_a_family_through_who_looked(known: Known) -> None:
    """Anybody may add to the audit in their own name; words of theirs are not shown to a family they do not see."""
    theirs, stranger = a_way_in(known, person=known.mother, kind="adult"), an_account("Jo Stone")
    with acting_as(stranger) as viewer:
        events.record(by=viewer, action="families.open", family=known.family.pk, purpose="I know where you are")
    with acting_as(theirs):
        assert "I know" not in str(
            run("SELECT string_agg(w::text, '') FROM wall.who_looked(%s, NULL, 10) w", [known.family.pk])
        )


@pytest.mark.hazard("HZ-25")
def test_a_helper_does_not_close_the_family_to_those_who_see_more(known: Known) -> None:
    """Somebody's session in the wrong hands would leave the family alone with them, by denials as by endings."""
    helper, other = an_account("Jo Stone"), an_account("Kim Lee")
    give(known, helper)
    give(known, other)
    deny = "SELECT wall.deny(%s, %s, 'conflict', 'They know each other', NULL)"
    with acting_as(helper):
        assert "they see more" in error_of(deny, known.family.pk, known.author.pk)
        assert run(deny, [known.family.pk, other.pk])
        assert run(deny, [known.family.pk, helper.pk])
    with acting_as(known.author):
        assert Person.objects.exists()


@pytest.mark.hazard("HZ-41")
def test_a_restriction_leaves_somebody_who_sees_the_family_tomorrow(known: Known) -> None:
    """Not only somebody who opened it in an emergency, for an hour."""
    hurried, boss = an_account("Jo Stone"), an_account(role="supervisor")
    give(known, boss)
    with acting_as(hurried) as viewer:
        guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)
    with acting_as(boss):
        refused(
            "SELECT wall.restrict(%s, 'Their safety', ARRAY[%s]::uuid[], '{}', '{}')", [known.family.pk, hurried.pk]
        )


@pytest.mark.hazard("HZ-35")
@pytest.mark.parametrize("born", ["infinity", "294276-01-01"])
def test_one_impossible_birth_date_does_not_stop_what_others_said_from_closing(known: Known, born: str) -> None:
    saboteur, cousin = an_account("Jo Stone"), an_account("Kim Lee")
    with acting_as(saboteur):
        run(KNOWS, [saboteur.pk, "chidi", "okafor", born])
    with acting_as(cousin):
        run(KNOWS, [cousin.pk, "chidi", "okafor", "2019-03-14"])
        run("SELECT wall.close_by_interests()")
    with acting_as(an_account(role="information_governance")):
        assert Denial.objects.filter(account=cousin, family_id=known.family.pk).exists()
