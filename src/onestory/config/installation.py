"""One installation: its database, its secret, its tables. What every command needs before it can begin."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onestory.config import environment
from onestory.postgres import accounts, names, roles
from onestory.postgres.server import Server, running


@contextmanager
def database() -> Iterator[Server | None]:
    """Make the database's address known to the settings; starts the embedded server where no other is named.

    Yields the embedded server, or None where `DATABASE_URL` names a real one. A server that was already running is
    used and left running.
    """
    if environment.given("DATABASE_URL"):
        yield None
        return
    home = environment.home()
    with running(cluster(home)) as server:
        roles.prepare_on(server)
        keep_secret(home)
        os.environ["DATABASE_URL"] = server.url(names.APP)
        os.environ["ONESTORY_OWNER_DATABASE_URL"] = server.url(names.OWNER)
        os.environ["ONESTORY_SEALER_DATABASE_URL"] = server.url(names.SEALER)
        os.environ["ONESTORY_QUEUE_DATABASE_URL"] = server.url(names.QUEUE)
        yield server


def cluster(home: Path) -> Path:
    """The folder of the embedded server: in the home, unless the account that runs PostgreSQL cannot reach it there.

    Root's own home is closed to everyone else, and PostgreSQL never runs as root; its data then lies under /var/lib, in a
    folder named after the home it belongs to.
    """
    account = accounts.to_run_postgres()
    home.mkdir(parents=True, exist_ok=True)
    if account.uid is None or account.can("test", "-x", home):
        return home / "postgres"
    folder = Path("/var/lib/onestory/homes") / hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "postgres"


def keep_secret(home: Path) -> None:
    """An embedded installation makes its own secret key, once, readable by its user alone."""
    kept = home / "secret-key"
    if kept.exists():
        return
    home.mkdir(parents=True, exist_ok=True)
    handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))


def set_up_django() -> None:
    """Load the settings and every app. Only after the database's address is known."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestory.config.settings")
    django.setup()


def migrate(*, verbosity: int = 1) -> None:
    """Bring tables, functions, walls and published facts up to date. Running it again changes nothing."""
    from django.core.management import call_command
    from django.db import connections, transaction

    from onestory.access import accounts_functions, functions, guarding, leaving, overview, reach, tickets, watching
    from onestory.audit import functions as auditing
    from onestory.audit import looks
    from onestory.config import libraries
    from onestory.core import walls
    from onestory.linkage import functions as linkage
    from onestory.people import alongside, whereabouts
    from onestory.people.finding import functions as finding
    from onestory.people.merging import carrying_out, following, planning, undoing
    from onestory.people.portal import functions as portal
    from onestory.places.actions import reference
    from onestory.support import (
        ending_functions,
        measure_functions,
        plan_shown_functions,
        request_functions,
        return_functions,
        triage_functions,
        worry_functions,
    )
    from onestory.support import leaving as handing_over

    environment.needed("ONESTORY_OWNER_DATABASE_URL", why="only onestory_owner, whose the tables are, may change them")
    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    owner = connections["owner"]
    with transaction.atomic(using="owner"):
        ours = (
            functions, accounts_functions, guarding, leaving, overview, watching, finding, whereabouts, alongside, portal,
            linkage, auditing, following, worry_functions, request_functions,
            return_functions, triage_functions, plan_shown_functions, measure_functions, ending_functions,
        )  # fmt: skip
        for module in ours:
            functions.install(
                owner,
                module.FUNCTIONS,
                owner_only=getattr(module, "OWNER_ONLY", frozenset()),
                inner=getattr(module, "INNER", frozenset()),
            )
        # What an app says of its own tables is known once every app is.
        for merging in (planning, carrying_out, undoing):
            functions.install(owner, merging.functions(), inner=merging.INNER)
        functions.install(owner, handing_over.functions(), inner=handing_over.INNER)
        following.watch(owner)
        functions.install(owner, looks.functions(declare=reach.DECLARE, mine=reach.MINE))
        auditing.install_for_the_sealer(owner)
        tickets.keep_key(owner)
        walls.build(owner, libraries=libraries.walls())
        libraries.give_the_queue_to_the_worker(owner)
        reference.load(using="owner")
    owner.close()


def collect_static() -> None:
    """Gather style and script under names that change with their content, in the home."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
