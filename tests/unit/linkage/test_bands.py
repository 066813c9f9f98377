"""Which lane a doubtful pair waits in."""

from __future__ import annotations

from uuid import uuid4

import pytest

from onestory.linkage.bands import agreed
from onestory.linkage.evaluation import lower_bound
from onestory.linkage.guarded import resemblance
from onestory.linkage.likeness import Known, Said

ADA = Known(
    uuid4(), called=[("ada", "hill")], born="2024-03-14", numbers={"nhs": {"9434765919"}}, postcodes={"PL1 2AB"}
)


def said(**changed: object) -> Said:
    return Said(**({"given": "ada", "family": "hill", "born": "2024-03-14", "postcode": "PL1 2AB"} | changed))  # type: ignore[arg-type]


def test_name_birth_and_home_the_same_are_much_alike_and_link_nobody() -> None:
    assert agreed(said(), ADA).band == "likely"


@pytest.mark.parametrize(
    "changed",
    [{"given": "faith"}, {"family": "okafor"}, {"born": "2024-03-15"}, {"postcode": "PL5 9ZZ"}, {"given": "adah"},
     {"numbers": {"nhs": "9990000018"}}],
)  # fmt: skip
def test_anything_else_is_looked_at_slowly(changed: dict[str, object]) -> None:
    assert agreed(said(**changed), ADA).band == "unclear"


def test_one_number_and_nothing_against_it_is_much_alike() -> None:
    assert agreed(said(postcode="", family="okafor", numbers={"nhs": "9434765919"}), ADA).band == "likely"


def test_a_twins_number_on_a_twins_record_is_looked_at_slowly() -> None:
    assert agreed(said(given="faith", numbers={"nhs": "9434765919"}), ADA).band == "unclear"


@pytest.mark.hazard("HZ-02")
@pytest.mark.parametrize(
    "changed",
    [{"given": "adda"}, {"family": "smith"}, {"given": "faith"}, {"born": "2024-03-15"}, {"born": ""},
     {"born": "2024-11-30"}, {"given": "faith", "family": "smith"}, {"numbers": {"nhs": "9434765919"}, "given": "x"}],
)  # fmt: skip
def test_whoever_resembles_somebody_guarded_is_kept_back(changed: dict[str, object]) -> None:
    assert resemblance(said(**changed), ADA)


def test_a_stranger_with_one_thing_in_common_is_not() -> None:
    far = {"postcode": "PL5 9ZZ"}
    assert not resemblance(said(given="noor", family="khan", **far), ADA)
    assert not resemblance(said(born="1991-05-04", given="noor", **far), ADA)


def test_few_judgements_promise_little() -> None:
    few, many = lower_bound(9, 9), lower_bound(900, 900)
    assert few is not None
    assert many is not None
    assert few < 0.75 < 0.99 < many
