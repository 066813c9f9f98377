"""Whatever opens or closes a family has a beginning and an end, and both walls keep to them.

Each of these was written because a change to the condition it guards was noticed by no other test
(docs/how-to/check-security.md, *Would the tests notice?*).
"""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from tests.factories import Known, a_family, a_team, an_account, as_superuser

from onestory.access.actions import agreements, grants, guarding
from onestory.access.models import Account, Team
from onestory.access.sections import Section
from onestory.access.viewer import acting_as
from onestory.core.errors import NotThere
from onestory.people import queries

pytestmark = pytest.mark.django_db

LATER = "starts_at = now() + interval '1 day'"
OVER = "starts_at = now() - interval '2 days', ends_at = now() - interval '1 second'"
ENDING = "starts_at = now() - interval '2 days', ends_at = now() + interval '1 hour'"


@pytest.fixture
def known() -> Known:
    return a_family(an_account("Ada Author"))


def sees(account: Account, known: Known) -> bool:
    """Both walls, which must agree."""
    with acting_as(account) as viewer, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_family WHERE id = %s", [known.family.pk])
        second = bool(cursor.fetchone()[0])
        try:
            queries.family(viewer, known.family.pk)
        except NotThere:
            assert not second
            return False
    assert second
    return True


def give(known: Known, to: Account | Team, **more: object) -> UUID:
    with acting_as(known.author) as viewer:
        which = {"team": to.pk} if isinstance(to, Team) else {"account": to.pk}
        return grants.give(by=viewer, family=known.family.pk, **which, **more)  # type: ignore[arg-type]


def deny(known: Known, who: Account) -> UUID:
    with acting_as(known.author) as viewer:
        return guarding.deny(by=viewer, family=known.family.pk, account=who.pk, kind="conflict", reason="Her brother")


def restrict_to(boss: Account, known: Known, *more: Account, teams: tuple[UUID, ...] = ()) -> None:
    with acting_as(boss) as viewer:
        guarding.restrict(
            by=viewer,
            family=known.family.pk,
            reason="Staff child",
            accounts=[boss.pk, *(one.pk for one in more)],
            teams=teams,
        )


@pytest.mark.hazard("HZ-25")
@pytest.mark.parametrize(("when", "open_"), [(LATER, True), (OVER, True), (ENDING, False)])
def test_a_denial_closes_from_its_beginning_to_its_end(known: Known, when: str, open_: bool) -> None:
    relative = an_account("Rel Ative")
    give(known, relative)
    as_superuser(f"UPDATE access_denial SET {when} WHERE id = {{}}", deny(known, relative))
    assert sees(relative, known) is open_


@pytest.mark.hazard("HZ-25")
@pytest.mark.parametrize(("when", "may"), [(LATER, True), (OVER, True), (ENDING, False)])
def test_nothing_is_given_to_somebody_while_a_denial_lasts(known: Known, when: str, may: bool) -> None:
    relative = an_account("Rel Ative")
    as_superuser(f"UPDATE access_denial SET {when} WHERE id = {{}}", deny(known, relative))
    assert _can(lambda: give(known, relative)) is may


@pytest.mark.hazard("HZ-41")
@pytest.mark.parametrize(("when", "open_"), [(LATER, True), (OVER, True), (ENDING, False)])
def test_a_restriction_closes_from_its_beginning_to_its_end(known: Known, when: str, open_: bool) -> None:
    boss, colleague = an_account(role="supervisor"), an_account()
    give(known, boss)
    give(known, colleague)
    restrict_to(boss, known)
    as_superuser(f"UPDATE access_restriction SET {when} WHERE family_id = {{}}", known.family.pk)
    assert sees(colleague, known) is open_


@pytest.mark.hazard("HZ-41")
def test_a_restriction_closes_its_own_family_and_no_other(known: Known) -> None:
    boss, other = an_account(role="supervisor"), a_family(known.author, surname="Reed")
    give(known, boss)
    restrict_to(boss, known)
    assert not sees(known.author, known)
    assert sees(known.author, other)


