"""How quickly, and how well, the one box finds people among SCALE (by default 100,000) simulated ones.

    make bench NAME=find SCALE=1000000

A city is simulated and loaded into a database of its own; practitioners, teams and a city-wide front door are given
families; true details are typed as the city's own model of errors has people type them. Each search is timed whole: the
viewer's transaction, the search, the second check of access; and again with the audit that a page also writes. Two usual
ways of searching are run beside it under the same rule of access.
The last line is one JSON object.
"""

# ruff: noqa: E501 - lists of columns read better unbroken
from __future__ import annotations

import json
import os
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from benchmarks import scale
from benchmarks.town import SEED, Town, admin, index, opened, report, spread, uid
from onestory.postgres.server import Server

SEARCHES = int(os.environ.get("SEARCHES", "600"))
BASELINE_SEARCHES = int(os.environ.get("BASELINE_SEARCHES", "30"))
UNKNOWN = int(os.environ.get("UNKNOWN", "1000"))
WARM = int(os.environ.get("WARM", "4000"))
"""Other searches made before any is timed, so that the server has been answering for a while."""


def main() -> None:
    with opened(scale.asked(100_000)) as town:
        index(town)
        print(json.dumps(measure(town)))


def measure(town: Town) -> dict[str, Any]:
    server, people = town.server, town.people
    result: dict[str, Any] = {
        "people": town.scale, "index_rows": index_rows(server), "index_mb": index_size(server), "seconds": town.seconds,
        "viewers": {}, "baselines": {}, "load_average": os.getloadavg(),
    }  # fmt: skip
    viewers = viewers_of()
    for _, _, typed in searches(people, WARM, SEED + 5):
        one_search(viewers["front door (every family)"], typed)
    report(f"answered {WARM:,} other searches")
    for kind, viewer in viewers.items():
        result["viewers"][kind] = search_as(server, viewer, people)
        report(f"{kind}: {json.dumps(result['viewers'][kind])}")
    result["baselines"] = baselines(server, viewers, people)
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return result


def index_rows(server: Server) -> int:
    with admin(server) as cursor:
        cursor.execute("SELECT count(*) FROM people_findable")
        return int(cursor.fetchone()[0])  # type: ignore[index]


def index_size(server: Server) -> int:
    with admin(server) as cursor:
        cursor.execute("SELECT pg_total_relation_size('people_findable') / 1024 / 1024")
        return int(cursor.fetchone()[0])  # type: ignore[index]


def viewers_of() -> dict[str, Any]:
    from onestory.access import knocking

    numbers = {"practitioner (400 families)": 3, "team (28,000 families)": 2, "front door (every family)": 1}
    return {kind: knocking.of_session(uid("account", number)) for kind, number in numbers.items()}


# What is typed

ALONE = frozenset(("name alone", "surname alone"))
"""Searches that dozens of people may fit: they count for speed, and not for who comes among the first five."""

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class Typist:
    """Types what somebody remembers of a person, in the order and the forms that people use."""

    def __init__(self, seed: int, on: date) -> None:
        self.chance, self.on = random.Random(seed), on

    def search(self, p: Any) -> tuple[str, str]:
        """What kind of search it is, and the words."""
        kind = self.chance.random()
        if kind < 0.05 and p.nhs_number:
            return "NHS number alone", " ".join((p.nhs_number[:3], p.nhs_number[3:6], p.nhs_number[6:]))
        if kind < 0.15:
            return "surname and birth", f"{p.family.lower()} {self.birth(p.born)}"
        if kind < 0.20:
            return "name and month of birth", f"{p.given} {p.family} {p.born:%B %Y}"
        if kind < 0.22:
            return "surname alone", p.family.lower()
        return self.as_remembered(p)

    def as_remembered(self, p: Any) -> tuple[str, str]:
        """Spoilt by the city's own model of what goes wrong when somebody types into a search box."""
        from onestory.city import errors

        told = errors.corrupt(errors.of(p, self.on), rng=self.chance, others=errors.others_of(p, self.on)).details
        parts = {
            "birth": self.birth(told.born) if told.born else "",
            "postcode": self.postcode(told.postcode),
            "phone": told.phone,
            "NHS number": told.nhs_number,
        }
        known = [kind for kind, text in parts.items() if text]
        words = [self.name(told), *(parts[kind] for kind in known)]
        self.chance.shuffle(words)
        return f"name and {', '.join(known)}" if known else "name alone", " ".join(words)

    def name(self, told: Any) -> str:
        order = self.chance.random()
        if order < 0.75:
            return f"{told.given} {told.family}"
        return f"{told.family}, {told.given}" if order < 0.85 else f"{told.family} {told.given}"

    def postcode(self, code: str) -> str:
        return (
            self.chance.choice((code, code.lower(), code.lower().replace(" ", ""), code.split(" ")[0])) if code else ""
        )

    def birth(self, born: date) -> str:
        forms = [
            f"{born.day}/{born.month}/{born.year}",
            f"{born:%d.%m.%Y}",
            f"{born.day} {MONTHS[born.month - 1]} {born.year}",
        ]
        if born.year > self.on.year - 99:
            forms.append(f"{born.day}/{born.month}/{born:%y}")
        return self.chance.choice(forms)


