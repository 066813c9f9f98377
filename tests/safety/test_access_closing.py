"""Closing a family and opening it in an emergency: what ends with it, what stays, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.factories import a_family, a_team, an_account, as_superuser
from tests.safety import acting
from tests.safety.acting import DONE, ENDING, LATER, NOBODY_LEFT, NOW, OVER, REFUSED, SOON, WRONG, Scene, refusal
from tests.safety.test_access_terms import closed, leave

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-25"), pytest.mark.hazard("HZ-41")]
SPANS = [NOW, ENDING, OVER, LATER]


@pytest.fixture
def scene() -> Scene:
    return acting.a_scene()


@pytest.fixture
def ivy() -> Account:
    return an_account("Ivy Gray", role="information_governance")


def ends(table: str) -> dict[UUID, Any]:
    """When each row of a table ends, whoever may read it."""
    return dict(unbound(f"SELECT id, ends_at FROM {table}"))


def unbound(statement: str, *values: object) -> list[tuple[Any, ...]]:
    """What a superuser reads, in the test's own transaction."""
    as_superuser("DROP TABLE IF EXISTS pg_temp.found")
    as_superuser(f"CREATE TEMPORARY TABLE found AS {statement}", *values)
    as_superuser("GRANT SELECT ON pg_temp.found TO onestory_app")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pg_temp.found")
        return list(cursor.fetchall())


def touched(before: dict[UUID, Any], table: str) -> set[UUID]:
    """Those that end at another moment than they did before."""
    now = ends(table)
    return {which for which, when in before.items() if now[which] != when}


def call(by: Account, statement: str, *values: object) -> Any:
    with acting_as(by), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def alerted(what: str) -> list[tuple[Any, ...]]:
    """Whom this was told, of all that there is."""
    return unbound("SELECT to_account_id, to_role FROM access_alert WHERE kind = {}", what)


@pytest.mark.parametrize(("span", "ended"), [(NOW, True), (ENDING, True), (OVER, False), (LATER, False)])
def test_a_denial_ends_their_own_way_into_that_family_and_no_other(
    scene: Scene, ivy: Account, span: tuple[str, str], ended: bool
) -> None:
    other, cousin = a_family(scene.known.author, surname="Reed"), an_account("Cy Cousin", kind="family", role="")
    theirs = acting.way_in(scene.known, cousin, span=span)
    acting.way_in(other, cousin)
    before = ends("access_portal")
    call(ivy, "SELECT wall.deny(%s, %s, 'safety', 'Was married to her', NULL)", scene.known.family.pk, cousin.pk)
    assert touched(before, "access_portal") == ({theirs} if ended else set())


@pytest.mark.hazard("HZ-16")
@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("by", ["me", "team"])
def test_that_a_family_is_closed_is_told_only_where_a_grant_would_open_it(
    scene: Scene, span: tuple[str, str], by: str
) -> None:
    team = a_team()
    me = an_account(team=team)
    acting.grant(scene.known, me if by == "me" else team, span=span)
    acting.deny(scene.known, me)
    acting.deny(a_family(scene.known.author, surname="Reed"), me)
    with acting_as(me):
        told = acting.answer("SELECT wall.closed()")
    assert told == [([scene.known.family.pk] if span in (NOW, ENDING) else [],)]


@pytest.mark.parametrize("function", ["deny", "restrict"])
@pytest.mark.parametrize(("why", "expected"), [("Why", REFUSED), ("   Why  ", REFUSED), ("Quite", DONE)])
def test_a_family_is_closed_for_a_reason(scene: Scene, ivy: Account, function: str, why: str, expected: str) -> None:
    with acting_as(ivy):
        assert expected == _closing(function, scene.known.family.pk, scene.whole, why)


@pytest.mark.parametrize("function", ["deny", "restrict"])
def test_no_family_is_closed_that_is_not_there(scene: Scene, ivy: Account, function: str) -> None:
    with acting_as(ivy):
        assert _closing(function, uuid7(), scene.whole, "Works here") == REFUSED


def _closing(function: str, family: UUID, who: Account, why: str) -> str:
    if function == "deny":
        return refusal("SELECT wall.deny(%s, %s, 'conflict', %s, NULL)", family, who.pk, why)
    return refusal("SELECT wall.restrict(%s, %s, %s::uuid[], '{}', '{}')", family, why, [who.pk])


Named = Callable[[Scene], Account]


