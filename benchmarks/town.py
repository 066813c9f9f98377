"""A city of SCALE simulated people in an embedded PostgreSQL of its own: what the benchmarks measure on.

Loading and indexing a million people takes minutes. Name a folder in ONESTORY_BENCH_HOME and the loaded database stays in it for
the next benchmark of the same size, as long as no migration and nothing of the search index has changed; functions and
walls are installed afresh each time. Without it the database is in a temporary folder and goes with the benchmark.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from benchmarks import stories
from onestory.config import installation
from onestory.postgres import names as role_names
from onestory.postgres import roles
from onestory.postgres.server import Server

SEED = 7
PRACTITIONERS = 20
FAMILIES_EACH = 400
FAMILIES_A_TEAM = 28_000
NOW = "2026-01-05 09:00:00+00"
SOURCE = Path(installation.__file__).parent.parent


# Keeping ids reproducible: a kind and a number make an identifier.
KINDS = {
    kind: number for number, kind in enumerate(("person", "family", "address", "account", "team", "other"), start=1)
}


def uid(kind: str, number: int) -> UUID:
    return UUID(int=(KINDS[kind] << 112) | (0x7 << 76) | (0x8 << 60) | number)


_others = iter(range(1, 1 << 50))


def other() -> UUID:
    return uid("other", next(_others))


@dataclass
class Town:
    """A loaded city. `seconds` says how long each step of loading took, when it was loaded."""

    server: Server
    folder: Path
    scale: int
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def notes(self) -> Path:
        """Says that loading finished, and how long each step took."""
        return self.folder / "loaded.json"

    @cached_property
    def city(self) -> Any:
        from onestory.city.simulation import simulate

        with timed(self.seconds, "simulate"):
            return simulate(people=self.scale, years=1, seed=SEED)

    @property
    def people(self) -> list[Any]:
        """Everyone living, as simulated."""
        return [person for person in self.city.people if person.died is None]


@contextmanager
def opened(scale: int) -> Iterator[Town]:
    """The town of this size, loaded now or kept from before, with Django ready to use it."""
    kept = os.environ.get("ONESTORY_BENCH_HOME")
    folder = Path(kept) / f"{scale}-{_made_by()}" if kept else Path(tempfile.mkdtemp(prefix="onestory-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    for each in (folder, folder.parent):
        each.chmod(each.stat().st_mode | 0o055)  # PostgreSQL never runs as root, and has to reach it
    server = Server(folder / "postgres")
    server.start()
    try:
        yield _prepared(Town(server, folder, scale))
    finally:
        server.stop()
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def _made_by() -> str:
    """Names the code that a loaded town was made by: the tables, the search index, and the loading itself."""
    places = ("*/migrations/*.py", "people/finding/functions.py", "people/finding/index.py", "city/simulation.py")
    files = sorted(file for place in places for file in SOURCE.glob(place))
    return hashlib.sha256(b"".join(file.read_bytes() for file in (*files, Path(__file__)))).hexdigest()[:12]


def _prepared(town: Town) -> Town:
    roles.prepare_on(town.server)
    os.environ |= {
        "ONESTORY_HOME": str(town.folder / "home"),
        "ONESTORY_SECRET_KEY": "only-for-benchmarks-0123456789-0123456789-0123",
        "DATABASE_URL": town.server.url(role_names.APP),
        "ONESTORY_OWNER_DATABASE_URL": town.server.url(role_names.OWNER),
    }
    installation.set_up_django()
    installation.migrate(verbosity=0)
    if town.notes.exists():
        town.seconds.update(json.loads(town.notes.read_text()))
        report(f"using the town of {town.scale:,} people in {town.folder}")
    else:
        _load(town)
    return town


def _load(town: Town) -> None:
    installation.collect_static()
    homes = [home.id for home in town.city.households if home.members]
    with timed(town.seconds, "load"), admin(town.server) as cursor:
        copy_record(cursor, town.city)
        copy_grants(cursor, homes)
    with timed(town.seconds, "stories"), admin(town.server) as cursor:
        stories.write(cursor, author=uid("account", 0), reader=uid("account", 3), on=NOW)
    tidy(town)


def tidy(town: Town) -> None:
    """As the server would by itself in time; then the town is fit to be measured."""
    with timed(town.seconds, "vacuum"), admin(town.server) as cursor:
        cursor.execute("VACUUM ANALYZE")
    town.notes.write_text(json.dumps(town.seconds))


def index(town: Town) -> None:
    """Make the search index, where finding is what is measured."""
    if "index" not in town.seconds:
        with timed(town.seconds, "index"):
            build_index()
        tidy(town)


@contextmanager
def timed(into: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    into[name] = round(time.perf_counter() - began, 1)
    report(f"{name}: {into[name]} s")


def report(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


@contextmanager
def admin(server: Server) -> Iterator[psycopg.Cursor[Any]]:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection, connection.cursor() as cursor:
        # Rows are true by construction: no trigger and no foreign key need look at each.
        cursor.execute("SET session_replication_role = replica")
        yield cursor


# What is loaded


def copy(cursor: psycopg.Cursor[Any], table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
        for row in rows:
            into.write_row(row)


def copy_record(cursor: psycopg.Cursor[Any], city: Any) -> None:
    from onestory.core import phones

    author = uid("account", 0)
    living = [person for person in city.people if person.died is None]
    copy(cursor, "people_person", "id, created_at, updated_at, born, born_estimated, due_on, died, sex, created_by_id",
         ((uid("person", p.id), NOW, NOW, p.born.isoformat(), False, None, None, p.sex, author) for p in living))  # fmt: skip
    copy(cursor, "people_personname", "id, created_at, person_id, use, given, middle, family, starts_on, ends_on",
         (row for p in living for row in name_rows(p)))  # fmt: skip
    homes = [h for h in city.households if h.members]
    copy(cursor, "people_family", "id, created_at, name, created_by_id",
         ((uid("family", h.id), NOW, f"The {city.people[h.members[0]].family} family", author) for h in homes))  # fmt: skip
    copy(cursor, "people_membership", "id, created_at, family_id, person_id, role, lives_here_share, starts_on, ends_on",
         (row for h in homes for p in h.members for row in membership_rows(city.people[p], h.id)))  # fmt: skip
    addresses: dict[str, int] = {}
    for p in living:
        addresses.setdefault(p.home_on(city.on).uprn, len(addresses))
    seen: set[str] = set()
    copy(cursor, "people_address", "id, created_at, lines, postcode, uprn, neighbourhood_id",
         ((uid("address", addresses[a.uprn]), NOW, a.line1, a.postcode, a.uprn, a.lsoa)
          for p in living if (a := p.home_on(city.on)).uprn not in seen and not seen.add(a.uprn)))  # fmt: skip
    copy(cursor, "people_residence", "id, created_at, person_id, address_id, confidential, starts_on, ends_on",
         ((other(), NOW, uid("person", p.id), uid("address", addresses[p.home_on(city.on).uprn]), False, None, None)
          for p in living))  # fmt: skip
    copy(cursor, "people_contactpoint", "id, created_at, person_id, kind, value, may_call, may_text, may_voicemail, "
         "may_email, may_post, hours, code_word, checked_on, ends_on",
         ((other(), NOW, uid("person", p.id), "phone", phones.parse(p.phone), False, False, False, False, False, "", "",
           None, None) for p in living if p.phone))  # fmt: skip
    copy(cursor, "people_identifier", "id, created_at, person_id, system, issuer, value, status, verified_at, source",
         ((other(), NOW, uid("person", p.id), system, "", value, "stated", None, "")
          for p in living for system, value in (("nhs", p.nhs_number), ("upn", p.upn)) if value))  # fmt: skip


def name_rows(p: Any) -> Iterator[tuple[Any, ...]]:
    person = uid("person", p.id)
    yield other(), NOW, person, "usual", p.given, p.middle, p.family, None, None
    if p.known_as:
        yield other(), NOW, person, "nickname", p.known_as, "", "", None, None
    if p.earlier_family:
        yield other(), NOW, person, "maiden", "", "", p.earlier_family, None, None


def membership_rows(p: Any, household: int) -> Iterator[tuple[Any, ...]]:
    role = "child" if p.mother is not None or p.father is not None else "parent"
    yield other(), NOW, uid("family", household), uid("person", p.id), role, None, None, None
    if p.second_home:
        yield other(), NOW, uid("family", p.second_home.household), uid("person", p.id), role, None, None, None


def copy_grants(cursor: psycopg.Cursor[Any], homes: list[int]) -> None:
    """Practitioners' own families, teams for each stretch of the city, and a front door with all of it."""
    from onestory.access.sections import CIRCLE

    chance = random.Random(SEED)
    teams = max(1, len(homes) // FAMILIES_A_TEAM)
    accounts = [("author", 0), ("front", 1), ("team", 2), *((f"own{i}", i + 3) for i in range(PRACTITIONERS))]
    copy(cursor, "access_account", "id, email, name, job_title, kind, is_active, created_at",
         ((uid("account", n), f"{name}@example.org", name, "", "staff", True, NOW) for name, n in accounts))  # fmt: skip
    copy(cursor, "access_team", "id, created_at, name", ((uid("team", t), NOW, f"team {t}") for t in range(teams + 2)))
    held = [(1, teams), (2, 0), *((n, teams + 1) for _, n in accounts[3:])]
    copy(cursor, "access_teammembership", "id, created_at, account_id, team_id, role, starts_at",
         ((other(), NOW, uid("account", a), uid("team", t), "practitioner", NOW) for a, t in held))  # fmt: skip
    given = "id, created_at, family_id, account_id, team_id, reason, sections, starts_at, given_by_id"
    author, sections = uid("account", 0), list(CIRCLE)
    copy(cursor, "access_grant", given,
         ((other(), NOW, uid("family", h), None, uid("team", t), "team", sections, NOW, author)
          for place, h in enumerate(homes) for t in (min(place // FAMILIES_A_TEAM, teams - 1), teams)))  # fmt: skip
    copy(cursor, "access_grant", given,
         ((other(), NOW, uid("family", h), uid("account", n), None, "circle", sections, NOW, author)
          for _, n in accounts[3:] for h in chance.sample(homes, min(FAMILIES_EACH, len(homes)))))  # fmt: skip


def build_index() -> int:
    from django.db import connections

    from onestory.people.finding import index

    rows = index.refresh_all(
        using="owner", progress=lambda done: report(f"indexed {done:,}") if done % 100_000 == 0 else None
    )
    connections["owner"].close()
    return rows


# What is said of a measurement


def spread(values: list[float]) -> dict[str, float]:
    if len(values) < 2:
        return {}
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return {
        "p50": round(cuts[49], 2),
        "p95": round(cuts[94], 2),
        "p99": round(cuts[98], 2),
        "max": round(max(values), 2),
    }
