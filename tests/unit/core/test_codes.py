import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestory.core import codes
from onestory.core.codes import ETHNICITIES, SEND_PROVISIONS, SEXES
from onestory.core.errors import Invalid


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("WBRI", "WBRI"),
        ("a", "WBRI"),
        ("White - British", "WBRI"),
        ("gypsy/roma", "WROM"),
        ("Z", "REFU"),
        ("99", ""),
    ],
)
def test_every_agency_s_ethnic_code_is_read_into_one(written: str, code: str) -> None:
    assert ETHNICITIES.parse(written) == code


def test_the_ethnic_groups_are_the_census_ones_and_prefers_not_to_say() -> None:
    assert len(ETHNICITIES.codes) == 20
    groups = {code.group for code in ETHNICITIES.codes}
    assert groups == {"white", "mixed", "asian", "black", "other", "prefers not to say"}
    assert ETHNICITIES.group("CHNE") == "asian"


@pytest.mark.parametrize(("written", "code"), [("female", "F"), ("1", "M"), ("9", "I"), ("X", ""), ("a) Male", "M")])
def test_sex_is_read_from_each_agency_s_code(written: str, code: str) -> None:
    assert SEXES.parse(written) == code


@pytest.mark.parametrize(("written", "code"), [("K", "K"), ("EHCP", "E"), ("statement", "E"), ("none", "N")])
def test_special_needs_provision_is_read_from_old_and_new_codes(written: str, code: str) -> None:
    assert SEND_PROVISIONS.parse(written) == code


@pytest.mark.parametrize("written", ["Polish", "POL", "polski", "pl"])
def test_a_language_is_known_by_code_and_by_either_name(written: str) -> None:
    assert codes.language(written) == "pl"
    assert codes.show_language("pl") == "Polish"


def test_a_code_nobody_knows_is_refused_with_what_to_do() -> None:
    with pytest.raises(Invalid, match=r"^Klingon is not on the list of languages\. Choose one from the list\.$"):
        codes.language("Klingon")


@pytest.mark.parametrize("listed", [ETHNICITIES, SEXES, SEND_PROVISIONS, codes._language_list()])
def test_no_two_codes_share_a_spelling(listed: codes.CodeList) -> None:
    spellings = [
        (codes.fold(other), code.code) for code in listed.codes for other in (code.code, code.name, *code.others)
    ]
    assert len({spelling for spelling, _ in spellings}) == len(set(spellings))


@given(st.text(max_size=40))
def test_no_text_breaks_a_list(text: str) -> None:
    try:
        code = ETHNICITIES.parse(text)
    except Invalid:
        return
    assert code in {"", *(code.code for code in ETHNICITIES.codes)}
