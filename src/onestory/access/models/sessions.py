"""Who is signed in where. Written by the store of sessions (`config.sessions`) and by `access.actions.sessions`."""

from __future__ import annotations

from django.db import models

from onestory.access.models.accounts import Account
from onestory.core.care import WORKING, Audited, Care, Extracted, Tag, Wall


class SignedIn(models.Model):
    """One browser's session. The key in its cookie is not here, only a digest of it.

    This is why the library's own list of sessions (allauth.usersessions) is not used: it keeps the keys themselves, and
    whoever read it could be any of the people in it. What is enforced is signed inside `session_data`; the other columns
    say the same in the open, so that an account's sessions can be listed and ended.
    """

    session_key = models.CharField(max_length=40, primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    # What somebody ends it by: neither the key nor its digest stands in a page. For a moment two rows have the same, when the
    # key of a session is changed.
    number = models.UUIDField(null=True, db_index=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=40, blank=True)
    shared = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField(null=True)

    care = Care(
        # Read and written before anyone is signed in. Nothing here signs anyone in: the content is signed, for its own key.
        Wall(select="true", insert="true", update="true", delete="true"),
        Audited.NO, WORKING, Extracted.NEVER,
        {
            "session_key": Tag.SECRET, "session_data": Tag.SECRET, "expire_date": Tag.PLAIN, "number": Tag.REFERENCE,
            "account_id": Tag.STAFF, "device": Tag.STAFF, "shared": Tag.PLAIN, "started_at": Tag.STAFF, "active_at": Tag.STAFF,
        },
    )  # fmt: skip

    def __str__(self) -> str:
        return self.device
