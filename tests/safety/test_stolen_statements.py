"""Attacks that need no secret: somebody with an account, or with any statement at all as the application's own role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import now
from tests.factories import Known, a_family, an_account, as_superuser

from onestory.access.models import Account, Grant, SignedIn
from onestory.access.sections import EVERYTHING
from onestory.access.tickets import ticket_for
from onestory.access.viewer import acting_as
from onestory.config.sessions import SessionStore
from onestory.people import queries
from onestory.people.actions import facts, families, residences
from onestory.people.actions.facts import Said
from onestory.people.inputs import NewAddress
from onestory.people.models import Address, Fact, Membership, Person, PersonName, Residence
from onestory.support.actions import circle

REFUGE = NewAddress("77 Marker Buildings", "PL1 1AA")
JOIN = (
    "INSERT INTO people_membership (id, created_at, family_id, person_id, role)"
    " VALUES (gen_random_uuid(), now(), %s, %s, 'parent')"
)
BACK = "UPDATE people_membership SET ends_on = NULL WHERE family_id = %s AND person_id = %s"
NOT_ALLOWED, NOBODY_LEFT = "42501", "23001"
GIVE = "SELECT wall.give_access(%s, %s, NULL, 'circle', 'public_task', '', '', NULL, %s, %s)"


def run(statement: str, values: Sequence[object] = ()) -> Any:
    """One raw statement; what its first row begins with, or how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0] if cursor.description else cursor.rowcount


def refused(statement: str, values: Sequence[object] = ()) -> None:
    """The database says no, or there was no such row to touch."""
    try:
        touched, why = run(statement, values), ""
    except DatabaseError as error:
        touched, why = 0, str(getattr(error.__cause__, "sqlstate", ""))
    assert (touched, why) in {(0, ""), (0, NOT_ALLOWED), (0, NOBODY_LEFT)}


@pytest.fixture
def hiding(db: None) -> Known:
    """A mother whose home is confidential, with something told in confidence."""
    known = a_family(an_account())
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        residences.move(by=viewer, family=family, people=[known.mother], to=REFUGE, confidential=True)
    return known


@pytest.fixture
def helper(hiding: Known) -> Account:
    """Somebody brought into her circle, who sees neither confidential addresses nor safeguarding."""
    account = an_account("Jo Stone")
    with acting_as(hiding.author) as viewer:
        circle.bring_in(by=viewer, family=queries.family(viewer, hiding.family.pk), account=account, role="Helper")
    return account


@pytest.mark.hazard("HZ-22")
def test_nobody_sees_more_of_someone_by_putting_them_in_a_family_of_their_own(hiding: Known, helper: Account) -> None:
    """Whoever starts a family sees all its sections, so joining a person to it must not open theirs."""
    own = a_family(helper, surname="Stone")
    with acting_as(helper):
        refused(JOIN, [own.family.pk, hiding.mother.pk])
        assert not Residence.objects.filter(person=hiding.mother).exists()
        assert not Address.objects.filter(lines=REFUGE.lines).exists()


@pytest.mark.hazard("HZ-26")
def test_someone_joins_another_family_only_by_whoever_sees_them_whole(hiding: Known, helper: Account) -> None:
    """The page says what to do, and the author, who sees everything, may."""
    own = a_family(helper, surname="Stone")
    with acting_as(helper) as viewer, pytest.raises(Exception, match="sees all of their record"):
        families.join(by=viewer, family=queries.family(viewer, own.family.pk), person=hiding.mother, role="parent")
    second = a_family(hiding.author, surname="Penrose")
    with acting_as(hiding.author) as viewer:
        families.join(by=viewer, family=second.family, person=hiding.child, role="child")


@pytest.mark.hazard("HZ-24")
@pytest.mark.parametrize(
    "statement", [JOIN, "UPDATE people_membership SET ends_on = NULL WHERE family_id = %s AND person_id = %s"]
)
def test_someone_who_left_is_not_brought_back_to_be_watched(hiding: Known, statement: str) -> None:
    """Whoever still sees the family they left can neither join them again nor undo their leaving."""
    with acting_as(hiding.author) as viewer:
        family = queries.family(viewer, hiding.family.pk)
        families.leave(by=viewer, membership=queries.membership(viewer, family, hiding.mother.pk), on=date(2020, 1, 1))
        refused(statement, [hiding.family.pk, hiding.mother.pk])
        assert not Residence.objects.filter(person=hiding.mother).exists()


