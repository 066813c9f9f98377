"""Accounts are closed to whoever is not signed in: with any statement at all, as the application's own role, without a ticket."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from tests.accounts import browser, is_in, sign_in, with_an_app, with_password
from tests.factories import a_family, an_account
from tests.safety.test_accounts_two_people import NEW, link_for
from tests.safety.test_stolen_statements import run

from onestory.access import accounts_queries, knocking
from onestory.access.actions import portal
from onestory.access.models import Account
from onestory.access.tickets import knock_of, ticket_for
from onestory.access.viewer import acting_as
from onestory.core.care import Care, Tag
from onestory.core.walls import care_of, walled

pytestmark = pytest.mark.django_db

# Names of teams; digests of sessions' keys, and what only the key opens; counts under digests; when a night was last watched.
OPEN = {"access_team", "access_signedin", "access_tally", "access_night"}
# No right to read at all, whoever asks.
UNREADABLE = {table for table, wall in walled() if wall.select is None}
OF_LIBRARIES = ("account_emailaddress", "mfa_authenticator", "socialaccount_socialaccount")
KNOCK = "SELECT set_config('onestory.knock', %s, true)"
MADE = (
    "INSERT INTO access_account (id, created_at, email, name, job_title, kind, is_active)"
    " VALUES (gen_random_uuid(), now(), %s, 'Nobody', '', 'staff', true)"
)


@pytest.fixture
def worker() -> Account:
    """With a password, an authenticator app, a place in a team and a family."""
    account = with_an_app(with_password("Sam Reed"))
    a_family(account)
    nobody_knocks()
    return account


@pytest.fixture
def parent(worker: Account) -> Account:
    """With a page of her own, given by the worker."""
    known, account = a_family(worker, surname="Penrose"), with_password("Ada Penrose", kind="family", role="")
    with acting_as(worker) as viewer:
        portal.open_to(by=viewer, account=account, family=known.family.pk, person=known.mother.pk, kind="adult",
                       evidence="Passport seen")  # fmt: skip
    nobody_knocks()
    return account


def nobody_knocks() -> None:
    """As in the next transaction: a test's own is one."""
    run(KNOCK, [""])


def session() -> int:
    return int(run("SELECT pg_backend_pid()"))


def why_not(statement: str, *values: object) -> str:
    """What the database says as it refuses, and no more than it says of itself."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        run(statement, values)
    return str(caught.value)


# --- nobody signed in -------------------------------------------------------------------------------------------------


@pytest.mark.hazard("HZ-84")
def test_whoever_is_nobody_reads_no_row_of_any_table(parent: Account) -> None:
    tables = [table for table, _ in walled() if table not in OPEN and table not in UNREADABLE]
    assert [table for table in (*tables, *OF_LIBRARIES) if run(f'SELECT count(*) FROM "{table}"')] == []


@pytest.mark.hazard("HZ-75")
def test_no_statement_reads_what_a_password_is_checked_by(worker: Account) -> None:
    """Not even as its owner: it is a table of its own that nobody has a right to, and no column of accounts."""
    declared = care_of(Account)
    assert isinstance(declared, Care)
    assert Tag.SECRET not in declared.columns.values()
    with acting_as(worker):
        assert "permission denied" in why_not("SELECT digest FROM access_password")
        assert "permission denied" in why_not("UPDATE access_password SET digest = 'x'")


@pytest.mark.hazard("HZ-84")
@pytest.mark.parametrize("forged", ["unsigned", "of another session", "altered", "a ticket"])
def test_naming_an_account_exactly_does_nothing_without_our_signature(worker: Account, forged: str) -> None:
    """Whoever guesses an address learns neither whose it is nor whether it is anybody's."""
    here, right = session(), knock_of("email", worker.email, session=session())
    knock = {
        "unsigned": right[:-64] + "0" * 64,
        "of another session": knock_of("email", worker.email, session=here + 1),
        "altered": knock_of("email", f"x{worker.email}", session=here).replace("email x", "email "),
        "a ticket": ticket_for(worker.pk, session=here),
    }[forged]
    run(KNOCK, [knock])
    assert run("SELECT count(*) FROM access_account") == 0
    assert run("SELECT count(*) FROM wall.account_named(%s)", [knock]) == 0
    assert run("SELECT count(*) FROM wall.account_named(%s)", [right]) == 1


@pytest.mark.hazard("HZ-84")
def test_a_knock_is_no_ticket(worker: Account) -> None:
    """What lets one account be read before signing in acts as nobody."""
    knock = knock_of("account", worker.pk.hex, session=session())
    for shown in (knock, knock[-106:]):
        run("SELECT set_config('onestory.viewer', %s, true)", [shown])
        assert run("SELECT wall.viewer() IS NULL")


@pytest.mark.hazard("HZ-84")
@pytest.mark.parametrize("how", ["account", "email"])
def test_signing_in_opens_one_account_and_no_other(worker: Account, how: str) -> None:
    with_an_app(with_password("Jo Stone"))
    knocking.knock_at(how, worker.pk.hex if how == "account" else worker.email.upper())
    assert list(Account.objects.values_list("pk", flat=True)) == [worker.pk]
    assert run("SELECT array_agg(user_id) FROM mfa_authenticator WHERE type = 'totp'") == [worker.pk]


@pytest.mark.hazard("HZ-16")
def test_opening_an_account_does_not_tell_whether_an_address_is_somebodys(worker: Account) -> None:
    """Refused alike before it is looked for: an address that the application does not name is nobody's to open an account at."""
    assert why_not(MADE, worker.email) == why_not(MADE, "nobody@example.org")
    with acting_as(an_account("Jo Stone", role="administrator")):
        nobody_knocks()
        assert "row-level security" in why_not(MADE, worker.email)
        assert why_not(MADE, worker.email) == why_not(MADE, "nobody@example.org")


# --- whoever is signed in ---------------------------------------------------------------------------------------------


@pytest.mark.hazard("HZ-16")
@pytest.mark.parametrize(
    ("role", "seen"),
    [("practitioner", False), ("triage", False), ("administrator", True), ("information_governance", True)],
)
def test_accounts_of_families_are_seen_by_those_who_answer_for_accounts(
    worker: Account, parent: Account, role: str, seen: bool
) -> None:
    """Colleagues see one another, and no family's way in: that would say who else is known here."""
    with acting_as(an_account("Jo Stone", role=role)):
        nobody_knocks()
        assert Account.objects.filter(pk=worker.pk).exists()
        assert Account.objects.filter(pk=parent.pk).exists() is seen


@pytest.mark.hazard("HZ-01")
def test_a_family_sees_its_own_account_alone(worker: Account, parent: Account) -> None:
    """It is told of those who work with it by functions that say what they show."""
    with acting_as(parent):
        assert list(Account.objects.all()) == [parent]


@pytest.mark.hazard("HZ-15")
def test_a_family_is_told_who_let_them_back_in(parent: Account) -> None:
    first, second = (with_password(name, role="administrator") for name in ("Al Min", "Bo Tran"))
    client = browser()
    client.post(link_for(parent, first=first, second=second), {"password": NEW})
    nobody_knocks()
    sign_in(client, parent.email, NEW)
    assert is_in(client)
    with acting_as(parent):
        told = accounts_queries.latest_recovery(parent.pk)
        assert told
        assert [told.checked_by.name, told.confirmed_by and told.confirmed_by.name] == ["Al Min", "Bo Tran"]
