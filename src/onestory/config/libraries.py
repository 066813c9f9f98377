"""What the application may do to the tables that libraries brought, each with the reason.

Reading is given to all of them: signing in reads them before anyone is known. What is not named here is refused, since whoever
could run one statement would otherwise make themselves an address, and by it somebody else's account. The queue's own tables
are left as its library makes them: it writes them all.
"""

from __future__ import annotations

from onestory.core.care import Wall

_THEIR_OWN = "{t}.user_id = (SELECT wall.viewer())"
# A password is reset by a message to any address here, so that none may stand here but the account's.
_THE_ACCOUNTS = (
    "NOT {t}.verified AND EXISTS"
    " (SELECT 1 FROM access_account a WHERE a.id = {t}.user_id AND lower(a.email) = lower({t}.email))"
)
_READ = Wall(select="true")

TABLES: dict[str, tuple[Wall, str]] = {
    "account_emailaddress": (
        Wall(select="true", insert=_THE_ACCOUNTS),
        "read before anyone is signed in; staff addresses only, verified on the machine alone",
    ),
    "account_emailconfirmation": (_READ, "unused: links in messages are signed and kept nowhere"),
    "auth_group": (_READ, "unused: nothing asks Django's own permissions"),
    "auth_group_permissions": (_READ, "unused"),
    "auth_permission": (_READ, "names of models, written by migrations"),
    "django_content_type": (_READ, "names of models, written by migrations"),
    "django_migrations": (_READ, "what has been done to the tables, written by migrations"),
    "django_session": (_READ, "unused: sessions are kept in a table of ours (`access.models.SignedIn`)"),
    "mfa_authenticator": (
        # Used before anyone is signed in, and then marked as used; added and taken away by its owner alone.
        Wall(select="true", insert=_THEIR_OWN, update="true", delete=_THEIR_OWN),
        "second factors of staff, encrypted with the installation's key",
    ),
    "socialaccount_socialaccount": (
        # Read before anyone is signed in. Whoever could write here would be let in as anybody: only an account's own.
        Wall(select="true", insert=_THEIR_OWN, update=_THEIR_OWN, becomes=_THEIR_OWN, delete=_THEIR_OWN),
        "which subject of the identity provider is which account",
    ),
    "socialaccount_socialapp": (_READ, "unused: the one provider there may be is named in the settings"),
    "socialaccount_socialtoken": (_READ, "unused: nothing is asked of the provider after signing in"),
    "pghistory_context": (_READ, "unused: history keeps who changed a row itself"),
}


def walls() -> dict[str, Wall]:
    return {table: wall for table, (wall, _) in TABLES.items()}
