"""Starting a record: the people known so far, and where and how to reach them. One name is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from onestory.faces.workspace.people.forms.belonging import NewPersonFields
from onestory.people.actions.starting import Reached
from onestory.people.inputs import NewAddress, NewPerson, SafeToUse
from onestory.ui import fields
from onestory.ui.forms import Form

if TYPE_CHECKING:
    _FormSet = BaseFormSet["PersonRow"]
else:
    _FormSet = BaseFormSet

PREFIX = "people"
MOST = 20


class PersonRow(NewPersonFields):
    """One person of the family."""

    marks_optional = False


class _People(_FormSet):
    """As many people as there are boxes for. Boxes left empty, after the first, are nobody."""

    rows = 1

    @classmethod
    def get_default_prefix(cls) -> str:
        return PREFIX

    def initial_form_count(self) -> int:
        """None of them is known yet, whatever has been typed."""
        return 0

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else min(self.rows, MOST)

    def people(self) -> list[NewPerson]:
        return [form.person for form in self.forms if hasattr(form, "person")]


PeopleForms = formset_factory(PersonRow, formset=_People, min_num=1, max_num=MOST, absolute_max=MOST)


class Details(Form):
    marks_optional = False
    SAFE = (("call", "Ring"), ("text", "Send a text"))

    lines = forms.CharField(label="House number and street", required=False, max_length=300)
    postcode = fields.PostcodeField(label="Postcode", required=False)
    phone = fields.PhoneField(label="Phone number of the first person", required=False)
    safe = forms.MultipleChoiceField(
        label="What have they said is safe?", choices=SAFE, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Leave a box empty unless they say yes.",
    )  # fmt: skip
    teams = forms.TypedMultipleChoiceField(
        label="Which of your teams should see this record?", coerce=UUID, widget=forms.CheckboxSelectMultiple,
        required=False, help_text="You can see it whatever you choose here.",
    )  # fmt: skip

    lead = forms.BooleanField(
        label="I am walking alongside them", initial=True, required=False,
        help_text="You are in their circle, as the one they would ring first. Untick this if it will be somebody else.",
    )  # fmt: skip

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].choices = teams  # type: ignore[attr-defined]
        if not teams:
            del self.fields["teams"]

    def home(self) -> NewAddress | None:
        lines, postcode = self.cleaned_data["lines"], self.cleaned_data["postcode"] or ""
        return NewAddress(lines=lines, postcode=postcode) if lines or postcode else None

    def reached(self) -> Reached | None:
        phone = self.cleaned_data["phone"]
        uses = self.cleaned_data["safe"]
        safe = SafeToUse(call="call" in uses, text="text" in uses)
        return Reached(phone=phone, safe=safe) if phone else None
