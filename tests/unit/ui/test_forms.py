"""How a form looks and speaks."""

import re

from django import forms
from django.forms.boundfield import BoundField

from onestory.ui.forms import Form, summary_of


class Visit(Form):
    who = forms.CharField(label="Who you met", help_text="As they like to be called")
    safe = forms.ChoiceField(label="Is it safe to call?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)
    notes = forms.CharField(label="Notes", required=False, widget=forms.Textarea)

    def clean(self) -> None:
        if self.cleaned_data.get("notes") == "closed":
            raise forms.ValidationError("Nothing is ever closed.")


def drawn(field: BoundField) -> str:
    return re.sub(r"\s+(?=<)|\s{2,}", "", str(field.as_field_group()))


def test_a_box_says_what_it_is_for_and_what_is_wrong_to_those_who_listen() -> None:
    html = drawn(Visit({"safe": "y"})["who"])
    assert '<label class="govuk-label" for="id_who">Who you met</label>' in html
    assert 'aria-describedby="id_who_helptext id_who_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<span class="govuk-visually-hidden">Error:</span> Enter who you met' in html


def test_choices_are_grouped_under_their_question() -> None:
    html = drawn(Visit()["safe"])
    assert '<legend class="govuk-fieldset__legend">Is it safe to call?</legend>' in html
    assert html.count('class="govuk-radios__input"') == 2
    assert 'for="id_safe_0"' in html


def test_the_summary_leads_to_each_box_and_to_the_first_of_several() -> None:
    mistakes = list(summary_of(Visit({"notes": "closed"})))
    assert [mistake.anchor for mistake in mistakes] == ["", "id_who", "id_safe_0"]
    assert mistakes[2].message == "Answer: Is it safe to call?"


def test_only_what_may_be_left_out_is_marked() -> None:
    form = Visit()
    assert "(optional)" in str(form["notes"].as_field_group())
    assert "(optional)" not in str(form["who"].as_field_group())


def test_a_form_where_little_is_required_can_leave_the_marks_out() -> None:
    form = Visit()
    form.marks_optional = False
    assert "(optional)" not in str(form["notes"].as_field_group())


def test_what_is_too_short_too_long_or_no_address_is_said_in_everyday_words() -> None:
    class Letter(Form):
        email = forms.EmailField()
        finding = forms.CharField(min_length=5)
        name = forms.CharField(max_length=3)
        why = forms.CharField(min_length=5, error_messages={"min_length": "Say in a few words why."})

    mistakes = summary_of(Letter({"email": "ada", "finding": "ok", "name": "Adaeze", "why": "no"}))
    assert [mistake.message for mistake in mistakes] == [
        "Enter an email address in the form name@example.org.",
        "Write a little more: at least 5 letters.",
        "Make this shorter. It has 6 letters, and there is room for 3.",
        "Say in a few words why.",
    ]


def test_what_was_typed_is_escaped() -> None:
    html = str(Visit({"who": '"><script>alert(1)</script>', "notes": "</textarea><b>"}))
    assert "<script>" not in html
    assert "</textarea><b>" not in html


def test_no_example_stands_inside_a_box_where_a_word_should_go() -> None:
    class Greeting(Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Name"}))

    assert "placeholder" not in str(Greeting())
