"""How long caseloads take with 500 workers and 20,000 open episodes: one's own, and everybody's one supervises.

    make bench NAME=caseload SCALE=60000

Beside them the caseload of somebody who walks with nobody, in the same run. Options as for `benchmarks.today`. The last line is
one JSON object.
"""

from __future__ import annotations

import json
import os
from typing import Any

from benchmarks import scale, working
from benchmarks.today import ASKED, GOAL_MS, ask, told
from benchmarks.town import Town, opened


def main() -> None:
    with opened(scale.asked(60_000)) as town:
        print(json.dumps(measure(town)))


def measure(town: Town) -> dict[str, Any]:
    at_work = working.at_work(town)
    apart = max(1, len(at_work.workers) // ASKED)
    own = [page for one in at_work.workers[apart // 2 :: apart][:ASKED] for page in ask(one, "/caseload")]
    pages = {
        "of_ones_own": told(own),
        "of_ten_supervised": told(ask(at_work.supervisors[0], "/caseloads")),
        "of_a_team": told(ask(at_work.supervisors[0], f"/caseload/team/{at_work.teams[0]}")),
        "by_neighbourhood": told(ask(at_work.supervisors[0], "/caseload/places")),
    }
    nobody = told(ask(working.IDLE, "/caseload"))
    return {
        "people": town.scale, "workers": len(at_work.workers), "episodes": at_work.episodes, "goal_p95_ms": GOAL_MS,
        "pages": pages, "of_nobody": nobody, "goals_met": {name: each["p95"] < GOAL_MS for name, each in pages.items()},
        "ratio_to_nobody": {name: round(each["p50"] / nobody["p50"], 2) for name, each in pages.items()},
        "load_average": os.getloadavg(), "seconds": town.seconds,
    }  # fmt: skip


if __name__ == "__main__":
    main()
