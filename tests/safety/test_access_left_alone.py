"""Who counts as seeing a family when somebody leaves, who is offered it, and who may take it on: every condition, each way.

Each was written because a change to the condition it guards was noticed by no other test
(docs/how-to/check-security.md, *Would the tests notice?*).
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from tests.factories import Known, a_family, a_team, an_account, as_superuser, place_of
from tests.safety.test_left_alone import leaves, offered, sees

from onestory.access import staffing
from onestory.access.actions import alerts, grants, guarding
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.errors import NotThere

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-55", "HZ-58")]

LATER = "starts_at = now() + interval '1 day'"
OVER = "starts_at = now() - interval '2 days', ends_at = now() - interval '1 second'"
ENDING = "starts_at = now() - interval '2 days', ends_at = now() + interval '1 hour'"
Arranged = Callable[[Known], None]


@pytest.fixture
def known() -> Known:
    return a_family(an_account("Wren Worker", team=a_team()))


@pytest.fixture
def admin() -> Account:
    return an_account("Al Min", role="administrator")


@pytest.fixture
def boss(known: Known) -> Account:
    account = an_account("Sue Pine", role="supervisor")
    supervises(account, known.author)
    return account


def supervises(boss: Account, worker: Account, when: str = "") -> None:
    as_superuser(
        "INSERT INTO access_supervision (id, created_at, supervisor_id, account_id, starts_at)"
        " VALUES (gen_random_uuid(), now(), {}, {}, now() - interval '3 days')", boss.pk, worker.pk,
    )  # fmt: skip
    if when:
        as_superuser(f"UPDATE access_supervision SET {when} WHERE supervisor_id = {{}}", boss.pk)


def placed(account: Account, when: str) -> None:
    as_superuser(f"UPDATE access_teammembership SET {when} WHERE account_id = {{}}", account.pk)


def closed(account: Account) -> None:
    as_superuser("UPDATE access_account SET is_active = false, closed_at = now() WHERE id = {}", account.pk)


def given(known: Known, **to: UUID) -> UUID:
    with acting_as(known.author) as viewer:
        return grants.give(by=viewer, family=known.family.pk, **to)


def to_somebody(when: str = "", *, role: str = "practitioner", leave: bool = False, **more: str) -> Arranged:
    """A grant to an account of its own."""

    def arrange(known: Known) -> None:
        somebody = an_account("Bo Beside", role=role)
        which = given(known, account=somebody.pk)
        for change in filter(None, (when, more.get("also", ""))):
            as_superuser(f"UPDATE access_grant SET {change} WHERE id = {{}}", which)
        if leave:
            closed(somebody)

    return arrange


def to_team(when: str = "", *, role: str = "practitioner", place: str = "", leave: bool = False) -> Arranged:
    """A grant to a team with one colleague in it."""

    def arrange(known: Known) -> None:
        team = a_team("Beside")
        colleague = an_account("Bo Beside", role=role, team=team)
        which = given(known, team=team.pk)
        if when:
            as_superuser(f"UPDATE access_grant SET {when} WHERE id = {{}}", which)
        if place:
            placed(colleague, place)
        if leave:
            closed(colleague)

    return arrange


def own_team(known: Known) -> None:
    given(known, team=place_of(known.author).team_id)


SEEN_BY_ANOTHER = {
    "nobody": (lambda known: None, False),
    "a colleague": (to_somebody(), True),
    "a colleague until tomorrow": (to_somebody(ENDING), True),
    "a colleague from tomorrow": (to_somebody(LATER), False),
    "a colleague until a moment ago": (to_somebody(OVER), False),
    "a colleague whose account is closed": (to_somebody(leave=True), False),
    "a colleague in an emergency": (to_somebody(ENDING, also="reason = 'break_glass'"), False),
    "a team": (to_team(), True),
    "a team from tomorrow": (to_team(LATER), False),
    "a team until a moment ago": (to_team(OVER), False),
    "a team of a receptionist": (to_team(role="front_of_house"), True),
    "a team of a volunteer": (to_team(role="volunteer"), False),
    "a team joined tomorrow": (to_team(place=LATER), False),
    "a team left by its only colleague": (to_team(place=OVER), False),
    "a team of one who leaves in an hour": (to_team(place=ENDING), True),
    "a team of one whose account is closed": (to_team(leave=True), False),
    "their own team, with nobody else in it": (own_team, False),
}
"""Who sees the family besides the one who leaves, and whether that is somebody."""


@pytest.mark.parametrize(("arrange", "somebody"), SEEN_BY_ANOTHER.values(), ids=SEEN_BY_ANOTHER)
def test_a_family_is_alone_where_nobody_else_who_can_sign_in_sees_it(
    known: Known, admin: Account, boss: Account, arrange: Arranged, somebody: bool
) -> None:
    arrange(known)
    with acting_as(admin) as viewer:
        assert staffing.would_leave_alone(viewer, of=known.author) == (0 if somebody else 1)
    leaves(known, admin)
    assert len(offered(boss)) == (0 if somebody else 1)


@pytest.mark.parametrize(
    ("when", "alone"),
    [(LATER, 0), (OVER, 0), (ENDING, 1), ("reason = 'break_glass', ends_at = now() + interval '1 hour'", 0)],
)
def test_only_what_they_see_now_and_as_their_work_is_left_by_them(
    known: Known, admin: Account, when: str, alone: int
) -> None:
    as_superuser(f"UPDATE access_grant SET {when} WHERE family_id = {{}}", known.family.pk)
    with acting_as(admin) as viewer:
        assert staffing.would_leave_alone(viewer, of=known.author) == alone


@pytest.mark.parametrize(("when", "near"), [(LATER, False), (OVER, False), (ENDING, True)])
def test_whoever_supervises_them_now_is_offered_it_before_others(
    known: Known, admin: Account, when: str, near: bool
) -> None:
    mine, other = an_account("Sue Pine", role="supervisor"), an_account("Su Reed", role="supervisor")
    supervises(mine, known.author, when)
    leaves(known, admin)
    assert [len(offered(one)) for one in (mine, other)] == ([1, 0] if near else [1, 1])


@pytest.mark.parametrize(
    ("role", "place", "near"),
    [("supervisor", "", True), ("supervisor", ENDING, True), ("supervisor", OVER, False), ("supervisor", LATER, False),
     ("practitioner", "", False)],
)  # fmt: skip
def test_a_supervisor_in_their_team_is_offered_it_before_others(
    known: Known, admin: Account, role: str, place: str, near: bool
) -> None:
    mate, other = an_account("Mo Mate", role=role), an_account("Su Reed", role="supervisor")
    team = place_of(known.author).team_id
    as_superuser("UPDATE access_teammembership SET team_id = {} WHERE account_id = {}", team, mate.pk)
    if place:
        placed(mate, place)
    leaves(known, admin)
    assert [len(offered(one)) for one in (mate, other)] == ([1, 0] if near else [0, 1])


@pytest.mark.parametrize("gone", ["closed", OVER, LATER])
def test_a_supervisor_who_is_no_longer_one_is_passed_over(
    known: Known, admin: Account, boss: Account, gone: str
) -> None:
    other = an_account("Su Reed", role="supervisor")
    if gone == "closed":
        closed(boss)
    else:
        placed(boss, gone)
    leaves(known, admin)
    assert len(offered(other)) == 1


def test_whoever_leaves_is_not_offered_what_they_leave(known: Known, admin: Account) -> None:
    """Somebody may supervise, and be the only one who sees a family."""
    as_superuser("UPDATE access_teammembership SET role = 'supervisor' WHERE account_id = {}", known.author.pk)
    other = an_account("Su Reed", role="supervisor")
    leaves(known, admin)
    assert len(offered(other)) == 1
    as_superuser(
        "DO $do$ BEGIN ASSERT (SELECT count(*) FROM access_alert WHERE kind = 'left_alone'"
        " AND to_account_id IS NOT NULL) = 1; END $do$"
    )


@pytest.mark.parametrize(("arrange", "somebody"), SEEN_BY_ANOTHER.values(), ids=SEEN_BY_ANOTHER)
def test_it_is_taken_on_only_while_nobody_else_sees_it(
    known: Known, admin: Account, boss: Account, arrange: Arranged, somebody: bool
) -> None:
    leaves(known, admin)
    (one,) = offered(boss)
    as_superuser("UPDATE access_account SET is_active = true, closed_at = NULL WHERE id = {}", known.author.pk)
    as_superuser("UPDATE access_teammembership SET ends_at = NULL WHERE account_id = {}", known.author.pk)
    arrange(known)
    closed(known.author)
    with acting_as(boss) as viewer:
        if somebody:
            with pytest.raises(NotThere):
                alerts.take_on(by=viewer, alert=one.pk)
        else:
            assert alerts.take_on(by=viewer, alert=one.pk) == known.family.pk
    assert sees(boss, known) is not somebody


@pytest.mark.parametrize("lost", ["role", "shut", "ended", "emergency"])
def test_it_is_not_taken_on_by_whom_it_is_no_longer_for(known: Known, admin: Account, boss: Account, lost: str) -> None:
    leaves(known, admin)
    (one,) = offered(boss)
    changes = {
        "role": "UPDATE access_teammembership SET role = 'practitioner' WHERE account_id = {}",
        "ended": f"UPDATE access_grant SET {OVER} WHERE account_id = {{}}",
        "emergency": "UPDATE access_grant SET reason = 'break_glass', ends_at = now() + interval '1 hour' WHERE account_id = {}",
    }
    if lost == "shut":
        with acting_as(an_account("Ivy Gray", role="information_governance")) as viewer:
            guarding.deny(by=viewer, family=known.family.pk, account=boss.pk, kind="conflict", reason="Cousins")
    else:
        as_superuser(changes[lost], boss.pk if lost == "role" else known.author.pk)
    with acting_as(boss) as viewer, pytest.raises(NotThere):
        alerts.take_on(by=viewer, alert=one.pk)
