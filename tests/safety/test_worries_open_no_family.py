"""A worry opens a family to whoever looks into it, for as long as they do, and is no way in for anybody else (HZ-25, HZ-36)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.factories import Known, a_family, a_team, an_account, as_superuser, place_of
from tests.integration.workspace import browsers

from onestory.access import queries as access
from onestory.access.actions import grants, guarding
from onestory.access.models import Account, Grant
from onestory.access.viewer import acting_as
from onestory.audit.models import AuditEvent
from onestory.core.errors import NotThere
from onestory.core.ids import uuid7
from onestory.people import queries as people
from onestory.support import worry_functions, worry_queries
from onestory.support.actions import circle, worries
from onestory.support.models import Worry

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("HZ-25", "HZ-36")]

NEW = worries.NewWorry(seen="A bruise on his arm", urgency="today", told="unsafe", why_untold="He is afraid of him")


@pytest.fixture
def known() -> Known:
    return a_family(an_account())


@pytest.fixture
def jo(known: Known) -> Account:
    """A volunteer of the family, who may not look further than its shared story."""
    made = an_account("Jo Stone", role="volunteer", team=a_team("Volunteers"))
    bring_in(known, made)
    return made


@pytest.fixture
def boss(jo: Account) -> Account:
    """Supervises the volunteer's team, and sees nothing of the family."""
    return an_account("Lee Ward", role="supervisor", team=place_of(jo).team)


def bring_in(known: Known, account: Account) -> None:
    with acting_as(known.author) as viewer:
        family = people.family(viewer, known.family.pk)
        circle.bring_in(by=viewer, family=family, account=account, role="Helper", sections=("shared",))


def raised(known: Known, by: Account) -> Worry:
    with acting_as(by) as viewer:
        family = people.family(viewer, known.family.pk)
        return worries.raise_worry(by=viewer, family=family, new=NEW, now=timezone.now())


def called(account: Account) -> list[worry_queries.Call]:
    with acting_as(account) as viewer:
        return worry_queries.calls(viewer)


def takes_on(account: Account, call: worry_queries.Call) -> Worry:
    with acting_as(account) as viewer:
        return worries.answer_call(by=viewer, call_id=call.call, now=timezone.now())


def sees(account: Account, known: Known) -> bool:
    with acting_as(account) as viewer:
        try:
            return bool(people.family(viewer, known.family.pk).sections_open_to(viewer))
        except NotThere:
            return False


def ends(account: Account, known: Known, worry: Worry) -> None:
    with acting_as(account) as viewer:
        theirs = worry_queries.worry(viewer, people.family(viewer, known.family.pk), worry.pk)
        worries.end(by=viewer, worry=theirs, reason="It was ink", now=timezone.now())


def let_go(known: Known, account: Account) -> None:
    with acting_as(known.author) as viewer:
        held = next(one for one in access.who_sees(viewer, known.family.pk) if one.account == account)
        grants.end(by=viewer, family=known.family.pk, grant=held.grant)


def time_passes(worry: Worry) -> None:
    moved = "due_at = due_at - interval '1 day', owned_since = owned_since - interval '1 day'"
    as_superuser(f"UPDATE support_worry SET {moved} WHERE id = {{}}", worry.pk)
    worries.call_whoever_is_needed()


def _refused() -> pytest.RaisesExc[DatabaseError]:
    return pytest.raises(DatabaseError, match=r"row-level security|permission denied")


def test_what_a_worry_opens_ends_with_it(known: Known, jo: Account, boss: Account) -> None:
    worry = raised(known, jo)
    takes_on(boss, called(boss)[0])
    assert sees(boss, known)
    ends(boss, known, worry)
    assert not sees(boss, known)


def test_it_ends_by_whoever_ends_the_worry(known: Known, jo: Account, boss: Account) -> None:
    worry = raised(known, jo)
    takes_on(boss, called(boss)[0])
    ends(known.author, known, worry)
    assert not sees(boss, known)


def test_what_somebody_saw_anyway_stays(known: Known, jo: Account, boss: Account) -> None:
    worry = raised(known, jo)
    takes_on(boss, called(boss)[0])
    bring_in(known, boss)
    ends(boss, known, worry)
    assert sees(boss, known)


def test_nobody_is_left_alone_by_the_end_of_a_worry(known: Known, jo: Account, boss: Account) -> None:
    """Of everybody else's accounts none can be signed in to: whoever looked into it goes on until somebody is there."""
    worry = raised(known, jo)
    takes_on(boss, called(boss)[0])
    as_superuser("UPDATE access_account SET asleep_since = now() WHERE id <> {}", boss.pk)
    with acting_as(boss) as viewer:
        assert worry_queries.opened_by(viewer, worry) == worry_queries.Opened(only_by_it=True, nobody_else=True)
    ends(boss, known, worry)
    worries.end_what_is_over()
    assert sees(boss, known)
    as_superuser("UPDATE access_account SET asleep_since = NULL WHERE id = {}", known.author.pk)
    worries.end_what_is_over()
    assert not sees(boss, known)


