"""How long Today takes with 500 workers and 20,000 open episodes, beside the Today of somebody for whom nothing waits.

    make bench NAME=today SCALE=60000

Each of a few workers, and a supervisor, is asked in turn through Django's own handler, as `benchmarks.page` asks. SCALE is how
many people the town has; WORKERS and EPISODES how many work there and with how many families. The last line is one JSON object.
"""

from __future__ import annotations

import json
import os
from typing import Any
from uuid import UUID

from benchmarks import answering, scale, working
from benchmarks.answering import Answer
from benchmarks.town import Town, opened, report, spread

ROUNDS = max(2, int(os.environ.get("ROUNDS", "12")))
PREPARING = 24
"""Rounds before any counts: each of the pool's two connections prepares a statement, and settles on its plan, by its eleventh."""
ASKED = int(os.environ.get("ASKED", "8"))
GOAL_MS = 80


def main() -> None:
    with opened(scale.asked(60_000)) as town:
        print(json.dumps(measure(town)))


def measure(town: Town) -> dict[str, Any]:
    at_work = working.at_work(town)
    apart = max(1, len(at_work.workers) // ASKED)
    busy = [*at_work.workers[apart // 2 :: apart][:ASKED], at_work.supervisors[0]]
    idle = told(ask(working.IDLE, "/"))
    asked = {str(one): ask(one, "/") for one in busy}
    pages = [page for each in asked.values() for page in each]
    times = told(pages)
    return {
        "people": town.scale, "workers": len(at_work.workers), "episodes": at_work.episodes, "goal_p95_ms": GOAL_MS,
        "milliseconds": times, "nothing_waits": idle, "goal_met": times["p95"] < GOAL_MS,
        "ratio_to_nothing_waits": {each: round(times[each] / idle[each], 2) for each in ("p50", "p95")},
        "same_number_of_queries": len({page.queries for page in pages}) == 1, "load_average": os.getloadavg(),
        "seconds": town.seconds,
    }  # fmt: skip


def ask(account: UUID, *paths: str) -> list[Answer]:
    """Round after round, by a server that has been running: until then each of its connections prepares what it asks."""
    with answering.started(signed_in_as=str(account)) as server:
        rounds = [server.ask(path) for _ in range(ROUNDS + PREPARING) for path in paths]
    new, running = rounds[len(paths) : 11 * len(paths)], rounds[PREPARING * len(paths) :]
    report(f"{account}: {told(running)}; of the first ten after one, p95 {told(new)['p95']} ms")
    return running


def told(pages: list[Answer]) -> dict[str, Any]:
    queries = {
        "queries": sorted({page.queries for page in pages}),
        "statements": spread([page.queries_ms for page in pages]),
    }
    return queries | {"kilobytes": max(page.size for page in pages) // 1024} | spread([page.ms for page in pages])


if __name__ == "__main__":
    main()
