"""Who somebody is: their names, their birth and death, and the numbers other systems know them by."""

from __future__ import annotations

from typing import Any

from django import forms

from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.faces.workspace.bound import BoundForm
from onestory.faces.workspace.people.forms.belonging import SEXES
from onestory.people.inputs import NameGiven
from onestory.people.models import Identifier, Person
from onestory.ui import fields


class _NameForm(BoundForm):
    given = fields.NameField(label="First name", required=False)
    middle = fields.NameField(label="Middle names", required=False)
    family = fields.NameField(label="Surname", required=False)
    use = forms.ChoiceField(label="This name is their", choices=Person.NameUse.choices)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors:
            try:
                self.name = NameGiven(
                    given=said["given"], middle=said["middle"], family=said["family"], use=said["use"]
                )
            except Invalid as refusal:
                self.add_error(refusal.field, refusal.message)
        return said


class NewName(_NameForm):
    """Another name, for a use. A new usual name leaves the one before as an earlier name."""

    field_order = ["use", "given", "middle", "family"]


class CorrectName(_NameForm):
    """The same name, spelt right."""

    field_order = ["given", "middle", "family", "use"]


class ChangeBirth(BoundForm):
    born = fields.PartialDateField(label="Born", required=False)
    estimated = forms.BooleanField(label="This is our best guess", required=False)
    due_on = fields.DayField(
        label="Baby due", required=False, ahead=True, help_text="If they are not born yet. For example 4 5 2027"
    )
    sex = forms.ChoiceField(
        label="Sex recorded at birth", choices=SEXES, required=False,
        help_text="How they describe their gender is theirs to say, and is asked under “About you”.",
    )  # fmt: skip


class RecordDeath(BoundForm):
    died = fields.PartialDateField(
        label="When did they die?", help_text="As much as is known: a day, a month or a year."
    )

    def clean_died(self) -> Any:
        died = self.cleaned_data["died"]
        if died and died.earliest > today():
            raise forms.ValidationError("That date has not come yet. Check the date.")
        return died


class AddNumber(BoundForm):
    system = forms.ChoiceField(label="Which number is it?", choices=Identifier.System.choices, widget=forms.RadioSelect)
    issuer = forms.CharField(
        label="Which system gave it?", required=False, max_length=60, help_text="Only for a number in another system."
    )
    typed = forms.CharField(label="The number", max_length=40)
    source = forms.CharField(
        label="Where did you see it?", required=False, max_length=60, help_text="For example the red book, or a letter."
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("system") == Identifier.System.LOCAL and not said.get("issuer"):
            self.add_error("issuer", "Say which system gave the number, for example housing.")
        return said


class CheckNumber(BoundForm):
    VERDICTS = (("right", "It is right"), ("wrong", "It is wrong, and is not theirs"))

    verdict = forms.ChoiceField(
        label="You have checked it. What did you find?", choices=VERDICTS, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label="What did you check it against?", required=False, max_length=60,
        help_text="For example the red book, or a letter from the hospital.",
    )  # fmt: skip