def test_whoever_ends_it_reads_what_that_means_before_and_after(known: Known, jo: Account, boss: Account) -> None:
    worry = raised(known, jo)
    takes_on(boss, called(boss)[0])
    client, end = browsers.of(boss), f"/families/{known.family.pk}/worries/{worry.pk}/end"
    assert "When it ends, you see them no longer." in client.get(end).content.decode()
    as_superuser("UPDATE access_account SET asleep_since = now() WHERE id <> {}", boss.pk)
    shown = client.get(end).content.decode()
    assert "Nobody else is alongside this family" in shown
    assert "Hand over: bring somebody in" in shown


def test_neither_colleagues_nor_the_family_learn_from_it_that_there_is_a_worry(
    known: Known, jo: Account, boss: Account
) -> None:
    raised(known, jo)
    takes_on(boss, called(boss)[0])
    with acting_as(known.author) as viewer:
        (held,) = [one for one in access.who_sees(viewer, known.family.pk) if one.account == boss]
    said = f"{Grant.Reason(held.reason).label} {held.purpose}".lower()
    assert held.reason == "called"
    assert not any(word in said for word in ("worry", "concern", "safe", "harm"))
    assert held.purpose == worry_functions.PURPOSE


@pytest.mark.parametrize("kind", ["conflict", "safety"])
def test_who_is_kept_out_after_being_called_cannot_take_it_on(
    known: Known, jo: Account, boss: Account, kind: str
) -> None:
    raised(known, jo)
    (call,) = called(boss)
    as_superuser(
        "INSERT INTO access_denial (id, created_at, family_id, account_id, kind, reason, starts_at, set_by_id)"
        " VALUES ({}, now(), {}, {}, {}, 'Her brother', now() - interval '1 day', {})",
        uuid7(), known.family.pk, boss.pk, kind, known.author.pk,
    )  # fmt: skip
    with pytest.raises(NotThere):
        takes_on(boss, call)
    assert called(boss) == []


def test_a_family_kept_to_named_people_is_not_opened_by_a_call(known: Known, jo: Account, boss: Account) -> None:
    raised(known, jo)
    (call,) = called(boss)
    with acting_as(an_account("Ivy Gray", role="information_governance")) as viewer:
        guarding.restrict(by=viewer, family=known.family.pk, reason="A threat to her", accounts=[known.author.pk])
    with pytest.raises(NotThere):
        takes_on(boss, call)


def test_whoever_was_let_go_from_a_family_is_not_brought_back_by_a_worry(
    known: Known, jo: Account, boss: Account
) -> None:
    bring_in(known, boss)
    let_go(known, boss)
    raised(known, jo)
    assert called(boss) == []


def test_a_call_made_before_they_were_let_go_opens_nothing(known: Known, jo: Account, boss: Account) -> None:
    bring_in(known, boss)
    raised(known, jo)
    (call,) = called(boss)
    let_go(known, boss)
    with pytest.raises(NotThere):
        takes_on(boss, call)
    assert not sees(boss, known)


def test_a_call_is_over_once_somebody_took_it_on(known: Known, jo: Account, boss: Account) -> None:
    other = an_account("Kim Lee", role="supervisor", team=place_of(boss).team)
    raised(known, jo)
    (theirs,), (mine,) = called(other), called(boss)
    takes_on(boss, mine)
    assert called(other) == []
    with pytest.raises(NotThere):
        takes_on(other, theirs)
    assert not sees(other, known)


def test_who_no_longer_is_what_they_were_called_for_finds_nothing(known: Known, jo: Account, boss: Account) -> None:
    raised(known, jo)
    (call,) = called(boss)
    as_superuser("UPDATE access_teammembership SET role = 'practitioner' WHERE account_id = {}", boss.pk)
    with pytest.raises(NotThere):
        takes_on(boss, call)


def test_an_emergency_of_an_hour_does_not_last_by_a_worry_raised_in_it(known: Known) -> None:
    """A supervisor opens a family in an emergency, raises a worry and leaves it to a colleague until it is late."""
    sly, friend = an_account("Sly Fox", role="supervisor"), an_account("Kim Lee", role="supervisor")
    with acting_as(sly) as viewer:
        guarding.break_glass(by=viewer, family=known.family.pk, reason="Somebody may be hurt at this very moment")
    worry = raised(known, sly)
    as_superuser("UPDATE access_grant SET ends_at = clock_timestamp() WHERE account_id = {}", sly.pk)
    worries.call_whoever_is_needed()
    takes_on(known.author, called(known.author)[0])
    time_passes(worry)
    for _ in range(4):
        as_superuser("UPDATE support_worrycall SET called_at = called_at - interval '3 hours'")
        worries.call_whoever_is_needed()
    assert len(called(friend)) == 1
    assert called(sly) == []
    assert not sees(sly, known)


