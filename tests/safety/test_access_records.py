"""What is written about who may see whom is itself seen by few: each row, read by everybody who could, beside a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.factories import a_team, an_account, as_superuser
from tests.safety import acting
from tests.safety.acting import ALL, DONE, ENDING, NOW, OVER, REFUSED, Scene, answer, refusal

from onestory.access import knocking
from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-25"), pytest.mark.hazard("HZ-39")]


@dataclass(frozen=True)
class Reader:
    """Somebody who reads: in which role, by which grant, and whether the row is about them."""

    role: str = "practitioner"
    sections: tuple[str, ...] = ()
    span: tuple[str, str] = NOW
    reason: str = "circle"
    own: bool = False
    caused: bool = False
    in_charge: bool = False

    @property
    def governs(self) -> bool:
        return self.role == "information_governance"

    @property
    def administers(self) -> bool:
        return self.role == "administrator"

    @property
    def alongside(self) -> bool:
        return bool(self.sections) and self.span != OVER


READERS = {
    "a stranger": Reader(),
    "whom it is about": Reader(own=True),
    "whoever did it": Reader(caused=True),
    "somebody alongside": Reader(sections=ALL),
    "somebody for health alone": Reader(sections=("health",)),
    "somebody no longer alongside": Reader(sections=ALL, span=OVER),
    "whoever opened it in an emergency": Reader(sections=ALL, span=ENDING, reason="break_glass"),
    "a supervisor": Reader("supervisor"),
    "a supervisor of the team": Reader("supervisor", in_charge=True),
    "somebody of the team": Reader(in_charge=True),
    "information governance": Reader("information_governance"),
    "information governance, whom it is about": Reader("information_governance", own=True),
    "information governance, who did it": Reader("information_governance", caused=True),
    "an administrator": Reader("administrator"),
    "an administrator, whom it is about": Reader("administrator", own=True),
    "the linkage program": Reader("linkage"),
}
Rule = Callable[[Reader], bool]


def _told(one: Reader) -> bool:
    return not one.own and not one.caused


RULES: dict[str, Rule] = {
    "access_accessreview": lambda one: one.administers or one.governs or one.role == "supervisor",
    "access_agreement": lambda one: True,
    "access_asking": lambda one: one.governs and not one.own,
    "access_breakglass": lambda one: one.own or one.governs or (one.alongside and one.reason != "break_glass"),
    "access_denial": lambda one: not one.own and (one.governs or one.caused),
    "access_interest": lambda one: one.own or one.governs,
    "access_placement": lambda one: one.own or one.administers or (one.in_charge and one.role == "supervisor"),
    "access_portal": lambda one: one.own or (one.alongside and "shared" in one.sections),
    "access_recovery": lambda one: one.own or one.administers,
    "access_restriction": lambda one: one.governs or one.alongside,
    "access_named": lambda one: one.governs or one.alongside,
    "alert to a role": lambda one: one.governs and _told(one),
    "alert to another": lambda _: False,
}


def _plant(scene: Scene, about: Account, by: Account, team: Team, named: Account) -> dict[str, UUID]:
    family, worker = scene.known.family.pk, scene.known.author.pk
    emergency = acting.an_emergency(scene.known, scene.part)
    as_superuser("UPDATE access_breakglass SET account_id = {} WHERE id = {}", about.pk, emergency)
    denial = acting.plant("access_denial", OVER, family_id=family, account_id=about.pk, kind="conflict", reason="Her brother",
                          set_by_id=by.pk)  # fmt: skip
    restriction = acting.restrict(scene.known, named)
    return {
        "access_accessreview": row("accessreview", team_id=team.pk, reviewed_by_id=worker, kept=[], ended=[]),
        "access_agreement": acting.an_agreement(scene.known),
        "access_asking": row("asking", account_id=about.pk, why="other", reason="Why not", told_of=0),
        "access_breakglass": emergency,
        "access_denial": denial,
        "access_interest": row("interest", account_id=about.pk, kind="relative", given="a", family="b", postcode=""),
        "access_placement": row("placement", account_id=about.pk, team_id=team.pk, role="practitioner", asked_by_id=worker),
        "access_portal": _way_in(scene, about),
        "access_recovery": row("recovery", account_id=about.pk, checked_by_id=worker, seen="known", token_digest="",
                               second_step_too=False),
        "access_restriction": restriction,
        "access_named": restriction,
        "alert to a role": _alert(None, "information_governance", about, by, family),
        "alert to another": _alert(worker, "", about, by, family),
    }  # fmt: skip


def row(table: str, **columns: object) -> UUID:
    made = uuid7()
    names, holes = ", ".join(columns), ", ".join("{}" for _ in columns)
    as_superuser(
        f"INSERT INTO access_{table} (id, created_at, {names}) VALUES ({{}}, now(), {holes})", made, *columns.values()
    )
    return made


def _alert(to: UUID | None, role: str, about: Account, by: Account, family: UUID) -> UUID:
    return row("alert", kind="denied", to_account_id=to, to_role=role, about_id=about.pk, caused_by_id=by.pk,
               family_id=family, why="")  # fmt: skip


def _way_in(scene: Scene, about: Account) -> UUID:
    as_superuser("UPDATE access_portal SET account_id = {} WHERE id = {}", about.pk, scene.way_in)
    return scene.way_in


@pytest.mark.parametrize("who", READERS)
def test_each_row_about_access_is_read_by_those_the_model_names(who: str) -> None:
    one, scene, team = READERS[who], acting.a_scene(), a_team()
    me = an_account("Rae Reader", role=one.role, team=team if one.in_charge else None)
    planted = _plant(scene, me if one.own else an_account(), me if one.caused else an_account(), team, me)
    if one.sections:
        acting.grant(scene.known, me, one.sections, span=one.span, reason=one.reason)
    with acting_as(me):
        seen = {name for name, which in planted.items() if _reads(name, which)}
    assert seen == {name for name in planted if RULES[name](one)}


def _reads(name: str, which: UUID) -> bool:
    table = "access_alert" if name.startswith("alert") else name
    column = "restriction_id" if name == "access_named" else "id"
    return bool(answer(f"SELECT 1 FROM {table} WHERE {column} = %s", which))


@pytest.mark.parametrize("who", READERS)
def test_an_alert_is_marked_as_seen_by_those_it_is_for_and_in_their_own_name(who: str) -> None:
    one, scene = READERS[who], acting.a_scene()
    me = an_account("Rae Reader", role=one.role)
    about, by = me if one.own else an_account(), me if one.caused else an_account()
    for to, role in ((None, "information_governance"), (scene.part.pk, ""), (me.pk, "")):
        _alert(to, role, about, by, scene.known.family.pk)
    expected = (1 + one.governs) if _told(one) else 0
    with acting_as(me):
        assert _marked(me) == expected
        assert _marked(scene.part) == (REFUSED if expected else 0)


def _marked(by: Account) -> Any:
    """A statement that names no alert meets all those that may be marked."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE access_alert SET seen_at = now(), seen_by_id = %s", [by.pk])
            transaction.set_rollback(True)
            return cursor.rowcount
    except DatabaseError as error:
        return str(getattr(error.__cause__, "sqlstate", ""))


