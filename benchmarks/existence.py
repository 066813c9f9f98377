"""Whether the time an answer takes tells that something exists which the answer does not.

    make bench NAME=existence SCALE=20000

As a practitioner who is signed in: pages of families and people that are not there, that are not theirs, that are closed to
them and that are kept to a few; searches and *is somebody alongside* for what nobody has and for what somebody hidden has. As
a stranger: signing in with an address that nobody has, and with one that somebody has. Asked in random order, in this process,
through Django's own handler. Letting somebody back in has no page that a stranger could ask: two colleagues do it.

Measured on the clock, and in processor time of this process and of the database's together, which what else the machine does
hardly touches; the rule of `telling_apart` is held against the latter. The last line is one JSON object.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import psutil
import psycopg

from benchmarks import scale, telling_apart
from benchmarks.answering import _cookie
from benchmarks.town import NOW, SEED, Town, admin, index, opened, other, report, uid

EACH = int(os.environ.get("EACH", "1000"))
SIGN_INS = int(os.environ.get("SIGN_INS", "100"))
CLOSED = 60
NOBODY = "nobody has it"
TOKEN = "a" * 32
WORDS = {"why": "met", "reason": "They have asked me for help with the school."}


@dataclass(frozen=True)
class Question:
    path: str
    boxes: dict[str, str] | None = None
    stranger: bool = False


# For each thing that is asked: kinds of target, each of which makes a question. The first is what nobody has.
Kinds = dict[str, Callable[[], Question]]


def main() -> None:
    with opened(scale.asked(20_000)) as town:
        index(town)
        print(json.dumps(measure(town)))


def measure(town: Town) -> dict[str, Any]:
    asker = Asker(town)
    told = {what: _measured(asker, what, kinds) for what, kinds in questions(town).items()}
    verdicts = [pair["processor"]["alike"] for kinds in told.values() for pair in kinds.values()]
    return {
        "people": town.scale, "each": EACH, "sign_ins_each": SIGN_INS,
        "rule": {"part_of_median": telling_apart.PART_OF_MEDIAN, "guessed": telling_apart.GUESSED},
        "told": told, "alike": sum(verdicts), "of": len(verdicts), "goal_met": all(verdicts),
        "load_average": os.getloadavg(),
    }  # fmt: skip


def _measured(asker: Asker, what: str, kinds: Kinds) -> dict[str, Any]:
    times = SIGN_INS if what == "signing in" else EACH
    order = [kind for kind in kinds for _ in range(times)]
    random.Random(SEED).shuffle(order)
    for kind in kinds:
        for _ in range(10):
            asker.ask(kinds[kind]())
    clock: dict[str, list[float]] = defaultdict(list)
    processor: dict[str, list[float]] = defaultdict(list)
    statuses: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for kind in order:
        took, worked, status, size = asker.ask(kinds[kind]())
        clock[kind].append(took)
        processor[kind].append(worked)
        statuses[kind].add((status, size))
    nobody = next(iter(kinds))
    told = {
        kind: {
            "processor": dataclasses.asdict(telling_apart.apart(processor[nobody], processor[kind])),
            "clock": dataclasses.asdict(telling_apart.apart(clock[nobody], clock[kind])),
            "statuses": [sorted({status for status, _ in statuses[each]}) for each in (nobody, kind)],
        }
        for kind in kinds if kind != nobody
    }  # fmt: skip
    for kind, pair in told.items():
        report(f"{what}, {kind}: {pair['processor']}")
    return told


class Asker:
    """Asks through the application itself, and says what each answer cost."""

    def __init__(self, town: Town) -> None:
        from onestory.config.wsgi import application

        self.application, self.server = application, town.server
        self.cookie = _cookie(str(uid("account", 3)))
        self.asked = 0
        with admin(town.server) as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            found = cursor.fetchone()
            assert found
            self.postmaster = psutil.Process(found[0]).ppid()
        self.clear = psycopg.connect(town.server.url("postgres"), autocommit=True)

    def ask(self, question: Question) -> tuple[float, float, int, int]:
        """Microseconds on the clock, microseconds of processors, status and size."""
        if question.path == "/alongside":
            # So many questions an hour, and no more: here each is the first.
            self.clear.execute("SET session_replication_role = replica; DELETE FROM access_asking")
        environ = self._environ(question)
        backends = self._backends()
        status: list[int] = []
        worked, began = self._worked(backends), time.perf_counter()
        response = self.application(environ, lambda line, *_: status.append(int(line[:3])))
        size = len(b"".join(response))
        response.close()
        took = time.perf_counter() - began
        return took * 1e6, (self._worked(backends) - worked) * 1e6, status[0], size

    def _environ(self, question: Question) -> dict[str, Any]:
        self.asked += 1
        body = urlencode(question.boxes or {}).encode()
        cookies = f"csrftoken={TOKEN}" + ("" if question.stranger else f"; {self.cookie}")
        return {
            "REQUEST_METHOD": "GET" if question.boxes is None else "POST", "PATH_INFO": question.path,
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "QUERY_STRING": "",
            # Every try from somewhere else: too many from one address are told to wait.
            "REMOTE_ADDR": f"10.{self.asked >> 16 & 255}.{self.asked >> 8 & 255}.{self.asked & 255}",
            "HTTP_COOKIE": cookies, "HTTP_X_CSRFTOKEN": TOKEN, "CONTENT_LENGTH": str(len(body)), "SCRIPT_NAME": "",
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": BytesIO(body), "wsgi.errors": BytesIO(),
            "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
        }  # fmt: skip

    def _backends(self) -> list[Path]:
        children = psutil.Process(self.postmaster).children()
        return [Path(f"/proc/{child.pid}/schedstat") for child in children]

    def _worked(self, backends: list[Path]) -> float:
        """Seconds of processors, of this process and of the database's: Linux counts the latter in nanoseconds."""
        theirs = sum(int(one.read_text().split()[0]) for one in backends if one.exists())
        return time.process_time() + theirs / 1e9


