"""On what terms a family is opened to a colleague, to its own people, and let go of: one circumstance changed at a time.

Asked by somebody who sees all of it without an end, so that only the circumstance decides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.factories import Known, a_family, a_team, an_account, an_organisation, as_superuser
from tests.safety import acting
from tests.safety.acting import ALL, DONE, ENDING, LATER, NOBODY_LEFT, NOW, OVER, REFUSED, WRONG, Scene, answer, refusal

from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-26"), pytest.mark.hazard("HZ-01")]
GONE = f"starts_at = {OVER[0]}, ends_at = {OVER[1]}"
Circumstance = Callable[[Scene], dict[str, Any] | None]


@pytest.fixture
def scene() -> Scene:
    return acting.a_scene()


def own_account(scene: Scene, *, kind: str = "family") -> Account:
    return an_account("Ada Okafor", kind=kind, role="")


def born(age: int | None, who: str = "mother") -> Circumstance:
    """Somebody's age, or that it is not known."""

    def write(scene: Scene) -> None:
        date = f"(extract(year FROM current_date) - {age})::text" if age is not None else "NULL"
        as_superuser(f"UPDATE people_person SET born = {date} WHERE id = {{}}", getattr(scene.known, who).pk)

    return write


def leaves(who: str, day: str) -> Circumstance:
    def write(scene: Scene) -> None:
        person = getattr(scene.known, who).pk
        as_superuser(f"UPDATE people_membership SET ends_on = {day} WHERE person_id = {{}}", person)

    return write


def role(who: str, is_: str) -> Circumstance:
    def write(scene: Scene) -> None:
        as_superuser("UPDATE people_membership SET role = {} WHERE person_id = {}", is_, getattr(scene.known, who).pk)

    return write


def both(*circumstances: Circumstance) -> Circumstance:
    def write(scene: Scene) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for one in circumstances:
            changed |= one(scene) or {}
        return changed

    return write


def changed(**values: Any) -> Circumstance:
    return lambda scene: {name: value(scene) if callable(value) else value for name, value in values.items()}


def leave(account: Account) -> None:
    as_superuser(f"UPDATE access_teammembership SET {GONE} WHERE account_id = {{}}", account.pk)


def closed(account: Account) -> Account:
    as_superuser("UPDATE access_account SET is_active = false, closed_at = now() WHERE id = {}", account.pk)
    return account


def kept_out(span: tuple[str, str]) -> Circumstance:
    def write(scene: Scene) -> dict[str, Any]:
        account = own_account(scene)
        acting.deny(scene.known, account, span=span)
        return {"who": account}

    return write


def restricted(span: tuple[str, str]) -> Circumstance:
    return lambda scene: acting.restrict(scene.known, scene.known.author, span=span) and None


def already(person: str) -> Circumstance:
    """The account has, or had, a way in as somebody."""

    def write(scene: Scene) -> dict[str, Any]:
        other = a_family(scene.known.author, surname="Reed")
        as_superuser(
            "UPDATE access_portal SET person_id = {} WHERE id = {}",
            {"same": scene.known.mother.pk, "another": other.mother.pk}[person], scene.way_in,
        )  # fmt: skip
        return {"who": scene.hers}

    return write