def searches(people: list[Any], count: int, seed: int) -> list[tuple[str, Any, str]]:
    from onestory.city.simulation import LAST_DAY

    typist = Typist(seed, LAST_DAY)
    chosen = [typist.chance.choice(people) for _ in range(count)]
    return [(kind, person, typed) for person in chosen for kind, typed in (typist.search(person),)]


# What is measured


def search_as(server: Server, account: Any, people: list[Any]) -> dict[str, Any]:
    visible = visible_to(server, account, people)
    for _, _, typed in searches(visible, 30, SEED + 9):
        one_search(account, typed)
    times, audited, found, certain = defaultdict(list), [], defaultdict(list), Counter[str]()
    for kind, person, typed in searches(visible, SEARCHES, SEED):
        took, answer = one_search(account, typed)
        times[kind].append(took)
        audited.append(one_search(account, typed, audit=True)[0])
        place = next((i for i, each in enumerate(answer) if each.person == uid("person", person.id)), None)
        found[kind].append(place is not None and place < 5)
        if os.environ.get("SHOW_MISSES") and kind not in ALONE and not found[kind][-1]:
            report(f"missed {typed!r}: {person.given} {person.middle} {person.family} {person.born} at {place}")
        if kind not in ALONE and answer and answer[0].certain:
            certain["right" if place == 0 else "wrong"] += 1
    singled = [hit for kind, hits in found.items() if kind not in ALONE for hit in hits]
    recognised, unknown_times = unknown_people(account)
    return {
        "visible_people": len(visible),
        **spreads([took for several in times.values() for took in several]),
        "with_audit": spreads(audited),
        "unknown": spreads(unknown_times),
        "recall_at_5": share(singled),
        "certain_and_right": round(certain["right"] / len(singled), 4),
        "certain_and_wrong": round(certain["wrong"] / len(singled), 4),
        "unknown_recognised": recognised,
        "by_kind": {
            kind: {"searches": len(found[kind]), "recall_at_5": share(found[kind])} | spreads(times[kind])
            for kind in sorted(found)
        },
    }


@dataclass(frozen=True)
class Took:
    """Milliseconds of one search: the whole, and what of it was waiting for the database."""

    whole: float
    database: float


class Waiting:
    """Adds up the time from sending each statement to having its rows; the first begins the transaction as well."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            self.seconds += time.perf_counter() - began


def one_search(account: Any, typed: str, *, audit: bool = False) -> tuple[Took, list[Any]]:
    """The whole of a search, from opening the viewer's transaction to its end; with `audit`, as a page does it."""
    from onestory.people.actions import finds
    from onestory.people.finding import queries

    if audit:
        return timed_as(account, lambda viewer: finds.find(by=viewer, typed=typed))
    return timed_as(account, lambda viewer: queries.find(viewer=viewer, typed=typed))


def timed_as(account: Any, ask: Callable[[Any], list[Any]]) -> tuple[Took, list[Any]]:
    """What somebody is answered, and how long it took with opening and ending their transaction."""
    from django.db import connection

    from onestory.access.viewer import acting_as

    waiting = Waiting()
    with connection.execute_wrapper(waiting):
        began = time.perf_counter()
        with acting_as(account) as viewer:
            answer = ask(viewer)
            answered, waited = time.perf_counter(), waiting.seconds
        ended = time.perf_counter()
    # Committing passes no wrapper: all that comes after the answer counts as the database's.
    return Took((ended - began) * 1000, (waited + ended - answered) * 1000), answer


def spreads(several: list[Took]) -> dict[str, Any]:
    return {
        "milliseconds": spread([took.whole for took in several]),
        "database_ms": spread([took.database for took in several]),
    }