def holder(span: tuple[str, str] = NOW, **more: Any) -> Named:
    def made(scene: Scene) -> Account:
        account = an_account("Nia New")
        acting.grant(scene.known, account, span=span, **more)
        return account

    return made


def elsewhere(scene: Scene) -> Account:
    account = an_account("Nia New")
    acting.grant(a_family(scene.known.author, surname="Reed"), account)
    return account


NAMED: dict[str, tuple[Named, str]] = {
    "somebody alongside": (holder(), DONE),
    "somebody alongside until later": (holder(ENDING), DONE),
    "somebody no longer alongside": (holder(OVER), NOBODY_LEFT),
    "somebody not yet alongside": (holder(LATER), NOBODY_LEFT),
    "somebody in an emergency": (holder(ENDING, reason="break_glass"), NOBODY_LEFT),
    "somebody whose account is closed": (lambda scene: closed(holder()(scene)), NOBODY_LEFT),
    "somebody alongside another family": (elsewhere, NOBODY_LEFT),
    "nobody alongside": (lambda _: an_account(), NOBODY_LEFT),
}


@pytest.mark.parametrize("who", NAMED)
def test_a_record_is_kept_to_somebody_who_sees_it(scene: Scene, ivy: Account, who: str) -> None:
    named, expected = NAMED[who]
    with_team = a_team()
    account = named(scene)
    with acting_as(ivy):
        asked = "SELECT wall.restrict(%s, 'Works here', %s::uuid[], %s::uuid[], '{}')"
        assert refusal(asked, scene.known.family.pk, [account.pk], []) == expected
        assert refusal(asked, scene.known.family.pk, [], [with_team.pk]) == NOBODY_LEFT
    acting.grant(scene.known, with_team)
    with acting_as(ivy):
        assert refusal(asked, scene.known.family.pk, [], [with_team.pk]) == DONE


@pytest.mark.parametrize(("span", "expected"), [(NOW, DONE), (ENDING, DONE), (OVER, WRONG), (LATER, WRONG)])
@pytest.mark.parametrize("whose", ["theirs", "another family's"])
def test_only_a_page_of_theirs_that_is_open_is_shut(
    scene: Scene, ivy: Account, whose: str, span: tuple[str, str], expected: str
) -> None:
    cousin, other = an_account("Cy Cousin", kind="family", role=""), a_family(scene.known.author, surname="Reed")
    acting.way_in(scene.known if whose == "theirs" else other, cousin, span=span)
    with acting_as(ivy):
        asked = "SELECT wall.restrict(%s, 'Works here', %s::uuid[], '{}', %s::uuid[])"
        found = refusal(asked, scene.known.family.pk, [scene.whole.pk], [cousin.pk])
    assert found == (expected if whose == "theirs" else WRONG)


def test_a_restriction_takes_the_place_of_the_familys_last_and_of_no_others(scene: Scene, ivy: Account) -> None:
    other = a_family(scene.known.author, surname="Reed")
    own = acting.restrict(scene.known, scene.part)
    acting.restrict(other, scene.part)
    before = ends("access_restriction")
    asked = "SELECT wall.restrict(%s, 'Works here', %s::uuid[], '{}', '{}')"
    call(ivy, asked, scene.known.family.pk, [scene.whole.pk])
    assert touched(before, "access_restriction") == {own}


LIFTING = {
    "a supervisor who is named": ("supervisor", True, "circle", DONE),
    "a supervisor who is not": ("supervisor", False, "circle", REFUSED),
    "a supervisor in an emergency": ("supervisor", True, "break_glass", REFUSED),
    "a practitioner who is named": ("practitioner", True, "circle", REFUSED),
    "information governance": ("information_governance", False, "", DONE),
}


@pytest.mark.parametrize("who", LIFTING)
def test_a_restriction_is_lifted_by_a_supervisor_inside_it_or_information_governance(scene: Scene, who: str) -> None:
    role, named, reason, expected = LIFTING[who]
    me, other = an_account(role=role), a_family(scene.known.author, surname="Reed")
    if reason:
        acting.grant(scene.known, me, span=ENDING, reason=reason)
        acting.grant(other, me)
    closing = acting.restrict(scene.known, *([me] if named else []))
    with acting_as(me):
        assert refusal("SELECT wall.lift_restriction(%s)", closing) == expected


