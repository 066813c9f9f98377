"""An audit to write in, seal and attack, on a real database with the roles it really has."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import psycopg

from onestory.audit import checking
from onestory.audit.actions import seals
from onestory.audit.keeping import Keeping
from onestory.audit.verifier import Finding
from onestory.postgres import names, roles
from onestory.postgres.server import Server

TEMPLATE = "onestory_template"
MIGRATE = "from onestory.config import installation as i; i.set_up_django(); i.migrate(verbosity=0)"

# As the application does it, by nobody: what it may give, and nothing the database says itself.
WRITE = (
    "INSERT INTO audit_auditevent (action, family_id, person_ids, subject, detail, request_id)"
    " VALUES (%s, gen_random_uuid(), '{}', '', %s::jsonb, '')"
)


@cache
def cluster() -> Server:
    """A server of its own: an open transaction anywhere in one, such as another test's, holds the sealer back."""
    folder = Path(tempfile.mkdtemp(prefix="onestory-test-"))
    folder.chmod(0o755)
    server = Server(folder / "postgres", durable=False)
    server.start()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
    roles.prepare_on(server, database=TEMPLATE)
    urls = {
        "DATABASE_URL": names.APP, "ONESTORY_OWNER_DATABASE_URL": names.OWNER, "ONESTORY_SEALER_DATABASE_URL": names.SEALER,
        "ONESTORY_QUEUE_DATABASE_URL": names.QUEUE,
    }  # fmt: skip
    addresses = {name: server.url(role, database=TEMPLATE) for name, role in urls.items()}
    subprocess.run([sys.executable, "-c", MIGRATE], env=os.environ | addresses, check=True, capture_output=True)
    return server


def clone(name: str) -> None:
    drop(name)
    roles.clone(admin_url=cluster().url("postgres", database="postgres"), template=TEMPLATE, name=name)


def drop(name: str) -> None:
    roles.drop(admin_url=cluster().url("postgres", database="postgres"), name=name)


@dataclass
class Record:
    database: str
    folder: Path

    @property
    def keeping(self) -> Keeping:
        return Keeping(key=self.folder / "key.pem", anchors=self.folder / "anchors")

    def url(self, role: str) -> str:
        """`role` is app or sealer."""
        return cluster().url({"app": names.APP, "sealer": names.SEALER}[role], database=self.database)

    @cached_property
    def superuser(self) -> psycopg.Connection[Any]:
        """Who may do anything to the database, and cannot reach the key or the anchors."""
        return psycopg.connect(cluster().url("postgres", database=self.database), autocommit=True)

    def close(self) -> None:
        self.superuser.close()

    def write(self, how_many: int = 1, *, action: str = "families.open", detail: str = "{}") -> None:
        with psycopg.connect(self.url("app"), autocommit=True) as application:
            for _ in range(how_many):
                application.execute(WRITE, [action, detail])

    def seal(self, *, at_once: int = seals.AT_ONCE) -> int:
        return seals.seal_all(url=self.url("sealer"), keeping=self.keeping, at_once=at_once)

    def check(self) -> Finding:
        return checking.verify(url=self.url("sealer"), keeping=self.keeping)

    def attack(self, *statements: str) -> None:
        """As a superuser whom no trigger stops."""
        with self.superuser.transaction():
            self.superuser.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                self.superuser.execute(statement)

    def value(self, question: str) -> Any:
        found = self.superuser.execute(question).fetchone()
        return found[0] if found else None
