"""Who may close a family, open it, share it and let go of it: every act, tried by everybody, beside a model of who may.

Each act is a function of the wall, called as a stolen statement would call it, and undone before the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from tests.factories import a_team, an_account
from tests.safety import acting
from tests.safety.acting import ALL, DONE, NOW, REFUSED, WRONG, Scene, refusal

from onestory.access.models import Account
from onestory.access.roles import ROLES
from onestory.access.viewer import acting_as

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.hazard("HZ-25"),
    pytest.mark.hazard("HZ-26"),
    pytest.mark.hazard("HZ-41"),
]
OWN = "young_person"


@dataclass(frozen=True)
class Caller:
    """Somebody who tries: what they are, and by what grant they see the family, if they do."""

    role: str = "practitioner"
    sections: tuple[str, ...] = ()
    span: str = "now"
    reason: str = "circle"
    by: str = "me"
    denied: bool = False

    @property
    def reads(self) -> set[str]:
        """Open to them now, an emergency included."""
        if self.denied or self.span not in acting.HOLDING or (self.by == "team" and not ROLES[self.role].by_team):
            return set()
        within = {str(section) for section in ROLES[self.role].ceiling} & set(self.sections)
        return within - ({OWN} if self.by != "me" else set())

    @property
    def gives(self) -> set[str]:
        return self.reads if self.reason != "break_glass" else set()

    @property
    def hands_on(self) -> set[str]:
        """What they may give without an end: nobody gives for longer than they have."""
        return self.gives if self.span == "now" else set()

    @property
    def sees(self) -> bool:
        return bool(self.gives)

    @property
    def governs(self) -> bool:
        return self.role == "information_governance"

    @property
    def supervises(self) -> bool:
        return self.role == "supervisor"


CALLERS = {
    "a stranger": Caller(),
    "somebody alongside": Caller(sections=ALL),
    "somebody alongside until later": Caller(sections=ALL, span="until later"),
    "somebody no longer alongside": Caller(sections=ALL, span="no longer"),
    "somebody not yet alongside": Caller(sections=ALL, span="not yet"),
    "somebody for the shared story": Caller(sections=("shared",)),
    "somebody for the usual sections": Caller(sections=("shared", "health", "home")),
    "somebody for all but the young person's": Caller(sections=("shared", "health", "home", "safeguarding", "location")),
    "somebody of a team alongside": Caller(sections=ALL, by="team"),
    "whoever opened it in an emergency": Caller(sections=ALL, reason="break_glass", span="until later"),
    "somebody who is kept out": Caller(sections=ALL, denied=True),
    "a volunteer alongside": Caller("volunteer", ALL),
    "a volunteer of a team alongside": Caller("volunteer", ALL, by="team"),
    "the front door": Caller("triage"),
    "the front door, of a team alongside": Caller("triage", ALL, by="team"),
    "front of house alongside": Caller("front_of_house", ALL),
    "a supervisor": Caller("supervisor"),
    "a supervisor alongside": Caller("supervisor", ALL),
    "a supervisor for the shared story": Caller("supervisor", ("shared",)),
    "a supervisor in an emergency": Caller("supervisor", ALL, reason="break_glass", span="until later"),
    "a supervisor of somebody alongside": Caller("supervisor", ALL, by="their people"),
    "information governance": Caller("information_governance"),
    "information governance, of a team alongside": Caller("information_governance", ALL, by="team"),
    "information governance, given everything": Caller("information_governance", ALL),
    "information governance, kept out": Caller("information_governance", denied=True),
    "an administrator": Caller("administrator"),
    "an analyst": Caller("analyst"),
    "the linkage program": Caller("linkage"),
}  # fmt: skip
Model = Callable[[Caller], str]


def governs(one: Caller) -> bool:
    return one.governs


def either(one: Caller) -> bool:
    return one.sees or one.governs


def keeps(one: Caller) -> bool:
    return (one.supervises and one.sees) or one.governs


def done_if(may: Callable[[Caller], bool]) -> Model:
    return lambda one: DONE if may(one) else REFUSED


def keeps_out(*held: str) -> Model:
    """Of whom sees no more than oneself; of anyone, by whoever supervises or governs."""

    def says(one: Caller) -> str:
        if not (one.sees or one.governs):
            return REFUSED
        return DONE if one.governs or one.supervises or set(held) <= one.gives else WRONG

    return says


def _acts(scene: Scene, me: Account) -> dict[str, tuple[Model, str, tuple[Any, ...]]]:
    family, newcomer = scene.known.family.pk, an_account("Nia New")
    emergency, kept = acting.an_emergency(scene.known, an_account("Kit Lane")), an_account("Rel Ative")
    denial, deal = acting.deny(scene.known, kept), acting.an_agreement(scene.known)
    fresh = an_account("Ada Okafor", kind="family", role="")
    give = "SELECT wall.give_access(%s, %s, NULL, 'circle', 'public_task', '', '', NULL, %s, NULL)"
    keep_out = "SELECT wall.deny(%s, %s, 'conflict', 'Her brother', NULL)"
    open_portal = "SELECT wall.open_portal(%s, %s, %s, %s, '{}', 'public_task', 'Passport seen', NULL)"
    usual = {"shared", "health", "home"}
    administers = done_if(lambda one: one.role == "administrator")
    return {
        "keep out who sees nothing": (keeps_out(), keep_out, (family, newcomer.pk)),
        "keep out who sees part": (keeps_out("shared"), keep_out, (family, scene.part.pk)),
        "keep out who sees all": (keeps_out(*ALL), keep_out, (family, scene.whole.pk)),
        "keep out oneself": (done_if(either), keep_out, (family, me.pk)),
        "let in again": (done_if(governs), "SELECT wall.lift_denial(%s)", (denial,)),
        "restrict": (
            done_if(keeps), "SELECT wall.restrict(%s, 'Works here', %s, '{}', '{}')", (family, [scene.whole.pk])
        ),
        "open in an emergency": (
            done_if(lambda one: one.role in ("practitioner", "triage", "supervisor") and not one.denied),
            "SELECT wall.break_glass(%s, 'A child was not seen at home')", (family,),
        ),
        "look at an emergency": (
            done_if(either), "SELECT wall.close_break_glass(%s, true, 'It was right')", (emergency,)
        ),
        "open a way in for an adult": (
            done_if(lambda one: usual <= one.gives), open_portal, (fresh.pk, family, scene.known.mother.pk, "adult")
        ),
        "close a way in": (done_if(either), "SELECT wall.close_portal(%s)", (scene.way_in,)),
        "give the shared story": (done_if(lambda one: "shared" in one.hands_on), give, (family, newcomer.pk, ["shared"])),
        "give everything": (done_if(lambda one: set(ALL) <= one.hands_on), give, (family, newcomer.pk, list(ALL))),
        "let go who sees part": (
            done_if(lambda one: "shared" in one.gives), "SELECT wall.end_access(%s)", (scene.grants["part"],)
        ),
        "let go who sees all": (
            done_if(lambda one: set(ALL) <= one.gives), "SELECT wall.end_access(%s)", (scene.grants["whole"],)
        ),
        "end an agreement": (done_if(governs), "SELECT wall.end_agreement(%s)", (deal,)),
        "say who supervises": (
            administers, "SELECT wall.set_supervision(%s, %s, NULL)", (an_account(role="supervisor").pk, newcomer.pk)
        ),
        "close an account": (administers, "SELECT wall.close_account(%s)", (newcomer.pk,)),
    }  # fmt: skip


@pytest.mark.parametrize("who", CALLERS)
def test_each_act_is_done_by_those_the_model_names(who: str) -> None:
    scene, one = acting.a_scene(), CALLERS[who]
    me = caller(scene, one)
    acts = _acts(scene, me)
    with acting_as(me):
        answers = {name: refusal(statement, *values) for name, (_, statement, values) in acts.items()}
    assert answers == {name: says(one) for name, (says, _, _) in acts.items()}


@pytest.mark.parametrize("who", CALLERS)
def test_what_is_told_of_a_family_is_told_to_those_the_model_names(who: str) -> None:
    scene, one = acting.a_scene(), CALLERS[who]
    me = caller(scene, one)
    acting.as_superuser("UPDATE access_grant SET evidence = 'Order 7' WHERE id = {}", scene.grants["whole"])
    with acting_as(me):
        holders = acting.answer("SELECT by_account, proof FROM wall.who_sees(%s)", scene.known.family.pk)
        pages = acting.answer("SELECT account, person FROM wall.own_accounts(%s)", scene.known.family.pk)
        joins = acting.answer("SELECT wall.may_join(%s)", scene.known.mother.pk)
    assert {account for account, _ in holders} >= (
        {scene.part.pk, scene.whole.pk} if one.sees or one.governs else set()
    )
    assert {proof for _, proof in holders} == _proofs(one)
    person = scene.known.mother.pk if one.sees else None
    assert pages == ([(scene.hers.pk, person)] if one.governs or (one.supervises and one.sees) else [])
    assert joins == [(bool(one.reads),)]


def _proofs(one: Caller) -> set[str]:
    if not (one.sees or one.governs):
        return set()
    return {"", "Order 7"} if "safeguarding" in one.reads else {""}


def caller(scene: Scene, one: Caller) -> Account:
    team = a_team()
    me, people = an_account("Cal Caller", role=one.role, team=team), an_account("Wren Worker")
    if one.by == "their people":
        acting.supervise(me, people)
    if one.sections:
        to = {"me": me, "team": team, "their people": people}[one.by]
        acting.grant(scene.known, to, one.sections, span=acting.SPANS[one.span], reason=one.reason)
    if one.denied:
        acting.deny(scene.known, me, by=scene.known.author, span=NOW)
    return me
