"""Two who choose a lead at one moment: one leads, and whoever has left leads no family."""

from __future__ import annotations

import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.at_once import meanwhile
from tests.factories import an_account
from tests.integration.support.walked import Alongside, alongside

from onestory.access.viewer import acting_as, name_nobody
from onestory.core.errors import Invalid
from onestory.support.actions import circle, leads
from onestory.support.actions.leads import Asked
from onestory.support.models import CircleMember

CHOSEN = Asked(answer="chose", reason="She is there every day")
at_once = pytest.mark.django_db(transaction=True)


@pytest.fixture
def now() -> Alongside:
    """Ruth leads; Nan Rowe is in the circle too."""
    name_nobody()
    with alongside() as made:
        return made


def _called(now: Alongside, name: str) -> CircleMember:
    return next(one for one in now.family.circle.order_by("pk") if circle.called(one) == name)


def _alone(now: Alongside, name: str, act: Callable[..., object]) -> str:
    """Read and done in one transaction of its own."""
    try:
        with acting_as(now.known.author) as viewer:
            act(by=viewer, member=_called(now, name))
    except Invalid as refusal:
        return refusal.message
    return "done"


def _choose(*, by: object, member: CircleMember) -> None:
    leads.choose(by=by, member=member, asked=CHOSEN)  # type: ignore[arg-type]


def _leading(now: Alongside) -> list[str]:
    with acting_as(now.known.author):
        return [circle.called(one) for one in now.family.circle.filter(lead=True, ends_on__isnull=True)]


@at_once
def test_of_two_chosen_at_one_moment_the_later_leads(now: Alongside) -> None:
    with acting_as(now.known.author) as viewer:
        circle.add_own_person(by=viewer, family=now.family, name="Auntie Bea", role="Aunt")
    with ThreadPoolExecutor(1) as threads:
        with acting_as(now.known.author) as viewer:
            leads.choose(by=viewer, member=_called(now, "Nan Rowe"), asked=CHOSEN)
            second = meanwhile(threads, lambda: _alone(now, "Auntie Bea", _choose))
        assert second.result() == "done"
    assert _leading(now) == ["Auntie Bea"]


@at_once
def test_who_leaves_at_that_moment_is_not_made_the_lead(now: Alongside) -> None:
    with ThreadPoolExecutor(1) as threads:
        with acting_as(now.known.author) as viewer:
            circle.leave(by=viewer, member=_called(now, "Nan Rowe"))
            chosen = meanwhile(threads, lambda: _alone(now, "Nan Rowe", _choose))
        assert chosen.result() == "Nan Rowe has left the circle."
    assert _leading(now) == [now.known.author.name]


@at_once
def test_somebody_brought_in_twice_at_one_moment_is_in_it_once(now: Alongside) -> None:
    kim = an_account("Kim Lee")

    def bring_in(*, by: object, member: CircleMember) -> None:
        circle.bring_in(by=by, family=now.family, account=kim, role="Health visitor")  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as threads:
        with acting_as(now.known.author) as viewer:
            bring_in(by=viewer, member=_called(now, "Nan Rowe"))
            again = meanwhile(threads, lambda: _alone(now, "Nan Rowe", bring_in))
        assert again.result() == "They are already in the circle."


@pytest.mark.django_db
def test_an_older_page_makes_nobody_the_lead_who_has_left() -> None:
    with alongside() as now:
        nan = _called(now, "Nan Rowe")
        before = copy.copy(nan)
        circle.leave(by=now.viewer, member=nan)
        with pytest.raises(Invalid, match="Nan Rowe has left the circle"):
            circle.make_lead(by=now.viewer, member=before)
        with pytest.raises(Invalid, match="Nan Rowe has left the circle"):
            circle.leave(by=now.viewer, member=before)


@pytest.mark.django_db
def test_where_somebody_leads_nobody_else_leads_from_the_start() -> None:
    with alongside() as now, pytest.raises(Invalid, match="Somebody leads already"):
        circle.lead_from_the_start(by=now.viewer, family=now.family, account=an_account("Kim Lee"))
