"""What becomes of a row: a record with notes, or set aside with its reasons."""

import json
from datetime import date

import pytest

from onestory.linkage.declaration import Feed
from onestory.linkage.reading import Layout, Row
from onestory.linkage.validate import HIDDEN, Checked, Validator

HEADER = ("Ref", "First", "Last", "Born", "Postcode", "Mother", "Meals")
TODAY = date(2026, 11, 22)


def check(feed: Feed, *lines: str) -> Checked:
    layout = Layout("utf-8", ",", HEADER, ())
    return Validator(feed, layout, on=TODAY).check([Row(n, text) for n, text in enumerate(lines, start=2)])


def test_a_row_becomes_people_in_the_record_s_own_words(nursery: Feed) -> None:
    accepted = check(nursery, "N1,ADA,hill,14/3/2019,pl12ab,Mrs Grace Hill,Y").accepted[0]
    assert accepted.reference == "N1"
    assert json.loads(accepted.standard) == {
        "people": {
            "child": {
                "given": "Ada", "family": "Hill", "born": "2019-03-14", "postcode": "PL1 2AB",
                "facts": {"free_school_meals": "gets_them"},
            },
            "mother": {"given": "Grace", "family": "Hill"},
        },
        "record": {"number": "N1"},
    }  # fmt: skip


def test_what_was_sent_is_kept_word_for_word(nursery: Feed) -> None:
    row = 'N1,"ADA", hill ,14/3/2019,,,'
    assert check(nursery, row).accepted[0].sent == row


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("N1,Ada,Hill,,PL1 2CI,,", "Postcode", "PL1 2CI is not a postcode. Enter a postcode such as PL1 2AB."),
        ("N1,Ada,Hill,,,,maybe", "Meals", "maybe is not one of Y, N."),
        ("N1,Ada,Hill,1/1/2030,,,", "Born", "1 January 2030 is after the day the file came, so nobody was born on it."),
    ],
)
def test_a_cell_that_is_not_essential_leaves_a_note(nursery: Feed, line: str, column: str, reason: str) -> None:
    checked = check(nursery, line)
    assert json.loads(checked.accepted[0].notes) == [[column, reason]]
    assert checked.invalid[column] == 1
    assert not checked.set_aside


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (",Ada,Hill,,,,", "Ref", "This says which record the row is, and it is empty."),
        ("N1,,,,,,", "", "The row names nobody."),
        ("N1,Ada,Hill,31/02/2019,,,", "Born", "31 February 2019 is not a date. Check the day and month."),
        ("N1,Ada,Hill,,,", "", "The row has 6 cells where the file has 7 columns."),
        ("N1,Ada,Hill,,,,,", "", "The row has 8 cells where the file has 7 columns."),
    ],
)
def test_a_row_is_set_aside_only_when_it_cannot_be_told_what_it_is(
    nursery: Feed, line: str, column: str, reason: str
) -> None:
    aside = check(nursery, line).set_aside[0]
    assert json.loads(aside.reasons) == [[column, reason]]
    assert aside.text == line


def test_a_baby_not_yet_named_has_a_surname_and_no_first_name(nursery: Feed) -> None:
    for word in ("Baby", "Twin 1", "INFANT"):
        child = json.loads(check(nursery, f"N1,{word},Hill,,,,").accepted[0].standard)["people"]["child"]
        assert child == {"family": "Hill"}


def test_filled_and_unreadable_cells_are_counted(nursery: Feed) -> None:
    checked = check(nursery, "N1,Ada,Hill,,XX,,", "N2,Bo,Lee,,PL1 2AB,,")
    assert (checked.filled["Postcode"], checked.invalid["Postcode"]) == (2, 1)
    assert checked.examples["Postcode"] == HIDDEN  # whoever reads counts is not shown where anybody is


def test_the_same_cells_have_the_same_digest(nursery: Feed) -> None:
    one, again, other = check(nursery, "N1,Ada,Hill,,,,", "N1,Ada,Hill,,,,", "N1,Ada,,,Hill,,").accepted
    assert one.digest == again.digest != other.digest