AGREEMENT = (
    "INSERT INTO access_agreement (id, created_at, name, purpose, basis, sections, organisation_ids, feeds, document, starts_on,"
    " ends_on, lead_id, written_by_id, ended_at) VALUES (gen_random_uuid(), now(), 'A', 'B', 'public_task', '{shared}',"
    " ARRAY[gen_random_uuid()], '{}', 'C', current_date, current_date, %s, %s, %s) RETURNING 1"
)


@pytest.mark.parametrize("role", ["information_governance", "administrator", "practitioner", "supervisor"])
def test_agreements_are_written_by_information_governance_in_its_own_name_and_in_force(role: str) -> None:
    me, other = an_account(role=role), an_account(role=role)
    with acting_as(me):
        expected = DONE if role == "information_governance" else REFUSED
        assert refusal(AGREEMENT, me.pk, me.pk, None) == expected
        assert refusal(AGREEMENT, me.pk, other.pk, None) == REFUSED
        assert refusal(AGREEMENT, me.pk, me.pk, "2020-01-01") == REFUSED


INTEREST = (
    "INSERT INTO access_interest (id, created_at, account_id, kind, given, family, postcode)"
    " VALUES (gen_random_uuid(), now(), %s, 'relative', 'a', 'b', '') RETURNING 1"
)


@pytest.mark.parametrize("role", ["information_governance", "practitioner"])
def test_whom_one_knows_is_said_and_taken_back_by_oneself_alone(role: str) -> None:
    me, other = an_account(role=role), an_account()
    for one in (me, other):
        row("interest", account_id=one.pk, kind="relative", given="a", family="b", postcode="")
    with acting_as(me):
        assert (refusal(INTEREST, me.pk), refusal(INTEREST, other.pk)) == (DONE, REFUSED)
        ended = answer("WITH e AS (UPDATE access_interest SET ended_at = now() RETURNING 1) SELECT count(*) FROM e")
    assert ended == [(1,)]


@pytest.mark.parametrize(("role", "reach"), [("administrator", 2), ("practitioner", 1), ("information_governance", 1)])
def test_an_account_is_changed_by_itself_or_an_administrator(role: str, reach: int) -> None:
    me, other = an_account(role=role), an_account()
    with acting_as(me):
        asked = "WITH e AS (UPDATE access_account SET last_login = now() WHERE id = ANY (%s) RETURNING 1) SELECT count(*) FROM e"
        assert answer(asked, [me.pk, other.pk]) == [(reach,)]


@pytest.mark.parametrize(
    ("knocked", "last_login", "may"),
    [("x@example.org", False, True), ("X@Example.org", False, True), ("y@example.org", False, False), ("", False, False),
     ("x@example.org", True, False)],
)  # fmt: skip
def test_an_account_is_made_at_an_address_that_was_asked_for_by_nobody_who_has_signed_in(
    knocked: str, last_login: bool, may: bool
) -> None:
    made = Account(email="x@example.org", name="X", last_login=timezone.now() if last_login else None)
    with acting_as(an_account(role="administrator")):
        if knocked:
            knocking.by_email(knocked)
        if may:
            made.save(force_insert=True)
            return
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            made.save(force_insert=True)
