"""How long a family's page takes among SCALE people, however long their story is, beside a page of Django's admin.

    make bench NAME=page SCALE=1000000

A signed-in practitioner opens families with 5, 200 and 5,000 entries, each through Django's own handler with everything a
page goes through. In turn with it the admin's change page of somebody in the same family is asked for, with an all-allowed
user and a connection that no wall binds. The last line is one JSON object.
"""

from __future__ import annotations

import json
import os
from typing import Any

from benchmarks import answering, scale, stories
from benchmarks.answering import Answer, Server
from benchmarks.town import Town, admin, opened, report, spread, uid

ROUNDS = int(os.environ.get("ROUNDS", "8"))
GOAL_MS = 50


def main() -> None:
    with opened(scale.asked(100_000)) as town:
        print(json.dumps(measure(town)))


def measure(town: Town) -> dict[str, Any]:
    everything = {"DJANGO_SETTINGS_MODULE": "benchmarks.admin_settings", "DATABASE_URL": town.server.url("postgres")}
    reader = str(uid("account", 3))
    with (
        answering.started(signed_in_as=reader) as ours,
        answering.started(signed_in_as=reader, environment=everything) as theirs,
    ):
        asked = {kind: in_turn(town, ours, theirs, kind) for kind in stories.LENGTHS}
    pages = [page for kind in asked.values() for page, _ in kind]
    beside = [page for kind in asked.values() for _, page in kind]
    times, admin_times = spread([page.ms for page in pages]), spread([page.ms for page in beside])
    return {
        "people": town.scale, "pages": len(pages), "milliseconds": times, "goal_p95_ms": GOAL_MS,
        "goal_met": times["p95"] < GOAL_MS, "of_which_statements": spread([page.queries_ms for page in pages]),
        "same_number_of_queries": len({page.queries for page in pages}) == 1,
        "by_story": {
            f"{kind} ({stories.LENGTHS[kind]:,} entries)": told([page for page, _ in each]) for kind, each in asked.items()
        },
        "admin_page": told(beside),
        "ratio_to_admin": {each: round(times[each] / admin_times[each], 2) for each in ("p50", "p95", "p99")},
        "load_average": os.getloadavg(), "seconds": town.seconds,
    }  # fmt: skip


def in_turn(town: Town, ours: Server, theirs: Server, kind: str) -> list[tuple[Answer, Answer]]:
    """Every family of a kind, round after round; a first opening of each is not counted."""
    with admin(town.server) as cursor:
        chosen = stories.of_kind(cursor, kind)
        cursor.execute(
            "SELECT family_id, min(person_id::text) FROM people_membership WHERE family_id = ANY(%s) GROUP BY 1",
            [chosen],
        )
        someone = dict(cursor.fetchall())
    rounds = []
    for number in range(ROUNDS + 1):
        each = [
            (ours.ask(f"/families/{family}"), theirs.ask(f"/admin/people/person/{someone[family]}/change/"))
            for family in chosen
        ]
        rounds += each if number else []
    report(f"{kind}: {told([page for page, _ in rounds])}")
    return rounds


def told(pages: list[Answer]) -> dict[str, Any]:
    return {
        "queries": sorted({page.queries for page in pages}), "kilobytes": max(page.size for page in pages) // 1024,
    } | spread([page.ms for page in pages])  # fmt: skip


if __name__ == "__main__":
    main()
