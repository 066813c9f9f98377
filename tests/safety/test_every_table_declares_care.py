"""Every table says who may touch it, what is audited, how long it is kept, whether it leaves, and what each column holds."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

from onestory.config import libraries
from onestory.core.care import Care, NoPersonalData
from onestory.core.walls import care_of, policies, published, walled

OURS = [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("onestory.")]
ALWAYS_REFERENCE = {"id", "created_at", "pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "changed_by"}


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_every_model_declares_its_care(model: type[models.Model]) -> None:
    assert isinstance(care_of(model), Care | NoPersonalData)


@pytest.mark.hazard("HZ-22")
@pytest.mark.parametrize("model", [m for m in OURS if isinstance(care_of(m), Care)], ids=lambda m: m._meta.label)
def test_every_column_says_what_kind_of_thing_it_holds(model: type[models.Model]) -> None:
    care = care_of(model)
    assert isinstance(care, Care)
    columns = {field.attname for field in model._meta.concrete_fields} - ALWAYS_REFERENCE
    assert columns - set(care.columns) == set(), "an untagged column could leak a place or a person"
    if not hasattr(model, "pgh_tracked_model"):
        assert set(care.columns) <= columns | ALWAYS_REFERENCE, "a tag for a column that is not there"


def test_every_table_in_the_database_is_ours_or_accounted_for(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'm', 'p') AND relnamespace = 'public'::regnamespace"
        )
        standing = {row[0] for row in cursor.fetchall()}
    known = {m._meta.db_table for m in OURS} | set(libraries.TABLES)
    assert {t for t in standing - known if not t.startswith("procrastinate_")} == set()


def test_row_level_security_is_forced_on_every_table_with_personal_data(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        forced = {row[0] for row in cursor.fetchall()}
    assert {table for table, _ in walled()} - forced == set()


def test_the_policies_that_stand_are_the_ones_declared(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, policyname, roles::text FROM pg_policies WHERE schemaname = 'public'")
        standing = {(table, name) for table, name, _ in cursor.fetchall()}
        cursor.execute("SELECT DISTINCT roles::text FROM pg_policies WHERE schemaname = 'public'")
        assert cursor.fetchall() == [("{onestory_app}",)]
    declared = [*walled(), *libraries.walls().items()]
    assert standing == {(table, name) for table, wall in declared for name in policies(table, wall)}


def test_the_application_cannot_empty_alter_or_own_a_table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND ("
            "has_table_privilege(current_user, c.oid, 'TRUNCATE') OR has_table_privilege(current_user, c.oid, 'TRIGGER')"
            " OR pg_has_role(current_user, c.relowner, 'MEMBER'))"
        )
        assert cursor.fetchall() == []


def test_what_is_append_only_cannot_be_changed_by_the_application(db: None) -> None:
    tables = [table for table, wall in walled() if wall.append_only]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t FROM unnest(%s::text[]) t WHERE has_table_privilege(current_user, quote_ident(t), 'UPDATE')"
            " OR has_table_privilege(current_user, quote_ident(t), 'DELETE')",
            [tables],
        )
        assert cursor.fetchall() == []
    assert "audit_auditevent" in tables
    assert "story_entry" in tables


@pytest.mark.hazard("HZ-75")
def test_the_application_writes_nothing_that_is_published_or_a_librarys_own(db: None) -> None:
    """Every table there is, but the queue's, gives the application the rights that are declared and no more."""
    reading = {*published(), *(table for table, wall in libraries.walls().items() if wall.insert is None)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t FROM unnest(%s::text[]) t WHERE has_any_column_privilege(current_user, quote_ident(t), 'INSERT, UPDATE')"
            " OR has_table_privilege(current_user, quote_ident(t), 'INSERT, UPDATE, DELETE')",
            [sorted(reading)],
        )
        assert cursor.fetchall() == []
    assert {"django_migrations", "places_postcode", "network_site", "account_emailconfirmation"} <= reading
