"""Every address declares its door: to whom it opens, by which methods, and a form that it accepts."""

from __future__ import annotations

import pytest
from scripts import permissions

from onestory.safety import declared
from onestory.safety.doors import To


@pytest.mark.hazard("HZ-39")
def test_no_address_stands_without_a_door() -> None:
    assert declared.undeclared() == [], "docs/how-to/add-a-page.md"


def test_no_door_stands_without_an_address() -> None:
    assert declared.left_over() == []


def test_whatever_can_be_sent_to_says_what_it_accepts() -> None:
    silent = [one.address.name for one in declared.openings() if "POST" in one.door.methods and one.door.sends is None]
    assert silent == []


def test_a_door_that_asks_for_an_open_family_has_one_in_its_address() -> None:
    openings = [one for one in declared.openings() if one.door.opens_to.family]
    assert [one.address.name for one in openings if "family_id" not in one.address.arguments] == []


def test_an_address_with_a_family_in_it_asks_whether_it_is_open_or_is_no_page_for_staff() -> None:
    openings = [one for one in declared.openings() if "family_id" in one.address.arguments]
    lax = [one.address.name for one in openings if one.door.opens_to.to in (To.ANYONE, To.SIGNED_IN)]
    assert lax == []


def test_whatever_an_address_names_can_be_made_up() -> None:
    assert declared.unexampled() == []


def test_who_may_open_what_is_published_as_it_is_declared() -> None:
    assert permissions.DOCUMENT.is_up_to_date(), "run `make fix` and commit what it wrote"
