"""Fields read what people type with core's parsers, and give it back untouched when it will not do."""

import pytest

from onestory.core.dates import PartialDate
from onestory.ui import fields
from onestory.ui.forms import Form


class Everything(Form):
    born = fields.PartialDateField(label="Date of birth", required=False)
    postcode = fields.PostcodeField(label="Postcode", required=False)
    phone = fields.PhoneField(label="Phone number", required=False)
    nhs_number = fields.NhsNumberField(label="NHS number", required=False)
    upn = fields.UpnField(label="UPN", required=False)
    given = fields.NameField(label="First name", required=False)


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
