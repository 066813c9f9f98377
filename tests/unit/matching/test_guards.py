"""What cannot be one person, whatever else agrees. One pair at a time, against the guards alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onestory.matching import compare, guards, model, reading, standardise, weighing
from onestory.matching.dedupe import connect
from onestory.matching.engine import DuckEngine
from onestory.matching.population import Population

Written = Callable[..., Path]
Said = dict[str, str]
HEADER = "given_name,family_name,date_of_birth,sex,address,postcode,nhs_number,upn,other_name,role"
MIA: Said = {
    "given_name": "Mia", "family_name": "Lee", "date_of_birth": "2015-03-04", "sex": "F", "address": "4 High Street",
    "postcode": "PL1 2AB", "nhs_number": "", "upn": "", "other_name": "", "role": "",
}  # fmt: skip


def _reason(written: Written, one: Said, other: Said) -> str:
    """Why the two cannot be one person, or nothing."""
    connection = connect()
    file = written(HEADER, *(tuple((MIA | said)[name] for name in HEADER.split(",")) for said in (one, other)))
    said = standardise.standardise(connection, reading.read(connection, files=[file]))
    comparisons = compare.for_columns(said.said)
    connection.execute("CREATE TABLE pairs AS SELECT 0::BIGINT AS join_key_l, 1::BIGINT AS join_key_r, 0 AS match_key")
    DuckEngine(connection).compare(people="people", pairs="pairs", comparisons=comparisons, into="compared")
    among = Population(newest=2020)
    weighing.weigh(connection, replace(model.start(comparisons, prior=0.01), population=among), lowest=None)
    return guards.REASONS.get(connection.execute("SELECT guard FROM judged").fetchall()[0][0], "")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"given_name": "Eve"}, guards.REASONS[5]),
        ({"given_name": "Eve", "date_of_birth": "2012-09-14"}, guards.REASONS[4]),
        ({"given_name": "Max", "sex": "M"}, guards.REASONS[5]),
        ({"date_of_birth": "1988-11-20"}, guards.REASONS[7]),
        ({"date_of_birth": "2012-11-20"}, guards.REASONS[8]),
        ({"date_of_birth": "2012-01-01"}, guards.REASONS[8]),
        ({"given_name": "Baby"}, guards.REASONS[3]),
        ({"given_name": "Female infant"}, guards.REASONS[3]),
        ({"date_of_birth": "", "role": "Mother"}, guards.REASONS[7]),
        ({"date_of_birth": "", "address": "9 Low Road", "postcode": "PL9 9ZZ"}, guards.REASONS[9]),
    ],
    ids=[
        "twins",
        "siblings",
        "a girl and a boy",
        "mother and daughter of one name",
        "cousins of one name",
        "another year",
        "not yet named",
        "not yet named, in other words",
        "a mother of one name whose birthday is not told",
        "somebody of one name elsewhere",
    ],
)
def test_relatives_are_kept_apart(written: Written, other: Said, reason: str) -> None:
    assert _reason(written, {}, other) == reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"given_name": "William", "sex": "M"}, {"given_name": "Bill", "sex": "M"}),
        ({}, {"given_name": "Lee", "family_name": "Mia"}),
        ({}, {"date_of_birth": "2015-04-03"}),
        ({}, {"date_of_birth": "2015-01-01"}),
        ({"given_name": "Rose", "other_name": "Mia"}, {}),
        ({"given_name": "Katherine"}, {"given_name": "Kathrine"}),
        ({"date_of_birth": "1988-11-20", "role": "mother"}, {"date_of_birth": "1988-11-20"}),
        ({"role": "pupil"}, {"role": "child"}),
        ({"date_of_birth": ""}, {"date_of_birth": ""}),
    ],
    ids=[
        "the same",
        "a short form",
        "names exchanged",
        "day and month exchanged",
        "only the year known",
        "known by the middle name",
        "a letter lost",
        "a mother, of a mother's age",
        "a child in both",
        "at one address, without a birthday",
    ],
)
def test_what_one_person_may_be_written_as_is_not_forbidden(written: Written, one: Said, other: Said) -> None:
    assert _reason(written, one, other) == ""


def test_a_number_that_agrees_lifts_every_guard(written: Written) -> None:
    assert _reason(written, {"nhs_number": "9434765919"}, {"given_name": "Eve", "nhs_number": "943 476 5919"}) == ""


def test_two_numbers_are_two_people_however_alike(written: Written) -> None:
    assert _reason(written, {"nhs_number": "9434765919"}, {"nhs_number": "9999999468"}) == guards.REASONS[1]


def test_a_number_that_fails_its_check_says_nothing_of_two_people(written: Written) -> None:
    assert _reason(written, {"nhs_number": "9434765919"}, {"nhs_number": "9434765918"}) == ""