def test_a_worry_about_a_family_one_does_not_see_cannot_be_raised(known: Known) -> None:
    """Not by the page, and not by a statement of one's own; nor can one without a record be put into a family."""
    stranger = an_account("Noa Near", role="supervisor")
    assert browsers.of(stranger).get(f"/families/{known.family.pk}/worries/raise").status_code == 404
    with acting_as(stranger) as viewer:
        loose = worries.NewWorry(seen="Crying", urgency="now", told="unsafe", why_untold="Unknown", about_words="A boy")
        mine = worries.raise_worry(by=viewer, family=None, new=loose, now=timezone.now())
        for statement in (
            "INSERT INTO support_worry (id, created_at, family_id, about, about_words, seen, whose_words, urgency, state,"
            " owner_id, due_at, family_told, untold_why, raised_by_id) SELECT gen_random_uuid(), now(), %s, '{}', '', 'x', '',"
            f" 'now', 'open', '{stranger.pk}', now(), 'yes', '', '{stranger.pk}'",
            f"UPDATE support_worry SET family_id = %s WHERE id = '{mine.pk}'",
        ):
            with _refused(), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [known.family.pk])
    assert not sees(stranger, known)


def test_nobody_can_call_by_hand_nor_say_what_a_call_opened(known: Known, jo: Account, boss: Account) -> None:
    worry = raised(known, jo)
    (call,) = called(boss)
    with acting_as(known.author):
        for statement, value in (
            ("UPDATE support_worrycall SET opened_id = gen_random_uuid() WHERE id = %s", call.call),
            ("UPDATE support_worry SET owned_since = now() - interval '1 day' WHERE id = %s", worry.pk),
            (
                "INSERT INTO support_worrycall (id, created_at, worry_id, to_id, round, why, for_due_at, called_at)"
                f" SELECT gen_random_uuid(), now(), id, '{known.author.pk}', 1, 'late', due_at, now() FROM support_worry"
                " WHERE id = %s", worry.pk,
            ),
        ):  # fmt: skip
            with _refused(), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, [value])


def test_whoever_looks_into_a_worry_does_not_stay_by_way_of_their_team(
    known: Known, jo: Account, boss: Account
) -> None:
    raised(known, jo)
    takes_on(boss, called(boss)[0])
    mine, other = place_of(boss).team, a_team("Somewhere else")
    with acting_as(boss) as viewer:
        with pytest.raises(NotThere):
            grants.give(by=viewer, family=known.family.pk, team=mine.pk, sections=("shared",))
        assert grants.give(by=viewer, family=known.family.pk, team=other.pk, sections=("shared",))


def test_nor_by_taking_somebody_of_the_family_into_another(known: Known, jo: Account, boss: Account) -> None:
    own = a_family(boss, surname="Penrose")
    raised(known, jo)
    takes_on(boss, called(boss)[0])
    with acting_as(boss), connection.cursor() as cursor:
        cursor.execute("SELECT wall.may_bring(%s, %s)", [known.child.pk, own.family.pk])
        assert cursor.fetchone() == (False,)


def test_in_the_end_every_worry_that_ended_has_closed_what_it_opened(known: Known, jo: Account, boss: Account) -> None:
    """Also one that a statement ended past the page."""
    worry = raised(known, jo)
    takes_on(boss, called(boss)[0])
    as_superuser("UPDATE support_worry SET state = 'ended' WHERE id = {}", worry.pk)
    worries.end_what_is_over()
    worries.end_what_is_over()
    assert not sees(boss, known)
    with acting_as(an_account("Ira Gold", role="information_governance")):
        told = AuditEvent.objects.filter(action="grants.end", family_id=known.family.pk)
        assert [(one.account_id, one.detail, one.grant_id is None) for one in told] == [
            (None, {"reason": "called"}, False)
        ]


def test_a_worry_without_a_record_is_put_with_no_family_that_is_not_open_to_its_owner(known: Known) -> None:
    stranger = an_account("Noa Near", role="supervisor")
    loose = worries.NewWorry(seen="Crying", urgency="now", told="unsafe", why_untold="Unknown", about_words="A boy")
    with acting_as(stranger) as viewer:
        theirs = worries.raise_worry(by=viewer, family=None, new=loose, now=timezone.now())
        with pytest.raises(NotThere):
            worries.join(by=viewer, worry=theirs, family=known.family, now=timezone.now())
    assert not sees(stranger, known)


def test_nor_is_somebody_elses_put_anywhere(known: Known) -> None:
    loose = worries.NewWorry(seen="Crying", urgency="now", told="unsafe", why_untold="Unknown", about_words="A boy")
    with acting_as(an_account("Noa Near")) as viewer:
        theirs = worries.raise_worry(by=viewer, family=None, new=loose, now=timezone.now())
    with acting_as(known.author) as viewer, connection.cursor() as cursor:
        assert not worry_queries.loose(viewer)
        with pytest.raises(DatabaseError, match="not yours to join"), transaction.atomic():
            cursor.execute("SELECT wall.join_worry(%s, %s)", [theirs.pk, known.family.pk])
