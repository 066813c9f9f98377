"""What the application may do to the tables that libraries brought, each with the reason.

How somebody signs in is read by themselves, and before anyone is known for the one account that the application says is being
signed in to (`access.knocking`). What is not named here is refused, since whoever could run one statement would otherwise make
themselves an address, and by it somebody else's account. The queue's own tables are the worker's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onestory.core.care import Wall
from onestory.core.walls import APPLICATION
from onestory.postgres import names

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_KNOWN = "({t}.user_id = (SELECT wall.viewer()) OR {t}.user_id = (SELECT wall.knocking()))"
_THEIR_OWN = "{t}.user_id = (SELECT wall.viewer())"
# A password is reset by a message to any address here, so that none may stand here but the account's.
_THE_ACCOUNTS = (
    f"{_KNOWN} AND NOT {{t}}.verified AND EXISTS"
    " (SELECT 1 FROM access_account a WHERE a.id = {t}.user_id AND lower(a.email) = lower({t}.email))"
)
_READ = Wall(select="true")

TABLES: dict[str, tuple[Wall, str]] = {
    "account_emailaddress": (
        Wall(select=_KNOWN, insert=_THE_ACCOUNTS),
        "read while signing in, of that account; staff addresses only, verified on the machine alone",
    ),
    "account_emailconfirmation": (_READ, "unused: links in messages are signed and kept nowhere"),
    "auth_group": (_READ, "unused: nothing asks Django's own permissions"),
    "auth_group_permissions": (_READ, "unused"),
    "auth_permission": (_READ, "names of models, written by migrations"),
    "django_content_type": (_READ, "names of models, written by migrations"),
    "django_migrations": (_READ, "what has been done to the tables, written by migrations"),
    "django_session": (_READ, "unused: sessions are kept in a table of ours (`access.models.SignedIn`)"),
    "mfa_authenticator": (
        # Used while signing in, and then marked as used; added and taken away by its owner alone.
        Wall(select=_KNOWN, insert=_THEIR_OWN, update=_KNOWN, delete=_THEIR_OWN),
        "second factors of staff, encrypted with the installation's key",
    ),
    "socialaccount_socialaccount": (
        # Whoever could write here would be let in as anybody: only an account's own.
        Wall(select=_KNOWN, insert=_THEIR_OWN, update=_THEIR_OWN, becomes=_THEIR_OWN, delete=_THEIR_OWN),
        "which subject of the identity provider is which account",
    ),
    "socialaccount_socialapp": (_READ, "unused: the one provider there may be is named in the settings"),
    "socialaccount_socialtoken": (_READ, "unused: nothing is asked of the provider after signing in"),
    "pghistory_context": (_READ, "unused: history keeps who changed a row itself"),
}


# The library writes through functions of its own and by a few plain statements. All of them are the worker's: with a job in
# the way, or one said to be done, the watches of the night would not run. The application reads how far it has come.
_QUEUE = f"""
DO $$
DECLARE thing record;
BEGIN
  FOR thing IN SELECT c.oid::regclass AS name, c.relkind FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
      AND c.relname LIKE 'procrastinate\\_%' AND c.relkind IN ('r', 'S') LOOP
    IF thing.relkind = 'S' THEN
      EXECUTE format('REVOKE ALL ON SEQUENCE %s FROM {APPLICATION}', thing.name);
      EXECUTE format('GRANT USAGE ON SEQUENCE %s TO {names.QUEUE}', thing.name);
    ELSE
      EXECUTE format('REVOKE ALL ON %s FROM {APPLICATION}', thing.name);
      EXECUTE format('GRANT SELECT ON %s TO {APPLICATION}', thing.name);
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO {names.QUEUE}', thing.name);
    END IF;
  END LOOP;
  FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND p.proname LIKE 'procrastinate\\_%' LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, {APPLICATION}', thing.name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {names.QUEUE}', thing.name);
  END LOOP;
END $$
"""


def give_the_queue_to_the_worker(owner: BaseDatabaseWrapper) -> None:
    """As the owner, after the library's migrations: whatever a newer one of it brings is the worker's too."""
    with owner.cursor() as cursor:
        cursor.execute(_QUEUE)


def walls() -> dict[str, Wall]:
    return {table: wall for table, (wall, _) in TABLES.items()}
