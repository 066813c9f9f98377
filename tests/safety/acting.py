"""A family with everything that can be done to it: closed, opened, shared, handed on. For tests of the wall's own functions.

What is planted is written by a superuser, so that a test sets up exactly one circumstance and asks one function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from tests.factories import Known, a_family, a_team, an_account, an_organisation, as_superuser

from onestory.access.models import Account, Team
from onestory.core.ids import uuid7

NOW = ("now() - interval '3 days'", "NULL")
ENDING = ("now() - interval '3 days'", "now() + interval '1 minute'")
OVER = ("now() - interval '3 days'", "now() - interval '1 second'")
LATER = ("now() + interval '1 minute'", "NULL")
SOON = ("now() + interval '1 minute'", "now() + interval '9 minutes'")
SPANS = {"now": NOW, "until later": ENDING, "no longer": OVER, "not yet": LATER}
HOLDING = ("now", "until later")
ALL = ("shared", "health", "home", "safeguarding", "young_person", "location")
DONE, REFUSED, WRONG, NOBODY_LEFT = "done", "42501", "23514", "23001"


def answer(statement: str, *values: object) -> Any:
    """What a function of the wall answers, or the code of its refusal; nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            rows = cursor.fetchall()
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(getattr(error.__cause__, "sqlstate", ""))
    return rows


def refusal(statement: str, *values: object) -> str:
    """`DONE`, or the code of the refusal."""
    found = answer(statement, *values)
    return found if isinstance(found, str) else DONE


def plant(table: str, span: tuple[str, str] = NOW, **columns: object) -> UUID:
    """One row of what opens or closes a family, that holds over this span."""
    made = uuid7()
    names, holes = ", ".join(columns), ", ".join("{}" for _ in columns)
    as_superuser(
        f"INSERT INTO {table} (id, created_at, starts_at, ends_at, {names})"
        f" VALUES ({{}}, now(), {span[0]}, {span[1]}, {holes})", made, *columns.values(),
    )  # fmt: skip
    return made


def grant(
    known: Known,
    to: Account | Team,
    sections: tuple[str, ...] = ALL,
    *,
    span: tuple[str, str] = NOW,
    reason: str = "circle",
) -> UUID:
    holder = "team_id" if isinstance(to, Team) else "account_id"
    given = {"family_id": known.family.pk, holder: to.pk, "reason": reason, "given_by_id": known.author.pk}
    return plant("access_grant", span, sections=list(sections), **given)


def deny(known: Known, who: Account, *, span: tuple[str, str] = NOW, by: Account | None = None) -> UUID:
    return plant(
        "access_denial", span, family_id=known.family.pk, account_id=who.pk, kind="conflict", reason="Her brother",
        set_by_id=(by or known.author).pk,
    )  # fmt: skip


def restrict(known: Known, *named: Account | Team, span: tuple[str, str] = NOW) -> UUID:
    made = plant("access_restriction", span, family_id=known.family.pk, reason="Works here", set_by_id=known.author.pk)
    for one in named:
        column = "team_id" if isinstance(one, Team) else "account_id"
        as_superuser(
            f"INSERT INTO access_named (id, created_at, restriction_id, {column}, named_by_id)"
            " VALUES ({}, now(), {}, {}, {})",
            uuid7(), made, one.pk, known.author.pk,
        )  # fmt: skip
    return made


def way_in(known: Known, account: Account, *, span: tuple[str, str] = NOW) -> UUID:
    return plant(
        "access_portal", span, account_id=account.pk, family_id=known.family.pk, person_id=known.mother.pk, kind="adult",
        children=[], basis="public_task", evidence="Passport seen", given_by_id=known.author.pk,
    )  # fmt: skip


def supervise(boss: Account, worker: Account, *, span: tuple[str, str] = NOW) -> UUID:
    return plant("access_supervision", span, supervisor_id=boss.pk, account_id=worker.pk)


def place(account: Account, team: Team, role: str, *, span: tuple[str, str] = NOW) -> UUID:
    return plant("access_teammembership", span, account_id=account.pk, team_id=team.pk, role=role)


def an_emergency(known: Known, who: Account) -> UUID:
    made, opened = uuid7(), grant(known, who, ALL[:4], span=ENDING, reason="break_glass")
    as_superuser(
        "INSERT INTO access_breakglass (id, created_at, family_id, account_id, grant_id, reason, ends_at, finding)"
        " VALUES ({}, now(), {}, {}, {}, 'A child was not seen', now() + interval '1 hour', '')",
        made, known.family.pk, who.pk, opened,
    )  # fmt: skip
    return made


def an_agreement(
    known: Known,
    *,
    organisations: tuple[UUID, ...] = (),
    sections: tuple[str, ...] = ALL,
    days: tuple[int, int] = (-9, 90),
) -> UUID:
    made = uuid7()
    as_superuser(
        "INSERT INTO access_agreement (id, created_at, name, purpose, basis, sections, organisation_ids, feeds, document,"
        " starts_on, ends_on, lead_id, written_by_id) VALUES ({}, now(), 'Health visiting', 'Walking alongside', 'public_task',"
        f" {{}}, {{}}, '{{{{}}}}', 'In the drawer', current_date + ({days[0]}), current_date + ({days[1]}), {{}}, {{}})",
        made, list(sections), list(organisations or (an_organisation(), an_organisation())), known.author.pk, known.author.pk,
    )  # fmt: skip
    return made


@dataclass(frozen=True)
class Scene:
    """A family; two colleagues who see part and all of it; somebody kept out; and its own way in."""

    known: Known
    part: Account
    whole: Account
    hers: Account
    team: Team
    grants: dict[str, UUID]
    way_in: UUID


def a_scene() -> Scene:
    known, team = a_family(an_account("Ada Author")), a_team()
    part, whole = an_account("Pat Part", team=team), an_account("Wim Whole")
    hers = an_account("Ada Okafor", kind="family", role="")
    grants = {"part": grant(known, part, ("shared",)), "whole": grant(known, whole)}
    return Scene(known, part, whole, hers, team, grants, way_in(known, hers))