@pytest.mark.hazard("HZ-24")
def test_a_name_taken_after_leaving_is_not_the_old_familys(hiding: Known) -> None:
    """The name they left with stays in the story; the one they go by now does not."""
    other = a_family(hiding.author, surname="Penrose")
    ex = an_account("Jo Stone")
    with acting_as(hiding.author) as viewer:
        family = queries.family(viewer, hiding.family.pk)
        families.join(by=viewer, family=other.family, person=hiding.mother, role="parent")
        circle.bring_in(by=viewer, family=family, account=ex, role="Helper")
        families.leave(by=viewer, membership=queries.membership(viewer, family, hiding.mother.pk), on=date(2020, 1, 1))
    with acting_as(hiding.author):
        taken = PersonName(person=hiding.mother, use="nickname", given="Marker", created_at=now() + timedelta(days=2))
        taken.save(force_insert=True)
        later = PersonName.objects.filter(pk=taken.pk)
        assert later.exists()
    with acting_as(ex):
        assert PersonName.objects.filter(person=hiding.mother).exists()
        assert not later.exists()


@pytest.mark.hazard("HZ-16")
def test_a_row_one_sees_is_not_pointed_at_someone_one_does_not(hiding: Known) -> None:
    """Knowing somebody's number is not enough to pull them into view."""
    intruder = an_account("Jo Stone")
    own = a_family(intruder, surname="Stone")
    with acting_as(intruder):
        refused(
            "UPDATE people_membership SET person_id = %s WHERE family_id = %s AND person_id = %s",
            [hiding.mother.pk, own.family.pk, own.child.pk],
        )
        refused("UPDATE people_personname SET person_id = %s", [hiding.mother.pk])
        assert not Person.objects.filter(pk=hiding.mother.pk).exists()


@pytest.mark.hazard("HZ-22")
def test_an_address_is_not_opened_by_claiming_to_live_there(hiding: Known) -> None:
    """Neither a new residence nor a changed one may point at an address that is hidden from its writer."""
    with acting_as(hiding.author):
        hidden = Address.objects.get(lines=REFUGE.lines).pk
    intruder = an_account("Jo Stone")
    own = a_family(intruder, surname="Stone")
    with acting_as(intruder) as viewer:
        family = queries.family(viewer, own.family.pk)
        residences.move(by=viewer, family=family, people=[own.mother, own.child], to=NewAddress("1 Quay", "PL1 2AA"))
        refused(
            "INSERT INTO people_residence (id, created_at, person_id, address_id, confidential)"
            " VALUES (gen_random_uuid(), now(), %s, %s, false)",
            [own.mother.pk, hidden],
        )
        refused("UPDATE people_residence SET address_id = %s WHERE person_id = %s", [hidden, own.mother.pk])
        assert not Address.objects.filter(pk=hidden).exists()


@pytest.mark.hazard("HZ-22")
def test_history_does_not_keep_open_what_was_hidden_later(hiding: Known, helper: Account) -> None:
    """An address made confidential is as hidden in what the row was before."""
    with acting_as(hiding.author) as viewer:
        residence = Residence.objects.get(person=hiding.mother)
        residences.set_confidential(by=viewer, residence=residence, confidential=False)
        residences.set_confidential(by=viewer, residence=residence, confidential=True)
    with acting_as(helper):
        assert run("SELECT count(*) FROM people_residencehistory") == 0


@pytest.mark.hazard("HZ-26")
def test_nobody_lengthens_their_own_access(hiding: Known, helper: Account) -> None:
    """Whoever may see a family until a day gives it to nobody, themselves least of all, for longer."""
    third = an_account("Kim Lee")
    with acting_as(helper):
        refused(GIVE, [hiding.family.pk, helper.pk, ["shared"], None])
    with acting_as(hiding.author):
        until = run("SELECT now() + interval '1 day'")
        run(GIVE, [hiding.family.pk, third.pk, ["shared"], until])
    with acting_as(third):
        refused(GIVE, [hiding.family.pk, helper.pk, ["shared"], None])
        assert run(GIVE, [hiding.family.pk, helper.pk, ["shared"], until])


@pytest.mark.hazard("HZ-37")
def test_access_that_ends_by_itself_can_be_ended_before(hiding: Known) -> None:
    """A date in the future does not protect a grant from being withdrawn now."""
    third = an_account("Kim Lee")
    with acting_as(hiding.author):
        grant = run(GIVE, [hiding.family.pk, third.pk, ["shared"], run("SELECT now() + interval '9 days'")])
        run("SELECT wall.end_access(%s)", [grant])
    with acting_as(third):
        assert not Grant.objects.live().exists()


