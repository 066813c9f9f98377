"""Who is it, and why is it asked?"""

from __future__ import annotations

from django import forms

from onestory.access.models import Asking
from onestory.people.actions.alongside import ENOUGH_OF_A_REASON
from onestory.ui import fields
from onestory.ui.forms import Form


class AskForm(Form):
    name = fields.NameField(
        label="Their name", help_text="A first name and a surname, of a child or an adult", max_length=120
    )
    born = fields.DayField(label="Date of birth")
    postcode = fields.PostcodeField(
        label="Postcode", required=False,
        help_text="Only needed where several people could have this name and birthday",
    )  # fmt: skip
    why = forms.ChoiceField(label="Why are you asking?", choices=Asking.Why.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="What do you need to talk about?",
        help_text="One sentence. Information governance can read it.",
        min_length=ENOUGH_OF_A_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"min_length": "Say in a sentence why you are asking. Information governance can read it."},
    )
