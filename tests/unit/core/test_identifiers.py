import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestory.core import identifiers
from onestory.core.errors import Invalid
from onestory.core.identifiers import SYSTEMS


@pytest.mark.parametrize("typed", ["943 476 5919", "9434765919", "943-476-5919", "9990000018"])
def test_an_nhs_number_with_a_right_check_digit_is_kept_as_digits(typed: str) -> None:
    assert identifiers.parse("nhs", typed) == "".join(c for c in typed if c.isdigit())


@pytest.mark.parametrize("typed", ["943 476 5918", "0000000000", "1111111111", "123456789", "1234567890", "٩٤٣٤٧٦٥٩١٩"])
def test_a_wrong_nhs_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="NHS number"):
        identifiers.parse("nhs", typed)


def test_no_last_digit_completes_a_number_whose_check_would_be_ten() -> None:
    for last in range(10):
        with pytest.raises(Invalid):
            identifiers.nhs_number(f"123456789{last}")


@pytest.mark.parametrize("typed", ["H801200001001", "X879012345678", "t310201100123", "H 801 2000 01001"])
def test_a_pupil_number_with_a_right_check_letter_is_kept(typed: str) -> None:
    assert identifiers.upn(typed) == typed.upper().replace(" ", "")


@pytest.mark.parametrize("typed", ["A801200001001", "H80120000100", "I801200001001", "H8012000010010", ""])
def test_a_wrong_pupil_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="UPN"):
        identifiers.upn(typed)


def test_a_temporary_pupil_number_ends_in_a_letter() -> None:
    assert identifiers.is_temporary_upn(identifiers.upn("U80120000100A"))
    assert not identifiers.is_temporary_upn("H801200001001")


@given(st.from_regex(r"[0-9]{10}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_never_passes(digits: str, place: int, change: int) -> None:
    try:
        identifiers.nhs_number(digits)
    except Invalid:
        return
    wrong = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    with pytest.raises(Invalid):
        identifiers.nhs_number(wrong)


@given(st.sampled_from(sorted(SYSTEMS)), st.text(max_size=50))
def test_no_text_breaks_an_identifier(system: str, text: str) -> None:
    try:
        kept = identifiers.parse(system, text)
    except Invalid:
        return
    assert identifiers.parse(system, identifiers.show(system, kept)) == kept


def test_numbers_that_say_where_somebody_is_are_marked() -> None:
    assert {key for key, system in SYSTEMS.items() if system.location_bearing} == {"upn", "tenancy"}
    assert identifiers.show("nhs", "9434765919") == "943 476 5919"
