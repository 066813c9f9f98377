"""How forms look and speak, and the base that ours are made from.

Set FORM_RENDERER = "onestory.ui.forms.Renderer". What was typed is always shown again, mistakes and all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

# What Django says of these is not in everyday words. A field that has words of its own keeps them.
_OF_LENGTH = {
    "min_length": "Write a little more: at least %(limit_value)d letters.",
    "max_length": "Make this shorter. It has %(show_value)d letters, and there is room for %(limit_value)d.",
}
_OF_AN_ADDRESS = {"invalid": "Enter an email address in the form name@example.org."}


class Renderer(TemplatesSetting):
    """Forms, fields and widgets from our own templates."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class Form(forms.Form):
    """The base of every form here: it validates, and nothing else."""

    # The browser's own bubbles vanish, cannot be read again and are not in plain English.
    use_required_attribute = False
    # On a page where almost nothing is required, marking each box "(optional)" is noise: say so once.
    marks_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _ask_for(field)
            of_an_address = _OF_AN_ADDRESS if isinstance(field, forms.EmailField) else {}
            field.error_messages = {**_OF_LENGTH, **of_an_address, **field.error_messages}
            # A box that stops at its end loses the rest of what is pasted or dictated into it, and says nothing.
            field.widget.attrs.pop("maxlength", None)


def _ask_for(field: forms.Field) -> str:
    """What to do about an empty box, in words made from its label."""
    label = str(field.label or "an answer")
    if label.endswith("?"):
        return f"Answer: {label}"
    chosen = isinstance(field, forms.ChoiceField | forms.BooleanField)
    within = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return f"{'Choose' if chosen else 'Enter'} {within}"


@dataclass(frozen=True, kw_only=True)
class Mistake:
    message: str
    anchor: str


def summary_of(form: forms.BaseForm) -> Iterator[Mistake]:
    """Every error of a form in the order of its fields, those of the whole form first."""
    for message in form.non_field_errors():
        yield Mistake(message=str(message), anchor="")
    for field in form:
        for message in field.errors:
            yield Mistake(message=str(message), anchor=_anchor(field))


def _anchor(field: BoundField) -> str:
    """The id to go to: the box itself or, of several to choose from, the first."""
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label