# What is asked


def questions(town: Town) -> dict[str, Kinds]:
    chance = random.Random(SEED)
    own, others = _families(town)
    kept, denied = others[:CLOSED], own[:CLOSED]
    _close(town, kept=kept, denied=denied)
    _give_passwords(town)
    free = others[CLOSED : CLOSED + 2_000]
    people = {kind: _people(town, families) for kind, families in (("free", free), ("kept", kept), ("denied", denied))}

    def absent() -> UUID:
        return UUID(int=(chance.getrandbits(48) << 80) | (0x7 << 76) | (0x8 << 60) | chance.getrandbits(60))

    def drawn(families: list[UUID]) -> Callable[[], Question]:
        return lambda: Question(f"/families/{chance.choice(families)}")

    def person(kind: str) -> Callable[[], Question]:
        return lambda: (lambda one: Question(f"/families/{one.family}/people/{one.person}"))(
            chance.choice(people[kind])
        )

    def finding(typed: Callable[[], str]) -> Callable[[], Question]:
        return lambda: Question("/find", {"q": typed()})

    def alongside(kind: str) -> Callable[[], Question]:
        def ask() -> Question:
            one = chance.choice(people[kind])
            return Question("/alongside", WORDS | {"name": f"{one.given} {one.surname}", **_day(one.born)})

        return ask

    def nobody_alongside() -> Question:
        """Somebody's name, and a day on which nobody of that name was born."""
        one = chance.choice(people["free"])
        return Question("/alongside", WORDS | {"name": f"{one.given} {one.surname}", **_day("1931-02-03")})

    def signing_in(email: str) -> Question:
        return Question("/account/login/", {"login": email, "password": "not-this-one-either-at-all"}, stranger=True)

    strangers = iter(range(10**9))
    emails = [f"own{number}@example.org" for number in range(4, 20)]
    return {
        "a family's page": {NOBODY: lambda: Question(f"/families/{absent()}"), "not theirs": drawn(free),
                            "kept to a few": drawn(kept), "closed to them": drawn(denied)},
        "a person's page": {NOBODY: lambda: Question(f"/families/{absent()}/people/{absent()}"), "not theirs": person("free"),
                            "kept to a few": person("kept"), "closed to them": person("denied")},
        "finding by phone": {NOBODY: finding(lambda: f"07{chance.randrange(10**9):09}"),
                             "hidden": finding(lambda: _phone(chance, people["kept"] + people["denied"]))},
        "finding by number": {NOBODY: finding(lambda: _nhs_number(chance)),
                              "hidden": finding(lambda: _nhs(chance, people["kept"] + people["denied"]))},
        "is somebody alongside": {NOBODY: nobody_alongside, "kept to a few": alongside("kept"),
                                  "closed to them": alongside("denied")},
        "signing in": {NOBODY: lambda: signing_in(f"own{next(strangers)}x@example.org"),
                       "somebody": lambda: signing_in(chance.choice(emails))},
    }  # fmt: skip