@pytest.mark.hazard("HZ-25")
def test_a_helper_does_not_shut_out_those_who_see_more(hiding: Known, helper: Account) -> None:
    """Somebody's session in the wrong hands must not leave a family alone with them."""
    with acting_as(hiding.author):
        authors: UUID = Grant.objects.get(account=hiding.author).pk
    with acting_as(helper):
        refused("SELECT wall.end_access(%s)", [authors])
    with acting_as(hiding.author):
        assert Person.objects.exists()


@pytest.mark.hazard("HZ-55")
def test_a_family_is_never_left_with_nobody(db: None) -> None:
    """The last who sees a family brings somebody in before they go."""
    known = a_family(an_account())
    with acting_as(known.author):
        refused("SELECT wall.end_access(%s)", [Grant.objects.get().pk])


@pytest.mark.hazard("HZ-37")
def test_a_closed_account_loses_everything_at_once(hiding: Known) -> None:
    """Not at the next sign-in: the very next statement of an open transaction sees nothing."""
    with acting_as(hiding.author):
        assert Person.objects.exists()
        as_superuser("UPDATE access_account SET is_active = false, closed_at = now() WHERE id = {}", hiding.author.pk)
        assert not Person.objects.exists()
        assert run("SELECT wall.teams()") == []
    with acting_as(hiding.author) as viewer:
        assert viewer.roles == frozenset()


@pytest.mark.hazard("HZ-39")
def test_an_administrator_does_not_bring_back_their_own_role(db: None) -> None:
    """Naming somebody else in the call does not reach one's own membership by its number."""
    admin, other = an_account("Al Min", role="administrator"), an_account("Jo Stone")
    with acting_as(admin):
        mine = run("SELECT id FROM access_teammembership WHERE account_id = %s", [admin.pk])
        team = other.memberships.get().team_id
        refused(
            "SELECT wall.set_team_role(%s, %s, %s, 'practitioner', NULL, now() + interval '9 years')",
            [mine, other.pk, team],
        )
        assert run("SELECT ends_at IS NULL FROM access_teammembership WHERE id = %s", [mine])


@pytest.mark.hazard("HZ-35")
def test_nobody_writes_in_anothers_name(hiding: Known, helper: Account) -> None:
    """An entry, a fact and a part of the story carry the account that wrote them, whatever the statement says."""
    with acting_as(helper):
        for statement in (
            "INSERT INTO story_entry (id, created_at, family_id, kind, happened_at, time_known, title, text, section,"
            " written_by_id, written_at, act) VALUES (gen_random_uuid(), now(), %s, 'note', now(), true, 'x', '',"
            " 'shared', %s, now(), '')",
            "INSERT INTO story_storysection (id, created_at, family_id, part, voice, version, text, section, written_by_id,"
            " written_at) VALUES (gen_random_uuid(), now(), %s, 'who_we_are', 'ours', 1, 'x', 'shared', %s, now())",
            "INSERT INTO people_fact (id, created_at, family_id, key, value, section, said_by, said_on, written_by_id,"
            " last_confirmed_on, ended_because) VALUES (gen_random_uuid(), now(), %s, 'x', '1', 'shared', 'self',"
            " current_date, %s, current_date, '')",
        ):
            refused(statement, [hiding.family.pk, hiding.author.pk])
            assert run(statement, [hiding.family.pk, helper.pk]) == 1


@pytest.mark.hazard("HZ-49")
def test_what_was_told_is_not_rewritten(hiding: Known) -> None:
    """A fact can be confirmed or ended, and never made to say something else."""
    with acting_as(hiding.author) as viewer:
        told = facts.tell(by=viewer, about=hiding.mother, key="ethnicity", value="BAFR", said=Said())
        refused("UPDATE people_fact SET value = '\"WBRI\"' WHERE id = %s", [told.pk])
        refused("UPDATE people_fact SET section = 'shared' WHERE id = %s", [told.pk])
        assert Fact.objects.get(pk=told.pk).value == "BAFR"


@pytest.mark.hazard("HZ-86")
@pytest.mark.parametrize("column", ["id", "at", "transaction"])
def test_an_audit_event_is_not_dated_by_whoever_writes_it(db: None, column: str) -> None:
    """When it happened, and in which transaction, is for the database to say."""
    given = "action, person_ids, subject, detail, request_id"
    event = "'nothing', '{}', '', '{}', ''"
    assert run(f"INSERT INTO audit_auditevent ({given}) VALUES ({event})") == 1
    value = "now() - interval '1 year'" if column == "at" else "1"
    refused(f"INSERT INTO audit_auditevent ({given}, {column}) VALUES ({event}, {value})")


