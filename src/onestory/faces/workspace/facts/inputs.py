"""The box in which each kind of fact is answered. Every kind takes “would rather not say”; none needs JavaScript."""

from __future__ import annotations

from typing import Any

from django import forms

from onestory.core.dates import PartialDate
from onestory.people.catalogue import DECLINED, FactKind
from onestory.ui import fields

RATHER_NOT = "_rather_not"
RATHER_NOT_WORDS = "Would rather not say"
FEW = 14
"""Up to so many choices are shown at once; more are put in a list that is searched by typing."""
SEVERAL = 3


def input_for(kind: FactKind) -> forms.Field:
    """The field for one fact. Its cleaned value is the fact's; None where nothing was answered."""
    return {
        "yes_no": _YesNo,
        "choice": _OneOf,
        "language": _OneOf,
        "choices": _SomeOf,
        "languages": _Languages,
        "text": _Words,
        "number": _Number,
        "date": _Date,
    }[kind.kind](kind)


def says_rather_not_itself(kind: FactKind) -> bool:
    """Whether declining is one of the choices in the box; beside any other box stands a box to tick."""
    return kind.kind in ("yes_no", "choice", "language", "choices")


def _choices(kind: FactKind) -> list[tuple[str, str]]:
    choices = list(kind.all_choices().items())
    # A published list may say it already, with a code that returns need.
    already = any(words.lower().startswith(("prefers not", "i would rather not")) for _, words in choices)
    return choices if already else [*choices, (RATHER_NOT, RATHER_NOT_WORDS)]


class _YesNo(forms.TypedChoiceField):
    def __init__(self, _: FactKind) -> None:
        choices = [("yes", "Yes"), ("no", "No"), (RATHER_NOT, RATHER_NOT_WORDS)]
        super().__init__(
            choices=choices, widget=forms.RadioSelect, coerce=_read_yes_no, empty_value=None, required=False
        )


def _read_yes_no(text: str) -> Any:
    return {"yes": True, "no": False, RATHER_NOT: DECLINED}[text]


class _OneOf(forms.TypedChoiceField):
    def __init__(self, kind: FactKind) -> None:
        choices = _choices(kind)
        few = len(choices) <= FEW
        super().__init__(
            choices=choices if few else [("", "Choose"), *choices],
            widget=forms.RadioSelect if few else forms.Select,
            coerce=_read_choice,
            empty_value=None,
            required=False,
        )


def _read_choice(text: str) -> Any:
    return DECLINED if text == RATHER_NOT else text


class _SomeOf(forms.MultipleChoiceField):
    def __init__(self, kind: FactKind) -> None:
        super().__init__(choices=_choices(kind), widget=forms.CheckboxSelectMultiple, required=False)

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        if RATHER_NOT in chosen and len(chosen) > 1:
            raise forms.ValidationError(f"Choose from the list, or “{RATHER_NOT_WORDS.lower()}”, and not both.")
        return (DECLINED if RATHER_NOT in chosen else chosen) if chosen else None


class _Languages(forms.MultiValueField):
    """A few lists of languages; the first takes “none”, which is an answer too."""

    NONE = "_none"

    def __init__(self, kind: FactKind) -> None:
        known = list(kind.all_choices().items())
        first = [("", "Choose"), *known, (self.NONE, "None of them")]
        lists = [first, *[[("", "One more"), *known]] * (SEVERAL - 1)]
        boxes = [forms.Select(choices=each, attrs={"aria-label": f"Language {n}"}) for n, each in enumerate(lists, 1)]
        within = [forms.ChoiceField(choices=each, required=False) for each in lists]
        super().__init__(fields=within, widget=_Lists(widgets=boxes), required=False, require_all_fields=False)

    def compress(self, data_list: list[str]) -> Any:
        chosen = list(dict.fromkeys(language for language in data_list or () if language))
        if self.NONE in chosen:
            return []
        return chosen or None


class _Lists(forms.MultiWidget):
    use_fieldset = True

    def decompress(self, value: Any) -> list[str]:
        return list(value or ())[:SEVERAL]


class _Words(fields.WordsField):
    def __init__(self, _: FactKind) -> None:
        super().__init__(rows=2, required=False, empty_value=None)


class _Number(forms.FloatField):
    def __init__(self, _: FactKind) -> None:
        super().__init__(
            required=False, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"})
        )


class _Date(fields.PartialDateField):
    def __init__(self, _: FactKind) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> Any:
        read = super().clean(value)
        return read.iso if isinstance(read, PartialDate) else None
