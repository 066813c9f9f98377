"""Fields read what people type with core's parsers, and give it back untouched when it will not do."""

from datetime import timedelta

import pytest

from onestory.core.dates import PartialDate, today
from onestory.ui import fields
from onestory.ui.forms import Form


class Everything(Form):
    born = fields.PartialDateField(label="Date of birth", required=False)
    postcode = fields.PostcodeField(label="Postcode", required=False)
    phone = fields.PhoneField(label="Phone number", required=False)
    nhs_number = fields.NhsNumberField(label="NHS number", required=False)
    upn = fields.UpnField(label="UPN", required=False)
    given = fields.NameField(label="First name", required=False)
    told_on = fields.DayField(label="When?", required=False)
    next_on = fields.DayField(label="When next?", ahead=True, required=False)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("born", "March 2019", PartialDate("2019-03")),
        ("born", "14/3/2019", PartialDate("2019-03-14")),
        ("postcode", "pl12ab", "PL1 2AB"),
        ("phone", "07700 900 123", "+447700900123"),
        ("nhs_number", "943 476 5919", "9434765919"),
        ("given", "  Mary   Jane ", "Mary Jane"),
        ("born", "", None),
        ("given", "", ""),
    ],
)
def test_what_people_type_is_read(field: str, typed: str, kept: object) -> None:
    form = Everything({field: typed})
    assert form.is_valid()
    assert form.cleaned_data[field] == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("born", "31 2 2019"),
        ("postcode", "PL1"),
        ("phone", "+44"),
        ("nhs_number", "943 476 5910"),
        ("upn", "H80"),
    ],
)
def test_a_mistake_is_explained_and_what_was_typed_is_kept(field: str, typed: str) -> None:
    form = Everything({field: typed})
    assert str(form.errors[field][0]).endswith(".")
    assert form[field].value() == typed


@pytest.mark.parametrize(
    ("field", "kept", "shown"),
    [
        ("born", PartialDate("2019-03"), "March 2019"),
        ("phone", "+447700900123", "07700 900123"),
        ("nhs_number", "9434765919", "943 476 5919"),
        ("postcode", "PL1 2AB", "PL1 2AB"),
    ],
)
def test_a_kept_value_is_shown_as_people_read_it(field: str, kept: object, shown: str) -> None:
    assert Everything(initial={field: kept})[field].value() == shown


def test_a_day_may_be_said_in_a_word() -> None:
    form = Everything({"told_on": "yesterday", "next_on": "Tomorrow"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["next_on"] - form.cleaned_data["told_on"] == timedelta(days=2)


@pytest.mark.parametrize(("field", "year"), [("told_on", 2024), ("next_on", today().year + 1)])
@pytest.mark.parametrize("typed", ["soon", "March 2026"])
def test_a_day_is_asked_for_with_one_that_would_do(field: str, year: int, typed: str) -> None:
    form = Everything({field: typed})
    assert f"such as 14 3 {year}." in str(form.errors[field][0])
    assert Everything({field: f"14 3 {year}"}).is_valid()


def test_a_box_takes_more_than_there_is_room_for_and_says_so() -> None:
    """A browser told the limit drops what is pasted past it, without a word."""
    form = Everything({"given": "a" * 121})
    assert "maxlength" not in str(form["given"])
    assert form["given"].value() == "a" * 121
    assert form.errors["given"] == ["Make this shorter. It has 121 letters, and there is room for 120."]
