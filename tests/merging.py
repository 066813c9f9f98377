"""Two records of one person, and of one family, for tests; and a dump of every row there is, to compare before with after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from tests.factories import a_family, an_account, as_superuser, person

from onestory.access.models import Account
from onestory.access.viewer import Viewer, acting_as
from onestory.core.merging import Of
from onestory.people import queries
from onestory.people.actions import families, merging
from onestory.people.merging.queries import Plan
from onestory.people.models import Family, Merge, Person

# Kept for good, or worked out again: what was done is not undone there, nor should it be.
NEVER_THE_SAME = ("audit_", "people_merge", "people_findable")


@dataclass(frozen=True)
class Two:
    """One family, in which Chidi was written down twice, by a supervisor who sees all of it."""

    keeper: Account
    family: Family
    kept: Person
    merged: Person


def two_of_one(keeper: Account | None = None) -> Two:
    keeper = keeper or an_account("Kit Keeper", role="supervisor")
    known = a_family(keeper)
    with acting_as(keeper) as viewer:
        family = queries.family(viewer, known.family.pk)
        again = families.add_person(by=viewer, family=family, new=person("Chidi", born="2019-03-14", role="child"))
    return Two(keeper, family, known.child, again)


def put_together(by: Viewer, of: Of, kept: UUID, merged: UUID, reason: str = "The same birth certificate") -> Merge:
    return merging.merge(by=by, plan=a_plan(by, of, kept, merged), reason=reason)


def a_plan(by: Viewer, of: Of, kept: UUID, merged: UUID) -> Plan:
    return merging.plan(by=by, of=of, kept=kept, merged=merged)


def everything() -> dict[str, list[str]]:
    """Every row of every table as it stands, but for those that only grow."""
    as_superuser("DROP TABLE IF EXISTS public.test_dump")
    as_superuser("CREATE TABLE public.test_dump (said text, row_then text)")
    as_superuser("GRANT SELECT ON public.test_dump TO onestory_app")
    for table in _tables():
        as_superuser(f"INSERT INTO public.test_dump SELECT '{table}', to_jsonb(t)::text FROM public.\"{table}\" t")
    with connection.cursor() as cursor:
        cursor.execute("SELECT said, row_then FROM public.test_dump ORDER BY 1, 2")
        rows: dict[str, list[str]] = {}
        for table, row in cursor.fetchall():
            rows.setdefault(table, []).append(row)
    as_superuser("DROP TABLE public.test_dump")
    return rows


def _tables() -> list[str]:
    ours = (one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("onestory."))
    named = (model._meta.db_table for model in ours)
    return sorted(table for table in named if not table.startswith(NEVER_THE_SAME) and not table.endswith("history"))


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, Any]:
    """By table, the rows that are gone and those that are new."""
    found = {}
    for table in before.keys() | after.keys():
        was, now = set(before.get(table, ())), set(after.get(table, ()))
        if was != now:
            found[table] = (sorted(was - now), sorted(now - was))
    return found
