"""Who leads: whom the family would ring first. They are asked, and what they said is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid
from onestory.people.models import Person
from onestory.support.actions import circle
from onestory.support.actions.walking import must_write, past, said
from onestory.support.models import CircleMember, LeadChoice


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the family said of it, why it is them, and the words for it, where there were any."""

    answer: str
    reason: str
    words: str = ""
    said_by: Person | None = None


@transaction.atomic
def choose(*, by: Viewer, member: CircleMember, asked: Asked, on: date | None = None) -> LeadChoice:
    """They lead from now on, and the one before does not. Raises Invalid where nobody says whether the family was asked."""
    must_write(by)
    if asked.answer not in LeadChoice.Answer.values:
        raise Invalid("Say what the family said when you asked them.", "answer")
    circle.in_turn(member.family_id)
    made = LeadChoice(
        family_id=member.family_id, member=member, answer=asked.answer, words=asked.words.strip(),
        reason=said(asked.reason, field="reason", ask="Say why it is them."), said_by_person=asked.said_by, on=past(on),
        written_by_id=by.account_id,
    )  # fmt: skip
    made.save(force_insert=True)
    events.record(by=by, action="leads.choose", family=member.family_id, subject=made, answer=asked.answer)
    circle.make_lead(by=by, member=member, since=on)
    return made


@transaction.atomic
def called_lead(*, by: Viewer, member: CircleMember, leads_for: str) -> None:
    """Another agency calls them the lead; in whose words is written down, so that a family with several leads shows."""
    must_write(by)
    member.leads_for = leads_for.strip()[:120]
    member.save(update_fields=["leads_for"])
    events.record(by=by, action="leads.called_lead", family=member.family_id, subject=member)
