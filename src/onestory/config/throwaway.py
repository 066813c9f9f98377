"""An installation for as long as a block lasts: a database nobody keeps anything in, gone afterwards."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onestory.config import installation
from onestory.postgres import names, roles
from onestory.postgres.server import Server


@contextmanager
def installed() -> Iterator[str]:
    """Yields the address of its superuser, with Django ready and every table made. Only in a process that has no other."""
    folder = Path(tempfile.mkdtemp(prefix="onestory-throwaway-"))
    folder.chmod(0o755)  # the account that runs PostgreSQL must reach its own folder in it
    server = Server(folder / "postgres", durable=False)
    try:
        server.start()
        roles.prepare_on(server)
        os.environ |= {
            "ONESTORY_HOME": str(folder / "home"),
            "ONESTORY_SECRET_KEY": secrets.token_urlsafe(48),
            "ONESTORY_LOG_LEVEL": "CRITICAL",
            "DATABASE_URL": server.url(names.APP),
            "ONESTORY_OWNER_DATABASE_URL": server.url(names.OWNER),
            "ONESTORY_SEALER_DATABASE_URL": server.url(names.SEALER),
            "ONESTORY_QUEUE_DATABASE_URL": server.url(names.QUEUE),
            "ONESTORY_BACKUP_DATABASE_URL": server.url(names.BACKUP),
        }
        installation.set_up_django()
        installation.migrate(verbosity=0)
        installation.collect_static()
        yield server.url("postgres", database="onestory")
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
