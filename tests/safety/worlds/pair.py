"""Two worlds that differ in a secret alone, and one actor who does the same in both.

Each is a database of its own. What else could differ is made equal: identifiers are counted, clocks stand still, and what the
database makes up by chance it counts too. So whatever differs in an answer comes from the secret.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any
from unittest import mock

import psycopg
import time_machine
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from django.test import RequestFactory

from onestory.access.sections import Section
from onestory.access.viewer import acting_as, name_nobody
from onestory.core import ids
from onestory.people import queries
from onestory.people.actions import facts
from onestory.postgres import roles
from onestory.safety.canaries import world as canaries
from onestory.safety.canaries.planting import Tokens
from onestory.safety.making import made_account
from onestory.safety.matrix.world import unbound
from onestory.story.actions import entries

TEMPLATE = "onestory_template"
# Told anew in every answer, and saying nothing.
_ONCE = re.compile(r'(name="csrfmiddlewaretoken" value="|csrftoken=|sessionid=|X-Request-Id: )[^";\n]*')
# The database counts where it would otherwise draw lots, and its counting is not taken back. The planner writes the body out
# where the function is named, which it would not do for one that runs as somebody else; one that is called draws lots as before.
COUNTED = """CREATE SEQUENCE public.counted; GRANT USAGE ON SEQUENCE public.counted TO PUBLIC;
  CREATE OR REPLACE FUNCTION pg_catalog.gen_random_uuid() RETURNS uuid VOLATILE LANGUAGE sql AS
  $$ SELECT md5(nextval('public.counted')::text)::uuid $$;
  CREATE FUNCTION public.count_from(number bigint) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
  $$ SELECT setval('public.counted', number) $$"""
# For a leak that is planted on purpose: it counts what the walls hide.
PLANTED = """CREATE FUNCTION public.how_many_entries() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
  $$ SELECT count(*) FROM public.story_entry $$"""
# More than the making of a world, or any one answer, counts.
A_QUESTION = 1_000_000
Differs = Callable[[tuple[frozenset[str], ...]], bool]


@dataclass
class Side:
    """One of the worlds, while it stands."""

    name: str
    connection: BaseDatabaseWrapper
    numbers: Iterator[int]
    world: canaries.World | None = None
    queries: int = 0

    def count_from(self, number: int) -> None:
        """What is made next is called the same in both, however much more one of them holds already."""
        self.numbers = count(number)
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT public.count_from(%s)", [number])

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Everything Django asks of its database is asked of this one, and identifiers are counted as it counts them."""
        outer = connections["default"]
        connections["default"] = self.connection
        with mock.patch.object(ids, "os", _Counting(self.numbers)), mock.patch.object(ids, "time", _Still()):
            try:
                yield
            finally:
                connections["default"] = outer


class _Counting:
    """In place of `os` in the factory of identifiers: chance that is the same in both worlds."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self._numbers = numbers

    def urandom(self, size: int) -> bytes:
        return next(self._numbers).to_bytes(size, "big")


class _Still:
    def time_ns(self) -> int:
        return 1_760_000_000_000_000_000


@dataclass
class Pair:
    """Both, with a way to ask each the same."""

    sides: tuple[Side, Side]
    moment: datetime
    _asked: Iterator[int] = field(default_factory=lambda: count(1))
    _handler: BaseHandler = field(default_factory=BaseHandler)
    _factory: RequestFactory = field(
        default_factory=lambda: RequestFactory(SERVER_NAME=settings.ALLOWED_HOSTS[0].lstrip("."))
    )

    def __post_init__(self) -> None:
        self._handler.load_middleware()

    @property
    def world(self) -> canaries.World:
        """For identifiers, which are the same in both."""
        assert self.sides[0].world
        return self.sides[0].world

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is done inside is taken back in both. The two begin within one minute, which is the least that a page shows."""
        with time_machine.travel(self.moment, tick=False):
            begun = self._begin()
            while len({_minute(side) for side in self.sides}) > 1:
                self._take_back(begun)
                begun = self._begin()
            try:
                yield
            finally:
                self._take_back(begun)

    def ask(self, actor: str, method: str, path: str, data: Mapping[str, Any] | None = None) -> tuple[str, str]:
        """What each world answers: every byte that reaches whoever asks, and in how many statements it was found."""
        first = next(self._asked) * A_QUESTION
        told = [self._ask(side, first, actor, method, path, data or {}) for side in self.sides]
        return told[0], told[1]

    def _ask(self, side: Side, first: int, actor: str, method: str, path: str, data: Mapping[str, Any]) -> str:
        request = getattr(self._factory, method.lower())(path, data=dict(data))
        assert side.world
        if session := side.world.sessions.get(actor):
            request.COOKIES[settings.SESSION_COOKIE_NAME] = session
        request._dont_enforce_csrf_checks = True
        side.queries = 0
        side.count_from(first)
        with side.entered(), side.connection.execute_wrapper(_counting(side)):
            response = self._handler.get_response(request)
            body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined, arg-type]
            name_nobody()
        headers = "".join(f"{name}: {value}\n" for name, value in response.items())
        cookies = "".join(f"{one.OutputString()}\n" for one in response.cookies.values())
        whole = f"{response.status_code}\n{headers}{cookies}\n{body.decode()}\n{side.queries} statements"
        return _ONCE.sub(r"\1", whole)

    def _begin(self) -> list[transaction.Atomic]:
        begun = []
        for side in self.sides:
            with side.entered():
                begun.append(transaction.atomic())
                begun[-1].__enter__()
        return begun

    def _take_back(self, begun: list[transaction.Atomic]) -> None:
        for side, atomic in zip(self.sides, begun, strict=True):
            with side.entered():
                transaction.set_rollback(True)
                atomic.__exit__(None, None, None)


