"""Agreements, looking at alerts, and looking through the audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.access.models import Grant
from onestory.access.sections import Section
from onestory.faces.workspace.conflicts.forms import WhyKeptOut
from onestory.ui import fields
from onestory.ui.forms import Form

WHOLE = "This is not a whole reference. Copy all of it, as it stands behind the word Family."


class AlertForm(Form):
    alert = forms.UUIDField(widget=forms.HiddenInput)


class DenialForm(WhyKeptOut):
    """For whoever knows a family by its reference, and somebody by their address."""

    field_order = ("family", "who", "kind", "reason", "until")
    family = forms.UUIDField(label="Which family?", help_text="Its reference", error_messages={"invalid": WHOLE})
    who = forms.EmailField(
        label="Who must not see it?", help_text="The email address they sign in with", max_length=254
    )


class AgreementForm(Form):
    name = forms.CharField(label="What is it called?", max_length=200)
    purpose = forms.CharField(label="What is it for?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    organisations = forms.TypedMultipleChoiceField(
        label="Who agreed?", coerce=UUID, widget=forms.CheckboxSelectMultiple, help_text="At least two organisations"
    )
    sections = forms.MultipleChoiceField(
        label="What may be seen under it?", choices=Section.choices, widget=forms.CheckboxSelectMultiple
    )
    feeds = forms.MultipleChoiceField(
        label="Which feeds come in under it?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="They stop when the agreement ends.",
    )  # fmt: skip
    basis = forms.ChoiceField(
        label="What does it rest on in law?", choices=Grant.Basis.choices, initial=Grant.Basis.PUBLIC_TASK,
        widget=forms.RadioSelect,
    )  # fmt: skip
    document = forms.CharField(label="Where is the signed document kept?", max_length=500)
    starts_on = fields.DayField(label="From", ahead=True)
    ends_on = fields.DayField(
        label="Until", ahead=True, help_text="Its last day. Whoever looks after it hears 60 days before"
    )
    lead = forms.EmailField(label="Who looks after it?", help_text="Their work email address")

    def __init__(
        self, data: Any, *, organisations: Sequence[tuple[str, str]], feeds: Sequence[tuple[str, str]], me: str
    ) -> None:
        super().__init__(data, initial={"lead": me})
        self.fields["organisations"].choices = organisations  # type: ignore[attr-defined]
        self.fields["feeds"].choices = feeds  # type: ignore[attr-defined]


class AuditForm(Form):
    """Narrowed by what is typed; everything where nothing is."""

    marks_optional = False

    who = forms.CharField(label="Who", required=False, max_length=254, help_text="Their work email address")
    family = forms.UUIDField(
        label="Which family", required=False, help_text="Its reference",
        error_messages={"invalid": WHOLE},
    )  # fmt: skip
    since = fields.DayField(label="From", required=False)
    until = fields.DayField(label="To", required=False)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)
