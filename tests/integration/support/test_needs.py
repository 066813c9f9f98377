"""Needs by the words of the national outcomes: shown, met, lasting, and open again when they come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.factories import an_account
from tests.integration.support.walked import Alongside, alongside

from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries
from onestory.support import outcomes, planning
from onestory.support.actions import circle, goals, needs
from onestory.support.actions.goals import Wanted
from onestory.support.models import Need, NeedEvidence

pytestmark = pytest.mark.django_db
LONG_AGO = today() - timedelta(weeks=60)


@pytest.fixture
def now() -> Iterator[Alongside]:
    with alongside() as made:
        yield made


def a_need(now: Alongside, code: str = "1.1", on: date | None = LONG_AGO) -> Need:
    return needs.write_down(
        by=now.viewer, family=now.family, code=code, evidence="School says 84%", person=now.known.child, on=on
    )


def test_the_table_has_the_ten_outcomes_and_says_where_it_is_from() -> None:
    table = outcomes.tables()[outcomes.NEWEST]
    assert [one.number for one in table.outcomes] == list(range(1, 11))
    codes = [need.code for one in table.outcomes for need in one.needs]
    assert len(codes) == len(set(codes)) == 35
    assert "have them confirmed" in table.source


def test_the_ten_are_called_as_the_guidance_of_2022_lists_them() -> None:
    """Chapter 4, published 2 April 2022, read on 22 November 2026."""
    assert [one.name for one in outcomes.tables()["supporting-families-2022"].outcomes] == [
        "Getting a good education", "Good early years development", "Improved mental and physical health",
        "Better managed substance use", "Improved family relationships", "Children safe from abuse and exploitation",
        "Families diverted from crime", "Safe from domestic abuse", "Secure housing", "Financial stability",
    ]  # fmt: skip


def test_a_page_says_that_a_table_was_checked_once_somebody_has() -> None:
    table = outcomes.tables()[outcomes.NEWEST]
    checked = table.model_copy(update={"needs_checked_on": date(2027, 1, 5)})
    assert "Department for Levelling Up, Housing and Communities" in table.source
    assert checked.source.endswith("Its needs were checked against it on 5 January 2027.")


def test_a_need_keeps_the_version_of_the_table_it_is_from(now: Alongside) -> None:
    assert a_need(now).table_version == "supporting-families-2022"
    with pytest.raises(NotThere):
        a_need(now, code="11.1")


def test_a_need_is_met_with_what_shows_it(now: Alongside) -> None:
    need = a_need(now)
    with pytest.raises(Invalid, match="what shows it"):
        needs.achieve(by=now.viewer, need=need, evidence=" ")
    met = needs.achieve(by=now.viewer, need=need, evidence="96% since September", on=today())
    assert (met.state, met.achieved_on) == ("achieved", today())
    shown = planning.need(now.viewer, now.family, need.pk).evidence.order_by("id")
    assert [one.text for one in shown] == ["School says 84%", "96% since September"]


def test_it_has_not_lasted_before_half_a_year(now: Alongside) -> None:
    met = needs.achieve(by=now.viewer, need=a_need(now), evidence="96%", on=today() - timedelta(weeks=25))
    with pytest.raises(Invalid, match="Half a year is over on"):
        needs.sustain(by=now.viewer, need=met, evidence="Still 96%")


def test_what_has_lasted_opens_again_when_it_comes_back(now: Alongside) -> None:
    met = needs.achieve(by=now.viewer, need=a_need(now), evidence="96%", on=today() - timedelta(weeks=30))
    lasted = needs.sustain(by=now.viewer, need=met, evidence="Still 96%")
    back = needs.come_back(by=now.viewer, need=lasted, evidence="81% this term")
    assert (back.state, back.achieved_on, back.sustained_on) == ("back", None, None)
    assert needs.look_at(by=now.viewer, need=back, what_now="We meet school on Monday").state == "open"


def test_what_came_back_says_why(now: Alongside) -> None:
    met = needs.achieve(by=now.viewer, need=a_need(now), evidence="96%")
    with pytest.raises(Invalid, match="Say why"):
        needs.come_back(by=now.viewer, need=met, evidence="")


def test_a_need_stands_once_for_one_person(now: Alongside) -> None:
    a_need(now)
    with pytest.raises(Invalid, match="already"):
        a_need(now)


def test_a_need_is_tied_to_what_they_want(now: Alongside) -> None:
    goal = goals.write(by=now.viewer, family=now.family, wanted=Wanted(words="Calm mornings"))
    tied = needs.tie(by=now.viewer, need=a_need(now), goal=goal)
    assert tied.goal_id == goal.pk


@pytest.mark.hazard("HZ-38")
def test_a_need_of_a_section_is_seen_by_those_who_see_the_section(now: Alongside) -> None:
    helper = an_account("Jo Stone")
    circle.bring_in(by=now.viewer, family=now.family, account=helper, role="Helper", sections=["shared"])
    a_need(now)
    a_need(now, code="8.1")
    a_need(now, code="3.2")
    with acting_as(helper) as viewer:
        family = queries.family(viewer, now.family.pk)
        assert [one.code for one in planning.needs(viewer, family)] == ["1.1"]
        assert Need.objects.count() == NeedEvidence.objects.count() == 1


def test_nobody_writes_down_what_they_may_not_see(now: Alongside) -> None:
    helper = an_account("Jo Stone")
    circle.bring_in(by=now.viewer, family=now.family, account=helper, role="Helper", sections=["shared"])
    with acting_as(helper) as viewer:
        family = queries.family(viewer, now.family.pk)
        with pytest.raises(Invalid):
            needs.write_down(by=viewer, family=family, code="8.1", evidence="She said so")
