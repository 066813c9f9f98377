"""Random worlds of placements, grants, closings and supervision, each read as everybody in it, beside a model in plain Python.

The model says in a few lines who sees what. Whatever the walls answer otherwise, in any world, is a fault of one of the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.factories import a_family, a_team, an_account, as_superuser

from onestory.access.models import Account
from onestory.access.roles import ROLES
from onestory.access.sections import Section
from onestory.access.viewer import Viewer, acting_as
from onestory.core.errors import NotThere
from onestory.core.ids import uuid7
from onestory.people import queries

PEOPLE, TEAMS, FAMILIES = range(3), range(2), range(2)
ALL = [str(section) for section in Section]
SEEN_IN = ["shared", "health", "young_person"]


class Span(Enum):
    """When something holds; only the first holds now."""

    NOW = ("now() - interval '3 days'", "NULL")
    UNTIL_LATER = ("now() - interval '3 days'", "now() + interval '3 days'")
    BEFORE = ("now() - interval '3 days'", "now() - interval '1 second'")
    LATER = ("now() + interval '1 minute'", "NULL")

    @property
    def holds(self) -> bool:
        return self in (Span.NOW, Span.UNTIL_LATER)


@dataclass(frozen=True)
class Placed:
    person: int
    team: int
    role: str
    span: Span


@dataclass(frozen=True)
class Granted:
    """To a person, or to a team where `team` says so."""

    family: int
    team: bool
    holder: int
    sections: tuple[str, ...]
    span: Span


@dataclass(frozen=True)
class Kept:
    """A family kept from one person."""

    family: int
    person: int
    span: Span


@dataclass(frozen=True)
class Restricted:
    family: int
    span: Span
    people: frozenset[int]
    teams: frozenset[int]


@dataclass(frozen=True)
class Supervises:
    boss: int
    person: int
    span: Span


@dataclass(frozen=True)
class Drawn:
    """A world, and what the model says of it."""

    placed: tuple[Placed, ...]
    granted: tuple[Granted, ...]
    kept: tuple[Kept, ...]
    restricted: tuple[Restricted, ...]
    supervises: tuple[Supervises, ...]
    gone: frozenset[int]

    def roles(self, me: int) -> set[str]:
        return {one.role for one in self.placed if one.person == me and one.span.holds}

    def teams(self, me: int) -> set[int]:
        mine = [one for one in self.placed if one.person == me and one.span.holds]
        return {one.team for one in mine if ROLES[one.role].by_team}

    def accounts(self, me: int) -> set[int]:
        if not any(ROLES[role].ceiling for role in self.roles(me)):
            return set()
        of_others = {one.person for one in self.supervises if one.boss == me and one.span.holds} - self.gone
        return {me} | (of_others if "supervisor" in self.roles(me) else set())

    def closed(self, me: int, family: int) -> bool:
        kept = any(one.family == family and one.person == me and one.span.holds for one in self.kept)
        here = [one for one in self.restricted if one.family == family and one.span.holds]
        return kept or any(me not in one.people and not one.teams & self.teams(me) for one in here)

    def sections(self, me: int, family: int) -> set[str] | None:
        """What is open to them of the family; None where it is not there for them."""
        if me in self.gone or self.closed(me, family):
            return None
        mine = [one for one in self.granted if one.family == family and one.span.holds and self.counts(one, me)]
        if not mine:
            return None
        ceiling = {str(section) for role in self.roles(me) for section in ROLES[role].ceiling}
        opened = {(section, self.own(one, me)) for one in mine for section in one.sections}
        return {section for section, own in opened if section in ceiling and (own or section != "young_person")}

    def counts(self, grant: Granted, me: int) -> bool:
        return grant.holder in (self.teams(me) if grant.team else self.accounts(me))

    def own(self, grant: Granted, me: int) -> bool:
        return not grant.team and grant.holder == me


def several(one: some.SearchStrategy[Any], most: int) -> some.SearchStrategy[tuple[Any, ...]]:
    return some.lists(one, max_size=most, unique=True).map(tuple)


people, teams, homes, spans = map(some.sampled_from, (PEOPLE, TEAMS, FAMILIES, list(Span)))
# Those who see families come more often, or most worlds would show nobody anything.
# The program that brings partners' records in is no person: its walls are its own.
roles = some.sampled_from(
    ["practitioner", "practitioner", "supervisor", "supervisor", *sorted(set(ROLES) - {"linkage"})]
)
parts = some.lists(some.sampled_from(SEEN_IN), min_size=1, max_size=3, unique=True).map(tuple)
worlds = some.builds(
    Drawn,
    placed=several(some.builds(Placed, person=people, team=teams, role=roles, span=spans), 6),
    granted=several(
        some.builds(Granted, family=homes, team=some.booleans(), holder=teams, sections=parts, span=spans), 5
    ),
    kept=several(some.builds(Kept, family=homes, person=people, span=spans), 2),
    restricted=some.lists(
        some.builds(
            Restricted, family=homes, span=spans, people=some.frozensets(people), teams=some.frozensets(teams, max_size=1)
        ),
        max_size=2, unique_by=lambda one: one.family,
    ).map(tuple),
    supervises=some.lists(
        some.builds(Supervises, boss=people, person=people, span=spans).filter(lambda one: one.boss != one.person),
        max_size=3, unique_by=lambda one: (one.boss, one.person),
    ).map(tuple),
    gone=some.frozensets(people, max_size=1),
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    people: list[Account]
    teams: list[UUID]
    families: list[UUID]
    author: UUID


@pytest.mark.django_db
@pytest.mark.hazard("HZ-24")
@pytest.mark.hazard("HZ-25")
@pytest.mark.hazard("HZ-26")
@pytest.mark.hazard("HZ-41")
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=worlds)
def test_the_walls_open_what_the_model_opens(drawn: Drawn) -> None:
    with transaction.atomic():
        made = _make(drawn)
        for me, family in product(PEOPLE, FAMILIES):
            expected = drawn.sections(me, family)
            assert _read(made.people[me], made.families[family]) == expected, f"person {me}, family {family}"
        transaction.set_rollback(True)


def _read(account: Account, family: UUID) -> set[str] | None:
    """The sections somebody reads of: by the wall of the rows alone, and as the product says it; the two must agree."""
    with acting_as(account) as viewer, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_family WHERE id = %s", [family])
        there = bool(cursor.fetchone()[0])
        cursor.execute("SELECT DISTINCT section FROM story_entry WHERE family_id = %s AND title = 'Drawn'", [family])
        by_rows = {row[0] for row in cursor.fetchall()}
        by_product = _by_product(viewer, family)
        cursor.execute("SELECT wall.accounts(), wall.teams(), wall.reach()")
        accounts, teams_, reach = cursor.fetchone()
    assert set(accounts) | set(teams_) == set(reach)
    assert by_product == (by_rows if there else None)
    return by_product


def _by_product(viewer: Viewer, family: UUID) -> set[str] | None:
    try:
        return set(queries.family(viewer, family).sections_open_to(viewer))
    except NotThere:
        return None


def _make(drawn: Drawn) -> Made:
    author = an_account("Ada Author")
    homes = [a_family(author).family.pk for _ in FAMILIES]
    made = Made([an_account(role="") for _ in PEOPLE], [a_team().pk for _ in TEAMS], homes, author.pk)
    for statement, *values in (
        *_entries(made),
        *_placings(drawn, made),
        *_grants(drawn, made),
        *_closings(drawn, made),
    ):
        as_superuser(statement, *values)
    for one in drawn.gone:
        as_superuser(
            "UPDATE access_account SET is_active = false, closed_at = now() WHERE id = {}", made.people[one].pk
        )
    return made


def _entries(made: Made) -> Iterable[tuple[Any, ...]]:
    for family, section in product(made.families, SEEN_IN):
        yield (
            "INSERT INTO story_entry (id, created_at, family_id, kind, happened_at, time_known, title, text, section,"
            " written_by_id, written_at, act) VALUES ({}, now(), {}, 'note', now(), true, 'Drawn', '', {}, {}, now(), '')",
            uuid7(), family, section, made.author,
        )  # fmt: skip


def _placings(drawn: Drawn, made: Made) -> Iterable[tuple[Any, ...]]:
    for one in drawn.placed:
        yield (
            "INSERT INTO access_teammembership (id, created_at, account_id, team_id, role, starts_at, ends_at)"
            f" VALUES ({{}}, now(), {{}}, {{}}, {{}}, {one.span.value[0]}, {one.span.value[1]})",
            uuid7(), made.people[one.person].pk, made.teams[one.team], one.role,
        )  # fmt: skip
    for each in drawn.supervises:
        yield (
            "INSERT INTO access_supervision (id, created_at, supervisor_id, account_id, starts_at, ends_at)"
            f" VALUES ({{}}, now(), {{}}, {{}}, {each.span.value[0]}, {each.span.value[1]})",
            uuid7(), made.people[each.boss].pk, made.people[each.person].pk,
        )  # fmt: skip


def _grants(drawn: Drawn, made: Made) -> Iterable[tuple[Any, ...]]:
    for one in drawn.granted:
        holder = made.teams[one.holder] if one.team else made.people[one.holder].pk
        yield (
            f"INSERT INTO access_grant (id, created_at, family_id, {'team_id' if one.team else 'account_id'}, reason, sections,"
            " given_by_id, starts_at, ends_at)"
            f" VALUES ({{}}, now(), {{}}, {{}}, 'circle', {{}}, {{}}, {one.span.value[0]}, {one.span.value[1]})",
            uuid7(), made.families[one.family], holder, list(one.sections), made.author,
        )  # fmt: skip


def _closings(drawn: Drawn, made: Made) -> Iterable[tuple[Any, ...]]:
    for kept in drawn.kept:
        yield (
            "INSERT INTO access_denial (id, created_at, family_id, account_id, kind, reason, starts_at, ends_at)"
            f" VALUES ({{}}, now(), {{}}, {{}}, 'conflict', '', {kept.span.value[0]}, {kept.span.value[1]})",
            uuid7(), made.families[kept.family], made.people[kept.person].pk,
        )  # fmt: skip
    for one in drawn.restricted:
        restriction = uuid7()
        yield (
            "INSERT INTO access_restriction (id, created_at, family_id, reason, set_by_id, starts_at, ends_at)"
            f" VALUES ({{}}, now(), {{}}, '', {{}}, {one.span.value[0]}, {one.span.value[1]})",
            restriction, made.families[one.family], made.author,
        )  # fmt: skip
        named = [("account_id", made.people[each].pk) for each in one.people]
        named += [("team_id", made.teams[each]) for each in one.teams]
        for column, who in named:
            yield (
                f"INSERT INTO access_named (id, created_at, restriction_id, {column}, named_by_id)"
                " VALUES ({}, now(), {}, {}, {})",
                uuid7(), restriction, who, made.author,
            )  # fmt: skip
