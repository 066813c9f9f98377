"""No identifier, telephone number or address of the city can be a real person's, and each of them checks out."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from onestory.city import numbers, published
from onestory.city.feeds import FEEDS, Record
from onestory.city.model import City
from onestory.core import identifiers, phones

# The numbers Ofcom keeps for drama, written here a second time so that a slip in the city's own list shows.
_DRAMA = (
    *("+447700900", "+441632960", "+442079460", "+442920180", "+441134960", "+441144960"),
    *("+441154960", "+441164960", "+441174960", "+441184960", "+441214960", "+441314960", "+441414960"),
    *("+441514960", "+441614960"),
)


def test_every_nhs_number_is_of_the_test_range_and_valid(city: City) -> None:
    held = [person.nhs_number for person in city.people if person.nhs_number]
    assert len(held) > 0.99 * len(city.people)
    assert all(number.startswith("999") and identifiers.nhs_number(number) == number for number in held)
    assert len(set(held)) == len(held)


def test_when_the_test_range_runs_out_people_have_no_number() -> None:
    everyone = list(islice(numbers.nhs_numbers(5), 1_000_000))
    held = [number for number in everyone if number]
    assert len(set(held)) == len(held)
    assert 909_000 < len(held) <= numbers.NHS_NUMBERS
    assert everyone[-1] == ""


def test_every_pupil_number_is_plymouths_valid_and_of_no_real_school(city: City) -> None:
    held = [number for person in city.people for number in (person.upn, person.former_upn) if number]
    assert len(held) > 2000
    assert all(identifiers.upn(number) == number and number[1:5] == "8799" for number in held)
    assert len(set(held)) == len(held)


def test_every_telephone_number_is_kept_for_drama(city: City) -> None:
    held = {person.phone for person in city.people if person.phone} | {post.phone for post in city.staff}
    assert len(held) > 5000
    assert all(phones.parse(number).startswith(_DRAMA) for number in held)


def test_every_e_mail_address_is_of_a_domain_kept_for_examples(city: City) -> None:
    held = [person.email for person in city.people if person.email]
    assert len(set(held)) == len(held) > 5000
    assert all(address.endswith("@example.org") for address in held)


def test_every_postcode_is_real_and_every_uprn_is_not(city: City) -> None:
    real = {code.code: code.lsoa for code in published.postcodes()}
    addresses = [stay.address for person in city.people for stay in person.homes]
    assert all(real[address.postcode] == address.lsoa for address in addresses)
    assert all(address.uprn.startswith("999") and len(address.uprn) == 12 for address in addresses)


def test_a_dwelling_has_one_number_and_one_line(city: City) -> None:
    lines = {(a.line1, a.postcode): a.uprn for person in city.people for a in (s.address for s in person.homes)}
    assert len(set(lines.values())) == len(lines)


def test_even_a_wrong_nhs_number_in_a_file_is_of_the_test_range(rows: dict[str, list[Record]], folder: Path) -> None:
    columns = {feed.name: feed.columns for feed in FEEDS}
    places = [("health_visiting", "NHS_NUMBER"), ("midwifery", "MatNHS"), ("early_help", "NHSNumber")]
    for feed, column in places:
        at = columns[feed].index(column)
        written = [row.cells[at].replace(" ", "") for row in rows[feed] if row.broken != "ragged"]
        assert all(number.startswith("999") for number in written if number)
        assert any(written)
