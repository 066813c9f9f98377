"""How families are passed around, for an analyst and for a supervisor."""

from __future__ import annotations

from tests.journeys.reader import Reader

ANALYST, SUPERVISOR = "felix.oduya@demo.onestory.example", "annabel.szabo@demo.onestory.example"


def test_an_analyst_reads_what_is_counted_and_what_is_not(reader: Reader) -> None:
    reader.signs_in(ANALYST)
    reader.presses("Measures")
    reader.sees("Had to start again")
    reader.sees("What it does not:")
    reader.leaves_nothing_in_the_way("measures")


def test_a_supervisor_finds_the_families_behind_that_are_theirs_to_see(reader: Reader) -> None:
    reader.signs_in(SUPERVISOR)
    reader.opens("/measures/new_faces/families")
    reader.sees("There may be others.")
    reader.leaves_nothing_in_the_way("families-behind")
