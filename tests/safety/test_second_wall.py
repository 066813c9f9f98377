"""Row-level security alone keeps a stranger out: raw statements as the application's own role, no code of ours between."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from tests.asking import HER_TEACHER, asked, said
from tests.factories import Known, a_family, an_account
from tests.integration.support import filling, filling_contacts, filling_triage, filling_work

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.walls import walled
from onestory.people import queries
from onestory.people.actions import contact_points, facts, people, relationships, residences
from onestory.people.actions.facts import Said
from onestory.people.inputs import NameGiven, NewAddress, SafeToUse
from onestory.story.actions import entries, sections
from onestory.support import request_queries
from onestory.support.actions import circle, passing, request_families, requests
from onestory.support.request_inputs import SafeReach

# Read by everyone who works here, or about nobody; see each one's declaration.
STAFF_TABLES = {"access_account", "access_team", "access_teammembership", "access_night", "support_learning"}


@pytest.fixture
def full(db: None) -> Known:
    """A family with a row in as many tables as the product can fill."""
    known = a_family(an_account())
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        contact_points.add(
            by=viewer, person=known.mother, kind="phone", typed="07700 900123", safe=SafeToUse(call=True),
            checked_on=family.created_at.date(),
        )  # fmt: skip
        residences.move(
            by=viewer, family=family, people=[known.mother, known.child], to=NewAddress("1 Quay", "PL1 1AA")
        )
        relationships.relate(by=viewer, person=known.mother, other=known.child, kind="parent")
        relationships.record_responsibility(by=viewer, child=known.child, adult=known.mother, evidence="told")
        people.rename(by=viewer, person=known.mother, name=NameGiven("Adaeze", "Okafor"))
        people.add_identifier(by=viewer, person=known.child, system="nhs", typed="9990000018")
        told = facts.tell(by=viewer, about=known.mother, key="ethnicity", value="BAFR", said=Said())
        facts.confirm(by=viewer, fact=told, said=Said())
        facts.count_ask(by=viewer, about=known.mother, key="ethnicity", outcome="asked", form="test")
        sections.write(by=viewer, family=family, part="who_we_are", voice="ours", text="Us two", based_on=0)
        entries.write(by=viewer, family=family, new=entries.NewEntry("Tea", about=[known.child.pk]))
        nan = circle.add_own_person(by=viewer, family=family, name="Nan", role="Grandmother")
        filling.walk(viewer, family, nan)
        filling.plan(viewer, family, known.mother)
        filling.introduce(viewer, family, an_account("Kim Lee"))
        filling_work.everything(viewer, family)
        filling_contacts.everything(viewer, family)
    _ask(known)
    filling_triage.everything(known.author, family)
    return known


def _ask(known: Known) -> None:
    """For help with them, by their teacher; passed on, and not yet taken up."""
    made = asked(known.author, new=said(asker=HER_TEACHER), own=True)
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        request = request_families.link(by=viewer, request=request_queries.request(viewer, made), family=family)
        new = SafeReach(how="call", at="07700 900456")
        requests.correct_reach(
            by=viewer, request=request, reach=new, asker_how="call", asker_at="01632 960001", why="New",
            seen=request_queries.reach_digest(viewer, request),
        )  # fmt: skip
        request = request_queries.request(viewer, made)
        passing.offer(by=viewer, request=request, to_account=an_account("Pat Moor"), why="She knows them")


def _readable() -> list[str]:
    """But for what functions alone read, which the application has no right to at all."""
    return [table for table, wall in walled() if wall.select is not None]


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize("role", ["practitioner", "supervisor", "administrator", "analyst", "front_of_house"])
def test_a_stranger_reads_no_row_of_any_table(full: Known, role: str) -> None:
    with acting_as(an_account("Jo Stone", role=role)):
        seen = {table: _count(table) for table in _readable() if table not in STAFF_TABLES}
    assert {table: rows for table, rows in seen.items() if rows} == {}


def test_the_author_reads_what_they_wrote(full: Known) -> None:
    with acting_as(full.author):
        empty = [t for t in _readable() if t.startswith(("people_", "story_", "support_")) and not _count(t)]
    # No deletions, no drafts and no merges here.
    assert all("history" in table or table in ("story_draft", "people_merge") for table in empty), empty


@pytest.mark.parametrize("setting", ["", "not-a-number", "00000000-0000-0000-0000-000000000000"])
def test_no_viewer_or_a_made_up_one_reads_nothing(full: Known, setting: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('onestory.viewer', %s, true)", [setting])
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone() == (0,)


def test_a_viewer_named_in_one_transaction_is_nobody_in_the_next(transactional_author: Account) -> None:
    """A pooled connection must not carry one person's eyes into another's request."""
    with acting_as(transactional_author):
        assert _viewer() == str(transactional_author.pk)
    assert _viewer() is None


@pytest.fixture
def transactional_author(db: None) -> Account:
    return an_account()


def _viewer() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.viewer()::text")
        found: str | None = cursor.fetchone()[0]
        return found


@pytest.mark.parametrize(
    "statement",
    [
        "SET row_security = off; SELECT count(*) FROM people_person",
        "SET ROLE onestory_rls",
        "SET ROLE onestory_owner",
        "SET SESSION AUTHORIZATION onestory_backup",
        "TRUNCATE people_person CASCADE",
        "CREATE TEMP TABLE mine AS SELECT 1",
        "CREATE VIEW everyone AS SELECT * FROM people_person",
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY viewer_select ON people_person",
        "COPY people_person FROM STDIN",
        "COPY people_person TO PROGRAM 'cat'",
        "DELETE FROM story_entry",
        "UPDATE audit_auditevent SET action = 'nothing'",
        "SELECT wall.place_first(gen_random_uuid(), wall.viewer(), gen_random_uuid(), 'linkage')",
        "INSERT INTO access_grant (id, created_at, family_id, reason, sections, starts_at, given_by_id, account_id)"
        " VALUES (gen_random_uuid(), now(), gen_random_uuid(), 'circle', '{}', now(), wall.viewer(), wall.viewer())",
        "INSERT INTO access_teammembership (id, created_at, role, starts_at, account_id, team_id)"
        " SELECT gen_random_uuid(), now(), 'linkage', now(), wall.viewer(), id FROM access_team LIMIT 1",
        "UPDATE access_teammembership SET role = 'linkage'",
    ],
)
def test_a_stolen_statement_opens_nothing(full: Known, statement: str) -> None:
    refused = pytest.raises((DatabaseError, psycopg.Error))
    with acting_as(an_account("Jo Stone")), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.hazard("HZ-25")
def test_nobody_gives_themselves_access(full: Known) -> None:
    intruder = an_account("Jo Stone")
    calls = [
        ("SELECT wall.open_family(%s, ARRAY['shared'], '{}', '{}')", [full.family.pk]),
        ("SELECT wall.give_access(%s, %s, NULL, 'circle', ARRAY['shared'], NULL)", [full.family.pk, intruder.pk]),
    ]
    with acting_as(intruder):
        for statement, values in calls:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
        assert _count("people_family") == 0


def test_nobody_gives_more_than_they_see_themselves(full: Known) -> None:
    helper, third = an_account("Jo Stone"), an_account("Kim Lee")
    with acting_as(full.author) as viewer:
        circle.bring_in(by=viewer, family=queries.family(viewer, full.family.pk), account=helper, role="Helper")
    with acting_as(helper), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall.give_access(%s, %s, NULL, 'circle', ARRAY['safeguarding'], NULL)", [full.family.pk, third.pk]
        )


def test_every_function_that_steps_over_the_wall_is_known_and_asks_for_itself(db: None, admin_url: str) -> None:
    with psycopg.connect(admin_url) as admin:
        rows = admin.execute(
            "SELECT n.nspname || '.' || p.proname, r.rolname, p.proconfig::text FROM pg_proc p"
            " JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner"
            " WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'extensions')"
            " AND p.proname NOT IN ('test_place_in_team', 'test_as_superuser')"
        ).fetchall()
    assert {owner for _, owner, _ in rows} == {"onestory_rls"}
    assert all(name.startswith("wall.") for name, _, _ in rows)
    assert all("search_path=" in (settings or "") for _, _, settings in rows)


def test_no_view_looks_past_the_wall(db: None, admin_url: str) -> None:
    with psycopg.connect(admin_url) as admin:
        rows = admin.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
        )
        assert rows.fetchall() == []
