"""However few there are to hear of it, a worry that nobody looks at is heard of by somebody (HZ-57, HZ-58)."""

from __future__ import annotations

import itertools

import pytest
from django.utils import timezone
from tests.factories import Known, a_family, a_team, an_account, as_superuser, place_of
from tests.integration.workspace import browsers

from onestory.access import overseeing
from onestory.access.actions import agreements, alerts
from onestory.access.models import Account, Alert
from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7
from onestory.people import queries as people
from onestory.support import worry_queries
from onestory.support.actions import circle, worries
from onestory.support.models import Worry

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-57", "HZ-58")]

NEW = worries.NewWorry(seen="A bruise on his arm", urgency="today", told="unsafe", why_untold="He is afraid of him")


@pytest.fixture
def known() -> Known:
    return a_family(an_account())


def a_volunteer(known: Known) -> Account:
    made = an_account("Jo Stone", role="volunteer", team=a_team("Volunteers"))
    with acting_as(known.author) as viewer:
        circle.bring_in(
            by=viewer, family=people.family(viewer, known.family.pk), account=made, role="Helper", sections=("shared",)
        )
    return made


def raised(known: Known, by: Account) -> Worry:
    with acting_as(by) as viewer:
        return worries.raise_worry(
            by=viewer, family=people.family(viewer, known.family.pk), new=NEW, now=timezone.now()
        )


def alarms(account: Account) -> list[Alert]:
    with acting_as(account) as viewer:
        return [one for one in overseeing.alerts(viewer)[0] if one.kind == Alert.Kind.WORRY_WAITS]


def calls(account: Account) -> int:
    with acting_as(account) as viewer:
        return len(worry_queries.calls(viewer))


def asleep(*accounts: Account) -> None:
    for one in accounts:
        as_superuser("UPDATE access_account SET asleep_since = now() WHERE id = {}", one.pk)


def kept_out(known: Known, account: Account) -> None:
    as_superuser(
        "INSERT INTO access_denial (id, created_at, family_id, account_id, kind, reason, starts_at, set_by_id)"
        " VALUES ({}, now(), {}, {}, 'conflict', 'Her brother', now() - interval '1 day', {})",
        uuid7(), known.family.pk, account.pk, known.author.pk,
    )  # fmt: skip


def supervises(supervisor: Account, account: Account) -> None:
    with acting_as(an_account("Ad Min", role="administrator")) as viewer:
        agreements.set_supervision(by=viewer, supervisor=supervisor, account=account)


def test_where_nobody_can_be_called_those_who_can_place_somebody_are_alarmed(known: Known) -> None:
    admin, governor = an_account("Al Min", role="administrator"), an_account("Ivy Gray", role="information_governance")
    jo = a_volunteer(known)
    asleep(known.author)
    raised(known, jo)
    for somebody in (admin, governor):
        (one,) = alarms(somebody)
        assert (one.about, one.family_id) == (jo, None)
        assert "bruise" not in one.why


def test_nobody_is_alarmed_where_somebody_was_called(known: Known) -> None:
    admin, jo = an_account("Al Min", role="administrator"), a_volunteer(known)
    boss = an_account("Lee Ward", role="supervisor", team=place_of(jo).team)
    raised(known, jo)
    assert (calls(boss), alarms(admin)) == (1, [])


def test_each_is_alarmed_once_until_they_looked_and_it_is_still_so(known: Known) -> None:
    admin, jo = an_account("Al Min", role="administrator"), a_volunteer(known)
    asleep(known.author)
    raised(known, jo)
    for _ in range(3):
        worries.call_whoever_is_needed()
    (one,) = alarms(admin)
    with acting_as(admin) as viewer:
        alerts.look_at(by=viewer, alert=one.pk)
    worries.call_whoever_is_needed()
    assert len(alarms(admin)) == 1
    as_superuser("UPDATE access_alert SET created_at = created_at - interval '3 hours' WHERE id = {}", one.pk)
    worries.call_whoever_is_needed()
    assert len(alarms(admin)) == 2


def test_whoever_is_placed_then_is_called_at_once(known: Known) -> None:
    jo = a_volunteer(known)
    asleep(known.author)
    raised(known, jo)
    boss = an_account("Lee Ward", role="supervisor")
    worries.call_whoever_is_needed()
    assert calls(boss) == 1


def test_a_supervisor_to_whom_the_family_is_closed_hears_nothing_of_it(known: Known) -> None:
    jo = a_volunteer(known)
    boss = an_account("Lee Ward", role="supervisor", team=place_of(jo).team)
    kept_out(known, boss)
    asleep(known.author)
    raised(known, jo)
    assert (calls(boss), alarms(boss)) == (0, [])


def test_a_supervisor_who_may_not_be_called_is_alarmed_with_the_others(known: Known) -> None:
    """Whoever was let go from the family is not brought back; but that somebody of theirs needs help they must know."""
    jo = a_volunteer(known)
    boss = an_account("Lee Ward", role="supervisor", team=place_of(jo).team)
    as_superuser(
        "INSERT INTO access_grant (id, created_at, family_id, account_id, reason, sections, starts_at, ends_at, given_by_id,"
        " ended_by_id) VALUES ({}, now(), {}, {}, 'circle', '{{shared}}', now() - interval '9 days', now(), {}, {})",
        uuid7(), known.family.pk, boss.pk, known.author.pk, known.author.pk,
    )  # fmt: skip
    asleep(known.author)
    raised(known, jo)
    assert (calls(boss), len(alarms(boss))) == (0, 1)


def test_whoever_is_alarmed_reads_it_with_a_way_on_and_nothing_of_the_family(known: Known) -> None:
    admin, jo = an_account("Al Min", role="administrator"), a_volunteer(known)
    asleep(known.author)
    raised(known, jo)
    shown = browsers.of(admin).get("/alerts").content.decode()
    assert "A worry waits, and nobody can be called about it" in shown
    assert "It cannot wait until tomorrow" in shown
    assert 'href="/staff"' in shown
    assert "Okafor" not in shown


ABSENCES = list(itertools.product((False, True), repeat=5))


@pytest.mark.parametrize(("owner", "near", "in_team", "any_", "knows"), ABSENCES)
def test_no_worry_is_silent_whoever_is_there(
    known: Known, owner: bool, near: bool, in_team: bool, any_: bool, knows: bool
) -> None:
    """Of all who might hear of it any may be away: a late worry is called about, or alarmed over."""
    admin = an_account("Al Min", role="administrator")
    boss, other = an_account("Lee Ward", role="supervisor"), an_account("Noa Gray", role="supervisor")
    beside = an_account("Kim Lee", role="supervisor", team=place_of(known.author).team)
    colleague = an_account("Sal Poe")
    with acting_as(known.author) as viewer:
        family = people.family(viewer, known.family.pk)
        circle.bring_in(by=viewer, family=family, account=colleague, role="Helper", sections=("shared", "safeguarding"))
    supervises(boss, known.author)
    worry = raised(known, known.author)
    there = {known.author: owner, boss: near, beside: in_team, other: any_, colleague: knows}
    asleep(*(one for one, here in there.items() if not here))
    heard: set[Account] = set()
    for _ in range(5):
        moved = "due_at = now() - interval '1 minute', owned_since = owned_since - interval '1 day'"
        as_superuser(f"UPDATE support_worry SET {moved} WHERE id = {{}}", worry.pk)
        worries.call_whoever_is_needed()
        heard |= {one for one, here in there.items() if here and one != known.author and calls(one)}
    expected = {one for one, here in there.items() if here and one != known.author}
    assert bool(heard) == bool(expected)
    assert heard or alarms(admin)
