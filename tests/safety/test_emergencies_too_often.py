"""Records opened in an emergency far more often by one account or one team than by others are shown to who governs (HZ-36)."""

from __future__ import annotations

import pytest
from tests.factories import Known, a_family, a_team, an_account, as_superuser
from tests.integration.workspace import browsers

from onestory.access import outlying
from onestory.access.actions import guarding
from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as
from onestory.core.errors import NotThere

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-36")]
PAGE = "/governance/emergencies"


@pytest.fixture
def known() -> Known:
    return a_family(an_account())


@pytest.fixture
def night() -> Team:
    return a_team("Night duty")


@pytest.fixture
def many(known: Known) -> list[Account]:
    """Twenty others who may, each in a team, and never did."""
    return [an_account(f"Other {number}") for number in range(20)]


def opened(known: Known, who: Account, times: int) -> None:
    with acting_as(who) as viewer:
        for _ in range(times):
            guarding.break_glass(by=viewer, family=known.family.pk, reason="Smoke was seen and nobody answers")


def told() -> list[tuple[str, int, int]]:
    with acting_as(an_account("Ivy Gray", role="information_governance")) as viewer:
        return [(one.name, one.opened, one.by_others) for one in outlying.of_emergencies(viewer)]


@pytest.mark.parametrize(("times", "is_told"), [(2, False), (3, True)])
def test_three_by_one_account_where_others_have_none(
    known: Known, many: list[Account], times: int, is_told: bool
) -> None:
    opened(known, an_account("Kit Lane"), times)
    opened(known, many[0], 1)
    assert told() == ([("Kit Lane", 3, 1)] if is_told else [])


def test_where_everybody_does_it_nobody_stands_out(known: Known, many: list[Account]) -> None:
    for one in (*many[:8], an_account("Kit Lane")):
        opened(known, one, 3)
    assert told() == []


def test_a_team_is_told_of_where_several_of_it_did(known: Known, many: list[Account], night: Team) -> None:
    for number in range(3):
        opened(known, an_account(f"Night {number}", team=night), 2)
    assert told() == [(night.name, 6, 0)]


def test_what_one_did_alone_is_not_told_of_their_team_too(known: Known, many: list[Account], night: Team) -> None:
    opened(known, an_account("Kit Lane", team=night), 5)
    assert told() == [("Kit Lane", 5, 0)]


def test_what_is_long_ago_is_not_counted(known: Known, many: list[Account]) -> None:
    opened(known, an_account("Kit Lane"), 5)
    as_superuser("UPDATE access_breakglass SET created_at = now() - interval '91 days'")
    assert told() == []


def test_the_page_says_so_in_words_and_who_is_nobody(known: Known, many: list[Account]) -> None:
    ivy = browsers.of(an_account("Ivy Gray", role="information_governance"))
    assert "no account and no team opened far more" in ivy.get(PAGE).content.decode()
    opened(known, an_account("Kit Lane"), 4)
    page = ivy.get(PAGE).content.decode()
    assert "Kit Lane: 4" in page
    assert "other people who may opened none between them" in page


@pytest.mark.parametrize("role", ["practitioner", "supervisor", "administrator"])
def test_nobody_else_is_told(known: Known, role: str) -> None:
    with acting_as(an_account(role=role)) as viewer, pytest.raises(NotThere):
        outlying.of_emergencies(viewer)