@dataclass(frozen=True)
class One:
    family: UUID
    person: UUID
    given: str
    surname: str
    born: str
    phone: str
    nhs: str


def _families(town: Town) -> tuple[list[UUID], list[UUID]]:
    with admin(town.server) as cursor:
        cursor.execute("SELECT family_id FROM access_grant WHERE account_id = %s ORDER BY id", [uid("account", 3)])
        own = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT id FROM people_family WHERE id <> ALL(%s) ORDER BY md5(id::text)", [own])
        return own, [row[0] for row in cursor.fetchall()]


def _close(town: Town, *, kept: list[UUID], denied: list[UUID]) -> None:
    author, asker = uid("account", 0), uid("account", 3)
    with admin(town.server) as cursor:
        cursor.execute("DELETE FROM access_restriction; DELETE FROM access_denial")
        cursor.executemany(
            "INSERT INTO access_restriction (id, created_at, family_id, reason, starts_at, set_by_id)"
            " VALUES (%s, %s, %s, 'Benchmark', %s, %s)", [(other(), NOW, one, NOW, author) for one in kept],
        )  # fmt: skip
        cursor.executemany(
            "INSERT INTO access_denial (id, created_at, family_id, account_id, kind, reason, starts_at, set_by_id)"
            " VALUES (%s, %s, %s, %s, 'conflict', 'Benchmark', %s, %s)",
            [(other(), NOW, one, asker, NOW, author) for one in denied],
        )  # fmt: skip
        cursor.execute("VACUUM ANALYZE access_restriction, access_denial")


def _give_passwords(town: Town) -> None:
    from django.contrib.auth.hashers import make_password

    with admin(town.server) as cursor:
        cursor.execute(
            "INSERT INTO access_password (account_id, digest) SELECT id, %s FROM access_account"
            " ON CONFLICT (account_id) DO UPDATE SET digest = excluded.digest",
            [make_password("three words of mine")],
        )


def _people(town: Town, families: list[UUID]) -> list[One]:
    with admin(town.server) as cursor:
        cursor.execute(
            """SELECT m.family_id, p.id, n.given, n.family, p.born, coalesce(c.value, ''), coalesce(i.value, '')
            FROM people_membership m JOIN people_person p ON p.id = m.person_id
            JOIN people_personname n ON n.person_id = p.id AND n.use = 'usual'
            LEFT JOIN LATERAL (SELECT value FROM people_contactpoint WHERE person_id = p.id LIMIT 1) c ON true
            LEFT JOIN LATERAL (SELECT value FROM people_identifier WHERE person_id = p.id AND system = 'nhs' LIMIT 1) i ON true
            WHERE m.family_id = ANY(%s) ORDER BY m.id""", [families],
        )  # fmt: skip
        return [One(*row) for row in cursor.fetchall()]


def _day(born: str) -> dict[str, str]:
    year, month, day = born.split("-")
    return {"born": f"{int(day)} {int(month)} {year}"}


def _phone(chance: random.Random, people: list[One]) -> str:
    return chance.choice([one.phone for one in people if one.phone])


def _nhs(chance: random.Random, people: list[One]) -> str:
    return chance.choice([one.nhs for one in people if one.nhs])


def _nhs_number(chance: random.Random) -> str:
    """One whose check digit is right, in a range that the city never draws from."""
    for first in _counting(chance):
        rest = 11 - sum((10 - place) * int(digit) for place, digit in enumerate(first)) % 11
        if rest != 10:
            return f"{first}{rest % 11}"
    raise AssertionError


def _counting(chance: random.Random) -> Iterator[str]:
    while True:
        yield f"{chance.randrange(10**9):09}"


if __name__ == "__main__":
    main()
