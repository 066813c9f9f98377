"""Closing the account of the only one who sees a family offers it to a supervisor, who takes it on (HZ-55, HZ-58)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories import Known, a_family, a_team, an_account, as_superuser
from tests.integration.workspace import browsers

from onestory.access import overseeing, staffing
from onestory.access.actions import accounts, agreements, alerts, grants, guarding
from onestory.access.models import Account, Alert
from onestory.access.viewer import acting_as
from onestory.core.errors import NotThere
from onestory.faces.workspace.bound import seal
from onestory.people import queries

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-55", "HZ-58")]


@pytest.fixture
def known() -> Known:
    return a_family(an_account("Wren Worker", team=a_team()))


@pytest.fixture
def admin() -> Account:
    return an_account("Al Min", role="administrator")


@pytest.fixture
def boss(known: Known, admin: Account) -> Account:
    """Supervises the only one who sees the family."""
    account = an_account("Sue Pine", role="supervisor")
    with acting_as(admin) as viewer:
        agreements.set_supervision(by=viewer, supervisor=account, account=known.author)
    return account


def leaves(known: Known, admin: Account) -> None:
    with acting_as(admin) as viewer:
        accounts.close_account(by=viewer, account=known.author)


def offered(account: Account) -> list[Alert]:
    with acting_as(account) as viewer:
        return [one for one in overseeing.alerts(viewer)[0] if one.kind == "left_alone"]


def sees(account: Account, known: Known) -> bool:
    with acting_as(account) as viewer:
        try:
            queries.family(viewer, known.family.pk)
        except NotThere:
            return False
    return True


def test_it_is_offered_to_their_supervisor_who_sees_it_once_taken_on(
    known: Known, admin: Account, boss: Account
) -> None:
    leaves(known, admin)
    (one,) = offered(boss)
    assert (one.family_id, one.about_id, sees(boss, known)) == (known.family.pk, known.author.pk, False)
    with acting_as(boss) as viewer:
        assert alerts.take_on(by=viewer, alert=one.pk) == known.family.pk
        held = queries.family(viewer, known.family.pk).sections_open_to(viewer)
    assert "shared" in held
    assert "young_person" not in held


def test_who_governs_hears_how_many_and_not_which(known: Known, admin: Account, boss: Account) -> None:
    governor = an_account("Ivy Gray", role="information_governance")
    leaves(known, admin)
    (one,) = offered(governor)
    assert (one.family_id, one.why) == (None, "1 family, offered to supervisors")


def test_nothing_is_offered_that_somebody_else_sees(known: Known, admin: Account, boss: Account) -> None:
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=an_account().pk)
    leaves(known, admin)
    assert offered(boss) == []


def test_a_team_with_nobody_in_it_is_nobody(known: Known, admin: Account, boss: Account) -> None:
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, team=known.author.memberships.get().team_id)
        grants.give(by=viewer, family=known.family.pk, team=a_team().pk)
    leaves(known, admin)
    assert len(offered(boss)) == 1


def test_without_a_supervisor_near_every_supervisor_is_offered_it_but_whom_it_is_closed_to(
    known: Known, admin: Account
) -> None:
    some, cousin = an_account("Su Reed", role="supervisor"), an_account("Cy Cousin", role="supervisor")
    with acting_as(an_account("Ivy Gray", role="information_governance")) as viewer:
        guarding.deny(by=viewer, family=known.family.pk, account=cousin.pk, kind="conflict", reason="Cousins")
    leaves(known, admin)
    assert [len(offered(one)) for one in (some, cousin)] == [1, 0]


def test_it_is_taken_on_once_and_by_whom_it_was_offered_to_alone(known: Known, admin: Account, boss: Account) -> None:
    other = an_account("Su Reed", role="supervisor")
    as_superuser(
        "INSERT INTO access_supervision (id, created_at, supervisor_id, account_id, starts_at)"
        " VALUES (gen_random_uuid(), now(), {}, {}, now())", other.pk, known.author.pk,
    )  # fmt: skip
    leaves(known, admin)
    mine, theirs = offered(boss)[0], offered(other)[0]
    with acting_as(other) as viewer, pytest.raises(NotThere):
        alerts.take_on(by=viewer, alert=mine.pk)
    with acting_as(boss) as viewer:
        alerts.take_on(by=viewer, alert=mine.pk)
    with acting_as(other) as viewer, pytest.raises(NotThere):
        alerts.take_on(by=viewer, alert=theirs.pk)
    assert [sees(one, known) for one in (boss, other)] == [True, False]


@pytest.mark.hazard("HZ-39")
def test_the_administrator_is_told_how_many_and_nothing_else(known: Known, admin: Account, boss: Account) -> None:
    page = browsers.of(admin).get(reverse("workspace:close_account", args=[known.author.pk])).content.decode()
    assert "1 family is seen by nobody else" in page
    assert known.family.name not in page
    with acting_as(boss) as viewer:
        assert staffing.would_leave_alone(viewer, of=known.author) == 0


def test_the_page_leads_from_the_alert_to_the_family(known: Known, admin: Account, boss: Account) -> None:
    leaves(known, admin)
    browser, one = browsers.of(boss), offered(boss)[0]
    page = reverse("workspace:take_on", args=[one.pk])
    assert page in browser.get(reverse("workspace:alerts")).content.decode()
    answer = browser.post(page, {"opened_for": seal(one.pk)}, follow=True)
    assert answer.redirect_chain == [(reverse("workspace:family", args=[known.family.pk]), 302)]
    assert browser.get(page).status_code == 404
