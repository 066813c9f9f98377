"""An audit to write in, seal and attack, on a real database with the roles it really has."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

from onestory.audit import checking
from onestory.audit.actions import seals
from onestory.audit.keeping import Keeping
from onestory.audit.verifier import Finding

# As the application does it, by nobody: what it may give, and nothing the database says itself.
WRITE = (
    "INSERT INTO audit_auditevent (action, family_id, person_ids, subject, detail, request_id)"
    " VALUES (%s, gen_random_uuid(), '{}', '', %s::jsonb, '')"
)


@dataclass
class Record:
    database: str
    folder: Path

    @property
    def keeping(self) -> Keeping:
        return Keeping(key=self.folder / "key.pem", anchors=self.folder / "anchors")

    def url(self, role: str) -> str:
        """`role` is app or sealer."""
        name = {"app": "DATABASE_URL", "sealer": "ONESTORY_SEALER_DATABASE_URL"}[role]
        return os.environ[f"ONESTORY_TEST_{name}"].replace("/onestory_template?", f"/{self.database}?")

    @cached_property
    def superuser(self) -> psycopg.Connection[Any]:
        """Who may do anything to the database, and cannot reach the key or the anchors."""
        url = os.environ["ONESTORY_TEST_ADMIN_URL"].replace("/postgres?", f"/{self.database}?")
        return psycopg.connect(url, autocommit=True)

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
