"""People and families for tests, made through the same actions the product uses, as someone who may."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connections, transaction
from psycopg import sql

from onestory.access import knocking
from onestory.access.models import Account, Team, TeamMembership
from onestory.access.viewer import Viewer, acting_as
from onestory.core.dates import PartialDate
from onestory.core.ids import uuid7
from onestory.people import queries
from onestory.people.actions import families
from onestory.people.inputs import NameGiven, NewPerson
from onestory.people.models import Family, Membership, Person

_numbers = itertools.count(1)


def an_account(
    name: str = "Sam Reed", *, role: str = "practitioner", team: Team | None = None, kind: str = Account.Kind.STAFF
) -> Account:
    """Someone who can sign in, with a role in a team, in the test's own transaction."""
    account = Account(email=f"worker{next(_numbers)}@example.org", name=name, kind=kind)
    account.set_unusable_password()
    with transaction.atomic():
        knocking.knock_at("email", account.email)
        account.save(force_insert=True)
    if role:
        place(account, team or a_team(), role)
    return account


def account_with(**known: str) -> Account:
    """One that the product opened, as whoever looks after accounts finds it."""
    with acting_as(an_account("Al Min", role="administrator")):
        return Account.objects.get(**known)


def place_of(account: Account) -> TeamMembership:
    """Where they work, as they see it themselves."""
    with acting_as(account):
        return TeamMembership.objects.select_related("team").get(account=account)


def a_team(name: str = "Whitleigh team") -> Team:
    team = Team(name=f"{name} {next(_numbers)}")
    team.save(force_insert=True)
    return team


def place(account: Account, team: Team, role: str) -> None:
    """As the command line does for the first administrator: memberships are never the application's to write."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT test_place_in_team(%s, %s, %s, %s)", [uuid7(), account.pk, team.pk, role])


def as_superuser(statement: str, *values: object) -> None:
    """What only time, or the owner of the tables, brings about; in the test's own transaction."""
    from django.db import connection

    written = sql.SQL(statement).format(*map(sql.Literal, values))  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute("SELECT test_as_superuser(%s)", [written.as_string(cursor.connection)])


def an_organisation(name: str = "Community health") -> UUID:
    made, known_as = uuid7(), f"{name} {next(_numbers)}"
    statement = "INSERT INTO network_organisation (id, created_at, name, kind) VALUES ({}, now(), {}, 'health')"
    as_superuser(statement, made, known_as)
    return made


@dataclass(frozen=True)
class Known:
    """A family with its mother and child, and the account that wrote it down."""

    family: Family
    mother: Person
    child: Person
    author: Account


def person(
    given: str, family: str = "Okafor", born: str | None = None, role: str = "parent", **more: object
) -> NewPerson:
    return NewPerson(
        name=NameGiven(given=given, family=family), role=role, born=PartialDate(born) if born else None, **more
    )  # type: ignore[arg-type]


def a_family(author: Account, *, name: str = "", teams: tuple[UUID, ...] = (), surname: str = "Okafor") -> Known:
    with acting_as(author) as viewer:
        made = families.start(
            by=viewer,
            people=[
                person("Ada", surname, "1991-05-04"),
                person("Chidi", surname, "2019-03-14", Membership.Role.CHILD),
            ],
            name=name,
            teams=teams,
        )
        family = queries.family(viewer, made.pk)
        mother, child = (m.person for m in queries.members(viewer, family))
        return Known(family, mother, child, author)


def seen_by(account: Account, family: Family) -> Family:
    """The family as fetched for this account, in the current acting_as block."""
    from onestory.access.viewer import viewer_for

    return queries.family(viewer_for(account), family.pk)


@contextmanager
def as_viewer(account: Account) -> Iterator[Viewer]:
    with acting_as(account) as viewer:
        yield viewer


def close_owner_connection() -> None:
    connections["owner"].close()
