"""Each slip does what it says, and leaves alone what it cannot happen to."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from onestory.city import errors, slips
from onestory.city.errors import RATES, Details, Others
from onestory.city.model import Address

KATE = Details(
    given="Katherine",
    family="O'Brien",
    born=date(2019, 4, 3),
    sex="F",
    nhs_number="9990000018",
    address="4 Heron Road",
    postcode="PL1 1AA",
    phone="07700 900123",
)


def _only(kind: str, details: Details = KATE, others: Others = errors.NO_OTHERS, seed: int = 1) -> errors.Spoilt:
    rates = dict.fromkeys(RATES["query"], 0.0) | {kind: 1.0}
    return errors.corrupt(details, rng=Random(seed), rates=rates, others=others)


def test_nothing_is_spoilt_where_every_rate_is_nought() -> None:
    spoilt = errors.corrupt(KATE, rng=Random(1), rates=dict.fromkeys(RATES["query"], 0.0))
    assert spoilt == errors.Spoilt(KATE, ())


@pytest.mark.parametrize(
    "kind", sorted(set(RATES["query"]) - {"other_home", "old_surname", "old_address", "placeholder"})
)
def test_a_spoilt_record_differs_and_says_how(kind: str) -> None:
    details = KATE
    if kind in ("accents_lost", "spelling"):
        details = Details(given="Mohammed", family="Zając")
    if kind in ("upn_digit", "upn_missing", "middle_missing"):
        details = Details(given="Kate", family="Hill", middle="Ann", upn="K879940614000")
    tried = [_only(kind, details, Others(phone="07700 900456"), seed) for seed in range(40)]
    assert any(spoilt.errors == (kind,) and spoilt.details != details for spoilt in tried)
    assert all(bool(spoilt.errors) == (spoilt.details != details) for spoilt in tried)


def test_a_day_is_taken_for_a_month_only_where_it_could_be_one() -> None:
    assert _only("day_for_month").details.born == date(2019, 3, 4)
    assert slips.day_for_month(date(2019, 4, 23)) is None
    assert slips.day_for_month(date(2019, 4, 4)) is None


def test_no_slip_leads_to_a_birth_after_the_day_it_was_written() -> None:
    others = Others(written_on=date(2019, 4, 20))
    written = [_only(kind, others=others, seed=n) for kind in ("wrong_year", "wrong_day") for n in range(60)]
    assert all(spoilt.details.born and spoilt.details.born <= date(2019, 4, 20) for spoilt in written)
    assert len({spoilt.details.born for spoilt in written}) > 4


def test_an_old_name_and_an_old_home_are_written_only_by_those_who_had_one() -> None:
    home = Address("999000000001", "2 Curlew Close", "PL2 2BB", "E01015023")
    others = Others(earlier_family="Hill", earlier_home=home)
    assert _only("old_surname", others=others).details.family == "Hill"
    assert _only("old_address", others=others).details.postcode == "PL2 2BB"
    assert _only("old_surname").details == KATE


def test_names_with_an_apostrophe_lose_it_and_others_have_none_to_lose() -> None:
    written = {_only("punctuation", seed=seed).details.family for seed in range(30)}
    assert {"OBrien", "O Brien"} <= written
    assert slips.punctuation("Hill", Random(1)) is None


def test_a_wrong_telephone_number_still_cannot_be_rung() -> None:
    for seed in range(50):
        assert _only("phone_digit", seed=seed).details.phone.startswith("07700 900")


def test_a_name_from_another_script_is_spelt_another_way() -> None:
    assert slips.other_spelling("Mohammed", Random(1)) in {"Muhammad", "Mohamed", "Mohammad", "Muhammed"}
    assert slips.without_accents("Łukasz Nguyễn") == "Lukasz Nguyen"


def test_the_same_chance_makes_the_same_mistakes() -> None:
    first, second = (errors.corrupt(KATE, rng=Random(9)) for _ in range(2))
    assert first == second
