"""Proof of whom a transaction acts for, which a statement slipped into ours cannot make up.

The setting that names the viewer is open to any statement. What counts is therefore not an account's number but a ticket: the
number and the session of the database it is shown in, signed with a key that the application holds in its memory and the
database in a table closed to the application. `wall.viewer` reads only tickets that are signed, for this very session, and for
an account that is open; one seen in a log or another session is of no use. No clock is asked, since it might be wrong (HZ-86).
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_BLOCK = 64


def ticket_for(account_id: UUID, *, session: int) -> str:
    """32 characters of account, 10 of the session's number (its backend's process), 64 of HMAC-SHA-256."""
    said = f"{account_id.hex}{session:010d}"
    return said + hmac.digest(_key(), said.encode(), "sha256").hex()


def knock_of(how: str, value: str, *, session: int) -> str:
    """That one account may be read before anybody is signed in, by how it was named (`access.knocking`), in this session.

    Never a ticket: a ticket begins with an account's number, and this with a word that is none.
    """
    said = f"knock {session:010d} {how} {value}"
    return said + hmac.digest(_key(), said.encode(), "sha256").hex()


def keep_key(owner: BaseDatabaseWrapper) -> None:
    """Give the database the key, as the owner. Where the secret of the settings changes, `onestory migrate` comes after."""
    block = _key().ljust(_BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in block) for pad in (0x36, 0x5C))
    with owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wall.ticket_key (inner_pad, outer_pad) VALUES (%s, %s)"
            " ON CONFLICT (single) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
            [inner, outer],
        )


def _key() -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"onestory.viewer", "sha256")