def _counting(side: Side) -> Callable[..., Any]:
    def count(execute: Callable[..., Any], *asked: Any) -> Any:
        side.queries += 1
        return execute(*asked)

    return count


def _minute(side: Side) -> object:
    with side.entered(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT date_trunc('minute', now())")
        return cursor.fetchone()


# --- making them ---


@contextmanager
def standing(name: str, *, differs: Differs) -> Iterator[Pair]:
    """Two worlds, of whose tokens those differ that `differs` says, and of whose hidden things there are not as many."""
    moment = datetime.now(UTC).replace(microsecond=0)
    sides = (_side(f"{name}_a"), _side(f"{name}_b"))
    try:
        with time_machine.travel(moment, tick=False):
            for side in sides:
                _build(side, differs=differs)
        yield Pair(sides, moment)
    finally:
        for side in sides:
            side.connection.close()
            roles.drop(admin_url=_admin(), name=side.name)


def _admin() -> str:
    return os.environ["ONESTORY_TEST_ADMIN_URL"]


def _side(name: str) -> Side:
    name = f"onestory_{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    roles.drop(admin_url=_admin(), name=name)
    roles.clone(admin_url=_admin(), template=TEMPLATE, name=name)
    with psycopg.connect(_admin(), dbname=name, autocommit=True) as admin:
        admin.execute(COUNTED)
        admin.execute(PLANTED)
    place = {**connections.settings["default"], "NAME": name}
    place["OPTIONS"] = {key: value for key, value in place["OPTIONS"].items() if key != "pool"}
    made = load_backend(place["ENGINE"]).DatabaseWrapper(place, alias="default")
    return Side(name, made, count(1))


def _build(side: Side, *, differs: Differs) -> None:
    other = "_b_" in side.name

    def chance(token: str, open_to: tuple[frozenset[str], ...]) -> Random:
        return Random(f"{token} {'elsewhere' if other and differs(open_to) else 'here'}")

    url = _admin().replace("/postgres?", f"/{side.name}?")
    with side.entered(), unbound(url):
        side.world = canaries.build(Tokens(chance=chance))
        if other:
            _more(side.world)
    with psycopg.connect(url, autocommit=True) as admin:
        _stop_the_clock(admin)


def _more(world: canaries.World) -> None:
    """What only one of them holds: how many there are of what is hidden must not show either."""
    with acting_as(made_account(world.accounts["author"])) as viewer:
        family = queries.family(viewer, world.protected.family)
        mother = queries.person(viewer, world.protected.people["mother_id"])
        for number, section in enumerate((Section.SAFEGUARDING, Section.SAFEGUARDING, Section.YOUNG_PERSON)):
            new = entries.NewEntry(title=f"Something more {number}", section=section)
            entries.write(by=viewer, family=family, new=new)
        facts.tell(by=viewer, about=mother, key="must_not_know", value="Her brother too", said=facts.Said(by="self"))


def _stop_the_clock(admin: psycopg.Connection[Any]) -> None:
    """The worlds were made a few seconds apart: what the database dated, it dates alike."""
    admin.execute("SET session_replication_role = replica")
    columns = admin.execute(
        "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema,"
        " table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type = 'timestamp with time zone'"
        " AND is_generated = 'NEVER' AND table_name NOT LIKE 'django_session'"
    )  # fmt: skip
    for table, column in columns.fetchall():
        day = f"date_trunc('day', {column}) + CASE WHEN {column} < now() THEN interval '0' ELSE interval '1 day' END"
        admin.execute(f"UPDATE {table} SET {column} = {day}".encode())
