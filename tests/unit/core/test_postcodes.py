import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestory.core import postcodes
from onestory.core.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("pl12ab", "PL1 2AB"),
        ("PL5-1AB", "PL5 1AB"),
        (" sw1a  1aa", "SW1A 1AA"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("W1A 0AX", "W1A 0AX"),
        ("m1 1ae", "M1 1AE"),
        ("gir 0aa", "GIR 0AA"),
        ("BFPO 12", "BFPO 12"),
    ],
)
def test_every_shape_of_postcode_is_kept_one_way(typed: str, kept: str) -> None:
    assert postcodes.parse(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("PL1O 2AB", "PL10 2AB"), ("PLI 2AB", "PL1 2AB"), ("L1 OAB", "L1 0AB"), ("P01 2AB", "PO1 2AB")],
)
def test_a_letter_typed_for_a_figure_is_put_right(typed: str, kept: str) -> None:
    assert postcodes.parse(typed) == kept


@pytest.mark.parametrize("typed", ["", "XX", "Q1 1AA", "PL1 2CI", "PL1", "PL1 2A", "12345", "unknown"])
def test_what_cannot_be_a_postcode_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"Enter a postcode such as PL1 2AB\."):
        postcodes.parse(typed)


def test_the_parts_of_a_postcode() -> None:
    assert postcodes.outward("PL1 2AB") == "PL1"
    assert postcodes.sector("PL1 2AB") == "PL1 2"


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("pl5", "PL5"),
        ("PL5 1", "PL5 1"),
        ("pl5 1a", "PL5 1A"),
        ("PL51AB", "PL5 1AB"),
        ("Jo", None),
        ("PL", None),
    ],
)
def test_the_start_of_a_postcode_is_known_in_a_search(typed: str, start: str | None) -> None:
    assert postcodes.beginning(typed) == start


@given(st.one_of(st.text(max_size=12), st.from_regex(r"[A-Z]{1,2}[0-9IO]{1,2} ?[0-9IO][A-Z]{2}", fullmatch=True)))
def test_no_text_breaks_a_postcode(text: str) -> None:
    try:
        kept = postcodes.parse(text)
    except Invalid:
        return
    assert postcodes.parse(kept) == kept
