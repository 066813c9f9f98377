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
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from onestory.config import installation
from onestory.postgres import names as role_names
from onestory.postgres import roles
from onestory.postgres.server import Server

SEED = 7
SEARCHES = int(os.environ.get("SEARCHES", "600"))
BASELINE_SEARCHES = int(os.environ.get("BASELINE_SEARCHES", "30"))
UNKNOWN = 1_000
PRACTITIONERS = 20
FAMILIES_EACH = 400
FAMILIES_A_TEAM = 28_000
NOW = "2026-01-05 09:00:00+00"


# Keeping ids reproducible: a kind and a number make an identifier.
KINDS = {
    kind: number for number, kind in enumerate(("person", "family", "address", "account", "team", "other"), start=1)
}


def uid(kind: str, number: int) -> UUID:
    return UUID(int=(KINDS[kind] << 112) | (0x7 << 76) | (0x8 << 60) | number)


_others = iter(range(1, 1 << 50))


def other() -> UUID:
    return uid("other", next(_others))


def main() -> None:
    scale = int(os.environ.get("SCALE", "100000"))
    folder = Path(tempfile.mkdtemp(prefix="onestory-bench-"))
    folder.chmod(0o755)
    server = Server(folder / "postgres")
    server.start()
    try:
        print(json.dumps(measure(server, folder, scale)))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(server: Server, folder: Path, scale: int) -> dict[str, Any]:
    roles.prepare_on(server)
    os.environ |= {
        "ONESTORY_HOME": str(folder / "home"),
        "ONESTORY_SECRET_KEY": "only-for-benchmarks-0123456789-0123456789-0123",
        "DATABASE_URL": server.url(role_names.APP),
        "ONESTORY_OWNER_DATABASE_URL": server.url(role_names.OWNER),
    }
    installation.set_up_django()
    installation.migrate(verbosity=0)
    seconds: dict[str, float] = {}
    people = load_city(server, scale, seconds)
    with timed(seconds, "index"):
        rows = build_index()
    with timed(seconds, "vacuum"), admin(server) as cursor:
        cursor.execute("VACUUM ANALYZE")
    size = index_size(server)
    result: dict[str, Any] = {
        "people": scale, "index_rows": rows, "index_mb": size, "seconds": seconds, "viewers": {}, "baselines": {},
    }  # fmt: skip
    viewers = viewers_of()
    for kind, viewer in viewers.items():
        result["viewers"][kind] = search_as(server, viewer, people)
        report(f"{kind}: {json.dumps(result['viewers'][kind])}")
    result["baselines"] = baselines(server, viewers, people)
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return result


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


def load_city(server: Server, scale: int, seconds: dict[str, float]) -> list[Any]:
    from onestory.city.simulation import simulate

    with timed(seconds, "simulate"):
        city = simulate(people=scale, years=1, seed=SEED)
    with timed(seconds, "load"), admin(server) as cursor:
        copy_record(cursor, city)
        copy_grants(cursor, [h.id for h in city.households if h.members])
    return [person for person in city.people if person.died is None]


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
         ((uid("address", addresses[a.uprn]), NOW, a.line1, a.postcode, a.uprn, None)
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
    chance = random.Random(SEED)
    teams = max(1, len(homes) // FAMILIES_A_TEAM)
    accounts = [("author", 0), ("front", 1), ("team", 2), *((f"own{i}", i + 3) for i in range(PRACTITIONERS))]
    copy(cursor, "access_account", "id, email, name, job_title, kind, is_active, created_at, password",
         ((uid("account", n), f"{name}@example.org", name, "", "staff", True, NOW, "!") for name, n in accounts))  # fmt: skip
    copy(cursor, "access_team", "id, created_at, name", ((uid("team", t), NOW, f"team {t}") for t in range(teams + 2)))
    held = [(1, teams), (2, 0), *((n, teams + 1) for _, n in accounts[3:])]
    copy(cursor, "access_teammembership", "id, created_at, account_id, team_id, role, starts_at",
         ((other(), NOW, uid("account", a), uid("team", t), "practitioner", NOW) for a, t in held))  # fmt: skip
    given = "id, created_at, family_id, account_id, team_id, basis, sections, starts_at, given_by_id"
    author, sections = uid("account", 0), ["shared"]
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


def index_size(server: Server) -> int:
    with admin(server) as cursor:
        cursor.execute("SELECT pg_total_relation_size('people_findable') / 1024 / 1024")
        return int(cursor.fetchone()[0])  # type: ignore[index]


def viewers_of() -> dict[str, Any]:
    from onestory.access.models import Account

    numbers = {"practitioner (400 families)": 3, "team (28,000 families)": 2, "front door (every family)": 1}
    return {kind: Account.objects.get(pk=uid("account", number)) for kind, number in numbers.items()}


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
        milliseconds, answer = one_search(account, typed)
        times[kind].append(milliseconds)
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
        "milliseconds": spread([each for several in times.values() for each in several]),
        "milliseconds_with_audit": spread(audited),
        "milliseconds_unknown": spread(unknown_times),
        "recall_at_5": share(singled),
        "certain_and_right": round(certain["right"] / len(singled), 4),
        "certain_and_wrong": round(certain["wrong"] / len(singled), 4),
        "unknown_recognised": recognised,
        "by_kind": {
            kind: {"searches": len(found[kind]), "recall_at_5": share(found[kind])} | spread(times[kind])
            for kind in sorted(found)
        },
    }


def one_search(account: Any, typed: str, *, audit: bool = False) -> tuple[float, list[Any]]:
    """The whole of a search, from opening the viewer's transaction to its end; with `audit`, as a page does it."""
    from onestory.access.viewer import acting_as
    from onestory.people.actions import finds
    from onestory.people.finding import queries

    began = time.perf_counter()
    with acting_as(account) as viewer:
        answer = finds.find(by=viewer, typed=typed) if audit else queries.find(viewer=viewer, typed=typed)
    return (time.perf_counter() - began) * 1000, answer


def visible_to(server: Server, account: Any, people: list[Any]) -> list[Any]:
    with admin(server) as cursor:
        cursor.execute(
            "SELECT DISTINCT m.person_id FROM people_membership m JOIN access_grant g USING (family_id) WHERE g.account_id = %s"
            " OR g.team_id IN (SELECT team_id FROM access_teammembership WHERE account_id = %s)",
            [account.pk, account.pk],
        )
        ids = {row[0] for row in cursor.fetchall()}
    return [person for person in people if uid("person", person.id) in ids]


def unknown_people(account: Any) -> tuple[float, list[float]]:
    """People of another simulated city: nobody here is them, however alike."""
    from onestory.city.simulation import simulate

    strangers = [p for p in simulate(people=UNKNOWN * 3, years=1, seed=SEED + 1).people if p.died is None]
    times, recognised = [], []
    for kind, _, typed in searches(strangers, UNKNOWN, SEED + 2):
        # Both cities draw NHS numbers from the same few, so a stranger's may be somebody's here: passed over.
        if kind in ALONE or "NHS" in kind:
            continue
        milliseconds, answer = one_search(account, typed)
        times.append(milliseconds)
        recognised.append(not any(each.certain for each in answer))
    return share(recognised), times


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
        cursor.execute("CREATE INDEX ON people_personname USING gin ((given || ' ' || family) extensions.gin_trgm_ops)")
        cursor.execute("ANALYZE people_personname")
        return {
            kind: {"trigrams": baseline(cursor, account, server, people, by_trigrams),
                   "contains": baseline(cursor, account, server, people, by_contains)}
            for kind, account in viewers.items()
        }  # fmt: skip


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
