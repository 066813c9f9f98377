"""What row-level security costs on a family's page: one page asked in turn of two servers that run the same code.

    make bench NAME=walls SCALE=1000000

One connects as the application, which every policy binds; the other as a role that has the same rights and that none binds.
Whatever else the machine is doing falls on both alike: each round asks both, first one first and then the other. The cost is the
median over rounds and families of what the page took under the walls, against the median without. The last line is one JSON
object.
"""

from __future__ import annotations

import json
import os
import secrets
from statistics import median
from typing import Any

from psycopg import sql

from benchmarks import answering, scale, stories
from benchmarks.answering import Answer, Server
from benchmarks.town import Town, admin, opened, report, uid

ROUNDS = int(os.environ.get("ROUNDS", "10"))
GOAL = 0.15
UNBOUND = "onestory_bench_unbound"


def main() -> None:
    with opened(scale.asked(100_000)) as town:
        print(json.dumps(measure(town)))


def measure(town: Town) -> dict[str, Any]:
    reader = str(uid("account", 3))
    unbound = {"DATABASE_URL": role_that_no_wall_binds(town)}
    with (
        answering.started(signed_in_as=reader) as bound,
        answering.started(signed_in_as=reader, environment=unbound) as free,
    ):
        asked = {kind: in_turn(town, bound, free, kind) for kind in stories.LENGTHS}
    every = [pair for each in asked.values() for pair in each]
    return {
        "people": town.scale, "pages_each": len(every), **cost(every), "goal": GOAL,
        "goal_met": cost(every)["page"]["cost"] < GOAL, "by_story": {kind: cost(each) for kind, each in asked.items()},
        "same_pages": all(one.digest == other.digest for one, other in every),
        "same_number_of_queries": all(one.queries == other.queries for one, other in every),
        "load_average": os.getloadavg(),
    }  # fmt: skip


def role_that_no_wall_binds(town: Town) -> str:
    """The application's own rights and none of its bounds; its address."""
    password = secrets.token_hex(16)
    with admin(town.server) as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [UNBOUND])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {UNBOUND} LOGIN INHERIT BYPASSRLS IN ROLE onestory_app")
        cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(UNBOUND), sql.Literal(password)))
    ours = os.environ["DATABASE_URL"]
    _, _, place = ours.partition("@")
    return f"postgresql://{UNBOUND}:{password}@{place}"


def in_turn(town: Town, bound: Server, free: Server, kind: str) -> list[tuple[Answer, Answer]]:
    """Each family asked for under both, round after round, a first opening not counted."""
    with admin(town.server) as cursor:
        chosen = stories.of_kind(cursor, kind)
    pairs = []
    for number in range(ROUNDS + 1):
        for place, family in enumerate(chosen):
            path = f"/families/{family}"
            if (number + place) % 2:
                one, other = bound.ask(path), free.ask(path)
            else:
                other, one = free.ask(path), bound.ask(path)
            pairs += [(one, other)] if number else []
    report(f"{kind}: {cost(pairs)}")
    return pairs


def cost(pairs: list[tuple[Answer, Answer]]) -> dict[str, Any]:
    return {
        "page": _between([one.ms for one, _ in pairs], [other.ms for _, other in pairs]),
        "statements": _between([one.queries_ms for one, _ in pairs], [other.queries_ms for _, other in pairs]),
    }


def _between(bound: list[float], free: list[float]) -> dict[str, float]:
    return {
        "with_walls_ms": round(median(bound), 2),
        "without_ms": round(median(free), 2),
        "cost": round(median(bound) / median(free) - 1, 3),
    }


if __name__ == "__main__":
    main()
