"""Telling once, as a form: what is known is shown and asked only whether it is still right; the rest is asked.

Any journey that needs facts gives the questions (`people.asking.questions`) to a `FactsForm`, and what it answers to
`people.actions.telling.take`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from onestory.core.dates import today
from onestory.faces.workspace.bound import BoundForm
from onestory.faces.workspace.facts.inputs import RATHER_NOT_WORDS, input_for, says_rather_not_itself
from onestory.people.actions.facts import Said
from onestory.people.actions.telling import Answer
from onestory.people.asking import Question, Standing, said_by
from onestory.people.catalogue import DECLINED
from onestory.people.models import Fact, Membership, Person
from onestory.ui import fields

KEEP, DIFFERENT = "keep", "different"
I_SAW = "saw"


@dataclass(frozen=True)
class Line:
    """One question as it stands on the page: whether what we know still holds, the box, and the box to decline with."""

    question: Question
    value: BoundField
    still: BoundField | None
    rather_not: BoundField | None


class SaidForm(BoundForm):
    """Who told us, and when: asked once for everything on the page."""

    said_by = forms.ChoiceField(label="Who told us?", widget=forms.RadioSelect)
    said_on = fields.DayField(label="When?", initial=today)

    def __init__(
        self,
        *args: Any,
        tellers: Sequence[tuple[str, str]],
        places: Sequence[Membership],
        about: Person | None,
        **kwargs: Any,
    ) -> None:
        self.places, self.about = places, about
        super().__init__(*args, **kwargs)
        self.fields["said_by"].choices = [*tellers, (I_SAW, "Nobody: it is what I saw")]  # type: ignore[attr-defined]
        self.fields["said_by"].error_messages["required"] = "Choose who told us."
        self.order_fields([name for name in self.fields if not name.startswith("said_")])

    def said(self) -> Said:
        chosen = self.cleaned_data["said_by"]
        teller = next((place.person for place in self.places if str(place.person_id) == chosen), None)
        by = said_by(teller.pk if teller else None, about=self.about)
        return Said(by=by, person=teller, on=self.cleaned_data["said_on"])


class FactsForm(SaidForm):
    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        self.questions = questions
        super().__init__(*args, **kwargs)
        for question in questions:
            self._ask(question)
        self.order_fields([name for name in self.fields if not name.startswith("said_")])

    def _ask(self, question: Question) -> None:
        box = input_for(question.kind)
        box.label, box.help_text = question.kind.question, question.kind.hint
        self.fields[question.key] = box
        if question.facts:
            self.fields[_still(question)] = _still_field(question)
        if not says_rather_not_itself(question.kind):
            self.fields[_rather_not(question)] = forms.BooleanField(label=RATHER_NOT_WORDS, required=False)

    def lines(self) -> Iterator[Line]:
        """The questions in order, for the template."""
        for question in self.questions:
            still, rather_not = _still(question), _rather_not(question)
            yield Line(
                question,
                self[question.key],
                self[still] if still in self.fields else None,
                self[rather_not] if rather_not in self.fields else None,
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for question in self.questions:
            if (
                said.get(_still(question)) == DIFFERENT
                and self._value(question) is None
                and question.key not in self.errors
            ):
                self.add_error(question.key, "Say what it is now, or choose that it is still right.")
        if not self.errors and not self.answers():
            raise forms.ValidationError(
                "Nothing has been answered yet. Answer what you talked about, and leave the rest."
            )
        return said

    def answers(self) -> list[Answer]:
        """Everything that was answered; what was left alone is not among them, and is not counted."""
        return [answer for question in self.questions if (answer := self._answer(question))]

    def _answer(self, question: Question) -> Answer | None:
        still, value = self.cleaned_data.get(_still(question), ""), self._value(question)
        if still not in ("", DIFFERENT):
            return Answer(question, keeps=_kept(question, still))
        # A box filled in without pressing “different” was still an answer.
        return Answer(question, value=value) if value is not None else None

    def _value(self, question: Question) -> Any:
        declined = self.cleaned_data.get(_rather_not(question))
        return DECLINED if declined else self.cleaned_data.get(question.key)


def _still_field(question: Question) -> forms.ChoiceField:
    """Still right? Of several answers that stand side by side: which of them?"""
    if question.standing is Standing.CONFLICTING:
        label = "We were told two things. Which is right?"
        choices = [(str(fact.pk), fact.words) for fact in question.facts]
        other = "Neither" if len(choices) == 2 else "None of these"
    else:
        label, choices, other = "We already know this. Still right?", [(KEEP, "Still right")], "It is different now"
    return forms.ChoiceField(
        label=label,
        choices=[*choices, (DIFFERENT, other)],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        required=False,
    )


def _kept(question: Question, still: str) -> Fact:
    if still == KEEP:
        return question.facts[0]
    return next(fact for fact in question.facts if str(fact.pk) == still)


def _still(question: Question) -> str:
    return f"{question.key}-still"


def _rather_not(question: Question) -> str:
    return f"{question.key}-rather-not"


class AgreeForm(SaidForm):
    """Of values that stand side by side, which one holds; or, of one, that it is still right."""

    field_order = ["fact", "said_by", "said_on"]
    fact = forms.ChoiceField(label="Which one holds?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, standing: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"].choices = standing  # type: ignore[attr-defined]
        self.fields["fact"].error_messages["required"] = "Choose the one that holds."
        if len(standing) == 1:
            self.fields["fact"].widget = forms.HiddenInput()
            self.initial["fact"] = standing[0][0]

    def clean_fact(self) -> UUID:
        return UUID(self.cleaned_data["fact"])


class EndFact(BoundForm):
    because = forms.ChoiceField(
        label="Why?",
        choices=[choice for choice in Fact.Ended.choices if choice[0] != Fact.Ended.REPLACED],
        widget=forms.RadioSelect,
    )
