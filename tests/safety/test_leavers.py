"""What is ended is ended everywhere at once: from the answer that says so, in every process, on every connection it keeps.

Three page servers as they run for real, over a database of their own, and a browser that goes on asking.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from tests.accounts import with_password
from tests.factories import Known, a_family, a_team, place, place_of
from tests.journeys.site import Site
from tests.placing import let_tests_place_people
from tests.safety.serving import Browser, Polling, page_servers, polling
from tests.safety.worlds.standing import database

from onestory.access.actions import grants
from onestory.access.models import Account, Team
from onestory.access.viewer import acting_as

PROCESSES = 3
URLS = ("DATABASE_URL", "ONESTORY_OWNER_DATABASE_URL", "ONESTORY_SEALER_DATABASE_URL")
pytestmark = [pytest.mark.hazard("HZ-37"), pytest.mark.xdist_group("leavers")]


@dataclass(frozen=True)
class Town:
    site: Site
    known: Known
    team: Team
    administrator: Account

    @property
    def page(self) -> str:
        return f"/families/{self.known.family.pk}"


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), database("leavers") as admin:
        let_tests_place_people(admin)
        team, administrator = a_team(), with_password("Al Min", role="administrator")
        for role in ("administrator", "information_governance"):
            with_password(role=role)
        author = with_password("Bea Author")
        known = a_family(author, surname="Tregenza")
        with acting_as(author) as viewer:
            grants.give(by=viewer, family=known.family.pk, team=team.pk)
        name = admin.rpartition("/")[2].partition("?")[0]
        site = Site({key: _of(name, os.environ[key]) for key in URLS}, processes=PROCESSES)
        site.start()
        try:
            yield Town(site, known, team, administrator)
        finally:
            site.stop()


def _of(name: str, url: str) -> str:
    before, _, after = url.rpartition("/")
    return f"{before}/{name}?{after.partition('?')[2]}"


@pytest.fixture
def kept(django_db_blocker: Any) -> Iterator[None]:
    """What is written stays, for the page servers to read."""
    with django_db_blocker.unblock():
        yield


def given_the_family(town: Town) -> tuple[Account, UUID]:
    colleague = with_password("Cal League")
    with acting_as(town.known.author) as viewer:
        return colleague, grants.give(by=viewer, family=town.known.family.pk, account=colleague.pk)


def ends(town: Town, leaver: Browser, by: Account, path: str) -> tuple[Polling, float]:
    """Somebody ends it on the page that does, while the leaver's tabs go on asking. Returns when they were told it was done."""
    whoever = Browser(town.site, by.email)
    assert {one.by for one in leaver.ask_each(town.page) if one.status == 200} == set(page_servers(town.site))
    with polling(leaver, town.page) as polled:
        whoever.press(path)
        told = time.monotonic()
        leaver.ask_each(town.page)
    return polled, told


def nothing_is_shown_after(polled: Polling, told: float, leaver: Browser, town: Town, status: int) -> None:
    after = [one for one in polled.answers if one.began >= told] + leaver.ask_each(town.page)
    assert polled.broken == []
    assert any(one.status == 200 and b"Tregenza" in one.body for one in polled.answers), "it was shown until then"
    assert {one.by for one in after} >= set(page_servers(town.site))
    assert {one.status for one in after} == {status}
    assert not any(b"Tregenza" in one.body for one in after)


def test_a_closed_account_is_signed_out_of_every_process_at_once(town: Town, kept: None) -> None:
    account, _ = given_the_family(town)
    leaver = Browser(town.site, account.email)
    polled, told = ends(town, leaver, town.administrator, f"/staff/accounts/{account.pk}/close")
    nothing_is_shown_after(polled, told, leaver, town, 302)


def test_a_grant_withdrawn_closes_the_family_in_every_process_at_once(town: Town, kept: None) -> None:
    account, grant = given_the_family(town)
    leaver = Browser(town.site, account.email)
    path = f"{town.page}/circle/sharing/{grant}/end"
    polled, told = ends(town, leaver, town.known.author, path)
    nothing_is_shown_after(polled, told, leaver, town, 404)


def test_a_place_in_a_team_ended_closes_its_families_in_every_process_at_once(town: Town, kept: None) -> None:
    account = with_password("Tam Teams", role="")
    place(account, town.team, "practitioner")
    leaver = Browser(town.site, account.email)
    there = place_of(account)
    path = f"/staff/accounts/{account.pk}/team/{there.pk}/end"
    polled, told = ends(town, leaver, town.administrator, path)
    nothing_is_shown_after(polled, told, leaver, town, 404)
