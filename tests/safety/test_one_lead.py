"""Whatever is done in a circle, and in whatever order: a family has one lead at most, and whoever has left leads no more."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.factories import an_account, as_superuser
from tests.integration.support.walked import Alongside, alongside

from onestory.access.models import Account
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.support.actions import circle, episodes, introductions, leads
from onestory.support.actions.introductions import Whom
from onestory.support.actions.leads import Asked
from onestory.support.models import CircleMember

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-47")]


@dataclass
class Circle:
    """A family's circle, colleagues who come and go, and every row of it as it was when first read: pages left open."""

    now: Alongside
    colleagues: list[Account]
    pages: list[CircleMember] = field(default_factory=list)

    def look(self) -> None:
        known = {one.pk for one in self.pages}
        self.pages += [one for one in self.now.family.circle.order_by("pk") if one.pk not in known]

    def page(self, n: int) -> CircleMember:
        return copy.copy(self.pages[n % len(self.pages)])

    def whom(self, n: int) -> Account:
        return self.colleagues[n % len(self.colleagues)]


def _bring_in(world: Circle, n: int) -> None:
    """Whoever has left comes back by it too."""
    circle.bring_in(by=world.now.viewer, family=world.now.family, account=world.whom(n), role="Health visitor")


def _introduce(world: Circle, n: int) -> None:
    now, whom = world.now, Whom(name=f"Mrs Ali {n}", role="Sleep clinic", why="Nights")
    one = introductions.offer(by=now.viewer, family=now.family, whom=whom, family_words="Yes")
    introductions.they_agree(by=now.viewer, introduction=one)
    introductions.make(by=now.viewer, introduction=one, accompanied=True, meet_on=today())


def _choose(world: Circle, n: int) -> None:
    leads.choose(by=world.now.viewer, member=world.page(n), asked=Asked(answer="chose", reason="Every day"))


def _make_lead(world: Circle, n: int) -> None:
    circle.make_lead(by=world.now.viewer, member=world.page(n))


def _start_leading(world: Circle, n: int) -> None:
    circle.lead_from_the_start(by=world.now.viewer, family=world.now.family, account=world.whom(n))


def _leave(world: Circle, n: int) -> None:
    circle.leave(by=world.now.viewer, member=world.page(n))


def _hand_over(world: Circle, n: int) -> None:
    now = world.now
    episodes.hand_over(by=now.viewer, episode=now.episode, to=world.whom(n), reason="Away")


ACTS: tuple[Callable[[Circle, int], None], ...] = (
    _bring_in, _introduce, _choose, _make_lead, _start_leading, _leave, _hand_over,
)  # fmt: skip
steps = some.lists(some.tuples(some.sampled_from(ACTS), some.integers(0, 9)), min_size=4, max_size=12)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_a_family_has_one_lead_at_most_and_none_who_left(
    db: None, taken: list[tuple[Callable[..., None], int]]
) -> None:
    with contextlib.suppress(_Over), transaction.atomic():
        colleagues = [an_account(f"Colleague {n}") for n in range(2)]
        with alongside() as now:
            world = Circle(now, [now.known.author, *colleagues])
            for act, n in taken:
                world.look()
                _try(world, act, n)
        raise _Over


class _Over(Exception):
    """Takes back what one example did."""


def _try(world: Circle, act: Callable[[Circle, int], None], n: int) -> None:
    """Refused in words or done: what the database itself refuses is no answer."""
    with contextlib.suppress(Invalid, NotThere), transaction.atomic():
        act(world, n)
    leading, left = _standing(world.now)
    assert leading <= 1
    assert left == 0


def _standing(now: Alongside) -> tuple[int, int]:
    """Read past every wall: how many lead the family now, and how many lead it who have left."""
    as_superuser(
        "SELECT set_config('test.leading', concat_ws(' ', count(*) FILTER (WHERE ends_on IS NULL),"
        " count(*) FILTER (WHERE ends_on IS NOT NULL)), true) FROM support_circlemember WHERE family_id = {} AND lead",
        now.family.pk,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('test.leading')")
        leading, left = cursor.fetchone()[0].split()
    return int(leading), int(left)