CHILD = changed(kind="parent", children=lambda scene: [scene.known.child.pk])
THE_CHILD = changed(person=lambda scene: scene.known.child.pk)
WAYS_IN: dict[str, tuple[Circumstance, str]] = {
    "nothing else": (changed(), DONE),
    "an account of staff": (changed(who=lambda scene: own_account(scene, kind="staff")), REFUSED),
    "a closed account": (changed(who=lambda scene: closed(own_account(scene))), REFUSED),
    "an account that is kept out": (kept_out(NOW), REFUSED),
    "an account that was kept out": (kept_out(OVER), DONE),
    "an account that is somebody else's": (already("another"), REFUSED),
    "an account that is theirs": (already("same"), DONE),
    "a record kept to a few": (restricted(NOW), REFUSED),
    "a record that was kept to a few": (restricted(OVER), DONE),
    "a record to be kept to a few": (restricted(LATER), DONE),
    "hardly a proof": (changed(proof="Seen"), REFUSED),
    "a proof of five letters": (changed(proof="Known"), DONE),
    "no such kind": (changed(kind="carer"), REFUSED),
    "a parent of nobody": (changed(kind="parent"), REFUSED),
    "an adult with children": (changed(children=lambda scene: [scene.known.child.pk]), REFUSED),
    "a parent of a child": (CHILD, DONE),
    "a parent of an expected baby": (both(role("child", "expected"), CHILD), DONE),
    "a parent of themselves": (changed(kind="parent", children=lambda scene: [scene.known.mother.pk]), REFUSED),
    "a parent of themselves as a child": (
        both(role("mother", "child"), changed(kind="parent", children=lambda scene: [scene.known.mother.pk])), REFUSED
    ),
    "a parent of a grown-up": (both(role("child", "other"), CHILD), REFUSED),
    "a parent of a child who left": (both(leaves("child", "current_date - 1"), CHILD), REFUSED),
    "a parent of a child who leaves today": (both(leaves("child", "current_date"), CHILD), DONE),
    "a parent of another family's child": (
        changed(kind="parent", children=lambda scene: [a_family(scene.known.author).child.pk]), REFUSED
    ),
    "somebody of another family": (changed(person=lambda scene: a_family(scene.known.author).mother.pk), REFUSED),
    "somebody who left": (leaves("mother", "current_date - 1"), REFUSED),
    "somebody who leaves today": (leaves("mother", "current_date"), DONE),
    "an adult of seventeen": (born(17), DONE),
    "an adult of sixteen": (born(16), DONE),
    "an adult of fifteen": (born(15), REFUSED),
    "an adult whose birth is not known": (born(None), DONE),
    "a child whose birth is not known, as an adult": (both(born(None, "child"), THE_CHILD), REFUSED),
    "an expected baby as an adult": (both(born(None, "child"), role("child", "expected"), THE_CHILD), REFUSED),
    "a child as an adult": (THE_CHILD, REFUSED),
    "a young person of twelve": (both(born(12, "child"), THE_CHILD, changed(kind="young_person")), DONE),
    "a young person of nine": (both(born(9, "child"), THE_CHILD, changed(kind="young_person")), WRONG),
}  # fmt: skip


@pytest.mark.parametrize("what", WAYS_IN)
def test_a_familys_own_way_in_is_opened_on_these_terms(scene: Scene, what: str) -> None:
    circumstance, expected = WAYS_IN[what]
    terms: dict[str, Any] = {"person": scene.known.mother.pk, "kind": "adult", "children": [], "proof": "Passport seen"}
    terms |= circumstance(scene) or {}
    who = terms.get("who") or own_account(scene)
    with acting_as(scene.known.author):
        assert expected == refusal(
            "SELECT wall.open_portal(%s, %s, %s, %s, %s::uuid[], 'public_task', %s, NULL)",
            who.pk, scene.known.family.pk, terms["person"], terms["kind"], terms["children"], terms["proof"],
        )  # fmt: skip


def colleague(**more: Any) -> Circumstance:
    return changed(to=lambda _: an_account("Nia New", **more))


def denied(span: tuple[str, str]) -> Circumstance:
    def write(scene: Scene) -> dict[str, Any]:
        newcomer = an_account("Nia New")
        acting.deny(scene.known, newcomer, span=span)
        return {"to": newcomer}

    return write


def elsewhere(close: Callable[[Known, Account], Any], *, own: bool = False) -> Circumstance:
    """Another family is closed to them; with `own`, this one is to somebody else."""

    def write(scene: Scene) -> dict[str, Any]:
        newcomer = an_account("Nia New")
        close(a_family(scene.known.author, surname="Reed"), newcomer)
        if own:
            acting.deny(scene.known, an_account())
        return {"to": newcomer}

    return write


def kept_to(*, named: str, span: tuple[str, str] = NOW) -> Circumstance:
    """A restricted record, given to somebody who is named, or in a team that is, or neither; the giver is named too."""

    def write(scene: Scene) -> dict[str, Any]:
        team = a_team()
        newcomer = an_account(
            "Nia New", team=team, role="volunteer" if named == "a volunteer's team" else "practitioner"
        )
        if named == "a team they left":
            leave(newcomer)
            acting.place(newcomer, a_team(), "practitioner")
        whom = {"them": newcomer, "nobody": scene.known.author}.get(named, team)
        acting.restrict(scene.known, scene.known.author, whom, span=span)
        return {"to": newcomer}

    return write


def own_end(until: str | None) -> Circumstance:
    """The giver's own grant ends in an hour."""

    def write(scene: Scene) -> dict[str, Any]:
        as_superuser("UPDATE access_grant SET ends_at = now() + interval '1 hour' WHERE reason = 'started'")
        return {"until": until}

    return write