@pytest.mark.hazard("HZ-35")
def test_history_is_kept_whatever_the_session_asks_and_forged_by_nobody(hiding: Known, helper: Account) -> None:
    """The library's own switch for skipping triggers does nothing, and nobody writes history in another's name."""
    with acting_as(hiding.author):
        run(
            "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger WHERE NOT tgisinternal"
        )
        run("UPDATE people_family SET name = 'Other' WHERE id = %s", [hiding.family.pk])
        assert run("SELECT count(*) FROM people_familyhistory WHERE id = %s", [hiding.family.pk]) == 1
        refused(
            "INSERT INTO people_familyhistory (pgh_label, pgh_created_at, id, created_at, name, created_by_id, pgh_obj_id,"
            " changed_by) SELECT 'changed', now(), id, created_at, 'x', created_by_id, id, %s FROM people_family",
            [helper.pk],
        )


def test_sections_of_a_started_record_are_all_there_are(db: None) -> None:
    """What the rules above compare with: a family's author sees every section."""
    known = a_family(an_account())
    with acting_as(known.author):
        assert set(Grant.objects.get().sections) == set(EVERYTHING)
        assert Membership.objects.count() == 2


@pytest.mark.hazard("HZ-35")
def test_naming_somebodys_account_is_not_being_them(hiding: Known) -> None:
    """The setting that says who is looking is open to any statement; only a signed ticket counts in it."""
    account, here = hiding.author.pk, run("SELECT pg_backend_pid()")
    good = ticket_for(account, session=here)
    made_up = (str(account), account.hex, f"{account.hex}{here:010d}" + "0" * 64, "x" * 106, good[:-1] + "g")
    for setting in made_up:
        run("SELECT set_config('onestory.viewer', %s, true)", [setting])
        assert run("SELECT wall.viewer() IS NULL")
        assert not Person.objects.exists()
    run("SELECT set_config('onestory.viewer', %s, true)", [good])
    assert Person.objects.exists()


@pytest.mark.hazard("HZ-35")
def test_a_ticket_is_of_no_use_in_another_session(hiding: Known) -> None:
    """One seen in a log, or shown by somebody else at the same moment, opens nothing here."""
    elsewhere = ticket_for(hiding.author.pk, session=run("SELECT pg_backend_pid()") + 1)
    run("SELECT set_config('onestory.viewer', %s, true)", [elsewhere])
    assert run("SELECT wall.viewer() IS NULL")


@pytest.mark.parametrize(
    "statement", ["SELECT count(*) FROM wall.ticket_key", "UPDATE wall.ticket_key SET inner_pad = ''"]
)
def test_the_key_that_signs_tickets_is_closed_to_the_application(db: None, statement: str) -> None:
    """Only the function that checks a ticket reads it."""
    with pytest.raises(DatabaseError, match="permission denied"):
        run(statement)


def test_nobody_changes_how_another_signs_in(db: None) -> None:
    """Neither a password nor an address of somebody else's account; one's own, yes."""
    worker, other = an_account(), an_account("Jo Stone")
    for statement in ("SELECT wall.keep_password(%s, 'x')", "UPDATE access_account SET email = 'x' WHERE id = %s"):
        refused(statement, [other.pk])
        with acting_as(worker):
            refused(statement, [other.pk])
            assert run(statement, [worker.pk]) in {1, ""}


@pytest.mark.hazard("HZ-84")
def test_a_session_is_not_taken_from_its_table(db: None) -> None:
    """Neither by the key that is read there, nor by copying what it holds into one's own row."""
    theirs, mine = SessionStore(), SessionStore()
    theirs["who"], mine["who"] = "them", "me"
    theirs.save()
    mine.save()
    assert SessionStore(theirs.session_key)["who"] == "them"
    keys = SignedIn.objects.values_list("session_key", flat=True)
    assert [dict(SessionStore(key).items()) for key in keys] == [{}, {}]
    SignedIn.objects.update(session_data=theirs.encode({"who": "them"}))
    assert "who" not in SessionStore(mine.session_key)


@pytest.mark.hazard("HZ-75")
@pytest.mark.parametrize("statement", ["SELECT query FROM pg_stat_activity", "SELECT pg_stat_get_backend_activity(1)"])
def test_what_others_are_asking_is_not_listed(db: None, statement: str) -> None:
    """A statement of another session quotes what somebody typed about a family."""
    refused(statement)