@pytest.mark.hazard("HZ-40")
@pytest.mark.parametrize(
    ("why", "expected"),
    [("x" * 19, REFUSED), ("x" * 20, DONE), ("x" * 1000, DONE), ("x" * 1001, REFUSED), ("x" * 5 + " " * 20, REFUSED)],
)
def test_an_emergency_is_explained_in_a_sentence(scene: Scene, why: str, expected: str) -> None:
    with acting_as(an_account()):
        assert refusal("SELECT wall.break_glass(%s, %s)", scene.known.family.pk, why) == expected
        assert refusal("SELECT wall.break_glass(%s, %s)", uuid7(), "x" * 40) == REFUSED


@pytest.mark.hazard("HZ-40")
@pytest.mark.parametrize("span", SPANS)
def test_no_emergency_opens_a_record_kept_to_others(scene: Scene, span: tuple[str, str]) -> None:
    acting.restrict(scene.known, scene.whole, span=span)
    with acting_as(an_account()):
        found = refusal("SELECT wall.break_glass(%s, 'A child was not seen at home')", scene.known.family.pk)
    assert found == (REFUSED if span in (NOW, ENDING) else DONE)


@pytest.mark.hazard("HZ-40")
def test_those_alongside_hear_of_an_emergency_and_nobody_else_does(scene: Scene) -> None:
    kit = an_account("Kit Lane")
    acting.grant(scene.known, kit, ("shared",))
    acting.grant(scene.known, an_account(), span=OVER)
    acting.grant(scene.known, an_account(), span=LATER)
    acting.grant(scene.known, an_account(), span=ENDING, reason="break_glass")
    acting.grant(a_family(scene.known.author, surname="Reed"), an_account())
    call(kit, "SELECT wall.break_glass(%s, 'A child was not seen at home')", scene.known.family.pk)
    told = alerted("break_glass")
    assert {who for who, _ in told} == {None, scene.known.author.pk, scene.part.pk, scene.whole.pk}
    assert [role for who, role in told if who is None] == ["information_governance"]


@pytest.mark.hazard("HZ-40")
@pytest.mark.parametrize(
    ("right", "found", "expected"),
    [(None, "It was right", REFUSED), (True, "Yes", REFUSED), (True, "Yes    ", REFUSED), (False, "Wrong", DONE)],
)
def test_an_emergency_is_looked_at_with_a_finding_by_somebody_else_and_once(
    scene: Scene, right: bool | None, found: str, expected: str
) -> None:
    kit = an_account("Kit Lane")
    acting.grant(scene.known, kit)
    emergency = acting.an_emergency(scene.known, kit)
    close = "SELECT wall.close_break_glass(%s, %s, %s)"
    with acting_as(kit):
        assert refusal(close, emergency, True, "It was right") == REFUSED
    with acting_as(scene.whole):
        assert refusal(close, emergency, right, found) == expected
    call(scene.whole, close, emergency, True, "It was right")
    with acting_as(scene.whole):
        assert refusal(close, emergency, True, "It was right") == REFUSED


@pytest.mark.hazard("HZ-40")
def test_looking_at_an_emergency_ends_that_one_alone(scene: Scene) -> None:
    kit, lee = an_account("Kit Lane"), an_account("Lee Moss")
    emergency = acting.an_emergency(scene.known, kit)
    acting.an_emergency(scene.known, lee)
    before = ends("access_grant")
    call(scene.whole, "SELECT wall.close_break_glass(%s, true, 'It was right')", emergency)
    holders = dict(unbound("SELECT id, account_id FROM access_grant"))
    assert [holders[one] for one in touched(before, "access_grant")] == [kit.pk]


@pytest.mark.hazard("HZ-40")
@pytest.mark.parametrize("span", [OVER, SOON])
def test_looking_at_an_emergency_that_does_not_last_leaves_its_end(scene: Scene, span: tuple[str, str]) -> None:
    kit = an_account("Kit Lane")
    emergency = acting.an_emergency(scene.known, kit)
    as_superuser(f"UPDATE access_grant SET starts_at = {span[0]}, ends_at = {span[1]} WHERE account_id = {{}}", kit.pk)
    before = ends("access_grant")
    call(scene.whole, "SELECT wall.close_break_glass(%s, true, 'It was right')", emergency)
    assert touched(before, "access_grant") == set()


