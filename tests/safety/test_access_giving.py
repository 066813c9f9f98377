"""Nobody gives more than they see, and what they see depends on how they come to see it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from tests.factories import Known, a_family, a_team, an_account, as_superuser

from onestory.access.actions import agreements, grants, guarding
from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries

pytestmark = pytest.mark.django_db
ALL = ["shared", "health", "young_person"]


@pytest.fixture
def known() -> Known:
    return a_family(an_account("Ada Author"))


def give(known: Known, to: Account | Team, *, by: Account | None = None, sections: list[str]) -> UUID:
    with acting_as(by or known.author) as viewer:
        which = {"team": to.pk} if isinstance(to, Team) else {"account": to.pk}
        return grants.give(by=viewer, family=known.family.pk, sections=sections, **which)  # type: ignore[arg-type]


def sections(account: Account, known: Known) -> frozenset[str]:
    with acting_as(account) as viewer:
        return queries.family(viewer, known.family.pk).sections_open_to(viewer)


def test_whoever_sees_a_family_by_their_team_brings_somebody_alongside(known: Known) -> None:
    team, newcomer = a_team(), an_account()
    give(known, team, sections=["shared"])
    give(known, newcomer, by=an_account(team=team), sections=["shared"])
    assert sections(newcomer, known) == {"shared"}


@pytest.mark.hazard("HZ-28")
def test_what_is_the_young_persons_is_given_on_by_no_team_and_no_supervisor(known: Known) -> None:
    as_superuser("UPDATE access_grant SET sections = {} WHERE family_id = {}", ALL, known.family.pk)
    team, boss = a_team(), an_account(role="supervisor")
    give(known, team, sections=ALL)
    with acting_as(an_account(role="administrator")) as viewer:
        agreements.set_supervision(by=viewer, supervisor=boss, account=known.author)
    for colleague in (an_account(team=team), boss):
        with pytest.raises((NotThere, Invalid)):
            give(known, an_account(), by=colleague, sections=["young_person"])
    confidant = an_account()
    give(known, confidant, sections=["young_person"])
    assert sections(confidant, known) == {"young_person"}


@pytest.mark.hazard("HZ-38")
def test_nobody_gives_on_what_their_role_keeps_from_them(known: Known) -> None:
    volunteer = an_account(role="volunteer")
    give(known, volunteer, sections=["shared", "health"])
    with pytest.raises((NotThere, Invalid)):
        give(known, an_account(), by=volunteer, sections=["health"])


@pytest.mark.hazard("HZ-26")
@pytest.mark.parametrize(
    ("when", "may"),
    [
        ("starts_at = now() + interval '1 day'", False),
        ("starts_at = now() - interval '2 days', ends_at = now() - interval '1 second'", False),
        ("starts_at = now() - interval '2 days'", True),
    ],
)
def test_a_grant_is_given_on_only_while_it_lasts(known: Known, when: str, may: bool) -> None:
    colleague, newcomer = an_account(), an_account()
    as_superuser(f"UPDATE access_grant SET {when} WHERE id = {{}}", give(known, colleague, sections=["shared"]))
    if may:
        give(known, newcomer, by=colleague, sections=["shared"])
    else:
        with pytest.raises((NotThere, Invalid)):
            give(known, newcomer, by=colleague, sections=["shared"])


def may_join(account: Account, known: Known) -> bool:
    """`wall.may_join` and its like ask of grants themselves, outside the walls."""
    with acting_as(account), connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall.may_join(%(p)s), wall.may_bring(%(p)s, %(f)s)", {"p": known.mother.pk, "f": known.family.pk}
        )
        joins, brings = cursor.fetchone()
    assert joins == brings
    return bool(joins)


@pytest.mark.hazard("HZ-24")
@pytest.mark.parametrize(
    "when", ["starts_at = now() + interval '1 day'", "starts_at = now() - interval '1 day', ends_at = now()"]
)
def test_nobody_writes_of_somebody_by_a_grant_that_does_not_last(known: Known, when: str) -> None:
    colleague = an_account()
    as_superuser(f"UPDATE access_grant SET {when} WHERE id = {{}}", give(known, colleague, sections=["shared"]))
    assert not may_join(colleague, known)
    assert may_join(known.author, known)


def test_whoever_sees_them_by_a_team_writes_of_them(known: Known) -> None:
    team = a_team()
    give(known, team, sections=["shared"])
    assert may_join(an_account(team=team), known)
    assert not may_join(an_account(), known)


@pytest.mark.hazard("HZ-25")
def test_whoever_a_family_is_closed_to_writes_nothing_of_it_and_gives_none_of_it(known: Known) -> None:
    relative = an_account()
    give(known, relative, sections=["shared"])
    with acting_as(known.author) as viewer:
        guarding.deny(by=viewer, family=known.family.pk, account=relative.pk, kind="conflict", reason="Her brother")
    assert not may_join(relative, known)
    with pytest.raises((NotThere, Invalid)):
        give(known, an_account(), by=relative, sections=["shared"])