@pytest.mark.hazard("HZ-41")
def test_being_named_in_one_restriction_opens_no_other(known: Known) -> None:
    boss, colleague, other = an_account(role="supervisor"), an_account(), a_family(known.author, surname="Reed")
    for family in (known, other):
        give(family, boss)
        give(family, colleague)
    restrict_to(boss, known, colleague)
    restrict_to(boss, other)
    assert (sees(colleague, known), sees(colleague, other)) == (True, False)


@pytest.mark.hazard("HZ-41")
def test_a_team_that_is_named_sees_a_restricted_family_and_another_does_not(known: Known) -> None:
    named, other, boss = a_team(), a_team(), an_account(role="supervisor")
    inside, outside = an_account(team=named), an_account(team=other)
    for to in (named, other, boss):
        give(known, to)
    restrict_to(boss, known, teams=(named.pk,))
    assert (sees(inside, known), sees(outside, known)) == (True, False)


@pytest.mark.hazard("HZ-37")
@pytest.mark.parametrize(("when", "open_"), [(LATER, False), (OVER, False), (ENDING, True)])
def test_being_in_a_team_counts_from_its_beginning_to_its_end(known: Known, when: str, open_: bool) -> None:
    team = a_team()
    colleague = an_account(team=team)
    give(known, team)
    as_superuser(f"UPDATE access_teammembership SET {when} WHERE account_id = {{}}", colleague.pk)
    assert sees(colleague, known) is open_


@pytest.mark.hazard("HZ-37")
@pytest.mark.parametrize(("when", "open_"), [(LATER, False), (OVER, False), (ENDING, True)])
def test_a_role_that_has_ended_opens_not_even_ones_own_families(known: Known, when: str, open_: bool) -> None:
    as_superuser(f"UPDATE access_teammembership SET {when} WHERE account_id = {{}}", known.author.pk)
    assert sees(known.author, known) is open_


@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize(("when", "open_"), [(LATER, False), (OVER, False), (ENDING, True)])
def test_supervision_opens_from_its_beginning_to_its_end(known: Known, when: str, open_: bool) -> None:
    boss = _supervisor_of(known.author)
    as_superuser(f"UPDATE access_supervision SET {when} WHERE supervisor_id = {{}}", boss.pk)
    assert sees(boss, known) is open_


@pytest.mark.hazard("HZ-39")
def test_a_supervisor_sees_through_nobody_elses_people(known: Known) -> None:
    _supervisor_of(known.author)
    assert not sees(_supervisor_of(an_account()), known)


@pytest.mark.hazard("HZ-37")
def test_nobody_sees_through_somebody_whose_account_is_closed(known: Known) -> None:
    boss = _supervisor_of(known.author)
    as_superuser("UPDATE access_account SET is_active = false, closed_at = now() WHERE id = {}", known.author.pk)
    assert not sees(boss, known)


@pytest.mark.hazard("HZ-38")
def test_somebody_of_two_roles_may_read_what_either_may_and_loses_it_with_the_role(known: Known) -> None:
    both = an_account(role="volunteer")
    give(known, both, sections=[Section.SHARED, Section.HEALTH])
    as_superuser("SELECT test_place_in_team(gen_random_uuid(), {}, {}, 'practitioner')", both.pk, a_team().pk)
    assert _sections(both, known) == {"shared", "health"}
    as_superuser(f"UPDATE access_teammembership SET {OVER} WHERE account_id = {{}} AND role = 'practitioner'", both.pk)
    assert _sections(both, known) == {"shared"}


def _sections(account: Account, known: Known) -> frozenset[str]:
    with acting_as(account) as viewer:
        return queries.family(viewer, known.family.pk).sections_open_to(viewer)


def _supervisor_of(worker: Account) -> Account:
    boss = an_account(role="supervisor")
    with acting_as(an_account(role="administrator")) as viewer:
        agreements.set_supervision(by=viewer, supervisor=boss, account=worker)
    return boss


def _can(act: object) -> bool:
    from django.db import transaction

    from onestory.core.errors import Invalid

    try:
        with transaction.atomic():
            act()  # type: ignore[operator]
    except (Invalid, NotThere):
        return False
    return True
