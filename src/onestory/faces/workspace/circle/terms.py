"""Why, on what basis, for what and until when a family is opened to somebody: the same boxes wherever access is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.access.actions.grants import USUAL, Terms
from onestory.access.models import Agreement, Grant
from onestory.core.dates import end_of, show_date
from onestory.ui import fields

Reason = Grant.Reason
FOR_COLLEAGUES = (Reason.CIRCLE, Reason.AGREEMENT, Reason.COURT_ORDER)
FOR_TEAMS = (Reason.TEAM, Reason.DUTY, Reason.AGREEMENT, Reason.COURT_ORDER)
FIELDS = ("why", "basis", "consented_by", "what_for", "agreement", "evidence", "until")


TOGETHER = "together"


def boxes(
    reasons: Sequence[Reason], agreements: Sequence[Agreement], people: Sequence[tuple[str, str]]
) -> dict[str, forms.Field]:
    """Filled in beforehand with what is usual, so that nobody has to think of them where it is."""
    named = [("", "None")] + [(str(one.pk), f"{one.name}, until {show_date(one.ends_on)}") for one in agreements]
    return {
        "until": fields.LastDayField(
            label="Until when?", required=False, help_text="Their last day. Leave this empty if it has no end yet"
        ),
        "why": forms.ChoiceField(
            label="Why may they see it?", required=False, choices=[(str(one), one.label) for one in reasons],
            initial=str(reasons[0]), widget=forms.RadioSelect,
        ),
        "basis": forms.ChoiceField(
            label="What does that rest on in law?", required=False, choices=Grant.Basis.choices, initial=str(USUAL.basis),
            widget=forms.RadioSelect,
        ),
        "consented_by": forms.ChoiceField(
            label="Whose consent is it?", required=False,
            choices=[
                ("", "It rests on something else"), *people, (TOGETHER, "Everybody’s together: any of them may take it back"),
            ],
            help_text="Only where consent is the basis. Whoever it is takes it back on their own page, and nobody else does.",
        ),
        "what_for": forms.CharField(label="What for?", required=False, max_length=200, initial=USUAL.purpose),
        "agreement": forms.ChoiceField(
            label="Under which agreement?", required=False, choices=named,
            help_text="Only where an agreement is the reason. It ends when the agreement does.",
        ),
        "evidence": forms.CharField(
            label="What proves it?", required=False, max_length=500,
            help_text="For a court’s order: which court, its number and date. For consent: when they said so, and to whom.",
        ),
    }  # fmt: skip


def check(form: forms.Form, said: dict[str, Any]) -> None:
    """What one reason needs and another does not; the action and the database ask again."""
    if said.get("why") == Reason.AGREEMENT and not said.get("agreement"):
        form.add_error("agreement", "Choose the agreement.")
    if said.get("why") == Reason.COURT_ORDER and not (said.get("evidence") or "").strip():
        form.add_error("evidence", "Say which court, and the number and date of its order.")
    if (said.get("basis") == Grant.Basis.CONSENT) != bool(said.get("consented_by")) and "consented_by" in form.fields:
        form.add_error("consented_by", "Say whose consent it is, where consent is the basis and only there.")


def read(said: dict[str, Any]) -> Terms:
    why = said.get("why") or ""
    return Terms(
        reason=why, basis=said.get("basis") or USUAL.basis, purpose=said.get("what_for") or USUAL.purpose,
        until=end_of(said["until"]) if said.get("until") else None, evidence=said.get("evidence") or "",
        agreement=UUID(said["agreement"]) if why == Reason.AGREEMENT else None,
        consented_by=UUID(said["consented_by"]) if said.get("consented_by", TOGETHER) not in ("", TOGETHER) else None,
    )  # fmt: skip
