"""Accounts: a person (or a program) that signs in. What an account may see comes from grants, never from here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pgtrigger
from django.contrib.auth import hashers
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import connection, models, transaction
from django.db.models.functions import Lower

from onestory.access.tickets import knock_of
from onestory.core.care import STAFF_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.ids import uuid7

MAY_CHANGE = ("email", "last_login", "is_active", "closed_at")


NOTHING_FITS = "!"
"""Stands for the digest of an account that no password opens; Django's own, without the random letters it adds."""


class AccountManager(BaseUserManager["Account"]):
    """Only what signing in needs. Accounts are opened by `access.actions.accounts`."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """Someone who signs in. `email` is how they sign in; it is never a way to prove who they are (V6.3.6).

    Seen by those who work here, and before anybody is signed in only by naming one exactly (`access.knocking`). What a
    password is checked by is no column of it (`Password`), so that no query of accounts can ever select it.
    """

    class Kind(models.TextChoices):
        STAFF = "staff", "Member of staff or volunteer"
        SERVICE = "service", "Program"
        FAMILY = "family", "Parent, carer or young person"

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.STAFF)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Nobody has signed in for a long time (`wall.sleep_dormant`); woken by an administrator, from when it counts anew.
    asleep_since = models.DateTimeField(null=True, blank=True)
    awake_since = models.DateTimeField(null=True, blank=True)

    _digest: str | None = None
    _digest_chosen = False

    objects = AccountManager()

    care = Care(
        Wall(
            # The library that signs people in reads the account it was given the name of (`knocking`), and no other.
            select="{t}.kind = ANY ((SELECT wall.kinds_seen())::text[]) OR {t}.id = (SELECT wall.viewer())"
            " OR {t}.id = (SELECT wall.knocking())",
            # Only where the application itself has said that it opens one at this address: the database would otherwise tell
            # anybody who tries one whether it is somebody's already.
            insert="lower({t}.email) = (SELECT wall.knocked_at()) AND {t}.last_login IS NULL",
            # An address is changed by its owner; open or closed, by whoever opens and closes accounts.
            update="{t}.id = (SELECT wall.viewer()) OR (SELECT wall.has_role('administrator'))",
            # Never what it is, nor whose: the watches look for staff, by name, and families are told of staff (HZ-35).
            changed=MAY_CHANGE,
        ),
        Audited.WRITES,
        STAFF_RECORD,
        Extracted.NEVER,
        {
            "email": Tag.STAFF, "name": Tag.STAFF, "job_title": Tag.STAFF, "kind": Tag.PLAIN,
            "last_login": Tag.STAFF, "is_active": Tag.STAFF, "closed_at": Tag.STAFF,
            "asleep_since": Tag.STAFF, "awake_since": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_email_once"),
            models.CheckConstraint(
                condition=models.Q(is_active=True) | models.Q(closed_at__isnull=False),
                name="account_closed_has_a_date",
            ),
        ]
        triggers = [
            # An administrator opens, closes and wakes accounts; how somebody else signs in is not theirs to change (HZ-39).
            pgtrigger.Trigger(
                name="ones_own_way_in",
                operation=pgtrigger.UpdateOf("email"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                func="""
                IF NEW.email IS DISTINCT FROM OLD.email AND OLD.id IS DISTINCT FROM wall.viewer() THEN
                  RAISE EXCEPTION 'not yours to change' USING ERRCODE = 'insufficient_privilege';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def password(self) -> str:
        """What a password is checked by, read when it is first asked for; `!` where nothing fits."""
        if self._digest is None:
            self._digest = digest_of(self.pk)
        return self._digest

    @password.setter
    def password(self, digest: str) -> None:
        self._digest = digest if hashers.is_password_usable(digest) and digest else NOTHING_FITS
        self._digest_chosen = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Of an account that stands, only what may change: the library that signs people in saves the whole of it.

        A password that was set is kept too, in its own table and as its owner.
        """
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = set(fields) - {"password"}
        elif not self._state.adding and not kwargs.get("force_insert"):
            kwargs["update_fields"] = MAY_CHANGE
        standing = not self._state.adding
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, **kwargs)
            if self._digest_chosen and (standing or self._digest != NOTHING_FITS):
                keep_digest(self.pk, self.password)
        self._digest_chosen = False

    def check_password(self, raw_password: str | None) -> bool:
        """Only checks: Django would also write the password anew with newer settings, before anyone is signed in who may."""
        return hashers.check_password(raw_password, self.password)

    def get_full_name(self) -> str:
        return self.name

    # Nothing in the product asks Django's own permissions; they exist for libraries that call them.
    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Password(models.Model):
    """What the password of one account is checked by. No statement of the application reads or writes it.

    It is given by `wall.account_named` to whoever the application lets knock at that account, and kept by
    `wall.keep_password` for the account itself.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=128)

    care = Care(
        Wall(select=None), Audited.WRITES, STAFF_RECORD, Extracted.NEVER, {"account_id": Tag.STAFF, "digest": Tag.SECRET}
    )  # fmt: skip

    def __str__(self) -> str:
        return "a password"


def digest_of(account_id: UUID) -> str:
    connection.ensure_connection()
    knock = knock_of("account", account_id.hex, session=connection.connection.info.backend_pid)
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM wall.account_named(%s)", [knock])
        found = cursor.fetchone()
    return found[0] if found else NOTHING_FITS


def keep_digest(account_id: UUID, digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.keep_password(%s, %s)", [account_id, digest])
