"""The plan on the own page of one of the family: put there by whoever walks with them, answered by them alone."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from onestory.access.actions import wall
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.dates import show_date, today
from onestory.core.errors import Invalid
from onestory.core.ids import uuid7
from onestory.people.models import Family, Person
from onestory.support import own_plans
from onestory.support.actions.walking import Changed, locked, must_write, note
from onestory.support.models import PlanShown, PlanVersion
from onestory.support.plan_shown_states import AGREED, SHOWN, STATES

NOUN = "shown plan"
AGREE, NOT_RIGHT = "plans.agree_on_page", "plans.not_right"


@transaction.atomic
def show(*, by: Viewer, family: Family, person: Person, digest: str) -> PlanShown:
    """`digest` is that of what the page said they would read. What another adult said they want is never in it.

    Raises Invalid where nothing is left to show, and where the plan has changed meanwhile.
    """
    must_write(by)
    if not family.memberships.filter(person=person).exists():
        raise Invalid("Choose somebody of this family.")
    would = own_plans.would_read(by, family, person)
    if not would.content["goals"]:
        raise Invalid("There is nothing in the plan that they would read.")
    if would.digest != digest:
        raise Invalid("The plan has changed since this page was opened. Read what they would read now.")
    made = PlanShown(
        family=family, person=person, content=would.content, plan=would.plan, shown_on=today(), shown_by_id=by.account_id,
        owner_id=by.account_id,
    )  # fmt: skip
    made.save(force_insert=True)
    note(made, Changed(act="plans.show", noun=NOUN, after=SHOWN), by=by)
    news.tell(
        news.Happened(
            by=by, act="plans.show", family=family.pk, title="Put the plan on their own page", people=(person.pk,)
        )
    )
    return made


def keep_agreed(*, by: Viewer, version: PlanVersion) -> None:
    """Whoever has seen the plan and agreed finds it on their own page, as far as it is theirs to read there."""
    would = own_plans.would_read(by, version.family, version.seen_by_person)
    if would.content["goals"]:
        PlanShown(
            family=version.family, person=version.seen_by_person, content=would.content, plan=would.plan, state=AGREED,
            shown_on=version.seen_on, answered_on=version.seen_on, shown_by_id=by.account_id, owner_id=by.account_id,
        ).save(force_insert=True)  # fmt: skip


@transaction.atomic
def settle(*, by: Viewer, shown: PlanShown, reason: str) -> PlanShown:
    """It was talked about with them; `reason` is what came of it."""
    standing = locked(shown, by=by)
    before, standing.state = standing.state, STATES.after(standing.state, "plans.settle", reason=reason)
    standing.save(update_fields=["state"])
    title = f"We talked about what was not right in the plan, {show_date(today())}"
    changed = Changed(act="plans.settle", noun=NOUN, before=before, after=standing.state, reason=reason, title=title)
    note(standing, changed, by=by)
    return standing


@transaction.atomic
def answer(*, by: Viewer, shown: UUID, act: str, words: str = "") -> None:
    """By one of the family, of what their own page shows. Raises NotThere for anything else, Invalid without words."""
    if act == NOT_RIGHT and not words.strip():
        raise Invalid("Say what is not right, in your own words.", "words")
    family = wall.call(
        "SELECT wall.portal_answer(%s, %s, %s, %s)", [uuid7(), shown, act, words.strip()], not_there="plan",
        refused="You have said so already.",
    )  # fmt: skip
    events.record(by=by, action="plans.answer", family=family, subject=PlanShown(pk=shown), answer=act)


@transaction.atomic
def add_win(*, by: Viewer, family: UUID, words: str) -> None:
    """Of one's own. Said twice on one day, it is there once."""
    if not words.strip():
        raise Invalid("Write what was better, in a sentence.", "words")
    made = uuid7()
    written = wall.call(
        "SELECT wall.portal_win(%s, %s, %s)", [made, family, words.strip()], not_there="family",
        refused="That is many for one day. Tell us of more tomorrow.",
    )  # fmt: skip
    if written:
        events.record(by=by, action="wins.write_own", family=family)


@transaction.atomic
def do(*, by: Viewer, step: UUID) -> None:
    """A step of one's own is done. Raises NotThere for anybody else's, and for one that is done."""
    family = wall.call("SELECT wall.portal_do(%s, %s)", [uuid7(), step], not_there="step")
    events.record(by=by, action="plan_steps.do_own", family=family)