@pytest.mark.hazard("HZ-40")
def test_signing_out_ends_ones_own_emergencies_and_nothing_else(scene: Scene) -> None:
    kit, lee = an_account("Kit Lane"), an_account("Lee Moss")
    mine = acting.grant(scene.known, kit, span=ENDING, reason="break_glass")
    acting.grant(scene.known, kit)
    for who, span in ((kit, OVER), (kit, SOON), (lee, ENDING)):
        acting.grant(scene.known, who, span=span, reason="break_glass")
    before = ends("access_grant")
    assert [call(kit, "SELECT wall.end_emergencies()") for _ in range(2)] == [1, 0]
    assert touched(before, "access_grant") == {mine}


SUPERVISING: dict[str, tuple[str, tuple[str, str], str]] = {
    "a supervisor": ("supervisor", NOW, DONE),
    "a supervisor until later": ("supervisor", ENDING, DONE),
    "a supervisor no longer": ("supervisor", OVER, REFUSED),
    "a supervisor not yet": ("supervisor", LATER, REFUSED),
    "a practitioner": ("practitioner", NOW, REFUSED),
}


@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize("who", SUPERVISING)
def test_a_supervisor_supervises_and_nobody_sets_it_of_themselves(who: str) -> None:
    role, span, expected = SUPERVISING[who]
    boss, worker, admin = an_account(role=""), an_account(), an_account(role="administrator")
    acting.place(boss, a_team(), role, span=span)
    acting.place(admin, a_team(), "supervisor")
    asked = "SELECT wall.set_supervision(%s, %s, NULL)"
    with acting_as(admin):
        assert refusal(asked, boss.pk, worker.pk) == expected
        assert [
            refusal(asked, one, two) for one, two in ((admin.pk, worker.pk), (boss.pk, admin.pk), (boss.pk, boss.pk))
        ] == [REFUSED] * 3


@pytest.mark.hazard("HZ-39")
def test_supervision_ends_between_these_two_though_one_supervises_nobody_now() -> None:
    boss, worker, admin = an_account(role="supervisor"), an_account(), an_account(role="administrator")
    ended = acting.supervise(boss, worker)
    acting.supervise(boss, an_account())
    acting.supervise(an_account(role="supervisor"), worker)
    for span in (OVER, SOON):
        acting.supervise(boss, worker, span=span)
    leave(boss)
    before = ends("access_supervision")
    call(admin, "SELECT wall.set_supervision(%s, %s, clock_timestamp())::text", boss.pk, worker.pk)
    assert touched(before, "access_supervision") == {ended}


@pytest.mark.hazard("HZ-31")
def test_an_agreement_ends_once_with_what_rests_on_it_and_nothing_else(scene: Scene, ivy: Account) -> None:
    deal, other = acting.an_agreement(scene.known), acting.an_agreement(scene.known)
    resting = {}
    for under, span in ((deal, ENDING), (deal, OVER), (deal, SOON), (other, ENDING)):
        resting[under, span] = acting.grant(scene.known, an_account(), span=span)
        as_superuser("UPDATE access_grant SET agreement_id = {} WHERE id = {}", under, resting[under, span])
    before = ends("access_grant")
    with acting_as(ivy):
        assert acting.answer("SELECT wall.resting_on(%s)", deal) == [(1,)]
    assert call(ivy, "SELECT wall.end_agreement(%s)", deal) == 1
    assert touched(before, "access_grant") == {resting[deal, ENDING]}
    assert alerted("agreement_ended") == [(scene.known.author.pk, "")]
    with acting_as(ivy):
        assert refusal("SELECT wall.end_agreement(%s)", deal) == REFUSED


@pytest.mark.hazard("HZ-31")
@pytest.mark.parametrize(("days", "told"), [((-9, 60), 1), ((-9, 61), 0), ((-9, 0), 1), ((-9, -1), 0), ((5, 40), 1)])
def test_of_an_agreement_that_ends_within_sixty_days_its_lead_hears_once(
    scene: Scene, days: tuple[int, int], told: int
) -> None:
    over = acting.an_agreement(scene.known, days=(-9, 9))
    as_superuser("UPDATE access_agreement SET ended_at = now(), ended_by_id = lead_id WHERE id = {}", over)
    before = call(scene.whole, "SELECT wall.warn_of_agreements()")
    acting.an_agreement(scene.known, days=days)
    assert [call(scene.whole, "SELECT wall.warn_of_agreements()") for _ in range(2)] == [told, 0]
    acting.an_agreement(scene.known, days=(-9, 30))
    assert call(scene.whole, "SELECT wall.warn_of_agreements()") == 1
    assert len(alerted("agreement_ends")) == before + told + 1
