"""Placing staff as the owner of the machine does: outside the product, where the first administrator comes from.

The application itself may not write who is in which team; these functions use the owner's connection to the database, which only
somebody with access to the server has. They are audited like any other act, by nobody: the event has no account.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from onestory.access import knocking
from onestory.access.actions.accounts import new_account
from onestory.access.models import Account, Team
from onestory.access.roles import ROLES
from onestory.access.viewer import acting_as
from onestory.audit.actions import events
from onestory.config import environment
from onestory.core.errors import Invalid
from onestory.core.ids import uuid7
from onestory.network.models import Organisation


@transaction.atomic
def open_account(
    *, email: str, name: str, job_title: str = "", role: str, team: str, organisation: Organisation | None = None,
    kind: str = Account.Kind.STAFF,
) -> Account:  # fmt: skip
    """An account in a team, making the team if there is none of that name."""
    if role not in ROLES:
        raise Invalid(f"There is no role {role}. Choose one of: {', '.join(ROLES)}.", "role")
    environment.needed("ONESTORY_OWNER_DATABASE_URL", why="who is in which team is written by onestory_owner")
    account = new_account(email=email, name=name, job_title=job_title, kind=kind)
    placed = Team.objects.filter(name=team).first()
    if placed is None:
        placed = Team(name=team, organisation_id=organisation.pk if organisation else None)
        placed.save(force_insert=True)
    events.record(by=None, action="accounts.open_on_the_machine", subject=account, role=role)
    transaction.on_commit(lambda: place(account=account, team=placed, role=role))
    return account


@transaction.atomic
def open_family_account(*, email: str, name: str) -> Account:
    """An account of a parent, a carer or a young person. It opens nothing until somebody alongside them gives them a way in."""
    account = new_account(email=email, name=name, kind=Account.Kind.FAMILY)
    events.record(by=None, action="accounts.open_on_the_machine", subject=account, kind=Account.Kind.FAMILY.value)
    return account


def place(*, account: Account, team: Team, role: str) -> None:
    """Once the account stands, as the owner of the tables: a superuser's statement would do the same and say less."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT wall.place_first(%s, %s, %s, %s)", [uuid7(), account.pk, team.pk, role])


@transaction.atomic
def set_password(*, email: str, password: str) -> None:
    """Raises Invalid for an account that is not there, or a password that is too short or too common."""
    account = knocking.by_email(email)
    if account is None or not account.is_active:
        raise Invalid("There is no such account.", "email")
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), "password") from None
    _give(account, make_password(password))


@transaction.atomic
def set_password_of_all(*, emails: Iterable[str], password: str) -> None:
    """The same for all of them, worked out once: for places that nobody lives in. Raises as `set_password` does."""
    hashed = make_password(password)
    for email in emails:
        account = knocking.by_email(email)
        if account is None or not account.is_active:
            raise Invalid("There is no such account.", "email")
        _give(account, hashed)


def _give(account: Account, hashed: str) -> None:
    account.password = hashed
    with acting_as(account):
        account.save()
    transaction.on_commit(lambda: _verify_address(account))
    events.record(by=None, action="accounts.set_password_on_the_machine", subject=account)


def _verify_address(account: Account) -> None:
    """Whoever sets the password on the machine knows whose address it is; a second factor may be set up only then.

    Written as the owner of the tables: the application may not say that an address is verified.
    """
    from allauth.account.models import EmailAddress

    EmailAddress.objects.using("owner").update_or_create(
        user_id=account.pk, email=account.email, defaults={"verified": True, "primary": True}
    )
