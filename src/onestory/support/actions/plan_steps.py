"""What somebody will do, and by when: one of the family, one of the circle, or a helper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.core.dates import show_date
from onestory.core.errors import Invalid
from onestory.people.models import Person
from onestory.support.actions.walking import Changed, locked, must_write, note, past, said
from onestory.support.models import CircleMember, Goal, PlanStep
from onestory.support.plan_step_states import DONE, STATES, TO_DO

NOUN = "step"


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Who does it: `person` of the family, `member` of the circle who does not sign in, or else the helper `owner`.

    `owner` asks how it went where somebody else does it; whoever writes it down, where nobody is named.
    """

    owner: Account | None = None
    person: Person | None = None
    member: CircleMember | None = None


@transaction.atomic
def add(*, by: Viewer, goal: Goal, what: str, whose: Whose, due_on: date) -> PlanStep:
    """Raises Invalid for a helper who is not in the circle, and for the very same step again."""
    must_write(by)
    if goal.state != "wanted":
        raise Invalid("This goal is not wanted at the moment. Take it up again first.")
    _check(goal, whose, by=by)
    words = said(what, field="what", ask="Write what they will do.", most=500)
    if goal.steps.filter(what=words, state=TO_DO).exists():
        raise Invalid("This step is in the plan already.", "what")
    made = PlanStep(
        family_id=goal.family_id, goal=goal, what=words, owner_id=whose.owner.pk if whose.owner else by.account_id,
        person=whose.person, member=whose.member, due_on=due_on,
    )  # fmt: skip
    made.save(force_insert=True)
    note(made, Changed(act="plan_steps.add", noun=NOUN, after=TO_DO), by=by)
    return made


def _check(goal: Goal, whose: Whose, *, by: Viewer) -> None:
    circle = goal.family.circle.filter(ends_on__isnull=True)
    owner = whose.owner
    if owner and owner.pk != by.account_id and not circle.filter(account=owner).exists():
        raise Invalid("Bring them into the circle first.", "who")
    if whose.member and not circle.filter(pk=whose.member.pk).exists():
        raise Invalid("They are not in the circle any more.", "who")
    if whose.person and not goal.family.memberships.filter(person=whose.person).exists():
        raise Invalid("Choose somebody of this family.", "who")


@transaction.atomic
def move(*, by: Viewer, step: PlanStep, to: date, reason: str) -> PlanStep:
    standing = locked(step, by=by)
    STATES.after(standing.state, "plan_steps.move", reason=reason)
    was, standing.due_on = standing.due_on, to
    standing.save(update_fields=["due_on"])
    moved = f"From {show_date(was)} to {show_date(to)}. {reason.strip()}"
    note(standing, Changed(act="plan_steps.move", noun=NOUN, before=TO_DO, after=TO_DO, reason=moved), by=by)
    return standing


def do(*, by: Viewer, step: PlanStep, on: date | None = None) -> PlanStep:
    return _turn(by=by, step=step, act="plan_steps.do", on=past(on))


def drop(*, by: Viewer, step: PlanStep, reason: str) -> PlanStep:
    return _turn(by=by, step=step, act="plan_steps.drop", reason=reason)


def undo(*, by: Viewer, step: PlanStep, reason: str) -> PlanStep:
    return _turn(by=by, step=step, act="plan_steps.undo", reason=reason)


@transaction.atomic
def _turn(*, by: Viewer, step: PlanStep, act: str, reason: str = "", on: date | None = None) -> PlanStep:
    standing = locked(step, by=by)
    before, standing.state = standing.state, STATES.after(standing.state, act, reason=reason)
    standing.done_on = on if standing.state == DONE else None
    standing.save(update_fields=["state", "done_on"])
    note(standing, Changed(act=act, noun=NOUN, before=before, after=standing.state, reason=reason, on=on), by=by)
    return standing
