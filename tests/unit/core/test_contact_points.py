import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestory.core import emails, phones
from onestory.core.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("07700 900123", "+447700900123", "07700 900123"),
        ("+44 (0)1752 668000", "+441752668000", "01752 668000"),
        ("0044 7700 900123", "+447700900123", "07700 900123"),
        ("+48 512 345 678", "+48512345678", "+48 512 345 678"),
        ("0117-496-0123", "+441174960123", "0117 496 0123"),
        ("tel: 01752 668000", "+441752668000", "01752 668000"),
    ],
)
def test_a_phone_number_is_kept_one_way_and_shown_as_it_is_read(typed: str, kept: str, shown: str) -> None:
    assert phones.parse(typed) == kept
    assert phones.show(kept) == shown


@pytest.mark.parametrize("typed", ["", "123", "ask mum", "07700", "0000000000", "01752 668000 ext 4"])
def test_a_number_that_cannot_be_rung_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="Enter a phone number such as"):
        phones.parse(typed)


def test_only_mobiles_can_be_sent_a_text() -> None:
    assert phones.is_mobile(phones.parse("07700 900123"))
    assert not phones.is_mobile(phones.parse("01752 668000"))


@given(st.one_of(st.text(max_size=30), st.from_regex(r"(0|\+44|0044)[0-9 ]{8,12}", fullmatch=True)))
def test_no_text_breaks_a_phone_number(text: str) -> None:
    try:
        kept = phones.parse(text)
    except Invalid:
        return
    assert phones.parse(phones.show(kept)) == kept


def test_an_email_keeps_its_name_and_quietens_its_domain() -> None:
    assert emails.parse(" Ada.L@Example.ORG ") == "Ada.L@example.org"


@pytest.mark.parametrize("typed", ["", "ada", "ada@", "@example.org", "a b@example.org", "a..b@example.org", "a@b"])
def test_what_cannot_be_an_email_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"name@example\.org"):
        emails.parse(typed)
