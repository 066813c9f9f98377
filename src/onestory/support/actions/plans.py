"""Agreeing the plan. It is agreed only when somebody of the family has seen it, and what they saw is kept whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.dates import noon, today
from onestory.core.errors import Invalid
from onestory.people.models import Family, Person
from onestory.support import planning
from onestory.support.actions import own_plans
from onestory.support.actions.walking import must_write, past
from onestory.support.models import PlanVersion


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Who of the family saw it, with whom, how, and what they said of it."""

    by: Person | None
    how: str
    with_whom: str = ""
    words: str = ""


@transaction.atomic
def agree(*, by: Viewer, family: Family, seen: Seen, digest: str, on: date | None = None) -> PlanVersion:
    """`digest` is that of the plan on the page: what changed meanwhile was not seen, and so is not agreed.

    Raises Invalid where nobody of the family has seen it, where there is nothing in it, and where it has changed.
    """
    must_write(by)
    if seen.by is None or not family.memberships.filter(person=seen.by).exists():
        raise Invalid("Say who of the family has seen it. Without that it is not agreed.", "seen_by")
    if seen.how not in PlanVersion.How.values:
        raise Invalid("Say how they saw it.", "how")
    standing = planning.plan(by, family)
    if not standing.content["goals"]:
        raise Invalid("There is nothing in the plan yet. Write down what they want first.")
    if standing.digest != digest:
        raise Invalid("The plan has changed since this page was opened. Show them what stands now.")
    made = PlanVersion(
        family=family, content=standing.content, seen_by_person=seen.by, seen_with=seen.with_whom.strip(), seen_how=seen.how,
        seen_on=past(on), family_words=seen.words.strip(), written_by_id=by.account_id,
    )  # fmt: skip
    made.save(force_insert=True)
    own_plans.keep_agreed(by=by, version=made)
    events.record(by=by, action="plans.agree", family=family.pk, subject=made, people=[seen.by.pk])
    at = noon(made.seen_on) if made.seen_on != today() else None
    news.tell(
        news.Happened(
            by=by, act="plans.agree", family=family.pk, title="We agreed the plan together", people=(seen.by.pk,), at=at
        )
    )
    return made