def visible_to(server: Server, account: Any, people: list[Any]) -> list[Any]:
    with admin(server) as cursor:
        cursor.execute(
            "SELECT DISTINCT m.person_id FROM people_membership m JOIN access_grant g USING (family_id) WHERE g.account_id = %s"
            " OR g.team_id IN (SELECT team_id FROM access_teammembership WHERE account_id = %s)",
            [account.pk, account.pk],
        )
        ids = {row[0] for row in cursor.fetchall()}
    return [person for person in people if uid("person", person.id) in ids]


def unknown_people(account: Any) -> tuple[float, list[Took]]:
    """People of another simulated city: nobody here is them, however alike."""
    from onestory.city.simulation import simulate

    strangers = [p for p in simulate(people=UNKNOWN * 3, years=1, seed=SEED + 1).people if p.died is None]
    times, recognised = [], []
    for kind, _, typed in searches(strangers, UNKNOWN, SEED + 2):
        # Both cities draw NHS numbers from the same few, so a stranger's may be somebody's here: passed over.
        if kind in ALONE or "NHS" in kind:
            continue
        took, answer = one_search(account, typed)
        times.append(took)
        recognised.append(not any(each.certain for each in answer))
    return share(recognised), times


def share(hits: list[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0


# What is usually done


ACCESS = (
    "EXISTS (SELECT FROM people_membership m JOIN access_grant g USING (family_id) WHERE m.person_id = n.person_id"
    " AND m.ends_on IS NULL AND (g.account_id = %(me)s OR g.team_id = ANY (%(teams)s)))"
)
TRIGRAMS = (
    "SELECT n.person_id FROM people_personname n WHERE (n.given || ' ' || n.family) % %(q)s AND " + ACCESS
    + " ORDER BY similarity(n.given || ' ' || n.family, %(q)s) DESC LIMIT 10"
).replace(" % ", " %% ")  # fmt: skip


def contains(words: list[str]) -> tuple[str, dict[str, str]]:
    """As the admin of Django searches: each word somewhere in one of the columns."""
    each = " AND ".join(
        f"(UPPER(n.given) LIKE UPPER(%(w{i})s) OR UPPER(n.family) LIKE UPPER(%(w{i})s) OR UPPER(p.born) LIKE UPPER(%(w{i})s))"
        for i in range(len(words))
    )
    query = f"SELECT n.person_id FROM people_personname n JOIN people_person p ON p.id = n.person_id WHERE {each} AND {ACCESS} LIMIT 10"
    return query, {f"w{i}": f"%{word}%" for i, word in enumerate(words)}


def baselines(server: Server, viewers: dict[str, Any], people: list[Any]) -> dict[str, Any]:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("DROP INDEX IF EXISTS bench_trigrams")
        cursor.execute(
            "CREATE INDEX bench_trigrams ON people_personname USING gin ((given || ' ' || family) extensions.gin_trgm_ops)"
        )
        cursor.execute("ANALYZE people_personname")
        measured = {
            kind: {"trigrams": baseline(cursor, account, server, people, by_trigrams),
                   "contains": baseline(cursor, account, server, people, by_contains)}
            for kind, account in viewers.items()
        }  # fmt: skip
        cursor.execute("DROP INDEX bench_trigrams")  # a kept town is left as it was found
        return measured


def by_trigrams(typed: Any) -> tuple[str, dict[str, str]]:
    return TRIGRAMS, {"q": " ".join(typed.words)}


def by_contains(typed: Any) -> tuple[str, dict[str, str]]:
    return contains([*typed.words, *([typed.born.iso] if typed.born else [])] or [""])


def baseline(cursor: Any, account: Any, server: Server, people: list[Any], way: Callable[[Any], Any]) -> dict[str, Any]:
    from onestory.people.finding.typed import read

    cursor.execute("SELECT array_agg(team_id) FROM access_teammembership WHERE account_id = %s", [account.pk])
    who = {"me": account.pk, "teams": cursor.fetchone()[0] or []}
    times, hits = [], []
    asked = searches(visible_to(server, account, people), BASELINE_SEARCHES * 4, SEED)
    named = [each for each in asked if each[0].startswith("name and birth")][:BASELINE_SEARCHES]
    for _, person, typed in named:
        query, values = way(read(typed))
        began = time.perf_counter()
        cursor.execute(query, values | who)
        answer = [row[0] for row in cursor.fetchall()]
        times.append((time.perf_counter() - began) * 1000)
        hits.append(uid("person", person.id) in answer[:5])
    return {"milliseconds": spread(times), "recall_at_5": share(hits)}


if __name__ == "__main__":
    main()
