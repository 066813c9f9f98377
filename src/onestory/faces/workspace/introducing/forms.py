"""What introductions and consultations ask: whom, as what, what for, what each said, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from onestory.access.sections import CIRCLE
from onestory.faces.workspace.bound import BoundForm
from onestory.ui import fields
from onestory.ui.forms import Form

Choices = Sequence[tuple[str, str]]


class ColleagueForm(BoundForm):
    role = forms.CharField(label="Who would they be to the family?", max_length=120, help_text="Such as health visitor")
    why = fields.WordsField(label="What would they be there for?", rows=3)
    family_words = fields.WordsField(
        label="What does the family say of it?",
        rows=3,
        required=False,
        help_text="Empty if you have not asked them yet",
    )


class NamedForm(ColleagueForm):
    name = fields.NameField(
        label="Whom would they meet?", max_length=200, help_text="Somebody who does not sign in here"
    )
    field_order = ("name", "role", "why", "family_words")


class ChangeForm(BoundForm):
    """One of the acts that its state allows. What an act needs besides is asked by the act itself."""

    act = forms.ChoiceField(label="What is it now?", widget=forms.RadioSelect)
    words = fields.WordsField(
        label="What was said, or why?", rows=3, required=False, help_text="In words the family could read"
    )
    meet_on = fields.DayField(ahead=True, label="When do they meet?", required=False)
    accompanied = forms.BooleanField(label="Somebody they know comes along", required=False)
    sections = forms.MultipleChoiceField(
        label="What may they see from then on?", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Agree it with the family. You can give what you see yourself, and no more.",
    )  # fmt: skip

    def __init__(self, data: Any, *, subject: UUID, acts: Choices, sections: Choices, initial: dict[str, Any]) -> None:
        usual = [section for section, _ in sections if section in CIRCLE]
        super().__init__(data, subject=subject, initial={"sections": usual, "accompanied": True} | initial)
        self.fields["act"].choices = acts  # type: ignore[attr-defined]
        self.fields["sections"].choices = sections  # type: ignore[attr-defined]
        offered = {act for act, _ in acts}
        if "introductions.make" not in offered:
            del self.fields["accompanied"], self.fields["sections"]
        elif not sections:
            del self.fields["sections"]
        if not offered & {"introductions.make", "introductions.try_again"}:
            del self.fields["meet_on"]


class AnswerForm(Form):
    """For whom a family would meet: which offer, and yes or not now."""

    marks_optional = False
    offer = forms.TypedChoiceField(label="Which one?", coerce=UUID, widget=forms.RadioSelect)
    answer = forms.ChoiceField(
        label="What do you say?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, I would like to meet them"), ("no", "Not now")],
    )
    words = fields.WordsField(
        label="Anything they should know?", rows=2, required=False, help_text="If not now, say why in a sentence"
    )

    def __init__(self, data: Any, *, offers: Choices) -> None:
        super().__init__(data, initial={"offer": offers[0][0]} if len(offers) == 1 else {})
        self.fields["offer"].choices = offers  # type: ignore[attr-defined]


class AskForm(BoundForm):
    whom = forms.CharField(label="Whom do you ask?", max_length=200, help_text="Such as the speech therapist")
    question = fields.WordsField(label="What do you ask?", rows=4, help_text="Without the family’s name, where you can")


class ConsultedForm(BoundForm):
    act = forms.ChoiceField(
        label="What is it now?", widget=forms.RadioSelect,
        choices=[("consultations.answer", "They answered"), ("consultations.drop", "It is not needed any more")],
    )  # fmt: skip
    words = fields.WordsField(label="What did they say, or why is it not needed?", rows=4)
