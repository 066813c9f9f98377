"""Accounts: a person (or a program) that signs in. What an account may see comes from grants, never from here."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.auth import hashers
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from onestory.core.care import STAFF_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.ids import uuid7

MAY_CHANGE = ("password", "email", "last_login", "is_active", "closed_at")


class AccountManager(BaseUserManager["Account"]):
    """Only what signing in needs. Accounts are opened by `access.actions.accounts`."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """Someone who signs in. `email` is how they sign in; it is never a way to prove who they are (V6.3.6)."""

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

    objects = AccountManager()

    # An account is read before anyone is signed in, so the application may read all of them; it holds staff
    # details only. Colleagues' names are shown on every entry they write.
    care = Care(
        # A password or an address is changed by its owner, or by whoever opens and closes accounts.
        Wall(
            select="true",
            # Without a password that anybody knows: an account made in somebody's name before they came would be its maker's too.
            insert="left({t}.password, 1) IN ('', '!') AND {t}.last_login IS NULL",
            update="{t}.id = (SELECT wall.viewer()) OR (SELECT wall.has_role('administrator'))",
            # Never what it is, nor whose: the watches look for staff, by name, and families are told of staff (HZ-35).
            changed=MAY_CHANGE,
        ),
        Audited.WRITES,
        STAFF_RECORD,
        Extracted.NEVER,
        {
            "email": Tag.STAFF, "name": Tag.STAFF, "job_title": Tag.STAFF, "kind": Tag.PLAIN, "password": Tag.SECRET,
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
                operation=pgtrigger.UpdateOf("password", "email"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                func="""
                IF (NEW.password, NEW.email) IS DISTINCT FROM (OLD.password, OLD.email)
                    AND OLD.id IS DISTINCT FROM wall.viewer() THEN
                  RAISE EXCEPTION 'not yours to change' USING ERRCODE = 'insufficient_privilege';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Of an account that stands, only what may change: the library that signs people in saves the whole of it."""
        if not self._state.adding and kwargs.get("update_fields") is None and not kwargs.get("force_insert"):
            kwargs["update_fields"] = MAY_CHANGE
        super().save(*args, **kwargs)

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
