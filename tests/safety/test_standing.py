"""Who somebody is to the walls is worked out once and kept for a moment: what is kept is theirs, of now, and true."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests.factories import Known, a_family, a_team, an_account, as_superuser

from onestory.access.models import Account
from onestory.access.viewer import acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> Known:
    return a_family(an_account("Ada Author"))


def kept() -> str:
    return str(asked("SELECT current_setting('onestory.standing', true)"))


def asked(statement: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def keep(standing: str) -> None:
    asked("SELECT set_config('onestory.standing', %s, true)", standing)


def sees(known: Known) -> bool:
    return bool(asked("SELECT count(*) FROM people_family WHERE id = %s", known.family.pk))


@pytest.mark.hazard("HZ-38")
def test_what_is_kept_is_read_and_without_it_the_same_is_worked_out(known: Known) -> None:
    ways = "SELECT ARRAY[wall.viewer()::text, wall.accounts()::text, wall.reach()::text, wall.ceiling()::text]"
    with acting_as(known.author):
        assert len(kept()) > 64
        by_memory = asked(ways)
        keep("")
        assert asked(ways) == by_memory
        assert sees(known)


@pytest.mark.hazard("HZ-38")
@pytest.mark.parametrize("place", [0, 63, 64, 70, -1])
def test_a_standing_that_somebody_wrote_is_not_taken(known: Known, place: int) -> None:
    stranger = an_account()
    with acting_as(known.author):
        authors = kept()
    with acting_as(stranger):
        own = kept()
        for made_up in (authors, own[:64] + authors[64:], "0" * 64 + authors[64:], "{}", "x" * 200):
            keep(made_up)
            assert asked("SELECT wall.viewer()") == stranger.pk
            assert not sees(known)
    with acting_as(known.author):
        genuine = kept()
        letter = "1" if genuine[place] != "1" else "2"
        changed = genuine[: place % len(genuine)] + letter + genuine[place % len(genuine) + 1 :]
        keep(changed)
        assert asked("SELECT wall.accounts()") == [known.author.pk]


@pytest.mark.hazard("HZ-38")
def test_a_standing_shown_without_its_ticket_makes_nobody(known: Known) -> None:
    with acting_as(known.author):
        standing = kept()
        asked("SELECT set_config('onestory.viewer', '', true)")
        keep(standing)
        assert asked("SELECT wall.viewer()") is None
        assert not sees(known)


@pytest.mark.hazard("HZ-38")
@pytest.mark.django_db(transaction=True)
def test_a_standing_is_of_one_transaction(known: Known) -> None:
    with acting_as(known.author):
        ticket, standing = asked("SELECT current_setting('onestory.viewer', true)"), kept()
    as_superuser("UPDATE access_account SET is_active = false, closed_at = now() WHERE id = {}", known.author.pk)
    with transaction.atomic():
        asked("SELECT set_config('onestory.viewer', %s, true)", ticket)
        keep(standing)
        assert asked("SELECT wall.viewer()") is None


def let_go(account: Account, family: UUID) -> None:
    as_superuser(
        "UPDATE access_teammembership SET starts_at = now() - interval '1 day', ends_at = now() WHERE account_id = {}",
        account.pk,
    )


def closed_account(account: Account, family: UUID) -> None:
    as_superuser("UPDATE access_account SET is_active = false, closed_at = now() WHERE id = {}", account.pk)


def denied(account: Account, family: UUID) -> None:
    as_superuser(
        "INSERT INTO access_denial (id, created_at, family_id, account_id, kind, reason)"
        " VALUES (gen_random_uuid(), now(), {}, {}, 'conflict', '')", family, account.pk,
    )  # fmt: skip


def restricted(account: Account, family: UUID) -> None:
    as_superuser(
        "INSERT INTO access_restriction (id, created_at, family_id, reason, set_by_id)"
        " VALUES (gen_random_uuid(), now(), {}, '', {})", family, account.pk,
    )  # fmt: skip


@pytest.mark.hazard("HZ-26")
@pytest.mark.parametrize("change", [let_go, closed_account, denied, restricted])
def test_what_changes_in_the_transaction_acts_in_it(known: Known, change: Callable[[Account, UUID], None]) -> None:
    with acting_as(known.author):
        assert sees(known)
        change(known.author, known.family.pk)
        assert kept() == ""
        assert not sees(known)


@pytest.mark.hazard("HZ-24")
def test_a_grant_given_in_the_transaction_does_not_open_what_is_denied(known: Known) -> None:
    relative = an_account(team=(team := a_team()))
    denied(relative, known.family.pk)
    with acting_as(relative):
        assert not sees(known)
        as_superuser(
            "INSERT INTO access_grant (id, created_at, family_id, team_id, reason, sections, given_by_id)"
            " VALUES (gen_random_uuid(), now(), {}, {}, 'team', {}, {})",
            known.family.pk, team.pk, ["shared"], known.author.pk,
        )  # fmt: skip
        assert not sees(known)


def sign(author: Account, *, seconds_ago: float) -> None:
    """A standing as the database itself signs one: of somebody whose own grants do not count, worked out so long ago."""
    as_superuser(
        "DO $do$ DECLARE made text[] := ARRAY[{}, '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', '{{}}',"
        " (extract(epoch FROM clock_timestamp()) - {})::text];"
        " BEGIN PERFORM set_config('onestory.standing', wall.signature(made) || made::text, true); END $do$",
        str(author.pk), seconds_ago,
    )  # fmt: skip


@pytest.mark.hazard("HZ-26")
@pytest.mark.parametrize(("seconds_ago", "accounts"), [(0.0, 0), (0.3, 1), (3600.0, 1)])
def test_a_standing_is_read_for_a_quarter_of_a_second_and_then_worked_out_anew(
    known: Known, seconds_ago: float, accounts: int
) -> None:
    with acting_as(known.author):
        sign(known.author, seconds_ago=seconds_ago)
        assert asked("SELECT cardinality(wall.accounts())") == accounts
        assert asked("SELECT wall.viewer()") == known.author.pk
