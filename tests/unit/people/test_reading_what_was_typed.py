"""Reading the one box: what each word turns out to be, in any order, whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestory.core.dates import PartialDate
from onestory.people.finding.clues import clues
from onestory.people.finding.typed import LONGEST, read


@pytest.mark.parametrize(
    "typed",
    [
        "kate oneil 14/3/19 PL5", "PL5 14/3/2019 Kate O'Neil", "14.3.2019 kate oneil pl5",
        "Kate 14 March 2019 O'Neil PL5", "KATE  O’NEIL 14th of March 2019, PL5", "kate oneil 2019-03-14 PL5",
        "kate oneil 14032019 PL5",
        "kate oneil 14 3 2019 pl5", "Mrs Kate O'Neil born 14-03-2019 PL5",
    ],
)  # fmt: skip
def test_the_parts_are_known_in_any_order_and_form(typed: str) -> None:
    read_as = read(typed)
    assert set(read_as.words) == {"kate", "oneil"}
    assert read_as.born == PartialDate("2019-03-14")
    assert read_as.areas == ("PL5",)


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("march 2019", "2019-03"),
        ("3/2019", "2019-03"),
        ("Smith 2019", "2019"),
        ("sept 2001", "2001-09"),
        ("2019-03", "2019-03"),
    ],
)
def test_part_of_a_date_is_enough(typed: str, born: str) -> None:
    assert read(typed).born == PartialDate(born)


def test_a_month_that_is_a_name_stays_a_name() -> None:
    assert read("May Jones").words == ("may", "jones")
    assert read("April 14/3/2019").words == ("april",)


def test_a_surname_before_a_comma_is_known_for_one() -> None:
    assert read("O'Neill, Kate").family_first
    assert not read("Kate O'Neill, 14/3/2019").family_first


@pytest.mark.parametrize("typed", ["943 476 5919", "9434765919", "kate 943-476-5919", "14/3/2019 943 476 5919"])
def test_ten_digits_that_check_out_are_an_nhs_number(typed: str) -> None:
    assert read(typed).nhs_numbers == ("9434765919",)
    assert read(typed).phones == ()


def test_a_number_that_ends_like_a_year_is_not_a_date() -> None:
    assert read("999 334 1967").nhs_numbers == ("9993341967",)
    assert read("999 334 1967").born is None


@pytest.mark.parametrize("typed", ["07700 900123", "kate 07700900123", "+44 7700 900 123", "(07700) 900123"])
def test_a_phone_is_read_however_it_is_spaced(typed: str) -> None:
    assert read(typed).phones == ("+447700900123",)


@pytest.mark.parametrize("typed", ["pl51ab", "PL5 1AB", "14 PL5 1AB", "okafor pl5 1ab"])
def test_a_whole_postcode_is_read_with_or_without_its_space(typed: str) -> None:
    assert read(typed).postcodes == ("PL5 1AB",)


def test_a_house_number_goes_with_its_postcode() -> None:
    assert "14 PL5 1AB" in clues(read("14 PL5 1AB")).around


def test_the_start_of_a_postcode_is_an_area() -> None:
    assert read("jones PL5 1").areas == ("PL5 1",)


def test_a_pupil_number_is_read() -> None:
    assert read("h801200001001").upns == ("H801200001001",)


def test_a_day_is_also_looked_for_with_its_month_before_it() -> None:
    assert clues(read("4/3/2019")).days == [20190304, 20190403]
    assert clues(read("14/3/2019")).days == [20190314]


def test_a_short_name_is_looked_for_in_its_long_form() -> None:
    assert "william" in clues(read("bill smith")).forms


def test_a_name_of_two_words_is_looked_for_as_one() -> None:
    assert "desouza" in clues(read("maria de souza")).words


@given(st.text(max_size=300))
def test_nothing_that_can_be_typed_breaks_it(typed: str) -> None:
    made = clues(read(typed))
    assert all("\x00" not in word and len(word) <= 2 * LONGEST * 4 for word in [*made.words, *made.typed, *made.around])


@pytest.mark.parametrize(
    "typed", ["", "  ", "%_\\", "'; --", "\x00", "😀" * 50, "\u202e\u202d", "," * 100, "0" * 10_000]
)
def test_what_says_nothing_is_read_as_nothing(typed: str) -> None:
    assert read(typed).words == ()
    assert read(typed).born is None
