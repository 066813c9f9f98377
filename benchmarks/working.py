"""A town at work: WORKERS in teams of ten, each with a supervisor, and EPISODES open among them.

What they promised, when reviews are due and what was written is what the product's own acts write, printed (`config.demo.past`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from benchmarks.town import NOW, Town, admin, copy, other, report, tidy, timed, uid

WORKERS = int(os.environ.get("WORKERS", "500"))
EPISODES = int(os.environ.get("EPISODES", "20000"))
A_TEAM = 10
# Far from the accounts and teams that every town has.
_FIRST, _FIRST_SUPERVISOR, _FIRST_TEAM, _IDLE = 1_000, 100_000, 1_000, 200_000
OPENER, FRONT_DOOR = uid("account", 1), uid("team", _FIRST_TEAM - 1)
"""Whom requests of the past came to, and where."""
IDLE = uid("account", _IDLE)
"""Somebody for whom nothing waits: what a page costs before there is anything on it."""
# Every town has some whose circle and story it wrote itself (`benchmarks.stories`).
_IN_NO_CIRCLE = """SELECT f.id FROM people_family f WHERE NOT EXISTS (SELECT FROM support_circlemember m WHERE m.family_id = f.id)
  ORDER BY f.id LIMIT %s"""


@dataclass(frozen=True)
class AtWork:
    workers: list[UUID]
    supervisors: list[UUID]
    teams: list[UUID]
    episodes: int


def at_work(town: Town) -> AtWork:
    """Once in a town that is kept."""
    workers = [uid("account", _FIRST + number) for number in range(WORKERS)]
    teams = [uid("team", _FIRST_TEAM + number) for number in range(-(-WORKERS // A_TEAM))]
    supervisors = [uid("account", _FIRST_SUPERVISOR + number) for number in range(len(teams))]
    if "past" not in town.seconds:
        with timed(town.seconds, "staff"), admin(town.server) as cursor:
            _copy_staff(cursor, workers, supervisors, teams)
        with timed(town.seconds, "past"):
            report(f"{_live(town, workers):,} rows of the past")
        tidy(town)
    with admin(town.server) as cursor:
        cursor.execute("SELECT count(*) FROM support_episode WHERE state = 'walking'")
        found = cursor.fetchone()
        assert found
        return AtWork(workers, supervisors, teams, found[0])


def _copy_staff(cursor: Any, workers: list[UUID], supervisors: list[UUID], teams: list[UUID]) -> None:
    accounts = [*((one, f"Worker {one.int & 0xFFFFF}") for one in workers)]
    accounts += [(one, f"Supervisor {one.int & 0xFFFFF}") for one in supervisors] + [(IDLE, "Idle")]
    copy(
        cursor,
        "access_account",
        "id, email, name, job_title, kind, is_active, created_at",
        ((one, f"a{one.int & 0xFFFFF}@work.example", name, "Worker", "staff", True, NOW) for one, name in accounts),
    )
    copy(
        cursor,
        "access_team",
        "id, created_at, name",
        ((team, NOW, f"Work {n}") for n, team in enumerate([*teams, FRONT_DOOR])),
    )
    held = [(one, teams[n // A_TEAM], "practitioner") for n, one in enumerate(workers)] + [
        (IDLE, teams[0], "volunteer"),
        (OPENER, FRONT_DOOR, "triage"),
    ]
    held += [(one, team, "supervisor") for one, team in zip(supervisors, teams, strict=True)]
    copy(cursor, "access_teammembership", "id, created_at, account_id, team_id, role, starts_at",
         ((other(), NOW, who, team, role, NOW) for who, team, role in held))  # fmt: skip
    copy(cursor, "access_supervision", "id, created_at, supervisor_id, account_id, starts_at",
         ((other(), NOW, supervisors[n // A_TEAM], one, NOW) for n, one in enumerate(workers)))  # fmt: skip


def _live(town: Town, workers: list[UUID]) -> int:
    from onestory.access import knocking
    from onestory.city.past import PASTS
    from onestory.config.demo import past
    from onestory.config.demo.past.filling import Worker

    with admin(town.server) as cursor:
        cursor.execute(_IN_NO_CIRCLE, [EPISODES])
        families = [row[0] for row in cursor.fetchall()]
    opener, *cast = (knocking.by_account(one) for one in (OPENER, *workers[:2]))
    assert opener
    assert cast[0]
    assert cast[1]
    return past.fill(
        opener=opener, cast=(cast[0], cast[1]), workers=[Worker(one, f"Worker {one.int & 0xFFFFF}") for one in workers],
        families=families, pasts=[one for one in PASTS if all(act.does != "end" for act in one.acts)],
    )  # fmt: skip