GIVING: dict[str, tuple[Circumstance, str]] = {
    "to a colleague": (changed(), DONE),
    "to a team": (changed(to=lambda _: a_team()), DONE),
    "of nothing": (changed(sections=[]), REFUSED),
    "to oneself": (changed(to=lambda scene: scene.known.author), REFUSED),
    "to a closed account": (changed(to=lambda _: closed(an_account())), WRONG),
    "to an account of a family": (colleague(kind="family"), WRONG),
    "to somebody kept out": (denied(NOW), WRONG),
    "to somebody kept out until later": (denied(ENDING), WRONG),
    "to somebody kept out before": (denied(OVER), DONE),
    "to somebody to be kept out": (denied(LATER), DONE),
    "to somebody kept out of another family": (elsewhere(lambda other, who: acting.deny(other, who)), DONE),
    "to somebody whom another record is kept from": (elsewhere(lambda other, _: acting.restrict(other)), DONE),
    "to somebody else than whom it is kept from": (elsewhere(lambda _, who: None, own=True), DONE),
    "of a restricted record to somebody named": (kept_to(named="them"), DONE),
    "of a restricted record to somebody of a team named": (kept_to(named="their team"), DONE),
    "of a restricted record to somebody who left a team named": (kept_to(named="a team they left"), WRONG),
    "of a restricted record to a volunteer of a team named": (kept_to(named="a volunteer's team"), WRONG),
    "of a restricted record to anybody else": (kept_to(named="nobody"), WRONG),
    "of a record restricted before": (kept_to(named="nobody", span=OVER), DONE),
    "of a record to be restricted": (kept_to(named="nobody", span=LATER), DONE),
    "for a duty": (changed(why="duty"), DONE),
    "as whoever starts a record": (changed(why="started"), REFUSED),
    "as in an emergency": (changed(why="break_glass"), REFUSED),
    "by an agreement without naming one": (changed(why="agreement"), REFUSED),
    "naming an agreement for another reason": (changed(deal=lambda scene: acting.an_agreement(scene.known)), REFUSED),
    "for longer than oneself": (own_end("now() + interval '2 hours'"), REFUSED),
    "without an end by somebody with one": (own_end(None), REFUSED),
    "for less long than oneself": (own_end("now() + interval '30 minutes'"), DONE),
}  # fmt: skip


@pytest.mark.parametrize("what", GIVING)
def test_a_family_is_given_on_these_terms(scene: Scene, what: str) -> None:
    circumstance, expected = GIVING[what]
    terms: dict[str, Any] = {"why": "circle", "sections": ["shared"], "deal": None, "until": None}
    terms |= circumstance(scene) or {}
    with acting_as(scene.known.author):
        assert expected == _given(scene, terms, terms.get("to") or an_account("Nia New"))


def _given(scene: Scene, terms: dict[str, Any], to: Account | Team) -> str:
    account, team = (None, to.pk) if isinstance(to, Team) else (to.pk, None)
    until = terms["until"] or "NULL"
    return refusal(
        f"SELECT wall.give_access(%s, %s, %s, %s, 'public_task', 'Walking', '', %s, %s, ({until})::timestamptz)",
        scene.known.family.pk, account, team, terms["why"], terms["deal"], terms["sections"],
    )  # fmt: skip


def _of_organisation(team: Team, organisation: Any) -> Team:
    as_superuser("UPDATE access_team SET organisation_id = {} WHERE id = {}", organisation, team.pk)
    return team


DEALS: dict[str, tuple[dict[str, Any], str]] = {
    "in force": ({}, DONE),
    "that begins tomorrow": ({"days": (1, 90)}, WRONG),
    "that begins today": ({"days": (0, 90)}, DONE),
    "that ended yesterday": ({"days": (-9, -1)}, WRONG),
    "that ends today": ({"days": (-9, 0)}, DONE),
    "of other sections": ({"sections": ("health",)}, WRONG),
    "of these sections alone": ({"sections": ("shared",)}, DONE),
    "ended before its day": ({"over": True}, WRONG),
}


