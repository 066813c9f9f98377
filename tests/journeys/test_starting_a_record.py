import re
from itertools import cycle

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.reader import Reader

WORKER = "delroy.finch@demo.onestory.example"


SURNAMES = cycle(
    ("Tremayne", "Boscawen", "Chegwidden", "Goldsworthy", "Hosking", "Kitto", "Lanyon", "Nankivell", "Opie")
)


@pytest.fixture
def surname() -> str:
    """Unlike the one before: a name that sounded like another would rightly be asked about."""
    return next(SURNAMES)


def _first(reader: Reader) -> Locator:
    return reader.page.get_by_role("group", name="First person")


def test_one_name_is_enough_to_start_a_record(reader: Reader, surname: str) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families/start")
    _first(reader).get_by_label("First name").fill("Wenna")
    _first(reader).get_by_label("Surname").fill(surname)
    _first(reader).get_by_label("Born").fill("March 1994")
    reader.leaves_nothing_in_the_way("start-a-record")
    reader.presses("Start their record")
    expect(reader.heading()).to_contain_text(f"The {surname} family")
    reader.sees("Started this record")
    reader.leaves_nothing_in_the_way("a-new-family")


def test_a_wrong_date_is_said_in_words_and_nothing_typed_is_lost(reader: Reader, surname: str) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families/start")
    _first(reader).get_by_label("First name").fill("Wenna")
    _first(reader).get_by_label("Surname").fill(surname)
    _first(reader).get_by_label("Born").fill("31 2 1994")
    reader.presses("Start their record")
    reader.sees(re.compile("is not a date"))
    expect(_first(reader).get_by_label("Surname")).to_have_value(surname)
    expect(_first(reader).get_by_label("Born")).to_have_value("31 2 1994")
    reader.leaves_nothing_in_the_way("start-a-record-wrong")


@pytest.mark.hazard("HZ-45")
def test_somebody_already_known_is_shown_while_typing(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families/start")
    _first(reader).get_by_label("First name").press_sequentially("Maureen")
    _first(reader).get_by_label("Surname").press_sequentially("Hobs")
    _first(reader).get_by_label("Born").press_sequentially("1963")
    _first(reader).get_by_label("Born").blur()
    reader.sees("The Hobbs family")
    reader.leaves_nothing_in_the_way("might-be-known")
