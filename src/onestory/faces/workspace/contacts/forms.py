"""Writing a contact down, making and changing an appointment, and reaching out. Only who and what happened are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms

from onestory.access.sections import Section
from onestory.core.dates import LONDON
from onestory.faces.workspace.bound import BoundForm
from onestory.faces.workspace.writing.forms import Choices, EntryForm, TimeField
from onestory.story.models import Entry
from onestory.support.actions.appointments import WAYS
from onestory.support.appointment_states import NOT_BROUGHT, NOT_SEEN
from onestory.support.models import Appointment, AppointmentEvent, Contact
from onestory.ui import fields

_HOW = (
    (Entry.Kind.NOTE, "A note"), (Contact.Kind.VISIT, "A visit"), (Contact.Kind.CALL, "A call"),
    (Contact.Kind.MESSAGE, "A message"), (Contact.Kind.DROP_IN, "A drop-in"), (Contact.Kind.GROUP_CHAT, "A group chat"),
    (Entry.Kind.GROUP, "A group"), (Entry.Kind.LETTER, "A letter"),
)  # fmt: skip


class WritingForm(EntryForm):
    """Whatever it was. Its boxes take what a telephone's voice typing gives: plain text, as long as it likes."""

    kind = forms.ChoiceField(
        label="What was it?", choices=[(str(kind), words) for kind, words in _HOW],
        initial=str(Entry.Kind.NOTE), error_messages={"required": "Choose what it was."},
    )  # fmt: skip
    text = fields.WordsField(label="What was said, and what you saw", required=False, rows=7)
    agreed = fields.WordsField(label="What was agreed, and who does it", required=False, rows=3)
    there = forms.TypedMultipleChoiceField(
        label="Who was there?", required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    others_there = forms.CharField(
        label="Who else was there?", required=False, max_length=300, help_text="Such as Nana Bea, or their teacher"
    )
    others_named = forms.CharField(
        label="Is anybody named who is not of the family?", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One name to a line, as you wrote it above. Marked, it can be taken out if the record is ever handed out",
    )  # fmt: skip
    appointment = forms.TypedChoiceField(
        label="Was it one of these appointments?", required=False, coerce=UUID, empty_value=None
    )

    def __init__(
        self, data: Any, *, subject: UUID, people: Choices, sections: Choices, initial: dict[str, Any],
        appointments: Choices,
    ) -> None:  # fmt: skip
        super().__init__(data, subject=subject, people=people, sections=sections, initial=initial)
        self.fields["there"].choices = people  # type: ignore[attr-defined]
        if appointments:
            self.fields["appointment"].choices = [("", "No"), *appointments]  # type: ignore[attr-defined]
        else:
            del self.fields["appointment"]

    @property
    def is_contact(self) -> bool:
        return self["kind"].value() in Contact.Kind.values

    def clean(self) -> dict[str, Any]:
        """Who was there is kept of a visit, a call or a message: of a note it would be lost without a word."""
        said = super().clean()
        beside = said.get("there") or said.get("others_there") or said.get("appointment")
        if beside and said.get("kind") and said["kind"] not in Contact.Kind.values:
            self.add_error(
                "kind", "Who was there is kept of a visit, a call, a message or a drop-in. Choose which it was."
            )
        return said


class _AtForm(BoundForm):
    """A day and a time that are still to come."""

    day = fields.DayField(label="Which day?", ahead=True, error_messages={"required": "Enter the day."})
    time = TimeField(
        label="What time?", help_text="Such as 2:30pm", error_messages={"required": "Enter a time such as 2:30pm."}
    )

    def at(self) -> datetime:
        day, at = self.cleaned_data["day"], self.cleaned_data["time"]
        return datetime.combine(day, at if isinstance(at, time) else time(12), LONDON)


class OfferForm(_AtForm):
    kind = forms.ChoiceField(label="How will you meet?", choices=Appointment.Kind.choices, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label="What is it for?", max_length=200,
        help_text="In words the family would use, such as a cup of tea and the school forms",
        error_messages={"required": "Say what it is for, in words the family would use."},
    )  # fmt: skip
    people = forms.TypedMultipleChoiceField(
        label="Who do you hope to see?", required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="They have said yes already", required=False)
    section = forms.ChoiceField(label="Who may see this?")
    field_order = ["kind", "purpose", "people", "day", "time", "agreed", "section", "opened_for"]

    def __init__(self, data: Any, *, subject: UUID, people: Choices, sections: Choices) -> None:
        super().__init__(data, subject=subject, initial={"section": Section.SHARED, "kind": "visit"})
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        self.fields["section"].choices = sections  # type: ignore[attr-defined]


class _WhoseForm(BoundForm):
    whose = forms.ChoiceField(
        label="Who wanted it so?", choices=AppointmentEvent.Whose.choices, widget=forms.RadioSelect,
        error_messages={"required": "Say whose wish it was."},
    )  # fmt: skip


class MoveForm(_AtForm, _WhoseForm):
    words = fields.WordsField(label="Why, if they said", required=False, rows=2)
    field_order = ["day", "time", "whose", "words", "opened_for"]


class CallOffForm(_WhoseForm):
    reason = fields.WordsField(
        label="Why?", rows=3, error_messages={"required": "Say why, in a sentence the family could read."}
    )
    field_order = ["whose", "reason", "opened_for"]


class MissedForm(BoundForm):
    how = forms.ChoiceField(
        label="Who was missed?", widget=forms.RadioSelect, error_messages={"required": "Say who was missed."},
        choices=[(NOT_SEEN, "A grown-up, or the whole family, was not seen"), (NOT_BROUGHT, "A child was not brought")],
    )  # fmt: skip
    words = fields.WordsField(
        label="What do you know about why?",
        required=False,
        rows=3,
        help_text="Nobody is to blame. What might be in the way?",
    )


class ReachOutForm(BoundForm):
    way = forms.ChoiceField(
        label="What did you try?", choices=list(WAYS.items()), widget=forms.RadioSelect,
        error_messages={"required": "Choose what you tried."},
    )  # fmt: skip
    words = fields.WordsField(
        label="How did it go?", rows=4, help_text="What was in the way, in their words where you can",
        error_messages={"required": "Say how it went, in a sentence."},
    )  # fmt: skip
    again = fields.LastDayField(
        label="If you have not reached them yet, when do you try again?", required=False,
        help_text="Leave it empty when you have reached them",
    )  # fmt: skip


class NamedForm(BoundForm):
    words = forms.CharField(
        label="Which words name them?", max_length=200, help_text="Copy them as they stand above",
        error_messages={"required": "Copy the words as they stand in what was written."},
    )  # fmt: skip
    who = forms.CharField(
        label="Who are they?", max_length=200, help_text="Such as a neighbour, or his teacher",
        error_messages={"required": "Say who they are to the family."},
    )  # fmt: skip


def lines(typed: str) -> Sequence[str]:
    return [name.strip() for name in typed.splitlines() if name.strip()]
