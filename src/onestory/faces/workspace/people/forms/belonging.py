"""Who is in the family: somebody new, somebody already known, and what they are to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.faces.workspace.bound import BoundForm
from onestory.people.inputs import NameGiven, NewPerson
from onestory.people.models import Membership, Person
from onestory.ui import fields
from onestory.ui.forms import Form

LATEST_AFTER_DUE = timedelta(days=60)
SHARE = "Of every ten nights, about how many are spent here"
SHARES = [("", "Not known"), *((str(n * 10), f"{n} in 10") for n in range(11))]
ROLES = [("", "Choose"), *Membership.Role.choices]
SEXES = [("", "Not known"), *Person.Sex.choices]


class NewPersonFields(Form):
    """What is asked of somebody not written down before. Only a name is needed."""

    given = fields.NameField(label="First name", required=False)
    family = fields.NameField(label="Surname", required=False)
    role = forms.ChoiceField(label="In this family, they are", choices=ROLES, required=False)
    born = fields.PartialDateField(label="Born", required=False)
    due_on = fields.DayField(
        label="Baby due", required=False, ahead=True, help_text="If they are not born yet. For example 4 5 2027"
    )
    sex = forms.ChoiceField(label="Sex recorded at birth", choices=SEXES, required=False)

    def clean_due_on(self) -> date | None:
        due: date | None = self.cleaned_data["due_on"]
        if due and due < today() - LATEST_AFTER_DUE:
            raise forms.ValidationError("That day is long past. If the baby is born, write down the birthday instead.")
        return due

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self._read_as_a_person(said)
        return said

    def _read_as_a_person(self, said: dict[str, Any]) -> None:
        try:
            self.person = new_person(said)
        except Invalid as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


def new_person(said: dict[str, Any]) -> NewPerson:
    """Raises Invalid, naming the box, where this cannot be a person."""
    return NewPerson(
        name=NameGiven(given=said["given"], family=said["family"]),
        role=said["role"] or Membership.Role.OTHER,
        born=said["born"],
        due_on=said["due_on"],
        sex=said["sex"],
        lives_here_share=said.get("share"),
    )


class ShareField(forms.TypedChoiceField):
    """How much of the time somebody lives in this home; for most nobody needs to say."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=SHARE, choices=SHARES, coerce=int, empty_value=None, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else str(value)


class AddPerson(BoundForm, NewPersonFields):
    """Another person of this family."""

    share = ShareField(help_text="Only for somebody with two homes.")


class FindSomeone(Form):
    find = forms.CharField(
        label="Who are you looking for?",
        help_text="A name, a birthday, a postcode, a phone or an NHS number.",
        max_length=200,
    )


class JoinPerson(BoundForm):
    """Somebody known already, chosen from those who were found."""

    person = forms.ChoiceField(label="Who is it?", widget=forms.RadioSelect)
    role = forms.ChoiceField(label="In this family, they are", choices=ROLES)
    share = ShareField(help_text="Only for somebody with two homes.")
    since = fields.DayField(label="Since", required=False)

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = found  # type: ignore[attr-defined]

    def clean_person(self) -> UUID:
        return UUID(self.cleaned_data["person"])


class ChangePlace(BoundForm):
    role = forms.ChoiceField(label="In this family, they are", choices=Membership.Role.choices)
    share = ShareField()


class LeaveFamily(BoundForm):
    on = fields.DayField(label="Since when?", initial=today)