@pytest.mark.parametrize(
    "to", ["their team", "somebody of it", "somebody who left it", "another team", "somebody of none"]
)
@pytest.mark.parametrize("what", DEALS)
def test_an_agreement_opens_to_those_who_agreed_while_it_lasts(scene: Scene, what: str, to: str) -> None:
    how, expected = DEALS[what]
    agreed, team = an_organisation(), a_team()
    _of_organisation(team, agreed)
    inside, left = an_account(team=team), an_account(team=team)
    leave(left)
    whom = {"their team": team, "somebody of it": inside, "somebody who left it": left,
            "another team": _of_organisation(a_team(), an_organisation()), "somebody of none": an_account()}[to]  # fmt: skip
    over = how.get("over")
    deal = acting.an_agreement(
        scene.known,
        organisations=(agreed, an_organisation()),
        **{name: one for name, one in how.items() if name != "over"},
    )
    if over:
        as_superuser("UPDATE access_agreement SET ended_at = now(), ended_by_id = lead_id WHERE id = {}", deal)
    terms = {"why": "agreement", "sections": ["shared"], "deal": deal, "until": "now() + interval '1 year'"}
    with acting_as(scene.known.author):
        assert _given(scene, terms, whom) == (expected if to in ("their team", "somebody of it") else WRONG)


OTHERS: dict[str, tuple[Circumstance, str]] = {
    "a colleague": (lambda scene: acting.grant(scene.known, an_account()) and None, DONE),
    "a team": (lambda scene: acting.grant(scene.known, a_team()) and None, DONE),
    "nobody": (changed(), NOBODY_LEFT),
    "somebody whose account is closed": (lambda s: acting.grant(s.known, closed(an_account())) and None, NOBODY_LEFT),
    "somebody no longer": (lambda scene: acting.grant(scene.known, an_account(), span=OVER) and None, NOBODY_LEFT),
    "somebody not yet": (lambda scene: acting.grant(scene.known, an_account(), span=LATER) and None, NOBODY_LEFT),
    "somebody in an emergency": (
        lambda scene: acting.grant(scene.known, an_account(), span=ENDING, reason="break_glass") and None, NOBODY_LEFT
    ),
    "somebody alongside another family": (
        lambda scene: acting.grant(a_family(scene.known.author), an_account()) and None, NOBODY_LEFT
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", OTHERS)
def test_the_last_who_sees_a_family_does_not_let_go_of_it(who: str) -> None:
    known = a_family(an_account("Ada Author"))
    scene = Scene(known, known.author, known.author, known.author, a_team(), {}, known.family.pk)
    circumstance, expected = OTHERS[who]
    circumstance(scene)
    with acting_as(known.author):
        own = answer("SELECT id FROM access_grant WHERE family_id = %s AND reason = 'started'", known.family.pk)[0][0]
        assert refusal("SELECT wall.end_access(%s)", own) == expected


@pytest.mark.parametrize(("span", "expected"), [(OVER, REFUSED), (LATER, REFUSED), (ENDING, DONE), (NOW, DONE)])
def test_only_what_is_in_force_is_ended(scene: Scene, span: tuple[str, str], expected: str) -> None:
    grant, way_in = (
        acting.grant(scene.known, an_account(), span=span),
        acting.way_in(scene.known, scene.hers, span=span),
    )
    denial, closing = acting.deny(scene.known, an_account(), span=span), acting.restrict(scene.known, span=span)
    with acting_as(an_account(role="information_governance")):
        assert refusal("SELECT wall.close_portal(%s)", way_in) == expected
        assert refusal("SELECT wall.lift_denial(%s)", denial) == expected
        assert refusal("SELECT wall.lift_restriction(%s)", closing) == expected
    as_superuser("UPDATE access_restriction SET ends_at = starts_at")
    with acting_as(scene.known.author):
        assert refusal("SELECT wall.end_access(%s)", grant) == expected


def test_a_volunteer_lets_go_of_what_opens_more_than_they_may_read(scene: Scene) -> None:
    volunteer = an_account(role="volunteer")
    own = acting.grant(scene.known, volunteer)
    with acting_as(volunteer):
        assert refusal("SELECT wall.end_access(%s)", own) == DONE


def test_an_emergency_is_let_go_of_though_nobody_else_is_alongside() -> None:
    known = a_family(an_account("Ada Author"))
    kit = an_account("Kit Lane")
    own = acting.grant(known, kit, ALL, span=ENDING, reason="break_glass")
    as_superuser(f"UPDATE access_grant SET {GONE} WHERE reason = 'started' AND family_id = {{}}", known.family.pk)
    with acting_as(kit):
        assert refusal("SELECT wall.end_access(%s)", own) == DONE
