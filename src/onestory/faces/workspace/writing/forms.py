"""Writing down what happened. Only who it was about and what happened are asked for; everything else can wait."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms

from onestory.core.dates import LONDON, noon, show_date, show_time, today
from onestory.core.errors import Invalid
from onestory.faces.workspace.bound import BoundForm
from onestory.ui import fields

EVERYBODY = "everybody"
Choices = Sequence[tuple[str, str]]
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d\d))?\s*(am|pm)?")
_NEAR = {"today": 0, "yesterday": 1}


class HappenedField(fields.DayField):
    """A day that has been, or today."""

    def read(self, text: str) -> date:
        near = _NEAR.get(text.strip().lower())
        return super().read(text) if near is None else today() - timedelta(days=near)

    def show(self, value: date) -> str:
        return show_date(value)


class TimeField(fields.ReadField):
    """A time of day as people write it: 2:30pm, 14:30, 9am, midday."""

    width = "10"
    hints = {"autocomplete": "off"}

    def read(self, text: str) -> time:
        said = text.strip().lower()
        if said in ("midday", "noon"):
            return time(12)
        match = _TIME.fullmatch(said)
        hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
        if match and match[3]:
            hour = hour % 12 + (12 if match[3] == "pm" else 0) if 1 <= hour <= 12 else 99
        if hour > 23 or minute > 59:
            raise Invalid("Enter a time such as 2:30pm, or leave it empty when only the day is known.")
        return time(hour, minute)

    def show(self, value: time) -> str:
        return show_time(datetime.combine(today(), value, LONDON))


class EntryForm(BoundForm):
    """What is asked of whatever happened; what it was, and what was said, stand with `contacts.forms.WritingForm`."""

    about = forms.MultipleChoiceField(
        label="Who is this about?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tell us who you saw. Everything else can wait."},
    )
    title = forms.CharField(
        label="What happened, in a line",
        max_length=200,
        error_messages={
            "required": "Write what happened in a few words.",
            "max_length": "Keep the first line under 200 characters; the rest goes below it.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words_by = forms.TypedChoiceField(label="Whose words are these?", required=False, coerce=UUID, empty_value=None)
    day = HappenedField(label="Day", required=False, help_text="Such as yesterday, or 14 3 2024")
    time = TimeField(label="Time", required=False, help_text="Such as 2:30pm. Empty when only the day is known")
    section = forms.ChoiceField(label="Who may see this?", help_text="Families read what is written about them")
    marks_optional = False

    def __init__(
        self, data: Any, *, subject: UUID, people: Choices, sections: Choices, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, subject=subject, initial=initial)
        whole = [(EVERYBODY, "The whole family")] if len(people) > 1 else []
        self.fields["about"].choices = [*whole, *people]  # type: ignore[attr-defined]
        self.fields["words_by"].choices = [("", "Mine"), *people]  # type: ignore[attr-defined]
        self.fields["section"].choices = sections  # type: ignore[attr-defined]


def opening_as(*, now: datetime, people: Choices) -> dict[str, Any]:
    """What a page says before anything is typed: now, and the one person there is."""
    local = now.astimezone(LONDON)
    only = [people[0][0]] if len(people) == 1 else []
    return {"day": local.date(), "time": local.time().replace(second=0, microsecond=0), "about": only}


def whom(said: dict[str, Any], *, people: Choices) -> list[UUID]:
    chosen = [one for one, _ in people] if EVERYBODY in said["about"] else said["about"]
    return [UUID(one) for one in chosen]


def when(said: dict[str, Any], *, now: datetime) -> tuple[datetime, bool]:
    """The moment it happened, and whether its time is known. A day alone is held at noon, or now if noon is to come."""
    day, at = said["day"] or now.astimezone(LONDON).date(), said["time"]
    if at is not None:
        return datetime.combine(day, at, LONDON), True
    return min(noon(day), now) if day <= now.astimezone(LONDON).date() else noon(day), False
