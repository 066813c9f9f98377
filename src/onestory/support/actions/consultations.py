"""Asking somebody who knows more, for a family that one is alongside already. It brings nobody new, and opens nothing."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from onestory.access.viewer import Viewer
from onestory.people.models import Family
from onestory.support.actions.walking import Changed, locked, must_write, note, past, said
from onestory.support.consultation_states import ASKED, STATES
from onestory.support.models import Consultation

NOUN = "consultation"


@transaction.atomic
def ask(*, by: Viewer, family: Family, whom: str, question: str, on: date | None = None) -> Consultation:
    must_write(by)
    made = Consultation(
        family=family, owner_id=by.account_id, whom=said(whom, field="whom", ask="Say whom you asked.", most=200),
        question=said(question, field="question", ask="Write what you asked."), asked_on=past(on),
    )  # fmt: skip
    made.save(force_insert=True)
    note(made, Changed(act="consultations.ask", noun=NOUN, after=ASKED, on=made.asked_on), by=by)
    return made


@transaction.atomic
def answer(*, by: Viewer, consultation: Consultation, words: str, on: date | None = None) -> Consultation:
    """What they said, and so what is done differently now."""
    standing = locked(consultation, by=by)
    before, standing.state = standing.state, STATES.after(standing.state, "consultations.answer")
    standing.answer = said(words, field="words", ask="Write what they said.")
    standing.answered_on = past(on)
    standing.save(update_fields=["state", "answer", "answered_on"])
    changed = Changed(
        act="consultations.answer", noun=NOUN, before=before, after=standing.state, on=standing.answered_on
    )
    note(standing, changed, by=by)
    return standing


@transaction.atomic
def drop(*, by: Viewer, consultation: Consultation, reason: str) -> Consultation:
    standing = locked(consultation, by=by)
    before, standing.state = standing.state, STATES.after(standing.state, "consultations.drop", reason=reason)
    standing.save(update_fields=["state"])
    changed = Changed(act="consultations.drop", noun=NOUN, before=before, after=standing.state, reason=reason)
    note(standing, changed, by=by)
    return standing
