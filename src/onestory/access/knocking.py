"""Reading one account before anybody is signed in, by naming it exactly: how signing in begins.

Accounts are closed to whoever shows no ticket. Signing in must read one before there is anybody to show it; so the application
says, in words it signs (`access.tickets`), which one it means, and the database shows that one alone until the transaction ends.
A statement slipped into ours cannot sign them: it can neither go through accounts nor try whether a name it guessed is there.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from onestory.access.models import Account
from onestory.access.tickets import knock_of

_NAMED = "SELECT (n.account).*, n.digest AS _digest FROM wall.account_named(%s) n"


def by_account(account_id: UUID) -> Account | None:
    """Also to whoever is closed or asleep: whether they may go on is for the caller to ask."""
    return _find(knock_at("account", account_id.hex))


def by_email(email: str) -> Account | None:
    return _find(knock_at("email", email.strip()))


def by_subject(*, provider: str, subject: str) -> Account | None:
    """Whoever an identity provider has called this before."""
    return _find(knock_at("subject", f"{provider} {subject}"))


def by_being_the_program() -> Account | None:
    """The first program that is open: it loads partners' files where no other is named."""
    return _find(knock_at("program", "first"))


def of_session(account_id: UUID) -> Account | None:
    """Whose session this is, in one statement, outside any transaction: it opens nothing further."""
    return _find(_signed("account", account_id.hex))


def knock_at(how: str, value: str) -> str:
    """Open this one account, and how it signs in, to the transaction that is going on; in none, to nothing."""
    knock = _signed(how, value)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('onestory.knock', %s, true)", [knock])
    return knock


def _signed(how: str, value: str) -> str:
    connection.ensure_connection()
    return knock_of(how, value, session=connection.connection.info.backend_pid)


def _find(knock: str) -> Account | None:
    return next(iter(Account.objects.raw(_NAMED, [knock])), None)
