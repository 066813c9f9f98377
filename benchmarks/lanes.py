"""How right the lanes of doubtful pairs are, and whether anybody guarded is made known a second time.

`python -m benchmarks.lanes [PEOPLE]` loads feeds of the simulated city into an installation of its own. Half-way, one family in
ten is guarded. The truth says of each pair whether it is one person, and of each person made known since whether they were
guarded already (HZ-02).
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

BEFORE, AFTER = ("health_visiting", "midwifery", "early_help"), ("school_census", "housing")
ONE_IN = 10
Key = tuple[str, str]


def main(people: int, seed: int = 5) -> None:
    from onestory.city import extracts, truth
    from onestory.city.simulation import simulate
    from onestory.config import throwaway

    city = simulate(people=people, years=3, seed=seed, progress=lambda _: None)
    true = {(feed, reference): person for feed, reference, person in truth.lines(city, city.on)}
    with tempfile.TemporaryDirectory() as folder, throwaway.installed() as admin:
        extracts.write(city, Path(folder))
        by = _program()
        _load(BEFORE, Path(folder), by)
        before = _who(by, true)
        guarded = _guard(admin)
        _load(AFTER, Path(folder), by)
        told = {"people": people, "guarded_people": len(guarded), **_lanes(by, true)}
        print(json.dumps(told | _twice(by, true, before, guarded), indent=1))


def _program() -> Any:
    from onestory.access.models import Account
    from onestory.config import staffing

    return staffing.open_account(
        email="linkage@bench.example", name="Linkage", role="linkage", team="Bench", kind=Account.Kind.SERVICE
    )


def _load(names: tuple[str, ...], folder: Path, by: Any) -> None:
    from onestory.linkage.actions import feeds

    for name in names:
        _agree(name)
        feeds.load(name=name, file=next(folder.glob(f"{name}.*")), by=by)


def _agree(name: str) -> None:
    """A feed's columns are agreed by somebody before anybody in it is looked for."""
    from onestory.access.models import Account
    from onestory.access.viewer import acting_as
    from onestory.config import staffing
    from onestory.linkage.actions import keeping
    from onestory.linkage.declaration import feed

    email = f"{name}@bench.example"
    keeper: Account = staffing.open_account(email=email, name="Keeper", role="feeds", team="Bench")
    with acting_as(keeper) as viewer:
        keeping.sign(by=viewer, name=name, declared=feed(name).version, partner_said="Measured")


def _guard(admin: str) -> set[UUID]:
    """One family in so many, restricted to nobody; who belongs to one."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO access_restriction (id, created_at, family_id, reason, starts_at, set_by_id)"
            " SELECT gen_random_uuid(), now(), f.id, 'measured', now(), f.created_by_id FROM"
            f" (SELECT *, row_number() OVER (ORDER BY id) AS n FROM people_family) f WHERE f.n % {ONE_IN} = 0"
        )
        rows = connection.execute(
            "SELECT m.person_id FROM people_membership m JOIN access_restriction r USING (family_id)"
        ).fetchall()
    return {person for (person,) in rows}


def _of(true: dict[Key, int], feed: str, reference: str, who: str) -> int | None:
    from onestory.linkage.declaration import feed as declared

    named = reference if who == declared(feed).subject else f"{reference}/{who}"
    return true.get((feed, named))


def _who(by: Any, true: dict[Key, int]) -> dict[UUID, int]:
    """Whom each person we know truly is, by most of their records."""
    from onestory.access.viewer import acting_as
    from onestory.linkage.models import Link

    said: dict[UUID, Counter[int]] = defaultdict(Counter)
    with acting_as(by):
        rows = Link.objects.filter(undone_at__isnull=True)
        for feed, reference, who, person in rows.values_list("record__feed", "record__reference", "who", "person_id"):
            found = _of(true, feed, reference, who)
            if found is not None:
                said[person][found] += 1
    return {person: found.most_common(1)[0][0] for person, found in said.items()}


def _lanes(by: Any, true: dict[Key, int]) -> dict[str, Any]:
    from onestory.access.viewer import acting_as
    from onestory.linkage.models import Candidate

    who_is, counted = _who(by, true), Counter[tuple[str, bool]]()
    with acting_as(by):
        rows = Candidate.objects.filter(state="waiting").values_list(
            "band", "guarded", "record__feed", "record__reference", "who", "person_id"
        )
        for band, guarded, feed, reference, who, person in rows:
            lane = "kept back" if guarded else band
            mine, theirs = _of(true, feed, reference, who), who_is.get(person)
            if mine is not None and theirs is not None:
                counted[lane, mine == theirs] += 1
    lanes = {lane for lane, _ in counted}
    return {
        lane: {"one": counted[lane, True], "two": counted[lane, False],
               "precision": round(counted[lane, True] / (counted[lane, True] + counted[lane, False]), 4)}
        for lane in sorted(lanes)
    }  # fmt: skip


def _twice(by: Any, true: dict[Key, int], before: dict[UUID, int], guarded: set[UUID]) -> dict[str, int]:
    """Of people who are guarded, whom a file since made known a second time, and who else waits because of them."""
    from onestory.access.viewer import acting_as
    from onestory.linkage.models import Candidate

    hidden = {before[person] for person in guarded if person in before}
    since = {person: who for person, who in _who(by, true).items() if person not in before}
    with acting_as(by):
        records = Candidate.objects.filter(guarded=True).values("record").distinct().count()
    return {
        "made_known_twice": sum(who in hidden for who in since.values()),
        "records_kept_back": records,
        "made_known_since": len(since),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
