"""Several stewards take a pair at the same moment, over and over; run in a process and a database of its own.

Prints, as one line of JSON, for each round which pair each of them was given.
"""

from __future__ import annotations

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from onestory.config import installation

STEWARDS, ROUNDS = 4, 3
CHILDREN = ("Ada Hill", "Bela Stone", "Cora Mace", "Dina Frost", "Ezra Quill", "Fola Webb")
UPNS = ("H801200001001", "X801200001002", "L801200001003", "A801200001004", "P801200001005", "D801200001006")


def main(folder: Path) -> None:
    installation.set_up_django()
    from tests.integration.linkage.delivering import agree

    from onestory.access.models import Account
    from onestory.config import staffing
    from onestory.linkage.actions import feeds

    program = staffing.open_account(
        email="linkage@rush.example", name="Linkage", role="linkage", team="Rush", kind=Account.Kind.SERVICE
    )
    keeper = staffing.open_account(email="keeper@rush.example", name="Keeper", role="feeds", team="Rush")
    stewards = [
        staffing.open_account(email=f"steward{one}@rush.example", name=f"Steward {one}", role="steward", team="Rush")
        for one in range(STEWARDS)
    ]
    for feed, name, lines in (("health_visiting", "health.csv", _health()), ("school_census", "school.csv", _school())):
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
        agree(feed, keeper)
        feeds.load(name=feed, file=folder / name, by=program)
    rounds = [_all_at_once(stewards) for _ in range(ROUNDS)]
    print(json.dumps(rounds))


def _health() -> list[str]:
    names = [name.split() for name in CHILDREN]
    rows = (f"HV{n},{family},{given},2024-03-1{n},PL1 2AB" for n, (given, family) in enumerate(names))
    return ["RECORD_ID,FAMILY_NAME,GIVEN_NAME,BIRTH_DATE,POSTCODE", *rows]


def _school() -> list[str]:
    names = [name.split() for name in CHILDREN]
    rows = (f"{UPNS[n]},{family},{given},1{n}/03/2024,PL1 2AB,879/2001" for n, (given, family) in enumerate(names))
    return ["UPN,Surname,Forename,DOB,PostCode,LAEstab", *rows]


def _all_at_once(stewards: list[object]) -> list[str]:
    from django.db import connection

    from onestory.access.viewer import acting_as
    from onestory.linkage.actions import judging

    together = threading.Barrier(len(stewards))

    def take(steward: object) -> str:
        try:
            together.wait()
            with acting_as(steward) as viewer:  # type: ignore[arg-type]
                pair = judging.next_pair(by=viewer, lane="unclear")
                if pair is None:
                    return ""
                judging.judge(by=viewer, pair=pair.id, seen=pair.seen, verdict="unsure", why="Only trying")
            return str(pair.id)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(stewards)) as pool:
        return list(pool.map(take, stewards))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
