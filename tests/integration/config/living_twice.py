"""Lives through every story twice by the acts and prints it once, in a process and a database of its own; says what differs."""

from __future__ import annotations

import json
import re
import sys
from itertools import count
from uuid import UUID

from onestory.config import installation

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d\d:\d\d:\d\d(\.\d+)?(\+00)?")


def main() -> None:
    installation.set_up_django()
    from tests.chance_of_requests import wrong
    from tests.factories import a_family

    from onestory.city.past import PASTS
    from onestory.config import staffing
    from onestory.config.demo.past import living, printing

    numbers = count(1)
    ruth, kim, lou, mia = (
        staffing.open_account(email=f"{name.split()[0]}@past.example", name=name, role="practitioner", team="Past team")
        for name in ("Ruth Vale", "Kim Lee", "Lou Park", "Mia Roe")
    )
    opener = staffing.open_account(email="front@past.example", name="Front Door", role="triage", team="Past team")
    said: dict[str, object] = {}
    for past in PASTS:
        first, printed, lived_again = (a_family(opener, surname=f"Past{next(numbers)}").family.pk for _ in range(3))
        lived = printing.catch(
            lambda past=past, first=first: living.live(past, cast=living.Cast(opener, ruth, kim), family=first)
        )
        others = {first: printed, ruth.pk: lou.pk, kim.pk: mia.pk}
        copy = printing.Copy(others, {"Ruth Vale": "Lou Park", "Kim Lee": "Mia Roe"}, earlier=0)
        by_printing = printing.catch(lambda lived=lived, copy=copy: printing.print_all(lived, [copy]))
        by_acts = printing.catch(
            lambda past=past, family=lived_again: living.live(past, cast=living.Cast(opener, lou, mia), family=family)
        )
        said[past.name] = {
            "rows": by_acts.rows,
            "differ": _differ(_plain(by_printing, printed), _plain(by_acts, lived_again)),
        }
    with printing.as_the_wall() as cursor:
        cursor.execute(wrong())
        said["wrong"] = [str(row) for row in cursor.fetchall()]
    json.dump(said, sys.stdout)


def _plain(lived, family: UUID) -> list[str]:  # type: ignore[no-untyped-def]
    """Its rows in any order; identifiers of rows, and the time of day, are what they are by chance."""
    known = {str(family): "family"} | dict.fromkeys(lived.made, "made")
    rows = [f"{table}: {row}" for table, (_, rows) in lived.tables.items() for row in rows]
    return sorted(TIME.sub("", ID.sub(lambda found: known.get(found.group(), found.group()), row)) for row in rows)


def _differ(one: list[str], other: list[str]) -> list[str]:
    return sorted(set(one) ^ set(other)) + ([] if len(one) == len(other) else [f"{len(one)} rows and {len(other)}"])


if __name__ == "__main__":
    main()
